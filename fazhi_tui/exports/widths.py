"""How wide a sheet's columns are on paper, in cells of a terminal (half a Chinese character)."""

from fazhi_tui.exports.cells import shown_rows
from fazhi_tui.exports.sheet import Column, Sheet
from fazhi_tui.wording.measured import width_of

PORTRAIT = 100
"""What an upright A4 page holds at full size."""


def widths_of(sheet: Sheet) -> list[float]:
    """As wide as the cells need, at most as the column would like; a figure is never cut."""
    columns = zip(*shown_rows(sheet), strict=True) if sheet.rows else [()] * len(sheet.columns)
    return [
        _width(column, max(map(width_of, set(cells)), default=0))
        for column, cells in zip(sheet.columns, columns, strict=True)
    ]


def _width(column: Column, needed: int) -> float:
    if column.kind == "text":
        least = min(width_of(column.heading), 8)
        if column.by_hand:
            least = column.width
        return max(min(needed, column.width), least) + (0.5 if column.wraps else 1.5)
    beside = 0 if column.kind == "date" else 1  # a day is as wide as any other
    return max(column.width, needed + beside) + 0.5
