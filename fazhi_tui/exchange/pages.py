"""Finding the pages of a fill-in workbook again in what came back.

A page is known by its tag, else by its headings; a column by its heading, wherever it stands now; a
row by its hidden key, where that is still beside it. Sheets may be renamed, moved, added, rows
inserted above and anywhere, columns moved: what is known is found, what is strange is told.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct, convert

from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.exchange.entries import Raw, refuse, text_of
from fazhi_tui.exchange.fill_in import (
    COVER,
    COVER_LABELS,
    FORMAT,
    IDENTITY,
    PAGES,
    Column,
    Identity,
    Page,
    PageKind,
    read_tag,
)
from fazhi_tui.exchange.package import Package, address, column_name, column_number, inspect
from fazhi_tui.exchange.workbook_cells import Sheet, read_cells

_HEAD_WITHIN = 60
"""Rows from the top within which the headings of a page are looked for."""

_COVER_WITHIN = 40
_CELL = re.compile(r"(.*)!([A-Z]{1,3})([0-9]{1,7})")
_NO_VALUE = "#?"
"""Stands in the grid for a cell that shows an error, or a formula nobody reckoned."""


class Row(Struct, frozen=True):
    """A row of a page: its key, what stands in it by what the columns are for, and where that is.

    `cells` has no empty ones; `marks` are the columns as people name them: `填报!G`.
    """

    key: str
    number: int
    cells: dict[str, Raw]
    marks: dict[str, str]

    def raw(self, column: str) -> Raw:
        """A cell as it was read; "" where there is none. Raises `Refused`: it has no value."""
        value = self.cells.get(column, "")
        if not isinstance(value, str):
            return value
        if value == _NO_VALUE:
            refuse(Code.CELL_NO_VALUE, self.at(column))
        return value.strip()

    def says(self, *columns: str) -> bool:
        """Whether anything stands in one of these cells."""
        return not self.cells.keys().isdisjoint(columns)

    def text(self, column: str) -> str:
        """A cell as text. Raises `Refused`: it has no value."""
        return text_of(self.raw(column))

    def at(self, column: str) -> str:
        """Where a cell stands: `填报!G12`."""
        return f"{self.marks.get(column) or self.marks['']}{self.number + 1}"


class Table(Struct):
    """A page as it was found: its headings' row, the place of each column from 0."""

    page: Page
    sheet: Sheet
    heads: int
    places: dict[str, int]
    assessment: str = ""
    unit: str = ""

    @property
    def entries(self) -> set[int]:
        """The places of the columns in which the unit may write."""
        return {place for column, place in self._found() if column.entry}

    def _found(self) -> list[tuple[Column, int]]:
        columns = self.page.columns
        return [(one, self.places[one.key]) for one in columns if one.key in self.places]

    def rows(self) -> Iterator[Row]:
        """The rows in which the unit says anything."""
        grid, places = self.sheet.grid, self.places.items()
        entries = [at for column, at in self._found() if column.entry and not column.names]
        columns = {key: column_name(place) for key, place in places} | {"": "A"}
        marks = {key: f"{self.sheet.name}!{name}" for key, name in columns.items()}
        for number in range(self.heads + 1, len(grid)):
            cells = grid[number]
            wide = len(cells)
            for place in entries:
                if place < wide and cells[place] != "":
                    told = {key: cells[at] for key, at in places if at < wide and cells[at] != ""}
                    yield Row(text_of(cells[0]), number, told, marks)
                    break

    def keys(self) -> set[str]:
        """The keys of all rows, of those that say nothing too."""
        return {text_of(cells[0]) for cells in self.sheet.grid[self.heads + 1 :] if cells}


class Form(Struct):
    """What a workbook is: its identity, what its cover says, its pages, what was strange."""

    file: str
    identity: Identity
    cover: dict[str, tuple[Raw, str]]
    tables: list[Table]
    package: Package
    problems: list[Problem]


def open_form(data: bytes, file: str) -> Form:
    """Find the pages of a fill-in workbook. Raises `Refused` where it is none."""
    package = inspect(data, file)
    sheets = read_cells(package, file)
    _mark(sheets, package)
    known = next(filter(None, map(_identity, sheets)), None)
    tables: list[Table] = []
    problems: list[Problem] = []
    cover: dict[str, tuple[Raw, str]] = {}
    for sheet in sheets:
        if not sheet.grid or sheet.name.startswith(IDENTITY):
            continue
        table = _table(sheet)
        if table is None:
            problems.append(_told(Code.SHEET_IGNORED, file, sheet.name))
        elif table.page is COVER:
            cover = cover or _cover(sheet)
        else:
            tables.append(table)
            problems += _strange_columns(table, file)
            problems += _merged(table, file)
    identity = known or _from_tags(tables, file)
    own = [table for table in tables if _belongs(table, identity)]
    problems += [
        Problem(Code.PAGE_FOREIGN, table.sheet.name, table.unit, identity.unit, file=file)
        for table in tables
        if table not in own
    ]
    return Form(file, identity, cover, own, package, problems)


def _told(code: Code, file: str, path: str, value: str = "") -> Problem:
    return Problem(code, path, value, file=file, severity=Severity.WARNING)


# ── sheets ───────────────────────────────────────────────────────────────────────────────────


