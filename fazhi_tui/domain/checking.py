"""数据核验: what somebody should look at before a round, or a unit's part of it, goes further.

Nothing here stops anything: what is only odd is a warning, what is really missing or contradicts
itself is an error.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

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
    unit_states,
)
from fazhi_tui.domain.indicators import UNATTRIBUTED, Indicator, Roster
from fazhi_tui.domain.measuring import check_value
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.reviewing import missing
from fazhi_tui.domain.scoring import IndicatorScore, score_indicator
from fazhi_tui.domain.slots import Slot, plainly, slots_of
from fazhi_tui.domain.tally import score_all

_SHORT_GROUND = 6
"""A ground with fewer characters names no power and no document."""


class Remark(Struct, frozen=True):
    """One thing to look at: the indicator and the unit it concerns, and what it is."""

    indicator: str
    unit: str
    problem: Problem


class Owed(Struct, frozen=True):
    """Evidence of an indicator in a year: each document asked for, all that was given, by id."""

    indicator: str
    unit: str
    year: int
    slots: tuple[Slot, ...]
    given: tuple[str, ...]

    @property
    def asked(self) -> tuple[str, ...]:
        """The documents asked for, in the set's words."""
        return tuple(slot.asked for slot in self.slots)

    @property
    def lacking(self) -> int:
        """How many are still to be given."""
        return sum(not slot.given for slot in self.slots)


Noted: TypeAlias = Mapping[str, tuple[Entry, tuple[Evidence, ...], tuple[Remark, ...]]]
"""By indicator, the remarks on it, and the score and the evidence that they come from."""


def checklist(roster: Roster, assessment: Assessment, unit: str = "") -> tuple[Remark, ...]:
    """Everything to look at, in the set's order; of one unit where it is named (by any name)."""
    noted = remarks_by_indicator(roster, assessment, score_all(roster, assessment, "self"))
    return of_unit(roster, all_remarks(roster, assessment, noted), unit)


def of_unit(roster: Roster, remarks: tuple[Remark, ...], unit: str) -> tuple[Remark, ...]:
    """Those that concern a unit (by any name, those it goes on for too), or everybody; all where
    none is named."""
    if not unit:
        return remarks
    concerned = {"", roster.heir(roster.unit(unit))}
    return tuple(remark for remark in remarks if roster.heir(remark.unit) in concerned)


def all_remarks(roster: Roster, assessment: Assessment, noted: Noted) -> tuple[Remark, ...]:
    """The remarks on each indicator and on what several have in common, in the set's order."""
    remarks = [remark for _, _, found in noted.values() for remark in found]
    remarks += _one_number_twice(assessment)
    order = {indicator.no: indicator.ordinal for indicator in roster.set.indicators}
    return tuple(sorted(remarks, key=lambda remark: order.get(remark.indicator, len(order))))


def remarks_by_indicator(
    roster: Roster,
    assessment: Assessment,
    scores: Mapping[str, IndicatorScore],
    known: Noted | None = None,
) -> Noted:
    """The remarks on each indicator; those `known` of the very same entry and evidence are kept.

    `scores` of the `self` track.
    """
    shown = _evidence_by_indicator(assessment)
    found: dict[str, tuple[Entry, tuple[Evidence, ...], tuple[Remark, ...]]] = {}
    for indicator in roster.set.indicators:
        no = indicator.no
        entry, evidence = assessment.entry(no), shown.get(no, ())
        kept = known.get(no) if known else None
        if kept is None or kept[0] is not entry or kept[1] != evidence:
            told = _on_indicator(roster, assessment, indicator, scores[no], evidence)
            kept = (entry, evidence, tuple(told))
        found[no] = kept
    return found


def _evidence_by_indicator(assessment: Assessment) -> dict[str, tuple[Evidence, ...]]:
    """As `Assessment.evidence_of`, of all indicators at once."""
    found: dict[str, tuple[Evidence, ...]] = {}
    for item in sorted(assessment.evidence.values(), key=lambda item: item.id):
        for no in dict.fromkeys(item.indicators):
            found[no] = (*found.get(no, ()), item)
    return found


