"""What a section says: every field it speaks of, and what is to stand there."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from fazhi_tui.domain.answering import checked_finding, form_of, refuse
from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Evidence,
    Finding,
    Number,
    Rate,
    Reading,
    Score,
    Value,
)
from fazhi_tui.domain.fields import (
    BY_ASKED,
    BY_TITLE,
    EXCUSE,
    NOTE,
    Field,
    Said,
    about,
    by_title,
    named_by,
    nth,
    plain,
)
from fazhi_tui.domain.indicators import Clause, Roster
from fazhi_tui.domain.measuring import check_value
from fazhi_tui.domain.points import plain_decimal
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.records import Word
from fazhi_tui.domain.section import (
    EvidenceRow,
    Excuse,
    FindingRow,
    Part,
    ReadingRow,
    Section,
    evidence_rows,
    part_of,
)
from fazhi_tui.domain.slots import read_asked
from fazhi_tui.domain.text import read_date, read_text


def spoken(
    roster: Roster, section: Section, base: Assessment, words: Mapping[str, Word]
) -> Iterator[tuple[Field, Said | Refused]]:
    """Every field a section speaks of and what is to stand there, or why that can't be.

    Rows that it does not name stay as they were at `base`. `words` are what its unit has said in
    reports before.
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
    for field, row, said in _evidence_spoken(roster, section, base):
        yield _named_before(field, row, words) or field, said


def _named_before(field: Field, row: EvidenceRow, words: Mapping[str, Word]) -> Field | None:
    """The field that an earlier version took in evidence as, which went by its title."""
    title = Field(field.unit, field.indicator, by_title(row))
    word = words.get(title.key)
    asked_for = field.name.startswith(BY_ASKED) and field.key not in words
    return title if asked_for and word is not None and not word.id else None


def _evidence_spoken(
    roster: Roster, section: Section, base: Assessment
) -> Iterator[tuple[Field, EvidenceRow, Said | Refused]]:
    """Of several rows that are the same of what is asked for, one is; the others have titles.

    New ones of one title are each another document, and none that was named before the form went
    out: that one has its id.
    """
    spoken_of: dict[EvidenceRow, Said | Refused] = {}
    firsts: dict[tuple[str, str], EvidenceRow] = {}
    for row in section.evidence:
        said = _evidence_said(roster, row, base.evidence.get(row.id))
        told = said if isinstance(said, EvidenceRow) else row
        spoken_of[told] = said
        firsts[named_by(told)] = min(told, firsts.get(named_by(told), told), key=_by_title)
    had = evidence_rows(base, section.unit)
    known = {plain(replace(row, asked=())) for row in had}
    many = Counter((row.indicators[0], by_title(row)) for row in had)
    many |= Counter((named_by(row)[0], by_title(row)) for row in spoken_of if row.id)
    for told, said in spoken_of.items():
        if told in known:  # written down once more
            continue
        no, name = named_by(told)
        if name.startswith(BY_ASKED) and firsts[no, name] != told:
            name = by_title(told)
        if name.startswith(BY_TITLE):
            many[no, name] += 1
            name = nth(name, many[no, name])
        yield Field(section.unit, no, name), told, said


def _by_title(row: EvidenceRow) -> tuple[str, str]:
    return row.title, repr(row)


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
