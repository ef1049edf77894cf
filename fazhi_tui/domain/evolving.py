"""`evolve`: what an accepted change makes of an assessment. It never refuses.

Old journals therefore open under stricter rules. States are shared, not copied: a change makes a
new `Entry` only for the indicators it touches.
"""

from bisect import insort
from collections.abc import Callable, Iterable
from typing import TypeVar, assert_never

from msgspec.structs import replace

from fazhi_tui.domain import changes
from fazhi_tui.domain.assessment import (
    NO_ENTRY,
    Answers,
    Assessment,
    Benchmark,
    Entry,
    Evidence,
    Finding,
    Nil,
    NotApplicable,
    Note,
    Reading,
    Track,
)
from fazhi_tui.domain.changes import Change
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.domain.issuing import issued
from fazhi_tui.domain.lateness import admitted, dated, with_deadline
from fazhi_tui.domain.outside import with_scores
from fazhi_tui.domain.records import Contact, Record, Rectification, Taken, contact_key
from fazhi_tui.domain.rectifying import disputed, reassigned, rectified
from fazhi_tui.domain.reviewing import marked
from fazhi_tui.domain.sampling import with_check, with_sample
from fazhi_tui.domain.succession import succeeded


def evolve(assessment: Assessment, change: Change, at: str = "") -> Assessment:
    """The assessment after an accepted change, made `at` a moment (UTC, as the journal writes it).

    Without a moment nobody's words are dated.
    """
    after = _evolved(assessment, change)
    return dated(assessment, after, change, at) if at else after


def _evolved(  # noqa: C901  one case per kind of change
    assessment: Assessment, change: Change
) -> Assessment:
    if isinstance(change, changes.Paper):
        return issued(assessment, change)
    match change:
        case changes.AdoptSet(sha256, year):
            return replace(assessment, set_sha256=sha256, year=year)
        case changes.Imported(state):
            return replace(state, set_sha256=assessment.set_sha256, year=assessment.year)
        case changes.AdoptDuties(duties):
            adopted = _with_entries(assessment, duties, lambda no, e: replace(e, duty=duties[no]))
            return _with_contacts(adopted, change.contacts)
        case changes.AssignDuty(indicators, duty):
            return _with_entries(assessment, indicators, lambda _, e: _assigned(e, duty))
        case (
            changes.RecordFinding()
            | changes.AmendFinding()
            | changes.DropFinding()
            | changes.SetReading()
            | changes.ClearClause()
        ):
            return _with_entries(assessment, [change.indicator], lambda _, e: _answer(e, change))
        case changes.MarkNone():
            return _with_entries(assessment, change.indicators, lambda no, e: _none(no, e, change))
        case changes.MarkNotApplicable(indicators, reason, unit, decided_by):
            item = NotApplicable(unit, reason, decided_by)
            return _with_entries(assessment, indicators, lambda _, e: _excuse(e, unit, item))
        case changes.LiftNotApplicable(indicators, unit):
            return _with_entries(assessment, indicators, lambda _, e: _excuse(e, unit, None))
        case changes.WriteNote(indicator, text, unit):
            return _with_entries(assessment, [indicator], lambda _, e: _note(e, unit, text))
        case changes.SubmitItem() | changes.ReturnItem() | changes.AcceptItem():
            return _with_entries(assessment, change.indicators, lambda no, e: marked(no, e, change))
        case changes.AdmitLate():
            return _with_entries(
                assessment, change.indicators, lambda no, e: admitted(e, _units(no, change))
            )
        case changes.SetDeadline():
            return with_deadline(assessment, change)
        case changes.SetOutsideScores():
            return with_scores(assessment, change)
        case changes.DrawSample():
            return with_sample(assessment, change)
        case changes.RecordCheck():
            return _checked(assessment, change)
        case changes.SucceedUnit():
            return succeeded(assessment, change)
        case changes.AttachEvidence() | changes.AmendEvidence() | changes.DropEvidence():
            return _evidence(assessment, change)
        case changes.PlanRectification():
            return rectified(assessment, change)
        case changes.DisputeGap() | changes.RejectDispute():
            return disputed(assessment, change)
        case changes.Reassign():
            return reassigned(assessment, change)
        case changes.Restore():
            return _restore(assessment, change)
        case changes.TakeSections(parts, taken):
            for part in parts:
                assessment = evolve(assessment, part)
            return replace(assessment, taken={**assessment.taken, **taken})
        case _:
            assert_never(change)


def _with_entries(
    assessment: Assessment, numbers: Iterable[str], edit: Callable[[str, Entry], Entry]
) -> Assessment:
    entries = dict(assessment.entries)
    for no in numbers:
        entries[no] = edit(no, assessment.entry(no))
    return replace(assessment, entries=entries)


