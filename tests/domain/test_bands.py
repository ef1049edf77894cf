"""Bands of a rate: each stretch of the way from the target costs its own points."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_tui.domain.assessment import Rate, Reading
from fazhi_tui.domain.indicators import Direction, RateGap, Rounding
from fazhi_tui.domain.kernels import exact_loss

FALLING = (Decimal(80), 200), (Decimal(60), 500)
RISING = (Decimal(20), 200), (Decimal(40), 500)
DIRECTIONS: tuple[Direction, ...] = ("at_least", "at_most")


def loss(rule: RateGap, percent: Fraction | int, benchmark: int | None = None) -> Fraction:
    """What a rate of so many percent costs."""
    num, den = Fraction(percent).as_integer_ratio()
    reading = Reading("a", "城管局", Rate(Decimal(num), Decimal(100 * den)))
    top, bottom, _ = exact_loss(
        rule, 9000, [reading], None if benchmark is None else Decimal(benchmark)
    )
    return Fraction(top, bottom)


def rule_of(direction: Direction, partial: Rounding = "exact", step: int = 1) -> RateGap:
    """Target 90 falling through 80 and 60, or 10 rising through 20 and 40."""
    target, bands = (90, FALLING) if direction == "at_least" else (10, RISING)
    return RateGap(Decimal(target), Decimal(step), 100, partial, direction, bands)


@pytest.mark.parametrize(
    ("percent", "wanted"),
    [(95, 0), (90, 0), (85, 500), (80, 1000), (79, 1200), (60, 5000), (50, 10_000), (0, 35_000)],
)
@pytest.mark.parametrize("direction", DIRECTIONS)
def test_each_stretch_costs_its_own_points(direction: Direction, percent: int, wanted: int) -> None:
    rate = percent if direction == "at_least" else 100 - percent
    assert loss(rule_of(direction), rate) == wanted


def test_a_benchmark_beyond_a_bound_starts_in_its_band() -> None:
    """Where the target from outside is 70, all that is missing down to 60 lies below 80."""
    rule = RateGap(None, Decimal(1), 100, "exact", "at_least", FALLING)
    assert loss(rule, 65, 70) == 5 * 200
    assert loss(rule, 55, 70) == 10 * 200 + 5 * 500
    assert loss(rule, 70, 70) == 0


def test_part_of_a_step_is_rounded_in_each_stretch_by_itself() -> None:
    rule = rule_of("at_least", "up", step=20)
    assert loss(rule, 79) == 100 + 200  # ten points of the first stretch, one of the second


PERCENT = st.fractions(0, 100, max_denominator=997)


@given(PERCENT, PERCENT, st.sampled_from(DIRECTIONS), st.sampled_from(("exact", "up", "down")))
def test_a_worse_rate_never_costs_less(
    one: Fraction, other: Fraction, direction: Direction, partial: Rounding
) -> None:
    rule = rule_of(direction, partial, step=7)
    worse, better = sorted((one, other), reverse=direction == "at_most")
    assert loss(rule, worse) >= loss(rule, better) >= 0


@given(st.integers(1, 10**6), st.sampled_from(DIRECTIONS))
def test_nothing_jumps_at_a_bound(small: int, direction: Direction) -> None:
    """On both sides of the target and of every bound the loss comes as near as one likes."""
    rule = rule_of(direction)
    near = Fraction(1, small)
    dearest = max(points for _, points in rule.bands)
    bounds = [Fraction(rule.target or 0), *(Fraction(bound) for bound, _ in rule.bands)]
    for bound in bounds:
        at = loss(rule, bound)
        for rate in (bound - near, bound + near):
            assert abs(loss(rule, rate) - at) <= near * dearest


@given(PERCENT, st.sampled_from(DIRECTIONS))
def test_a_bound_with_the_points_before_it_is_no_bound(
    percent: Fraction, direction: Direction
) -> None:
    rule = rule_of(direction)
    plain = RateGap(rule.target, rule.step, 100, "exact", direction)
    same = RateGap(
        rule.target,
        rule.step,
        100,
        "exact",
        direction,
        tuple((bound, 100) for bound, _ in rule.bands),
    )
    assert loss(same, percent) == loss(plain, percent)
