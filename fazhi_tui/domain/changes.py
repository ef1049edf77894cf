"""Everything a person can do to an assessment, as values.

A change names what is to be so, never how. Empty `answerer`, `unit` or `id` are filled in by
`decide`; what `decide` returns is what the journal keeps and `evolve` applies. Fields are only
ever added, with defaults, so that old journals open for ever.
"""

from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from fazhi_tui.domain.assessment import (
    Assessment,
    Entry,
    Evidence,
    Rectification,
    Track,
    Value,
)
from fazhi_tui.domain.indicators import Duty


class _Change(Struct, frozen=True, omit_defaults=True, tag_field="kind"):
    """Base of all changes; the tag is the kind written to the journal."""


class AdoptSet(_Change, frozen=True, omit_defaults=True, tag="adopt_set"):
    """The assessment goes by this indicator set (its text's sha256); the first change of all."""

    sha256: str
    year: int


class AdoptDuties(_Change, frozen=True, omit_defaults=True, tag="adopt_duties"):
    """A duties file is laid over the set: who answers for which indicator."""

    duties: dict[str, Duty]
    sha256: str = ""


class AssignDuty(_Change, frozen=True, omit_defaults=True, tag="assign_duty"):
    """The office says who answers for some indicators."""

    indicators: tuple[str, ...]
    duty: Duty


class RecordFinding(_Change, frozen=True, omit_defaults=True, tag="record_finding"):
    """A matter that costs points is entered. `quantity` is the number of cases."""

    indicator: str
    clause: str
    answerer: str = ""
    track: Track = "self"
    quantity: Decimal = Decimal(1)
    level: str = ""
    subject: str = ""
    bearers: tuple[tuple[str, Decimal], ...] = ()
    reason: str = ""
    date: str = ""
    id: str = ""


class AmendFinding(_Change, frozen=True, omit_defaults=True, tag="amend_finding"):
    """A finding is entered anew under its old id; every field counts."""

    id: str
    track: Track = "self"
    quantity: Decimal = Decimal(1)
    level: str = ""
    subject: str = ""
    bearers: tuple[tuple[str, Decimal], ...] = ()
    reason: str = ""
    date: str = ""
    indicator: str = ""


class DropFinding(_Change, frozen=True, omit_defaults=True, tag="drop_finding"):
    """A finding is taken back, the office says why; its id is never used again."""

    id: str
    track: Track = "self"
    indicator: str = ""
    reason: str = ""


class SetReading(_Change, frozen=True, omit_defaults=True, tag="set_reading"):
    """A measured value is entered, in place of the one with the same key.

    `decide` sets `sole` where a clause takes one reading, which replaces whatever was there, and
    `breakdown` where it begins or goes on with a figure by units, which ends an overall one.
    """

    indicator: str
    clause: str
    value: Value
    answerer: str = ""
    track: Track = "self"
    subject: str = ""
    reason: str = ""
    date: str = ""
    sole: bool = False
    breakdown: bool = False


class MarkNone(_Change, frozen=True, omit_defaults=True, tag="mark_none"):
    """Nothing to report (无): under one clause, or under all that this answerer left blank.

    With `replace` the answerer's findings and readings under the clause go. Accepted, `parts` name
    each (indicator, clause, answerer).
    """

    indicators: tuple[str, ...]
    clause: str = ""
    answerer: str = ""
    track: Track = "self"
    replace: bool = False
    parts: tuple[tuple[str, str, str], ...] = ()


class ClearClause(_Change, frozen=True, omit_defaults=True, tag="clear_clause"):
    """Everything this answerer said under a clause goes; it is blank again."""

    indicator: str
    clause: str
    answerer: str = ""
    track: Track = "self"


class MarkNotApplicable(_Change, frozen=True, omit_defaults=True, tag="mark_not_applicable"):
    """不涉及: indicators concern nobody here (unit ""), or not this unit."""

    indicators: tuple[str, ...]
    reason: str
    unit: str = ""
    decided_by: str = ""


class LiftNotApplicable(_Change, frozen=True, omit_defaults=True, tag="lift_not_applicable"):
    """The 不涉及 of indicators, or of a unit under them, is lifted."""

    indicators: tuple[str, ...]
    unit: str = ""


class WriteNote(_Change, frozen=True, omit_defaults=True, tag="write_note"):
    """A unit explains its answers to an indicator; an empty text takes the note away."""

    indicator: str
    text: str
    unit: str = ""


