"""`decide`: whether a change may be made, and what exactly it is.

It fills in what was left out (the sole answerer, ids), makes names canonical, and refuses what
would not make sense, with the problem and where it is. It reads no clock and no file.
"""

from collections.abc import Sequence
from typing import assert_never, cast

from msgspec.structs import replace

from fazhi_tui.domain import changes
from fazhi_tui.domain.answering import (
    amend_finding,
    clear_clause,
    drop_finding,
    known,
    mark_none,
    one_answerer,
    record_finding,
    refuse,
)
from fazhi_tui.domain.assessment import (
    Assessment,
    Entry,
    answerers,
)
from fazhi_tui.domain.changes import Answer, Change
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Duty, Roster
from fazhi_tui.domain.issuing import issue
from fazhi_tui.domain.lateness import admit, set_deadline
from fazhi_tui.domain.measuring import set_reading
from fazhi_tui.domain.outside import set_scores
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.records import Contact
from fazhi_tui.domain.rectifying import dispute, reassign, rectify, reject
from fazhi_tui.domain.reviewing import review, submit
from fazhi_tui.domain.sampling import check, draw
from fazhi_tui.domain.slots import read_asked
from fazhi_tui.domain.speaking import check_speaker
from fazhi_tui.domain.succession import succeed
from fazhi_tui.domain.text import is_sha256, read_past, read_text


def decide(
    roster: Roster, assessment: Assessment, change: Change, actor: str = "", by: str = ""
) -> Change:
    """The change as it will stand in the journal.

    `actor` is the person who makes it, `by` the unit he speaks for ("": the office). Raises
    `Refused`; nothing has changed then.
    """
    decided = _decided(roster, assessment, change, actor)
    check_speaker(roster, assessment, decided, by)
    return decided


def _decided(  # noqa: C901  one case per kind of change
    roster: Roster, assessment: Assessment, change: Change, actor: str
) -> Change:
    if isinstance(change, changes.Paper):
        return issue(roster, assessment, change)
    match change:
        case changes.AdoptSet() | changes.Imported() | changes.Restore():
            return change
        case changes.AdoptDuties(duties):
            decided = {no: _duty(roster, no, d) for no, d in duties.items()}
            return replace(change, duties=decided, contacts=_contacts(roster, change))
        case changes.AssignDuty(indicators, duty):
            numbers = known(roster, indicators)
            return replace(change, duty=_duty(roster, numbers[0], duty))
        case changes.RecordFinding():
            return record_finding(roster, assessment, change)
        case changes.AmendFinding():
            return amend_finding(roster, assessment, change)
        case changes.DropFinding():
            return drop_finding(assessment, change)
        case changes.SetReading():
            return set_reading(roster, assessment, change, actor)
        case changes.MarkNone():
            return mark_none(roster, assessment, change)
        case changes.ClearClause():
            return clear_clause(roster, assessment, change)
        case changes.MarkNotApplicable():
            return _excuse(roster, assessment, change)
        case changes.LiftNotApplicable():
            return _lift(roster, assessment, change)
        case changes.WriteNote():
            return _note(roster, assessment, change)
        case changes.AttachEvidence() | changes.AmendEvidence():
            return _evidence(roster, assessment, change)
        case changes.DropEvidence(evidence_id):
            if evidence_id not in assessment.evidence:
                refuse(Code.UNKNOWN_EVIDENCE, value=evidence_id)
            return change
        case changes.SubmitItem():
            return submit(roster, assessment, change)
        case changes.ReturnItem() | changes.AcceptItem():
            return review(roster, assessment, change)
        case changes.AdmitLate():
            return admit(roster, assessment, change)
        case changes.SetDeadline():
            return set_deadline(assessment, change)
        case changes.SetOutsideScores():
            return set_scores(roster, assessment, change)
        case changes.DrawSample():
            return draw(roster, assessment, change)
        case changes.RecordCheck():
            return check(roster, assessment, change)
        case changes.SucceedUnit():
            return succeed(roster, assessment, change)
        case changes.PlanRectification():
            return rectify(roster, assessment, change, actor)
        case changes.DisputeGap():
            return dispute(roster, assessment, change)
        case changes.RejectDispute():
            return reject(roster, assessment, change)
        case changes.Reassign():
            return reassign(roster, assessment, change)
        case changes.TakeSections():
            return _take(roster, assessment, change)
        case _:
            assert_never(change)


def _take(
    roster: Roster, assessment: Assessment, change: changes.TakeSections
) -> changes.TakeSections:
    """Each part decided on what the ones before it make."""
    decided: list[Answer] = []
    for part in change.changes:
        decided.append(cast(Answer, decide(roster, assessment, part)))
        assessment = evolve(assessment, decided[-1])
    return replace(change, changes=tuple(decided))


