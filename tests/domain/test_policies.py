"""Conversion, channels and grades by example, with the arithmetic beside it."""

from fractions import Fraction

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.indicators import UNATTRIBUTED, Channel, Fixed, Grade, PerCount, Veto
from tests.domain.builders import Round, a_clause, a_set, an_indicator

FREE = a_clause(PerCount(100))


def test_excluded_points_go_to_the_others_in_proportion() -> None:
    # 5.00 in all, 2.00 excused: 1.50 and 1.50 become 2.50 each; 0.30 of 1.50 becomes 0.50
    indicators = (
        an_indicator(FREE, no=no, worth=worth)
        for no, worth in (("1", 1500), ("2", 1500), ("3", 2000))
    )
    ledger = Round(of=a_set(*indicators, not_applicable="exclude"))
    ledger.record(3, bearers={"城管局": 2, "交通局": 1})
    ledger.none("2")
    ledger.excuse("3")
    result = ledger.tally()
    assert [row.worth for row in result.rows] == [2500, 2500, 0]
    assert (result.full, result.lost, result.earned, result.pending) == (5000, 500, 4500, 0)
    assert {unit.unit: unit.lost for unit in result.by_unit} == {"城管局": 330, "交通局": 170}
    assert ledger.lost() == 300  # the native ledger stays


def test_a_loss_above_the_worth_is_converted_too() -> None:
    # worth 1.00 doubles to 2.00; 3.00 lost of 1.00 is 6.00 lost of 2.00
    ledger = Round(
        of=a_set(
            an_indicator(a_clause(PerCount(1000)), worth=1000, may_exceed=True),
            an_indicator(FREE, no="2", worth=1000),
            not_applicable="exclude",
        )
    )
    ledger.record(3)
    ledger.excuse("2")
    result = ledger.tally()
    assert (result.full, result.lost, result.earned) == (2000, 6000, -4000)
    assert result.balanced


def test_a_loss_above_the_worth_keeps_its_proportion_to_the_rounded_worth() -> None:
    # 3.70 over three alike: 1.24, 1.23, 1.23; 3.00 lost of 1.00 is 3.72 lost of 1.24
    ledger = Round(
        of=a_set(
            an_indicator(a_clause(PerCount(1000)), worth=1000, may_exceed=True),
            an_indicator(FREE, no="2", worth=1000),
            an_indicator(FREE, no="3", worth=1000),
            an_indicator(FREE, no="4", worth=700),
            not_applicable="exclude",
        )
    )
    ledger.record(3)
    ledger.excuse("4")
    result = ledger.tally()
    assert [row.worth for row in result.rows] == [1240, 1230, 1230, 0]
    assert (result.lost, result.rows[0].earned) == (3720, -2480)


def test_what_an_item_without_points_of_its_own_loses_is_converted_too() -> None:
    # a clause that only takes points: 1.00 of 2.00 are excused, so 0.30 counts as 0.60
    ledger = Round(
        of=a_set(
            an_indicator(FREE, worth=1000),
            an_indicator(FREE, no="2", worth=1000),
            an_indicator(FREE, no="3", worth=0, may_exceed=True),
            not_applicable="exclude",
        )
    )
    ledger.none("1")
    ledger.record(3, no="3")
    assert (ledger.tally().lost, ledger.tally().full) == (300, 2000)
    ledger.excuse("2")
    result = ledger.tally()
    assert (result.full, result.lost, result.earned) == (2000, 600, 1400)
    assert result.balanced


def test_what_is_pending_keeps_its_part_where_nothing_is_earned_yet() -> None:
    # 1.00 becomes 2.00: nothing earned, 0.40 lost and 0.60 pending become 0.80 and 1.20
    blank = a_clause(PerCount(100), "b")
    ledger = Round(
        of=a_set(
            an_indicator(FREE, blank, worth=1000),
            an_indicator(FREE, no="2", worth=1000),
            not_applicable="exclude",
        )
    )
    ledger.record(4)
    ledger.excuse("2")
    row = ledger.tally().rows[0]
    assert (row.worth, row.earned, row.lost, row.pending) == (2000, 0, 800, 1200)


