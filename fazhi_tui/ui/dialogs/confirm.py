"""A question answered by Enter or Esc."""

from collections.abc import Iterable

from textual.binding import Binding
from textual.widget import Widget

from fazhi_tui.ui.dialogs.base import Dialog
from fazhi_tui.ui.widgets.words import Words


class ConfirmDialog(Dialog[bool]):
    """Returns True if Enter was pressed."""

    BINDINGS = [Binding("enter,f2", "agree", "确定", show=False)]

    def __init__(self, title: str, question: str) -> None:
        super().__init__(title, "Enter 确定 · Esc/F12 取消")
        self._question = question

    def body(self) -> Iterable[Widget]:
        """The question."""
        yield Words(self._question)

    def action_agree(self) -> None:
        """Yes."""
        self.dismiss(True)
