"""What an assessment adds up to, as a cut-off keeps it, and what moved between two of them."""

from msgspec import Struct

from fazhi_tui.domain.papers import Figures
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.tally import Tally

NOTHING: tuple[Points, Points, Points] = (0, 0, 0)


class Moved(Struct, frozen=True):
    """An indicator (or a unit, with what it lost) whose figures differ; (earned, lost, pending)."""

    key: str
    before: tuple[Points, Points, Points]
    after: tuple[Points, Points, Points]


def figures_of(tally: Tally) -> Figures:
    """The figures of a tally; of indicators and units only those that are not nothing."""
    return Figures(
        full=tally.full,
        earned=tally.earned,
        lost=tally.lost,
        pending=tally.pending,
        bonus=tally.bonus,
        penalty=tally.penalty,
        unattributed=tally.unattributed_findings,
        indicators={
            row.indicator.no: figures
            for row in tally.rows
            if (figures := (row.earned, row.lost, row.pending)) != NOTHING
        },
        units={account.unit: account.lost for account in tally.by_unit if account.lost},
    )


def moved_indicators(before: Figures, after: Figures) -> list[Moved]:
    """The indicators whose figures differ, by number as they come."""
    numbers = dict.fromkeys([*after.indicators, *before.indicators])
    pairs = (
        Moved(no, before.indicators.get(no, NOTHING), after.indicators.get(no, NOTHING))
        for no in numbers
    )
    return [pair for pair in pairs if pair.before != pair.after]


def moved_units(before: Figures, after: Figures) -> list[Moved]:
    """The units that lost another amount."""
    names = dict.fromkeys([*after.units, *before.units])
    pairs = (
        Moved(unit, (0, before.units.get(unit, 0), 0), (0, after.units.get(unit, 0), 0))
        for unit in names
    )
    return [pair for pair in pairs if pair.before != pair.after]
