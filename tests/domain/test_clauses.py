"""Each kind of clause by example, with the arithmetic beside it. Points are milli-points."""

from decimal import Decimal
from fractions import Fraction

import pytest

from fazhi_tui.domain.indicators import (
    Fixed,
    Judged,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Rounding,
    Tiers,
    Veto,
)
from tests.domain.builders import (
    Round,
    a_clause,
    an_indicator,
    benchmark,
    judged,
    number,
    rate,
    tier,
)

D = Decimal


def test_fixed_costs_once_however_many_findings() -> None:
    ledger = Round(an_indicator(a_clause(Fixed(500))))
    ledger.record()
    assert ledger.lost() == 500
    ledger.record(7)
    assert ledger.lost() == 500  # once, not 8 x 0.50


def test_fixed_all_costs_the_whole_worth() -> None:
    ledger = Round(an_indicator(a_clause(Fixed()), worth=1230, no="9"))
    ledger.record(no="9")
    assert ledger.lost("9") == 1230
    assert ledger.score("9").earned == 0


def test_per_count_is_price_times_cases_up_to_its_cap() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100), cap=500)))
    ledger.record(4)
    assert ledger.lost() == 400  # 4 x 0.10
    ledger.record(1)
    assert ledger.lost() == 500  # exactly at the cap
    ledger.record(2)
    clause = ledger.score().clauses[0]
    assert (clause.rounded, clause.lost) == (700, 500)  # 7 x 0.10, capped at 0.50


def test_the_indicator_never_loses_more_than_its_worth() -> None:
    clauses = a_clause(PerCount(1000), "a"), a_clause(Fixed(800), "b")
    ledger = Round(an_indicator(*clauses))
    ledger.record(1, clause="a")
    ledger.record(clause="b")
    assert [c.lost for c in ledger.score().clauses] == [1000, 800]
    assert ledger.lost() == 1500  # 1.80 cut to the worth
    assert ledger.score().earned == 0


def test_may_exceed_lifts_the_floor() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(1000)), may_exceed=True))
    ledger.record(4)
    assert (ledger.lost(), ledger.score().earned) == (4000, -2500)  # 1.50 - 4.00


def test_per_count_by_level() -> None:
    levels = (("county", 500), ("city", 1000), ("province", 2000))
    ledger = Round(an_indicator(a_clause(PerCount(levels=levels)), worth=9000))
    ledger.record(3, level="county")
    ledger.record(1, level="province")
    assert ledger.lost() == 3500  # 3 x 0.50 + 1 x 2.00


def test_per_count_missing_from_a_target() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(300, target=D(6)), cap=1200)))
    for reached, lost in ((6, 0), (7, 0), (5, 300), (2, 1200), (1, 1200), (0, 1200)):
        ledger.read(number(reached))
        assert ledger.lost() == lost  # (6 - reached) x 0.30, at most 1.20


@pytest.mark.parametrize(
    ("rounding", "quantity", "lost"),
    [
        ("down", "19.99", 0),
        ("down", "20", 100),
        ("down", "59", 200),
        ("up", "20", 100),
        ("up", "20.01", 200),
        ("exact", "50", 250),  # 2.5 steps x 0.10
        ("exact", "3", 20),  # 0.15 steps: 0.015 rounds half up to 0.02
    ],
)
def test_steps_of_twenty(rounding: Rounding, quantity: str, lost: int) -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100, step=D(20), rounding=rounding))))
    ledger.record(quantity)
    assert ledger.lost() == lost


def test_quantities_are_summed_before_steps_are_taken() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100, step=D(20), rounding="down"))))
    ledger.record(15, by="司法局")
    ledger.record(15, by="司法局")
    assert ledger.lost() == 100  # 30 is one whole step; 15 and 15 would be none


def test_levels_of_one_price_are_still_summed_apart() -> None:
    levels = (("loss", 100), ("waste", 100))
    rule = PerCount(levels=levels, step=D(20), rounding="down")
    ledger = Round(an_indicator(a_clause(rule)))
    ledger.record(15, level="loss")
    ledger.record(15, level="waste")
    assert ledger.lost() == 0  # neither level fills a step
    ledger.record(5, level="waste")
    assert ledger.lost() == 100


def test_progressive_takes_the_schedule_and_repeats_its_last() -> None:
    ledger = Round(an_indicator(a_clause(Progressive((300, 1000, 2000))), worth=9000))
    ledger.record(1)
    assert ledger.lost() == 300
    ledger.record(1)
    assert ledger.lost() == 1300  # 0.30 + 1.00
    ledger.record(3)
    assert ledger.lost() == 7300  # 0.30 + 1.00 + 2.00 x 3


def test_within_a_progressive_clause_every_occurrence_weighs_the_same() -> None:
    ledger = Round(an_indicator(a_clause(Progressive((300, 900))), worth=9000))
    ledger.record(1, bearers={"城管局": 1})
    ledger.record(1, bearers={"交通局": 1})
    assert ledger.shares() == {"城管局": 600, "交通局": 600}  # 0.30 + 0.90, halved


