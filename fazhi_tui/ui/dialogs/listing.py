"""A table in a box: the lines behind a number, or the keys that work here."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from fazhi_tui.ui.dialogs.base import Dialog
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Column, Table, TableRow
from fazhi_tui.ui.widgets.words import Words


class ListingDialog(Dialog[str]):
    """Returns the key of the row chosen by Enter, if rows have keys."""

    DEFAULT_CSS = """
    ListingDialog > Vertical { width: 94%; max-width: 150; height: 90%; }
    ListingDialog Table { height: 1fr; background: $look-ground; }
    """
    AUTO_FOCUS = "Table"
    MORE_KEYS = "PgUp 翻到上一页 · PgDn 翻到下一页 · Home 到第一行 · End 到最后一行"

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        rows: Sequence[TableRow],
        foot: str = "",
        keys: str = "↑↓ 移动 · Esc/F12 返回",
        *,
        current: str = "",
        empty: str = "没有可列的。",
    ) -> None:
        """`current`: the key of the row one starts on; `empty` is said where there are none."""
        super().__init__(title, keys)
        self._current, self._empty = current, empty
        self._columns, self._rows, self._foot = columns, rows, foot

    def body(self) -> Iterable[Widget]:
        """The table and what stands under it."""
        yield Table()
        if any(row.about for row in self._rows):
            yield Words("", look.DIM, id="about", lines=2)
        if self._foot:
            yield Words(self._foot, look.STRONG, id="foot")

    def on_mount(self) -> None:
        """Show the rows."""
        table = self.query_one(Table)
        table.show(self._columns, self._rows, self._empty)
        if self._current:
            table.go(self._current)
        self.tell_row()

    def renew(self, other: "ListingDialog") -> None:
        """Show what another one would, if this one is not going; the cursor stays on its row."""
        if not self.query(Table):
            return
        self._columns, self._rows, self._foot = other._columns, other._rows, other._foot
        self.query_one(Table).show(self._columns, self._rows, self._empty)
        for words in self.query("#foot").results(Words):
            words.say(self._foot)
        self.tell_row()

    @on(Table.Moved)
    def tell_row(self) -> None:
        """The row under the cursor in full."""
        for words in self.query("#about").results(Words):
            words.say(self.query_one(Table).about)

    @on(Table.Chosen)
    def choose(self, event: Table.Chosen) -> None:
        """Go where the row leads."""
        self.dismiss(event.key)
