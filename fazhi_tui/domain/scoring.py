"""What one indicator costs, exactly, and who bears it.

The order of computing is fixed: each clause exactly (`Fraction` of milli-points) → rounded to the
quantum once, halves up → the clause's cap → caps that several clauses share → the indicator's
floor (its worth, unless it may be exceeded). The indicator's loss is then shared over units first,
by exact weights, and each unit's amount over its findings, so a unit's total never depends on how
its findings are cut.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Answers,
    Benchmark,
    Entry,
    Finding,
    Rate,
    Reading,
    State,
    Track,
    item_state,
    must_answer,
)
from fazhi_tui.domain.indicators import (
    UNATTRIBUTED,
    Channel,
    Clause,
    Indicator,
    RateGap,
    Roster,
    Veto,
)
from fazhi_tui.domain.kernels import ONE, ZERO, Source, exact_loss
from fazhi_tui.domain.points import Points, apportion, round_half_up

SCORING_VERSION = 1
"""Raised whenever the same answers would cost something else; stored beside projections."""


class Line(Struct, frozen=True):
    """One finding or reading that costs something, before anything is capped.

    `exact` is its part of the clause's exact loss; `bearers` are units with exact weights;
    `by_default` tells that nobody said who bears it but the set's default.
    """

    clause: str
    finding: str
    answerer: str
    exact: Fraction
    bearers: tuple[tuple[str, Fraction], ...]
    by_default: bool


class ClauseScore(Struct, frozen=True):
    """One clause: its exact loss, rounded, and after its cap; lines say where it comes from."""

    clause: str
    exact: Fraction
    rounded: Points
    lost: Points
    answered: bool
    none_occurred: bool
    lines: tuple[Line, ...]


class Posting(Struct, frozen=True, omit_defaults=True):
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
    if entry.excused(""):
        return _not_applicable(indicator, state)
    answers = entry.answers(track)
    single = tuple(
        _score_clause(roster, indicator, entry, answers, clause) for clause in indicator.clauses
    )
    lasting = tuple(
        replace(score, lost=0) if clause.recoverable else score
        for score, clause in zip(single, indicator.clauses, strict=True)
    )
    quantum = roster.set.quantum
    clauses = _joined(indicator, single, quantum)
    lost = _floor(indicator, clauses)
    blank = not all(clause.answered for clause in clauses)
    base = indicator.channel == "base"
    pending = max(0, indicator.worth - lost) if blank and base else 0
    shares, postings = _post(roster, indicator, clauses, lost)
    return IndicatorScore(
        indicator.no,
        indicator.channel,
        indicator.worth,
        indicator.worth - lost - pending,
        lost,
        pending,
        lost - _floor(indicator, _joined(indicator, lasting, quantum)),
        state,
        False,
        clauses,
        shares,
        postings,
        _vetoes(roster, indicator, entry, answers),
    )


def _not_applicable(indicator: Indicator, state: State) -> IndicatorScore:
    """An indicator that does not concern this place: full marks, nothing lost by anyone."""
    worth = indicator.worth
    return IndicatorScore(
        indicator.no, indicator.channel, worth, worth, 0, 0, 0, state, True, (), (), (), ()
    )


Clauses = tuple[ClauseScore, ...]


def _joined(indicator: Indicator, clauses: Clauses, quantum: Points) -> Clauses:
    """The clauses with what counts of each under the caps that several share, in their order."""
    for joint in indicator.joints:
        chosen = [clause for clause in clauses if clause.clause in joint.clauses]
        amounts = [clause.lost for clause in chosen]
        if joint.cap is None:
            best = amounts.index(max(amounts))
            counted = [lost if place == best else 0 for place, lost in enumerate(amounts)]
        else:
            counted = apportion(min(joint.cap, sum(amounts)), amounts, quantum)
        new = {clause.clause: lost for clause, lost in zip(chosen, counted, strict=True)}
        clauses = tuple(replace(c, lost=new.get(c.clause, c.lost)) for c in clauses)
    return clauses


def _floor(indicator: Indicator, clauses: Clauses) -> Points:
    lost = sum(clause.lost for clause in clauses)
    return lost if indicator.may_exceed else min(lost, indicator.worth)


# ── one clause ───────────────────────────────────────────────────────────────────────────────


def _score_clause(
    roster: Roster, indicator: Indicator, entry: Entry, answers: Answers, clause: Clause
) -> ClauseScore:
    findings = [f for f in answers.findings if f.clause == clause.id and _concerns(entry, f)]
    readings = [r for r in answers.readings if r.clause == clause.id and _concerns(entry, r)]
    measured = [r for r in readings if not isinstance(r.value, Benchmark)]
    benchmark = next((r.value.value for r in readings if isinstance(r.value, Benchmark)), None)
    occurred = [r for r in measured if not (isinstance(r.value, Rate) and r.value.den == 0)]
    waits = isinstance(clause.rule, RateGap) and clause.rule.target is None and benchmark is None
    answered = _answered(roster, indicator, entry, answers, clause)

    sources: list[Source] = [*findings] if clause.counts else [*occurred]
    parts = _parts(indicator, clause, sources, benchmark)
    exact = sum((part for _, part in parts), ZERO)
    rounded = round_half_up(exact, roster.set.quantum)
    lines: list[Line] = []
    for source, part in parts:
        if part or isinstance(source, Finding):
            finding = source.id if isinstance(source, Finding) else ""
            bearers, by_default = _bearers(roster, indicator, entry, clause, source)
            lines.append(Line(clause.id, finding, source.answerer, part, bearers, by_default))
    return ClauseScore(
        clause.id,
        exact,
        rounded,
        rounded if clause.cap is None else min(rounded, clause.cap),
        answered and not (waits and occurred),
        bool(measured) and not occurred,
        # the order of entry must not decide how much of a unit's amount is booked by default
        tuple(sorted(lines, key=lambda line: line.by_default)),
    )


def _concerns(entry: Entry, source: Source) -> bool:
    """Whether a source counts: not if the matter does not concern the unit it is about."""
    return not entry.excused(_subject(source))


def _answered(
    roster: Roster, indicator: Indicator, entry: Entry, answers: Answers, clause: Clause
) -> bool:
    """Whether everyone who must has answered a clause; the office's own word is enough."""
    units = must_answer(roster, indicator, entry, clause)
    office_speaks = answers is entry.verified and roster.office not in units
    if office_speaks and answers.given_by(clause.id, roster.office):
        return True
    return all(answers.given_by(clause.id, unit) for unit in units)


