"""A clerk with a fill-in workbook: types, sorts, inserts, deletes, renames, and saves it plainly.

What is saved has the same cells in the same places, without protection, formats and hidden pages'
hiding, as when somebody copies a form into a new file.
"""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

import xlsxwriter
from python_calamine import CalamineWorkbook

Grid = list[list[Any]]


class Formula(NamedTuple):
    """A formula and the value the spreadsheet kept with it."""

    text: str
    value: object = ""


class Clerk:
    """Edits a workbook's cells by page, row and heading."""

    def __init__(self, data: bytes) -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        self.pages: dict[str, Grid] = {
            name: [list(row) for row in book.get_sheet_by_name(name).to_python(False)]
            for name in book.sheet_names
        }
        self.merged: list[tuple[str, int, int, int, int]] = []

    # ── where things are ─────────────────────────────────────────────────────────────────────

    def heads(self, page: str) -> int:
        """The row of a page's headings."""
        rows = self.pages[page]
        return next(n for n, row in enumerate(rows) if str(row[0]).startswith("fazhi/"))

    def column(self, page: str, heading: str) -> int:
        row = self.pages[page][self.heads(page)]
        return next(n for n, cell in enumerate(row) if str(cell).startswith(heading))

    def row(self, page: str, key: str) -> int:
        """The row with a key; of no key the first empty one below the headings."""
        first = self.heads(page) + 1
        rows = self.pages[page]
        if key:
            return next(n for n in range(first, len(rows)) if rows[n][0] == key)
        empty = (n for n in range(first, len(rows)) if not any(cell != "" for cell in rows[n]))
        return next(empty, len(rows))

    # ── what a clerk does ────────────────────────────────────────────────────────────────────

    def put(self, page: str, key: str, **cells: object) -> int:
        """Type into the row of that key (or a new one), by heading; the row's number from 1."""
        number = self.row(page, key)
        for heading, value in cells.items():
            self.cell(page, number, self.column(page, heading), value)
        return number + 1

    def cell(self, page: str, row: int, column: int, value: object) -> None:
        """Type into a cell, both from 0."""
        rows = self.pages[page]
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = value

    def cover(self, label: str, value: object) -> None:
        rows = self.pages["说明"]
        number = next(n for n, row in enumerate(rows) if len(row) > 1 and row[1] == label)
        self.cell("说明", number, 2, value)

    def sort(self, page: str, key: Callable[[list[Any]], Any], first: int = 0) -> None:
        """Sort the rows; from column `first` on, as when only what is seen is selected."""
        heads, rows = self.heads(page), self.pages[page]
        width = max(map(len, rows))
        body = [row + [""] * (width - len(row)) for row in rows[heads + 1 :]]
        parts = sorted((row[first:] for row in body), key=key)
        rows[heads + 1 :] = [row[:first] + part for row, part in zip(body, parts, strict=True)]

    def delete(self, page: str, key: str) -> None:
        del self.pages[page][self.row(page, key)]

    def insert(self, page: str, at: int, many: int = 1) -> None:
        self.pages[page][at:at] = [[] for _ in range(many)]

    def rename(self, page: str, name: str) -> None:
        self.pages = {name if n == page else n: grid for n, grid in self.pages.items()}

    def save(self) -> bytes:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, grid in self.pages.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(grid):
                for place, value in enumerate(row):
                    _write(sheet, number, place, value, day)
            for page, top, left, bottom, right in self.merged:
                if page == name:
                    sheet.merge_range(top, left, bottom, right, "")
                    _write(sheet, top, left, grid[top][left], day)
        book.close()
        return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: object, day: Any) -> None:  # noqa: ANN401
    if isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, None, value.value)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        if value:
            sheet.write_string(row, column, value)
    else:
        sheet.write_number(row, column, value)
