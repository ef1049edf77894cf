"""The exact loss of one clause of each kind, from the findings or readings that are summed.

Every kernel gives (top, bottom, weights): the exact loss is top / bottom milli-points, not yet
rounded or capped; the weights, whole numbers, say how much each source has part in it. Decimals
become integers over one denominator at the door, so all that follows is plain integers. Nothing
here knows of units, caps or rounding to the quantum.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias, TypeVar, assert_never

from fazhi_tui.domain.assessment import Finding, Number, Rate, Reading, Score, Tier, Value
from fazhi_tui.domain.bearing import Source
from fazhi_tui.domain.indicators import (
    Direction,
    Fixed,
    Judged,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Rounding,
    Rule,
    Tiers,
    Veto,
)
from fazhi_tui.domain.points import Points, over_one

Loss: TypeAlias = tuple[int, int, list[int]]

_V = TypeVar("_V", bound=Value)


def exact_loss(
    rule: Rule, worth: Points, sources: Sequence[Source], benchmark: Decimal | None
) -> Loss:
    """The loss that `sources` (at least one) make together under `rule`, and their weights.

    `worth` is the indicator's (milli-points), `benchmark` a rate in percent given from outside.
    """
    match rule:
        case PerCount(target=target) if target is not None:
            return _per_missing(rule, target, _values(sources, Number))
        case PerCount():
            return _per_case(rule, _findings(sources))
        case Fixed(points):
            return worth if points is None else points, 1, _alike(sources)
        case Progressive(schedule):
            return _progressive(schedule, _findings(sources))
        case RateGap():
            return _rate_gap(rule, _values(sources, Rate), benchmark)
        case Ratio():
            return _ratio(rule, worth, _values(sources, Rate))
        case Tiers(measure="label"):
            losses = dict(rule.labels)
            chosen = [losses.get(tier.label, 0) for tier in _values(sources, Tier)]
            return sum(chosen), 1, _alike(sources)
        case Tiers(measure="number"):
            numbers, unit = over_one([number.value for number in _values(sources, Number)])
            return _tier(rule, sum(numbers), unit), 1, _alike(sources)
        case Tiers():
            best = rule.bounds[0][0] or Decimal(0)
            num, den, shortfalls = _rate(_values(sources, Rate), best, rule.direction)
            return _tier(rule, num, den), 1, shortfalls
        case Judged():
            return sum(score.points for score in _values(sources, Score)), 1, _alike(sources)
        case Veto():
            return 0, 1, _alike(sources)
        case _:
            assert_never(rule)


def _alike(sources: Sequence[Source]) -> list[int]:
    return [1] * len(sources)


def _findings(sources: Sequence[Source]) -> list[Finding]:
    return [source for source in sources if isinstance(source, Finding)]


def _values(sources: Sequence[Source], form: type[_V]) -> list[_V]:
    """The values of the readings; `decide` lets only values of the clause's own form in."""
    return [s.value for s in sources if isinstance(s, Reading) and isinstance(s.value, form)]


