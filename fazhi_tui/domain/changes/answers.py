"""What units and the office say: findings, readings, nothing to report, 不涉及, notes, evidence."""

from decimal import Decimal

from fazhi_tui.domain.assessment import Track, Value
from fazhi_tui.domain.changes.base import Base


class RecordFinding(Base, frozen=True, omit_defaults=True, tag="record_finding"):
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


class AmendFinding(Base, frozen=True, omit_defaults=True, tag="amend_finding"):
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


class DropFinding(Base, frozen=True, omit_defaults=True, tag="drop_finding"):
    """A finding is taken back, the office says why; its id is never used again."""

    id: str
    track: Track = "self"
    indicator: str = ""
    reason: str = ""


class SetReading(Base, frozen=True, omit_defaults=True, tag="set_reading"):
    """A measured value is entered, in place of the one with the same key.

    `decide` sets `sole` where a clause takes one reading, which replaces whatever was there, and
    `breakdown` where it begins or goes on with a figure by units, which ends an overall one. With
    `alone` what anybody else said in its place goes too: a clause that takes one reading has one,
    and one benchmark is enough for all.
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
    alone: bool = False


class MarkNone(Base, frozen=True, omit_defaults=True, tag="mark_none"):
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


class ClearClause(Base, frozen=True, omit_defaults=True, tag="clear_clause"):
    """Everything this answerer said under a clause goes; it is blank again.

    With a `subject` ("" is nobody's) only the measured value about that unit goes.
    """

    indicator: str
    clause: str
    answerer: str = ""
    track: Track = "self"
    subject: str | None = None


class MarkNotApplicable(Base, frozen=True, omit_defaults=True, tag="mark_not_applicable"):
    """不涉及: indicators concern nobody here (unit ""), or not this unit."""

    indicators: tuple[str, ...]
    reason: str
    unit: str = ""
    decided_by: str = ""


class LiftNotApplicable(Base, frozen=True, omit_defaults=True, tag="lift_not_applicable"):
    """The 不涉及 of indicators, or of a unit under them, is lifted."""

    indicators: tuple[str, ...]
    unit: str = ""


class WriteNote(Base, frozen=True, omit_defaults=True, tag="write_note"):
    """A unit explains its answers to an indicator; an empty text takes the note away."""

    indicator: str
    text: str
    unit: str = ""


class AttachEvidence(Base, frozen=True, omit_defaults=True, tag="attach_evidence"):
    """Evidence is named under indicators; the id is `indicator-year-n` of the first.

    `sha256` is what the file held when it was named, or under which the store keeps a copy. `asked`
    are the documents asked for that it is, in the set's words or by their place.
    """

    indicators: tuple[str, ...]
    title: str
    unit: str = ""
    doc_no: str = ""
    date: str = ""
    file: str = ""
    url: str = ""
    id: str = ""
    sha256: str = ""
    asked: tuple[str, ...] = ()


class AmendEvidence(Base, frozen=True, omit_defaults=True, tag="amend_evidence"):
    """Evidence is described anew under its old id; every field counts.

    Without `sha256` the old one stays as long as `file` does.
    """

    id: str
    indicators: tuple[str, ...]
    title: str
    unit: str = ""
    doc_no: str = ""
    date: str = ""
    file: str = ""
    url: str = ""
    sha256: str = ""
    asked: tuple[str, ...] = ()


class DropEvidence(Base, frozen=True, omit_defaults=True, tag="drop_evidence"):
    """Evidence is taken back; its id is never used again."""

    id: str
