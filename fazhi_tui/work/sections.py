"""收回: what units send back is read, looked at, and taken in as one change.

    preview = look_at(session, paths)          nothing has changed yet
    preview = settled(session, preview, choices)
    made = take(session, preview)              one change, one undo; None where nothing changes
    receipts(preview)                          a text for each report, to be sent back

A file that can't be read stops no other. What was read is kept, so choosing reads nothing again.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.merging import NO_CHOICES, TAKEN, Choices, Merged, Row, merge
from fazhi_tui.domain.past import Past, Step
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.section import Section, evidence_rows, part_of
from fazhi_tui.exchange.entries import text_of
from fazhi_tui.exchange.package import bytes_of
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.returned_form import Had, Incoming, read_form
from fazhi_tui.work.session import Foreseen, Made, Session

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".toml")
"""The files of a folder that are looked at; one that is named is looked at whatever its name."""

_NOT_READ = (".doc", ".docx", ".wps", ".pdf", ".csv", ".zip", ".rar", ".7z")
"""What units send instead of a form: told as refused, never passed over in silence."""

_OPEN = ("~$", ".~", "~")
"""How the names of files begin that Excel, WPS or LibreOffice keep beside an open one."""


class Refusal(Struct, frozen=True):
    """A file of which nothing is taken in, and why."""

    file: str
    problems: tuple[Problem, ...]


class Preview(Struct, frozen=True, dict=True):
    """What the reports would change, as the assessment stands at `seq`."""

    seq: int
    reports: tuple[Incoming, ...]
    refused: tuple[Refusal, ...]
    merged: Merged
    choices: Choices = NO_CHOICES

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every field that a report speaks of."""
        return self.merged.rows

    @property
    def changes(self) -> tuple[Row, ...]:
        """The fields that change."""
        return self._with(*TAKEN)

    @property
    def conflicts(self) -> tuple[Row, ...]:
        """The fields that somebody has to choose: `was` is ours, `said` is theirs."""
        return self._with("conflict")

    @property
    def protected(self) -> tuple[Row, ...]:
        """The fields that differ from what the office accepted, and stay."""
        return self._with("protected")

    def _with(self, *outcomes: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.outcome in outcomes)

    def rejected(self, report: Incoming) -> tuple[Problem, ...]:
        """All that could not be taken from a report: cells, and what the rules do not allow."""
        refused = (
            replace(problem, path=report.places.get(row.field.key, problem.path), file=report.file)
            for row in self.of(report)
            if row.outcome == "refused"
            for problem in row.problems
        )
        return (*report.rejected, *refused)

    def of(self, report: Incoming) -> Sequence[Row]:
        """The fields that one report speaks of."""
        return self._by_report.get((report.section.unit, report.section.report), ())

    @cached_property
    def _by_report(self) -> dict[tuple[str, int], list[Row]]:
        """Looked up for each report: with hundreds of them, all rows are gone through once."""
        found: dict[tuple[str, int], list[Row]] = {}
        for row in self.rows:
            found.setdefault((row.field.unit, row.report), []).append(row)
        return found

    @property
    def whole(self) -> bool:
        """Whether everything in every file was either taken or is a question to its writer."""
        return not (self.refused or self.conflicts or any(map(self.rejected, self.reports)))


# ── looking ──────────────────────────────────────────────────────────────────────────────────