def _parts(
    indicator: Indicator, clause: Clause, sources: list[Source], benchmark: Decimal | None
) -> list[tuple[Source, Fraction]]:
    """Each source's part of the clause's exact loss: all summed together, or unit by unit."""
    if clause.per == "indicator":
        groups = [sources] if sources else []
    else:
        ordered = sorted(sources, key=_subject)
        groups = [list(group) for _, group in groupby(ordered, key=_subject)]
    parts: list[tuple[Source, Fraction]] = []
    for group in groups:
        exact, weights = exact_loss(clause.rule, indicator.worth, group, benchmark)
        if clause.per == "unit" and clause.unit_cap is not None:
            exact = min(exact, Fraction(clause.unit_cap))
        if len(group) == 1:
            parts.append((group[0], exact))
            continue
        whole = sum(weights, ZERO)
        if not whole:
            weights, whole = [ONE] * len(group), Fraction(len(group))
        parts += [
            (source, exact * weight / whole) for source, weight in zip(group, weights, strict=True)
        ]
    return parts


def _subject(source: Source) -> str:
    """Whom a source is about: as stated, else the one unit named to bear it, else who gave it."""
    if source.subject:
        return source.subject
    if isinstance(source, Finding) and len(source.bearers) == 1:
        return source.bearers[0][0]
    return source.answerer