def test_what_is_excluded_is_shared_of_what_the_indicators_make() -> None:
    # the set says 5.00 but its indicators make 2.00, as published
    chosen = a_set(
        an_indicator(FREE, worth=1000),
        an_indicator(FREE, no="2", worth=1000),
        not_applicable="exclude",
    )
    ledger = Round(of=replace(chosen, total=5000))
    ledger.excuse("2")
    assert ledger.tally().full == 2000


def test_where_nothing_applies_the_weights_still_make_the_total() -> None:
    ledger = Round(
        of=a_set(
            an_indicator(FREE, worth=1000),
            an_indicator(FREE, no="2", worth=1000, area="2"),
            not_applicable="exclude",
            weights={"1": 3000, "2": 7000},
        )
    )
    ledger.excuse("1")
    ledger.excuse("2")
    assert [row.worth for row in ledger.tally().rows] == [3000, 7000]


def test_an_odd_rest_of_a_conversion_goes_round_as_in_the_ledger() -> None:
    # 1.00 becomes 1.33, 0.30 lost of it 0.40: 0.13 for each of three, and 0.01 to the second
    ledger = Round(
        of=a_set(
            an_indicator(FREE, worth=1000),
            an_indicator(FREE, no="2", worth=330),
            not_applicable="exclude",
        )
    )
    ledger.record(3, bearers={"城管局": 1, "交通局": 1, "公安局": 1})
    ledger.excuse("2")
    row = ledger.tally().rows[0]
    assert (row.worth, row.lost) == (1330, 400)
    assert row.shares == (("城管局", 130), ("交通局", 140), ("公安局", 130))


def test_what_is_worth_nothing_stays_nothing_when_converted() -> None:
    ledger = Round(
        of=a_set(
            an_indicator(FREE, worth=1000),
            an_indicator(a_clause(Veto("no_award")), no="2", worth=0),
            an_indicator(FREE, no="3", worth=1000),
            not_applicable="exclude",
        )
    )
    ledger.excuse("3")
    row = ledger.tally().rows[1]
    assert (row.worth, row.earned, row.lost, row.pending) == (0, 0, 0, 0)


def test_a_capped_row_keeps_its_worth() -> None:
    ledger = Round(
        of=a_set(
            an_indicator(FREE),
            an_indicator(FREE, no="2", worth=500, channel="penalty"),
            an_indicator(FREE, no="3", worth=500, channel="penalty"),
            penalty_cap=300,
        )
    )
    ledger.record(4, no="2")
    ledger.record(2, no="3")
    rows = ledger.tally().rows[1:]
    assert [(row.worth, row.earned, row.lost) for row in rows] == [
        (500, 300, 200),
        (500, 400, 100),
    ]


def test_where_nothing_applies_nothing_is_converted() -> None:
    ledger = Round(of=a_set(an_indicator(FREE), not_applicable="exclude"))
    ledger.excuse()
    result = ledger.tally()
    assert (result.full, result.earned) == (1500, 1500)


def test_full_marks_for_what_does_not_concern_us() -> None:
    ledger = Round(an_indicator(FREE), an_indicator(FREE, no="2"))
    ledger.record(2)
    ledger.excuse()
    result = ledger.tally()
    assert (result.earned, result.lost, result.pending) == (1500, 0, 1500)
    assert [no for no, _ in result.not_applicable] == ["1"]
    assert result.progress.answered == 1


