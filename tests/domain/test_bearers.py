"""Who bears a loss, by example: named, by their own shortfall, by the clause, by default."""

from decimal import Decimal
from fractions import Fraction

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.changes import AssignDuty, SetReading
from fazhi_tui.domain.indicators import (
    UNATTRIBUTED,
    Duty,
    Fixed,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Tiers,
    Veto,
)
from fazhi_tui.domain.problems import Code, Refused
from tests.domain.builders import Round, a_clause, a_set, an_indicator, number, rate

D = Decimal


def test_seven_files_capped_over_five_and_two() -> None:
    # 7 x 0.10 = 0.70, capped at 0.50; 0.50 x 5/7 = 0.357, 0.50 x 2/7 = 0.143
    ledger = Round(an_indicator(a_clause(PerCount(100), cap=500)))
    ledger.record(5, bearers={"城管局": 1})
    ledger.record(2, bearers={"交通局": 1})
    assert ledger.lost() == 500
    assert ledger.shares() == {"城管局": 360, "交通局": 140}
    before = {posting.unit: posting.before_caps for posting in ledger.score().postings}
    assert before == {"城管局": 500, "交通局": 200}


def test_a_capped_clause_over_weights_two_to_one() -> None:
    # 0.50 x 2/3 = 0.333, 0.50 x 1/3 = 0.167: the larger remainder is the second's
    ledger = Round(an_indicator(a_clause(PerCount(200), cap=500)))
    ledger.record(4, bearers={"城管局": 2, "交通局": 1})
    assert ledger.shares() == {"城管局": 330, "交通局": 170}


def test_weights_are_only_compared_within_their_finding() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100))))
    ledger.record(3, bearers={"城管局": "0.5", "交通局": "0.25"})
    ledger.record(3, bearers={"公安局": 100})
    # 0.30 over 2 : 1, and 0.30
    assert ledger.shares() == {"城管局": 200, "交通局": 100, "公安局": 300}


def test_how_findings_are_cut_changes_no_units_total() -> None:
    whole = Round(an_indicator(a_clause(PerCount(100), cap=500)))
    whole.record(6, bearers={"城管局": 1})
    whole.record(5, bearers={"交通局": 1})
    cut = Round(an_indicator(a_clause(PerCount(100), cap=500)))
    for _ in range(6):
        cut.record(1, bearers={"城管局": 1})
    for _ in range(5):
        cut.record(1, bearers={"交通局": 1})
    assert cut.shares() == whole.shares() == {"城管局": 270, "交通局": 230}
    assert [posting.lost for posting in cut.score().postings if posting.unit == "城管局"] == [
        40,
        50,
        50,
        50,
        40,
        40,
    ]


def test_a_tie_goes_round_with_the_place_of_the_indicator() -> None:
    # 0.01 between two equal ones: items 1 and 3 (odd) begin at the second, item 2 at the first
    clause = a_clause(Fixed(10))
    ledger = Round(*(an_indicator(clause, no=no) for no in "123"))
    for no in "123":
        ledger.record(no=no, bearers={"交通局": 1, "城管局": 1})
    assert [ledger.shares(no) for no in "123"] == [
        {"城管局": 0, "交通局": 10},
        {"城管局": 10, "交通局": 0},
        {"城管局": 0, "交通局": 10},
    ]


def test_clauses_of_one_indicator_are_weighed_after_their_caps() -> None:
    # a: 1.00 capped at 0.30 (城管局); b: 0.90 (交通局); worth 1.00: 0.30 and 0.90 to 1.00
    clauses = a_clause(PerCount(1000), "a", cap=300), a_clause(Fixed(900), "b")
    ledger = Round(an_indicator(*clauses, worth=1000))
    ledger.record(clause="a", bearers={"城管局": 1})
    ledger.record(clause="b", bearers={"交通局": 1})
    assert ledger.shares() == {"城管局": 250, "交通局": 750}


