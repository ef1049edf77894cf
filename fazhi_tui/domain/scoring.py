"""What one indicator costs, exactly, and who bears it.

The order of computing is fixed: each clause exactly (top / bottom milli-points, whole numbers) →
rounded to the quantum once, halves up → the clause's cap → caps that several clauses share → the
indicator's floor (its worth, unless it may be exceeded). The indicator's loss is then shared over
units first, by exact weights, and each unit's amount over its findings, so a unit's total never
depends on how its findings are cut.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import gcd, lcm
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Benchmark,
    Entry,
    Rate,
    Reading,
    State,
    Track,
    obliged,
    state_of,
)
from fazhi_tui.domain.bearing import Charge, Item, Source, borne_by, charges_of, subject_of
from fazhi_tui.domain.indicators import (
    Channel,
    Clause,
    Indicator,
    RateGap,
    Roster,
    Veto,
    VetoEffect,
)
from fazhi_tui.domain.kernels import exact_loss
from fazhi_tui.domain.points import Points, nearest, share

SCORING_VERSION = 2
"""Raised whenever the same answers would cost something else; stored beside projections."""


class ClauseScore(Struct, frozen=True, gc=False):
    """One clause: its exact loss top / bottom, rounded, and what counts of it after all caps.

    Charges say where it comes from; their tops come to `top`.
    """

    clause: str
    top: int
    bottom: int
    rounded: Points
    lost: Points
    answered: bool
    none_occurred: bool
    charges: tuple[Charge, ...]

    @property
    def exact(self) -> Fraction:
        """The loss before anything is rounded or capped."""
        return Fraction(self.top, self.bottom)


class Posting(Struct, frozen=True, omit_defaults=True, gc=False):
    """一条入账: what one finding (or reading, `finding` "") costs one unit, in milli-points.

    `gap` is the stable id of the matter to be put right; `before_caps` what the unit would bear if
    nothing were capped: `lost` itself where no cap cut it, else rounded for showing.
    """

    unit: str
    clause: str
    finding: str
    gap: str
    lost: Points
    before_caps: Points
    by_default: bool = False


class VetoCase(Struct, frozen=True):
    """A veto that has come true: its effect and who bears it, with exact weights."""

    indicator: str
    effect: VetoEffect
    bearers: tuple[tuple[str, Fraction], ...]


class IndicatorScore(Struct, frozen=True):
    """One indicator: earned + lost + pending = worth, and who lost it.

    Beside the base channel, what is lost is what a bonus gives or a penalty takes, and what is
    pending can still be given or taken.
    """

    no: str
    channel: Channel
    worth: Points
    earned: Points
    lost: Points
    pending: Points
    recoverable: Points
    state: State
    not_applicable: bool
    clauses: tuple[ClauseScore, ...]
    shares: tuple[tuple[str, Points], ...]
    postings: tuple[Posting, ...]
    vetoes: tuple[VetoCase, ...]


def score_indicator(
    roster: Roster, indicator: Indicator, entry: Entry, track: Track
) -> IndicatorScore:
    """Score one indicator by its answers on one track; needs nothing of any other indicator."""
    answers, wanted = entry.answers(track), obliged(roster, indicator, entry)
    said = answers.said()
    state = state_of(entry, wanted, said if answers is entry.own else entry.own.said())
    excused = {one.unit for one in entry.not_applicable}
    if "" in excused:
        return _not_applicable(indicator, state)
    blank = {clause for clause, _ in wanted - said}
    if blank and answers is entry.verified:  # the office's own word is enough
        aside = said - wanted
        blank -= {clause for clause, unit in aside if roster.heir(unit) == roster.office}
    able = roster.bearing - excused if excused else roster.bearing
    item = Item(roster, indicator, entry, answers, blank, excused, able)
    clauses = [_score_clause(item, clause) for clause in indicator.clauses]
    amounts = [clause.lost for clause in clauses]
    counted = _counted(item, amounts)
    lost, lasting = _floor(indicator, counted), _lasting(item, amounts)
    if counted != amounts:
        clauses = [replace(c, lost=own) for c, own in zip(clauses, counted, strict=True)]
    answered = all(clause.answered for clause in clauses)
    pending = 0 if answered else max(0, indicator.worth - lost)
    shares, postings = _inherited(roster, *_post(item, clauses, lost))
    return IndicatorScore(
        indicator.no,
        indicator.channel,
        indicator.worth,
        indicator.worth - lost - pending,
        lost,
        pending,
        lost - lasting,
        state,
        False,
        tuple(clauses),
        shares,
        postings,
        _vetoes(item, clauses),
    )


def scored_alike(one: Entry, other: Entry) -> bool:
    """Whether two entries differ in their notes at most, which no score depends on."""
    return replace(one, notes=()) == replace(other, notes=())


def _not_applicable(indicator: Indicator, state: State) -> IndicatorScore:
    """An indicator that does not concern this place: full marks, nothing lost by anyone."""
    worth = indicator.worth
    return IndicatorScore(
        indicator.no, indicator.channel, worth, worth, 0, 0, 0, state, True, (), (), (), ()
    )


def _counted(item: Item, amounts: list[Points]) -> list[Points]:
    """What counts of each clause's loss under the caps that several share, in their order.

    A joint inside another counts there as one part, as what it comes to.
    """
    joints, clauses = item.indicator.joints, item.indicator.clauses
    if not joints:
        return amounts
    counted = {clause.id: lost for clause, lost in zip(clauses, amounts, strict=True)}
    parts = [[clause.id] for clause in clauses]
    for joint in joints:
        inside = [part for part in parts if part[0] in joint.clauses]
        losses = [sum([counted[name] for name in part]) for part in inside]
        whole = [name for part in inside for name in part]
        if joint.cap is None:
            highest = inside[losses.index(max(losses))]
            counted.update(dict.fromkeys(set(whole).difference(highest), 0))
        else:
            own = [counted[name] for name in whole]
            kept = share(min(joint.cap, sum(own)), own, item.roster.set.quantum)
            counted.update(zip(whole, kept, strict=True))
        parts = [whole if part is inside[0] else part for part in parts if part not in inside[1:]]
    return list(counted.values())


def _floor(indicator: Indicator, amounts: list[Points]) -> Points:
    lost = sum(amounts)
    return lost if indicator.may_exceed else min(lost, indicator.worth)


def _lasting(item: Item, amounts: list[Points]) -> Points:
    """What would be lost with nothing under the clauses that can be recovered."""
    clauses = item.indicator.clauses
    kept = [0 if c.recoverable else lost for c, lost in zip(clauses, amounts, strict=True)]
    return _floor(item.indicator, _counted(item, kept)) if any(kept) else 0


# ── one clause ───────────────────────────────────────────────────────────────────────────────


def _score_clause(item: Item, clause: Clause) -> ClauseScore:
    answered = clause.id not in item.blank
    sources, benchmark, nothing_occurred = _said(item, clause)
    if not sources:
        return ClauseScore(clause.id, 0, 1, 0, 0, answered, nothing_occurred, ())
    rule = clause.rule
    if answered and isinstance(rule, RateGap):
        answered = rule.target is not None or benchmark is not None
    sources, parts, bottom = _parts(item.indicator, clause, sources, benchmark)
    charges, scale = charges_of(item, clause, sources, parts)
    top, bottom = sum(parts) * scale, bottom * scale
    rounded = nearest(top, bottom, item.roster.set.quantum)
    lost = rounded if clause.cap is None else min(rounded, clause.cap)
    return ClauseScore(clause.id, top, bottom, rounded, lost, answered, False, charges)


def _said(item: Item, clause: Clause) -> tuple[Sequence[Source], Decimal | None, bool]:
    """What counts under a clause, its benchmark, and whether all say that nothing occurred."""
    answers = item.answers.findings if clause.counts else item.answers.readings
    said = [answer for answer in answers if answer.clause == clause.id]
    if item.excused:
        said = [source for source in said if subject_of(source) not in item.excused]
    if clause.counts or not said:
        return said, None, False
    readings = [source for source in said if isinstance(source, Reading)]
    benchmark = next((r.value.value for r in readings if isinstance(r.value, Benchmark)), None)
    measured = [r for r in readings if not isinstance(r.value, Benchmark)]
    occurred = [r for r in measured if not (isinstance(r.value, Rate) and r.value.den == 0)]
    return occurred, benchmark, bool(measured) and not occurred


Parts: TypeAlias = tuple[Sequence[Source], list[int], int]


def _parts(
    indicator: Indicator, clause: Clause, sources: Sequence[Source], benchmark: Decimal | None
) -> Parts:
    """Each source's part of the clause's exact loss, all over one denominator.

    What counts together (everything, or unit by unit) is summed and then divided by weight.
    """
    if clause.per == "indicator":
        return sources, *_divided(indicator, clause, sources, benchmark)
    ordered = sorted(sources, key=subject_of)
    groups = [
        _divided(indicator, clause, list(group), benchmark)
        for _, group in groupby(ordered, key=subject_of)
    ]
    common = lcm(*[bottom for _, bottom in groups])
    parts = [part * (common // bottom) for group, bottom in groups for part in group]
    return ordered, parts, common


def _divided(
    indicator: Indicator, clause: Clause, sources: Sequence[Source], benchmark: Decimal | None
) -> tuple[list[int], int]:
    """The loss that sources make together, divided by their weights."""
    top, bottom, weights = exact_loss(clause.rule, indicator.worth, sources, benchmark)
    if clause.per == "unit" and clause.unit_cap is not None and top > clause.unit_cap * bottom:
        top, bottom = clause.unit_cap, 1
    whole = sum(weights)
    if top == whole:
        return weights, bottom
    if not whole:
        weights, whole = [1] * len(sources), len(sources)
    shrink = gcd(top, whole)
    each = top // shrink
    return [each * weight for weight in weights], bottom * (whole // shrink)


# ── who bears it ─────────────────────────────────────────────────────────────────────────────


Due: TypeAlias = tuple[Charge, int, Points | None]
"""A charge with its weight among its unit's, and its amount before caps if one cut it."""


