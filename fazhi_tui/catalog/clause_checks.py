"""What must be true of a single clause: each check a small function from the clause to problems."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from fazhi_tui.catalog.clauses import PlacedClause
from fazhi_tui.catalog.reach import most_lost_by, prices
from fazhi_tui.domain.indicators import (
    Clause,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Rule,
    Tiers,
)
from fazhi_tui.domain.points import Points, plain_decimal, show_points
from fazhi_tui.domain.problems import Code, Problem, Severity

ClauseCheck: TypeAlias = Callable[[PlacedClause], Iterator[Problem]]

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_PERCENT = Decimal(100)


def points_within_worth(placed: PlacedClause) -> Iterator[Problem]:
    """No single price and no cap is above the indicator's worth, unless it may exceed it."""
    _, clause, indicator = placed
    if indicator.may_exceed:
        return
    limits = [("cap", clause.cap), ("unit_cap", clause.unit_cap)]
    for key, points in (*prices(clause.rule, indicator.worth), *limits):
        if points is not None and points > indicator.worth:
            path = placed.table.at(key)
            yield Problem(Code.ABOVE_WORTH, path, show_points(points), show_points(indicator.worth))


def can_cost(placed: PlacedClause) -> Iterator[Problem]:
    """There is some case in which the clause costs points."""
    table, clause, indicator = placed
    for key in ("cap", "unit_cap"):
        if getattr(clause, key) == 0:
            yield Problem(Code.CLAUSE_FREE, table.at(key), "0")
    costs = prices(clause.rule, indicator.worth)
    if costs and not any(points for _, points in costs):
        key = costs[0][0].partition("[")[0]
        yield Problem(Code.CLAUSE_FREE, table.at(key), "0")
    elif _target_is_always_met(clause.rule):
        yield Problem(Code.CLAUSE_FREE, table.at("target"), f"{table.values['target']}")
    elif "step" in table and most_lost_by(clause.rule, indicator.worth) == 0:  # never a full step
        yield Problem(Code.CLAUSE_FREE, table.at("step"), f"{table.values['step']}")


def tiers_are_whole(placed: PlacedClause) -> Iterator[Problem]:
    """Rows of a table follow their direction, none hides another, and every value finds one."""
    rule = placed.value.rule
    if not isinstance(rule, Tiers):
        return
    rows = len(rule.labels or rule.bounds)
    if rows < 2:
        yield Problem(Code.TIERS_HOLE, placed.table.at("rows"), f"{rows}", "2")
    elif rule.measure == "label":
        yield from _labels_differ(placed, rule)
    else:
        yield from _bounds_follow(placed, rule)
        yield from _bounds_cover(placed, rule)


def prices_rise(placed: PlacedClause) -> Iterator[Problem]:
    """A schedule never falls; a worse row of a table is not cheaper than a better one.

    Where points are given the better row gives more.
    """
    rule, at = placed.value.rule, placed.table.at
    if isinstance(rule, Progressive):
        for index, (before, here) in enumerate(pairwise(rule.schedule), 1):
            if here < before:
                path = at(f"schedule[{index}]")
                yield Problem(Code.SCHEDULE_FALLS, path, show_points(here), show_points(before))
    if placed.indicator.channel == "bonus":
        return
    if isinstance(rule, Tiers) and rule.measure != "label":
        yield from _falling([points for _, points in rule.bounds], at("rows"), 0)
    if isinstance(rule, RateGap) and rule.bands:
        yield from _falling([rule.points, *(points for _, points in rule.bands)], at("bands"), 1)


def _falling(costs: list[Points], path: str, before: int) -> Iterator[Problem]:
    """A warning for each row that is cheaper than the one before it, the better one."""
    for index, (above, here) in enumerate(pairwise(costs), 1 - before):
        if here < above:
            value, wanted = show_points(here), show_points(above)
            at = f"{path}[{index}]"
            yield Problem(Code.SCHEDULE_FALLS, at, value, wanted, severity=Severity.WARNING)


def bands_follow(placed: PlacedClause) -> Iterator[Problem]:
    """Each bound of a rate's bands is farther from the target, and can still be passed."""
    rule = placed.value.rule
    if not isinstance(rule, RateGap) or not rule.bands:
        return
    falls = rule.direction == "at_least"
    before = rule.target
    for place, (bound, _) in enumerate(rule.bands):
        path, shown = placed.table.at(f"bands[{place}]"), plain_decimal(bound)
        if bound > _PERCENT or bound == (0 if falls else _PERCENT):
            yield Problem(Code.OUT_OF_RANGE, path, shown, "0-100")
        elif before is not None and (bound >= before if falls else bound <= before):
            yield Problem(Code.BANDS_DISORDERED, path, shown, plain_decimal(before))
        before = bound


