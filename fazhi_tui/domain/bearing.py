"""Whom a finding or reading is about, and who bears it: one rule, used everywhere.

Those it names; else, where it is about a unit, that unit; else as the clause or the set says: the
lead, the competent units, or nobody until someone is named. Whom the indicator does not concern,
and who may not bear at all, never does.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from msgspec import Struct

from fazhi_tui.domain.assessment import Answers, Entry, Finding, Reading
from fazhi_tui.domain.indicators import UNATTRIBUTED, Clause, Indicator, Roster
from fazhi_tui.domain.points import over_one

Source: TypeAlias = Finding | Reading


class Item(Struct, frozen=True):
    """One indicator with all it is scored by.

    `said` are (clause, answerer) of those who have answered, `excused` whom it does not concern.
    """

    roster: Roster
    indicator: Indicator
    entry: Entry
    answers: Answers
    said: AbstractSet[tuple[str, str]]
    excused: AbstractSet[str]


class Borne(Struct, frozen=True, gc=False):
    """Units with whole weights, which sum to `whole`.

    `by_default` tells that nobody said who bears it but the set's default.
    """

    bearers: tuple[tuple[str, int], ...]
    whole: int
    by_default: bool = False


NOBODY_YET = Borne(((UNATTRIBUTED, 1),), 1)


class Line(Struct, frozen=True, gc=False):
    """One finding or reading that costs something, before anything is capped.

    `matter` is what is to be put right: the finding's id, or `indicator.clause.answerer`.
    Its part of the clause's exact loss is `top` / `bottom`; `bottom` is the clause's.
    """

    clause: str
    finding: str
    matter: str
    answerer: str
    top: int
    bottom: int
    borne: Borne

    @property
    def exact(self) -> Fraction:
        """Its part of the clause's exact loss."""
        return Fraction(self.top, self.bottom)

    @property
    def bearers(self) -> tuple[tuple[str, int], ...]:
        """The units that bear it, with weights."""
        return self.borne.bearers


def subject_of(source: Source) -> str:
    """Whom a source is about: as stated, else the one unit named to bear it, else who gave it."""
    if source.subject:
        return source.subject
    if isinstance(source, Finding) and len(source.bearers) == 1:
        return source.bearers[0][0]
    return source.answerer


def lines_of(
    item: Item, clause: Clause, parts: Iterable[tuple[Source, int]], bottom: int
) -> tuple[Line, ...]:
    """What costs something, with its bearers; what falls on them only by default comes last.

    So the order of entry does not decide how much of a unit's amount is booked by default.
    """
    lines: list[Line] = []
    assumed: list[Line] = []
    by_duty: Borne | None = None
    for source, part in parts:
        finding = source.id if isinstance(source, Finding) else ""
        if not part and not finding:
            continue
        borne = _named(item, clause, source)
        if borne is None:
            borne = by_duty = by_duty or _by_duty(item, clause)
        matter = finding or f"{item.indicator.no}.{clause.id}.{source.answerer}"
        line = Line(clause.id, finding, matter, source.answerer, part, bottom, borne)
        (assumed if borne.by_default else lines).append(line)
    return (*lines, *assumed)


def _named(item: Item, clause: Clause, source: Source) -> Borne | None:
    """Who bears a finding or reading by its own words; None where only duties tell."""
    if isinstance(source, Finding) and source.bearers:
        return _able(item, source.bearers)
    if source.subject or (clause.about_itself and isinstance(source, Reading)):
        return _alone(item, source.subject or source.answerer)
    return NOBODY_YET if clause.bearer == "named" else None


def _by_duty(item: Item, clause: Clause) -> Borne:
    """Who bears what no one is named for: the competent units, or the lead."""
    roster, duty = item.roster, item.entry.duty or item.indicator.duty
    if (clause.bearer or roster.set.default_bearer) == "competent":
        competent = [(unit, 1) for unit in roster.expand(duty.competent)]
        borne = _able(item, competent, by_default=clause.bearer is None)
        if borne is not NOBODY_YET:
            return borne
    return _alone(item, duty.lead, by_default=clause.bearer != "lead")


def _able(
    item: Item, weights: Sequence[tuple[str, Decimal | int]], *, by_default: bool = False
) -> Borne:
    """Those of the units that may bear, with whole weights; the unattributed where none may."""
    if len(weights) == 1:
        return _alone(item, weights[0][0], by_default=by_default)
    able = [(unit, weight) for unit, weight in weights if _may_bear(item, unit)]
    if not able:
        return NOBODY_YET
    whole_weights, _ = over_one([weight for _, weight in able])
    bearers = tuple(zip([unit for unit, _ in able], whole_weights, strict=True))
    return Borne(bearers, sum(whole_weights), by_default)


def _alone(item: Item, unit: str, *, by_default: bool = False) -> Borne:
    return Borne(((unit, 1),), 1, by_default) if _may_bear(item, unit) else NOBODY_YET


def _may_bear(item: Item, unit: str) -> bool:
    return item.roster.units[unit].bears and unit not in item.excused
