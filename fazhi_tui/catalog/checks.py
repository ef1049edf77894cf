"""What must be true of a set as a whole: each check a small function from the draft to problems.

A new rule for sets is one more function here and in `CHECKS`. Checks of single clauses are in
`clause_checks`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from fazhi_tui.catalog.clause_checks import CLAUSE_CHECKS, PRICE_CHECKS
from fazhi_tui.catalog.clauses import PlacedIndicator
from fazhi_tui.catalog.draft import Draft
from fazhi_tui.catalog.reach import joint_serves, most_together
from fazhi_tui.catalog.reader import Table
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.problems import Code, Problem, Severity
from fazhi_tui.domain.text import nearest

Check: TypeAlias = Callable[[Draft], Iterator[Problem]]

_COUNTED = re.compile(r"(.*?)([0-9]{1,6})")


def numbers_differ(draft: Draft) -> Iterator[Problem]:
    """No number of an area, group, indicator or clause, and no grade's name, stands twice."""
    yield from _twice((table, "no", area.no) for table, area in draft.areas)
    yield from _twice((table, "no", group.no) for table, group in draft.groups)
    yield from _twice((placed.table, "no", placed.value.no) for placed in draft.indicators)
    yield from _twice((table, "name", grade.name) for table, grade in draft.grades)
    for placed in draft.indicators:
        yield from _twice((clause.table, "id", clause.value.id) for clause in placed.clauses)


def clauses_are_told_apart(draft: Draft) -> Iterator[Problem]:
    """No two clauses share the name that ids are made of: `2.a` of `1` and `a` of `1.2` would."""
    owners: dict[str, str] = {}
    for placed in draft.indicators:
        no = placed.value.no
        for table, clause, _ in placed.clauses:
            if owners.setdefault(f"{no}.{clause.id}", no) != no:
                yield Problem(Code.DUPLICATE, table.at("id"), f"{no}.{clause.id}")


def numbers_run_on(draft: Draft) -> Iterator[Problem]:
    """No number is left out: 7 follows 6, and 1.3 follows 1.2."""
    yield from _skipped([(table, area.no) for table, area in draft.areas])
    yield from _skipped([(table, group.no) for table, group in draft.groups])
    yield from _skipped([(placed.table, placed.value.no) for placed in draft.indicators])


def parents_exist(draft: Draft) -> Iterator[Problem]:
    """Each group stands in an area, each indicator in a group."""
    areas = {area.no for _, area in draft.areas}
    groups = {group.no for _, group in draft.groups}
    for table, group in draft.groups:
        yield from _orphan(table, "area", group.area, areas)
    for placed in draft.indicators:
        yield from _orphan(placed.table, "group", placed.value.group, groups)


def none_is_empty(draft: Draft) -> Iterator[Problem]:
    """A warning for each area without groups, each group without indicators."""
    areas = {group.area for _, group in draft.groups}
    groups = {placed.value.group for placed in draft.indicators}
    for table, area in draft.areas:
        if area.no not in areas and not _flawed(draft, "group", "area"):
            yield Problem(Code.EMPTY, table.path, severity=Severity.WARNING)
    for table, group in draft.groups:
        if group.no not in groups and not _flawed(draft, "indicator", "group"):
            yield Problem(Code.EMPTY, table.path, severity=Severity.WARNING)


def sums_agree(draft: Draft) -> Iterator[Problem]:
    """Indicators add up to their group, groups to their area, areas to the total."""
    severity = Severity.WARNING if draft.as_published else Severity.ERROR
    indicators = [
        (placed.value.group, placed.value.worth)
        for placed in draft.indicators
        if placed.value.channel == "base"
    ]
    groups = [(group.area, group.worth) for _, group in draft.groups]
    areas = [("", area.worth) for _, area in draft.areas]
    known = {group.no for _, group in draft.groups}
    orphans = any(of not in known for of, _ in indicators)
    if not orphans and not _flawed(draft, "indicator", "worth", "channel", "group"):
        for table, group in draft.groups:
            yield from _differs(table, "worth", group.worth, _sum(indicators, group.no), severity)
    known = {area.no for _, area in draft.areas}
    orphans = any(of not in known for of, _ in groups)
    if not orphans and not _flawed(draft, "group", "worth", "area"):
        for table, area in draft.areas:
            yield from _differs(table, "worth", area.worth, _sum(groups, area.no), severity)
    if any("weight" in table for table, _ in draft.areas):
        yield from _weights_agree(draft, severity)
    elif draft.head.at("total") not in draft.flawed and not _flawed(draft, "area", "worth"):
        yield from _differs(draft.head, "total", draft.set.total, _sum(areas, ""), severity)


def indicators_have_clauses(draft: Draft) -> Iterator[Problem]:
    """Each indicator can lose its points by some clause, and all of them."""
    for placed in draft.indicators:
        if placed.whole and not placed.value.clauses:
            yield Problem(Code.NO_CLAUSE, placed.table.path, placed.value.no)
        if not placed.whole or not placed.clauses or not _has_worth(draft, placed):
            continue
        reach = most_together(placed.value)
        if reach is not None and reach < placed.value.worth:
            yield Problem(
                Code.CLAUSES_BELOW_WORTH,
                placed.table.at("worth"),
                show_points(placed.value.worth),
                show_points(int(reach)),
                severity=Severity.WARNING,
            )


def clauses_hold(draft: Draft) -> Iterator[Problem]:
    """Each clause stands every check of its own."""
    for placed in draft.indicators:
        checks = PRICE_CHECKS + CLAUSE_CHECKS if _has_worth(draft, placed) else CLAUSE_CHECKS
        for clause in placed.clauses:
            for check in checks:
                yield from check(clause)


