"""The sheets of a workbook from outside as texts: .xlsx, .xls, .et and .ods."""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from fazhi_tui.domain.points import plain_decimal
from fazhi_tui.domain.text import LONGEST, clean_text
from fazhi_tui.exchange.package import bytes_of, inspect
from fazhi_tui.exchange.workbook_cells import Range, read_cells

Grid = list[list[str]]
Merged = Sequence[Range]


class Sheet(Struct, frozen=True):
    """A sheet: its rows from the first, and which cells are merged into one (corners, from 0)."""

    name: str
    grid: Grid
    merged: Merged


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of a workbook. Raises `Refused`."""
    data, file = bytes_of(path), str(path)
    package = inspect(data, file)
    return [
        Sheet(sheet.name, [[_text(cell) for cell in row] for row in sheet.grid], sheet.merged)
        for sheet in read_cells(package, file)
    ]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return plain_decimal(Decimal(str(value)))
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    return clean_text(str(value)).strip()[:LONGEST]