@pytest.mark.parametrize(("channel", "sign"), [("bonus", 1), ("penalty", -1)])
def test_a_channel_is_cut_to_its_cap_in_proportion(channel: Channel, sign: int) -> None:
    # 0.60 and 0.30 cut to 0.50: 0.333 and 0.167
    ledger = Round(
        of=a_set(
            an_indicator(FREE, no="1"),
            an_indicator(FREE, no="2", channel=channel),
            an_indicator(FREE, no="3", channel=channel),
            bonus_cap=500,
            penalty_cap=500,
        )
    )
    ledger.none("1")
    ledger.record(6, no="2", bearers={"城管局": 1, "交通局": 1})
    ledger.record(3, no="3", bearers={"公安局": 1})
    result = ledger.tally()
    assert [row.lost for row in result.rows] == [0, 330, 170]
    assert [row.earned for row in result.rows] == [1500, 1170, 1330]
    assert result.total == 1500 + sign * 500
    booked = {unit.unit: unit.bonus + unit.penalty for unit in result.by_unit}
    # 0.33 in two: item 2 (even) gives the odd 0.01 to the first in the set's order
    assert booked == {"城管局": 170, "交通局": 160, "公安局": 170}


def test_exactly_at_the_cap_nothing_is_cut() -> None:
    ledger = Round(of=a_set(an_indicator(FREE, channel="bonus"), bonus_cap=300))
    ledger.record(3)
    assert ledger.tally().bonus == 300


def test_a_grade_only_when_nothing_is_pending() -> None:
    grades = (Grade("good", 1400), Grade("best", 1450), Grade("poor", 0))
    ledger = Round(
        of=a_set(an_indicator(a_clause(Fixed(100), "a"), a_clause(Fixed(10), "b")), grades=grades)
    )
    ledger.none(clause="b")
    assert ledger.tally().grade is None
    ledger.record()
    assert ledger.tally().grade == "good"  # 1.50 - 0.10 is exactly 1.40
    ledger.record(clause="b")
    assert ledger.tally().grade == "poor"  # 1.39


def test_no_grade_below_the_lowest() -> None:
    ledger = Round(of=a_set(an_indicator(a_clause(Fixed())), grades=(Grade("fair", 1),)))
    ledger.record()
    assert ledger.tally().grade is None


def test_rates_and_shares_of_units() -> None:
    # lead of 1.50 and competent in 1.00 of it lost 0.50, of 0.80 lost in all
    ledger = Round(
        an_indicator(FREE, lead="城管局"),
        an_indicator(FREE, no="2", worth=1000, lead="公安局", competent=["城管局"]),
    )
    ledger.record(5, no="2", bearers={"城管局": 1})
    ledger.record(3, no="1", bearers={"交通局": 1})
    first, second = ledger.tally().by_unit
    assert (first.unit, first.share, first.rate) == ("城管局", Fraction(5, 8), Fraction(1, 5))
    assert (second.unit, second.share, second.rate) == ("交通局", Fraction(3, 8), None)


def test_the_rate_is_of_all_that_a_unit_answers_for() -> None:
    # 0.50 of 1.50 and 1.00, both under the same duty
    ledger = Round(an_indicator(FREE), an_indicator(FREE, no="2", worth=1000))
    ledger.record(5)
    (unit,) = ledger.tally().by_unit
    assert unit.rate == Fraction(1, 5)


def test_a_unit_is_told_how_many_indicators_and_findings_it_lost_by() -> None:
    ledger = Round(an_indicator(FREE), an_indicator(FREE, no="2"))
    ledger.record(bearers={"城管局": 1})
    ledger.record(bearers={"城管局": 1, "交通局": 1})
    ledger.record(no="2", bearers={"城管局": 1})
    counted = {unit.unit: (unit.indicators, unit.findings) for unit in ledger.tally().by_unit}
    assert counted == {"城管局": (2, 3), "交通局": (1, 1)}


def test_a_tally_tells_when_it_does_not_balance() -> None:
    ledger = Round(an_indicator(FREE))
    ledger.record(2)
    result = ledger.tally()
    assert result.balanced
    assert not replace(result, earned=result.earned + 10).balanced
    assert not replace(result, unattributed=10).balanced
    assert not replace(result, lost=190, earned=1310).balanced
    assert not replace(result, matrix=()).balanced
    assert not replace(result, by_area=()).balanced
    assert not replace(result, by_group=()).balanced
    assert not replace(result, by_unit=()).balanced
    assert not replace(result, rows=()).balanced


