"""A list to choose from: type a few characters, of the words or of their pinyin initials."""

from collections.abc import Callable, Iterable, Sequence

from textual import events, on
from textual.widget import Widget
from textual.widgets import Input

from fazhi_tui.ui.dialogs.base import Dialog
from fazhi_tui.ui.dialogs.ranking import Option, hits
from fazhi_tui.ui.messages import InitialsWanted
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.clean_input import CleanInput
from fazhi_tui.ui.widgets.initials import unknown
from fazhi_tui.ui.widgets.table import Column, Table, TableRow


class ChooserDialog(Dialog[str]):
    """Returns the key of the option chosen."""

    DEFAULT_CSS = """
    ChooserDialog > Vertical { width: 60%; min-width: 78; }
    ChooserDialog Table { height: 45vh; min-height: 7; background: $look-ground; margin-top: 1; }
    """
    AUTO_FOCUS = "CleanInput"
    MORE_KEYS = "打字 按几个字、编号或拼音首字母查找 · PgUp 翻到上一页 · PgDn 翻到下一页"

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        prompt: str,
        current: str = "",
        peek: Callable[[str], object] | None = None,
    ) -> None:
        """`peek` is told every option that the cursor comes to stand on."""
        super().__init__(title, "↑↓ 选择 · Enter 确定 · Esc/F12 取消")
        self._options = tuple(options)
        self._prompt = prompt
        self._current = current
        self._peek = peek
        self._asked = self._hurried = False

    def body(self) -> Iterable[Widget]:
        """The words searched for, and the options that have them."""
        yield CleanInput(placeholder=self._prompt)
        table = Table()
        table.can_focus = False
        yield table

    def on_mount(self) -> None:
        """Show all options."""
        self._show("")
        if self._current:
            self.query_one(Table).go(self._current)

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one types."""
        if event.key in ("up", "down", "pageup", "pagedown"):
            event.stop()
            event.prevent_default()
            self.query_one(Table).on_key(event)

    @on(Input.Changed)
    def search(self, event: Input.Changed) -> None:
        """Show the options that match what is typed."""
        letters = event.value.strip()
        if letters and letters.isascii() and not letters.isdecimal():
            self._learn()
        self._show(event.value)

    def _learn(self) -> None:
        """Have the initials brought that are still missing, once."""
        missing = unknown(option.text for option in self._options)
        if missing and not self._asked:
            self._asked = True
            self.post_message(InitialsWanted(missing, self._search_again))

    def _search_again(self) -> None:
        self._asked = False
        if self.is_attached:
            self._show(self.query_one(CleanInput).value)
            if self._hurried:
                self.choose()

    @on(Input.Submitted)
    def choose(self) -> None:
        """Return the option under the cursor; where initials are awaited, the one they find."""
        key = self.query_one(Table).cursor_key
        self._hurried = not key and self._asked
        if key:
            self.dismiss(key)

    @on(Table.Moved)
    def look_at(self, event: Table.Moved) -> None:
        """Let the one who asked show what this option would be."""
        if self._peek:
            self._peek(event.key)

    @on(Table.Chosen)
    def choose_clicked(self, event: Table.Chosen) -> None:
        """Return the option clicked."""
        self.dismiss(event.key)

    def _show(self, wanted: str) -> None:
        rows = [
            TableRow(hit.option.key, (hit.text, hit.more)) for hit in hits(self._options, wanted)
        ]
        empty = "正在准备拼音首字母…" if self._asked else "没有符合的，换几个字再找。"
        table = self.query_one(Table)
        table.show(_COLUMNS, rows, empty)
        if wanted and rows:
            table.go(rows[0].key)


_COLUMNS = (Column("", stretch=3), Column("", stretch=2, style=look.DIM))

__all__ = ["ChooserDialog", "Option"]
