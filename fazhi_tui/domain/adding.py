"""What rows come to: each is put in when it begins to count, and taken out when it does no more.

A whole round is all its rows put in one after the other; a change exchanges those few that are
others now. Only whole numbers are added, so both ways lead to the same sums.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypeVar

from msgspec import Struct, field
from msgspec.structs import astuple

from fazhi_tui.domain.assessment import State
from fazhi_tui.domain.indicators import Channel
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.policies import Row

Figures: TypeAlias = tuple[Points, Points, Points, Points]
"""Worth, earned, lost and pending."""

Part: TypeAlias = tuple[Literal["channel", "area", "group"], str]

Key = TypeVar("Key")

NOTHING: Figures = (0, 0, 0, 0)


class Sums(Struct):
    """The sums of some rows. What is taken out may leave a 0 behind.

    `places` has the figures of each group by channel, area and number, `states` counts the rows by
    how far they are and whether every clause is answered; `borne` is what each unit has lost or
    got, by channel and area, `bearing` counts the rows it has a share of. The rest is of the base
    channel: a unit's postings, what of its losses nobody booked by name, the worth by duty.
    """

    places: dict[tuple[Channel, str, str], Figures] = field(default_factory=dict)
    states: Counter[tuple[State, bool]] = field(default_factory=Counter)
    borne: Counter[tuple[Channel, str, str]] = field(default_factory=Counter)
    bearing: Counter[tuple[Channel, str]] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    by_default: Counter[str] = field(default_factory=Counter)
    duties: Counter[tuple[str, tuple[str, ...]]] = field(default_factory=Counter)

    def put(self, rows: Sequence[Row], sign: int) -> None:
        """Put rows in (1), or take them out again (-1)."""
        base = [row for row in rows if row.score.channel == "base"]
        bearing = [(row.score.channel, unit) for row in rows for unit, _ in row.shares]
        _count(self.states, [(row.score.state, _whole(row)) for row in rows], sign)
        _count(self.bearing, bearing, sign)
        _count(self.findings, [each.unit for row in base for each in row.score.postings], sign)
        borne, by_default, duties = self.borne, self.by_default, self.duties
        for row in rows:
            channel, area = row.score.channel, row.indicator.area
            for unit, amount in row.shares:
                borne[channel, area, unit] += sign * amount
            place = channel, area, row.indicator.group
            figures = row.worth, row.earned, row.lost, row.pending
            self.places[place] = _with(self.places.get(place, NOTHING), figures, sign)
        for row in base:
            duties[row.duty.lead, row.duty.competent] += sign * row.worth
            for unit, amount in row.by_default:
                by_default[unit] += sign * amount

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


def _whole(row: Row) -> bool:
    return all(clause.answered for clause in row.score.clauses)


def _count(counter: Counter[Key], keys: list[Key], sign: int) -> None:
    (counter.update if sign > 0 else counter.subtract)(keys)


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
    pairs = zip(before, rows, strict=True)
    others = [(old, row) for old, row in pairs if old is not row and old != row]
    sums.put([old for old, _ in others if old is not None], -1)
    sums.put([row for _, row in others], 1)
    return sums