def _post(
    item: Item, clauses: Sequence[ClauseScore], lost: Points
) -> tuple[tuple[tuple[str, Points], ...], tuple[Posting, ...]]:
    """The indicator's loss over units, then each unit's amount over its findings."""
    places, quantum = item.roster.places, item.roster.set.quantum
    turn = item.indicator.ordinal + 1  # as people count: the 50th item begins at an even place
    by_unit, weights = _dues(clauses, lost, quantum)
    units = sorted(by_unit, key=lambda unit: places.get(unit, len(places)))
    shares = tuple(
        zip(units, share(lost, [weights[unit] for unit in units], quantum, turn), strict=True)
    )
    amounts: list[Points] = []
    for unit, amount in shares:
        dues = by_unit[unit]
        if len(dues) == 1:
            amounts.append(amount)
        else:
            amounts += share(amount, [weight for _, weight, _ in dues], quantum, turn)
    ordered = [due for unit in units for due in by_unit[unit]]
    postings = [
        Posting(
            charge.unit,
            charge.clause,
            charge.finding,
            f"{charge.matter}/{charge.unit}",
            points,
            points if uncut is None else uncut,
            charge.by_default,
        )
        for (charge, _, uncut), points in zip(ordered, amounts, strict=True)
    ]
    return shares, tuple(postings)