def test_findings_split_their_clause_by_their_own_price() -> None:
    # 1 x 2.00 and 4 x 0.25, in all 3.00 capped at 1.50
    levels = (("grave", 2000), ("mild", 250))
    ledger = Round(an_indicator(a_clause(PerCount(levels=levels), cap=1500), worth=5000))
    ledger.record(1, level="grave", bearers={"城管局": 1})
    ledger.record(4, level="mild", bearers={"交通局": 1})
    assert ledger.shares() == {"城管局": 1000, "交通局": 500}


def test_a_fixed_clause_is_split_evenly_over_its_findings() -> None:
    ledger = Round(an_indicator(a_clause(Fixed(600))))
    ledger.record(9, bearers={"城管局": 1})
    ledger.record(1, bearers={"交通局": 1})
    assert ledger.shares() == {"城管局": 300, "交通局": 300}


def test_nobody_named_yet() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100), bearer="named")))
    ledger.record(2)
    assert ledger.shares() == {UNATTRIBUTED: 200}
    result = ledger.tally()
    assert (result.unattributed, result.unattributed_findings) == (200, 1)
    assert result.by_unit == ()
    assert result.balanced
    assert not ledger.score().postings[0].by_default


def test_named_by_subject() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100), bearer="named")))
    ledger.record(2, of="公安局")
    assert ledger.shares() == {"公安局": 200}


def test_bearers_go_before_the_subject() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100))))
    ledger.record(2, of="公安局", bearers={"城管局": 1})
    assert ledger.shares() == {"城管局": 200}


def test_the_clause_says_lead_or_competent() -> None:
    for bearer, shares in (
        ("lead", {"司法局": 300}),
        ("competent", {"城管局": 150, "交通局": 150}),
    ):
        clause = a_clause(Fixed(300), bearer=bearer)  # type: ignore[arg-type]
        ledger = Round(an_indicator(clause, competent=["交通局", "城管局", "城管局"]))
        ledger.record()
        assert ledger.shares() == shares
        assert not any(posting.by_default for posting in ledger.score().postings)


def test_what_only_the_default_booked_is_told() -> None:
    ledger = Round(an_indicator(a_clause(Fixed(300), "a"), a_clause(Fixed(50), "b", bearer="lead")))
    ledger.record(clause="a")
    ledger.record(clause="b")
    (unit,) = ledger.tally().by_unit
    assert (unit.unit, unit.lost, unit.by_default, unit.findings) == ("司法局", 350, 300, 2)


def test_the_default_may_be_the_competent_units() -> None:
    plain = a_set(an_indicator(a_clause(Fixed(300)), competent=["各执法部门"]))
    ledger = Round(of=replace(plain, default_bearer="competent"))
    ledger.record()
    assert ledger.shares() == {"城管局": 100, "交通局": 100, "公安局": 100}
    assert all(posting.by_default for posting in ledger.score().postings)


def test_without_competent_units_the_lead_bears_and_it_is_told() -> None:
    ledger = Round(an_indicator(a_clause(Fixed(300), bearer="competent"), competent=["各被诉单位"]))
    ledger.record()
    assert ledger.shares() == {"司法局": 300}
    assert ledger.score().postings[0].by_default


def test_supporting_units_bear_nothing_unless_named() -> None:
    ledger = Round(an_indicator(a_clause(Fixed(300)), supporting=["城管局", "公安局"]))
    ledger.record()
    assert ledger.shares() == {"司法局": 300}
    ledger.record(bearers={"公安局": 1})
    assert ledger.shares() == {"司法局": 150, "公安局": 150}


def test_a_court_bears_nothing() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000), answered_by=("法院",))))
    value = rate(1, 2)
    assert ledger.refused(SetReading("1", "a", value, subject="法院")) == Code.MAY_NOT_BEAR
    duty = Duty("法院")
    assert ledger.refused(AssignDuty(("1",), duty)) == Code.MAY_NOT_BEAR
    ledger.read(value)  # the court tells the figures, and nobody is named
    assert ledger.shares() == {UNATTRIBUTED: 500}


