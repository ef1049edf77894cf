"""The tree of areas, groups and indicators: folding, a cursor, glyphs, points on the right."""

from collections.abc import Collection, Sequence
from functools import lru_cache

from msgspec import Struct
from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from fazhi_tui.ui.copying import Copy, tabbed
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Line, Part, cut, framed, left, right
from fazhi_tui.ui.widgets.marks import Marks
from fazhi_tui.ui.widgets.pane import Pane

_NARROW = 42


class TreeRow(Struct, frozen=True):
    """One row: `depth` 0 area, 1 group, 2 indicator. `brief` stands for `points` if narrow."""

    key: str
    depth: int
    no: str
    name: str
    points: str = ""
    brief: str = ""
    tone: Style = look.PLAIN
    mark: str = ""
    progress: str = ""


class IndicatorTree(Pane):
    """All rows of the tree; those under a folded branch or outside the filter are left out."""

    DEFAULT_CSS = (
        "IndicatorTree { dock: left; margin: 1 0; width: 38%; min-width: 36; max-width: 66; }"
    )

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Chosen(Message):
        """Work on this indicator is wanted, perhaps with a first character typed."""

        def __init__(self, key: str, typed: str = "") -> None:
            super().__init__()
            self.key = key
            self.typed = typed

    class ChipDropped(Message):
        """One of the things asked for is to be given up."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, title: str = "", *, lit: bool = False) -> None:
        super().__init__(title, lit=lit)
        self._chips: tuple[str, ...] = ()
        self._rows: Sequence[TreeRow] = ()
        self._folded: set[str] = set()
        self._keep: Collection[str] | None = None
        self._shown: list[TreeRow] = []
        self._cursor = 0
        self._marks = Marks()

    @property
    def cursor_key(self) -> str:
        """The key of the row under the cursor, or nothing."""
        return self._shown[self._cursor].key if self._shown else ""

    @property
    def marked(self) -> tuple[str, ...]:
        """The numbers of the marked indicators, in order; those outside the filter too."""
        return self._marks.among(row.key for row in self._rows if row.depth == 2)

    def toggle(self) -> None:
        """Mark the indicator under the cursor and go on, or all those under a branch."""
        below = self._below(self.cursor_key)
        self._marks.toggle(below)
        self._arrange(self.cursor_key)
        if below == [self.cursor_key]:
            self._move(self._cursor + 1)

    def toggle_all(self) -> None:
        """Mark all indicators that pass the filter, or none if all are."""
        self._marks.toggle(self.keys)
        self._arrange(self.cursor_key)

    def unmark(self) -> None:
        """Mark nothing."""
        self._marks.keys.clear()
        self._arrange(self.cursor_key)

    @property
    def keys(self) -> list[str]:
        """The keys of the indicators that pass the filter, in order, folded ones too."""
        return [row.key for row in self._rows if row.depth == 2 and self._passes(row)]

    def show(
        self,
        rows: Sequence[TreeRow],
        cursor: str | None = None,
        keep: Collection[str] | None = None,
    ) -> None:
        """Show `rows`; of the indicators only those in `keep`, if given. The cursor stays."""
        wanted = cursor or self.cursor_key
        self._rows, self._keep = rows, keep
        self._arrange(wanted)

    def sift(self, chips: Sequence[str]) -> None:
        """Name what is asked for on a line of its own; Backspace or a click gives one up."""
        if tuple(chips) != self._chips:
            self._chips = tuple(chips)
            self.HEAD_LINES = 2 if chips else 1
            self._seen = []  # as many lines fewer or more: all are painted anew
            self._changed(range(self._height))

    def go(self, key: str) -> None:
        """Put the cursor on the row of that key, unfolding what hides it."""
        hiding = self._folded.intersection(self._parents(key))
        if hiding:
            self._folded -= hiding
            self._arrange(key)
        else:
            self._stand(key)

    def copies(self) -> list[Copy]:
        """The row, and all rows that are listed."""
        rows = [(row.no, row.name, row.mark, row.points, row.progress) for row in self._shown]
        if not rows:
            return []
        here = rows[self._cursor]
        return [
            Copy("这一行", tabbed([here])),
            Copy(f"列出的全部（{len(rows)} 行）", tabbed(rows)),
            Copy(f"名称：{here[1]}", here[1]),
        ]

    # ------------------------------------------------------------ keys and mouse
    def on_key(self, event: events.Key) -> None:
        """Move, fold, choose; a digit starts work on the indicator at once."""
        step = {
            "down": 1, "up": -1, "pagedown": self.inner_height - 1,
            "pageup": 1 - self.inner_height, "home": -len(self._shown), "end": len(self._shown),
        }.get(event.key)  # fmt: skip
        if event.key == "backspace" and self._chips:
            self.post_message(self.ChipDropped(len(self._chips) - 1))
        elif not self._shown:
            return
        elif step is not None:
            self._move(self._cursor + step)
        elif event.key == "left":
            self._out()
        elif event.key in ("right", "enter"):
            self._into(event.key)
        elif event.character and (event.character.isdecimal() or event.character == "无"):
            if self._shown[self._cursor].depth < 2:
                return
            self.post_message(self.Chosen(self.cursor_key, event.character))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """A number pasted on an indicator starts work on it, as a digit does."""
        event.stop()
        typed = event.text.strip()
        if typed and self._shown and self._shown[self._cursor].depth == 2:
            self.post_message(self.Chosen(self.cursor_key, typed))

    def on_click(self, event: events.Click) -> None:
        """Move to the row; a second click, or one on a branch's mark, chooses it."""
        row = self.row_at(event.y)
        if self._chips and event.y == 1:
            for place, (_, span) in enumerate(self._placed()):
                if event.x - 1 in span:
                    self.post_message(self.ChipDropped(place))
        if row is None:
            return
        again = row == self._cursor
        self._move(row)
        if again or (self._shown[row].depth < 2 and event.x <= 2 * self._shown[row].depth + 4):
            self._into("enter")

    def relay(self) -> None:
        """Lay the rows out for the new width."""
        self._arrange(self.cursor_key)

    # ------------------------------------------------------------ inside
    def _head(self, y: int) -> Strip:
        """What is asked for stands under the frame."""
        if y == 0:
            return super()._head(y)
        parts: list[Part] = []
        for words, _ in self._placed():
            parts += [(" ", look.PLAIN), (words, look.CHIP)]
        edge = ("│", self._frame)
        return framed(tuple(parts), self._width, look.GROUND, self._frame, edge)

    def _placed(self) -> list[tuple[str, range]]:
        """The chips with their columns; each gets its share of the line."""
        room = max(self.inner_width // max(len(self._chips), 1) - 4, 4)
        placed: list[tuple[str, range]] = []
        start = 1
        for chip in self._chips:
            words = f" {cut(chip, room)} × "
            placed.append((words, range(start, start + cell_len(words))))
            start += cell_len(words) + 1
        return placed

    def _move(self, target: int) -> None:
        target = max(0, min(target, len(self._shown) - 1))
        if target != self._cursor:
            self._cursor = target
            self.post_message(self.Moved(self.cursor_key))
        self.mark(range(target, target + 1), self.reach(range(target, target + 1)))

    def _into(self, key: str) -> None:
        row = self._shown[self._cursor]
        if row.depth == 2:
            self.post_message(self.Chosen(row.key))
        elif row.key in self._folded:
            self._folded.discard(row.key)
            self._arrange(row.key)
        elif key == "right":
            self._move(self._cursor + 1)
        else:
            self._folded.add(row.key)
            self._arrange(row.key)

    def _out(self) -> None:
        row = self._shown[self._cursor]
        if row.depth < 2 and row.key not in self._folded:
            self._folded.add(row.key)
            self._arrange(row.key)
        elif parents := self._parents(row.key):
            self._move(next(i for i, r in enumerate(self._shown) if r.key == parents[-1]))

    def _parents(self, key: str) -> list[str]:
        parents: list[str] = []
        for row in self._rows:
            if row.key == key:
                return parents[: row.depth]
            if row.depth < 2:
                del parents[row.depth :]
                parents.append(row.key)
        return []

    def _below(self, key: str) -> list[str]:
        """The indicator of that key, or those under that branch which pass the filter."""
        found: list[str] = []
        depth = -1
        for row in self._rows:
            if row.depth <= depth:
                break
            if row.key == key:
                depth = row.depth
            if depth >= 0 and row.depth == 2 and self._passes(row):
                found.append(row.key)
        return found

    def _passes(self, row: TreeRow) -> bool:
        return self._keep is None or row.key in self._keep

    def _visible_rows(self) -> list[TreeRow]:
        """Rows that pass the filter and are not folded away; a branch needs a row below it."""
        if self._keep is None and not self._folded:
            return list(self._rows)
        alive = self._alive()
        shown: list[TreeRow] = []
        closed = 9
        for row in self._rows:
            if row.depth > closed:
                continue
            closed = 9
            if row.depth == 2:
                if self._passes(row):
                    shown.append(row)
            elif alive is None or row.key in alive:
                shown.append(row)
                if row.key in self._folded:
                    closed = row.depth
        return shown

    def _alive(self) -> set[str] | None:
        """The branches that hold an indicator of the filter; None without a filter."""
        if self._keep is None:
            return None
        alive: set[str] = set()
        above: list[str] = []
        for row in self._rows:
            if row.depth < 2:
                above = [*above[: row.depth], row.key]
            elif row.key in self._keep:
                alive.update(above)
        return alive

    def _arrange(self, wanted: str) -> None:
        """Draw anew, with the cursor on the row `wanted` or near it."""
        self._shown = self._visible_rows()
        self._stand(wanted)

    def _stand(self, wanted: str) -> None:
        """Put the cursor on the row `wanted` if it is shown, on what hides it, or where it was."""
        keys = [row.key for row in self._shown]
        above = [] if wanted in keys else [key for key in self._parents(wanted) if key in keys]
        here = above[-1] if above else wanted
        place = keys.index(here) if here in keys else min(self._cursor, max(len(keys) - 1, 0))
        self._cursor = place
        if not self._width:
            return
        marked = range(place, place + 1) if self._shown else range(0)
        top = self.reach(marked) if self._shown else 0
        lines = _Lines(self._shown, self.inner_width, self._folded, self._marks.keys)
        self.draw(lines, marked, top)


class _Lines(Sequence[Line]):
    """The rows as lines, made when they are looked at."""

    def __init__(
        self,
        rows: Sequence[TreeRow],
        width: int,
        folded: Collection[str],
        marks: Collection[str],
    ) -> None:
        self._rows, self._width, self._folded = rows, width, frozenset(folded)
        self._marks = frozenset(marks)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Line:  # type: ignore[override]
        row = self._rows[index]
        flagged = row.key in (self._folded if row.depth < 2 else self._marks)
        return _line(row, self._width, flagged)


@lru_cache(512)
def _line(row: TreeRow, width: int, flagged: bool) -> Line:
    """`flagged`: a branch is folded, an indicator is marked."""
    if row.depth == 2:
        return _indicator_line(row, width, flagged)
    return _branch_line(row, width, flagged)


def _branch_line(row: TreeRow, width: int, folded: bool) -> Line:
    narrow = width < _NARROW
    indent = " " * (row.depth if narrow else 1 + 2 * row.depth)
    head = f"{indent}{'▸' if folded else '▾'} "
    points = " " + row.points if narrow else right(row.points, 8)
    progress = " " + row.progress if narrow else right(row.progress, 6)
    room = width - cell_len(head) - cell_len(points) - cell_len(progress) - 1
    name = row.no + row.name if row.no.endswith("、") else f"{row.no} {row.name}"
    return (
        (head, look.DIM),
        (left(name, room), look.STRONG if row.depth == 0 else look.PLAIN),
        (points, row.tone),
        (progress + " ", look.DIM),
    )


def _indicator_line(row: TreeRow, width: int, marked: bool) -> Line:
    points = row.points if width >= 50 else row.brief
    head = "  " if width < _NARROW else "     "
    room = width - len(head) - 2 - cell_len(points) - 2
    return (
        (head[1:], look.PLAIN),
        ("+" if marked else " ", look.MARKED if marked else look.PLAIN),
        (row.mark + " ", row.tone),
        (left(f"{row.no} {row.name}", room), look.PLAIN),
        (" " + points + " ", row.tone),
    )
