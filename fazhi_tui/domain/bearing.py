"""Whom a finding or reading is about, and who bears it: one rule, used everywhere.

Those it names; else, where it is about a unit, that unit; else as the clause or the set says: the
lead, the competent units, or nobody until someone is named. Whom the indicator does not concern,
and who may not bear at all, never does.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from math import lcm
from typing import TypeAlias

from msgspec import Struct

from fazhi_tui.domain.assessment import Answers, Entry, Finding, Reading
from fazhi_tui.domain.indicators import UNATTRIBUTED, Clause, Indicator, Roster
from fazhi_tui.domain.points import over_one

Source: TypeAlias = Finding | Reading


class Item(Struct, frozen=True, gc=False):
    """One indicator with all it is scored by.

    `blank` are the clauses that someone has yet to answer, `excused` those whom it does not
    concern, `able` the units that may bear its losses.
    """

    roster: Roster
    indicator: Indicator
    entry: Entry
    answers: Answers
    blank: AbstractSet[str]
    excused: AbstractSet[str]
    able: AbstractSet[str]


class Borne(Struct, frozen=True, gc=False):
    """Units with whole weights, which sum to `whole`.

    `by_default` tells that nobody said who bears it but the set's default.
    """

    bearers: tuple[tuple[str, int], ...]
    whole: int = 1
    by_default: bool = False


NOBODY_YET = Borne(((UNATTRIBUTED, 1),))


class Charge(Struct, frozen=True, gc=False):
    """What one finding or reading costs one unit before anything is rounded or capped.

    In milli-points it is `top` over the `bottom` of its clause. `matter` is what is to be put
    right: the finding's id, or `indicator.clause.answerer`.
    """

    unit: str
    clause: str
    finding: str
    matter: str
    top: int
    by_default: bool


def subject_of(source: Source) -> str:
    """Whom a source is about: as stated, else the one unit named to bear it, else who gave it."""
    if source.subject:
        return source.subject
    if isinstance(source, Finding) and len(source.bearers) == 1:
        return source.bearers[0][0]
    return source.answerer


def charges_of(
    item: Item, clause: Clause, sources: Sequence[Source], parts: Sequence[int]
) -> tuple[tuple[Charge, ...], int]:
    """Each part of a clause's loss on those who bear it, with what all parts were multiplied by.

    What falls on units only by default comes last, so the order of entry does not decide how much
    of a unit's amount is booked by default. A reading that costs nothing charges nobody.
    """
    borne = borne_by(item, clause, sources)
    whole = lcm(*[each.whole for each in borne])
    charges: list[Charge] = []
    assumed: list[Charge] = []
    for source, part, each in zip(sources, parts, borne, strict=True):
        if isinstance(source, Finding):
            finding = matter = source.id
        elif part:
            finding, matter = "", f"{item.indicator.no}.{clause.id}.{source.answerer}"
        else:
            continue
        booked = assumed if each.by_default else charges
        scaled = part * (whole // each.whole)
        for unit, weight in each.bearers:
            booked.append(
                Charge(unit, clause.id, finding, matter, scaled * weight, each.by_default)
            )
    return (*charges, *assumed), whole


def borne_by(item: Item, clause: Clause, sources: Sequence[Source]) -> list[Borne]:
    """Who bears each finding or reading under a clause, with weights.

    Those it names; else, where it is about a unit, that unit; else nobody yet, or as duties tell.
    """
    usual: Borne | None = NOBODY_YET if clause.bearer == "named" else None
    itself = clause.about_itself
    borne: list[Borne] = []
    for source in sources:
        if isinstance(source, Finding):
            named, about = source.bearers, source.subject
        else:
            named, about = (), source.subject or (source.answerer if itself else "")
        if named:
            each = _able(item, named)
        elif about:
            each = Borne(((about, 1),)) if about in item.able else NOBODY_YET
        else:
            each = usual = usual or _by_duty(item, clause)
        borne.append(each)
    return borne


def _by_duty(item: Item, clause: Clause) -> Borne:
    """Who bears what no one is named for: the competent units, or the lead."""
    roster, duty = item.roster, item.entry.duty or item.indicator.duty
    if (clause.bearer or roster.set.default_bearer) == "competent":
        able = [(unit, 1) for unit in roster.expand(duty.competent) if unit in item.able]
        if able:
            return Borne(tuple(able), len(able), clause.bearer is None)
    return (
        Borne(((duty.lead, 1),), 1, clause.bearer != "lead")
        if duty.lead in item.able
        else NOBODY_YET
    )


def _able(item: Item, weights: Sequence[tuple[str, Decimal]]) -> Borne:
    """Those of the units named that may bear; the unattributed where none may."""
    able = [each for each in weights if each[0] in item.able]
    if len(able) > 1:
        whole, _ = over_one([weight for _, weight in able])
        return Borne(tuple(zip([unit for unit, _ in able], whole, strict=True)), sum(whole))
    return Borne(((able[0][0], 1),)) if able else NOBODY_YET
