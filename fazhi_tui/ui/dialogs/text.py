"""A text of several lines in a box, to be read and copied."""

from collections.abc import Iterable

from textual.binding import Binding
from textual.widget import Widget

from fazhi_tui.ui.copying import Copy
from fazhi_tui.ui.dialogs.base import Dialog
from fazhi_tui.ui.messages import CopyAsked
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.board import Board, BoardRow
from fazhi_tui.ui.widgets.cells import wrap


class TextDialog(Dialog[bool]):
    """Scrolls with the arrows; one key copies all of it."""

    DEFAULT_CSS = """
    TextDialog > Vertical { width: 90%; max-width: 100; height: 80%; }
    TextDialog Board { height: 1fr; }
    """
    AUTO_FOCUS = "Board"
    BINDINGS = [Binding("ctrl+c,f4", "copy", show=False)]

    def __init__(self, title: str, text: str) -> None:
        super().__init__(title, "↑↓ 移动 · F4/Ctrl+C 复制全文 · Esc/F12 返回")
        self._text = text

    def body(self) -> Iterable[Widget]:
        """The text, wrapped."""
        board = Board()
        board.show(self._rows)
        yield board

    def action_copy(self) -> None:
        """The whole text to the clipboard."""
        self.post_message(CopyAsked(Copy(self._heading, self._text)))

    def _rows(self, width: int) -> list[BoardRow]:
        lines = [part for line in self._text.split("\n") for part in wrap(line, width - 2)]
        return [BoardRow(((" " + line, look.PLAIN),)) for line in lines]
