"""What rows come to: each is put in when it begins to count, and taken out when it does no more.

A whole round is all its rows put in one after the other; a change exchanges those few that are
others now. Only whole numbers are added, so both ways lead to the same sums.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

from msgspec import Struct, field
from msgspec.structs import astuple

from fazhi_tui.domain.assessment import State
from fazhi_tui.domain.indicators import Channel
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.policies import Row

Figures: TypeAlias = tuple[Points, Points, Points, Points]
"""Worth, earned, lost and pending."""

Part: TypeAlias = tuple[Literal["channel", "area", "group"], str]

NOTHING: Figures = (0, 0, 0, 0)


class Sums(Struct):
    """The sums of some rows; those from `cells` on are of the base channel alone.

    `places` has the figures of each group by channel, area and number, `states` counts the rows by
    how far they are and whether every clause is answered, `bearing` those that a unit has a share
    of, `findings` a unit's postings. What is taken out may leave a 0 behind.
    """

    places: dict[tuple[Channel, str, str], Figures] = field(default_factory=dict)
    states: Counter[tuple[State, bool]] = field(default_factory=Counter)
    borne: Counter[tuple[Channel, str]] = field(default_factory=Counter)
    bearing: Counter[tuple[Channel, str]] = field(default_factory=Counter)
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    by_default: Counter[str] = field(default_factory=Counter)
    duties: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)

    def put(self, row: Row, sign: int) -> None:
        """Put a row in (1), or take it out again (-1)."""
        indicator, score = row.indicator, row.score
        channel, area = score.channel, indicator.area
        place = channel, area, indicator.group
        figures = row.worth, row.earned, row.lost, row.pending
        self.places[place] = _with(self.places.get(place, NOTHING), figures, sign)
        self.states[score.state, all(clause.answered for clause in score.clauses)] += sign
        for unit, amount in row.shares:
            self.borne[channel, unit] += sign * amount
            self.bearing[channel, unit] += sign
        if channel == "base":
            for unit, amount in row.shares:
                self.cells[unit, area] += sign * amount
            for posting in score.postings:
                self.findings[posting.unit] += sign
            for unit, amount in row.by_default:
                self.by_default[unit] += sign * amount
            self.duties[row.duty.lead, row.duty.competent] += sign * row.worth

    def parts(self) -> dict[Part, Figures]:
        """What each channel comes to, and each area and group of the base channel."""
        parts: dict[Part, Figures] = {}
        for (channel, area, group), figures in self.places.items():
            kinds: list[Part] = [("channel", channel)]
            if channel == "base":
                kinds += [("area", area), ("group", group)]
            for kind in kinds:
                parts[kind] = _with(parts.get(kind, NOTHING), figures, 1)
        return parts


def _with(figures: Figures, more: Figures, sign: int) -> Figures:
    worth, earned, lost, pending = figures
    return (
        worth + sign * more[0],
        earned + sign * more[1],
        lost + sign * more[2],
        pending + sign * more[3],
    )


def added_up(rows: Sequence[Row], known: tuple[Sequence[Row], Sums] | None = None) -> Sums:
    """What rows come to; faster where it is `known` of rows that differ from them in few places.

    Those must be the rows of the same indicators, in the same order.
    """
    before, sums = known or ((None,) * len(rows), Sums())
    sums = Sums(*(part.copy() for part in astuple(sums)))
    for old, row in zip(before, rows, strict=True):
        if old is row or old == row:
            continue
        if old is not None:
            sums.put(old, -1)
        sums.put(row, 1)
    return sums
