"""Tables an office really has: the header found, merged cells filled, rows as texts.

The header may stand in any of the first rows and be spelt in many ways; the first columns are
usually merged over many rows.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Severity
from fazhi_tui.exchange.package import address
from fazhi_tui.exchange.sheets import Grid, Sheet

_HEADER_WITHIN = 30
_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]|\s+")
_SUMS = re.compile(r"合\s*计|总\s*计|小\s*计|总\s*分")


class Cell(Struct, frozen=True):
    """The text of a cell, where it is (`责任分解!C7`), and the cell whose text it really is."""

    text: str = ""
    at: str = ""
    origin: tuple[int, int] = (0, 0)


class Line(Struct, frozen=True):
    """A row of the table: its cells by what they are for."""

    cells: dict[str, Cell]

    def __getitem__(self, role: str) -> Cell:
        return self.cells.get(role, Cell())


class Heads(Struct, frozen=True):
    """What a table's columns are for, and how their headings may read.

    The first pattern that matches a heading counts; those of "" are of no use. A row of headings is
    a header where it names all of `needed` and one of `some` (if there are any).
    """

    spelt: tuple[tuple[str, re.Pattern[str]], ...]
    needed: frozenset[str]
    some: frozenset[str] = frozenset()

    def role(self, heading: str) -> str | None:
        """What a heading is for; None where nobody knows."""
        plain = _IN_BRACKETS.sub("", heading)
        return next((role for role, words in self.spelt if plain and words.fullmatch(plain)), None)

    def found(self, row: Sequence[str]) -> dict[int, str]:
        """What the columns of a row of headings are for."""
        told = ((column, self.role(cell)) for column, cell in enumerate(row))
        return {column: role for column, role in told if role is not None}

    def are_in(self, roles: Iterable[str]) -> bool:
        """Whether these roles make a header."""
        named = set(roles)
        return self.needed <= named and (not self.some or bool(self.some & named))


class Table(Struct, frozen=True):
    """What a sheet holds: its name, the words above the header, and the rows below it."""

    sheet: str
    title: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]


class _Header(Struct, frozen=True):
    """The row of the headings, the first row of the data, and what each column is for."""

    row: int
    start: int
    columns: dict[int, str]


Places: TypeAlias = Callable[[dict[int, str]], dict[int, str]]
"""From what headings say to what the columns are: each use once."""


def tables(path: Path, sheets: Iterable[Sheet], heads: Heads, places: Places) -> Iterator[Table]:
    """The tables with such headings among some sheets of a workbook."""
    for sheet in sheets:
        header = _header(sheet.grid, heads)
        if header is not None:
            yield _table(path, sheet, header, heads, places(header.columns))


def _header(grid: Grid, heads: Heads) -> _Header | None:
    """The header of a sheet, if it has one."""
    best: tuple[int, dict[int, str]] | None = None
    most = 0
    for place, row in enumerate(grid[:_HEADER_WITHIN]):
        roles = heads.found(row)
        if heads.are_in(roles.values()) and len(set(roles.values())) > most:
            best, most = (place, roles), len(set(roles.values()))
    if best is None:
        return None
    place, roles = best
    second = heads.found(grid[place + 1]) if place + 1 < len(grid) else {}
    if len(second) < 2:  # a header of one row
        return _Header(place, place + 1, roles)
    return _Header(place, place + 2, {**roles, **second})


def _table(
    path: Path, sheet: Sheet, header: _Header, heads: Heads, columns: dict[int, str]
) -> Table:
    grid = sheet.grid
    origins = {
        (row, column): top
        for top, bottom in sheet.merged
        for row in range(top[0], min(bottom[0], len(grid) - 1) + 1)
        for column in columns
        if top[1] <= column <= bottom[1]
    }
    title = max((cell for row in grid[: header.row] for cell in row), key=len, default="")
    lines = []
    for row in range(header.start, len(grid)):
        cells: dict[str, Cell] = {}
        for column, role in columns.items():
            top = origins.get((row, column), (row, column))
            cells[role] = Cell(_cell(grid, *top), f"{sheet.name}!{address(row, column)}", top)
        if any(cell.text for cell in cells.values()) and not _is_no_item(grid[row], heads):
            lines.append(Line(cells))
    ignored = _ignored(path, sheet, header, columns)
    return Table(sheet.name, title, tuple(lines), tuple(ignored))


def _ignored(
    path: Path, sheet: Sheet, header: _Header, columns: dict[int, str]
) -> Iterator[Problem]:
    """A note for each column that says something and is not taken over."""
    grid = sheet.grid
    for column, heading in enumerate(grid[header.row]):
        told = heading or _cell(grid, header.start - 1, column)
        says = any(_cell(grid, row, column) for row in range(header.start, len(grid)))
        if told and says and column not in columns:
            at = f"{sheet.name}!{address(header.row, column)}"
            yield Problem(Code.COLUMN_IGNORED, at, told, file=str(path), severity=Severity.WARNING)


def _cell(grid: Grid, row: int, column: int) -> str:
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def _is_no_item(row: Sequence[str], heads: Heads) -> bool:
    """Whether a row only adds up, or is the header once more (on the next printed page)."""
    first = next((cell for cell in row if cell), "")
    again = heads.are_in(heads.found(row).values())
    return again or (len(first) <= 12 and _SUMS.search(first) is not None)
