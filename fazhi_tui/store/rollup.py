"""What all assessments of a store come to: by category, area, indicator; ranked and spread out."""

from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.points import Points
from fazhi_tui.store.rows import Head
from fazhi_tui.store.sums import CategorySum, RoundSum

STEP = 10
"""Percent of full marks that one step of the distribution is wide."""


class Line(Struct, frozen=True):
    """An area or an indicator of one set over all assessments.

    The last three count the items of assessments: all, those that lose, those that are excused.
    """

    set_id: str
    no: str
    name: str
    full: Points
    earned: Points
    lost: Points
    pending: Points
    items: int
    losing: int
    not_applicable: int

    @property
    def rate(self) -> Fraction | None:
        """Lost of full."""
        return Fraction(self.lost, self.full) if self.full else None


class Ranked(Struct, frozen=True):
    """An assessment in its place; equals share a rank and the next one skips."""

    rank: int
    name: str
    at: str
    sums: RoundSum

    @property
    def total(self) -> Points:
        """Earned and bonus, less penalty."""
        return self.sums.earned + self.sums.bonus - self.sums.penalty

    @property
    def rate(self) -> Fraction:
        """The total of full marks."""
        return Fraction(self.total, self.sums.full or 1)


class Rollup(Struct, frozen=True):
    """Everything there is to tell about all assessments of a store on one track."""

    track: Track
    categories: list[CategorySum]
    areas: list[Line]
    indicators: list[Line]
    ranking: list[Ranked]

    @property
    def distribution(self) -> list[tuple[int, int]]:
        """How many totals lie in each step of full marks, the best first: (from percent, count)."""
        counts = dict.fromkeys(range(100 - STEP, -1, -STEP), 0)
        for item in self.ranking:
            step = int(item.rate * 100) // STEP * STEP
            counts[min(max(step, 0), 100 - STEP)] += 1
        return list(counts.items())

    def sum_of(self, field: str) -> Points:
        """One figure over all assessments."""
        return sum(getattr(item.sums, field) for item in self.ranking)


def ranked(heads: Iterable[Head], rounds: Iterable[RoundSum]) -> list[Ranked]:
    """Best first; equal totals of full marks share a rank, and go by name."""
    known = {head.id: head for head in heads}
    listed = [Ranked(0, known[r.id].name, known[r.id].at, r) for r in rounds if r.id in known]
    listed.sort(key=lambda item: (-item.rate, item.name))
    ranking: list[Ranked] = []
    for place, item in enumerate(listed, 1):
        tied = bool(ranking) and ranking[-1].rate == item.rate
        rank = ranking[-1].rank if tied else place
        ranking.append(Ranked(rank, item.name, item.at, item.sums))
    return ranking
