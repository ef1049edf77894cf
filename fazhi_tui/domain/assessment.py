"""One round of self-assessment as a value: what each unit answered, and what the office said.

    Assessment ─ Entry (one per indicator) ─ Answers (self, verified) ─ Finding, Reading, Nil
               ├ Evidence
               └ Rectification (what is planned and done about a gap)

Two tracks stand beside each other: what the units say (`self`) and, once the office has spoken on
an indicator, what it says (`verified`).
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.domain.indicators import Clause, Duty, Indicator, Roster
from fazhi_tui.domain.papers import CutOff, Letter
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.records import (
    DEADLINE,
    Deadline,
    Record,
    Rectification,
    Succession,
    Taken,
)

Track: TypeAlias = Literal["self", "verified"]
MarkState: TypeAlias = Literal["submitted", "returned", "accepted"]
State: TypeAlias = Literal["blank", "draft", "returned", "answered", "submitted", "accepted"]

ADVANCE: tuple[State, ...] = ("blank", "draft", "returned", "answered", "submitted", "accepted")
"""The states of an item, the least advanced first."""


class Number(Struct, frozen=True, tag_field="form", tag="number"):
    """A number reached (应达次数的实际数) or measured."""

    value: Decimal


class Rate(Struct, frozen=True, omit_defaults=True, tag_field="form", tag="rate"):
    """Numerator over denominator; 0/0 is 本期未发生. `stated` is a rate in percent beside it."""

    num: Decimal
    den: Decimal
    stated: Decimal | None = None


class Tier(Struct, frozen=True, tag_field="form", tag="tier"):
    """A label chosen from a table."""

    label: str


class Score(Struct, frozen=True, omit_defaults=True, tag_field="form", tag="score"):
    """Points judged by a person, in milli-points."""

    points: Points
    scorer: str = ""


class Benchmark(Struct, frozen=True, tag_field="form", tag="benchmark"):
    """The rate in percent, given from outside, that a rate is compared with."""

    value: Decimal


Value: TypeAlias = Number | Rate | Tier | Score | Benchmark


class Finding(Struct, frozen=True, omit_defaults=True):
    """One matter that costs points (失分项). `bearers` are units with positive weights.

    `id` is `indicator.clause.answerer.n` and never changes; `quantity` is the number of cases.
    """

    id: str
    clause: str
    answerer: str
    n: int
    quantity: Decimal = Decimal(1)
    level: str = ""
    subject: str = ""
    bearers: tuple[tuple[str, Decimal], ...] = ()
    reason: str = ""
    date: str = ""


class Reading(Struct, frozen=True, omit_defaults=True):
    """One measured value (测量值) that `answerer` gives about `subject` ("" if about no one)."""

    clause: str
    answerer: str
    value: Value
    subject: str = ""
    reason: str = ""
    date: str = ""

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What a new reading replaces: clause, answerer, subject; a benchmark only a benchmark."""
        return (self.clause, self.answerer, self.subject, isinstance(self.value, Benchmark))


class Nil(Struct, frozen=True, order=True):
    """An explicit 无: this answerer has nothing to report under this clause."""

    clause: str
    answerer: str


class Answers(Struct, frozen=True, omit_defaults=True):
    """All answers to one indicator on one track, each kind in the order of its keys."""

    findings: tuple[Finding, ...] = ()
    readings: tuple[Reading, ...] = ()
    nils: tuple[Nil, ...] = ()

    def given_by(self, clause: str, answerer: str) -> bool:
        """Whether `answerer` has said anything under `clause` that makes it answered."""
        return (clause, answerer) in self.said()

    def said(self) -> set[tuple[str, str]]:
        """Clause and answerer of all that `given_by` holds for."""
        said = {(finding.clause, finding.answerer) for finding in self.findings}
        said.update([(nil.clause, nil.answerer) for nil in self.nils])
        for reading in self.readings:
            if not isinstance(reading.value, Benchmark):
                said.add((reading.clause, reading.answerer))
        return said