def one_answers(draft: Draft) -> Iterator[Problem]:
    """A warning where several units are to give the one reading that a clause takes."""
    roster = Roster(draft.set)
    for placed in draft.indicators:
        for table, clause, indicator in placed.clauses:
            units = roster.asked(clause, indicator.duty) if clause.takes_one else ()
            if len(units) > 1:
                path = table.at("answered_by")
                yield Problem(Code.ONE_READING, path, str(len(units)), severity=Severity.WARNING)


def joints_serve(draft: Draft) -> Iterator[Problem]:
    """A common cap is within the indicator's worth, and can be reached."""
    for placed in draft.indicators:
        if placed.value.joints and placed.whole and _has_worth(draft, placed):
            for place, table in enumerate(placed.table.tables("joint")):
                if not _inside(draft, table):
                    yield from joint_serves(table, place, placed.value)


def grades_fall(draft: Draft) -> Iterator[Problem]:
    """Grades stand from high to low, within what can be reached."""
    highest = draft.set.total + (draft.set.bonus_cap or 0)
    for (_, above), (table, grade) in pairwise(draft.grades):
        if grade.at_least >= above.at_least:
            value, wanted = show_points(grade.at_least), show_points(above.at_least)
            yield Problem(Code.GRADES_DISORDERED, table.at("at_least"), value, wanted)
    for table, grade in draft.grades:
        if draft.set.total and grade.at_least > highest:
            value, wanted = show_points(grade.at_least), f"0-{show_points(highest)}"
            yield Problem(Code.OUT_OF_RANGE, table.at("at_least"), value, wanted)


def caps_serve(draft: Draft) -> Iterator[Problem]:
    """A cap of a channel stands only where indicators of that channel are."""
    channels = {placed.value.channel for placed in draft.indicators}
    for channel in ("bonus", "penalty"):
        key = f"{channel}_cap"
        if key in draft.head and channel not in channels:
            path = draft.head.at(key)
            yield Problem(
                Code.PARTS_TOGETHER, path, key, f'channel = "{channel}"', severity=Severity.WARNING
            )


CHECKS: tuple[Check, ...] = (
    numbers_differ,
    clauses_are_told_apart,
    numbers_run_on,
    parents_exist,
    none_is_empty,
    sums_agree,
    indicators_have_clauses,
    clauses_hold,
    one_answers,
    joints_serve,
    grades_fall,
    caps_serve,
)


def _twice(entries: Iterable[tuple[Table, str, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for table, key, value in entries:
        if value and value in seen:
            yield Problem(Code.DUPLICATE, table.at(key), value)
        seen.add(value)


def _skipped(entries: list[tuple[Table, str]]) -> Iterator[Problem]:
    for (_, before), (table, here) in pairwise(entries):
        first, second = _COUNTED.fullmatch(before), _COUNTED.fullmatch(here)
        if not first or not second or first.group(1) != second.group(1):
            continue
        following = int(first.group(2)) + 1
        if here != before and int(second.group(2)) != following:
            wanted = f"{first.group(1)}{following}"
            path = table.at("no")
            yield Problem(Code.NUMBER_SKIPPED, path, here, wanted, severity=Severity.WARNING)


def _orphan(table: Table, key: str, parent: str, known: set[str]) -> Iterator[Problem]:
    if parent and parent not in known:
        yield Problem(Code.PARENT_UNKNOWN, table.at(key), parent, hint=nearest(parent, known))


def _sum(parts: list[tuple[str, Points]], parent: str) -> Points:
    return sum(worth for of, worth in parts if of == parent)


def _differs(
    table: Table, key: str, stated: Points, found: Points, severity: Severity
) -> Iterator[Problem]:
    if found != stated and key in table:
        value, wanted = show_points(stated), show_points(found)
        yield Problem(Code.SUM_DIFFERS, table.at(key), value, wanted, severity=severity)


def _weights_agree(draft: Draft, severity: Severity) -> Iterator[Problem]:
    """If one area has a weight all have one, and they make the total."""
    for table, area in draft.areas:
        if area.weight is None:
            if table.at("weight") not in draft.flawed:
                yield Problem(Code.KEY_MISSING, table.at("weight"))
        elif area.worth and not area.weight:
            wanted = f"0-{show_points(draft.set.total)}"
            yield Problem(Code.OUT_OF_RANGE, table.at("weight"), "0", wanted)
        elif area.weight and not area.worth and "worth" in table:
            yield Problem(Code.PARTS_TOGETHER, table.at("weight"), "weight", "worth")
    weights = [area.weight for _, area in draft.areas if area.weight is not None]
    if len(weights) == len(draft.areas) and sum(weights) != draft.set.total:
        value, wanted = show_points(draft.set.total), show_points(sum(weights))
        key = "total" if "total" in draft.head else "levels"
        path = draft.head.at(key)
        yield Problem(Code.WEIGHTS_DIFFER, path, value, wanted, severity=severity)


def _has_worth(draft: Draft, placed: PlacedIndicator) -> bool:
    return not draft.flawed or placed.table.at("worth") not in draft.flawed


def _inside(draft: Draft, table: Table) -> bool:
    """Whether something in a table could not be read."""
    return any(path.startswith(f"{table.path}.") for path in draft.flawed)


def _flawed(draft: Draft, table: str, *keys: str) -> bool:
    """Whether any of these keys could not be read somewhere, so that sums would mislead."""
    ends = tuple(f"].{key}" for key in keys)
    return any(path.startswith(f"{table}[") and path.endswith(ends) for path in draft.flawed)
