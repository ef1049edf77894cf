"""One cell as text, the same in every format."""

from fractions import Fraction

from fazhi_tui.domain.points import Points, round_half_up, show_points
from fazhi_tui.exports.sheet import Cell, Kind, Sheet
from fazhi_tui.wording.shown import harmless


def shown(cell: Cell, kind: Kind, places: int) -> str:
    """A cell as people read it; "" if it is empty."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if kind == "points":
        return show_points(int(cell), places)
    if kind == "percent":
        return show_percent(cell)
    return str(cell)


def show_percent(share: Fraction | int) -> str:
    """A share in percent with two decimals, halves upward."""
    return f"{show_points(hundredths(share) * 10)}%"


def hundredths(share: Fraction | int) -> int:
    """A share in hundredths of a percent, halves upward."""
    return round_half_up(Fraction(share) * 10_000, 1)


def places_of(quantum: Points) -> int:
    """The decimals that points in multiples of `quantum` need; two at least."""
    return 3 if quantum % 10 else 2


def shown_rows(sheet: Sheet) -> list[list[str]]:
    """All cells of the rows and the total as text."""
    kinds = [column.kind for column in sheet.columns]
    return [
        [shown(cell, kind, sheet.places) for cell, kind in zip(row, kinds, strict=True)]
        for row in sheet.body
    ]
