"""Several lines of text: cleaned as they come in, grown with what is written."""

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from fazhi_tui.domain.text import LONGEST, clean_text

HINT = "Enter 换行，Tab 下一项"


class LongText(TextArea):
    """Enter begins a line; Up and Down leave it at its ends, Tab anywhere."""

    DEFAULT_CSS = """
    LongText {
        height: auto; min-height: 3; max-height: 8; padding: 0; border: none;
        background: $look-raised; color: $look-text;
    }
    LongText:focus { border: none; background: $look-field; }
    LongText .text-area--cursor-line { background: transparent; }
    """

    class Leaving(Message):
        """The cursor goes beyond the first line (-1) or the last (1)."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, value: str, *, id: str) -> None:  # noqa: A002
        super().__init__(
            value, id=id, theme="css", compact=True, highlight_cursor_line=False, soft_wrap=True
        )
        self.cursor_blink = False

    @property
    def value(self) -> str:
        """What is written."""
        return self.text

    @value.setter
    def value(self, text: str) -> None:
        self.load_text(text)
        self.move_cursor(self.document.end)

    def on_mount(self) -> None:
        """Go on behind what is there."""
        self.move_cursor(self.document.end)

    async def _on_paste(self, event: events.Paste) -> None:
        """Only text that may be kept gets in, and no more of it than may be."""
        event.stop()
        event.prevent_default()
        room = max(LONGEST - len(self.text), 0)
        text = clean_text(event.text).strip("\n").replace("\t", " ")[:room]
        if done := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(done.end_location)

    def action_cursor_up(self, select: bool = False) -> None:
        """A line up, or out."""
        if self.navigator.is_first_wrapped_line(self.cursor_location):
            self.post_message(self.Leaving(-1))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """A line down, or out."""
        if self.navigator.is_last_wrapped_line(self.cursor_location):
            self.post_message(self.Leaving(1))
        else:
            super().action_cursor_down(select)
