"""Units that are renamed, merged or split while a round goes on.

Records keep the name they were made under, and the old name goes on to be understood. What a unit
lost counts for its heir, the first of those that go on for it; its open gaps are handed over.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from fazhi_tui.domain.answering import refuse
from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import SucceedUnit
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.records import Handover, Rectification, Succession, unit_key
from fazhi_tui.domain.rectifying import plan_of, split_gap
from fazhi_tui.domain.scoring import score_indicator
from fazhi_tui.domain.text import clean_line, read_past, read_text
from fazhi_tui.domain.units import LONGEST_NAME, NOT_IN_NAMES, Unit


def roster_after(roster: Roster, successions: tuple[Succession, ...]) -> Roster:
    """The roster with all units there are now, each old one with its heir."""
    if roster.successions == successions:
        return roster
    if not successions:
        return Roster(roster.adopted)
    first = {one.unit: one.successors[0] for one in successions if one.successors}
    units = _with_created(roster.adopted.units, successions)
    heirs = {unit: _last(first, unit) for unit in first}
    return Roster(roster.adopted, units, heirs, successions)


def _with_created(units: tuple[Unit, ...], successions: Iterable[Succession]) -> tuple[Unit, ...]:
    """The units, the new ones behind those they come from, in whatever order that was said."""
    created = {one.unit: one.created for one in successions}
    known = {unit.name for unit in units}
    listed: list[Unit] = []

    def add(unit: Unit) -> None:
        listed.append(unit)
        for name in created.get(unit.name, ()):
            if name not in known:
                known.add(name)
                add(replace(unit, name=name, full_name="", aliases=()))

    for unit in units:
        add(unit)
    return tuple(listed)


def _last(first: dict[str, str], unit: str) -> str:
    """The end of the line of heirs; a line never comes back to where it was."""
    seen = {unit}
    while (heir := first.get(unit, unit)) not in seen:
        seen.add(heir)
        unit = heir
    return unit


def succeed(roster: Roster, assessment: Assessment, change: SucceedUnit) -> SucceedUnit:
    """Who goes on for a unit, and who mends each of its open gaps. Raises `Refused`."""
    unit = roster.unit(change.unit)
    created = tuple(_new_name(roster, assessment, unit, name) for name in change.created)
    successors: list[str] = []
    for name in change.successors:
        clean = clean_line(name)
        successors.append(clean if clean in created else roster.unit(name))
    if not successors:
        refuse(Code.SUCCESSOR_NEEDED, value=unit)
    twice = [name for name in successors if successors.count(name) > 1]
    if twice or (unit in successors and len(successors) > 1):
        refuse(Code.SUCCESSOR_TWICE, value=twice[0] if twice else unit)
    if successors == [unit] and roster.heir(unit) == unit:
        refuse(Code.NOTHING_TO_CHANGE, value=unit)
    for name in successors:
        if name != unit and roster.heir(name) != name:
            refuse(Code.SUCCEEDED_ALREADY, value=name, wanted=roster.heir(name))
    return SucceedUnit(
        unit,
        tuple(successors),
        created,
        read_past(change.date, "", assessment.year),
        read_text(change.reason),
        _handed_over(roster, assessment, unit, successors, dict(change.gaps)),
    )


def _new_name(roster: Roster, assessment: Assessment, unit: str, name: str) -> str:
    clean = clean_line(name)
    if not clean:
        refuse(Code.NAME_EMPTY)
    if len(clean) > LONGEST_NAME:
        refuse(Code.TOO_LONG, value=clean, wanted=str(LONGEST_NAME))
    if not NOT_IN_NAMES.isdisjoint(clean):
        refuse(Code.WRONG_TYPE, value=clean, wanted="name")
    ours = assessment.records.get(unit_key(unit))
    known = clean in ours.created if isinstance(ours, Succession) else False
    if not known and (_is_there(roster, clean) or clean in roster.groups):
        refuse(Code.NAME_TAKEN, value=clean)
    return clean


def _is_there(roster: Roster, name: str) -> bool:
    try:
        roster.unit(name)
    except Refused:
        return False
    return True


def _handed_over(
    roster: Roster,
    assessment: Assessment,
    unit: str,
    successors: list[str],
    chosen: dict[str, str],
) -> tuple[tuple[str, str], ...]:
    """Every open gap that the unit has to mend, and the successor that goes on with it."""
    gaps = open_gaps_of(roster, assessment, unit)
    strange = [gap for gap in chosen if gap not in gaps]
    if strange:
        raise Refused(*(Problem(Code.UNKNOWN_GAP, value=gap) for gap in strange))
    handed: list[tuple[str, str]] = []
    for gap in gaps:
        name = clean_line(chosen.get(gap, successors[0]))
        to = name if name in successors else roster.unit(name, gap)
        if to not in successors:
            refuse(Code.NOT_A_SUCCESSOR, gap, to, wanted=" ".join(successors))
        handed.append((gap, to))
    return tuple(handed)


def open_gaps_of(roster: Roster, assessment: Assessment, unit: str) -> tuple[str, ...]:
    """The gaps of either track that a unit has to mend and that are still open, in order."""
    heir = roster.heir(unit)
    gaps: dict[str, None] = {}
    for indicator in roster.set.indicators:
        entry = assessment.entries.get(indicator.no)
        if entry is None or indicator.channel == "bonus":
            continue
        for track in ("self", "verified"):
            for posting in score_indicator(roster, indicator, entry, track).postings:
                plan = plan_of(assessment, posting.gap)
                mends = plan.rectifier or split_gap(posting.gap)[1]
                if {mends, roster.heir(mends)} & {unit, heir} and _open(plan):
                    gaps[posting.gap] = None
    return tuple(gaps)


def _open(plan: Rectification) -> bool:
    return not (plan.closed or plan.will_not)


def succeeded(assessment: Assessment, change: SucceedUnit) -> Assessment:
    """The assessment with a unit succeeded and its open gaps handed over."""
    key, records = unit_key(change.unit), dict(assessment.records)
    old = records.pop(key, None)
    created = old.created if isinstance(old, Succession) else ()
    new = tuple(name for name in change.created if name not in created)
    records[key] = Succession(
        change.unit, change.successors, (*created, *new), change.date, change.reason
    )
    plans = dict(assessment.rectifications)
    for gap, unit in change.gaps:
        plan = plan_of(assessment, gap)
        handover = Handover(plan.rectifier or change.unit, change.reason)
        plans[gap] = replace(plan, rectifier=unit, came_from=(*plan.came_from, handover))
    return replace(assessment, records=records, rectifications=plans)