# ── duties, 不涉及, notes ────────────────────────────────────────────────────────────────────


def _duty(roster: Roster, no: str, duty: Duty) -> Duty:
    """A duty with canonical names of units and groups. Raises `Refused`."""
    roster.indicator(no)

    def names(given: Sequence[str]) -> tuple[str, ...]:
        listed = (name if name in roster.groups else roster.unit(name, no) for name in given)
        return tuple(dict.fromkeys(listed))

    lead = roster.bearer(duty.lead, no)
    competent = names(duty.competent)
    for name in competent:
        group = roster.groups.get(name)
        if group and group.by_event:
            refuse(Code.GROUP_BY_EVENT_HERE, no, name)
        for unit in roster.expand((name,)):
            roster.bearer(unit, no)
    return Duty(
        lead,
        competent,
        names(duty.supporting),
        read_text(duty.leader, no),
        read_text(duty.person, no),
        read_text(duty.due, no),
    )


def _contacts(roster: Roster, change: changes.AdoptDuties) -> dict[str, Contact]:
    return {
        roster.unit(unit): Contact(read_text(contact.person, unit), read_text(contact.phone, unit))
        for unit, contact in change.contacts.items()
    }


def _excuse(
    roster: Roster, assessment: Assessment, change: changes.MarkNotApplicable
) -> changes.MarkNotApplicable:
    numbers = known(roster, change.indicators)
    unit = change.unit and roster.unit(change.unit)
    for no in numbers:
        _not_accepted(assessment.entry(no), no, unit)
    reason = read_text(change.reason, numbers[0])
    if not reason:
        refuse(Code.REASON_NEEDED, numbers[0])
    decided_by = read_text(change.decided_by, numbers[0])
    return changes.MarkNotApplicable(numbers, reason, unit, decided_by)


def _lift(
    roster: Roster, assessment: Assessment, change: changes.LiftNotApplicable
) -> changes.LiftNotApplicable:
    numbers = known(roster, change.indicators)
    unit = change.unit and roster.unit(change.unit)
    for no in numbers:
        if not assessment.entry(no).excused(unit):
            refuse(Code.NOT_MARKED, no, unit)
        _not_accepted(assessment.entry(no), no, unit)
    return changes.LiftNotApplicable(numbers, unit)


def _not_accepted(entry: Entry, no: str, unit: str) -> None:
    for mark in entry.marks:
        if mark.state == "accepted" and unit in {"", mark.unit}:
            refuse(Code.ITEM_ACCEPTED, no, mark.unit)


def _note(roster: Roster, assessment: Assessment, change: changes.WriteNote) -> changes.WriteNote:
    indicator = roster.indicator(change.indicator)
    duty = assessment.duty(indicator)
    if change.unit:
        unit = roster.unit(change.unit, indicator.no)
    else:
        unit = one_answerer(
            indicator.no,
            answerers(roster, indicator, assessment.entry(indicator.no)) or [duty.lead],
        )
    text = read_text(change.text, indicator.no)
    if not text and all(note.unit != unit for note in assessment.entry(indicator.no).notes):
        refuse(Code.NOTHING_TO_CHANGE, indicator.no)
    return changes.WriteNote(indicator.no, text, unit)


# ── evidence ─────────────────────────────────────────────────────────────────────────────────


def _evidence(
    roster: Roster, assessment: Assessment, change: changes.AttachEvidence | changes.AmendEvidence
) -> changes.AttachEvidence | changes.AmendEvidence:
    numbers = known(roster, change.indicators)
    where = numbers[0]
    title = read_text(change.title, where)
    if not title:
        refuse(Code.TITLE_NEEDED, where)
    evidence_id = change.id
    old = assessment.evidence.get(evidence_id)
    if isinstance(change, changes.AmendEvidence):
        if old is None:
            refuse(Code.UNKNOWN_EVIDENCE, value=evidence_id)
    else:
        head = f"{where.zfill(3)}-{assessment.year}"
        evidence_id = f"{head}-{assessment.evidence_serials.get(head, 0) + 1:02d}"
    return replace(
        change,
        id=evidence_id,
        indicators=numbers,
        title=title,
        unit=change.unit and roster.unit(change.unit, where),
        doc_no=read_text(change.doc_no, where),
        date=read_past(change.date, where, assessment.year),
        file=read_text(change.file, where),
        url=read_text(change.url, where),
        sha256=change.sha256 if is_sha256(change.sha256) else "",
        asked=read_asked(roster, numbers, change.asked, old.asked if old else ()),
    )
