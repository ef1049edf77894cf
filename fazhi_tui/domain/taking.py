"""The changes that make a field of a section stand as the section says."""

from collections.abc import Iterator, Sequence

from fazhi_tui.domain import changes
from fazhi_tui.domain.changes import Answer
from fazhi_tui.domain.fields import EXCUSE, NOTE, Field, Said, about, content
from fazhi_tui.domain.section import EvidenceRow, FindingRow, Part, ReadingRow


def steps_to(field: Field, now: Said, wanted: Said) -> list[Answer]:
    """The changes that make a field from `now` into `wanted`, in order."""
    if field.is_evidence:
        return _evidence_steps(field, now, wanted)
    no, unit = field.indicator, field.unit
    part = wanted if isinstance(wanted, Part) else Part(no)
    if field.name == NOTE:
        return [changes.WriteNote(no, part.note or "", unit)]
    if field.name == EXCUSE:
        if part.excuse is None:
            return [changes.LiftNotApplicable((no,), unit)]
        return [changes.MarkNotApplicable((no,), part.excuse.reason, unit, part.excuse.decided_by)]
    if part.nils:
        nothing = changes.MarkNone((no,), field.name, unit, replace=True)
        return [nothing, *_reading_steps(field, (), part.readings)]
    old = now if isinstance(now, Part) else Part(no)
    if not part.findings and not part.readings:
        return [changes.ClearClause(no, field.name, unit)]
    if old.nils:  # a benchmark alone would leave it there
        return [
            changes.ClearClause(no, field.name, unit),
            *_finding_steps(field, (), part.findings),
            *_reading_steps(field, (), part.readings),
        ]
    return [
        *_finding_steps(field, old.findings, part.findings),
        *_reading_steps(field, old.readings, part.readings),
    ]


def _finding_steps(
    field: Field, now: Sequence[FindingRow], wanted: Sequence[FindingRow]
) -> Iterator[Answer]:
    """Rows go on with the finding of their id, else with an equal one, else with the next left."""
    left = {row.id: row for row in now}
    pairs: list[tuple[FindingRow, FindingRow]] = []
    new: list[FindingRow] = []
    for row in wanted:
        if row.id in left:
            pairs.append((left.pop(row.id), row))
        else:
            new.append(row)
    for same in (True, False):
        for row in list(new):
            old = next((o for o in left.values() if not same or content(o) == content(row)), None)
            if old is not None:
                pairs.append((left.pop(old.id), row))
                new.remove(row)
    no = field.indicator
    for old, row in pairs:
        if content(old) != content(row):
            yield changes.AmendFinding(
                old.id, "self", row.quantity, row.level, row.subject, row.bearers, row.reason,
                row.date, no,
            )  # fmt: skip
    for row in new:
        yield changes.RecordFinding(
            no, field.name, field.unit, "self", row.quantity, row.level, row.subject, row.bearers,
            row.reason, row.date,
        )  # fmt: skip
    for old in left.values():
        yield changes.DropFinding(old.id, "self", no)


def _reading_steps(
    field: Field, now: Sequence[ReadingRow], wanted: Sequence[ReadingRow]
) -> Iterator[Answer]:
    had, asked = {about(row): row for row in now}, {about(row): row for row in wanted}
    if had.keys() - asked.keys():
        yield changes.ClearClause(field.indicator, field.name, field.unit)
        had = {}
    for key, row in asked.items():
        if row.value is not None and had.get(key) != row:
            yield changes.SetReading(
                field.indicator, field.name, row.value, field.unit, "self", row.subject, row.reason,
                row.date,
            )  # fmt: skip


def _evidence_steps(field: Field, now: Said, wanted: Said) -> list[Answer]:
    old = now if isinstance(now, EvidenceRow) else None
    if not isinstance(wanted, EvidenceRow):
        return [changes.DropEvidence(old.id)] if old else []
    if old:
        return [
            changes.AmendEvidence(
                old.id, wanted.indicators, wanted.title, field.unit, wanted.doc_no, wanted.date,
                wanted.file, wanted.url, asked=wanted.asked,
            )
        ]  # fmt: skip
    return [
        changes.AttachEvidence(
            wanted.indicators, wanted.title, field.unit, wanted.doc_no, wanted.date, wanted.file,
            wanted.url, asked=wanted.asked,
        )
    ]  # fmt: skip
