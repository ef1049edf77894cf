"""Everything a person can do to an assessment, as values.

A change names what is to be so, never how. Empty `answerer`, `unit` or `id` are filled in by
`decide`; what `decide` returns is what the journal keeps and `evolve` applies. Fields are only
ever added, with defaults, so that old journals open for ever.
"""

from typing import TypeAlias

from msgspec import Struct

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes.answers import (
    AmendEvidence,
    AmendFinding,
    AttachEvidence,
    ClearClause,
    DropEvidence,
    DropFinding,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    SetReading,
    WriteNote,
)
from fazhi_tui.domain.changes.base import Imported, Restore
from fazhi_tui.domain.changes.papers import (
    FixCutOff,
    IssueLetters,
    NumberLetter,
    Paper,
    ReceiveLetter,
    VoidLetter,
    WriteReport,
)
from fazhi_tui.domain.changes.rectification import (
    DisputeGap,
    PlanRectification,
    Reassign,
    RejectDispute,
)
from fazhi_tui.domain.changes.review import AcceptItem, AdmitLate, ReturnItem, SubmitItem
from fazhi_tui.domain.changes.round import (
    DrawSample,
    RecordCheck,
    SetDeadline,
    SetOutsideScores,
    SucceedUnit,
)
from fazhi_tui.domain.changes.sections import Answer, TakeSections
from fazhi_tui.domain.changes.setting_up import AdoptDuties, AdoptSet, AssignDuty
from fazhi_tui.domain.records import DEADLINE, contact_key, outside_key, sample_key, unit_key

__all__ = [
    "AcceptItem",
    "AdmitLate",
    "AdoptDuties",
    "AdoptSet",
    "AmendEvidence",
    "AmendFinding",
    "Answer",
    "AssignDuty",
    "AttachEvidence",
    "Change",
    "ClearClause",
    "DisputeGap",
    "DrawSample",
    "DropEvidence",
    "DropFinding",
    "FixCutOff",
    "Imported",
    "IssueLetters",
    "LiftNotApplicable",
    "MarkNone",
    "MarkNotApplicable",
    "NumberLetter",
    "Paper",
    "PlanRectification",
    "Reassign",
    "ReceiveLetter",
    "RecordCheck",
    "RecordFinding",
    "RejectDispute",
    "Restore",
    "ReturnItem",
    "SetDeadline",
    "SetOutsideScores",
    "SetReading",
    "SubmitItem",
    "SucceedUnit",
    "TakeSections",
    "Touched",
    "VoidLetter",
    "WriteNote",
    "WriteReport",
    "inverse",
    "touched",
    "undoable",
]

Change: TypeAlias = (
    AdoptSet
    | AdoptDuties
    | AssignDuty
    | Answer
    | TakeSections
    | ReturnItem
    | AcceptItem
    | AdmitLate
    | SetDeadline
    | SetOutsideScores
    | DrawSample
    | RecordCheck
    | SucceedUnit
    | PlanRectification
    | DisputeGap
    | RejectDispute
    | Reassign
    | Restore
    | Imported
    | Paper
)


class Touched(Struct, frozen=True):
    """The parts of an assessment that a change touches, by their keys.

    `units` are those of whose reports more is known afterwards.
    """

    indicators: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    everything: bool = False
    """It tells what all the rest came to, so that it goes with no other change."""

    def meets(self, other: "Touched") -> bool:
        """Whether the two can't both be made without looking at the other."""
        return (
            self.everything
            or not set(self.papers).isdisjoint(other.papers)
            or not set(self.records).isdisjoint(other.records)
            or not set(self.units).isdisjoint(other.units)
            or not set(self.indicators).isdisjoint(other.indicators)
            or not set(self.evidence).isdisjoint(other.evidence)
            or not set(self.gaps).isdisjoint(other.gaps)
        )


def touched(change: Change) -> Touched:  # noqa: C901  one case per kind of change
    """What an accepted change touches (indicators, evidence ids, gap ids)."""
    match change:
        case AdoptSet() | Imported():
            return Touched()
        case AdoptDuties():
            return Touched(tuple(change.duties), records=tuple(map(contact_key, change.contacts)))
        case AttachEvidence() | AmendEvidence() | DropEvidence():
            return Touched(evidence=(change.id,))
        case PlanRectification():
            return Touched(gaps=change.which)
        case DisputeGap() | RejectDispute():
            return Touched(gaps=(change.gap,))
        case IssueLetters() | FixCutOff():
            return Touched(everything=True)
        case NumberLetter() | ReceiveLetter() | VoidLetter():
            return Touched(papers=(change.id,))
        case WriteReport(texts):
            return Touched(papers=tuple(texts))
        case Reassign():
            return Touched((change.indicator,), gaps=(change.gap, *change.new_gaps))
        case SetDeadline():
            return Touched(records=(DEADLINE,))
        case SetOutsideScores(source):
            return Touched(records=(outside_key(source),))
        case DrawSample():
            return Touched(records=(sample_key(change.n),))
        case RecordCheck(sample, finding=finding):
            found = (finding.indicator,) if finding else ()
            return Touched(found, records=(sample_key(sample),))
        case SucceedUnit():
            gaps = tuple(gap for gap, _ in change.gaps)
            new = bool(change.created)
            return Touched(gaps=gaps, records=(unit_key(change.unit),), everything=new)
        case Restore():
            return Touched(
                tuple(change.entries),
                tuple(change.evidence),
                tuple(change.rectifications),
                units=tuple(change.taken),
                records=tuple(change.records),
                everything=any(key.startswith(unit_key("")) for key in change.records),
            )
        case TakeSections():
            parts = [touched(part) for part in change.changes]
            return Touched(
                tuple(dict.fromkeys(no for part in parts for no in part.indicators)),
                tuple(dict.fromkeys(key for part in parts for key in part.evidence)),
                units=tuple(change.taken),
            )
        case (
            AssignDuty()
            | MarkNone()
            | MarkNotApplicable()
            | LiftNotApplicable()
            | SubmitItem()
            | ReturnItem()
            | AcceptItem()
            | AdmitLate()
        ):
            return Touched(change.indicators)
        case _:
            return Touched((change.indicator,))


def undoable(change: Change) -> bool:
    """Whether a change can be undone: not a start, an import, an undo, or what went on paper."""
    return not isinstance(change, AdoptSet | Imported | Restore | Paper)


def inverse(seq: int, change: Change, before: Assessment) -> Restore:
    """The change that undoes `change`, which stands at `seq` and found the assessment `before`."""
    parts = touched(change)
    return Restore(
        seq,
        {no: before.entry(no) for no in parts.indicators},
        {key: before.evidence.get(key) for key in parts.evidence},
        {key: before.rectifications.get(key) for key in parts.gaps},
        {unit: before.taken.get(unit) for unit in parts.units},
        {key: before.records.get(key) for key in parts.records},
    )
