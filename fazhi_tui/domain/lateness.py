"""What came after the deadline: when each part was last said, and what the office has admitted.

Nothing is stored as late: it follows from the deadline and from when the journal took it in, so
that a deadline put off makes nothing late any more.
"""

import re
from collections.abc import Iterable
from itertools import chain
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.answering import known, refuse
from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Entry,
    Finding,
    Mark,
    Moment,
    Nil,
    NotApplicable,
    Reading,
)
from fazhi_tui.domain.changes import (
    AdmitLate,
    AmendFinding,
    Answer,
    Change,
    ClearClause,
    DropFinding,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    SetDeadline,
    SetReading,
    SubmitItem,
    TakeSections,
)
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.records import DEADLINE, Deadline
from fazhi_tui.domain.text import read_plan

_Item = TypeVar("_Item", Finding, Reading, Nil)
_Own = TypeVar("_Own", Mark, NotApplicable)

_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z"


def is_moment(at: str) -> bool:
    """Whether it is written as the journal writes moments, so that both can be compared."""
    return re.fullmatch(_MOMENT, at) is not None


class LatePart(Struct, frozen=True):
    """One unit's part of an indicator that came after the deadline, and when (UTC)."""

    indicator: str
    unit: str
    at: str
    admitted: bool


def late_parts(assessment: Assessment) -> tuple[LatePart, ...]:
    """Everything that came after the deadline, by indicator and unit."""
    deadline = assessment.deadline
    if not deadline:
        return ()
    return tuple(
        LatePart(no, moment.unit, moment.at, moment.admitted)
        for no, entry in assessment.entries.items()
        for moment in entry.moments
        if moment.at > deadline
    )


# ── the deadline, and admitting what is late ─────────────────────────────────────────────────


def set_deadline(assessment: Assessment, change: SetDeadline) -> SetDeadline:
    """A deadline other than the one there is. Raises `Refused`."""
    if change.at and not is_moment(change.at):
        refuse(Code.NOT_A_MOMENT, value=change.at)
    read_plan(change.at[:10], "", assessment.year)
    if change.at == assessment.deadline:
        refuse(Code.NOTHING_TO_CHANGE)
    return change


def with_deadline(assessment: Assessment, change: SetDeadline) -> Assessment:
    """The assessment with its deadline, or without."""
    records = {key: record for key, record in assessment.records.items() if key != DEADLINE}
    if change.at:
        records[DEADLINE] = Deadline(change.at)
    return replace(assessment, records=records)


def admit(roster: Roster, assessment: Assessment, change: AdmitLate) -> AdmitLate:
    """The late parts to be admitted. Raises `Refused` where an indicator has none."""
    numbers = known(roster, change.indicators or (no for no, _ in change.parts))
    unit = change.unit and roster.unit(change.unit)
    late = {
        (part.indicator, part.unit)
        for part in late_parts(assessment)
        if not part.admitted and (not unit or roster.heir(part.unit) == roster.heir(unit))
    }
    wanted = set(change.parts) if change.parts else {part for part in late if part[0] in numbers}
    for no in numbers:
        mine = {part for part in wanted if part[0] == no}
        if not mine or not mine <= late:
            refuse(Code.NOT_LATE, no, unit)
    return AdmitLate(numbers, unit, tuple(sorted(wanted)))


def admitted(entry: Entry, units: Iterable[str]) -> Entry:
    """The entry with what these units said last taken, however late."""
    chosen = set(units)
    moments = tuple(replace(m, admitted=m.admitted or m.unit in chosen) for m in entry.moments)
    return replace(entry, moments=moments)


# ── when it was said ─────────────────────────────────────────────────────────────────────────


def dated(before: Assessment, after: Assessment, change: Change, at: str) -> Assessment:
    """An assessment fresh from `evolve`, where those whose own words a change is said it `at`.

    Nobody has seen it yet: its entries are dated where they stand.
    """
    for no, unit in dict.fromkeys(_said_by(change)):
        old, entry = before.entry(no), after.entry(no)
        known = old.moment(unit)
        anew = isinstance(change, TakeSections) and old.excused(unit) != entry.excused(unit)
        moments = [moment for moment in entry.moments if moment.unit != unit]
        moments.append(Moment(unit, at, excused=anew or (known is not None and known.excused)))
        after.entries[no] = replace(entry, moments=tuple(sorted(moments, key=_by_unit)))
    return after


def _by_unit(moment: Moment) -> str:
    return moment.unit


def _said_by(change: Change) -> Iterable[tuple[str, str]]:
    """The indicators and units whose own words an accepted change is, or hands in."""
    match change:
        case RecordFinding() | SetReading() | ClearClause():
            return [(change.indicator, change.answerer)] if change.track == "self" else ()
        case AmendFinding() | DropFinding():
            answerer = change.id.rsplit(".", 2)[1]
            return [(change.indicator, answerer)] if change.track == "self" else ()
        case MarkNone(parts=parts):
            return {(no, unit) for no, _, unit in parts} if change.track == "self" else ()
        case SubmitItem(parts=parts):
            return parts
        case TakeSections(changes):
            return chain.from_iterable(map(_reported_by, changes))
        case _:
            return ()


def _reported_by(change: Answer) -> Iterable[tuple[str, str]]:
    """The same of a step that a unit's report made: there 不涉及 is its own word too."""
    match change:
        case MarkNotApplicable(indicators, unit=unit) | LiftNotApplicable(indicators, unit=unit):
            return [(no, unit) for no in indicators]
        case _:
            return _said_by(change)


# ── as it stood at the deadline ──────────────────────────────────────────────────────────────


def without_late(now: Assessment, then: Assessment) -> Assessment:
    """`now` with what is late and not admitted as it stood at the deadline (`then`).

    The office's own word on an indicator stays: it has decided.
    """
    entries = dict(now.entries)
    for part in late_parts(now):
        if not part.admitted:
            no = part.indicator
            entries[no] = _as_it_was(entries[no], then.entry(no), part.unit)
    return replace(now, entries=entries)


def _as_it_was(now: Entry, then: Entry, unit: str) -> Entry:
    findings = _mixed(now.own.findings, then.own.findings, unit)
    readings = _mixed(now.own.readings, then.own.readings, unit)
    nils = _mixed(now.own.nils, then.own.nils, unit)
    own = Answers(
        tuple(sorted(findings, key=lambda f: (f.clause, f.answerer, f.n))),
        tuple(sorted(readings, key=lambda r: r.key)),
        tuple(sorted(nils)),
    )
    marks = _of_unit(now.marks, then.marks, unit)
    moment = now.moment(unit)
    excuses = now.not_applicable
    if moment is not None and moment.excused:
        excuses = _of_unit(now.not_applicable, then.not_applicable, unit)
    return replace(now, own=own, marks=marks, not_applicable=excuses)


def _of_unit(now: Iterable[_Own], then: Iterable[_Own], unit: str) -> tuple[_Own, ...]:
    """What is kept by unit, with this unit's as it was."""
    kept = [item for item in now if item.unit != unit]
    kept += [item for item in then if item.unit == unit]
    return tuple(sorted(kept, key=lambda item: item.unit))


def _mixed(now: Iterable[_Item], then: Iterable[_Item], unit: str) -> list[_Item]:
    kept = [item for item in now if item.answerer != unit]
    return kept + [item for item in then if item.answerer == unit]
