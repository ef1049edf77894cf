"""Reports of units at random: rows, nothing to report, clears, notes, 不涉及, evidence."""

from random import Random

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, must_answer
from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.domain.fields import about
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.section import (
    EvidenceRow,
    Excuse,
    FindingRow,
    Part,
    ReadingRow,
    Section,
    part_of,
)
from tests.domain.strategies import an_answer


def a_section(
    chance: Random, roster: Roster, base: tuple[int, Assessment], unit: str, report: int
) -> Section:
    """A report of `unit` from the assessment as it was at a seq."""
    seq, assessment = base
    parts: dict[str, Part] = {}
    for _ in range(chance.randint(1, 25)):
        answer = an_answer(chance, roster, assessment)
        if answer.answerer != unit:
            continue
        part = parts.get(answer.indicator, Part(answer.indicator))
        parts[answer.indicator] = _with(chance, part, answer, assessment, unit)
    for indicator in roster.set.indicators:
        entry = assessment.entry(indicator.no)
        for clause in indicator.clauses:
            if unit not in must_answer(roster, indicator, entry, clause) or chance.random() < 0.8:
                continue
            part = parts.get(indicator.no, Part(indicator.no))
            if clause.id not in part.clauses():
                parts[indicator.no] = _quiet(chance, part, clause.id)
    return Section(
        "uuid",
        "",
        unit,
        seq,
        "",
        report,
        chance.random() < 0.5,
        tuple(parts.values()),
        tuple(_evidence(chance, no) for no in (*parts, *parts) if chance.random() < 0.2),
    )


def _with(chance: Random, part: Part, answer: object, assessment: Assessment, unit: str) -> Part:
    """One more row, new or in place of one that was there."""
    had = part_of(assessment.entry(part.indicator), part.indicator, unit)
    if isinstance(answer, RecordFinding):
        ids = [row.id for row in had.findings if row.clause == answer.clause]
        taken = {row.id for row in part.findings}
        row = FindingRow(
            answer.clause,
            chance.choice([*ids, ""]),
            answer.quantity,
            answer.level,
            answer.subject,
            answer.bearers,
            cleared=False,
        )
        return _added(part, findings=(row,)) if not row.id or row.id not in taken else part
    reading = ReadingRow(
        answer.clause,  # type: ignore[attr-defined]
        answer.value,  # type: ignore[attr-defined]
        answer.subject,  # type: ignore[attr-defined]
        answer.reason,  # type: ignore[attr-defined]
    )
    if len(part.readings) % 5 != 4:  # else told twice, which is refused
        part = replace(part, readings=tuple(r for r in part.readings if not _one(r, reading)))
    return _added(part, readings=(reading,))


def _one(row: ReadingRow, other: ReadingRow) -> bool:
    return row.clause == other.clause and about(row) == about(other)


def _added(
    part: Part,
    findings: tuple[FindingRow, ...] = (),
    readings: tuple[ReadingRow, ...] = (),
) -> Part:
    return Part(
        part.indicator,
        (*part.findings, *findings),
        (*part.readings, *readings),
        part.nils,
        part.clears,
        part.note,
        part.excuse,
    )


def _quiet(chance: Random, part: Part, clause: str) -> Part:
    nil = chance.random() < 0.7
    note = chance.choice([part.note, "", "a note", "another"])
    excuse = chance.choice([*[part.excuse] * 6, Excuse("why"), Excuse()])
    return Part(
        part.indicator,
        part.findings,
        part.readings,
        (*part.nils, clause) if nil else part.nils,
        part.clears if nil else (*part.clears, clause),
        note,
        excuse,
    )


def _evidence(chance: Random, no: str) -> EvidenceRow:
    title, number = chance.choice(["a", "b"]), chance.choice(["1", "2"])
    return EvidenceRow((no,), title, doc_no=number, asked=("x",) if number == "2" else ())
