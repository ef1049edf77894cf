"""What the office says beside what the units say: a copy that is edited, never one more answer."""

from decimal import Decimal

from fazhi_tui.domain.changes import (
    AmendFinding,
    AssignDuty,
    ClearClause,
    DropFinding,
    MarkNone,
    RecordFinding,
    SetReading,
)
from fazhi_tui.domain.indicators import Duty, Judged, PerCount, RateGap, Ratio, Tiers
from fazhi_tui.domain.problems import Code
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
COUNTED = a_clause(PerCount(100))
COUNTED_B = a_clause(PerCount(100), "b")
SHARED = a_clause(Ratio(1000), answered_by="competent")


def test_the_first_word_copies_all_and_then_the_tracks_part() -> None:
    ledger = Round(an_indicator(COUNTED, a_clause(PerCount(200), "b")))
    ledger.record(3)
    ledger.none(clause="b")
    assert ledger.lost(track="verified") == 300  # the office has not spoken
    ledger.record(2, track="verified")
    assert (ledger.lost(), ledger.lost(track="verified")) == (300, 500)
    ledger.record(1)
    assert (ledger.lost(), ledger.lost(track="verified")) == (400, 500)


def test_a_later_change_of_the_unit_asks_for_another_look() -> None:
    ledger = Round(an_indicator(COUNTED))
    ledger.record(3)
    assert not ledger.assessment.entry("1").recheck
    ledger.record(2, track="verified")
    assert not ledger.assessment.entry("1").recheck
    ledger.record(1)
    assert ledger.assessment.entry("1").recheck
    ledger.submit()
    assert ledger.assessment.entry("1").recheck
    ledger.accept()
    assert not ledger.assessment.entry("1").recheck


def test_the_offices_next_word_settles_the_second_look() -> None:
    ledger = Round(an_indicator(COUNTED))
    first = ledger.record(3)
    ledger.record(2, track="verified")
    ledger.record(1)
    ledger.do(AmendFinding(first, "verified", D(1)))
    assert not ledger.assessment.entry("1").recheck
    assert ledger.lost(track="verified") == 300  # 1 + 2 cases
    assert ledger.lost() == 400


def test_the_office_drops_a_finding_of_the_copy_only() -> None:
    ledger = Round(an_indicator(COUNTED))
    first = ledger.record(3)
    ledger.do(DropFinding(first, "verified"))
    assert (ledger.lost(), ledger.lost(track="verified")) == (300, 0)
    assert ledger.refused(DropFinding(first, "verified")) == Code.UNKNOWN_FINDING


def test_findings_of_both_tracks_never_share_an_id() -> None:
    ledger = Round(an_indicator(COUNTED, lead="治市办"))
    ids = [ledger.record(track=track) for track in ("self", "verified", "self", "verified")]
    assert ids == [f"1.a.治市办.{n}" for n in (1, 2, 3, 4)]


def test_a_corrected_rate_takes_the_place_of_the_units_own() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000)), lead="城管局"))
    ledger.read(rate(9, 10))
    ledger.read(rate(8, 10), track="verified")
    assert ledger.lost() == 100
    assert ledger.lost(track="verified") == 200  # 8/10, not 17/20
    assert ledger.shares(track="verified") == {"城管局": 200}
    assert set(ledger.gaps()) == set(ledger.gaps("verified")) == {"1.a.城管局/城管局"}


def test_of_several_the_office_says_whose_it_corrects() -> None:
    ledger = Round(an_indicator(SHARED, competent=["城管局", "交通局", "公安局"]))
    ledger.read(rate(9, 10), by="城管局")
    ledger.read(rate(10, 10), by="交通局")
    correction = SetReading("1", "a", rate(5, 10), track="verified")
    assert ledger.refused(correction) == Code.WHICH_ANSWERER
    ledger.read(rate(5, 10), of="城管局", track="verified")
    assert ledger.lost(track="verified") == 250  # 15/20
    ledger.read(rate(8, 10), by="交通局", track="verified")
    assert ledger.lost(track="verified") == 350  # 13/20
    ledger.read(rate(10, 10), of="公安局", track="verified")
    score = ledger.score(track="verified")
    assert (score.lost, score.pending) == (230, 0)  # 23/30
    assert {r.answerer for r in ledger.assessment.entry("1").answers("verified").readings} == {
        "城管局",
        "交通局",
        "公安局",
    }