NO_ANSWERS = Answers()


class NotApplicable(Struct, frozen=True):
    """不涉及: no such power, for one unit or (unit "") all; why, and who decided."""

    unit: str
    reason: str
    decided_by: str


class Mark(Struct, frozen=True, omit_defaults=True):
    """How far an answerer's part of an indicator has come beyond being filled in."""

    unit: str
    state: MarkState
    reason: str = ""


class Note(Struct, frozen=True):
    """A unit's explanation of its answers (自评说明)."""

    unit: str
    text: str


class Moment(Struct, frozen=True, omit_defaults=True):
    """When a unit last changed or handed in its own answers to an indicator (UTC, as the journal).

    `admitted`: the office takes them, however late. `excused`: whether it is concerned (不涉及)
    was last said by its own report, not by the office.
    """

    unit: str
    at: str
    admitted: bool = False
    excused: bool = False


class Entry(Struct, frozen=True, omit_defaults=True):
    """Everything said about one indicator.

    `verified` is None until the office speaks; `recheck` tells that the units changed something
    after it did. `serials` hold the last number given to a finding, by clause and answerer.
    """

    own: Answers = NO_ANSWERS
    verified: Answers | None = None
    recheck: bool = False
    not_applicable: tuple[NotApplicable, ...] = ()
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    duty: Duty | None = None
    serials: dict[str, int] = {}
    moments: tuple[Moment, ...] = ()

    def answers(self, track: Track) -> Answers:
        """The answers that count on a track: the office's where it has spoken, else the units'."""
        if track == "verified" and self.verified is not None:
            return self.verified
        return self.own

    def excused(self, unit: str) -> NotApplicable | None:
        """The 不涉及 that excuses `unit` ("" for the whole indicator), if any."""
        for item in self.not_applicable:
            if item.unit == unit:
                return item
        return None

    def mark(self, unit: str) -> Mark | None:
        """How far `unit` has come, if beyond filling in."""
        return next((mark for mark in self.marks if mark.unit == unit), None)

    def moment(self, unit: str) -> Moment | None:
        """When `unit` last said something here, where that is known."""
        return next((moment for moment in self.moments if moment.unit == unit), None)


NO_ENTRY = Entry()


