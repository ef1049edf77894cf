"""数据核验: what somebody should look at before a round, or a unit's part of it, goes further.

Nothing here stops anything: what is only odd is a warning, what is really missing or contradicts
itself is an error.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.answering import checked_finding
from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Benchmark,
    Entry,
    Evidence,
    Finding,
    Reading,
    answerers,
    unit_state,
)
from fazhi_tui.domain.indicators import UNATTRIBUTED, Indicator, Roster
from fazhi_tui.domain.measuring import check_value
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.reviewing import missing
from fazhi_tui.domain.scoring import IndicatorScore, score_indicator

_SHORT_GROUND = 6
"""A ground with fewer characters names no power and no document."""

_APART = re.compile(r"[\W_]+")


class Remark(Struct, frozen=True):
    """One thing to look at: the indicator and the unit it concerns, and what it is."""

    indicator: str
    unit: str
    problem: Problem


class Owed(Struct, frozen=True):
    """Evidence of an indicator in a year: what is asked for, how much was given, by id."""

    indicator: str
    unit: str
    year: int
    asked: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def lacking(self) -> int:
        """How many are still to be given."""
        return max(0, len(self.asked) - len(self.given))


def checklist(
    roster: Roster,
    assessment: Assessment,
    unit: str = "",
    scores: Mapping[str, IndicatorScore] | None = None,
) -> tuple[Remark, ...]:
    """Everything to look at, in the set's order; of one unit where it is named (by any name).

    `scores` of the `self` track, where they are known already.
    """
    name = roster.unit(unit) if unit else ""
    remarks: list[Remark] = []
    for indicator in roster.set.indicators:
        entry = assessment.entry(indicator.no)
        if entry.excused(""):
            remarks += _grounds(assessment, indicator, entry)
            continue
        known = scores.get(indicator.no) if scores else None
        score = known or score_indicator(roster, indicator, entry, "self")
        remarks += _unfinished(roster, indicator, entry)
        remarks += _unsound(roster, indicator, entry)
        remarks += _unexplained(roster, indicator, entry)
        remarks += _unnamed(indicator, entry, score)
        remarks += _without_note(assessment, indicator, entry, score)
        remarks += _grounds(assessment, indicator, entry)
        remarks += _late_evidence(assessment, indicator, entry)
    remarks += _short_evidence(roster, assessment)
    remarks += _one_number_twice(assessment)
    order = {indicator.no: indicator.ordinal for indicator in roster.set.indicators}
    chosen = (remark for remark in remarks if not name or remark.unit in {"", name})
    return tuple(sorted(chosen, key=lambda remark: order.get(remark.indicator, len(order))))


def evidence_account(roster: Roster, assessment: Assessment) -> tuple[Owed, ...]:
    """Asked for and given, for each indicator that asks for evidence and concerns somebody here."""
    return tuple(
        Owed(
            indicator.no,
            assessment.duty(indicator).lead,
            assessment.year,
            indicator.evidence,
            tuple(item.id for item in assessment.evidence_of(indicator.no)),
        )
        for indicator in roster.set.indicators
        if indicator.evidence and not assessment.entry(indicator.no).excused("")
    )


def _warning(
    indicator: str, unit: str, code: Code, *, path: str = "", value: str = "", wanted: str = ""
) -> Remark:
    where = path or indicator
    return Remark(indicator, unit, Problem(code, where, value, wanted, severity=Severity.WARNING))


# ── answers ──────────────────────────────────────────────────────────────────────────────────


def _unfinished(roster: Roster, indicator: Indicator, entry: Entry) -> Iterator[Remark]:
    """Clauses that a unit must answer and has not."""
    for unit in answerers(roster, indicator, entry):
        clauses = missing(roster, indicator, entry, unit)
        if clauses and not entry.mark(unit):
            problem = Problem(Code.ITEM_UNFINISHED, indicator.no, unit, " ".join(clauses))
            yield Remark(indicator.no, unit, problem)


def _unsound(roster: Roster, indicator: Indicator, entry: Entry) -> Iterator[Remark]:
    """Answers of older journals and files that would be refused today: a part above its whole."""
    for item in _said(entry):
        clause = next((c for c in indicator.clauses if c.id == item.clause), None)
        if clause is None:
            continue
        path = f"{indicator.no}.{clause.id}"
        try:
            if isinstance(item, Reading):
                check_value(roster, clause, path, item)
            else:
                checked_finding(roster, clause, path, item)
        except Refused as refused:
            for problem in refused.problems:
                if problem.code is not Code.REASON_NEEDED:  # told as a loss without a reason
                    yield Remark(indicator.no, item.answerer, problem)


def _said(entry: Entry) -> tuple[Finding | Reading, ...]:
    return (*entry.own.findings, *entry.own.readings)


def _unexplained(roster: Roster, indicator: Indicator, entry: Entry) -> Iterator[Remark]:
    """What costs points and says nothing of why."""
    for item in _said(entry):
        if item.reason or not _costs(roster, indicator, entry, item):
            continue
        path = f"{indicator.no}.{item.clause}"
        value = item.id if isinstance(item, Finding) else item.subject or item.answerer
        code = Code.LOSS_UNEXPLAINED
        yield _warning(indicator.no, item.answerer, code, path=path, value=value)


def _costs(roster: Roster, indicator: Indicator, entry: Entry, item: Finding | Reading) -> bool:
    """Whether an answer would cost anything if it stood alone."""
    if isinstance(item, Finding):
        alone = Answers(findings=(item,))
    elif isinstance(item.value, Benchmark):
        return False
    else:
        aside = tuple(r for r in entry.own.readings if isinstance(r.value, Benchmark))
        alone = Answers(readings=(item, *aside))
    lone = replace(entry, own=alone, verified=None)
    return score_indicator(roster, indicator, lone, "self").lost > 0


def _unnamed(indicator: Indicator, entry: Entry, score: IndicatorScore) -> Iterator[Remark]:
    """Losses that nobody bears yet."""
    for posting in score.postings:
        if posting.unit == UNATTRIBUTED:
            said = (item.answerer for item in _said(entry) if item.clause == posting.clause)
            unit = next(said, "")
            path = f"{indicator.no}.{posting.clause}"
            code = Code.BEARER_UNNAMED
            yield _warning(indicator.no, unit, code, path=path, value=posting.finding)


def _without_note(
    assessment: Assessment, indicator: Indicator, entry: Entry, score: IndicatorScore
) -> Iterator[Remark]:
    """Full marks that nobody says a word for."""
    lead = assessment.duty(indicator).lead
    full = score.channel == "base" and indicator.worth and not (score.lost or score.pending)
    if full and not score.not_applicable and not entry.notes:
        yield _warning(indicator.no, lead, Code.NOTE_MISSING)


def _grounds(assessment: Assessment, indicator: Indicator, entry: Entry) -> Iterator[Remark]:
    """不涉及 that names no power and shows no document."""
    shown = {item.unit for item in assessment.evidence_of(indicator.no)}
    for item in entry.not_applicable:
        if len(item.reason) < _SHORT_GROUND and item.unit not in shown:
            unit = item.unit or assessment.duty(indicator).lead
            yield _warning(indicator.no, unit, Code.EXCUSE_GROUNDLESS, value=item.reason)


# ── evidence ─────────────────────────────────────────────────────────────────────────────────


def _short_evidence(roster: Roster, assessment: Assessment) -> Iterator[Remark]:
    """Fewer documents than are asked for, once an indicator is being filled in."""
    for owed in evidence_account(roster, assessment):
        indicator = roster.indicators[owed.indicator]
        entry = assessment.entry(owed.indicator)
        units = answerers(roster, indicator, entry)
        begun = any(unit_state(roster, indicator, entry, unit) != "blank" for unit in units)
        if owed.lacking and begun:
            given, asked = str(len(owed.given)), str(len(owed.asked))
            yield _warning(
                owed.indicator, owed.unit, Code.EVIDENCE_SHORT, value=given, wanted=asked
            )


def _late_evidence(assessment: Assessment, indicator: Indicator, entry: Entry) -> Iterator[Remark]:
    """Documents made after the last matter under the same indicator was found."""
    last = max((finding.date for finding in entry.own.findings), default="")
    for item in assessment.evidence_of(indicator.no):
        if last and item.date > last:
            yield _warning(
                indicator.no,
                item.unit or assessment.duty(indicator).lead,
                Code.EVIDENCE_LATE,
                value=item.title,
                wanted=last,
            )


def _one_number_twice(assessment: Assessment) -> Iterator[Remark]:
    """One 文号 under which different documents are named."""
    by_number: defaultdict[str, list[Evidence]] = defaultdict(list)
    for item in sorted(assessment.evidence.values(), key=lambda item: item.id):
        if item.doc_no:
            by_number[_plain(item.doc_no, "-")].append(item)
    for items in by_number.values():
        named = list({(_plain(item.title), item.date): item.title for item in items}.values())
        days = {item.date for item in items if item.date}
        titles = {_plain(item.title) for item in items}
        if len(titles) > 1 or len(days) > 1:
            for unit in dict.fromkeys(item.unit for item in items):
                first = next(item for item in items if item.unit == unit)
                yield _warning(
                    first.indicators[0],
                    unit,
                    Code.DOC_NO_TWICE,
                    value=first.doc_no,
                    wanted=_both(named, days, titles),
                )


def _both(named: Iterable[str], days: Iterable[str], titles: set[str]) -> str:
    """The titles that differ, or the days where the titles are one."""
    return " / ".join(named) if len(titles) > 1 else " / ".join(sorted(days))


def _plain(text: str, joint: str = "") -> str:
    """A text to compare by: full and half width alike, without punctuation."""
    together = "".join(unicodedata.normalize("NFKC", text).split())
    return _APART.sub(joint, together).strip(joint or None)
