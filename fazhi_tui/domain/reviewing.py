"""Handing in, handing back, accepting: whether it may be, and what it makes of an entry."""

from msgspec.structs import replace

from fazhi_tui.domain.answering import known, refuse
from fazhi_tui.domain.assessment import (
    Assessment,
    Entry,
    Mark,
    MarkState,
    answerers,
    must_answer,
    unit_state,
)
from fazhi_tui.domain.changes import AcceptItem, ReturnItem, SubmitItem
from fazhi_tui.domain.indicators import Indicator, Roster
from fazhi_tui.domain.lateness import admitted
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import read_text

_Step = SubmitItem | ReturnItem | AcceptItem


def missing(roster: Roster, indicator: Indicator, entry: Entry, unit: str) -> tuple[str, ...]:
    """The clauses of an indicator that a unit must still answer."""
    if entry.excused(""):
        return ()
    said = entry.own.said()
    return tuple(
        clause.id
        for clause in indicator.clauses
        if unit in must_answer(roster, indicator, entry, clause) and (clause.id, unit) not in said
    )


def whole(roster: Roster, indicator: Indicator, entry: Entry, unit: str) -> bool:
    """Whether a unit has a part in an indicator, and has answered all of it."""
    mine = any(
        unit in must_answer(roster, indicator, entry, clause) for clause in indicator.clauses
    )
    return mine and not missing(roster, indicator, entry, unit)


def _asked(
    roster: Roster, assessment: Assessment, change: _Step
) -> list[tuple[Indicator, list[str]]]:
    """The parts a step is about: those named, or those of the unit, or all. Raises `Refused`."""
    numbers = known(roster, change.indicators or (no for no, _ in change.parts))
    asked: list[tuple[Indicator, list[str]]] = []
    for no in numbers:
        indicator = roster.indicator(no)
        units = answerers(roster, indicator, assessment.entry(no))
        named = [unit for number, unit in change.parts if number == no]
        if change.unit and not named:
            name = roster.unit(change.unit, no)
            named = [unit for unit in units if name in {unit, roster.heir(unit)}] or [name]
        for name in named:
            if name not in units:
                refuse(Code.NOT_ANSWERER, no, name, wanted=" ".join(units))
        asked.append((indicator, named or units))
    return asked


def submit(roster: Roster, assessment: Assessment, change: SubmitItem) -> SubmitItem:
    """The parts to hand in. Raises `Refused` with everything that is missing."""
    parts: list[tuple[str, str]] = []
    problems: list[Problem] = []
    asked = _asked(roster, assessment, change)
    for indicator, units in asked:
        no, entry = indicator.no, assessment.entry(indicator.no)
        if not units:
            refuse(Code.ITEM_NOT_APPLICABLE, no)
        states = {unit: mark.state for unit in units if (mark := entry.mark(unit))}
        waiting = [unit for unit in units if states.get(unit, "returned") == "returned"]
        if not waiting:
            accepted = all(state == "accepted" for state in states.values())
            code = Code.ITEM_ACCEPTED if accepted else Code.ITEM_SUBMITTED_ALREADY
            refuse(code, no, " ".join(units))
        for unit in waiting:
            clauses = missing(roster, indicator, entry, unit)
            if clauses:
                problems.append(Problem(Code.ITEM_UNFINISHED, no, unit, " ".join(clauses)))
        parts += [(no, unit) for unit in waiting]
    if problems:
        raise Refused(*problems)
    numbers = tuple(indicator.no for indicator, _ in asked)
    return SubmitItem(numbers, change.unit and roster.unit(change.unit), tuple(parts))


def review(
    roster: Roster, assessment: Assessment, change: ReturnItem | AcceptItem
) -> ReturnItem | AcceptItem:
    """The parts to hand back or to accept. Raises `Refused`."""
    reviewable = {"submitted", "accepted"} if isinstance(change, ReturnItem) else {"submitted"}
    parts: list[tuple[str, str]] = []
    asked = _asked(roster, assessment, change)
    for indicator, units in asked:
        no, entry = indicator.no, assessment.entry(indicator.no)
        ready = [u for u in units if unit_state(roster, indicator, entry, u) in reviewable]
        if not ready or (change.parts and len(ready) < len(units)):
            refuse(Code.ITEM_NOT_SUBMITTED, no, " ".join(u for u in units if u not in ready))
        parts += [(no, unit) for unit in ready]
    numbers = tuple(indicator.no for indicator, _ in asked)
    unit = change.unit and roster.unit(change.unit)
    if isinstance(change, AcceptItem):
        return AcceptItem(numbers, unit, tuple(parts))
    reason = read_text(change.reason, numbers[0])
    if not reason:
        refuse(Code.REASON_NEEDED, numbers[0])
    return ReturnItem(numbers, reason, unit, tuple(parts))


def marked(no: str, entry: Entry, change: _Step) -> Entry:
    """The entry after a step of review; what the office accepts is admitted, however late."""
    units = {unit for number, unit in change.parts if number == no}
    states: dict[type, MarkState] = {
        SubmitItem: "submitted",
        ReturnItem: "returned",
        AcceptItem: "accepted",
    }
    reason = change.reason if isinstance(change, ReturnItem) else ""
    marks = [mark for mark in entry.marks if mark.unit not in units]
    marks += [Mark(unit, states[type(change)], reason) for unit in units]
    marks.sort(key=lambda mark: mark.unit)
    if isinstance(change, AcceptItem):
        entry = replace(admitted(entry, units), recheck=False)
    return replace(entry, marks=tuple(marks))