def test_the_matrix_goes_by_unit_then_area_and_the_unattributed_last() -> None:
    named = a_clause(PerCount(100), bearer="named")
    ledger = Round(
        an_indicator(named, no="1", area="1"),
        an_indicator(named, no="2", area="2"),
        an_indicator(named, no="3", area="1"),
    )
    for no, unit in (("2", "城管局"), ("1", "公安局"), ("3", "城管局"), ("1", "城管局")):
        ledger.record(no=no, bearers={unit: 1})
    ledger.record(no="1")
    assert ledger.tally().matrix == (
        ("城管局", "1", 200),
        ("城管局", "2", 100),
        ("公安局", "1", 100),
        (UNATTRIBUTED, "1", 100),
    )


def test_progress_counts_later_states_in() -> None:
    ledger = Round(*(an_indicator(FREE, no=no) for no in "12345"))
    for no in "1234":
        ledger.none(no)
    for no in "123":
        ledger.submit(no)
    ledger.accept("1")
    ledger.send_back("2")
    progress = ledger.tally().progress
    assert (progress.indicators, progress.answered, progress.submitted) == (5, 3, 2)
    assert (progress.returned, progress.accepted) == (1, 1)


def test_two_tracks_give_two_tallies() -> None:
    ledger = Round(an_indicator(FREE), an_indicator(FREE, no="2"))
    ledger.record(2)
    ledger.none("2")
    ledger.record(1, track="verified")
    assert ledger.tally("self").lost == 200
    assert ledger.tally("verified").lost == 300
    assert replace(ledger.tally("verified"), track="self").full == ledger.tally("self").full


def test_what_is_open_beside_the_base_is_pending_there() -> None:
    grades = (Grade("good", 1000), Grade("poor", 0))
    ledger = Round(
        of=a_set(
            an_indicator(FREE),
            an_indicator(FREE, a_clause(Fixed(100), "b"), no="2", worth=500, channel="penalty"),
            an_indicator(FREE, no="3", worth=300, channel="bonus"),
            grades=grades,
            penalty_cap=400,
        )
    )
    ledger.none("1")
    ledger.record(1, no="2")
    result = ledger.tally()
    assert (result.pending, result.penalty, result.total) == (0, 100, 1400)
    assert (result.penalty_pending, result.bonus_pending) == (300, 300)  # the cap leaves 0.30
    assert result.grade is None
    ledger.none("2")
    assert (ledger.tally().penalty_pending, ledger.tally().grade) == (0, None)
    ledger.none("3")
    assert (ledger.tally().bonus_pending, ledger.tally().grade) == (0, "good")


def test_what_is_booked_by_default_is_converted_with_its_share() -> None:
    # 1.00 becomes 2.00: of 0.30 booked by default and 0.10 by name, 0.60 and 0.20
    ledger = Round(
        of=a_set(
            an_indicator(FREE, worth=1000),
            an_indicator(FREE, no="2", worth=1000),
            not_applicable="exclude",
        )
    )
    ledger.record(3)
    ledger.record(1, bearers={"司法局": 1})
    ledger.excuse("2")
    (unit,) = ledger.tally().by_unit
    assert (unit.lost, unit.by_default) == (800, 600)


def test_what_is_booked_by_default_is_summed_over_all_indicators() -> None:
    # 0.10 and 0.30 by default, 0.20 by name between them
    ledger = Round(*(an_indicator(FREE, no=no) for no in "123"))
    ledger.record(1)
    ledger.record(2, no="2", bearers={"司法局": 1})
    ledger.record(3, no="3")
    (unit,) = ledger.tally().by_unit
    assert (unit.lost, unit.by_default) == (600, 400)
