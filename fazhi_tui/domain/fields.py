"""The fields that a report speaks of, each by itself, and what it says there.

A field is one clause of one unit (all its findings and readings there), its note on an indicator,
its 不涉及, or one piece of its evidence. Its value is a `Part` with nothing else in it, or an
`EvidenceRow`; None where there is none.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.answering import checked_finding, form_of, refuse
from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Entry,
    Evidence,
    Finding,
    Number,
    Rate,
    Reading,
    Score,
    Value,
)
from fazhi_tui.domain.indicators import Clause, Roster
from fazhi_tui.domain.measuring import check_value
from fazhi_tui.domain.points import plain_decimal
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.section import (
    EvidenceRow,
    Excuse,
    FindingRow,
    Part,
    ReadingRow,
    Section,
    evidence_row,
    finding_row,
    part_of,
    reading_row,
)
from fazhi_tui.domain.slots import read_asked
from fazhi_tui.domain.text import clean_text, read_date, read_text

NOTE, EXCUSE = "/note", "/excuse"
BY_ID, BY_TITLE = "/evidence#", "/evidence/"

Said: TypeAlias = Part | EvidenceRow | None
"""The value of a field."""

_encoder = msgspec.json.Encoder(order="sorted")


class Field(Struct, frozen=True, order=True):
    """One field. `name` is a clause's id, or one of the names that begin with a slash."""

    unit: str
    indicator: str
    name: str

    @property
    def key(self) -> str:
        """What it is called among the fields of its unit."""
        return f"{self.indicator}.{self.name}"

    @property
    def clause(self) -> str:
        """The clause it is; "" where it is something else."""
        return "" if self.name.startswith("/") else self.name

    @property
    def is_evidence(self) -> bool:
        """Whether it is a piece of evidence."""
        return self.name.startswith((BY_ID, BY_TITLE))


# ── what stands ──────────────────────────────────────────────────────────────────────────────


def value_of(assessment: Assessment, field: Field) -> Said:
    """What stands in a field."""
    if field.is_evidence:
        return _evidence_of(assessment, field)
    entry = assessment.entries.get(field.indicator)
    if entry is None:
        return None
    if field.name not in {NOTE, EXCUSE}:
        return _clause_of(entry, field)
    part = part_of(entry, field.indicator, field.unit)
    if field.name == NOTE:
        return Part(part.indicator, note=part.note) if part.note else None
    return Part(part.indicator, excuse=part.excuse) if part.excuse else None


def _clause_of(entry: Entry, field: Field) -> Part | None:
    own, mine = entry.own, (field.name, field.unit)
    findings = [finding_row(f) for f in own.findings if (f.clause, f.answerer) == mine]
    readings = [reading_row(r) for r in own.readings if (r.clause, r.answerer) == mine]
    nils = [nil.clause for nil in own.nils if (nil.clause, nil.answerer) == mine]
    if not (findings or readings or nils):
        return None
    return Part(field.indicator, tuple(findings), tuple(readings), tuple(nils))


def _evidence_of(assessment: Assessment, field: Field) -> EvidenceRow | None:
    """The evidence of that id, or the unit's own of that title under that indicator."""
    known = [item for item in assessment.evidence.values() if item.unit == field.unit]
    if field.name.startswith(BY_ID):
        wanted = field.name.removeprefix(BY_ID)
        found = [item for item in known if item.id == wanted]
    else:
        title = field.name.removeprefix(BY_TITLE)
        found = [e for e in known if e.title == title and e.indicators[0] == field.indicator]
    for e in sorted(found, key=lambda e: e.id):
        return evidence_row(e)
    return None


def plain(said: Said) -> Said:
    """A value without the ids it was given, its rows in one order: what equal values share."""
    if isinstance(said, EvidenceRow):
        return replace(said, id="")
    if said is None or not (said.findings or len(said.readings) > 1):
        return said
    return replace(
        said,
        findings=tuple(sorted([replace(row, id="") for row in said.findings], key=content)),
        readings=tuple(sorted(said.readings, key=about)),
    )