@pytest.mark.parametrize(
    ("num", "lost"),
    [
        ("95", 0),  # exactly at the target
        ("96", 0),
        ("94.9", 20),  # 0.1 points of 1: 0.02
        ("94", 200),
        ("90", 1000),
        ("0", 1500),  # 95 x 0.20 = 19, worth 1.50
    ],
)
def test_rate_gap_in_part_steps(num: str, lost: int) -> None:
    ledger = Round(an_indicator(a_clause(RateGap(D(95), D(1), 200, "exact"))))
    ledger.read(rate(num, 100))
    assert ledger.lost() == lost


@pytest.mark.parametrize(("partial", "lost"), [("exact", 300), ("up", 400), ("down", 200)])
def test_rate_gap_by_whole_steps(partial: Rounding, lost: int) -> None:
    # 95% - 87.5% = 7.5 points, in steps of 5: 1.5 steps x 0.20
    ledger = Round(an_indicator(a_clause(RateGap(D(95), D(5), 200, partial))))
    ledger.read(rate("87.5", 100))
    assert ledger.lost() == lost


def test_rate_gap_with_an_upper_bound() -> None:
    rule = RateGap(D(10), D(1), 100, "exact", "at_most")
    ledger = Round(an_indicator(a_clause(rule)))
    for num, lost in ((10, 0), (9, 0), (11, 100), (13, 300)):
        ledger.read(rate(num, 100))
        assert ledger.lost() == lost  # (num% - 10%) x 0.10


def test_rate_gap_with_a_benchmark_waits_for_it() -> None:
    ledger = Round(an_indicator(a_clause(RateGap(None, D(1), 200, "exact"))))
    ledger.read(rate(85, 100))
    score = ledger.score()
    assert (score.lost, score.pending) == (0, 1500)
    assert not score.clauses[0].answered
    ledger.read(benchmark("87.5"))
    score = ledger.score()
    assert (score.lost, score.pending) == (500, 0)  # (87.5 - 85) x 0.20
    ledger.read(benchmark("80"))
    assert ledger.lost() == 0


def test_a_benchmark_alone_answers_nothing() -> None:
    ledger = Round(an_indicator(a_clause(RateGap(None, D(1), 200, "exact"))))
    ledger.read(benchmark(90))
    assert ledger.state() == "blank"
    assert ledger.score().pending == 1500


def test_rates_of_several_subjects_are_taken_together() -> None:
    # 21/24 = 87.5%, 12.5 points below 100%, 0.04 each = 0.50; short by 1 and 2 cases
    ledger = Round(an_indicator(a_clause(RateGap(D(100), D(1), 40, "exact"))))
    ledger.read(rate(9, 10), of="城管局")
    ledger.read(rate(12, 14), of="交通局")
    assert ledger.lost() == 500
    assert ledger.shares() == {"城管局": 170, "交通局": 330}  # 0.1667, 0.3333


def test_who_is_above_the_target_bears_nothing_of_the_common_gap() -> None:
    # 8/10 and 10/10 make 90% against 95%: 5 x 0.10; shortfalls 1.5 and 0 cases
    ledger = Round(an_indicator(a_clause(RateGap(D(95), D(1), 100, "exact"))))
    ledger.read(rate(8, 10), of="城管局")
    ledger.read(rate(10, 10), of="交通局")
    assert ledger.lost() == 500
    assert ledger.shares().get("交通局", 0) == 0


def test_nothing_happened_costs_nothing_and_is_told() -> None:
    ledger = Round(an_indicator(a_clause(RateGap(D(100), D(1), 100, "exact"))))
    ledger.read(rate(0, 0))
    clause = ledger.score().clauses[0]
    assert (clause.lost, clause.none_occurred, clause.answered) == (0, True, True)
    assert ledger.score().earned == 1500


def test_a_subject_without_cases_is_left_out_of_the_sums() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000))))
    ledger.read(rate(0, 0), of="城管局")
    ledger.read(rate(3, 4), of="交通局")
    assert ledger.shares() == {"交通局": 250}  # 1.00 x (1 - 3/4)
    assert not ledger.score().clauses[0].none_occurred


def test_ratio_against_a_target() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(target=D(80)))))
    for num, lost in ((80, 0), (100, 0), (60, 380), (0, 1500)):
        ledger.read(rate(num, 100))
        assert ledger.lost() == lost  # 1.50 x (1 - num/80); 0.375 rounds up


def test_tiers_by_label() -> None:
    labels = (("full", 0), ("part", 600), ("none", 1500))
    ledger = Round(an_indicator(a_clause(Tiers("label", labels=labels))))
    for label, lost in labels:
        ledger.read(tier(label))
        assert ledger.lost() == lost


