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
from tests.domain.builders import Round, a_clause, an_indicator, benchmark, number, rate, tier


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


def test_what_the_set_no_longer_knows_costs_nothing_of_its_own() -> None:
    """A set adopted later may have lost a label or a level that was entered before."""
    old = Round(
        an_indicator(a_clause(Tiers("label", labels=(("good", 0), ("poor", 300))))),
        an_indicator(a_clause(PerCount(levels=(("light", 100), ("grave", 300)))), no="2"),
    )
    old.read(tier("poor"))
    old.record(1, no="2", level="grave")
    new = Round(
        an_indicator(a_clause(Tiers("label", labels=(("good", 0), ("bad", 300))))),
        an_indicator(a_clause(PerCount(50, levels=(("light", 100),))), no="2"),
    )
    new.assessment = old.assessment
    assert (new.lost("1"), new.lost("2")) == (0, 50)


def test_a_rate_that_must_be_nothing_falls_on_those_who_have_cases() -> None:
    table = Tiers("rate", bounds=((Decimal(0), 0), (None, 200)), direction="at_most")
    ledger = Round(an_indicator(a_clause(table)))
    for unit, den in (("城管局", 100), ("交通局", 20)):
        ledger.read(rate(1, den), of=unit)
    ledger.read(rate(0, 50), of="公安局")
    assert ledger.shares() == {"城管局": 100, "交通局": 100}


def test_nothing_occurred_only_where_all_that_was_measured_says_so() -> None:
    behind = RateGap(None, Decimal(5), 200, "exact")
    ledger = Round(an_indicator(a_clause(PerCount(100)), a_clause(behind, "b")))

    def told() -> list[bool]:
        return [clause.none_occurred for clause in ledger.score().clauses]

    assert told() == [False, False]
    assert [clause.exact for clause in ledger.score().clauses] == [0, 0]
    ledger.none(clause="a")
    ledger.read(benchmark(90), clause="b")
    assert told() == [False, False]
    ledger.read(rate(0, 0), clause="b", of="城管局")
    assert told() == [False, True]
    ledger.read(rate(9, 10), clause="b", of="交通局")
    assert told() == [False, False]
    ledger.record(1)
    assert [clause.none_occurred is False for clause in ledger.score().clauses] == [True, True]
