"""A fill-in workbook that came back, read as what its unit says.

    incoming = read_form(open_form(data, file), roster, had)

Cell by cell: an empty one says nothing, 清空 takes back, anything else is understood, asked about
or told as wrong, with its sheet and address. What a form does not show of an answer (a date, a
scorer) stays as it was when the form went out.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from fazhi_tui.domain.assessment import Benchmark
from fazhi_tui.domain.fields import EXCUSE, NOTE, named_by
from fazhi_tui.domain.indicators import RateGap, Roster
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.section import EvidenceRow, Excuse, FindingRow, Part, ReadingRow, Section
from fazhi_tui.exchange import row_reading
from fazhi_tui.exchange.entries import number_of, refuse, saying, text_of
from fazhi_tui.exchange.fill_in import BENCHMARK, DRAFT, FINAL, MOST_REPORTS, PageKind, key_in
from fazhi_tui.exchange.package import Aside
from fazhi_tui.exchange.pages import Form, Row, Table
from fazhi_tui.exchange.row_pairing import known_again, pair
from fazhi_tui.exchange.told_together import Draft, Place, Said, readings, shown
from fazhi_tui.wording.terms import NUMERALS


class Incoming(Struct, frozen=True):
    """A report that came in, and what could not be taken from its file.

    `places` tell where a field's answer stands, by the field's key; `asked` is unclear, `rejected`
    wrong, `told` merely strange. `asides` are things beside the cells; None: it can't be told.
    """

    file: str
    section: Section
    places: Mapping[str, str] = {}
    asked: tuple[Problem, ...] = ()
    rejected: tuple[Problem, ...] = ()
    told: tuple[Problem, ...] = ()
    asides: tuple[Aside, ...] | None = ()


class Had(Struct, frozen=True):
    """What the unit had said when its form went out: by indicator, and its evidence by id."""

    parts: Mapping[str, Part] = {}
    evidence: Mapping[str, EvidenceRow] = {}

    def part(self, no: str) -> Part:
        """What it had said of an indicator."""
        return self.parts.get(no, _NOTHING)


_NOTHING = Part("")


def read_form(form: Form, roster: Roster, had: Had) -> Incoming:
    """What the unit says in a workbook. What can't be taken is told, the rest is read."""
    reading = _Reading(form, roster, had)
    pages: dict[PageKind, list[Table]] = defaultdict(list)
    for table in form.tables:
        pages[table.page.kind].append(table)
    in_order: dict[PageKind, Callable[[Table], None]] = {
        "answers": reading.answers,
        "findings": reading.findings,
        "figures": reading.figures,
        "evidence": reading.evidence,
        "notes": reading.notes,
    }
    for kind, read in in_order.items():
        for table in pages[kind]:
            read(table)
    return reading.finished()


