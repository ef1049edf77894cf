"""What one indicator costs, exactly, and who bears it.

The order of computing is fixed: each clause exactly (top / bottom milli-points, whole numbers) →
rounded to the quantum once, halves up → the clause's cap → caps that several clauses share → the
indicator's floor (its worth, unless it may be exceeded). The indicator's loss is then shared over
units first, by exact weights, and each unit's amount over its findings, so a unit's total never
depends on how its findings are cut.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
    item_state,
    must_answer,
)
from fazhi_tui.domain.bearing import Item, Line, Source, lines_of, subject_of
from fazhi_tui.domain.indicators import Channel, Clause, Indicator, RateGap, Roster, Veto
from fazhi_tui.domain.kernels import exact_loss
from fazhi_tui.domain.points import Points, nearest, share

SCORING_VERSION = 1
"""Raised whenever the same answers would cost something else; stored beside projections."""


class ClauseScore(Struct, frozen=True):
    """One clause: its exact loss top / bottom, rounded, and what counts of it after all caps.

    Lines say where it comes from.
    """

    clause: str
    top: int
    bottom: int
    rounded: Points
    lost: Points
    answered: bool
    none_occurred: bool
    lines: tuple[Line, ...]

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
    effect: str
    bearers: tuple[tuple[str, Fraction], ...]


class IndicatorScore(Struct, frozen=True):
    """One indicator: earned + lost + pending = worth (in the base channel), and who lost it."""

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
    state = item_state(roster, indicator, entry)
    excused = {one.unit for one in entry.not_applicable}
    if "" in excused:
        return _not_applicable(indicator, state)
    answers = entry.answers(track)
    item = Item(roster, indicator, entry, answers, answers.said(), excused)
    single = [_score_clause(item, clause) for clause in indicator.clauses]
    amounts = [clause.lost for clause in single]
    counted = _counted(item, amounts)
    lost, lasting = _floor(indicator, counted), _lasting(item, amounts)
    clauses = tuple(single) if counted == amounts else _recounted(single, counted)
    blank = indicator.channel == "base" and not all(clause.answered for clause in clauses)
    pending = max(0, indicator.worth - lost) if blank else 0
    shares, postings = _post(item, clauses, lost)
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
        clauses,
        shares,
        postings,
        _vetoes(indicator, clauses),
    )


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


def _recounted(clauses: list[ClauseScore], counted: list[Points]) -> tuple[ClauseScore, ...]:
    return tuple(replace(c, lost=lost) for c, lost in zip(clauses, counted, strict=True))


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
    sources, benchmark, nothing_occurred = _said(item, clause)
    rule = clause.rule
    waits = sources and isinstance(rule, RateGap) and rule.target is None and benchmark is None
    sources, parts, bottom = _parts(item.indicator, clause, sources, benchmark)
    top = sum(parts)
    rounded = nearest(top, bottom, item.roster.set.quantum)
    return ClauseScore(
        clause.id,
        top,
        bottom,
        rounded,
        rounded if clause.cap is None else min(rounded, clause.cap),
        not waits and _answered(item, clause),
        nothing_occurred,
        lines_of(item, clause, zip(sources, parts, strict=True), bottom),
    )


def _said(item: Item, clause: Clause) -> tuple[list[Source], Decimal | None, bool]:
    """What counts under a clause, its benchmark, and whether all say that nothing occurred."""
    answers = item.answers.findings if clause.counts else item.answers.readings
    said: list[Source] = [answer for answer in answers if answer.clause == clause.id]
    if item.excused:
        said = [source for source in said if subject_of(source) not in item.excused]
    if clause.counts or not said:
        return said, None, False
    readings = [source for source in said if isinstance(source, Reading)]
    benchmark = next((r.value.value for r in readings if isinstance(r.value, Benchmark)), None)
    measured = [r for r in readings if not isinstance(r.value, Benchmark)]
    occurred = [r for r in measured if not (isinstance(r.value, Rate) and r.value.den == 0)]
    return [*occurred], benchmark, bool(measured) and not occurred


def _answered(item: Item, clause: Clause) -> bool:
    """Whether everyone who must has answered a clause; the office's own word is enough."""
    units = must_answer(item.roster, item.indicator, item.entry, clause)
    if item.answers is item.entry.verified:
        office = item.roster.office
        if office not in units and (clause.id, office) in item.said:
            return True
    return all((clause.id, unit) in item.said for unit in units)


Parts: TypeAlias = tuple[list[Source], list[int], int]


