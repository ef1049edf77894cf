"""What changed between two drafts, one line for each indicator or unit that moved."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from fazhi_tui.domain.figures import Moved, moved_indicators, moved_units
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.papers import Figures
from fazhi_tui.domain.points import Points
from fazhi_tui.exports.cells import places_of
from fazhi_tui.exports.contents.columns import INDICATOR_NAME, INDICATOR_NO, SUM, points, text
from fazhi_tui.exports.sheet import Cell, Sheet
from fazhi_tui.wording import unit_name

Draft: TypeAlias = tuple[str, Figures]
"""A draft's name, and its figures."""

_ALL, _LOST = ("得分", "失分", "待定"), ("失分",)


def moved_between(
    roster: Roster, before: Figures, after: Figures, *, units: bool = False
) -> list[Moved]:
    """The indicators, or the units, of which two drafts tell different figures, in the set's
    order; those that the set does not have any more come last."""
    moved = (moved_units if units else moved_indicators)(before, after)
    known: Iterable[str] = roster.places if units else roster.indicators
    order = {key: place for place, key in enumerate(known)}
    return sorted(moved, key=lambda pair: order.get(pair.key, len(order)))


def what_moved(
    roster: Roster, moved: Sequence[Moved], drafts: tuple[Draft, Draft], *, units: bool = False
) -> Sheet:
    """The lines that differ between two drafts (name and figures), and the totals of both."""
    (one, before), (other, after) = drafts
    named = (text("单位", 20),) if units else (INDICATOR_NO, INDICATOR_NAME)
    parts = _LOST if units else _ALL
    columns = (
        *named,
        *(points(f"{draft}{part}", 13) for draft in (one, other) for part in parts),
        points("失分增减", 9),
    )
    whole = Moved(
        SUM,
        (before.earned, before.lost, before.pending),
        (after.earned, after.lost, after.pending),
    )
    names: tuple[Cell, ...] = (SUM,) if units else (SUM, None)
    still = f"{one}与{other}没有变动"
    if not units and moved_units(before, after):  # the same loss, borne by others
        still = f"{one}与{other}各项指标没有变动，各单位的失分有变动，请按单位对照"
    rows = [_cells(_names(roster, pair, units=units), pair, units=units) for pair in moved]
    return Sheet(
        name="变动",
        title=f"{one}与{other}的变动",
        columns=columns,
        rows=tuple(rows),
        total=_cells(names, whole, units=units) if rows else None,
        empty=still,
        places=places_of(roster.set.quantum),
    )


def _names(roster: Roster, pair: Moved, *, units: bool) -> tuple[Cell, ...]:
    if units:
        return (unit_name(pair.key),)
    indicator = roster.indicators.get(pair.key)
    return (pair.key, indicator.name if indicator else None)


def _cells(names: tuple[Cell, ...], pair: Moved, *, units: bool) -> tuple[Cell, ...]:
    change: Points = pair.after[1] - pair.before[1]
    if units:
        return (*names, pair.before[1], pair.after[1], change)
    return (*names, *pair.before, *pair.after, change)