def test_figures_about_several_units_are_corrected_one_by_one() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000))))
    ledger.read(rate(9, 10), of="城管局")
    ledger.read(rate(10, 10), of="交通局")
    ledger.read(rate(7, 10), of="城管局", track="verified")
    assert ledger.shares(track="verified") == {"城管局": 150}  # 17/20
    ledger.read(rate(5, 10), of="公安局", track="verified")
    assert ledger.lost(track="verified") == 270  # 22/30: 0.2667


def test_a_figure_about_another_unit_or_clause_is_left_alone() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000), "a"), a_clause(Ratio(500), "b")))
    ledger.read(rate(9, 10), of="城管局")
    ledger.read(rate(1, 2), clause="b", of="城管局")
    ledger.read(rate(6, 10), of="司法局", track="verified")  # the lead's own, beside 城管局's
    ledger.read(rate(1, 1), clause="b", of="城管局", track="verified")
    clauses = ledger.score(track="verified").clauses
    assert [clause.lost for clause in clauses] == [250, 0]  # 15/20, 1/1


def test_about_a_unit_that_need_not_answer_the_office_speaks_itself() -> None:
    ledger = Round(an_indicator(SHARED, competent=["城管局", "交通局"]))
    change = ledger.read(rate(1, 2), of="公安局", track="verified")
    assert isinstance(change, SetReading)
    assert (change.answerer, change.subject) == ("治市办", "公安局")
    assert ledger.shares(track="verified") == {"公安局": 500}


def test_the_office_speaks_for_a_unit_that_is_silent() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000)), lead="城管局"))
    ledger.read(rate(1, 2), track="verified")
    assert ledger.shares(track="verified") == {"城管局": 500}
    assert (ledger.lost(), ledger.score().pending) == (0, 1500)


def test_the_one_reading_of_a_clause_is_replaced_whatever_its_subject() -> None:
    labels = (("good", 0), ("bad", 700))
    ledger = Round(
        an_indicator(
            a_clause(Judged(0, 1000), "a"),
            a_clause(Tiers("label", labels=labels), "b"),
            worth=5000,
        )
    )
    ledger.read(judged(400), reason="weak", of="城管局")
    ledger.read(tier("bad"), clause="b")
    ledger.read(judged(600), reason="weaker", of="交通局", track="verified")
    ledger.read(tier("good"), clause="b", track="verified")
    assert (ledger.lost(), ledger.lost(track="verified")) == (1100, 600)
    assert ledger.shares(track="verified") == {"交通局": 600}


def test_a_benchmark_replaces_a_benchmark_and_nothing_else() -> None:
    ledger = Round(an_indicator(a_clause(RateGap(None, D(1), 100, "exact"))))
    ledger.read(rate(80, 100))
    ledger.read(benchmark(90))
    ledger.read(benchmark(85), track="verified")
    assert (ledger.lost(), ledger.lost(track="verified")) == (1000, 500)


def test_the_offices_benchmark_goes_where_the_benchmark_was() -> None:
    clause = a_clause(RateGap(None, D(1), 100, "exact"), answered_by="competent")
    ledger = Round(an_indicator(clause, competent=["城管局", "交通局"]))
    ledger.read(rate(80, 100), by="城管局")
    ledger.read(rate(80, 100), by="交通局")
    ledger.read(benchmark(90), by="交通局")
    change = ledger.read(benchmark(85), track="verified")
    assert isinstance(change, SetReading)
    assert change.answerer == "交通局"
    assert (ledger.lost(), ledger.lost(track="verified")) == (1000, 500)


def test_a_stranger_has_no_reading_to_correct() -> None:
    ledger = Round(an_indicator(SHARED, competent=["城管局"]))
    change = SetReading("1", "a", rate(1, 2), "公安局", "verified")
    assert ledger.refused(change) == Code.NOT_ANSWERER