def _mark(sheets: list[Sheet], package: Package) -> None:
    """Put a sign into cells that look empty to the reader, but show an error to people."""
    by_name = {sheet.name: sheet for sheet in sheets}
    for told in package.no_value:
        found = _CELL.fullmatch(told)
        sheet = by_name.get(found[1]) if found else None
        if found is None or sheet is None:
            continue
        row, column = int(found[3]) - 1, column_number(found[2]) - 1
        while len(sheet.grid) <= row:
            sheet.grid.append([])
        cells = sheet.grid[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = _NO_VALUE


def _text(sheet: Sheet, row: int, column: int) -> str:
    """A cell as text; "" beyond the last."""
    cells = sheet.grid[row] if row < len(sheet.grid) else []
    return text_of(cells[column]) if column < len(cells) else ""


# ── identity ─────────────────────────────────────────────────────────────────────────────────


def _identity(sheet: Sheet) -> Identity | None:
    """The identity that a hidden page spells, if it is that page."""
    if _text(sheet, 0, 0) != Identity.__struct_fields__[0]:
        return None
    names = Identity.__struct_fields__
    values = {_text(sheet, row, 0): _text(sheet, row, 1) for row in range(len(names))}
    if not set(names) <= values.keys():
        return None
    numbers = {name: values[name] for name in ("format", "seq", "report")}
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in numbers.values()):
        return None
    whole = {name: int(text) for name, text in numbers.items()}
    return convert({**values, **whole}, Identity)


def _from_tags(tables: list[Table], file: str) -> Identity:
    """What the pages' own tags tell where the hidden page is lost. Raises `Refused`."""
    for table in tables:
        if table.assessment and table.unit:
            return Identity(FORMAT, table.assessment, "", "", "", table.unit, 0, "")
    raise Refused(Problem(Code.NOT_A_FORM, value=file, file=file))


def _belongs(table: Table, identity: Identity) -> bool:
    return not table.assessment or (table.assessment, table.unit) == (
        identity.assessment,
        identity.unit,
    )


# ── pages ────────────────────────────────────────────────────────────────────────────────────


def _table(sheet: Sheet) -> Table | None:
    """The page a sheet is: by its tag, else by its headings; None where it is none."""
    for number, cells in enumerate(sheet.grid[:_HEAD_WITHIN]):
        first = cells[0] if cells else ""
        tag = read_tag(first) if isinstance(first, str) and first.startswith("fazhi/") else None
        if tag is None:
            continue
        form, kind, assessment, unit = tag
        page = next((page for page in PAGES if page.kind == kind), None)
        if page is None or form > FORMAT:
            return None
        places = _places(page, sheet.grid[number])
        if page is COVER or _enough(page, places):
            return Table(page, sheet, number, places, assessment, unit)
    return _by_headings(sheet)


def _by_headings(sheet: Sheet) -> Table | None:
    for number, cells in enumerate(sheet.grid[:_HEAD_WITHIN]):
        found = [(page, _places(page, cells)) for page in PAGES if page is not COVER]
        page, places = max(found, key=lambda one: len(one[1]) / len(one[0].columns))
        if _enough(page, places):
            return Table(page, sheet, number, places)
    labels = [_text(sheet, row, 1) for row in range(min(len(sheet.grid), _COVER_WITHIN))]
    if set(COVER_LABELS.values()) <= set(labels):
        return Table(COVER, sheet, 0, {})
    return None


def _places(page: Page, cells: list[Raw]) -> dict[str, int]:
    """Where each column stands now."""
    at = {_plain(c): place for place, c in enumerate(cells) if isinstance(c, str) and c}
    return {
        column.key: at[heading]
        for column in page.columns
        if (heading := _plain(column.heading)) in at
    }


@lru_cache(maxsize=256)
def _plain(heading: str) -> str:
    """A heading however it is broken into lines."""
    return "".join(text_of(heading).split())


def _enough(page: Page, places: dict[str, int]) -> bool:
    """Whether so many headings of a page are there that it is this page."""
    return 3 * len(places) >= 2 * len(page.columns)


def _cover(sheet: Sheet) -> dict[str, tuple[Raw, str]]:
    """What stands to the right of each label, and where."""
    found: dict[str, tuple[Raw, str]] = {}
    keys: dict[str, PageKind | str] = {label: key for key, label in COVER_LABELS.items()}
    for row in range(min(len(sheet.grid), _COVER_WITHIN)):
        for column, cell in enumerate(sheet.grid[row][:6]):
            key = keys.get(text_of(cell))
            if key and key not in found:
                cells = sheet.grid[row]
                value = cells[column + 1] if column + 1 < len(cells) else ""
                found[key] = (value, f"{sheet.name}!{address(row, column + 1)}")
    return found


# ── what is strange about a page ─────────────────────────────────────────────────────────────


def _strange_columns(table: Table, file: str) -> Iterator[Problem]:
    """Columns that the form does not have, and ones it should."""
    known = {0, *table.places.values()}
    heads = table.sheet.grid[table.heads]
    below = table.sheet.grid[table.heads + 1 :]
    for place in range(max((len(cells) for cells in below), default=0)):
        if place not in known and any(len(c) > place and c[place] != "" for c in below):
            heading = text_of(heads[place]) if place < len(heads) else ""
            at = f"{table.sheet.name}!{address(table.heads, place)}"
            yield _told(Code.COLUMN_IGNORED, file, at, heading)
    for column in table.page.columns:
        if column.entry and column.key not in table.places:
            yield Problem(Code.COLUMN_MISSING, table.sheet.name, column.heading, file=file)


def _merged(table: Table, file: str) -> Iterator[Problem]:
    """Cells to write in that were merged over several rows: only the first of them says it."""
    entries = table.entries
    for (top, left), (bottom, right) in table.sheet.merged:
        if (
            top in (bottom, table.heads)
            or top < table.heads
            or entries.isdisjoint(range(left, right + 1))
        ):
            continue
        value = _text(table.sheet, top, left)
        if value:
            at = f"{table.sheet.name}!{address(top, left)}"
            yield _told(Code.CELLS_MERGED, file, f"{at}:{address(bottom, right)}", value)
