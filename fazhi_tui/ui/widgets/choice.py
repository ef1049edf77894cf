"""A short list on one line, one of it chosen with the left and right arrows or a digit."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Part, cut, strip

_COUNTED = 8
"""Cells in which it is told which of how many is chosen, where not all are seen."""


class Choice(Widget, can_focus=True):
    """`value` is the option chosen."""

    DEFAULT_CSS = "Choice { height: 1; background: $look-raised; }"

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    def __init__(
        self,
        options: Sequence[str],
        value: str = "",
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.options = tuple(options)
        self._place = self.options.index(value) if value in self.options else 0

    @property
    def value(self) -> str:
        """The option chosen."""
        return self.options[self._place] if self.options else ""

    @value.setter
    def value(self, option: str) -> None:
        if option in self.options:
            self._choose(self.options.index(option))

    def on_key(self, event: events.Key) -> None:
        """Choose."""
        if event.key in ("left", "right", "space"):
            self._choose(self._place + (-1 if event.key == "left" else 1))
        elif event.character and event.character.isdecimal() and int(event.character):
            if int(event.character) > len(self.options):
                return
            self._choose(int(event.character) - 1)
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self) -> None:
        """The next one."""
        self._choose(self._place + 1)

    def render_line(self, y: int) -> Strip:
        """All options, the chosen one marked."""
        width, ground = self.size.width, look.EDIT if self.has_focus else look.ON_RAISED
        words = [cut(option, width - _COUNTED) for option in self.options]
        seen, counted = self._window([cell_len(word) + 3 for word in words], width)
        parts: list[Part] = [(counted, look.DIM)] if counted else []
        for place in seen:
            chosen = place == self._place
            told = f"‹{words[place]}› " if chosen else f" {words[place]}  "
            parts.append((told, look.TITLE if chosen else look.DIM))
        return strip(tuple(parts), width, ground)

    def _window(self, sizes: Sequence[int], width: int) -> tuple[range, str]:
        """The options that are seen, the one chosen always; and which of how many it is."""
        if sum(sizes) <= width:
            return range(len(sizes)), ""
        room = width - _COUNTED
        first = self._place
        while first > 0 and sum(sizes[first - 1 : self._place + 1]) <= room // 2:
            first -= 1
        beyond = self._place + 1
        while beyond < len(sizes) and sum(sizes[first : beyond + 1]) <= room:
            beyond += 1
        while first > 0 and sum(sizes[first - 1 : beyond]) <= room:
            first -= 1
        return range(first, beyond), f" {self._place + 1}/{len(sizes)} "

    def on_focus(self) -> None:
        """Light up."""
        self.refresh()

    def on_blur(self) -> None:
        """Fade."""
        self.refresh()

    def _choose(self, place: int) -> None:
        if self.options:
            self._place = place % len(self.options)
            self.refresh()
            self.post_message(self.Changed(self.value))
