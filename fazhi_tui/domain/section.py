"""What one unit says in one report (填报件): what a fill-in workbook or section file holds.

    Section ─ Part (one per indicator) ─ FindingRow, ReadingRow, clauses with nothing, cleared
            └ EvidenceRow

**What is not there says nothing**: it stays as it is. Only an explicit clear (清空) takes away.
Everything is said by the section's unit, so no row names its answerer.
"""

from decimal import Decimal

from msgspec import Struct

from fazhi_tui.domain.assessment import Assessment, Entry, Evidence, Finding, Reading, Value


class FindingRow(Struct, frozen=True, omit_defaults=True):
    """A matter that costs points. `id` is the finding it goes on with; "" is a new one.

    `cleared`: the finding of that id is taken back.
    """

    clause: str
    id: str = ""
    quantity: Decimal = Decimal(1)
    level: str = ""
    subject: str = ""
    bearers: tuple[tuple[str, Decimal], ...] = ()
    reason: str = ""
    date: str = ""
    cleared: bool = False


class ReadingRow(Struct, frozen=True, omit_defaults=True):
    """A measured value about `subject` ("": no one in particular); None: it is taken back."""

    clause: str
    value: Value | None
    subject: str = ""
    reason: str = ""
    date: str = ""


class Excuse(Struct, frozen=True, omit_defaults=True):
    """不涉及, with its reason and who decided; without a reason it is lifted."""

    reason: str = ""
    decided_by: str = ""


class EvidenceRow(Struct, frozen=True, omit_defaults=True):
    """印证材料. `id` is the one it goes on with; "" is a new one. `cleared`: it is taken back.

    `asked` are the documents asked for that it is, in the set's words.
    """

    indicators: tuple[str, ...]
    title: str
    id: str = ""
    doc_no: str = ""
    date: str = ""
    file: str = ""
    url: str = ""
    cleared: bool = False
    asked: tuple[str, ...] = ()


class Part(Struct, frozen=True, omit_defaults=True):
    """What the unit says of one indicator.

    `nils` are clauses with nothing to report (无), `clears` clauses that are to be blank again.
    `note` and `excuse` are None where nothing is said; an empty note takes the old one away.
    """

    indicator: str
    findings: tuple[FindingRow, ...] = ()
    readings: tuple[ReadingRow, ...] = ()
    nils: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    note: str | None = None
    excuse: Excuse | None = None

    def clauses(self) -> set[str]:
        """The clauses it says anything of."""
        rows: tuple[FindingRow | ReadingRow, ...] = (*self.findings, *self.readings)
        return {row.clause for row in rows} | set(self.nils) | set(self.clears)


class Section(Struct, frozen=True, omit_defaults=True):
    """One report of one unit, and what it was made from.

    `assessment` is its uuid, `base_seq` and `base_hash` the head of the journal when the form went
    out, `report` counts from 1 (第几次报送); `formal` hands in (正式报送) what is complete, but not
    the indicators that are `unread`: something there could not be understood.
    """

    assessment: str
    set_sha256: str
    unit: str
    base_seq: int
    base_hash: str
    report: int = 1
    formal: bool = False
    parts: tuple[Part, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    unread: tuple[str, ...] = ()


def finding_row(f: Finding) -> FindingRow:
    """A finding as a report says it."""
    return FindingRow(f.clause, f.id, f.quantity, f.level, f.subject, f.bearers, f.reason, f.date)


def reading_row(r: Reading) -> ReadingRow:
    """A reading as a report says it."""
    return ReadingRow(r.clause, r.value, r.subject, r.reason, r.date)


def part_of(entry: Entry, no: str, unit: str) -> Part:
    """What `unit` has said of the indicator so far, on the units' own track."""
    own = entry.own
    excused = entry.excused(unit)
    return Part(
        no,
        tuple([finding_row(f) for f in own.findings if f.answerer == unit]),
        tuple([reading_row(r) for r in own.readings if r.answerer == unit]),
        tuple(nil.clause for nil in own.nils if nil.answerer == unit),
        note=next((note.text for note in entry.notes if note.unit == unit), None),
        excuse=Excuse(excused.reason, excused.decided_by) if excused else None,
    )


def parts_of(assessment: Assessment, unit: str) -> tuple[Part, ...]:
    """What `unit` has said so far, by indicator; nothing for those it said nothing of."""
    parts = (part_of(entry, no, unit) for no, entry in assessment.entries.items())
    return tuple(part for part in parts if part != Part(part.indicator))


def evidence_row(item: Evidence) -> EvidenceRow:
    """A piece of evidence as a section tells it."""
    return EvidenceRow(
        item.indicators, item.title, item.id, item.doc_no, item.date, item.file, item.url,
        asked=item.asked,
    )  # fmt: skip


def evidence_rows(assessment: Assessment, unit: str) -> tuple[EvidenceRow, ...]:
    """The evidence that `unit` has named, by id."""
    own = (e for e in assessment.evidence.values() if e.unit == unit)
    return tuple(map(evidence_row, sorted(own, key=lambda e: e.id)))