def test_a_rate_about_no_one_is_about_who_gave_it() -> None:
    ledger = Round(
        an_indicator(a_clause(Ratio(1000), answered_by="competent"), competent=["各执法部门"])
    )
    ledger.read(rate(1, 2), by="城管局")
    ledger.read(rate(3, 3), by="交通局")
    # 4/5: 1.00 x 0.2, all of it 城管局's
    assert ledger.shares() == {"城管局": 200}


def test_shortfalls_are_counted_in_cases_against_the_target() -> None:
    # 18/20 + 1/5 = 76%, 19 points below 95%, 0.01 each = 0.19
    # in cases: 19 - 18 = 1 and 4.75 - 1 = 3.75; 0.19 x 1/4.75 = 0.04
    ledger = Round(an_indicator(a_clause(RateGap(D(95), D(1), 10, "exact"))))
    ledger.read(rate(18, 20), of="城管局")
    ledger.read(rate(1, 5), of="交通局")
    assert ledger.shares() == {"城管局": 40, "交通局": 150}


def test_shortfalls_are_exact_for_numbers_with_decimals() -> None:
    # wanted 87.5%: 0.875 x 0.8 - 0.3 = 0.4 and 0.875 x 2 - 1.55 = 0.2 cases: two to one
    # 1.85/2.8 is 0.6/2.8 below 87.5%: 21.43 points x 0.014 = 0.30
    ledger = Round(an_indicator(a_clause(RateGap(D("87.5"), D(1), 14, "exact"))))
    ledger.read(rate("0.3", "0.8"), of="城管局")
    ledger.read(rate("1.55", "2"), of="交通局")
    assert ledger.shares() == {"城管局": 200, "交通局": 100}


def test_a_table_of_rates_counts_shortfalls_from_its_best_row() -> None:
    # 11/20 = 55%: 0.50; short of 80% by 1 and 4 cases
    bounds = ((D(80), 0), (D(60), 200), (None, 500))
    ledger = Round(an_indicator(a_clause(Tiers("rate", bounds=bounds))))
    ledger.read(rate(7, 10), of="城管局")
    ledger.read(rate(4, 10), of="交通局")
    assert ledger.shares() == {"城管局": 100, "交通局": 400}


def test_where_nothing_is_cut_before_caps_is_what_is_borne() -> None:
    # 0.10 over three is 0.04, 0.03, 0.03; rounding each would show 0.03 three times
    ledger = Round(an_indicator(a_clause(PerCount(100), cap=100)))
    ledger.record(bearers={"城管局": 1, "交通局": 1, "公安局": 1})
    posted = [(posting.lost, posting.before_caps) for posting in ledger.score().postings]
    assert posted == [(30, 30), (40, 40), (30, 30)]


def test_the_order_of_entry_does_not_decide_what_is_booked_by_default() -> None:
    amounts: set[int] = set()
    for bearers in ([{"司法局": 1}, {}], [{}, {"司法局": 1}]):
        ledger = Round(an_indicator(a_clause(Fixed(10))))
        for named in bearers:
            ledger.record(bearers=dict(named))
        (unit,) = ledger.tally().by_unit
        amounts.add(unit.by_default)
    assert amounts == {10}


def test_a_figure_about_no_one_follows_its_clause() -> None:
    ledger = Round(
        an_indicator(
            a_clause(Ratio(100), "a", bearer="lead", answered_by="competent"),
            a_clause(Ratio(200), "b", bearer="named"),
            a_clause(Ratio(300), "c", bearer="named", answered_by="competent"),
            competent=["城管局"],
        )
    )
    for clause in "abc":
        ledger.read(rate(0, 1), clause=clause)
    assert ledger.shares() == {"司法局": 100, UNATTRIBUTED: 200, "城管局": 300}