def _on_indicator(
    roster: Roster,
    assessment: Assessment,
    indicator: Indicator,
    score: IndicatorScore,
    evidence: tuple[Evidence, ...],
) -> Iterator[Remark]:
    entry = assessment.entry(indicator.no)
    lead = assessment.duty(indicator).lead
    if entry.excused(""):
        yield from _grounds(indicator, entry, lead, evidence)
        return
    yield from _unfinished(roster, indicator, entry)
    yield from _unsound(roster, indicator, entry)
    yield from _asked_no_more(roster, indicator, entry)
    yield from _unexplained(roster, indicator, entry)
    yield from _unnamed(indicator, entry, score)
    yield from _without_note(indicator, entry, lead, score)
    yield from _grounds(indicator, entry, lead, evidence)
    yield from _late_evidence(indicator, entry, lead, evidence)
    yield from _short_evidence(roster, indicator, entry, lead, evidence)


def evidence_account(roster: Roster, assessment: Assessment) -> tuple[Owed, ...]:
    """Asked for and given, for each indicator that asks for evidence and concerns somebody here."""
    shown = _evidence_by_indicator(assessment)
    return tuple(
        Owed(
            indicator.no,
            assessment.duty(indicator).lead,
            assessment.year,
            slots_of(indicator, shown.get(indicator.no, ())),
            tuple(item.id for item in shown.get(indicator.no, ())),
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


def _asked_no_more(roster: Roster, indicator: Indicator, entry: Entry) -> Iterator[Remark]:
    """What a unit said before others were given the duty: it counts beside what they say."""
    duty = entry.duty or indicator.duty
    asked = {
        (clause.id, unit) for clause in indicator.clauses for unit in roster.answerers(clause, duty)
    }
    for clause, unit in sorted({(item.clause, item.answerer) for item in _said(entry)} - asked):
        path = f"{indicator.no}.{clause}"
        yield _warning(indicator.no, duty.lead, Code.ASKED_NO_MORE, path=path, value=unit)


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
    indicator: Indicator, entry: Entry, lead: str, score: IndicatorScore
) -> Iterator[Remark]:
    """Full marks that nobody says a word for."""
    full = score.channel == "base" and indicator.worth and not (score.lost or score.pending)
    if full and not score.not_applicable and not entry.notes:
        yield _warning(indicator.no, lead, Code.NOTE_MISSING)


def _grounds(
    indicator: Indicator, entry: Entry, lead: str, evidence: tuple[Evidence, ...]
) -> Iterator[Remark]:
    """不涉及 that names no power and shows no document."""
    shown = {item.unit for item in evidence}
    for item in entry.not_applicable:
        if len(item.reason) < _SHORT_GROUND and item.unit not in shown:
            unit = item.unit or lead
            yield _warning(indicator.no, unit, Code.EXCUSE_GROUNDLESS, value=item.reason)


# ── evidence ─────────────────────────────────────────────────────────────────────────────────


def _short_evidence(
    roster: Roster,
    indicator: Indicator,
    entry: Entry,
    lead: str,
    evidence: tuple[Evidence, ...],
) -> Iterator[Remark]:
    """Documents that are asked for and not there, once an indicator is being filled in."""
    lacking = [slot.asked for slot in slots_of(indicator, evidence) if not slot.given]
    if lacking and set(unit_states(roster, indicator, entry).values()) - {"blank"}:
        yield _warning(indicator.no, lead, Code.EVIDENCE_SHORT, value="；".join(lacking))


def _late_evidence(
    indicator: Indicator, entry: Entry, lead: str, evidence: tuple[Evidence, ...]
) -> Iterator[Remark]:
    """Documents made after the last matter under the same indicator was found."""
    last = max((finding.date for finding in entry.own.findings), default="")
    for item in evidence:
        if last and item.date > last:
            unit = item.unit or lead
            code = Code.EVIDENCE_LATE
            yield _warning(indicator.no, unit, code, value=item.title, wanted=last)


def _one_number_twice(assessment: Assessment) -> Iterator[Remark]:
    """One 文号 under which different documents are named."""
    by_number: defaultdict[str, list[Evidence]] = defaultdict(list)
    for item in sorted(assessment.evidence.values(), key=lambda item: item.id):
        if any(map(str.isdigit, item.doc_no)):  # else it says that there is none
            by_number[plainly(item.doc_no, "-")].append(item)
    for items in by_number.values():
        named = list({(plainly(item.title), item.date): item.title for item in items}.values())
        days = {item.date for item in items if item.date}
        titles = {plainly(item.title) for item in items}
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