def _bearers(
    roster: Roster, indicator: Indicator, entry: Entry, clause: Clause, source: Source
) -> tuple[tuple[tuple[str, Fraction], ...], bool]:
    """Who bears a finding or reading, by the one rule; and whether only by the set's default.

    Whom the indicator does not concern, and who may not bear at all, never does.
    """

    def may_bear(unit: str) -> bool:
        return roster.units[unit].bears and not entry.excused(unit)

    by_default = False
    weights: Iterable[tuple[str, Decimal | int]]
    if isinstance(source, Finding) and source.bearers:
        weights = source.bearers
    elif source.subject or _speaks_for_itself(clause, source):
        weights = [(source.subject or source.answerer, 1)]
    elif clause.bearer == "named":
        weights = []
    else:
        duty = entry.duty or indicator.duty
        by_default = clause.bearer is None
        units: list[str] = []
        if (clause.bearer or roster.set.default_bearer) == "competent":
            units = [unit for unit in roster.expand(duty.competent) if may_bear(unit)]
            by_default = by_default or not units
        weights = [(unit, 1) for unit in units or [duty.lead]]
    bearers = tuple((unit, Fraction(weight)) for unit, weight in weights if may_bear(unit))
    if not bearers:
        return ((UNATTRIBUTED, ONE),), False
    return bearers, by_default


def _speaks_for_itself(clause: Clause, source: Source) -> bool:
    """Whether a reading about no one in particular is about the unit that gave it."""
    if not isinstance(source, Reading):
        return False
    if clause.bearer is None:
        return clause.by_subject
    return clause.bearer == "named" and clause.answered_by != "lead"


# ── who bears it ─────────────────────────────────────────────────────────────────────────────


def _post(
    roster: Roster, indicator: Indicator, clauses: Clauses, lost: Points
) -> tuple[tuple[tuple[str, Points], ...], tuple[Posting, ...]]:
    """The indicator's loss over units, then each unit's amount over its findings."""
    by_unit: dict[str, list[tuple[Line, Fraction, Fraction]]] = {}
    floored = lost < sum(clause.lost for clause in clauses)
    capped = {clause.clause for clause in clauses if floored or clause.lost < clause.rounded}
    for clause in clauses:
        for line in clause.lines:
            charged = line.exact
            if clause.exact != clause.lost:
                charged = line.exact * clause.lost / clause.exact if clause.exact else ZERO
            if len(line.bearers) == 1:
                by_unit.setdefault(line.bearers[0][0], []).append((line, charged, line.exact))
                continue
            whole = sum((weight for _, weight in line.bearers), ZERO)
            for unit, weight in line.bearers:
                part = weight / whole
                by_unit.setdefault(unit, []).append((line, charged * part, line.exact * part))
    units = sorted(by_unit, key=lambda unit: roster.places.get(unit, len(roster.places)))
    exact = [sum((part for _, part, _ in by_unit[unit]), ZERO) for unit in units]
    quantum, turn = roster.set.quantum, indicator.ordinal
    shares = apportion(lost, exact, quantum, turn)
    postings: list[Posting] = []
    for unit, share in zip(units, shares, strict=True):
        lines = by_unit[unit]
        amounts = apportion(share, [part for _, part, _ in lines], quantum, turn)
        for (line, _, uncapped), amount in zip(lines, amounts, strict=True):
            before = round_half_up(uncapped, quantum) if line.clause in capped else amount
            postings.append(_posting(indicator, line, unit, amount, before))
    return tuple(zip(units, shares, strict=True)), tuple(postings)


def _posting(
    indicator: Indicator, line: Line, unit: str, lost: Points, before_caps: Points
) -> Posting:
    matter = line.finding or f"{indicator.no}.{line.clause}.{line.answerer}"
    gap = f"{matter}/{unit}"
    return Posting(unit, line.clause, line.finding, gap, lost, before_caps, line.by_default)


def _vetoes(
    roster: Roster, indicator: Indicator, entry: Entry, answers: Answers
) -> tuple[VetoCase, ...]:
    cases: list[VetoCase] = []
    for clause in indicator.clauses:
        if not isinstance(clause.rule, Veto):
            continue
        weights: dict[str, Fraction] = {}
        for finding in answers.findings:
            if finding.clause == clause.id and _concerns(entry, finding):
                bearers, _ = _bearers(roster, indicator, entry, clause, finding)
                whole = sum((weight for _, weight in bearers), ZERO)
                for unit, weight in bearers:
                    weights[unit] = weights.get(unit, ZERO) + weight / whole
        if weights:
            cases.append(VetoCase(indicator.no, clause.rule.effect, tuple(weights.items())))
    return tuple(cases)