def _parts(
    indicator: Indicator, clause: Clause, sources: list[Source], benchmark: Decimal | None
) -> Parts:
    """Each source's part of the clause's exact loss, all over one denominator.

    What counts together (everything, or unit by unit) is summed and then divided by weight.
    """
    if not sources:
        return [], [], 1
    if clause.per == "indicator":
        return _divided(indicator, clause, sources, benchmark)
    ordered = sorted(sources, key=subject_of)
    groups = [
        _divided(indicator, clause, list(group), benchmark)
        for _, group in groupby(ordered, key=subject_of)
    ]
    common = lcm(*[bottom for _, _, bottom in groups])
    parts = [part * (common // bottom) for _, group, bottom in groups for part in group]
    return ordered, parts, common


def _divided(
    indicator: Indicator, clause: Clause, sources: list[Source], benchmark: Decimal | None
) -> Parts:
    """The loss that sources make together, divided by their weights."""
    top, bottom, weights = exact_loss(clause.rule, indicator.worth, sources, benchmark)
    if clause.per == "unit" and clause.unit_cap is not None and top > clause.unit_cap * bottom:
        top, bottom = clause.unit_cap, 1
    whole = sum(weights)
    if not whole:
        weights, whole = [1] * len(sources), len(sources)
    shrink = gcd(top, whole)
    each = top // shrink
    return sources, [each * weight for weight in weights], bottom * (whole // shrink)


# ── who bears it ─────────────────────────────────────────────────────────────────────────────


Charge: TypeAlias = tuple[Line, int, Points | None]
"""A line as it falls on one unit: its weight there, and its amount before caps if one cut it."""


def _post(
    item: Item, clauses: Sequence[ClauseScore], lost: Points
) -> tuple[tuple[tuple[str, Points], ...], tuple[Posting, ...]]:
    """The indicator's loss over units, then each unit's amount over its findings."""
    places, last = item.roster.places, len(item.roster.places)
    quantum, turn = item.roster.set.quantum, item.indicator.ordinal
    by_unit = _charges(clauses, lost, quantum)
    units = sorted(by_unit, key=lambda unit: places.get(unit, last))
    weights = [_weight(by_unit[unit]) for unit in units]
    shares = tuple(zip(units, share(lost, weights, quantum, turn), strict=True))
    postings = [
        Posting(
            unit,
            line.clause,
            line.finding,
            f"{line.matter}/{unit}",
            points,
            points if uncut is None else uncut,
            line.borne.by_default,
        )
        for unit, amount in shares
        for (line, _, uncut), points in _divided_over(by_unit[unit], amount, quantum, turn)
    ]
    return shares, tuple(postings)


def _divided_over(
    charges: list[Charge], amount: Points, quantum: Points, turn: int
) -> Iterable[tuple[Charge, Points]]:
    """A unit's amount over its charges."""
    if len(charges) == 1:
        return [(charges[0], amount)]
    amounts = share(amount, [weight for _, weight, _ in charges], quantum, turn)
    return zip(charges, amounts, strict=True)


def _weight(charges: list[Charge]) -> int:
    return charges[0][1] if len(charges) == 1 else sum([weight for _, weight, _ in charges])


def _charges(
    clauses: Sequence[ClauseScore], lost: Points, quantum: Points
) -> dict[str, list[Charge]]:
    """By unit: each line, its weight there, and its amount before caps where any cap cuts it.

    A clause's weights come to what counts of it, all over one denominator for all clauses.
    """
    floored = lost < sum([clause.lost for clause in clauses])
    wholes = [lcm(*[line.borne.whole for line in clause.lines]) for clause in clauses]
    # lost / (top x whole) in lowest terms: 1 where nothing was rounded or capped
    tops = [clause.top * whole or 1 for clause, whole in zip(clauses, wholes, strict=True)]
    shrinks = [gcd(clause.lost, top) for clause, top in zip(clauses, tops, strict=True)]
    common = lcm(*[top // shrink for top, shrink in zip(tops, shrinks, strict=True)])
    by_unit = defaultdict[str, list[Charge]](list)
    for clause, whole, top in zip(clauses, wholes, tops, strict=True):
        factor = clause.lost * common // top
        cut = floored or clause.lost < clause.rounded
        for line in clause.lines:
            part = line.top * (whole // line.borne.whole)
            for unit, weight in line.borne.bearers:
                amount = part * weight
                uncut = nearest(amount, clause.bottom * whole, quantum) if cut else None
                by_unit[unit].append((line, amount * factor, uncut))
    return by_unit


def _vetoes(indicator: Indicator, scores: Sequence[ClauseScore]) -> tuple[VetoCase, ...]:
    cases: list[VetoCase] = []
    for clause, score in zip(indicator.clauses, scores, strict=True):
        if not isinstance(clause.rule, Veto) or not score.lines:
            continue
        weights: dict[str, Fraction] = {}
        for line in score.lines:
            for unit, weight in line.bearers:
                weights[unit] = weights.get(unit, 0) + Fraction(weight, line.borne.whole)
        cases.append(VetoCase(indicator.no, clause.rule.effect, tuple(weights.items())))
    return tuple(cases)