class AttachEvidence(_Change, frozen=True, omit_defaults=True, tag="attach_evidence"):
    """Evidence is named under indicators; the id is `indicator-year-n` of the first."""

    indicators: tuple[str, ...]
    title: str
    unit: str = ""
    doc_no: str = ""
    date: str = ""
    file: str = ""
    url: str = ""
    id: str = ""


class AmendEvidence(_Change, frozen=True, omit_defaults=True, tag="amend_evidence"):
    """Evidence is described anew under its old id; every field counts."""

    id: str
    indicators: tuple[str, ...]
    title: str
    unit: str = ""
    doc_no: str = ""
    date: str = ""
    file: str = ""
    url: str = ""


class DropEvidence(_Change, frozen=True, omit_defaults=True, tag="drop_evidence"):
    """Evidence is taken back; its id is never used again."""

    id: str


class SubmitItem(_Change, frozen=True, omit_defaults=True, tag="submit_item"):
    """A unit hands in its part of indicators (报送); with unit "" every answerer's part.

    Accepted, `parts` name each (indicator, unit); so in the next two.
    """

    indicators: tuple[str, ...]
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class ReturnItem(_Change, frozen=True, omit_defaults=True, tag="return_item"):
    """The office hands parts back with a reason (退回修改)."""

    indicators: tuple[str, ...]
    reason: str
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class AcceptItem(_Change, frozen=True, omit_defaults=True, tag="accept_item"):
    """The office accepts parts (审核通过)."""

    indicators: tuple[str, ...]
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class PlanRectification(_Change, frozen=True, omit_defaults=True, tag="plan_rectification"):
    """What is planned or done about a gap; None leaves a field as it is.

    `by` is the unit that says so ("" the office); only the office closes, and `closed` is the day.
    `extend` moves `due` and keeps the first one; `progress` is added to what was reported.
    """

    gap: str
    by: str = ""
    rectifier: str | None = None
    measure: str | None = None
    owner: str | None = None
    due: str | None = None
    extend: str | None = None
    progress: str | None = None
    will_not: str | None = None
    closed: str | None = None


class Restore(_Change, frozen=True, omit_defaults=True, tag="restore"):
    """An earlier change is undone: the parts it touched as they were before; None: not there."""

    undoes: int
    entries: dict[str, Entry] = {}
    evidence: dict[str, Evidence | None] = {}
    rectifications: dict[str, Rectification | None] = {}


class Imported(_Change, frozen=True, omit_defaults=True, tag="imported"):
    """A whole assessment from a portable file, with the head of the journal it came from."""

    state: Assessment
    digest: str = ""
    source_head: str = ""


Change: TypeAlias = (
    AdoptSet
    | AdoptDuties
    | AssignDuty
    | RecordFinding
    | AmendFinding
    | DropFinding
    | SetReading
    | MarkNone
    | ClearClause
    | MarkNotApplicable
    | LiftNotApplicable
    | WriteNote
    | AttachEvidence
    | AmendEvidence
    | DropEvidence
    | SubmitItem
    | ReturnItem
    | AcceptItem
    | PlanRectification
    | Restore
    | Imported
)


class Touched(Struct, frozen=True):
    """The parts of an assessment that a change touches, by their keys."""

    indicators: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()


def touched(change: Change) -> Touched:
    """What an accepted change touches (indicators, evidence ids, gap ids)."""
    match change:
        case AdoptSet() | Imported():
            return Touched()
        case AdoptDuties():
            return Touched(tuple(change.duties))
        case AttachEvidence() | AmendEvidence() | DropEvidence():
            return Touched(evidence=(change.id,))
        case PlanRectification():
            return Touched(gaps=(change.gap,))
        case Restore():
            return Touched(
                tuple(change.entries), tuple(change.evidence), tuple(change.rectifications)
            )
        case (
            AssignDuty()
            | MarkNone()
            | MarkNotApplicable()
            | LiftNotApplicable()
            | SubmitItem()
            | ReturnItem()
            | AcceptItem()
        ):
            return Touched(change.indicators)
        case _:
            return Touched((change.indicator,))


def undoable(change: Change) -> bool:
    """Whether a change can be undone: not the start of an assessment, an import, or an undo."""
    return not isinstance(change, AdoptSet | Imported | Restore)


def inverse(seq: int, change: Change, before: Assessment) -> Restore:
    """The change that undoes `change`, which stands at `seq` and found the assessment `before`."""
    parts = touched(change)
    return Restore(
        seq,
        {no: before.entry(no) for no in parts.indicators},
        {key: before.evidence.get(key) for key in parts.evidence},
        {key: before.rectifications.get(key) for key in parts.gaps},
    )
