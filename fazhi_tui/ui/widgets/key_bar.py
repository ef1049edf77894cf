"""The bottom line: the keys that work here. A click on one is as good as the key."""

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Part, strip


class KeyHint(Struct, frozen=True):
    """One key: what is printed on it, what it does, and whether it can be done now."""

    command: str
    key: str
    label: str
    enabled: bool = True


class KeyBar(Widget):
    """Hints in order of importance; those that do not fit are left out from the end."""

    DEFAULT_CSS = "KeyBar { dock: bottom; height: 1; background: $look-raised; }"

    class Pressed(Message):
        """A hint was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(self, hints: Sequence[KeyHint] = ()) -> None:
        super().__init__()
        self._hints = tuple(hints)

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Show these hints; the last one (help) always keeps its place."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        parts: list[Part] = []
        gap = " " if self._roomy else ""
        for hint, _ in self._placed():
            on = hint.enabled
            parts.append((f" {hint.key}{gap}", look.KEY if on else look.KEY_OFF))
            parts.append((hint.label + gap, look.KEY_LABEL if on else look.KEY_OFF))
        return strip(tuple(parts), self.size.width, look.ON_RAISED)

    def on_click(self, event: events.Click) -> None:
        """Ask for the command under the mouse."""
        event.stop()
        for hint, span in self._placed():
            if event.x in span:
                self.post_message(self.Pressed(hint.command))

    @property
    def _roomy(self) -> bool:
        """Whether all hints fit with space around them; else it is left out."""
        wanted = sum(cell_len(hint.key + hint.label) + 3 for hint in self._hints)
        return wanted <= self.size.width

    def _placed(self) -> list[tuple[KeyHint, range]]:
        """The hints that fit, each with its columns."""
        room = self.size.width
        spaces = 3 if self._roomy else 1
        sizes = [cell_len(hint.key + hint.label) + spaces for hint in self._hints]
        keep = len(sizes)
        while keep > 1 and sum(sizes[: keep - 1]) + sizes[-1] > room:
            keep -= 1
        chosen = [*range(keep - 1), len(sizes) - 1] if sizes else []
        placed: list[tuple[KeyHint, range]] = []
        start = 0
        for index in chosen:
            placed.append((self._hints[index], range(start, start + sizes[index])))
            start += sizes[index]
        return placed
