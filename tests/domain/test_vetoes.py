"""Vetoes by example: what they take, who bears it, and what they leave."""

from fractions import Fraction

from fazhi_tui.domain.indicators import UNATTRIBUTED, Grade, PerCount, Veto
from tests.domain.builders import Round, a_clause, a_set, an_indicator

FREE = a_clause(PerCount(100))


def a_pair(effect: str = "zero_area", bearer_area: str = "1") -> Round:
    """A veto in indicator 1; 2 stands beside it in area 1, 3 in area 2, 4 gives a bonus."""
    return Round(
        an_indicator(a_clause(Veto(effect), "v"), a_clause(PerCount(100)), no="1"),  # type: ignore[arg-type]
        an_indicator(FREE, no="2", worth=1000),
        an_indicator(FREE, no="3", worth=2000, area="2"),
        an_indicator(FREE, no="4", worth=500, area=bearer_area, channel="bonus"),
    )


def test_two_vetoes_are_borne_by_weight_and_an_odd_rest_goes_round() -> None:
    # one veto on both alike, one on 城管局 alone: it bears 1.5 of 2
    ledger = Round(
        an_indicator(a_clause(Veto("zero_all"), "v"), FREE, worth=100),
        an_indicator(FREE, no="2", worth=150),
        an_indicator(a_clause(Veto("zero_all"), "w"), FREE, no="3", worth=100),
        an_indicator(FREE, no="4", worth=110),
    )
    ledger.record(clause="v", bearers={"交通局": 1, "城管局": 1})
    ledger.record(no="3", clause="w", bearers={"城管局": 1})
    shares = [dict(row.shares) for row in ledger.tally().rows]
    assert shares[1] == {"城管局": 110, "交通局": 40}  # 0.1125 and 0.0375
    assert shares[3] == {"城管局": 80, "交通局": 30}  # 0.0825 and 0.0275


def test_who_caused_a_veto_twice_bears_twice_as_much_of_it() -> None:
    ledger = Round(an_indicator(a_clause(Veto("zero_all"), "v"), FREE))
    for unit in ("交通局", "城管局", "交通局"):
        ledger.record(clause="v", bearers={unit: 1})
    assert ledger.tally().rows[0].shares == (("城管局", 500), ("交通局", 1000))


def test_of_equal_rests_of_a_veto_the_first_goes_round_by_indicator() -> None:
    ledger = Round(
        an_indicator(a_clause(Veto("zero_all"), "v"), FREE, worth=110),
        an_indicator(FREE, no="2", worth=110),
    )
    ledger.record(clause="v", bearers={"交通局": 1, "城管局": 1})
    shares = [dict(row.shares) for row in ledger.tally().rows]
    assert shares == [{"城管局": 50, "交通局": 60}, {"城管局": 60, "交通局": 50}]


def test_bearers_of_several_vetoes_stand_in_the_order_of_the_set() -> None:
    # 0.10 over three alike: 0.03 each, and the rest to the one whose turn it is
    vetoes = (a_clause(Veto("zero_all"), name) for name in "vwx")
    ledger = Round(
        an_indicator(*vetoes, FREE, worth=100),
        an_indicator(FREE, no="2", worth=100),
        an_indicator(FREE, no="3", worth=100),
    )
    for name, unit in zip("vwx", ("公安局", "交通局", "城管局"), strict=True):
        ledger.record(clause=name, bearers={unit: 1})
    assert [row.shares for row in ledger.tally().rows] == [
        (("城管局", 30), ("交通局", 40), ("公安局", 30)),
        (("城管局", 30), ("交通局", 30), ("公安局", 40)),
        (("城管局", 40), ("交通局", 30), ("公安局", 30)),
    ]


def test_a_veto_of_an_area_takes_what_is_left_of_it() -> None:
    ledger = a_pair()
    ledger.none("3")
    ledger.record(4, no="2", bearers={"交通局": 1})
    ledger.record(2, no="4", bearers={"城管局": 1})
    ledger.record(clause="v", bearers={"公安局": 1})
    result = ledger.tally()
    # area 1: all 2.50 lost, of it 0.40 交通局's, 1.50 and 0.60 公安局's; area 2 untouched
    assert [part.lost for part in result.by_area] == [2500, 0]
    assert (result.pending, result.bonus) == (0, 200)
    booked = {unit.unit: unit.lost for unit in result.by_unit}
    assert booked == {"城管局": 0, "交通局": 400, "公安局": 2100}


def test_a_veto_of_everything_voids_the_bonus() -> None:
    ledger = a_pair("zero_all")
    ledger.record(2, no="4", bearers={"城管局": 1})
    ledger.record(clause="v", bearers={"公安局": 2, "交通局": 1})
    result = ledger.tally()
    assert (result.lost, result.bonus, result.total) == (4500, 0, 0)
    assert [part.no for part in result.by_indicator] == ["1", "2", "3", "4"]
    # 1.50, 1.00 and 2.00 over 2 : 1 are 1.00 : 0.50, 0.67 : 0.33, 1.33 : 0.67
    booked = {unit.unit: unit.lost for unit in result.by_unit}
    assert booked == {"城管局": 0, "交通局": 1500, "公安局": 3000}


def test_a_veto_of_the_award_takes_no_points() -> None:
    ledger = a_pair("no_award")
    ledger.record(clause="v", bearers={"公安局": 1})
    result = ledger.tally()
    assert [case.effect for case in result.vetoes] == ["no_award"]
    assert (result.lost, result.pending) == (0, 4500)


def test_a_veto_leaves_what_does_not_concern_us_and_what_is_lost_already() -> None:
    ledger = a_pair("zero_all")
    ledger.excuse("3")
    ledger.record(10, no="2", bearers={"交通局": 1})
    ledger.record(clause="v")
    result = ledger.tally()
    assert [row.lost for row in result.rows if row.score.channel == "base"] == [1500, 1000, 0]
    assert {unit.unit: unit.lost for unit in result.by_unit} == {"司法局": 1500, "交通局": 1000}


def test_a_veto_that_nobody_bears_yet_is_unattributed() -> None:
    veto = a_clause(Veto("zero_area"), bearer="named")
    ledger = Round(an_indicator(veto))
    ledger.record()
    result = ledger.tally()
    assert (result.unattributed, result.by_unit) == (1500, ())
    assert ledger.score().vetoes[0].bearers == ((UNATTRIBUTED, Fraction(1)),)


def test_a_veto_of_the_award_stands_beside_the_grade() -> None:
    ledger = Round(
        of=a_set(an_indicator(a_clause(Veto("no_award"), "v"), FREE), grades=(Grade("best", 0),))
    )
    ledger.record(clause="v")
    ledger.none("1")
    result = ledger.tally()
    assert (result.grade, [case.effect for case in result.vetoes]) == ("best", ["no_award"])


def test_what_a_veto_takes_is_not_booked_by_default() -> None:
    ledger = Round(an_indicator(a_clause(Veto("zero_all"), "v"), FREE))
    ledger.record(1)
    ledger.record(clause="v", bearers={"司法局": 1})
    (unit,) = ledger.tally().by_unit
    assert (unit.lost, unit.by_default) == (1500, 100)
