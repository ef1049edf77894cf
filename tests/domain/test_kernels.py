"""Corners of the kernels and of who bears what, where a small slip would go unseen elsewhere."""

from decimal import Decimal
from fractions import Fraction

import pytest

from fazhi_tui.domain.indicators import (
    UNATTRIBUTED,
    PerCount,
    RateGap,
    Rounding,
    Tiers,
)
from tests.domain.builders import Round, a_clause, an_indicator, benchmark, number, rate


@pytest.mark.parametrize(
    ("rounding", "reached", "lost"),
    [
        ("up", 6, 200),  # 4 missing of 10 are 2 steps of 3, the second begun
        ("down", 6, 100),
        ("exact", 4, 200),
        ("exact", 7, 100),
        ("up", 10, 0),
        ("up", 11, 0),
        ("up", 9, 100),
        ("down", 8, 0),
    ],
)
def test_what_is_missing_to_a_target_may_be_counted_in_steps(
    rounding: Rounding, reached: int, lost: int
) -> None:
    rule = PerCount(100, target=Decimal(10), step=Decimal(3), rounding=rounding)
    ledger = Round(an_indicator(a_clause(rule)))
    ledger.read(number(reached))
    assert ledger.lost() == lost


def test_without_a_benchmark_nothing_is_lost_yet_and_nobody_charged() -> None:
    ledger = Round(an_indicator(a_clause(RateGap(None, Decimal(1), 100, "exact"))))
    ledger.read(rate(1, 2))
    (clause,) = ledger.score().clauses
    assert clause.exact == Fraction(0)
    assert not clause.charges
    assert not clause.answered
    ledger.read(benchmark(51))
    assert ledger.lost() == 100


def test_per_unit_each_is_compared_with_the_benchmark() -> None:
    # together 17 of 20 would be 5 points behind; one alone is 10 behind, the other none
    ledger = Round(an_indicator(a_clause(RateGap(None, Decimal(5), 200, "exact"), per_unit=True)))
    ledger.read(rate(8, 10), of="城管局")
    ledger.read(rate(9, 10), of="交通局")
    ledger.read(benchmark(90))
    assert ledger.shares() == {"城管局": 400}


@pytest.mark.parametrize(("num", "lost"), [(37, 0), (36, 300), (40, 0)])
def test_a_bound_of_a_table_need_not_be_whole(num: int, lost: int) -> None:
    # 92.5% of 40 is 37
    table = Tiers("rate", bounds=((Decimal("92.5"), 0), (None, 300)))
    ledger = Round(an_indicator(a_clause(table)))
    ledger.read(rate(num, 40))
    assert ledger.lost() == lost


@pytest.mark.parametrize(("places", "lost"), [(0, 0), (-2, 200), (-5, 300)])
def test_below_a_table_without_an_end_its_last_row_counts(places: int, lost: int) -> None:
    table = Tiers("number", bounds=((Decimal(0), 0), (Decimal(-2), 200), (Decimal(-4), 300)))
    ledger = Round(an_indicator(a_clause(table)))
    ledger.read(number(places))
    assert ledger.lost() == lost


def test_where_all_who_are_named_are_excused_nobody_bears_it_yet() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100))))
    ledger.record(2, bearers={"城管局": 1, "交通局": 3})
    ledger.excuse(unit="城管局")
    assert ledger.shares() == {"交通局": 200}
    ledger.excuse(unit="交通局")
    assert ledger.shares() == {UNATTRIBUTED: 200}


def test_what_does_not_concern_us_has_nothing_to_recover() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100))))
    ledger.record(2)
    ledger.excuse()
    score = ledger.score()
    assert (score.earned, score.lost, score.pending, score.recoverable) == (1500, 0, 0, 0)


def test_a_unit_under_its_cap_is_not_raised_to_it() -> None:
    # 4 points of 3 are 4/3 of 0.10, under the 0.15 that a unit may lose
    rule = RateGap(Decimal(90), Decimal(3), 100, "exact")
    ledger = Round(an_indicator(a_clause(rule, per_unit=True, unit_cap=150)))
    ledger.read(rate(86, 100), of="城管局")
    assert ledger.shares() == {"城管局": 130}
    ledger.read(rate(85, 100), of="城管局")
    assert ledger.shares() == {"城管局": 150}  # 5/3 is over it


def test_where_nobody_is_short_the_first_row_falls_on_all_alike() -> None:
    table = Tiers("rate", bounds=((Decimal(90), 100), (None, 300)))
    ledger = Round(an_indicator(a_clause(table)))
    ledger.read(rate(9, 10), of="城管局")
    ledger.read(rate(10, 10), of="交通局")
    assert ledger.shares() == {"城管局": 50, "交通局": 50}