def _steps(top: int, bottom: int, step: Decimal | None, rounding: Rounding) -> tuple[int, int]:
    """How many steps top / bottom is, in part or whole."""
    if step:
        step_top, step_bottom = step.as_integer_ratio()
        top, bottom = top * step_bottom, bottom * step_top
    if rounding == "up":
        return -(-top // bottom), 1
    return (top // bottom, 1) if rounding == "down" else (top, bottom)


# ── counts ───────────────────────────────────────────────────────────────────────────────────


def _per_case(rule: PerCount, findings: Sequence[Finding]) -> Loss:
    """Points for each case; the quantities of one level are summed before steps are rounded."""
    numbers, unit = over_one([finding.quantity for finding in findings])
    if rule.levels:
        priced = dict(rule.levels)
        prices = [priced.get(finding.level, rule.points) for finding in findings]
        weights = [price * n for price, n in zip(prices, numbers, strict=True)]
    else:
        weights = [rule.points * n for n in numbers]
    if rule.rounding == "exact":
        return *_steps(sum(weights), unit, rule.step, "exact"), weights
    sums: dict[str, int] = {}
    for finding, n in zip(findings, numbers, strict=True):
        sums[finding.level] = sums.get(finding.level, 0) + n
    taken = {level: _steps(n, unit, rule.step, rule.rounding)[0] for level, n in sums.items()}
    priced = dict(rule.levels)
    return sum(priced.get(level, rule.points) * n for level, n in taken.items()), 1, weights


def _per_missing(rule: PerCount, wanted: Decimal, reached: Sequence[Number]) -> Loss:
    """Points for each one missing to the target; each subject weighs by its own shortfall."""
    (target, *numbers), unit = over_one([wanted, *(number.value for number in reached)])
    taken, bottom = _steps(max(0, target - sum(numbers)), unit, rule.step, rule.rounding)
    return rule.points * taken, bottom, [max(0, target - number) for number in numbers]


def _progressive(schedule: tuple[Points, ...], findings: Sequence[Finding]) -> Loss:
    """The k-th occurrence costs `schedule[k]`, but within the clause all weigh the same."""
    numbers, unit = over_one([finding.quantity for finding in findings])
    n = sum(numbers) // unit
    listed = schedule[:n]
    return sum(listed) + schedule[-1] * (n - len(listed)), 1, numbers


# ── rates ────────────────────────────────────────────────────────────────────────────────────


def _rate(
    rates: Sequence[Rate], target: Decimal, direction: Direction
) -> tuple[int, int, list[int]]:
    """The common rate in percent as num / den, and each one's own shortfall in cases, weighed.

    A shortfall is target x den / 100 - num, here times what all have in common. Some `den` is
    not 0.
    """
    amounts, _ = over_one([*(rate.num for rate in rates), *(rate.den for rate in rates)])
    nums, dens = amounts[: len(rates)], amounts[len(rates) :]
    goal, unit = target.as_integer_ratio()
    sign = 1 if direction == "at_least" else -1
    shortfalls = [
        max(0, sign * (goal * den - 100 * unit * num)) for num, den in zip(nums, dens, strict=True)
    ]
    return 100 * sum(nums), sum(dens), shortfalls


def _rate_gap(rule: RateGap, rates: Sequence[Rate], benchmark: Decimal | None) -> Loss:
    """Points for each step of percentage points that the common rate is away from the target.

    The way from the target to the rate is cut at the bands' bounds; each piece has its points.
    """
    wanted = rule.target if rule.target is not None else benchmark
    if wanted is None:
        return 0, 1, [1] * len(rates)
    num, den, shortfalls = _rate(rates, wanted, rule.direction)
    (target, *bounds), unit = over_one([wanted, *(bound for bound, _ in rule.bands)])
    sign = 1 if rule.direction == "at_least" else -1
    end = max(0, sign * (target * den - num * unit))  # this and the next over unit x den
    starts = [0, *(max(0, sign * (target - bound) * den) for bound in bounds)]
    prices = [rule.points, *(points for _, points in rule.bands)]
    loss, bottom = 0, 1
    for start, stop, points in zip(starts, [*starts[1:], end], prices, strict=True):
        piece = max(0, min(end, stop) - start)
        taken, bottom = _steps(piece, unit * den, rule.step, rule.partial)
        loss += points * taken
    return loss, bottom, shortfalls


def _ratio(rule: Ratio, worth: Points, rates: Sequence[Rate]) -> Loss:
    """The part of the points that the common rate falls short of the target."""
    points = worth if rule.points is None else rule.points
    num, den, shortfalls = _rate(rates, rule.target, "at_least")
    goal, unit = rule.target.as_integer_ratio()
    return points * max(0, goal * den - num * unit), goal * den, shortfalls


def _tier(rule: Tiers, top: int, bottom: int) -> Points:
    """The loss in the first row whose bound top / bottom meets; the table is exhaustive."""
    for bound, lost in rule.bounds:
        if bound is None:
            return lost
        limit, unit = bound.as_integer_ratio()
        above = top * unit - limit * bottom
        if above >= 0 if rule.direction == "at_least" else above <= 0:
            return lost
    return rule.bounds[-1][1]
