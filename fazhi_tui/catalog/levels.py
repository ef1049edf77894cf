"""Sets without points: every indicator is judged by the same few levels (达标、部分达标、未达标).

    [set]
    levels = [["A", 0], ["B", 0.5], ["C", 1]]     what part of an indicator each of them loses

Worths may be left out then: an indicator counts 1, everything above is the sum of what it holds.
"""

from collections.abc import Iterator
from fractions import Fraction

from msgspec.structs import replace

from fazhi_tui.catalog.reader import Table
from fazhi_tui.catalog.rules import read_labels
from fazhi_tui.domain.indicators import Area, Clause, Group, Indicator, Tiers
from fazhi_tui.domain.points import MILLI, Points, show_points
from fazhi_tui.domain.problems import Code, Problem, Severity

Levels = tuple[tuple[str, Points], ...]

LEVEL_CLAUSE = "a"


def read_levels(head: Table) -> Levels:
    """The levels of a set; none where it gives points."""
    if "levels" not in head:
        return ()
    found = read_labels(head, "levels")
    if "point_name" not in head:
        head.log.warn(Code.PARTS_TOGETHER, head.at("levels"), "levels", "point_name")
    for problem in _levels_hold(head, found):
        head.log.problems.append(problem)
    return found


def _levels_hold(head: Table, levels: Levels) -> Iterator[Problem]:
    """At least two, none twice, the worst of them costs the whole indicator and none costs more."""
    seen: set[str] = set()
    for place, (label, part) in enumerate(levels):
        path = head.at(f"levels[{place}]")
        if label in seen:
            yield Problem(Code.TIERS_OVERLAP, path, label)
        if part > MILLI:
            yield Problem(Code.ABOVE_WORTH, path, show_points(part), show_points(MILLI))
        seen.add(label)
    most = max((part for _, part in levels), default=0)
    path = head.at("levels")
    if len(levels) < 2:
        yield Problem(Code.TIERS_HOLE, path, f"{len(levels)}", "2")
    elif not most:
        yield Problem(Code.CLAUSE_FREE, path, "0")
    elif most < MILLI:
        value, wanted = show_points(MILLI), show_points(most)
        yield Problem(Code.CLAUSES_BELOW_WORTH, path, value, wanted, severity=Severity.WARNING)


def worth_of(table: Table) -> Points:
    """An indicator's worth in a set without points: 1 where it is left out."""
    return table.points("worth") or 0 if "worth" in table else MILLI


def level_clause(table: Table, indicator: Indicator, levels: Levels) -> Clause:
    """The one clause of an indicator that states none: which of the set's levels it reached."""
    quantum, rows = table.log.quantum, []
    for label, part in levels:
        lost = Fraction(part * indicator.worth, MILLI)
        if lost % quantum:
            table.wrong(Code.FINER_THAN_QUANTUM, "worth", label, show_points(quantum))
        rows.append((label, int(lost)))
    plain = not {"{", "}"}.intersection(indicator.name)
    return Clause(
        id=LEVEL_CLAUSE,
        text=indicator.criterion or indicator.name,
        rule=Tiers("label", labels=tuple(rows)),
        problem=f"{indicator.name}：{{tier}}" if plain else "",
        bearer="lead",
    )


def filled_groups(
    groups: list[tuple[Table, Group]], indicators: list[Indicator]
) -> list[tuple[Table, Group]]:
    """The groups, those without a worth with the sum of their base indicators."""
    sums: dict[str, Points] = {}
    for indicator in indicators:
        if indicator.channel == "base":
            sums[indicator.group] = sums.get(indicator.group, 0) + indicator.worth
    return [
        (table, group if "worth" in table else replace(group, worth=sums.get(group.no, 0)))
        for table, group in groups
    ]


def filled_areas(
    areas: list[tuple[Table, Area]], groups: list[tuple[Table, Group]]
) -> list[tuple[Table, Area]]:
    """The areas, those without a worth with the sum of their groups."""
    sums: dict[str, Points] = {}
    for _, group in groups:
        sums[group.area] = sums.get(group.area, 0) + group.worth
    return [
        (table, area if "worth" in table else replace(area, worth=sums.get(area.no, 0)))
        for table, area in areas
    ]
