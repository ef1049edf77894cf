"""What a tally says of each part, by example; the laws over all of them stand elsewhere."""

from fractions import Fraction

from fazhi_tui.domain.indicators import Grade, PerCount
from fazhi_tui.domain.tally import Sum
from tests.domain.builders import Round, a_clause, a_set, an_indicator

FREE = a_clause(PerCount(100))
GRADES = (Grade("best", 1450), Grade("good", 1350), Grade("fair", 1250), Grade("poor", 0))


def beside_the_base(bonus: int, penalty: int) -> Round:
    """1.50 in all, 0.10 of it lost, with what stands beside it."""
    ledger = Round(
        of=a_set(
            an_indicator(FREE),
            an_indicator(FREE, no="2", worth=300, channel="bonus"),
            an_indicator(FREE, no="3", worth=300, channel="penalty", area="2"),
            grades=GRADES,
            bonus_cap=200,
        )
    )
    ledger.record(1, bearers={"司法局": 1})
    for no, many, unit in (("2", bonus, "公安局"), ("3", penalty, "交通局")):
        if many:
            ledger.record(many, no=no, bearers={unit: 1})
        else:
            ledger.none(no)
    return ledger


def test_the_grade_goes_by_what_is_earned_with_bonus_and_penalty() -> None:
    # 1.40, + 0.10, - 0.20 and both
    assert beside_the_base(0, 0).tally().grade == "good"
    assert beside_the_base(1, 0).tally().grade == "best"
    assert beside_the_base(0, 1).tally().grade == "fair"
    assert beside_the_base(1, 1).tally().grade == "good"


def test_rows_stand_in_the_order_of_the_set() -> None:
    result = beside_the_base(1, 2).tally("verified")
    assert [row.indicator.no for row in result.rows] == ["1", "2", "3"]
    assert result.track == "verified"
    assert result.by_indicator == (
        Sum("1", "indicator 1", 1500, 1400, 100, 0),
        Sum("2", "indicator 2", 300, 200, 100, 0),
        Sum("3", "indicator 3", 300, 100, 200, 0),
    )
    assert result.by_area[0] == Sum("1", "area 1", 1500, 1400, 100, 0)
    assert result.by_group[1] == Sum("2.1", "group 2.1", 0, 0, 0, 0)


def test_one_that_only_gains_or_is_fined_has_lost_nothing() -> None:
    units = {unit.unit: unit for unit in beside_the_base(1, 2).tally().by_unit}
    lone = units["公安局"]
    assert (lone.lost, lone.share, lone.rate) == (0, Fraction(0), None)
    assert (lone.bonus, lone.penalty, lone.by_default) == (100, 0, 0)
    assert (lone.indicators, lone.findings) == (0, 0)
    assert (units["交通局"].bonus, units["交通局"].penalty) == (0, 200)
    assert units["司法局"].share == Fraction(1)
    assert units["司法局"].rate == Fraction(1, 15)


def test_the_rate_of_one_that_answers_and_only_gains_is_nothing() -> None:
    ledger = Round(
        an_indicator(FREE), an_indicator(FREE, no="2", worth=300, channel="bonus", lead="司法局")
    )
    ledger.record(1, bearers={"交通局": 1})
    ledger.record(1, no="2", bearers={"司法局": 1})
    (own,) = (unit for unit in ledger.tally().by_unit if unit.unit == "司法局")
    assert (own.lost, own.share, own.rate) == (0, Fraction(0), Fraction(0))


def test_where_everything_has_its_bearer_nothing_is_unattributed() -> None:
    result = beside_the_base(0, 0).tally()
    assert (result.unattributed, result.unattributed_findings) == (0, 0)


def test_units_stand_in_the_order_of_the_set_and_the_unattributed_apart() -> None:
    ledger = Round(
        an_indicator(FREE), an_indicator(a_clause(PerCount(100), bearer="named"), no="2")
    )
    for unit in ("公安局", "城管局", "治市办", "司法局", "交通局"):
        ledger.record(bearers={unit: 1})
    ledger.record(no="2")
    result = ledger.tally()
    assert [unit.unit for unit in result.by_unit] == [
        "司法局", "城管局", "交通局", "公安局", "治市办",
    ]  # fmt: skip
    assert result.unattributed == 100


def test_what_may_yet_be_given_stays_under_its_cap() -> None:
    # 0.20 is all that may be given: 0.10 is there, of the 0.20 that are open 0.10 counts
    two = (FREE, a_clause(PerCount(100), "b"))
    ledger = Round(
        of=a_set(
            an_indicator(FREE),
            an_indicator(*two, no="2", worth=300, channel="bonus"),
            bonus_cap=200,
        )
    )
    assert ledger.tally().bonus_pending == 200
    ledger.record(1, no="2")
    assert ledger.tally().bonus_pending == 100
    ledger.record(1, no="2")
    assert (ledger.tally().bonus, ledger.tally().bonus_pending) == (200, 0)
