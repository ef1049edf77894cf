"""A table in which one stands on a single cell where that is wanted, and which scrolls sideways."""

from collections.abc import Sequence

from msgspec.structs import replace
from textual import events

from fazhi_tui.ui.copying import Copy
from fazhi_tui.ui.widgets.table import GAP, Column, Table, TableRow, cell_text, share


class Grid(Table):
    """As long as `across` is set, Left and Right go from cell to cell."""

    def __init__(self, title: str = "", *, lit: bool = False) -> None:
        super().__init__(title, lit=lit)
        self.across = False
        self._column = 0
        self._first = 1

    @property
    def column(self) -> int:
        """The column one stands in; 0 is that of the rows' names."""
        return self._column

    @property
    def cell(self) -> tuple[int, int] | None:
        """The row and column one stands on."""
        return (self._cursor, self._column) if self.across else None

    def show(self, columns: Sequence[Column], rows: Sequence[TableRow], empty: str = "") -> None:
        """Show `rows`; the cursor stays on its row, and in its column if there is still one."""
        if columns:
            self._column = min(self._column, len(columns) - 1)
        super().show(columns, rows, empty)

    def shared(self, room: int) -> tuple[int, ...]:
        """The widths; of columns that don't fit, the names and those about the cursor are seen."""
        if not self.across or not self._columns:
            return super().shared(room)
        seen = [0, *self._window(room)]
        rows = [replace(row, cells=tuple(row.cells[i] for i in seen)) for row in self._rows]
        given = dict(zip(seen, share([self._columns[i] for i in seen], rows, room), strict=True))
        return tuple(given.get(i, 0) for i in range(len(self._columns)))

    def _window(self, room: int) -> range:
        """The columns behind the names that are seen: the one of the cursor always is."""
        wide = [column.least + GAP for column in self._columns]

        def fits(first: int, beyond: int) -> bool:
            return wide[0] + sum(wide[first:beyond]) <= room

        here, total = max(self._column, 1), len(wide)
        first, beyond = min(self._first, here), here + 1
        while first < here and not fits(first, beyond):
            first += 1
        while beyond < total and fits(first, beyond + 1):
            beyond += 1
        while first > 1 and fits(first - 1, beyond):
            first -= 1
        self._first = first
        return range(first, beyond)

    @property
    def here(self) -> str:
        """What the cell says, behind the heading of its column; nothing if it is a row's name."""
        if self.cell is None or not self._rows or not self._column:
            return ""
        text = cell_text(self._rows[self._cursor].cells[self._column])
        return f"{self._columns[self._column].title} {text or 0}"

    def copies(self) -> list[Copy]:
        """The cell first."""
        if self.cell is None or not self._rows:
            return super().copies()
        text = cell_text(self._rows[self._cursor].cells[self._column])
        return [Copy("这一格", text), *super().copies()]

    # ------------------------------------------------------------ keys and mouse
    def on_key(self, event: events.Key) -> None:
        """From cell to cell."""
        if self.across and event.key in ("left", "right"):
            self._turn(self._column + (1 if event.key == "right" else -1))
            event.stop()
            event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """To the cell; only a second click on the same one chooses it."""
        if not self.across:
            return
        edge, before = 2, self._column
        for place, width in enumerate(self._widths):
            if width and edge <= event.x < edge + width + GAP:
                self._turn(place)
            edge += width + GAP if width else 0
        if self._column != before and self.row_at(event.y) == self._cursor:
            event.prevent_default()

    # ------------------------------------------------------------ inside
    def _turn(self, column: int) -> None:
        if 0 <= column < len(self._columns) and column != self._column:
            self._column = column
            self.post_message(self.Moved(self.cursor_key))
            self.relay()

    def _move(self, target: int) -> None:
        super()._move(target)
        if self.across:
            self._redraw()