def _assigned(entry: Entry, duty: Duty) -> Entry:
    """The entry under another duty; by when it is due was told by a file, and nobody is asked."""
    due = duty.due or (entry.duty.due if entry.duty else "")
    return replace(entry, duty=replace(duty, due=due))


def _with_contacts(assessment: Assessment, contacts: dict[str, Contact]) -> Assessment:
    """Whom to ask now; a contact without name and telephone goes."""
    known = {contact_key(u): c if c != Contact() else None for u, c in contacts.items()}
    return replace(assessment, records=_restored(assessment.records, known))


# ── answers ──────────────────────────────────────────────────────────────────────────────────

_Answering = (
    changes.RecordFinding
    | changes.AmendFinding
    | changes.DropFinding
    | changes.SetReading
    | changes.ClearClause
)


def _answer(entry: Entry, change: _Answering) -> Entry:
    edited = _edited(entry.answers(change.track), change)
    entry = _answered(entry, change.track, edited, [_answerer(entry, change)])
    if isinstance(change, changes.RecordFinding):
        serial = f"{change.clause}.{change.answerer}"
        last = max(entry.serials.get(serial, 0), _n(change.id))
        entry = replace(entry, serials={**entry.serials, serial: last})
    return entry


def _answered(entry: Entry, track: Track, answers: Answers, answerers: Iterable[str]) -> Entry:
    """One track set anew; what was handed in and is changed since has to be handed in again."""
    if track == "verified":
        return replace(entry, verified=answers, recheck=False)
    marks = entry.marks
    if marks:
        changed = set(answerers)
        marks = tuple(m for m in marks if m.unit not in changed or m.state == "returned")
    return replace(entry, own=answers, marks=marks, recheck=entry.verified is not None)


def _none(no: str, entry: Entry, change: changes.MarkNone) -> Entry:
    """An explicit 无 under each clause that `decide` listed."""
    answers = entry.answers(change.track)
    parts = [(clause, answerer) for number, clause, answerer in change.parts if number == no]
    for clause, answerer in parts:
        if change.replace:
            answers = _cleared(answers, clause, answerer)
        nils = tuple(sorted({*answers.nils, Nil(clause, answerer)}))
        answers = replace(answers, nils=nils)
    return _answered(entry, change.track, answers, (answerer for _, answerer in parts))


def _n(finding_id: str) -> int:
    """The number at the end of a finding's id."""
    return int(finding_id.rpartition(".")[2])


def _answerer(entry: Entry, change: _Answering) -> str:
    if isinstance(change, changes.AmendFinding | changes.DropFinding):
        found = (f for f in entry.answers(change.track).findings if f.id == change.id)
        return next((f.answerer for f in found), "")
    return change.answerer


def _edited(answers: Answers, change: _Answering) -> Answers:
    match change:
        case changes.RecordFinding():
            return _record(answers, change)
        case changes.AmendFinding():
            amended = tuple(
                _amended(f, change) if f.id == change.id else f for f in answers.findings
            )
            return replace(answers, findings=amended)
        case changes.DropFinding(finding_id):
            kept = tuple(f for f in answers.findings if f.id != finding_id)
            return replace(answers, findings=kept)
        case changes.SetReading():
            return _read(answers, change)
        case changes.ClearClause(clause=clause, answerer=answerer, subject=subject):
            if subject is None:
                return _cleared(answers, clause, answerer)
            gone = (clause, answerer, subject, False)
            return replace(answers, readings=tuple(r for r in answers.readings if r.key != gone))
        case _:
            assert_never(change)


def _record(answers: Answers, change: changes.RecordFinding) -> Answers:
    finding = Finding(
        change.id,
        change.clause,
        change.answerer,
        _n(change.id),
        change.quantity,
        change.level,
        change.subject,
        change.bearers,
        change.reason,
        change.date,
    )
    findings = sorted((*answers.findings, finding), key=lambda f: (f.clause, f.answerer, f.n))
    nils = _without_nil(answers, change.clause, change.answerer)
    return replace(answers, findings=tuple(findings), nils=nils)


def _amended(finding: Finding, change: changes.AmendFinding) -> Finding:
    return replace(
        finding,
        quantity=change.quantity,
        level=change.level,
        subject=change.subject,
        bearers=change.bearers,
        reason=change.reason,
        date=change.date,
    )


def _read(answers: Answers, change: changes.SetReading) -> Answers:
    reading = Reading(
        change.clause, change.answerer, change.value, change.subject, change.reason, change.date
    )
    if change.sole:
        answers = _cleared(answers, change.clause, change.answerer)
    if change.alone:
        answers = _without_rivals(answers, reading)
    ended = {reading.key, _overall(reading)} if change.breakdown else {reading.key}
    keyed = [(key, r) for r in answers.readings if (key := r.key) not in ended]
    insort(keyed, (reading.key, reading))
    readings = tuple([r for _, r in keyed])
    nils = answers.nils
    if not isinstance(change.value, Benchmark):
        nils = _without_nil(answers, change.clause, change.answerer)
    return replace(answers, readings=readings, nils=nils)


