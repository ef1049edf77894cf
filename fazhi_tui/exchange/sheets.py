"""The sheets of a workbook from outside as texts: .xlsx, .xls, .et and .ods.

A file from outside is not trusted: what would fill the memory is refused before it is unpacked.
"""

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from fazhi_tui.domain.points import plain_decimal
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import LONGEST, clean_text

LARGEST = 50 * 1024 * 1024
"""The most bytes that a workbook, or all its parts when unpacked, may have."""

_MOST_CELLS = 1_000_000
KINDS = ".xlsx .xls .et .ods"
_OLD = b"\xd0\xcf\x11\xe0"
"""How the files of .xls and .et begin."""

_CELL = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb"<table:table-row(?![^>]*/>)([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ANY_CELL = re.compile(rb"<table:(?:covered-)?table-cell([^>]*)>")
_ROWS = re.compile(rb'number-rows-repeated="([0-9]{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]{1,9})"')

Grid = list[list[str]]
Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


class Sheet(Struct, frozen=True):
    """A sheet: its rows from the first, and which cells are merged into one (corners, from 0)."""

    name: str
    grid: Grid
    merged: Merged


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of a workbook. Raises `Refused`."""
    from python_calamine import CalamineError, CalamineWorkbook

    _check(path)
    sheets: list[Sheet] = []
    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                _check_extent(path, sheet.total_height, sheet.total_width)
                rows = sheet.to_python(skip_empty_area=False)
                grid = [[_text(value) for value in row] for row in rows]
                sheets.append(Sheet(name, grid, sheet.merged_cell_ranges or []))
    except (CalamineError, OSError, ValueError) as wrong:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=str(path), file=str(path))) from wrong
    return sheets


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return plain_decimal(Decimal(str(value)))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return clean_text(str(value)).strip()[:LONGEST]


# ── what would fill the memory ───────────────────────────────────────────────────────────────


def _check(path: Path) -> None:
    """Refuse what is no workbook, or unpacked would be a huge one. Raises `Refused`."""
    name = str(path)
    if not path.exists():
        raise Refused(Problem(Code.FILE_MISSING, value=name, file=name))
    if path.is_dir():
        raise Refused(Problem(Code.FILE_IS_FOLDER, value=name, file=name))
    try:
        _check_bytes(path, path.stat().st_size)
        with path.open("rb") as file:
            old = file.read(len(_OLD)) == _OLD
        if not old:
            with zipfile.ZipFile(path) as parts:
                _check_parts(path, parts)
    except zipfile.BadZipFile:
        raise Refused(_foreign(path)) from None
    except (OSError, NotImplementedError, RuntimeError):  # a password, an unknown compression
        raise Refused(Problem(Code.FILE_UNREADABLE, value=name, file=name)) from None


def _foreign(path: Path) -> Problem:
    return Problem(Code.FORMAT_UNKNOWN, value=path.name, wanted=KINDS)


def _check_parts(path: Path, parts: zipfile.ZipFile) -> None:
    names = parts.namelist()
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise Refused(_foreign(path))
    _check_bytes(path, sum(part.file_size for part in parts.infolist()))
    for part in names:
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            _check_extent(path, *_extent(parts.read(part)))
        elif part == "content.xml":
            for table in parts.read(part).split(b"<table:table ")[1:]:
                _check_extent(path, *_repeated(table))


def _extent(xml: bytes) -> tuple[int, int]:
    """Rows and columns: a single cell far out makes a sheet of a thousand million cells."""
    rows = columns = 1
    for found in _CELL.finditer(xml):
        columns = max(columns, _column_number(found.group(1).decode()))
        rows = max(rows, int(found.group(2)))
    return rows, columns


def _repeated(xml: bytes) -> tuple[int, int]:
    """Rows and columns down to the last cell that says something, however often it is repeated."""
    most_rows = most_columns = rows = 1
    for row in _ROW.finditer(xml):
        repeated = _ROWS.search(row.group(1))
        rows += int(repeated.group(1)) if repeated else 1
        columns = said = 0
        for cell in _ANY_CELL.finditer(row.group(2)):
            again = _COLUMNS.search(cell.group(1))
            columns += int(again.group(1)) if again else 1
            if b"value-type" in cell.group(1):
                said = columns
        if said:
            most_rows, most_columns = rows, max(most_columns, said)
    return most_rows, most_columns


def _check_extent(path: Path, rows: int, columns: int) -> None:
    if rows * columns > _MOST_CELLS:
        _too_large(path, f"{rows} x {columns}", f"{_MOST_CELLS}")


def _check_bytes(path: Path, size: int) -> None:
    if size > LARGEST:
        _too_large(path, f"{size // 1024 // 1024} MB", f"{LARGEST // 1024 // 1024} MB")


def _too_large(path: Path, value: str, wanted: str) -> None:
    raise Refused(Problem(Code.FILE_TOO_LARGE, value=value, wanted=wanted, file=str(path)))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
