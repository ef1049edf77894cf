"""Taking in what units report: what each report changes, and where somebody must decide.

    merged = merge(roster, assessment, sections, past)

The result depends only on the sections with their report numbers, not on the order or repetition
in which they arrive, in one go or in several. Field by field the newest report that says something
counts; what a form went out with and came back with says nothing. It is a conflict where

    changed    somebody else changed the field after the form went out,
    reviewed   the office has had its say on it,
    twice      two files with the same report number say different things,

and what the office accepted is protected. A conflict is left as it is until somebody chooses.

In two cases what stands until somebody chooses goes by who came first: two files of one number, and
two units' benchmarks that differ. Forms ask one unit for a benchmark; section files may tell more.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Benchmark
from fazhi_tui.domain.changes import (
    Answer,
    AttachEvidence,
    Change,
    LiftNotApplicable,
    MarkNotApplicable,
    SubmitItem,
    TakeSections,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.fields import EXCUSE, NOTE, Field, Said, digest_of, plain, value_of
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.past import Past
from fazhi_tui.domain.problems import Problem, Refused
from fazhi_tui.domain.records import Report, Taken, Word
from fazhi_tui.domain.reviewing import whole
from fazhi_tui.domain.section import EvidenceRow, Part, Section
from fazhi_tui.domain.spoken import spoken
from fazhi_tui.domain.taking import steps_to

Choice: TypeAlias = Literal["theirs", "ours"]
Outcome: TypeAlias = Literal[
    "new", "corrected", "cleared", "same", "superseded", "kept", "unsure", "conflict", "protected",
    "refused",
]  # fmt: skip
"""What becomes of one field of a report: the first three are taken. `superseded`: a later report
says otherwise; `kept`: somebody chose what stood; `unsure`: as it went out, though an earlier
report had changed it."""
Why: TypeAlias = Literal["", "changed", "reviewed", "twice"]

TAKEN: tuple[Outcome, ...] = ("new", "corrected", "cleared")


class Row(Struct, frozen=True, omit_defaults=True):
    """What becomes of one field that a report speaks of: from `was` (what stands) to `said`."""

    field: Field
    report: int
    outcome: Outcome
    was: Said = None
    said: Said = None
    why: Why = ""
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> tuple[Field, str]:
        """By what somebody chooses: this field as this value."""
        return self.field, digest_of(plain(self.said))


class Choices(Struct, frozen=True):
    """What somebody chose for conflicts: one by one, and `otherwise` for all others.

    Where two files of one number differ, `otherwise` settles nothing.
    """

    chosen: Mapping[tuple[Field, str], Choice] = {}
    otherwise: Choice | None = None

    def of(self, row: Row, twice: bool) -> Choice | None:
        """The choice for a field as this report says it, if there is one."""
        return self.chosen.get(row.key, None if twice else self.otherwise)


NO_CHOICES = Choices()


class Merged(Struct, frozen=True, dict=True):
    """All fields that the reports speak of, the one change that takes them in, if any, and the
    assessment with it."""

    rows: tuple[Row, ...]
    change: TakeSections | None
    after: Assessment

    def handed_in(self, unit: str) -> tuple[str, ...]:
        """The indicators of which a unit's part is handed in by it."""
        return tuple(no for no, whose in self._submitted if whose == unit)

    @cached_property
    def _submitted(self) -> tuple[tuple[str, str], ...]:
        made = self.change.changes if self.change else ()
        parts = (change.parts for change in made if isinstance(change, SubmitItem))
        return tuple(part for several in parts for part in several)


def merge(
    roster: Roster,
    assessment: Assessment,
    sections: Iterable[Section],
    past: Past,
    choices: Choices = NO_CHOICES,
) -> Merged:
    """What the sections change. Refuses nothing: what can't be is a row that says so."""
    by_unit: dict[str, list[Section]] = defaultdict(list)
    for section in dict.fromkeys(sections):
        by_unit[section.unit].append(section)
    rows: list[Row] = []
    changes: list[Answer] = []
    taken: dict[str, Taken] = {}
    for unit in sorted(by_unit, key=lambda unit: roster.places.get(unit, -1)):
        desk = _Desk(roster, assessment, unit, past, choices)
        desk.take(by_unit[unit])
        assessment = desk.assessment
        rows += desk.rows
        changes += desk.changes
        if desk.changes or _essence(desk.taken()) != _essence(assessment.taken.get(unit, Taken())):
            taken[unit] = desk.taken()
    change = TakeSections(tuple(changes), taken) if taken or changes else None
    return Merged(tuple(rows), change, evolve(assessment, TakeSections((), taken)))


