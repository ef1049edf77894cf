"""What the score will be once gaps are closed: a look ahead that changes nothing today.

A finding whose gaps are all closed is scored as if it had not been, a reading about a unit as if
the unit had just reached the target; where several units reach for one number, as if it had made
up for its part of what is missing. Who has answered has still answered. Clauses that are not
`recoverable` give nothing back, so closing all gaps comes to full − pending − what can't be
recovered.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from operator import itemgetter
from typing import TypeAlias

from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Benchmark,
    Nil,
    Number,
    Rate,
    Reading,
    Score,
    Tier,
    Track,
)
from fazhi_tui.domain.indicators import (
    Clause,
    Judged,
    PerCount,
    RateGap,
    Ratio,
    Roster,
    Rule,
    Tiers,
)
from fazhi_tui.domain.scoring import IndicatorScore, Posting, score_indicator

Mended: TypeAlias = dict[str, tuple[IndicatorScore, Collection[str], IndicatorScore]]
"""By indicator, its score, the gaps that were taken for closed, and the score it came to."""


def projected(
    roster: Roster,
    assessment: Assessment,
    track: Track,
    scores: Mapping[str, IndicatorScore],
    closed: Collection[str],
    *,
    known: Mended | None = None,
) -> dict[str, IndicatorScore]:
    """The score of each indicator once the gaps of these ids are closed; never lost more.

    What is `known` of the very same score and gaps is taken from there; what is new is put there.
    """
    known = {} if known is None else known
    chosen = frozenset(closed)
    better: dict[str, IndicatorScore] = {}
    for no, score in scores.items():
        gaps = {posting.gap for posting in score.postings} & chosen
        kept = known.get(no)
        if kept is None or kept[0] is not score or kept[1] != gaps:
            found = _better(roster, assessment, track, score, chosen) if gaps else score
            kept = known[no] = (score, gaps, found)
        better[no] = kept[2]
    return better


def _better(
    roster: Roster,
    assessment: Assessment,
    track: Track,
    score: IndicatorScore,
    closed: frozenset[str],
) -> IndicatorScore:
    """One score anew; what a bonus gave is no gap and stays."""
    if score.channel == "bonus":
        return score
    indicator, entry = roster.indicators[score.no], assessment.entry(score.no)
    answers = entry.answers(track)
    for clause in indicator.clauses:
        postings = [posting for posting in score.postings if posting.clause == clause.id]
        if clause.recoverable and postings:
            answers = _mended(score.no, clause, answers, postings, closed)
    own = track == "self" or entry.verified is None
    changed = replace(entry, own=answers) if own else replace(entry, verified=answers)
    return score_indicator(roster, indicator, changed, track)


def _mended(
    no: str, clause: Clause, answers: Answers, postings: list[Posting], closed: frozenset[str]
) -> Answers:
    """The answers with one clause as it would be with those gaps closed."""
    gaps = {posting.gap for posting in postings}
    unsettled = {posting.finding for posting in postings if posting.gap not in closed}
    findings = [f for f in answers.findings if f.clause != clause.id or f.id in unsettled]
    target = _target(clause, answers)
    readings: list[Reading] = []
    for reading in answers.readings:
        if reading.clause != clause.id or isinstance(reading.value, Benchmark):
            readings.append(reading)
        elif not gaps <= closed:
            settled = _gaps_of(no, clause, reading, gaps)
            mends = settled and settled <= closed
            readings.append(_on_target(clause, reading, target, answers) if mends else reading)
    mended = Answers(tuple(findings), tuple(readings), answers.nils)
    silent = [Nil(*pair) for pair in answers.said() - mended.said()]
    return replace(mended, nils=tuple(sorted([*answers.nils, *silent])))


def _gaps_of(no: str, clause: Clause, reading: Reading, gaps: set[str]) -> set[str]:
    """The gaps that a reading makes, or where it is about no one the matter it is part of."""
    matter = f"{no}.{clause.id}.{reading.answerer}/"
    about = reading.subject or (reading.answerer if clause.about_itself else "")
    return gaps & {matter + about} if about else {g for g in gaps if g.startswith(matter)}


def _target(clause: Clause, answers: Answers) -> Decimal | None:
    """What a rate or number under the clause has to reach."""
    rule = clause.rule
    if isinstance(rule, Tiers):
        return rule.bounds[0][0] if rule.bounds else None
    if isinstance(rule, RateGap | Ratio | PerCount) and rule.target is not None:
        return rule.target
    given = (r.value for r in answers.readings if r.clause == clause.id)
    return next((value.value for value in given if isinstance(value, Benchmark)), None)


def _on_target(
    clause: Clause, reading: Reading, target: Decimal | None, answers: Answers
) -> Reading:
    """The reading as it would be if it had just reached the target, or was the best there is."""
    match clause.rule, reading.value:
        case Judged(minimum), Score() as score:
            return replace(reading, value=replace(score, points=minimum))
        case Tiers(measure="label", labels=labels), _:
            best, _ = min(labels, key=itemgetter(1))
            return replace(reading, value=Tier(best))
        case (RateGap() | Ratio() | Tiers()) as rule, Rate(num, den) if target is not None:
            goal = (target * den).scaleb(-2)
            return replace(reading, value=Rate(_reached(rule, num, goal), den))
        case Tiers() as rule, Number(value) if target is not None:
            return replace(reading, value=Number(_reached(rule, value, target)))
        case PerCount(), Number(value) if target is not None:
            added = _missing(clause, value, target, answers)
            return replace(reading, value=Number(value + added))
        case _:
            return reading


def _reached(rule: Rule, value: Decimal, goal: Decimal) -> Decimal:
    falls = isinstance(rule, RateGap | Tiers) and rule.direction == "at_most"
    return min(value, goal) if falls else max(value, goal)


def _missing(clause: Clause, value: Decimal, target: Decimal, answers: Answers) -> Decimal:
    """What a number has to grow by: to its target, or by its part of what all miss together."""
    own = max(Decimal(0), target - value)
    if clause.per == "unit":
        return own
    said = [r.value for r in answers.readings if r.clause == clause.id]
    numbers = [number.value for number in said if isinstance(number, Number)]
    missing, whole = (
        target - sum(numbers),
        sum(max(Decimal(0), target - number) for number in numbers),
    )
    if missing <= 0 or not own:
        return Decimal(0)
    part = Fraction(missing) * Fraction(own) / Fraction(whole)
    return Decimal(ceil(part * 10**_DIGITS)).scaleb(-_DIGITS)


_DIGITS = 6
"""Decimals of a number that is only looked ahead at, rounded up so that all parts are enough."""