def digest_of(told: Said) -> str:
    """A short name for a plain value: equal ones share it."""
    from hashlib import sha256  # only who merges pays for it

    return sha256(_encoder.encode(told)).hexdigest()[:16]


def content(row: FindingRow) -> tuple[object, ...]:
    """All that a finding says, without its id."""
    return (row.subject, row.level, row.quantity, row.reason, row.date, row.bearers)


def about(row: ReadingRow) -> tuple[str, bool]:
    """Whom a reading is about; a benchmark stands beside a rate."""
    return (row.subject, isinstance(row.value, Benchmark))


# ── what a section says ──────────────────────────────────────────────────────────────────────


def spoken(
    roster: Roster, section: Section, base: Assessment
) -> Iterator[tuple[Field, Said | Refused]]:
    """Every field a section speaks of and what is to stand there, or why that can't be.

    Rows that it does not name stay as they were at `base`.
    """
    unit = section.unit
    for part in section.parts:
        no = part.indicator
        if no not in roster.indicators:
            yield Field(unit, no, ""), Refused(Problem(Code.UNKNOWN_INDICATOR, value=no))
            continue
        had = part_of(base.entry(no), no, unit)
        for name in sorted(part.clauses()):
            yield Field(unit, no, name), _clause_said(roster, unit, name, part, had)
        if part.note is not None:
            yield Field(unit, no, NOTE), _note_said(part)
        if part.excuse is not None:
            yield Field(unit, no, EXCUSE), _excuse_said(part, part.excuse)
    for row in section.evidence:
        no = row.indicators[0] if row.indicators else ""
        name = f"{BY_ID}{row.id}" if row.id else f"{BY_TITLE}{clean_text(row.title).strip()}"
        yield Field(unit, no, name), _evidence_said(roster, row, base.evidence.get(row.id))


class _Place(NamedTuple):
    """Where something is said: the clause, by whom, and how it is called in a refusal."""

    roster: Roster
    clause: Clause
    path: str
    unit: str


def _clause_said(roster: Roster, unit: str, name: str, part: Part, had: Part) -> Said | Refused:
    path = f"{part.indicator}.{name}"
    if name in part.clears:
        had = Part(part.indicator)
    try:
        clause = roster.indicator(part.indicator).clause(name)
        place = _Place(roster, clause, path, unit)
        findings = _findings_said(place, part, had)
        readings = _readings_said(place, part, had)
    except Refused as refused:
        return refused
    if name in part.nils:
        told = {row.clause for row in part.findings}
        told |= {row.clause for row in part.readings if not isinstance(row.value, Benchmark)}
        if name in told:
            return Refused(Problem(Code.HAS_FINDINGS, path, unit))
        asides = tuple(row for row in readings if isinstance(row.value, Benchmark))
        return Part(part.indicator, readings=asides, nils=(name,))
    if findings or readings:
        return Part(part.indicator, findings, readings)
    return None


def _findings_said(place: _Place, part: Part, had: Part) -> tuple[FindingRow, ...]:
    clause = place.clause
    rows = [row for row in part.findings if row.clause == clause.id]
    if rows and not clause.counts:
        refuse(Code.WRONG_FORM, place.path, wanted=form_of(clause))
    for row in rows:
        if row.id and not row.id.startswith(f"{place.path}.{place.unit}."):
            refuse(Code.UNKNOWN_FINDING, place.path, row.id)
    named = {row.id for row in rows if row.id}
    kept = [row for row in had.findings if row.clause == clause.id and row.id not in named]
    return (*kept, *(_finding(place, row) for row in rows if not row.cleared))


def _finding(place: _Place, row: FindingRow) -> FindingRow:
    finding = Finding(
        "",
        row.clause,
        "",
        0,
        row.quantity,
        row.level,
        row.subject,
        row.bearers,
        row.reason,
        row.date,
    )
    checked = checked_finding(place.roster, place.clause, place.path, finding)
    return FindingRow(
        row.clause,
        row.id,
        _shortest(checked.quantity),
        checked.level,
        checked.subject,
        tuple((name, _shortest(weight)) for name, weight in checked.bearers),
        checked.reason,
        checked.date,
    )


