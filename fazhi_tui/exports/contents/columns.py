"""What the lists are built of: columns by kind, and the row of sums."""

from collections.abc import Iterable

from fazhi_tui.exports.sheet import Cell, Column

SUM, PART_SUM = "合计", "小计"


def points(heading: str, width: int = 8, spare: int = 0) -> Column:
    return Column(heading, "points", "right", width, spare=spare)


def number(heading: str, width: int = 6, spare: int = 0) -> Column:
    return Column(heading, "number", "right", width, spare=spare)


def percent(heading: str, width: int = 9, spare: int = 0) -> Column:
    return Column(heading, "percent", "right", width, spare=spare)


def text(heading: str, width: int, spare: int = 0, *, by_hand: bool = False) -> Column:
    return Column(heading, "text", "left", width, wraps=True, spare=spare, by_hand=by_hand)


def date(heading: str, spare: int = 0) -> Column:
    return Column(heading, "date", "center", 10, spare=spare)


ORDER = Column("序号", "number", "center", 5, spare=3)
GAP_ID = Column("问题编号", "text", "left", 15)
INDICATOR_NO = Column("指标号", "text", "center", 6, spare=5)
LOST = points("失分", 7)
INDICATOR_NAME = text("指标名称", 16, spare=7)
PROBLEM = text("问题表述", 26)


def sums_of(rows: Iterable[tuple[Cell, ...]], places: Iterable[int]) -> dict[int, int]:
    """The sums of some columns; only what is shown is added."""
    listed = list(rows)
    return {
        place: sum(cell for row in listed if isinstance(cell := row[place], int))
        for place in places
    }


def total_row(columns: tuple[Column, ...], sums: dict[int, int]) -> tuple[Cell, ...]:
    """The total row: its name in the first cell, sums where they are given."""
    return (SUM, *(sums.get(place) for place in range(1, len(columns))))