def _without_rivals(answers: Answers, reading: Reading) -> Answers:
    """Without all that others said in the place of this one: values, or benchmarks."""
    aside = isinstance(reading.value, Benchmark)
    readings = tuple(
        other
        for other in answers.readings
        if other.clause != reading.clause or isinstance(other.value, Benchmark) != aside
    )
    nils = answers.nils
    if not aside:
        nils = tuple(nil for nil in nils if nil.clause != reading.clause)
    return replace(answers, readings=readings, nils=nils)


def _overall(reading: Reading) -> tuple[str, str, str, bool]:
    """The key of the same answerer's figure about no one in particular."""
    clause, answerer, _, aside = reading.key
    return (clause, answerer, "", aside)


def _without_nil(answers: Answers, clause: str, answerer: str) -> tuple[Nil, ...]:
    nil = Nil(clause, answerer)
    return tuple([n for n in answers.nils if n != nil]) if nil in answers.nils else answers.nils


def _cleared(answers: Answers, clause: str, answerer: str) -> Answers:
    def other(item: Finding | Reading) -> bool:
        return (item.clause, item.answerer) != (clause, answerer)

    return Answers(
        tuple(f for f in answers.findings if other(f)),
        tuple(r for r in answers.readings if other(r)),
        _without_nil(answers, clause, answerer),
    )


# ── marks, notes, 不涉及 ─────────────────────────────────────────────────────────────────────


def _excuse(entry: Entry, unit: str, item: NotApplicable | None) -> Entry:
    others = [other for other in entry.not_applicable if other.unit != unit]
    if item:
        others.append(item)
    return replace(
        entry,
        not_applicable=tuple(sorted(others, key=lambda other: other.unit)),
        moments=tuple(replace(m, excused=m.excused and m.unit != unit) for m in entry.moments),
    )


def _note(entry: Entry, unit: str, text: str) -> Entry:
    notes = [note for note in entry.notes if note.unit != unit]
    if text:
        notes.append(Note(unit, text))
    return replace(entry, notes=tuple(sorted(notes, key=lambda note: note.unit)))


def _units(no: str, change: changes.AdmitLate) -> list[str]:
    return [unit for number, unit in change.parts if number == no]


def _checked(assessment: Assessment, change: changes.RecordCheck) -> Assessment:
    """The assessment with what a spot check found, booked on the verified track."""
    after = with_check(assessment, change)
    return _evolved(after, change.finding) if change.finding else after


# ── evidence, undo ────────────────────────────────────────────────────────────────────────────


def _evidence(
    assessment: Assessment,
    change: changes.AttachEvidence | changes.AmendEvidence | changes.DropEvidence,
) -> Assessment:
    evidence = dict(assessment.evidence)
    serials = assessment.evidence_serials
    if isinstance(change, changes.DropEvidence):
        evidence.pop(change.id, None)
    else:
        evidence[change.id] = Evidence(
            change.id,
            change.indicators,
            change.title,
            change.unit,
            change.doc_no,
            change.date,
            change.file,
            change.url,
            change.sha256 or _same_file(evidence.get(change.id), change.file),
            change.asked,
        )
        if isinstance(change, changes.AttachEvidence):
            head, _, n = change.id.rpartition("-")
            serials = {**serials, head: max(serials.get(head, 0), int(n))}
    return replace(assessment, evidence=evidence, evidence_serials=serials)


def _same_file(old: Evidence | None, file: str) -> str:
    """The sha256 that is known already, where the file is the one it was."""
    return old.sha256 if old and old.file == file else ""


def _restore(assessment: Assessment, change: changes.Restore) -> Assessment:
    """The parts as they were, but numbers once given stay given."""
    entries = dict(assessment.entries)
    for no, entry in change.entries.items():
        given = assessment.entry(no).serials
        entries[no] = replace(entry, serials={**entry.serials, **given})
        if entries[no] == NO_ENTRY:
            del entries[no]
    return replace(
        assessment,
        entries=entries,
        evidence=_restored(assessment.evidence, change.evidence),
        rectifications=_restored(assessment.rectifications, change.rectifications),
        taken=_restored(assessment.taken, change.taken),
        records=_restored(assessment.records, change.records),
    )


_Part = TypeVar("_Part", Evidence, Rectification, Taken, Record)


def _restored(parts: dict[str, _Part], before: dict[str, _Part | None]) -> dict[str, _Part]:
    kept = {key: part for key, part in parts.items() if key not in before}
    return kept | {key: part for key, part in before.items() if part is not None}
