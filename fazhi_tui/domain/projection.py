"""What the score will be once gaps are closed: a look ahead that changes nothing today.

A finding whose gaps are all closed is scored as if it had not been, a reading about a unit as if
the unit were on target. Clauses that are not `recoverable` give nothing back, so closing all gaps
comes to full − pending − what can't be recovered.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal

from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Finding,
    Nil,
    Number,
    Rate,
    Reading,
    Track,
)
from fazhi_tui.domain.indicators import Clause, PerCount, RateGap, Roster, Tiers
from fazhi_tui.domain.scoring import IndicatorScore, score_indicator


def projected(
    roster: Roster,
    assessment: Assessment,
    track: Track,
    scores: Mapping[str, IndicatorScore],
    closed: Collection[str],
) -> dict[str, IndicatorScore]:
    """The score of each indicator once the gaps of these ids are closed; never lost more."""
    return {
        no: _better(roster, assessment, track, score, frozenset(closed))
        for no, score in scores.items()
    }


def _better(
    roster: Roster,
    assessment: Assessment,
    track: Track,
    score: IndicatorScore,
    closed: frozenset[str],
) -> IndicatorScore:
    gaps = {posting.gap for posting in score.postings}
    if gaps.isdisjoint(closed):
        return score
    indicator, entry = roster.indicators[score.no], assessment.entry(score.no)
    answers = entry.answers(track)
    for clause in indicator.clauses:
        if clause.recoverable:
            answers = _mended(score, clause, answers, closed)
    own = track == "self" or entry.verified is None
    changed = replace(entry, own=answers) if own else replace(entry, verified=answers)
    return score_indicator(roster, indicator, changed, track)


def _mended(
    score: IndicatorScore, clause: Clause, answers: Answers, closed: frozenset[str]
) -> Answers:
    """The answers with one clause as it would be with those gaps closed."""
    mine = {posting.gap for posting in score.postings if posting.clause == clause.id}
    if mine and mine <= closed:
        return _nothing_left(clause, answers)
    findings = tuple(
        finding
        for finding in answers.findings
        if finding.clause != clause.id or not _settled(finding.id, "", mine, closed)
    )
    readings = tuple(
        _on_target(clause, reading)
        if reading.clause == clause.id
        and _settled(f"{score.no}.{clause.id}.{reading.answerer}", reading.subject, mine, closed)
        else reading
        for reading in answers.readings
    )
    return replace(answers, findings=findings, readings=readings)


def _nothing_left(clause: Clause, answers: Answers) -> Answers:
    """The answers with an explicit 无 of everybody who had something under the clause."""
    said: list[Finding | Reading] = [*answers.findings, *answers.readings]
    nils = {Nil(clause.id, item.answerer) for item in said if item.clause == clause.id}
    return Answers(
        tuple(finding for finding in answers.findings if finding.clause != clause.id),
        tuple(reading for reading in answers.readings if reading.clause != clause.id),
        tuple(sorted({*answers.nils, *nils})),
    )


def _settled(matter: str, unit: str, gaps: set[str], closed: frozenset[str]) -> bool:
    """Whether all gaps of a matter (about `unit`, if about one) are closed."""
    mine = {gap for gap in gaps if gap.rpartition("/")[0] == matter}
    if unit:
        mine &= {f"{matter}/{unit}"}
    return bool(mine) and mine <= closed


def _on_target(clause: Clause, reading: Reading) -> Reading:
    """The reading as it would be with nothing lost by it beside others that still lose."""
    rule, value = clause.rule, reading.value
    if isinstance(value, Rate):
        falls = isinstance(rule, RateGap | Tiers) and rule.direction == "at_most"
        return replace(reading, value=Rate(Decimal(0) if falls else value.den, value.den))
    if isinstance(value, Number) and isinstance(rule, PerCount) and rule.target is not None:
        return replace(reading, value=Number(max(value.value, rule.target)))
    return reading