def parts_fit(placed: PlacedClause) -> Iterator[Problem]:
    """Keys of a clause that need each other or exclude each other."""
    table, clause, indicator = placed
    if clause.per == "unit" and not _by_unit(clause):
        kind = f'kind = "{table.values["kind"]}"'
        yield Problem(Code.PARTS_APART, table.at("per"), kind, "per")
    if clause.unit_cap is not None and clause.per != "unit":
        yield Problem(Code.PARTS_TOGETHER, table.at("unit_cap"), "unit_cap", 'per = "unit"')
    if clause.bearer == "competent" and not indicator.duty.competent:
        yield Problem(
            Code.PARTS_TOGETHER,
            table.at("bearer"),
            'bearer = "competent"',
            "competent",
            severity=Severity.WARNING,
        )


def bonus_rewards(placed: PlacedClause) -> Iterator[Problem]:
    """A warning where what falls short would earn a bonus: the less is done, the more is given."""
    table, clause, indicator = placed
    if indicator.channel != "bonus":
        return
    rule = clause.rule
    short = isinstance(rule, PerCount) and rule.target is not None
    if short or isinstance(rule, Ratio):
        path = table.at("target" if short else "kind")
        yield Problem(Code.BONUS_REVERSED, path, severity=Severity.WARNING)


def placeholders_known(placed: PlacedClause) -> Iterator[Problem]:
    """The sentence of a clause names only what its kind can tell."""
    clause = placed.value
    if "{" not in clause.problem and "}" not in clause.problem:
        return
    known = _placeholders(clause)
    for match in _BRACES.finditer(clause.problem):
        if match.group(1) not in known:
            wanted = " ".join(f"{{{name}}}" for name in known)
            yield Problem(
                Code.PLACEHOLDER_UNKNOWN, placed.table.at("problem"), match.group(), wanted
            )


PRICE_CHECKS: tuple[ClauseCheck, ...] = (points_within_worth, can_cost)
"""Checks that need to know the indicator's worth."""

CLAUSE_CHECKS: tuple[ClauseCheck, ...] = (
    tiers_are_whole,
    bands_follow,
    prices_rise,
    parts_fit,
    bonus_rewards,
    placeholders_known,
)


def _target_is_always_met(rule: Rule) -> bool:
    if isinstance(rule, RateGap):
        return rule.target == (_PERCENT if rule.direction == "at_most" else 0)
    return isinstance(rule, PerCount) and rule.target == 0


def _labels_differ(placed: PlacedClause, rule: Tiers) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, (label, _) in enumerate(rule.labels):
        if label in seen:
            yield Problem(Code.TIERS_OVERLAP, placed.table.at(f"rows[{place}]"), label)
        seen.add(label)


def _bounds_follow(placed: PlacedClause, rule: Tiers) -> Iterator[Problem]:
    """Bounds fall (at_least) or rise (at_most), and nothing follows the row for all else."""
    sign = -1 if rule.direction == "at_least" else 1
    for place, ((before, _), (here, _)) in enumerate(pairwise(rule.bounds), 1):
        path = placed.table.at(f"rows[{place}]")
        if before is None:
            yield Problem(Code.TIERS_OVERLAP, path, "*" if here is None else plain_decimal(here))
        elif here is not None and (here - before) * sign <= 0:
            shown, wanted = plain_decimal(here), plain_decimal(before)
            yield Problem(Code.TIERS_OVERLAP, path, shown, wanted)
    for place, (bound, _) in enumerate(rule.bounds):
        if rule.measure == "rate" and bound is not None and bound > _PERCENT:
            path = placed.table.at(f"rows[{place}]")
            yield Problem(Code.OUT_OF_RANGE, path, plain_decimal(bound), "0-100")


def _bounds_cover(placed: PlacedClause, rule: Tiers) -> Iterator[Problem]:
    """Every value finds a row: the last one takes all else, or its bound is one that all meet."""
    last = rule.bounds[-1][0]
    lowest = rule.direction == "at_least" and last == 0
    highest = rule.direction == "at_most" and rule.measure == "rate" and last == _PERCENT
    if last is not None and not lowest and not highest:
        path = placed.table.at(f"rows[{len(rule.bounds) - 1}]")
        yield Problem(Code.TIERS_HOLE, path, plain_decimal(last), "*")


def _by_unit(clause: Clause) -> bool:
    return clause.by_subject or isinstance(clause.rule, Progressive)


def _placeholders(clause: Clause) -> tuple[str, ...]:
    """What can be told of a clause of this kind."""
    rule = clause.rule
    match rule:
        case PerCount(target=None):
            return ("n", "level") if rule.levels else ("n",)
        case PerCount():
            return ("n", "target", "missing")
        case RateGap() | Ratio():
            return ("num", "den", "rate", "target")
        case Tiers(measure="label"):
            return ("tier",)
        case Tiers(measure="rate"):
            return ("num", "den", "rate")
        case _:
            return ("n",)