def _readings_said(place: _Place, part: Part, had: Part) -> tuple[ReadingRow, ...]:
    clause = place.clause
    rows: dict[tuple[str, bool], ReadingRow] = {}
    told: dict[tuple[str, bool], ReadingRow] = {}
    for row in had.readings:
        if row.clause == clause.id and clause.by_subject:
            rows[about(row)] = row
    for row in part.readings:
        if row.clause != clause.id:
            continue
        subject = row.subject and place.roster.bearer(row.subject, place.path)
        if clause.about_itself and subject == place.unit:
            subject = ""
        if row.value is None:
            rows.pop((subject, False), None)
            rows.pop((subject, True), None)
            continue
        read = _reading(place, replace(row, subject=subject), row.value)
        aside = isinstance(read.value, Benchmark)  # one is enough for all
        once = about(read) if clause.by_subject and not aside else ("", aside)
        if told.setdefault(once, read) != read:
            refuse(Code.TOLD_TWICE, place.path)
        if aside:
            rows = {key: had for key, had in rows.items() if not key[1]}
        rows[about(read)] = read
    if clause.by_subject and not clause.about_itself:
        _end_overall(place, part, rows)
    return tuple(sorted(rows.values(), key=about))


def _end_overall(place: _Place, part: Part, rows: dict[tuple[str, bool], ReadingRow]) -> None:
    """Figures by unit end an overall one that was there; both at once are refused."""
    subjects = [subject for subject, aside in rows if subject and not aside]
    if ("", False) in rows and subjects:
        if any(
            about(row) == ("", False) and row.clause == place.clause.id for row in part.readings
        ):
            refuse(Code.WHICH_SUBJECT, place.path, wanted=" ".join(subjects))
        del rows["", False]


def _reading(place: _Place, row: ReadingRow, value: Value) -> ReadingRow:
    path = place.path
    reading = Reading(row.clause, "", value, row.subject, row.reason)
    check_value(place.roster, place.clause, path, reading)
    reason, date = read_text(row.reason, path), read_date(row.date, path)
    if isinstance(value, Score) and not value.scorer:
        value = replace(value, scorer=place.unit)
    return ReadingRow(row.clause, _canonical(value, path), row.subject, reason, date)


def _canonical(value: Value, path: str) -> Value:
    match value:
        case Number(number):
            return Number(_shortest(number))
        case Rate(num, den, stated):
            return Rate(_shortest(num), _shortest(den), stated)
        case Benchmark(number):
            return Benchmark(_shortest(number))
        case Score(points, scorer):
            return Score(points, read_text(scorer, path))
        case _:
            return value


def _shortest(value: Decimal) -> Decimal:
    return Decimal(plain_decimal(value))


def _note_said(part: Part) -> Said | Refused:
    try:
        note = read_text(part.note or "", part.indicator)
    except Refused as refused:
        return refused
    return Part(part.indicator, note=note) if note else None


def _excuse_said(part: Part, excuse: Excuse) -> Said | Refused:
    try:
        reason = read_text(excuse.reason, part.indicator)
        decided_by = read_text(excuse.decided_by, part.indicator)
    except Refused as refused:
        return refused
    return Part(part.indicator, excuse=Excuse(reason, decided_by)) if reason else None


def _evidence_said(roster: Roster, row: EvidenceRow, old: Evidence | None) -> Said | Refused:
    where = row.indicators[0] if row.indicators else ""
    try:
        if row.cleared:
            return None
        numbers = tuple(dict.fromkeys(roster.indicator(no).no for no in row.indicators))
        title = read_text(row.title, where)
        if not numbers:
            refuse(Code.UNKNOWN_INDICATOR, value=title)
        if not title:
            refuse(Code.TITLE_NEEDED, where)
        return EvidenceRow(
            numbers,
            title,
            row.id,
            read_text(row.doc_no, where),
            read_date(row.date, where),
            read_text(row.file, where),
            read_text(row.url, where),
            asked=read_asked(roster, numbers, row.asked, old.asked if old else ()),
        )
    except Refused as refused:
        return refused