def test_an_upper_bound_mirrors_the_shortfalls() -> None:
    # 4/20 = 20%, 10 points above 10%, 0.03 each = 0.30; excess 3 - 1 = 2 and 1 - 1 = 0
    ledger = Round(an_indicator(a_clause(RateGap(D(10), D(1), 30, "exact", "at_most"))))
    ledger.read(rate(3, 10), of="城管局")
    ledger.read(rate(1, 10), of="交通局")
    assert ledger.shares() == {"城管局": 300}


def test_missing_numbers_are_shared_by_what_each_is_short_of() -> None:
    # target 12 together, 3 + 5 reached: 4 x 0.10; short of 12 by 9 and 7
    ledger = Round(an_indicator(a_clause(PerCount(100, target=D(12)))))
    ledger.read(number(3), of="城管局")
    ledger.read(number(5), of="交通局")
    assert ledger.shares() == {"城管局": 220, "交通局": 180}  # 0.225 : 0.175, item 1


def test_a_unit_that_is_excused_neither_counts_nor_bears() -> None:
    clauses = (
        a_clause(PerCount(100), "a"),
        a_clause(Fixed(300), "b", bearer="competent"),
        a_clause(Ratio(400), "c"),
    )
    ledger = Round(an_indicator(*clauses, competent=["城管局", "交通局"]))
    ledger.record(2, clause="a", of="城管局")
    ledger.record(2, clause="a", bearers={"城管局": 1, "公安局": 1})
    ledger.record(clause="b")
    ledger.read(rate(1, 2), clause="c", of="城管局")
    # a: 0.20 + 0.10 / 0.10; b: 0.15 each; c: 0.20
    assert ledger.shares() == {"城管局": 650, "交通局": 150, "公安局": 100}
    ledger.excuse(unit="城管局")
    # a: 0.20 of the second, all 公安局's; b: 0.30 交通局's; c: nothing
    assert ledger.shares() == {"交通局": 300, "公安局": 200}
    assert not ledger.score().not_applicable


def test_a_lead_that_is_excused_leaves_the_loss_to_be_attributed() -> None:
    clause = a_clause(Fixed(300), answered_by="competent", bearer="lead")
    ledger = Round(an_indicator(clause, competent=["城管局"]))
    ledger.excuse(unit="司法局")
    ledger.record(by="城管局")
    assert ledger.shares() == {UNATTRIBUTED: 300}


def test_findings_weigh_alike_in_a_veto_whatever_their_weights() -> None:
    ledger = Round(
        an_indicator(a_clause(Veto("zero_area"))), an_indicator(a_clause(Fixed(1)), no="2")
    )
    ledger.record(bearers={"城管局": 100, "公安局": 300})
    ledger.record(bearers={"交通局": 1})
    (case,) = ledger.score().vetoes
    assert dict(case.bearers) == {
        "城管局": Fraction(1, 4),
        "公安局": Fraction(3, 4),
        "交通局": Fraction(1),
    }


def test_a_progressive_clause_weighs_by_occurrences() -> None:
    # 0.10 + 0.20 + 0.20 = 0.50; two of three, one of three
    ledger = Round(an_indicator(a_clause(Progressive((100, 200)))))
    ledger.record(2, bearers={"城管局": 1})
    ledger.record(1, bearers={"交通局": 1})
    assert ledger.shares() == {"城管局": 330, "交通局": 170}


def test_a_breakdown_by_unit_takes_the_place_of_the_overall_figure() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000), bearer="named")))
    ledger.read(rate(21, 26))
    assert ledger.shares() == {"?": 190}  # 1000 × 5/26 = 192.3 → 0.19
    ledger.read(rate(9, 10), of="城管局")
    ledger.read(rate(12, 16), of="交通局")
    assert ledger.score().lost == 190
    assert set(ledger.shares()) == {"城管局", "交通局"}


def test_an_overall_figure_beside_a_breakdown_is_refused() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000), bearer="named")))
    ledger.read(rate(9, 10), of="城管局")
    with pytest.raises(Refused) as refused:
        ledger.read(rate(21, 26))
    assert refused.value.problems[0].code is Code.WHICH_SUBJECT
