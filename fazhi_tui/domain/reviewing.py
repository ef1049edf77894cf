"""Handing in, handing back, accepting: whether it may be, and what it makes of an entry."""

from msgspec.structs import replace

from fazhi_tui.domain.answering import known, refuse
from fazhi_tui.domain.assessment import (
    Assessment,
    Entry,
    Mark,
    MarkState,
    answerers,
    is_complete,
    unit_state,
)
from fazhi_tui.domain.changes import AcceptItem, ReturnItem, SubmitItem
from fazhi_tui.domain.indicators import Indicator, Roster
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.text import read_text


def _units(roster: Roster, assessment: Assessment, indicator: Indicator, unit: str) -> list[str]:
    """The answerers a review step is about: the one named, or all."""
    units = answerers(roster, indicator, assessment.entry(indicator.no))
    if not unit:
        return units
    name = roster.unit(unit, indicator.no)
    if name not in units:
        refuse(Code.NOT_ANSWERER, indicator.no, name, wanted=" ".join(units))
    return [name]


def submit(roster: Roster, assessment: Assessment, change: SubmitItem) -> SubmitItem:
    numbers = known(roster, change.indicators)
    parts: list[tuple[str, str]] = []
    for no in numbers:
        indicator, entry = roster.indicator(no), assessment.entry(no)
        units = _units(roster, assessment, indicator, change.unit)
        if not units:
            refuse(Code.ITEM_NOT_APPLICABLE, no)
        marks = {unit: entry.mark(unit) for unit in units}
        waiting = [u for u, mark in marks.items() if mark is None or mark.state == "returned"]
        if not waiting:
            accepted = all(mark and mark.state == "accepted" for mark in marks.values())
            code = Code.ITEM_ACCEPTED if accepted else Code.ITEM_SUBMITTED_ALREADY
            refuse(code, no, " ".join(units))
        for unit in waiting:
            if not is_complete(roster, indicator, entry, unit):
                refuse(Code.ITEM_UNFINISHED, no, unit)
        parts += [(no, unit) for unit in waiting]
    return SubmitItem(numbers, change.unit and roster.unit(change.unit), tuple(parts))


def review(
    roster: Roster, assessment: Assessment, change: ReturnItem | AcceptItem
) -> ReturnItem | AcceptItem:
    numbers = known(roster, change.indicators)
    reviewable = {"submitted", "accepted"} if isinstance(change, ReturnItem) else {"submitted"}
    parts: list[tuple[str, str]] = []
    for no in numbers:
        indicator, entry = roster.indicator(no), assessment.entry(no)
        units = _units(roster, assessment, indicator, change.unit)
        ready = [u for u in units if unit_state(roster, indicator, entry, u) in reviewable]
        if not ready:
            refuse(Code.ITEM_NOT_SUBMITTED, no, " ".join(units))
        parts += [(no, unit) for unit in ready]
    unit = change.unit and roster.unit(change.unit)
    if isinstance(change, AcceptItem):
        return AcceptItem(numbers, unit, tuple(parts))
    reason = read_text(change.reason, numbers[0])
    if not reason:
        refuse(Code.REASON_NEEDED, numbers[0])
    return ReturnItem(numbers, reason, unit, tuple(parts))


def marked(no: str, entry: Entry, change: SubmitItem | ReturnItem | AcceptItem) -> Entry:
    units = {unit for number, unit in change.parts if number == no}
    states: dict[type, MarkState] = {
        SubmitItem: "submitted",
        ReturnItem: "returned",
        AcceptItem: "accepted",
    }
    reason = change.reason if isinstance(change, ReturnItem) else ""
    marks = [mark for mark in entry.marks if mark.unit not in units]
    marks += [Mark(unit, states[type(change)], reason) for unit in units]
    recheck = entry.recheck and not isinstance(change, AcceptItem)
    return replace(entry, marks=tuple(sorted(marks, key=lambda m: m.unit)), recheck=recheck)
