"""The exact loss of one clause of each kind, from the findings or readings that are summed.

Every kernel gives (loss, weights): the exact loss in milli-points, not yet rounded or capped, and
how much each source weighs in it. Nothing here knows of units, caps or rounding to the quantum.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias, TypeVar, assert_never

from fazhi_tui.domain.assessment import Finding, Number, Rate, Reading, Score, Tier, Value
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
from fazhi_tui.domain.points import Points

Source: TypeAlias = Finding | Reading
Loss: TypeAlias = tuple[Fraction, list[Fraction]]

ZERO = Fraction(0)
ONE = Fraction(1)
_V = TypeVar("_V", bound=Value)


def exact_loss(
    rule: Rule, worth: Points, sources: Sequence[Source], benchmark: Decimal | None
) -> Loss:
    """The loss that `sources` (at least one) make together under `rule`, and their weights.

    `worth` is the indicator's (milli-points), `benchmark` a rate in percent given from outside.
    """
    match rule:
        case Fixed(points):
            return Fraction(worth if points is None else points), _alike(sources)
        case PerCount(target=None):
            return _per_case(rule, sources)
        case PerCount():
            return _per_missing(rule, _values(sources, Number))
        case Progressive(schedule):
            return _progressive(schedule, sources)
        case RateGap():
            return _rate_gap(rule, _values(sources, Rate), benchmark)
        case Ratio():
            return _ratio(rule, worth, _values(sources, Rate))
        case Tiers(measure="label"):
            losses = dict(rule.labels)
            chosen = [losses.get(tier.label, 0) for tier in _values(sources, Tier)]
            return Fraction(sum(chosen)), _alike(sources)
        case Tiers(measure="number"):
            reached = sum((Fraction(n.value) for n in _values(sources, Number)), ZERO)
            return Fraction(_tier(rule, reached)), _alike(sources)
        case Tiers():
            best = Fraction(rule.bounds[0][0] or 0)
            rate, shortfalls = _rate(_values(sources, Rate), best, rule.direction)
            return Fraction(_tier(rule, rate)), shortfalls
        case Judged():
            return Fraction(sum(s.points for s in _values(sources, Score))), _alike(sources)
        case Veto():
            return ZERO, _alike(sources)
        case _:
            assert_never(rule)


def _alike(sources: Sequence[Source]) -> list[Fraction]:
    return [ONE] * len(sources)


def _values(sources: Sequence[Source], form: type[_V]) -> list[_V]:
    """The values of the readings; `decide` lets only values of the clause's own form in."""
    return [s.value for s in sources if isinstance(s, Reading) and isinstance(s.value, form)]


def _steps(amount: Fraction, step: Decimal | None, rounding: Rounding) -> Fraction:
    """How many steps `amount` is, in part or whole."""
    steps = amount / Fraction(step) if step else amount
    if rounding == "up":
        return Fraction(ceil(steps))
    return Fraction(floor(steps)) if rounding == "down" else steps


def _per_case(rule: PerCount, sources: Sequence[Source]) -> Loss:
    """Points for each case; the quantities of one level are summed before steps are taken."""
    prices = dict(rule.levels)
    sums: dict[str, Fraction] = {}
    weights: list[Fraction] = []
    for source in sources:
        assert isinstance(source, Finding)
        price = prices.get(source.level, rule.points)
        quantity = Fraction(source.quantity)
        sums[source.level] = sums.get(source.level, ZERO) + quantity
        weights.append(price * quantity)
    taken = (
        prices.get(level, rule.points) * _steps(n, rule.step, rule.rounding)
        for level, n in sums.items()
    )
    return sum(taken, ZERO), weights


def _per_missing(rule: PerCount, reached: Iterable[Number]) -> Loss:
    """Points for each one missing to the target; each subject weighs by its own shortfall."""
    target = Fraction(rule.target or 0)
    numbers = [Fraction(number.value) for number in reached]
    missing = max(ZERO, target - sum(numbers, ZERO))
    loss = rule.points * _steps(missing, rule.step, rule.rounding)
    return loss, [max(ZERO, target - number) for number in numbers]


def _progressive(schedule: tuple[Points, ...], sources: Sequence[Source]) -> Loss:
    """The k-th occurrence costs `schedule[k]`, but within the clause all weigh the same."""
    weights = [Fraction(s.quantity) for s in sources if isinstance(s, Finding)]
    n = int(sum(weights, ZERO))
    listed = schedule[:n]
    return Fraction(sum(listed) + schedule[-1] * (n - len(listed))), weights


def _rate_gap(rule: RateGap, rates: list[Rate], benchmark: Decimal | None) -> Loss:
    """Points for each step of percentage points that the common rate is away from the target."""
    wanted = rule.target if rule.target is not None else benchmark
    if wanted is None:
        return ZERO, [ONE] * len(rates)
    target = Fraction(wanted)
    rate, shortfalls = _rate(rates, target, rule.direction)
    loss = ZERO
    for gap, points in _bands(rule, target, rate):
        loss += points * _steps(gap, rule.step, rule.partial)
    return loss, shortfalls


def _bands(rule: RateGap, target: Fraction, rate: Fraction) -> list[tuple[Fraction, Points]]:
    """The distance from target to rate cut at the bands' bounds, each piece with its points."""
    sign = 1 if rule.direction == "at_least" else -1
    end = max(ZERO, sign * (target - rate))
    starts = [ZERO, *(max(ZERO, sign * (target - Fraction(bound))) for bound, _ in rule.bands)]
    prices = [rule.points, *(points for _, points in rule.bands)]
    return [
        (max(ZERO, min(end, stop) - start), points)
        for start, stop, points in zip(starts, [*starts[1:], end], prices, strict=True)
    ]


def _ratio(rule: Ratio, worth: Points, rates: list[Rate]) -> Loss:
    """The part of the points that the common rate falls short of the target."""
    points = worth if rule.points is None else rule.points
    target = Fraction(rule.target)
    rate, shortfalls = _rate(rates, target, "at_least")
    return points * (1 - min(ONE, rate / target)), shortfalls


def _rate(
    rates: list[Rate], target: Fraction, direction: Direction
) -> tuple[Fraction, list[Fraction]]:
    """The common rate in percent, and each one's own shortfall in cases. Some `den` is not 0."""
    num = den = ZERO
    shortfalls = []
    goal, unit = target.as_integer_ratio()
    for rate in rates:
        (n, n_unit), (d, d_unit) = rate.num.as_integer_ratio(), rate.den.as_integer_ratio()
        num += Fraction(n, n_unit)
        den += Fraction(d, d_unit)
        # target x den / 100 - num over one denominator: integers are twenty times as fast
        short = goal * d * n_unit - 100 * unit * d_unit * n
        missing = max(0, short if direction == "at_least" else -short)
        shortfalls.append(Fraction(missing, 100 * unit * d_unit * n_unit) if missing else ZERO)
    return num * 100 / den, shortfalls


def _tier(rule: Tiers, value: Fraction) -> Points:
    """The loss in the first row whose bound `value` meets; the table is exhaustive."""
    for bound, lost in rule.bounds:
        if bound is None:
            return lost
        if value >= bound if rule.direction == "at_least" else value <= bound:
            return lost
    return rule.bounds[-1][1]
