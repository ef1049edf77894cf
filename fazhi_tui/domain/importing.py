"""Whether a whole state from outside fits a set: nothing in it may break scoring later on."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from fazhi_tui.domain.answering import checked_finding, refuse
from fazhi_tui.domain.assessment import Answers, Assessment, Entry, Evidence, Finding, Reading
from fazhi_tui.domain.indicators import Duty, Indicator, Roster
from fazhi_tui.domain.lateness import is_moment
from fazhi_tui.domain.measuring import check_value
from fazhi_tui.domain.points import show_points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.records import (
    DEADLINE,
    Contact,
    Deadline,
    OutsideScores,
    Record,
    Sample,
    Succession,
    Taken,
    contact_key,
    outside_key,
    sample_key,
    unit_key,
)
from fazhi_tui.domain.units import NOT_IN_NAMES


def check_state(roster: Roster, state: Assessment) -> list[Problem]:
    """Everything in `state` that this set does not know or that its clauses do not take."""
    problems: list[Problem] = []
    for no, entry in state.entries.items():
        indicator = roster.indicators.get(no)
        if indicator is None:
            problems.append(Problem(Code.UNKNOWN_INDICATOR, value=no))
            continue
        problems += _entry(roster, indicator, entry)
    for key, item in state.evidence.items():
        problems += _evidence(roster, key, item)
    for gap, plan in state.rectifications.items():
        problems += _units(roster, gap, [plan.rectifier] if plan.rectifier else [])
    for key, record in state.records.items():
        problems += _record(roster, key, record)
    for key, letter in state.letters.items():
        problems += _units(roster, key, [letter.unit])
    for unit, taken in state.taken.items():
        problems += _taken(roster, unit, taken)
    return problems


def _taken(roster: Roster, unit: str, taken: Taken) -> Iterator[Problem]:
    """Reports of a unit by their numbers, about indicators that there are."""
    yield from _units(roster, unit, [unit])
    for key, report in taken.reports.items():
        if not key.isdecimal():
            yield Problem(Code.WRONG_TYPE, unit, key)
        for no in report.indicators:
            if no not in roster.indicators:
                yield Problem(Code.UNKNOWN_INDICATOR, unit, no)


def _record(roster: Roster, key: str, record: Record) -> Iterator[Problem]:
    """A record under its own key, about units and indicators that there are."""
    match record:
        case Deadline(at):
            right = key == DEADLINE and is_moment(at)
        case OutsideScores(source, scores):
            right = key == outside_key(source)
            for no, points in scores.items():
                indicator = roster.indicators.get(no)
                if indicator is None:
                    yield Problem(Code.UNKNOWN_INDICATOR, key, no)
                elif not 0 <= points <= indicator.worth:
                    yield Problem(Code.OUT_OF_RANGE, no, show_points(points))
        case Sample(n):
            right = key == sample_key(n)
        case Succession(unit, successors, created):
            named = all(NOT_IN_NAMES.isdisjoint(name) for name in created)
            right = key == unit_key(unit) and bool(successors) and named
            yield from _units(roster, key, (unit, *successors))
        case Contact():
            right = key.startswith(contact_key(""))
            yield from _units(roster, key, [key.removeprefix(contact_key(""))])
        case _:
            assert_never(record)
    if not right:
        yield Problem(Code.WRONG_TYPE, key)


def _entry(roster: Roster, indicator: Indicator, entry: Entry) -> Iterator[Problem]:
    yield from _units(roster, indicator.no, _named(entry))
    if entry.duty:
        yield from _duty(roster, indicator.no, entry.duty)
    for answers in (entry.own, entry.verified):
        if answers is not None:
            yield from _answers(roster, indicator, answers)


def _named(entry: Entry) -> Iterator[str]:
    """The units an entry names outside its answers."""
    yield from (item.unit for item in entry.not_applicable if item.unit)
    yield from (mark.unit for mark in entry.marks)
    yield from (note.unit for note in entry.notes)
    yield from (moment.unit for moment in entry.moments)


def _units(roster: Roster, path: str, names: Iterable[str]) -> Iterator[Problem]:
    for name in names:
        if name not in roster.units:
            yield Problem(Code.UNKNOWN_UNIT, path, name)


def _duty(roster: Roster, path: str, duty: Duty) -> Iterator[Problem]:
    names = [name for name in (*duty.competent, *duty.supporting) if name not in roster.groups]
    yield from _units(roster, path, [duty.lead, *names])


def _answers(roster: Roster, indicator: Indicator, answers: Answers) -> Iterator[Problem]:
    for nil in answers.nils:
        yield from _units(roster, f"{indicator.no}.{nil.clause}", [nil.answerer])
    items: tuple[Finding | Reading, ...] = (*answers.findings, *answers.readings)
    for item in items:
        path = f"{indicator.no}.{item.clause}"
        try:
            _answer(roster, indicator, item, path)
        except Refused as refused:
            yield from refused.problems


def _answer(roster: Roster, indicator: Indicator, item: Finding | Reading, path: str) -> None:
    clause = indicator.clause(item.clause)
    if item.answerer not in roster.units:
        refuse(Code.UNKNOWN_UNIT, path, item.answerer)
    if isinstance(item, Reading):
        check_value(roster, clause, path, item)
        same = not item.subject or roster.bearer(item.subject, path) == item.subject
    else:
        same = checked_finding(roster, clause, path, item) == item
        same = same and clause.counts and item.id == f"{path}.{item.answerer}.{item.n}"
    if not same:
        refuse(Code.WRONG_FORM, path, item.answerer)


def _evidence(roster: Roster, key: str, item: Evidence) -> Iterator[Problem]:
    if item.id != key or not item.indicators:
        yield Problem(Code.UNKNOWN_EVIDENCE, value=key)
    for no in item.indicators:
        if no not in roster.indicators:
            yield Problem(Code.UNKNOWN_INDICATOR, key, no)
    yield from _units(roster, key, [item.unit] if item.unit else [])