def _dues(
    clauses: Sequence[ClauseScore], lost: Points, quantum: Points
) -> tuple[dict[str, list[Due]], dict[str, int]]:
    """By unit: its charges, each with a weight, and its amount before caps where any cap cuts it.

    A clause's weights come to what counts of it, all over one denominator for all clauses. Beside
    them the sum of each unit's weights.
    """
    floored = lost < sum([clause.lost for clause in clauses])
    # lost / top in lowest terms: 1 where nothing was rounded or capped
    common = lcm(*[clause.top // gcd(clause.lost, clause.top) for clause in clauses if clause.top])
    by_unit, weights = defaultdict[str, list[Due]](list), defaultdict[str, int](int)
    for clause in clauses:
        bottom, factor = clause.bottom, clause.lost * common // (clause.top or 1)
        cut = floored or clause.lost < clause.rounded
        for charge in clause.charges:
            unit, weight = charge.unit, charge.top * factor
            uncut = nearest(charge.top, bottom, quantum) if cut else None
            by_unit[unit].append((charge, weight, uncut))
            weights[unit] += weight
    return by_unit, weights


def _inherited(
    roster: Roster, shares: tuple[tuple[str, Points], ...], postings: tuple[Posting, ...]
) -> tuple[tuple[tuple[str, Points], ...], tuple[Posting, ...]]:
    """The same with what units lost that are no more counted for their heirs; gaps keep ids."""
    if roster.heirs.keys().isdisjoint(unit for unit, _ in shares):
        return shares, postings
    sums: dict[str, Points] = {}
    for unit, lost in shares:
        heir = roster.heir(unit)
        sums[heir] = sums.get(heir, 0) + lost
    return tuple(sums.items()), tuple(
        replace(posting, unit=roster.heir(posting.unit)) for posting in postings
    )


def _vetoes(item: Item, scores: Sequence[ClauseScore]) -> tuple[VetoCase, ...]:
    cases: list[VetoCase] = []
    for clause, score in zip(item.indicator.clauses, scores, strict=True):
        if not isinstance(clause.rule, Veto) or not score.charges:
            continue
        weights: dict[str, Fraction] = {}
        for borne in borne_by(item, clause, _said(item, clause)[0]):
            for bearer, weight in borne.bearers:
                unit = item.roster.heir(bearer)
                weights[unit] = weights.get(unit, 0) + Fraction(weight, borne.whole)
        cases.append(VetoCase(item.indicator.no, clause.rule.effect, tuple(weights.items())))
    return tuple(cases)