class Evidence(Struct, frozen=True, omit_defaults=True):
    """印证材料: a document, picture or table that shows something, named under `indicators`.

    `sha256` is what `file` held when it was named; "" where nobody looked. `asked` are the
    documents asked for that it is said to be, in the set's words.
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


class Assessment(Struct, frozen=True, omit_defaults=True):
    """A whole round. `set_sha256` names the indicator set it adopted, `year` is its 年度.

    `letters` by id, `cut_offs` in the order they were fixed, `report` the office's words in it,
    `taken` what came in by sections, by unit,
    `records` what concerns the round as a whole, under the keys of `domain.records`.
    """

    set_sha256: str = ""
    year: int = 0
    entries: dict[str, Entry] = {}
    evidence: dict[str, Evidence] = {}
    rectifications: dict[str, Rectification] = {}
    evidence_serials: dict[str, int] = {}
    letters: dict[str, Letter] = {}
    cut_offs: tuple[CutOff, ...] = ()
    report: dict[str, str] = {}
    taken: dict[str, Taken] = {}
    records: dict[str, Record] = {}

    def entry(self, no: str) -> Entry:
        """What is said about an indicator."""
        return self.entries.get(no, NO_ENTRY)

    @property
    def deadline(self) -> str:
        """The moment after which what comes in is late, as the journal writes it; "" if none."""
        record = self.records.get(DEADLINE)
        return record.at if isinstance(record, Deadline) else ""

    @property
    def successions(self) -> tuple[Succession, ...]:
        """The units that others go on for, in the order it was said."""
        return tuple(r for r in self.records.values() if isinstance(r, Succession))

    def duty(self, indicator: Indicator) -> Duty:
        """Who answers for an indicator: as assigned here, else as the set says."""
        return self.entry(indicator.no).duty or indicator.duty

    def finding(self, finding_id: str, track: Track) -> tuple[str, Finding] | None:
        """The indicator and finding of that id on that track, if there is one."""
        for no, entry in self.entries.items():
            for finding in entry.answers(track).findings:
                if finding.id == finding_id:
                    return no, finding
        return None

    def evidence_of(self, no: str) -> list[Evidence]:
        """The evidence named under an indicator, by id."""
        found = [item for item in self.evidence.values() if no in item.indicators]
        return sorted(found, key=lambda item: item.id)

    def letters_about(self, gap: str) -> list[Letter]:
        """The letters that tell of a gap and have not been withdrawn."""
        return [
            letter
            for letter in self.letters.values()
            if not letter.void and any(matter.gap == gap for matter in letter.matters)
        ]


def must_answer(
    roster: Roster, indicator: Indicator, entry: Entry, clause: Clause
) -> Sequence[str]:
    """The units that must answer a clause, without those that it does not concern."""
    units = roster.answerers(clause, entry.duty or indicator.duty)
    if not entry.not_applicable:
        return units
    return [unit for unit in units if not entry.excused(unit)]


def answerers(roster: Roster, indicator: Indicator, entry: Entry) -> list[str]:
    """All units that must answer some clause of an indicator, in the set's order."""
    units = {
        unit
        for clause in indicator.clauses
        for unit in must_answer(roster, indicator, entry, clause)
    }
    return sorted(units, key=roster.places.__getitem__)


def unit_state(roster: Roster, indicator: Indicator, entry: Entry, unit: str) -> State:
    """How far one answerer's part of an indicator has come."""
    said = entry.own.said()
    given = [
        (clause.id, unit) in said
        for clause in indicator.clauses
        if unit in must_answer(roster, indicator, entry, clause)
    ]
    return _part_state(entry, unit, given)


def obliged(roster: Roster, indicator: Indicator, entry: Entry) -> AbstractSet[tuple[str, str]]:
    """All that must be said about an indicator: which clause, by which unit."""
    if entry.duty is None and not entry.not_applicable:
        return roster.answering[indicator.no]
    return {
        (clause.id, unit)
        for clause in indicator.clauses
        for unit in must_answer(roster, indicator, entry, clause)
    }


def unit_states(roster: Roster, indicator: Indicator, entry: Entry) -> dict[str, State]:
    """How far each answerer's part of an indicator has come, units in the set's order."""
    states = _states(entry, obliged(roster, indicator, entry), entry.own.said())
    return {unit: states[unit] for unit in sorted(states, key=roster.places.__getitem__)}


def state_of(
    entry: Entry, wanted: AbstractSet[tuple[str, str]], said: AbstractSet[tuple[str, str]]
) -> State:
    """The state of an indicator, that of its least advanced answerer.

    From what must be said about it and what the units have said.
    """
    if not entry.marks and wanted <= said:
        return "answered"
    states = _states(entry, wanted, said).values()
    return min(states, key=ADVANCE.index, default="answered")


def _states(
    entry: Entry, wanted: AbstractSet[tuple[str, str]], said: AbstractSet[tuple[str, str]]
) -> dict[str, State]:
    given: dict[str, list[bool]] = {}
    for pair in wanted:
        given.setdefault(pair[1], []).append(pair in said)
    return {unit: _part_state(entry, unit, parts) for unit, parts in given.items()}


def _part_state(entry: Entry, unit: str, given: list[bool]) -> State:
    """The state of one answerer's part, from whether it has answered each clause it must."""
    mark = entry.mark(unit)
    if mark:
        return mark.state
    if all(given) or entry.excused(""):
        return "answered"
    return "draft" if any(given) else "blank"
