"""Input lines for text from people: cleaned as it comes in, names of units completed."""

import re
from collections.abc import Callable, Sequence
from operator import itemgetter

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import Input

from fazhi_tui.domain.text import clean_text
from fazhi_tui.ui.widgets.initials import find, unknown, words_of

_SEPARATORS = re.compile(r"[、，,；;\s]+")


class CleanInput(Input):
    """One line. What can't be seen is left out, pasted line breaks become spaces."""

    DEFAULT_CSS = """
    CleanInput { border: none; height: 1; padding: 0; background: $look-raised; color: $look-text; }
    CleanInput:focus { border: none; background: $look-field; }
    CleanInput > .input--placeholder { color: $look-text; text-style: italic; }
    """

    def on_mount(self) -> None:
        """A cursor that stays: one that blinks repaints the screen twice a second."""
        self.cursor_blink = False

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is drawn. Textual's own stands a cell too far behind the last letter."""
        x, y, _, _ = self.content_region
        return Offset(x + cell_len(self.value[: self.cursor_position]) - self.scroll_offset.x, y)

    def validate_value(self, value: str) -> str:
        """Only text that may be kept gets in, whatever way it comes."""
        return clean_text(value).replace("\n", " ").replace("\t", " ")

    def _on_paste(self, event: events.Paste) -> None:
        """All lines of what is pasted, not only the first."""
        self.insert_text_at_cursor(self.validate_value(event.text.strip()))
        event.stop()
        event.prevent_default()


class NamesInput(CleanInput):
    """One name, or several with weights (`市城管局:2、市交通局`); Tab completes the one typed."""

    class Unlearnt(Message):
        """Letters are typed, and the initials of these names are not known yet."""

        def __init__(self, names: Sequence[str], then: Callable[[], None]) -> None:
            super().__init__()
            self.names = names
            self.then = then

    class Completing(Message):
        """The names that the one being typed may become; `unknown` if there is none."""

        def __init__(self, names: Sequence[str], unknown: str = "") -> None:
            super().__init__()
            self.names = names
            self.unknown = unknown

    def __init__(
        self,
        value: str,
        names: Sequence[str],
        *,
        id: str | None = None,  # noqa: A002
        placeholder: str = "",
    ) -> None:
        super().__init__(value, id=id, placeholder=placeholder)
        self._names = names

    @property
    def candidates(self) -> list[str]:
        """The names that the last one typed may become; none if it is one of them."""
        typed = self._typed
        if not typed or typed in self._names:
            return []
        word = "".join(words_of(typed))
        found = [(mark.rank, name) for name in self._names if (mark := find(word, name))]
        return [name for _, name in sorted(found, key=itemgetter(0))][:8]

    @property
    def _typed(self) -> str:
        return _SEPARATORS.split(self.value)[-1].partition(":")[0].partition("：")[0]

    def on_input_changed(self) -> None:
        """Tell which names may be meant; initials are asked for when letters are typed."""
        typed = self._typed
        if typed.isascii() and typed.isalpha() and (names := unknown(self._names)):
            self.post_message(self.Unlearnt(names, self._tell))
        self._tell()

    def _tell(self) -> None:
        candidates, typed = self.candidates, self._typed
        missing = "" if candidates or typed in self._names else typed
        self.post_message(self.Completing(candidates, missing))

    def on_key(self, event: events.Key) -> None:
        """Tab puts in the first name that may be meant."""
        if event.key == "tab" and (candidates := self.candidates):
            typed = self._typed
            self.value = self.value[: len(self.value) - len(typed)] + candidates[0]
            self.cursor_position = len(self.value)
            event.stop()
            event.prevent_default()