def test_tiers_by_number() -> None:
    # places 1 to 3 cost nothing, to 10 0.50, then 1.00
    bounds = ((D(3), 0), (D(10), 500), (None, 1000))
    rule = Tiers("number", bounds=bounds, direction="at_most")
    ledger = Round(an_indicator(a_clause(rule)))
    for place, lost in ((1, 0), (3, 0), (4, 500), (10, 500), (11, 1000)):
        ledger.read(number(place))
        assert ledger.lost() == lost


def test_tiers_by_rate() -> None:
    bounds = ((D(80), 0), (D(70), 100), (D(60), 200), (None, 300))
    ledger = Round(an_indicator(a_clause(Tiers("rate", bounds=bounds))))
    for num, lost in (("80", 0), ("79.9", 100), ("70", 100), ("60", 200), ("59", 300)):
        ledger.read(rate(num, 100))
        assert ledger.lost() == lost


def test_judged_is_taken_as_it_is() -> None:
    ledger = Round(an_indicator(a_clause(Judged(200, 1000))))
    for points in (200, 730, 1000):
        ledger.read(judged(points), reason="seen on the spot")
        assert ledger.lost() == points


def test_per_unit_each_subject_is_counted_by_itself_with_its_own_cap() -> None:
    # 6 meetings each; 0.30 for each missing, at most 0.50 a unit, at most 0.80 in all
    rule = PerCount(300, target=D(6))
    ledger = Round(an_indicator(a_clause(rule, per_unit=True, unit_cap=500, cap=800)))
    ledger.read(number(5), of="城管局")
    assert ledger.lost() == 300
    ledger.read(number(3), of="交通局")
    assert ledger.lost() == 800  # 0.30 + min(0.90, 0.50)
    ledger.read(number(9), of="公安局")
    assert ledger.lost() == 800  # who did more makes nobody's miss good
    ledger.read(number(5), of="公安局")
    clause = ledger.score().clauses[0]
    assert (clause.exact, clause.lost) == (Fraction(1100), 800)
    # 0.80 over 3 : 5 : 3 is 0.218, 0.364, 0.218: one 0.01 is over for the largest remainder
    assert ledger.shares() == {"城管局": 220, "交通局": 360, "公安局": 220}


def test_per_unit_all_findings_about_one_unit_count_together() -> None:
    # the second costs 0.30, at most 0.35 a unit: 0.35 for 城管局's two, 0.10 for 交通局's one
    ledger = Round(an_indicator(a_clause(Progressive((100, 300)), per_unit=True, unit_cap=350)))
    for unit in ("城管局", "交通局", "城管局"):
        ledger.record(of=unit)
    assert ledger.lost() == 450
    assert ledger.shares() == {"城管局": 350, "交通局": 100}


def test_a_unit_cap_is_rounded_with_the_sum_not_by_itself() -> None:
    # 1/3 of 0.01 each, three units: 0.01 together, 0.00 each
    ledger = Round(an_indicator(a_clause(Ratio(10), per_unit=True)))
    for unit in ("城管局", "交通局", "公安局"):
        ledger.read(rate(2, 3), of=unit)
    assert ledger.lost() == 10


def test_a_veto_costs_nothing_by_itself() -> None:
    ledger = Round(an_indicator(a_clause(Veto("zero_area"))))
    ledger.record(bearers={"公安局": 1})
    score = ledger.score()
    assert (score.lost, score.earned, score.pending) == (0, 1500, 0)
    assert score.vetoes[0].bearers == (("公安局", Fraction(1)),)
    assert [posting.lost for posting in score.postings] == [0]


def test_a_bonus_earns_instead_of_losing() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(500), cap=1000), channel="bonus", worth=2000))
    ledger.record(1)
    result = ledger.tally()
    assert (result.bonus, result.lost, result.full, result.total) == (500, 0, 0, 500)


def test_unanswered_is_pending_not_earned() -> None:
    clauses = a_clause(Fixed(500), "a"), a_clause(Fixed(200), "b")
    ledger = Round(an_indicator(*clauses))
    assert (ledger.score().earned, ledger.score().pending) == (0, 1500)
    ledger.record(clause="a")
    score = ledger.score()
    assert (score.earned, score.lost, score.pending) == (0, 500, 1000)
    ledger.none(clause="b")
    score = ledger.score()
    assert (score.earned, score.lost, score.pending) == (1000, 500, 0)


def test_recoverable_is_what_rescoring_without_it_brings_back() -> None:
    lasting = a_clause(PerCount(400), "a", recoverable=False)
    ledger = Round(an_indicator(lasting, a_clause(Fixed(1000), "b"), worth=1200))
    ledger.record(2, clause="a")
    ledger.record(clause="b")
    score = ledger.score()
    assert (score.lost, score.recoverable) == (1200, 400)  # min(1.80, 1.20) - 0.80