class _Desk:
    """The reports of one unit, taken in one after the other on a running assessment."""

    def __init__(
        self, roster: Roster, assessment: Assessment, unit: str, past: Past, choices: Choices
    ) -> None:
        self.roster, self.assessment, self.unit = roster, assessment, unit
        self._past, self._choices = past, choices
        known = assessment.taken.get(unit, Taken())
        self._words, self._reports = dict(known.words), dict(known.reports)
        self._handed_in = dict(known.handed_in)
        self._stirred: set[str] = set()
        self.rows: list[Row] = []
        self.changes: list[Answer] = []

    def taken(self) -> Taken:
        """What is known of this unit's reports now."""
        return Taken(self._reports, self._words, self._handed_in)

    def take(self, sections: Sequence[Section]) -> None:
        """Take in all of them, the oldest report first, and hand in what is formal."""
        ordered = sorted(sections, key=_order) if len(sections) > 1 else sections
        told = [
            (section, field, said)
            for section in ordered
            for field, said in spoken(self.roster, section, self._past.base(section), self._words)
        ]
        twice = _told_twice(told) if len(sections) > 1 else set()
        spoke: dict[int, set[Field]] = defaultdict(set)
        held: dict[int, set[Field]] = defaultdict(set)
        for section, field, said in told:
            row = self._row(section, field, said, (field, section.report) in twice)
            spoke[section.report].add(field)
            if row is not None:
                self.rows.append(row)
                if row.outcome in {"conflict", "refused"} or (row.outcome == "same" and row.why):
                    held[section.report].add(field)
        for section in sections:
            unread = [Field(self.unit, no, "") for no in section.unread]
            held[section.report].update(unread)
            self._remember(section, spoke[section.report], held[section.report])
        self._hand_in()

    # ── one field ────────────────────────────────────────────────────────────────────────────

    def _row(self, section: Section, field: Field, said: Said | Refused, twice: bool) -> Row | None:
        """What becomes of one field; None where the report says nothing there."""
        n = section.report
        was = value_of(self.assessment, field, self._words)
        if isinstance(said, Refused):
            return Row(field, n, "refused", was, None, problems=said.problems)
        given, known = plain(said), plain(was)
        if isinstance(said, EvidenceRow) and not said.asked:
            said = replace(said, asked=self._past.asked_since(field, section))
        told = plain(said) if field.is_evidence else given
        word = self._words.get(field.key)
        if given == plain(value_of(self._past.base(section), field)):
            behind = word is not None and word.report < n and told != known
            changed = behind and not self._past.changed(field, section, said)
            return Row(field, n, "unsure", was, said) if changed else None
        new = Word(n, digest_of(given), word.id if word else "")
        if word is not None and word.report > n:
            return Row(field, n, "superseded", was, said)
        if word == new:
            return Row(field, n, "same", was, said)
        row = Row(field, n, "same", was, said, self._why(section, field, said, twice))
        if told == known and not twice:
            if not row.why:  # else in other orders it is a conflict
                self._hear(row, new)
            return row
        return self._settled(row, new, twice)

    def _settled(self, row: Row, new: Word, twice: bool) -> Row:
        """A field where report and assessment differ: taken, or left to somebody's choice."""
        field = row.field
        mark = self.assessment.entry(field.indicator).mark(self.unit)
        if mark is not None and mark.state == "accepted":
            return replace(row, outcome="protected", why="")
        if row.why:
            choice = self._choices.of(row, twice)
            if choice is None:
                return replace(row, outcome="conflict")
            if choice == "ours":
                self._hear(row, new)
                return replace(row, outcome="kept")
        try:
            made = self._apply(field, row.was, row.said)
        except Refused as refused:
            return replace(row, outcome="refused", why="", problems=refused.problems)
        self._hear(row, new, made)
        return replace(row, outcome=_outcome(row.was, row.said))

    def _hear(self, row: Row, word: Word, made: Change | None = None) -> None:
        """Keep the newest word on a field; with it which evidence it names."""
        named = made if isinstance(made, AttachEvidence) else row.was
        if isinstance(named, AttachEvidence | EvidenceRow):
            word = replace(word, id=named.id)
        self._words[row.field.key] = word

    def _why(self, section: Section, field: Field, said: Said, twice: bool) -> Why:
        """Why the report may not simply have its way with a field; "" where it may."""
        word = self._words.get(field.key)
        if twice or (word is not None and word.report == section.report):
            return "twice"
        if self._past.changed(field, section, said) or self._rival(field, said):
            return "changed"
        return "reviewed" if self._reviewed(section, field) else ""

    def _rival(self, field: Field, said: Said) -> bool:
        """Whether another unit gave the clause another benchmark: there is only one."""
        if not field.clause or not isinstance(said, Part):
            return False
        own = {row.value for row in said.readings if isinstance(row.value, Benchmark)}
        if not own:
            return False
        others = {
            reading.value
            for reading in self.assessment.entry(field.indicator).own.readings
            if reading.clause == field.clause and reading.answerer != self.unit
            if isinstance(reading.value, Benchmark)
        }
        return bool(others - own)

    def _reviewed(self, section: Section, field: Field) -> bool:
        verified = self.assessment.entry(field.indicator).verified
        if verified is None or field.is_evidence or field.name == NOTE:
            return False
        said = field.name == EXCUSE or verified.given_by(field.clause, self.unit)
        return said and not self._past.reopened(field, section)

    def _apply(self, field: Field, was: Said, said: Said) -> Change | None:
        """Let the field stand as it is said; the last change made for it. Raises `Refused`;
        nothing has changed then.

        A unit that said 不涉及 in a later report has still said this in an earlier one.
        """
        steps = steps_to(field, was, said)
        entry = self.assessment.entry(field.indicator)
        mark, excused = entry.mark(self.unit), entry.excused(self.unit)
        if field.clause and excused:
            numbers = (field.indicator,)
            lift = LiftNotApplicable(numbers, self.unit)
            back = MarkNotApplicable(numbers, excused.reason, self.unit, excused.decided_by)
            steps = [lift, *steps, back]
        assessment, decided = self.assessment, []
        for step in steps:
            part = decide(self.roster, assessment, step, self.unit)
            assessment = evolve(assessment, part)
            decided.append(part)
        self.assessment = assessment
        self.changes += decided  # type: ignore[arg-type]  # a decided answer is an answer
        self._stirred.add(field.indicator)
        if mark is not None and mark.state == "submitted":
            self._handed_in.setdefault(field.indicator, 0)
        return decided[-1] if decided else None

    # ── handing in ───────────────────────────────────────────────────────────────────────────

    def _remember(self, section: Section, spoke: set[Field], held: set[Field]) -> None:
        key = str(section.report)
        known = self._reports.get(key, Report())
        again = {(field.indicator, name) for field in spoke for name in (field.name, "")}
        still = {one for one in known.held if one not in again}
        numbers = {field.indicator for field in spoke} & self.roster.indicators.keys()
        self._reports[key] = Report(
            known.formal or section.formal,
            self._in_order({*known.indicators, *numbers}),
            tuple(sorted(still | {(field.indicator, field.name) for field in held})),
        )

    def _held(self, n: int, report: Report) -> set[str]:
        """The indicators that a report does not hand in."""
        fields = (Field(self.unit, no, name) for no, name in report.held)
        words = ((field, self._words.get(field.key)) for field in fields)
        return {field.indicator for field, word in words if word is None or word.report <= n}

    def _in_order(self, numbers: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(numbers, key=lambda no: self.roster.indicators[no].ordinal))

    def _hand_in(self) -> None:
        """Hand in each indicator that a formal report speaks of, where it is complete.

        A report does not hand in where something of its own is still open. What was handed back
        is only handed in by a later report than before. What was handed in before stays so,
        whatever reports correct in it: one that changes a value back may come first.
        """
        formal = {no: 0 for no in self._stirred if no in self._handed_in}
        for n, report in sorted((int(key), report) for key, report in self._reports.items()):
            if report.formal:
                held = self._held(n, report)
                formal.update((no, n) for no in report.indicators if no not in held)
        handed_in = [no for no in self._in_order(formal) if self._hands_in(no, formal[no])]
        if handed_in:
            parts = tuple((no, self.unit) for no in handed_in)  # not those of whom it goes on for
            step = SubmitItem(tuple(handed_in), self.unit, parts)
            part = decide(self.roster, self.assessment, step)
            self.assessment = evolve(self.assessment, part)
            self.changes.append(part)  # type: ignore[arg-type]

    def _hands_in(self, no: str, report: int) -> bool:
        """Whether a report hands in an indicator that was not handed in already."""
        newer = report > self._handed_in.get(no, 0)
        if not newer and no not in self._stirred:
            return False
        indicator, entry = self.roster.indicator(no), self.assessment.entry(no)
        mark = entry.mark(self.unit)
        if mark is not None and mark.state == "returned" and not newer:
            return False
        open_still = mark is None or mark.state == "returned"
        if open_still and not whole(self.roster, indicator, entry, self.unit):
            return False
        self._handed_in[no] = max(report, self._handed_in.get(no, 0))
        return open_still


def _essence(taken: Taken) -> Taken:
    """What is known of a unit's reports without what they hold back: that alone changes nothing."""
    reports = {key: replace(report, held=()) for key, report in taken.reports.items()}
    return replace(taken, reports=reports)


def _order(section: Section) -> tuple[int, str]:
    return section.report, repr(section)


def _told_twice(
    told: Iterable[tuple[Section, Field, Said | Refused]],
) -> set[tuple[Field, int]]:
    """The fields, with the report number, of which two files of one number say different things."""
    values: dict[tuple[Field, int], list[Said]] = defaultdict(list)
    for section, field, said in told:
        known = values[field, section.report]
        if not isinstance(said, Refused) and plain(said) not in known:
            known.append(plain(said))
    return {key for key, known in values.items() if len(known) > 1}


def _outcome(was: Said, said: Said) -> Outcome:
    if said is None:
        return "cleared"
    return "new" if was is None else "corrected"
