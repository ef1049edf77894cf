"""A table drawn line by line: columns as wide as their content, a cursor, thousands of rows."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Literal, TypeAlias

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from fazhi_tui.ui.copying import Copy, tabbed
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Line, Part, bar, framed, left, right, safe, wrap
from fazhi_tui.ui.widgets.marks import Marks
from fazhi_tui.ui.widgets.pane import Pane


class Marked(Struct, frozen=True):
    """Words some of whose characters are marked, because they are what was searched for."""

    text: str
    places: tuple[int, ...] = ()


Cell: TypeAlias = str | Fraction | Part | Marked
"""Words (a `Part` has a style of its own), or a share from 0 to 1 that is drawn as a bar."""


GAP = 2


class Column(Struct, frozen=True):
    """A column: `stretch` ones share what room is left, and give way first if there is none.

    Where that does not help, the most `dispensable` columns are left out; those of 0 never are.
    """

    title: str
    align: Literal["left", "right"] = "left"
    stretch: int = 0
    least: int = 4
    most: int = 60
    style: Style = look.PLAIN
    dispensable: int = 0


class TableRow(Struct, frozen=True):
    """A row. Rows without a key can't be chosen; `tone` colours the whole row.

    `about` says in full what the cells may have to cut.
    """

    key: str
    cells: tuple[Cell, ...]
    tone: Style | None = None
    strong: bool = False
    about: str = ""


class Table(Pane):
    """Rows under fixed headings."""

    HEAD_LINES = 2
    DEFAULT_CSS = "Table { width: 1fr; height: 1fr; }"

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Chosen(Message):
        """A row was chosen by Enter or a second click."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, title: str = "", *, lit: bool = False) -> None:
        super().__init__(title, lit=lit)
        self._columns: tuple[Column, ...] = ()
        self._rows: Sequence[TableRow] = ()
        self._cursor = 0
        self._empty = ""
        self._widths: tuple[int, ...] = ()
        self._marks = Marks()

    @property
    def marked(self) -> tuple[str, ...]:
        """The keys of the marked rows that are shown, in their order."""
        return self._marks.among(row.key for row in self._rows if row.key)

    def toggle(self) -> None:
        """Mark the row under the cursor, or unmark it, and go on to the next."""
        if self.cursor_key:
            self._marks.toggle((self.cursor_key,))
            self.relay()
            self._move(self._cursor + 1)

    def toggle_all(self, may: Callable[[str], bool] = bool) -> None:
        """Mark all rows whose key `may` be marked, or none if all are."""
        self._marks.toggle([row.key for row in self._rows if may(row.key)])
        self.relay()

    def unmark(self) -> None:
        """Mark nothing."""
        self._marks.keys.clear()
        self.relay()

    @property
    def cursor_key(self) -> str:
        """The key of the row under the cursor, or nothing."""
        return self._rows[self._cursor].key if self._cursor < len(self._rows) else ""

    @property
    def about(self) -> str:
        """What the row under the cursor says in full."""
        return self._rows[self._cursor].about if self._cursor < len(self._rows) else ""

    def show(self, columns: Sequence[Column], rows: Sequence[TableRow], empty: str = "") -> None:
        """Show `rows`, or the sentence `empty` if there is none. The cursor stays on its key."""
        wanted = self.cursor_key
        self._columns, self._rows, self._empty = tuple(columns), rows, empty
        self.HEAD_LINES = 2 if any(column.title for column in columns) else 1
        places = {row.key: place for place, row in enumerate(rows) if row.key}
        self._cursor = places.get(wanted, min(self._cursor, max(len(rows) - 1, 0)))
        self.relay()

    def in_words(self) -> list[tuple[str, list[str]]]:
        """The rows that can be gone to: their keys, and what they say besides figures and signs."""
        worded = [at for at, c in enumerate(self._columns) if c.align == "left" and c.title]
        return [
            (row.key, [text for at in worded if (text := cell_text(row.cells[at]))])
            for row in self._rows
            if row.key
        ]

    def go(self, key: str) -> None:
        """Put the cursor on the row of that key."""
        for place, row in enumerate(self._rows):
            if row.key == key:
                self._move(place)

    def step(self, by: int) -> None:
        """Move the cursor by so many rows."""
        self._move(self._cursor + by)

    def _head(self, y: int) -> Strip:
        """The headings stand under the frame."""
        if y == 0:
            return super()._head(y)
        edge = ("│", self._frame)
        return framed(self._headings(), self._width, look.GROUND, self._frame, edge)

    def _headings(self) -> Line:
        heads: list[Part] = [(" ", look.LABEL)]
        for column, size in zip(self._columns, self._widths, strict=True):
            align = right if column.align == "right" else left
            if size:
                heads.append((align(column.title, size) + "  ", look.LABEL))
        return tuple(heads)

    def copies(self) -> list[Copy]:
        """The row, all rows under their headings, and each cell of the row."""
        if not self._rows:
            return []
        heads = [column.title for column in self._columns]
        rows = [[cell_text(cell) for cell in row.cells] for row in self._rows]
        here = rows[min(self._cursor, len(rows) - 1)]
        table = tabbed([heads, *rows] if any(heads) else rows)
        cells = zip(heads, here, strict=True)
        return [
            Copy("这一行", tabbed([here])),
            Copy(f"整张表（{len(rows)} 行）", table),
            *(Copy(f"{head or '标志'}：{text}", text) for head, text in cells if text),
        ]

    # ------------------------------------------------------------ keys and mouse
    def on_key(self, event: events.Key) -> None:
        """Move and choose."""
        step = {
            "down": 1, "up": -1, "pagedown": self.inner_height - 1,
            "pageup": 1 - self.inner_height, "home": -len(self._rows), "end": len(self._rows),
        }.get(event.key)  # fmt: skip
        if step is not None:
            self._move(self._cursor + step)
        elif event.key in ("enter", "right") and self.cursor_key:
            self.post_message(self.Chosen(self.cursor_key))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Move to the row; a second click chooses it."""
        row = self.row_at(event.y)
        if row is not None and row == self._cursor and self.cursor_key:
            self.post_message(self.Chosen(self.cursor_key))
        elif row is not None:
            self._move(row)

    # ------------------------------------------------------------ inside
    def _move(self, target: int) -> None:
        target = max(0, min(target, len(self._rows) - 1))
        if target < 0 or not self._rows:
            return
        if target != self._cursor:
            self._cursor = target
            self.post_message(self.Moved(self.cursor_key))
        marked = range(target, target + 1)
        self.mark(marked, self.reach(marked))

    @property
    def cell(self) -> tuple[int, int] | None:
        """The row and column of the one cell one stands on, where that is more than a row."""
        return None

    def shared(self, room: int) -> tuple[int, ...]:
        """The width of each column where there is so much room for all; 0 leaves one out."""
        return share(self._columns, self._rows, room)

    def relay(self) -> None:
        """Share the width and draw the rows."""
        if not self._width:
            return
        widths = self.shared(self.inner_width - 1)
        if widths != self._widths:
            self._widths = widths
            self._changed(range(1, 2))
        self._redraw()

    def _redraw(self) -> None:
        if not self._rows:
            told = wrap(self._empty, self.inner_width - 3)
            self.draw([(("  " + line, look.DIM),) for line in told], range(0), 0)
            return
        marks = frozenset(self._marks.keys)
        lines = _Lines(self._columns, self._rows, self._widths, marks, self.cell)
        marked = range(self._cursor, self._cursor + 1)
        self.draw(lines, marked, self.reach(marked))


class _Lines(Sequence[Line]):
    """The rows as lines, made when they are looked at."""

    def __init__(
        self,
        columns: tuple[Column, ...],
        rows: Sequence[TableRow],
        widths: tuple[int, ...],
        marks: frozenset[str],
        cell: tuple[int, int] | None,
    ) -> None:
        self._columns, self._rows, self._widths = columns, rows, widths
        self._marks, self._cell = marks, cell

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Line:  # type: ignore[override]
        row = self._rows[index]
        at = self._cell[1] if self._cell and self._cell[0] == index else -1
        return _row_line(row, self._columns, self._widths, row.key in self._marks, at)


@lru_cache(1024)
def _row_line(
    row: TableRow, columns: tuple[Column, ...], widths: tuple[int, ...], marked: bool, at: int
) -> Line:
    """`at`: the column of the cell one stands on, or -1."""
    parts: list[Part] = [("+", look.MARKED) if marked else (" ", look.PLAIN)]
    for place, (cell, column, width) in enumerate(zip(row.cells, columns, widths, strict=True)):
        if not width:
            continue
        if place == at:
            told = (right if column.align == "right" else left)(cell_text(cell), width)
            before, tone = parts.pop()
            parts += [(before[:-1], tone), (f"[{told}]", look.EDIT), (" ", look.PLAIN)]
            continue
        style = row.tone or column.style
        if row.strong:
            style += look.STRONG
        if isinstance(cell, Marked):
            parts += _marked(cell, width, style)
            continue
        words, style = cell if isinstance(cell, tuple) else (cell, style)
        if isinstance(words, Fraction):
            own = look.BAR if column.style == look.PLAIN else column.style
            parts.append((left(bar(words, width), width) + "  ", row.tone or own))
        else:
            align = right if column.align == "right" else left
            parts.append((align(words, width) + "  ", style))
    return tuple(parts)


def _marked(cell: Marked, width: int, style: Style) -> list[Part]:
    """The words of a cell, what was searched for in them set off from the rest."""
    shown = left(cell.text, width) + "  "
    places = set(cell.places) if cell.text.isprintable() else set[int]()
    runs = groupby(enumerate(shown), key=lambda at: at[0] in places)
    return [
        ("".join(char for _, char in run), style + look.FOUND if found else style)
        for found, run in runs
    ]


def cell_text(cell: Cell) -> str:
    """The words of a cell; a bar has none."""
    if isinstance(cell, Fraction):
        return ""
    if isinstance(cell, Marked):
        return cell.text
    return cell if isinstance(cell, str) else cell[0]


def share(columns: Sequence[Column], rows: Sequence[TableRow], room: int) -> tuple[int, ...]:
    """The width of each column: its content's, less where there is no room, more where there is.

    A column of width 0 is left out: where not even the least widths fit, the most dispensable go.
    """
    wanted = [_natural(column, rows, place) for place, column in enumerate(columns)]
    least = [c.least if c.stretch else w for c, w in zip(columns, wanted, strict=True)]
    kept = list(range(len(columns)))
    while sum(least[i] + GAP for i in kept) > room:
        out = max(kept, key=lambda i: columns[i].dispensable, default=None)
        if out is None or not columns[out].dispensable:
            break
        kept.remove(out)
    widths = [wanted[i] if i in kept else 0 for i in range(len(columns))]
    spare = room - sum(widths[i] + GAP for i in kept)
    stretching = [i for i in kept if columns[i].stretch]
    total = sum(columns[i].stretch for i in stretching)
    if spare > 0:
        for i in stretching:
            widths[i] += spare * columns[i].stretch // total
    while spare < 0 and stretching:
        widest = max(stretching, key=lambda i: widths[i] - least[i])
        if widths[widest] <= least[widest]:
            break
        widths[widest] -= 1
        spare += 1
    return tuple(widths)


def _natural(column: Column, rows: Sequence[TableRow], place: int) -> int:
    """The width that a column's content asks for; of very many rows a part is looked at."""
    measured = rows if len(rows) <= _MEASURED else rows[:: len(rows) // _MEASURED + 1]
    texts = (cell_text(row.cells[place]) for row in measured)
    widest = max((cell_len(safe(text)) for text in texts), default=0)
    return max(min(max(widest, cell_len(column.title)), column.most), column.least)


_MEASURED = 400