class _Reading:
    """One workbook while it is read."""

    def __init__(self, form: Form, roster: Roster, had: Had) -> None:
        self._form, self._roster, self._had = form, roster, had
        self._unit = form.identity.unit
        self._said: dict[str, Said] = {}
        self._notes: dict[str, str] = {}
        self._excuses: dict[str, Excuse] = {}
        self._evidence: list[EvidenceRow] = []
        self._places: dict[str, str] = {}
        self._unread: set[str] = set()
        self._asked: list[Problem] = []
        self._rejected: list[Problem] = []
        self._told: list[Problem] = []
        for problem in form.problems:
            self._problem(problem)

    # ── problems ─────────────────────────────────────────────────────────────────────────────

    def _problem(self, problem: Problem) -> None:
        if problem.code in _MERELY_TOLD:
            self._told.append(problem)
        elif problem.severity is Severity.WARNING:
            self._asked.append(problem)
        else:
            self._rejected.append(problem)

    def _refused(self, refused: Refused, no: str = "") -> None:
        """Tell what could not be read; its indicator is not handed in then."""
        for problem in refused.problems:
            self._problem(problem)
        if no:
            self._unread.add(no)

    def _try(self, read: Callable[[Place, Row], None], place: Place, row: Row) -> None:
        """Read what a row says of a clause; what can't be is told."""
        try:
            read(place, row)
        except Refused as refused:
            self._refused(refused, place.no)

    def _ask(self, code: Code, at: str, value: str = "", wanted: str = "") -> None:
        self._problem(Problem(code, at, value, wanted, severity=Severity.WARNING))

    # ── pages ────────────────────────────────────────────────────────────────────────────────

    def answers(self, table: Table) -> None:
        """填报."""
        for place, row in self._clauses(table):
            self._try(self._answer, place, row)

    def _answer(self, place: Place, row: Row) -> None:
        said, clause = self._at(place), place.clause
        part = self._had.part(place.no)
        if self._is_benchmark(place, row):
            asides = [r for r in readings(part, clause) if isinstance(r.value, Benchmark)]
            found = row_reading.benchmark(clause, row, asides[0] if asides else None)
            if found is not None:
                said.benchmark = found
                self._places.setdefault(place.key, row.at("value"))
            return
        findings = [old for old in part.findings if old.clause == clause.id]
        own = [r for r in readings(part, clause) if not isinstance(r.value, Benchmark)]
        olds: list[FindingRow | ReadingRow] = [*findings, *(r for r in own if not r.subject)]
        old = olds[0] if len(olds) == 1 else None
        answer = row_reading.answer(self._roster, clause, row, old)
        if answer is None:
            return
        at = row.at("value" if row.says("value") else "num")
        if said.one is not None and said.one[0] != answer:
            self._ask(Code.TOLD_TWICE, at, place.key, said.one[1])
            self._unread.add(place.no)
            return
        said.one = (answer, at)
        self._places[place.key] = at

    def _is_benchmark(self, place: Place, row: Row) -> bool:
        """Whether a row is the one below its clause's: by its key, else by its text."""
        rule = place.clause.rule
        if not isinstance(rule, RateGap) or rule.target is not None:
            return False
        if key_in(row.key) == place.key:
            return row.key.endswith(f"/{BENCHMARK}")
        return row.text("text") != place.clause.text

    def findings(self, table: Table) -> None:
        """失分明细."""
        olds = {old.id: old for part in self._had.parts.values() for old in shown(part)}
        rows = list(self._clauses(table))
        self._missing(table, olds)
        for place, row, finding_id, old in pair(rows, olds, self._finding_alone):
            try:
                read = row_reading.finding(self._roster, place.clause, row, finding_id, old)
            except Refused as refused:
                self._refused(refused, place.no)
                continue
            if read is not None:
                self._at(place).findings.append(read)
                self._places.setdefault(place.key, row.at("quantity"))

    def _finding_alone(self, place: Place, row: Row) -> FindingRow | None:
        return row_reading.finding(self._roster, place.clause, row, "", None)

    def figures(self, table: Table) -> None:
        """分单位数据."""
        for place, row in self._clauses(table):
            self._try(self._figure, place, row)

    def _figure(self, place: Place, row: Row) -> None:
        unit = row.key.partition("/")[2] if key_in(row.key) == place.key else ""
        part = self._had.part(place.no)
        subject = row.text("subject") or unit
        old = next((r for r in readings(part, place.clause) if r.subject == subject), None)
        read = row_reading.figure(self._roster, place.clause, row, unit, old)
        said = self._at(place)
        at = row.at("num" if place.clause.takes_rate else "value")
        one = place.clause.takes_one and read.value is not None  # whomever it is about
        same = next(
            (r for r in said.readings if (one and r.value) or r.subject == read.subject), None
        )
        if same is not None and same != read:
            self._ask(Code.TOLD_TWICE, at, read.subject, self._places[place.key])
            self._unread.add(place.no)
            return
        said.readings.append(read)
        self._places.setdefault(place.key, at)

    def evidence(self, table: Table) -> None:
        """印证材料."""
        for row in known_again(table.rows(), self._had.evidence, self._document):
            try:
                read = self._document(row)
            except Refused as refused:
                self._refused(refused)
                continue
            if read is not None:
                self._evidence.append(read)
                self._places[".".join(named_by(read))] = row.at("title")

    def _document(self, row: Row) -> EvidenceRow | None:
        return row_reading.evidence(self._roster, row, self._had.evidence.get(row.key))

    def notes(self, table: Table) -> None:
        """自评说明."""
        for no, row in self._numbered(table):
            try:
                self._note(no, row)
            except Refused as refused:
                self._refused(refused)
            try:
                self._excuse(no, row)
            except Refused as refused:
                self._refused(refused, no)

    def _note(self, no: str, row: Row) -> None:
        note = row_reading.note(row)
        if note is not None:
            self._notes[no] = note
            self._places[f"{no}.{NOTE}"] = row.at("note")

    def _excuse(self, no: str, row: Row) -> None:
        excuse = row_reading.excuse(row, self._had.part(no).excuse)
        if excuse is not None:
            self._excuses[no] = excuse
            self._places[f"{no}.{EXCUSE}"] = row.at("na")

    # ── rows ─────────────────────────────────────────────────────────────────────────────────

    def _numbered(self, table: Table) -> Iterator[tuple[str, Row]]:
        """The rows of a page whose indicator is known; of the others it is told."""
        for row in table.rows():
            try:
                no = _number(row)
                if no not in self._roster.indicators:
                    refuse(Code.UNKNOWN_INDICATOR, row.at("no"), no)
            except Refused as refused:
                self._refused(refused)
            else:
                yield no, row

    def _clauses(self, table: Table) -> Iterator[tuple[Place, Row]]:
        """The rows of a page whose clause is known; of the others it is told."""
        for row in table.rows():
            try:
                place = self._clause(row)
            except Refused as refused:
                self._refused(refused)
            else:
                yield place, row

    def _clause(self, row: Row) -> Place:
        """The clause of a row: what can be seen in it counts before its hidden key."""
        for key in (key_in(row.text("clause")), key_in(row.key)):
            no, _, name = key.rpartition(".")
            while no and no not in self._roster.indicators:
                no, _, _ = no.rpartition(".")  # a finding's id goes on behind the clause
                name = key[len(no) + 1 :].partition(".")[0]
            if no:
                for clause in self._roster.indicators[no].clauses:
                    if clause.id == name:
                        return Place(no, clause)
        raise Refused(Problem(Code.ROW_UNKNOWN, row.at("clause"), row.text("clause")))

    def _at(self, place: Place) -> Said:
        return self._said.setdefault(place.key, Said(place))

    def _missing(self, table: Table, shown: Iterable[str]) -> None:
        """Rows that went out and are not there any more stay as they were; somebody should know."""
        keys = table.keys()
        for key in shown:
            if key not in keys:
                self._ask(Code.ROW_MISSING, table.sheet.name, key)

    # ── all together ─────────────────────────────────────────────────────────────────────────

    def finished(self) -> Incoming:
        """The section, and what could not be taken."""
        drafts: dict[str, Draft] = {}
        for said in self._said.values():
            draft = drafts.setdefault(said.place.no, Draft())
            if said.agrees():
                draft.add(said)
            elif said.one is not None:
                at, page = said.one[1], self._detail_page(said)
                self._ask(Code.TOLD_TWICE, at, said.place.key, page)
                self._unread.add(said.place.no)
        numbers = {*drafts, *self._notes, *self._excuses}
        parts = [
            drafts.get(no, Draft()).part(no, self._notes.get(no), self._excuses.get(no))
            for no in sorted(numbers, key=lambda no: self._roster.indicators[no].ordinal)
        ]
        identity = self._form.identity
        section = Section(
            identity.assessment,
            identity.set_sha256,
            self._unit,
            identity.seq,
            identity.head,
            self._report(),
            self._formal(),
            tuple(part for part in parts if part != Part(part.indicator)),
            tuple(self._evidence),
            tuple(sorted(self._unread)),
        )
        return Incoming(
            self._form.file,
            section,
            self._places,
            tuple(self._asked),
            tuple(self._rejected),
            tuple(self._told),
            self._form.package.asides,
        )

    def _detail_page(self, said: Said) -> str:
        kind = "findings" if said.findings else "figures"
        return next((t.sheet.name for t in self._form.tables if t.page.kind == kind), "")

    def _report(self) -> int:
        """第几次报送 as the cover says, else as the form went out."""
        raw, at = self._form.cover.get("report", ("", ""))
        text = text_of(raw)
        if text:
            counted = _COUNTED.fullmatch(text)
            try:
                number = number_of(counted[1].translate(_DIGITS) if counted else raw, at)
            except Refused as refused:
                self._refused(refused)
                return self._form.identity.report
            if 1 <= number <= MOST_REPORTS and number == int(number):
                return int(number)
            self._ask(Code.OUT_OF_RANGE, at, text, f"1-{MOST_REPORTS}")
        return self._form.identity.report

    def _formal(self) -> bool:
        """Whether the unit hands in: unless it says that this is a draft."""
        raw, at = self._form.cover.get("purpose", (DRAFT, ""))
        word = saying(raw)
        if word in _FORMAL:
            return True
        if word not in _DRAFTS:
            self._ask(Code.PURPOSE_UNCLEAR, at, word)
        return False


def _number(row: Row) -> str:
    """The indicator of a row, as it shows; copied cells turn `1.10` into the number 1.1."""
    shown = row.text("no")
    cut = not isinstance(row.raw("no"), str) and "." in row.key
    return row.key if not shown or (cut and row.key.rstrip("0") == shown) else shown


_COUNTED = re.compile(rf"第?\s*([0-9０-９]+|[{NUMERALS}])\s*次")
_DIGITS = str.maketrans(NUMERALS, "0123456789")
_FORMAL = {FINAL, "正式", "正式稿"}
_DRAFTS = {DRAFT, "草稿报送", ""}
_MERELY_TOLD = {Code.COLUMN_IGNORED, Code.SHEET_IGNORED}
