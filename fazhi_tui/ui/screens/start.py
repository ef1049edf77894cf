"""自评轮次, the first screen: open, new, demonstration, import."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from fazhi_tui.store.rows import Head
from fazhi_tui.ui.commands import START, bindings
from fazhi_tui.ui.messages import OpenRequested
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.presenting import clock_time
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.status_bar import Status
from fazhi_tui.ui.widgets.table import Column, Table, TableRow
from fazhi_tui.wording.moments import local

_COLUMNS = (
    Column("名称", stretch=3, least=16, style=look.STRONG),
    Column("最近保存", least=11),
    Column("改动", "right", style=look.DIM),
    Column("建立", least=10, style=look.DIM),
)
_EMPTY = "还没有自评。按 F2 新建，按 F3 看演示，按 F4 导入。"


class Start(Place):
    """The assessments of the store, the one last worked on first."""

    PLACE = START
    BINDINGS = bindings(START)

    def __init__(self, heads: Sequence[Head], store: str) -> None:
        super().__init__()
        self._heads = tuple(heads)
        self._store = store
        self._table = Table("自评轮次", lit=True)

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield self._table

    def status(self) -> Status:
        """Only the name of the program, and which store."""
        return Status(name="市县法治政府建设自评与失分核算", unit=self._store)

    def on_mount(self) -> None:
        """Show the list."""
        self.show_heads(self._heads)
        self._table.focus()

    def refresh_heads(self, heads: Sequence[Head]) -> None:
        """Show these if they are others; the cursor stays on its round."""
        if tuple(heads) != self._heads:
            self.show_heads(heads)

    def show_heads(self, heads: Sequence[Head]) -> None:
        """Show these assessments."""
        self._heads = tuple(heads)
        rows = [
            TableRow(
                head.name, (head.name, clock_time(head.at), str(head.seq), local(head.created)[:10])
            )
            for head in heads
        ]
        self._table.show(_COLUMNS, rows, _EMPTY)
        self.show_keys()

    @on(Table.Chosen)
    def open_chosen(self, event: Table.Chosen) -> None:
        """Open it."""
        self.post_message(OpenRequested(event.key))

    def action_open(self) -> None:
        """Open the one under the cursor."""
        self.post_message(OpenRequested(self._table.cursor_key))

    def action_demo(self) -> None:
        """Open the demonstration."""
        self.post_message(OpenRequested(""))

    def why_not(self, command: str) -> str:
        """There must be one to open."""
        return _EMPTY if command == "open" and not self._heads else ""