def look_at(
    session: Session,
    paths: Iterable[Path],
    *,
    unit: str = "",
    choices: Choices = NO_CHOICES,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Preview:
    """Read files and folders, and what they would change; with `unit` only that unit's.

    `progress` is told how many files of how many are done. Raises `Refused` where there is none.
    """
    files = files_of(paths)
    reader = _Reader(session, unit)
    reports: list[Incoming] = []
    refused: list[Refusal] = []
    for done, file in enumerate(files, 1):
        try:
            reports.append(reader.read(file))
        except Refused as wrong:
            problems = tuple(replace(p, file=p.file or str(file)) for p in wrong.problems)
            refused.append(Refusal(str(file), problems))
        progress(done, len(files))
    return _preview(session, reports, refused, choices)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those in the folders named, each once. Raises `Refused`."""
    return list(dict.fromkeys(file for path in paths for file in _files(path)))


def settled(session: Session, preview: Preview, choices: Choices) -> Preview:
    """The same reports with these choices, on the assessment as it stands now."""
    return _preview(session, preview.reports, preview.refused, choices)


def take(session: Session, preview: Preview, unit: str = "") -> Made | None:
    """Make the change, decided anew if others changed something since. Raises `Refused`.

    `unit` is whom the actor speaks for. None where there is nothing to change.
    """
    session.refresh()
    if session.snapshot.head.seq != preview.seq:
        preview = settled(session, preview, preview.choices)
    merged = preview.merged
    if merged.change is None:
        return None
    seen = Foreseen(session.snapshot.assessment, merged.after)
    return session.make(merged.change, unit, seen=seen)


def _preview(
    session: Session, reports: Sequence[Incoming], refused: Iterable[Refusal], choices: Choices
) -> Preview:
    sections = [report.section for report in reports]
    snapshot = session.snapshot
    past = _past(session, sections)
    merged = merge(snapshot.roster, snapshot.assessment, sections, past, choices)
    return Preview(snapshot.head.seq, tuple(reports), tuple(refused), merged, choices)


def _past(session: Session, sections: Iterable[Section]) -> Past:
    """What happened since the oldest form went out."""
    bases: dict[int, Assessment] = {}
    for section in sections:
        if section.base_seq not in bases:
            base = session.state_at(section.base_seq, section.base_hash)
            bases[section.base_seq] = base or Assessment()
    first = min(bases, default=session.snapshot.head.seq)
    return Past(bases, _steps(session, first, bases.get(first, Assessment())))


def _steps(session: Session, seq: int, state: Assessment) -> Iterator[Step]:
    for line in session.since(seq):
        change = line.change
        after = evolve(state, change, line.at)
        yield Step(line.seq, change, state, after)
        state = after


def _files(path: Path) -> Iterator[Path]:
    """A file itself, the reports in a folder. Raises `Refused` where nothing is there."""
    if not os.path.isdir(path):  # nor where the name is too long to be one
        yield path
        return
    looked_at = (*SUFFIXES, *_NOT_READ)
    try:
        found = sorted(file for file in path.rglob("*") if file.suffix.lower() in looked_at)
    except OSError as wrong:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=str(path), file=str(path))) from wrong
    found = [file for file in found if not file.name.startswith(_OPEN) and file.is_file()]
    if not found:
        raise Refused(Problem(Code.NO_REPORTS, value=str(path), file=str(path)))
    yield from found


class _Reader:
    """Reads files for one assessment."""

    def __init__(self, session: Session, unit: str) -> None:
        self._session = session
        self._unit = unit and session.snapshot.roster.unit(unit)
        self._bases: dict[tuple[int, str], Assessment | None] = {}

    def read(self, path: Path) -> Incoming:
        """The report in a file, checked to be one of this assessment. Raises `Refused`."""
        data = bytes_of(path)
        if path.suffix.lower() == ".toml":
            return self._section_file(data, str(path))
        return self._workbook(data, str(path))

    def _section_file(self, data: bytes, file: str) -> Incoming:
        from fazhi_tui.exchange.section_file import load

        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise Refused(Problem(Code.FILE_NOT_UTF8, value=file, file=file)) from wrong
        section = load(text, file)
        unit = self._checked(section.assessment, section.set_sha256, section.unit)
        seq, _, told = self._base(section.base_seq, section.base_hash, file)
        return Incoming(file, replace(section, unit=unit, base_seq=seq), told=told)

    def _workbook(self, data: bytes, file: str) -> Incoming:
        form = open_form(data, file)
        identity = form.identity
        unit = self._checked(identity.assessment, identity.set_sha256, identity.unit, identity.name)
        self._check_cover(unit, text_of(form.cover.get("unit", ("", ""))[0]))
        seq, base, told = self._base(identity.seq, identity.head, file)
        form.identity = replace(identity, unit=unit, seq=seq)
        incoming = read_form(form, self._session.snapshot.roster, _had(base, unit))
        return replace(incoming, told=(*incoming.told, *told))

    def _checked(self, assessment: str, sha256: str, unit: str, name: str = "") -> str:
        """The unit by its canonical name. Raises `Refused` where the report is another's."""
        snapshot = self._session.snapshot
        if assessment != snapshot.head.id:
            raise Refused(Problem(Code.OTHER_ROUND, value=name))
        if sha256 and sha256 != snapshot.assessment.set_sha256:
            raise Refused(Problem(Code.OTHER_SET))
        canonical = snapshot.roster.unit(unit)
        if self._unit and canonical != self._unit:
            raise Refused(Problem(Code.OTHER_UNIT, value=canonical, wanted=self._unit))
        return canonical

    def _check_cover(self, unit: str, named: str) -> None:
        """Refuse a unit's form on whose cover another unit put its name. Raises `Refused`."""
        roster = self._session.snapshot.roster
        try:
            other = roster.unit(named)
        except Refused:
            return
        if roster.heir(other) != roster.heir(unit):
            raise Refused(Problem(Code.OTHER_UNIT, value=unit, wanted=other))

    def _base(
        self, seq: int, digest: str, file: str
    ) -> tuple[int, Assessment, tuple[Problem, ...]]:
        """What a form was made from; the blank beginning, and told, where that is not known."""
        if (seq, digest) not in self._bases:
            self._bases[seq, digest] = self._session.state_at(seq, digest)
        base = self._bases[seq, digest]
        if base is not None:
            return seq, base, ()
        told = Problem(Code.BASE_UNKNOWN, file=file, severity=Severity.WARNING)
        return 0, Assessment(), (told,)


def _had(base: Assessment, unit: str) -> Had:
    parts = {no: part_of(entry, no, unit) for no, entry in base.entries.items()}
    return Had(parts, {row.id: row for row in evidence_rows(base, unit)})
