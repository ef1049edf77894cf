"""What a rule can cost: each price it states, and the most that a clause, or several, can."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import TypeAlias

from fazhi_tui.catalog.reader import Table
from fazhi_tui.domain.indicators import (
    Clause,
    Fixed,
    Indicator,
    Joint,
    Judged,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Rule,
    Tiers,
    Veto,
)
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.problems import Code, Problem, Severity

Most: TypeAlias = int | Fraction
"""Milli-points, not yet rounded."""

_PERCENT = 100


def most_lost(clause: Clause, worth: Points) -> Most | None:
    """The most a clause can cost; None if nothing limits it."""
    most = most_lost_by(clause.rule, worth) if clause.per == "indicator" else None
    if most is None or clause.cap is None:
        return clause.cap if most is None else most
    return min(most, clause.cap)


def most_lost_by(rule: Rule, worth: Points) -> Most | None:
    """The most one reading of a rule, or its findings, can cost; None if nothing limits it."""
    if isinstance(rule, PerCount) and rule.target is not None:
        steps = Fraction(rule.target) / Fraction(rule.step or 1)
        return _steps(steps, rule.rounding) * rule.points
    if isinstance(rule, PerCount | Progressive):
        return None
    if isinstance(rule, RateGap):
        return _widest_gap(rule)
    return max((points for _, points in prices(rule, worth)), default=0)


def _widest_gap(rule: RateGap) -> Most:
    """What a rate at the far end costs; with a benchmark from outside, no more than this."""
    step = Fraction(rule.step)
    if rule.target is None:
        dearest = max([rule.points, *(points for _, points in rule.bands)])
        return _steps(_PERCENT / step, rule.partial) * dearest
    end = Fraction(_PERCENT if rule.direction == "at_most" else 0)
    stops = [Fraction(rule.target), *(Fraction(bound) for bound, _ in rule.bands), end]
    costs = [rule.points, *(points for _, points in rule.bands)]
    pieces = (_steps(abs(stop - start) / step, rule.partial) for start, stop in pairwise(stops))
    return sum(n * points for n, points in zip(pieces, costs, strict=True))


def most_together(indicator: Indicator) -> Most | None:
    """The most all clauses of an indicator can cost together; None if nothing limits it."""
    most = {clause.id: most_lost(clause, indicator.worth) for clause in indicator.clauses}
    for joint in indicator.joints:
        _join(joint, most)
    known = [points for points in most.values() if points is not None]
    return sum(known) if len(known) == len(most) else None


def _join(joint: Joint, most: dict[str, Most | None]) -> Most | None:
    """Leave of the joint's clauses only what they can cost together, and tell what was before."""
    inside = [most.get(name) for name in joint.clauses]
    known = [points for points in inside if points is not None]
    whole: Most | None = None
    if len(known) == len(inside):
        whole = max(known, default=0) if joint.cap is None else sum(known)
    limits = [points for points in (whole, joint.cap) if points is not None]
    most.update(dict.fromkeys(joint.clauses, 0))
    if joint.clauses:
        most[joint.clauses[0]] = min(limits, default=None)
    return whole


def joint_serves(table: Table, place: int, indicator: Indicator) -> Iterator[Problem]:
    """A common cap is above 0, within the worth, and below what the clauses cost without it."""
    cap = indicator.joints[place].cap
    if cap is None:
        return
    path = table.at("cap")
    if not cap:
        yield Problem(Code.CLAUSE_FREE, path, "0")
    elif cap > indicator.worth and not indicator.may_exceed:
        yield Problem(Code.ABOVE_WORTH, path, show_points(cap), show_points(indicator.worth))
    else:
        most = {clause.id: most_lost(clause, indicator.worth) for clause in indicator.clauses}
        before = [_join(joint, most) for joint in indicator.joints[: place + 1]][-1]
        if before is not None and before <= cap:
            value, wanted = show_points(cap), show_points(int(before))
            yield Problem(Code.JOINT_IDLE, path, value, wanted, severity=Severity.WARNING)


def _steps(steps: Most, rounding: str) -> Most:
    if rounding == "up":
        return ceil(steps)
    return floor(steps) if rounding == "down" else steps


def prices(rule: Rule, worth: Points) -> list[tuple[str, Points]]:
    """Every amount a rule can cost at once, with the key it stands at."""
    match rule:
        case Fixed(points) | Ratio(points):
            return [
                ("points" if points is not None else "all", worth if points is None else points)
            ]
        case PerCount():
            return [(f"levels.{name}", points) for name, points in rule.levels] or [
                ("points", rule.points)
            ]
        case Progressive():
            return [(f"schedule[{place}]", points) for place, points in enumerate(rule.schedule)]
        case RateGap():
            bands = [(f"bands[{place}]", points) for place, (_, points) in enumerate(rule.bands)]
            return [("points", rule.points), *bands]
        case Tiers():
            rows = rule.labels or rule.bounds
            return [(f"rows[{place}]", points) for place, (_, points) in enumerate(rows)]
        case Judged():
            return [("max", rule.maximum)]
        case Veto():
            return []