def test_the_office_finds_nothing_where_a_unit_confessed() -> None:
    ledger = Round(an_indicator(SHARED, COUNTED_B, competent=["城管局", "交通局"]))
    ledger.read(rate(1, 2), by="城管局")
    ledger.read(rate(1, 4), by="交通局")
    ledger.record(clause="b")
    nothing = MarkNone(("1",), "a", "", "verified")
    assert ledger.refused(nothing) == Code.HAS_FINDINGS
    ledger.do(MarkNone(("1",), "a", "", "verified", replace=True))
    ledger.do(MarkNone(("1",), "b", "", "verified", replace=True))
    score = ledger.score(track="verified")
    assert (score.lost, score.pending, score.earned) == (0, 0, 1500)
    assert ledger.lost() == 770  # 2/6: 1.00 x 2/3 = 0.67, and one case of 0.10


def test_the_office_blanks_what_one_unit_said() -> None:
    ledger = Round(an_indicator(SHARED, competent=["城管局", "交通局"]))
    clear = ClearClause("1", "a", "", "verified")
    assert ledger.refused(clear) == Code.NOTHING_TO_CHANGE
    ledger.read(rate(1, 2), by="城管局")
    ledger.read(rate(1, 4), by="交通局")
    assert ledger.refused(clear) == Code.WHICH_ANSWERER
    ledger.do(ClearClause("1", "a", "交通局", "verified"))
    assert ledger.shares(track="verified") == {"城管局": 500}
    assert ledger.score(track="verified").pending == 1000


def test_the_offices_nothing_stands_for_all_who_are_silent() -> None:
    ledger = Round(an_indicator(SHARED, competent=["城管局", "交通局"]))
    ledger.read(rate(1, 2), by="城管局")
    ledger.none(track="verified")
    score = ledger.score(track="verified")
    assert (score.lost, score.pending) == (500, 0)
    assert ledger.score().pending == 1000


def test_how_far_the_units_have_come_is_told_by_their_own_word_on_both_tracks() -> None:
    ledger = Round(an_indicator(COUNTED, COUNTED_B))
    ledger.none(clause="a")
    ledger.none(clause="b", track="verified")
    own, verified = ledger.score(), ledger.score(track="verified")
    assert (own.state, verified.state) == ("draft", "draft")
    assert (own.pending, verified.pending) == (1500, 0)
    assert verified.not_applicable is False
    ledger.none(clause="b")
    ledger.do(ClearClause("1", "a", track="verified"))
    own, verified = ledger.score(), ledger.score(track="verified")
    assert (own.state, verified.state) == ("answered", "answered")
    assert (own.pending, verified.pending) == (0, 1500)


def test_what_the_office_said_as_a_unit_is_not_enough_once_another_answers() -> None:
    ledger = Round(an_indicator(COUNTED, lead="治市办"))
    ledger.none()
    assert ledger.score().pending == 0
    ledger.do(AssignDuty(("1",), Duty("司法局")))
    assert ledger.score().pending == 1500


def test_an_office_that_answers_itself_speaks_for_itself_only() -> None:
    clause = a_clause(PerCount(100), answered_by=("城管局", "治市办"))
    ledger = Round(an_indicator(clause))
    ledger.none(clause="a", track="verified")
    assert ledger.score(track="verified").pending == 1500
    ledger.none(by="城管局")
    ledger.none(clause="a", by="治市办")
    assert ledger.score().pending == 0


def test_only_the_office_verifies() -> None:
    ledger = Round(an_indicator(COUNTED))
    change = RecordFinding("1", "a", "司法局", "verified")
    assert ledger.refused(change) == Code.NOT_ANSWERER


def test_what_was_accepted_can_still_be_verified() -> None:
    ledger = Round(an_indicator(COUNTED))
    ledger.record(2)
    ledger.submit()
    ledger.accept()
    ledger.record(1, track="verified")
    assert ledger.state() == "accepted"
    assert (ledger.lost(), ledger.lost(track="verified")) == (200, 300)


def test_a_target_may_be_missed_by_more_after_a_second_look() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100, target=D(6))), lead="公安局"))
    ledger.read(number(5))
    ledger.read(number(2), track="verified")
    assert (ledger.lost(), ledger.lost(track="verified")) == (100, 400)
