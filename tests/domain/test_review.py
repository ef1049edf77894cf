"""Handing in, handing back, accepting: how far an item has come, and what may still be done."""

from decimal import Decimal

import pytest

from fazhi_tui.domain.changes import (
    AcceptItem,
    AdoptDuties,
    AmendFinding,
    AssignDuty,
    ClearClause,
    DropFinding,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    ReturnItem,
    SetReading,
    SubmitItem,
    WriteNote,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.indicators import Duty, Fixed, PerCount, Ratio
from fazhi_tui.domain.problems import Code, Refused
from tests.domain.builders import Round, a_clause, an_indicator, rate

D = Decimal


def one() -> Round:
    """One answerer, two clauses."""
    return Round(an_indicator(a_clause(PerCount(100), "a"), a_clause(Fixed(200), "b")))


def two() -> Round:
    """城管局 and 交通局 both answer the one clause."""
    clause = a_clause(PerCount(100), answered_by="competent")
    return Round(an_indicator(clause, competent=["交通局", "城管局"]))


def test_the_states_of_an_item_in_their_order() -> None:
    ledger = one()
    assert ledger.state() == "blank"
    ledger.record(clause="a")
    assert ledger.state() == "draft"
    ledger.none()
    assert ledger.state() == "answered"
    ledger.submit()
    assert ledger.state() == "submitted"
    ledger.send_back()
    assert ledger.state() == "returned"
    ledger.submit()
    ledger.accept()
    assert ledger.state() == "accepted"


def test_an_item_is_as_far_as_its_least_advanced_answerer() -> None:
    ledger = two()
    ledger.record(by="城管局")
    assert ledger.state() == "blank"
    ledger.submit(unit="城管局")
    assert ledger.state() == "blank"
    ledger.none(by="交通局")
    assert ledger.state() == "answered"
    ledger.submit()  # the one that is left
    assert ledger.state() == "submitted"
    ledger.accept(unit="交通局")
    assert ledger.state() == "submitted"
    ledger.send_back(unit="城管局")
    assert ledger.state() == "returned"


def test_handing_in_needs_every_answer() -> None:
    ledger = one()
    assert ledger.refused(SubmitItem(("1",))) == Code.ITEM_UNFINISHED
    ledger.none(clause="a")
    assert ledger.refused(SubmitItem(("1",))) == Code.ITEM_UNFINISHED
    ledger.none(clause="b")
    ledger.submit()
    ledger.undo()
    ledger.submit()
    assert ledger.refused(SubmitItem(("1",))) == Code.ITEM_SUBMITTED_ALREADY
    ledger.accept()
    assert ledger.refused(SubmitItem(("1",))) == Code.ITEM_ACCEPTED


def test_parts_are_handed_in_in_the_sets_order() -> None:
    clause = a_clause(PerCount(100), answered_by="supporting")
    units = ["公安局", "治市办", "交通局", "城管局", "法院", "司法局"]
    ledger = Round(an_indicator(clause, supporting=units))
    for unit in units:
        ledger.none(by=unit)
    change = ledger.submit()
    assert isinstance(change, SubmitItem)
    assert [unit for _, unit in change.parts] == [unit.name for unit in ledger.roster.set.units]


def test_one_part_accepted_and_one_handed_in_is_not_all_accepted() -> None:
    ledger = two()
    ledger.none(by="城管局")
    ledger.none(by="交通局")
    ledger.submit()
    ledger.accept(unit="城管局")
    assert ledger.refused(SubmitItem(("1",))) == Code.ITEM_SUBMITTED_ALREADY


def test_handing_in_for_everybody_needs_everybody() -> None:
    ledger = two()
    ledger.none(by="城管局")
    assert ledger.refused(SubmitItem(("1",))) == Code.ITEM_UNFINISHED
    assert ledger.refused(SubmitItem(("1",), "公安局")) == Code.NOT_ANSWERER


def test_a_change_after_handing_in_withdraws_it() -> None:
    for change in (
        RecordFinding("1", "a"),
        AmendFinding("1.a.司法局.1", quantity=D(2)),
        DropFinding("1.a.司法局.1"),
        MarkNone(("1",), "a", replace=True),
    ):
        ledger = one()
        ledger.record(clause="a")
        ledger.none()
        ledger.submit()
        ledger.do(change)
        assert ledger.state() in {"answered", "draft"}
        assert ledger.assessment.entry("1").marks == ()


def test_a_change_withdraws_only_the_part_of_who_made_it() -> None:
    ledger = two()
    ledger.none(by="城管局")
    ledger.none(by="交通局")
    ledger.submit()
    ledger.record(by="交通局")
    assert [mark.unit for mark in ledger.assessment.entry("1").marks] == ["城管局"]


def test_what_was_handed_back_stays_so_until_handed_in_again() -> None:
    ledger = one()
    ledger.none()
    ledger.submit()
    ledger.send_back()
    ledger.record(clause="a")
    assert ledger.state() == "returned"
    mark = ledger.assessment.entry("1").mark("司法局")
    assert mark is not None
    assert mark.reason == "look again"
    ledger.submit()
    mark = ledger.assessment.entry("1").mark("司法局")
    assert mark is not None
    assert (mark.state, mark.reason) == ("submitted", "")


def test_an_accepted_item_is_protected_from_its_unit() -> None:
    ledger = one()
    ledger.record(clause="a")
    ledger.none()
    ledger.submit()
    ledger.accept()
    for change in (
        RecordFinding("1", "a"),
        AmendFinding("1.a.司法局.1", quantity=D(2)),
        DropFinding("1.a.司法局.1"),
        MarkNone(("1",), "a", replace=True),
        ClearClause("1", "a"),
        MarkNotApplicable(("1",), "why"),
        MarkNotApplicable(("1",), "why", "司法局"),
    ):
        assert ledger.refused(change) == Code.ITEM_ACCEPTED
    ledger.do(MarkNotApplicable(("1",), "why", "城管局"))  # another unit's matter
    ledger.send_back()
    ledger.do(RecordFinding("1", "a"))
    assert ledger.lost() == 200


def test_an_accepted_reading_is_protected_too() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000))))
    ledger.read(rate(1, 2))
    ledger.submit()
    ledger.accept()
    assert ledger.refused(SetReading("1", "a", rate(1, 1))) == Code.ITEM_ACCEPTED


def test_only_what_was_handed_in_is_accepted_or_handed_back() -> None:
    ledger = one()
    ledger.none()
    assert ledger.refused(AcceptItem(("1",))) == Code.ITEM_NOT_SUBMITTED
    assert ledger.refused(ReturnItem(("1",), "why")) == Code.ITEM_NOT_SUBMITTED
    ledger.submit()
    assert ledger.refused(ReturnItem(("1",), " ")) == Code.REASON_NEEDED
    ledger.accept()
    assert ledger.refused(AcceptItem(("1",))) == Code.ITEM_NOT_SUBMITTED


# ── 不涉及 ───────────────────────────────────────────────────────────────────────────────────


def test_an_item_that_does_not_concern_us_counts_as_answered() -> None:
    ledger = one()
    ledger.excuse()
    assert ledger.state() == "answered"
    assert ledger.score().not_applicable
    assert (ledger.score().earned, ledger.score().pending) == (1500, 0)
    assert ledger.refused(RecordFinding("1", "a")) == Code.ITEM_NOT_APPLICABLE
    assert ledger.refused(MarkNone(("1",), "a")) == Code.ITEM_NOT_APPLICABLE
    ledger.submit()
    ledger.accept()
    assert ledger.refused(LiftNotApplicable(("1",))) == Code.ITEM_ACCEPTED


def test_lifting_gives_the_answers_back() -> None:
    ledger = one()
    ledger.record(clause="a")
    ledger.excuse()
    assert ledger.lost() == 0
    ledger.do(LiftNotApplicable(("1",)))
    assert ledger.lost() == 100
    assert ledger.refused(LiftNotApplicable(("1",))) == Code.NOT_MARKED


def test_one_unit_that_it_does_not_concern_need_not_answer() -> None:
    ledger = two()
    ledger.excuse(unit="城管局")
    assert ledger.refused(RecordFinding("1", "a", "城管局")) == Code.ITEM_NOT_APPLICABLE
    ledger.record()  # 交通局 is the only one left
    assert ledger.state() == "answered"
    assert ledger.shares() == {"司法局": 100}
    assert ledger.score().pending == 0
    assert not ledger.score().not_applicable


def test_an_item_that_concerns_no_answerer_can_not_be_handed_in() -> None:
    ledger = two()
    ledger.excuse(unit="城管局")
    ledger.excuse(unit="交通局")
    assert ledger.state() == "answered"
    assert ledger.score().pending == 0
    assert ledger.refused(SubmitItem(("1",))) == Code.ITEM_NOT_APPLICABLE


def test_saying_it_does_not_concern_us_needs_a_reason() -> None:
    ledger = one()
    assert ledger.refused(MarkNotApplicable(("1",), " \u200b ")) == Code.REASON_NEEDED
    assert ledger.refused(LiftNotApplicable(("1",), "城管局")) == Code.NOT_MARKED
    ledger.do(MarkNotApplicable(("1",), "old", "市司法局"))
    ledger.do(MarkNotApplicable(("1",), "new", "司法局"))
    (item,) = ledger.assessment.entry("1").not_applicable
    assert (item.unit, item.reason) == ("司法局", "new")


# ── duties and notes ─────────────────────────────────────────────────────────────────────────


def test_assigned_duties_go_before_the_sets() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100))), an_indicator(a_clause(Fixed(1)), no="2"))
    ledger.do(AssignDuty(("1",), Duty("城管局", ("各执法部门", "公安局", "公安局"))))
    ledger.record()
    assert ledger.shares() == {"城管局": 100}
    assert ledger.assessment.duty(ledger.roster.indicator("1")).competent == (
        "各执法部门",
        "公安局",
    )
    ledger.do(AdoptDuties({"2": Duty("市司法局"), "1": Duty("交通局")}))
    assert ledger.shares() == {"交通局": 100}
    assert ledger.assessment.duty(ledger.roster.indicator("2")).lead == "司法局"


def test_a_duty_names_units_that_are_there() -> None:
    ledger = one()
    assert ledger.refused(AssignDuty(("1",), Duty("城管"))) == Code.UNKNOWN_UNIT
    assert ledger.refused(AssignDuty(("9",), Duty("城管局"))) == Code.UNKNOWN_INDICATOR
    assert ledger.refused(AssignDuty((), Duty("城管局"))) == Code.UNKNOWN_INDICATOR


def test_a_note_is_its_units_own() -> None:
    ledger = two()
    assert ledger.refused(WriteNote("1", "text")) == Code.WHICH_ANSWERER
    ledger.do(WriteNote("1", "one", "城管局"))
    ledger.do(WriteNote("1", "three", "城管局"))
    ledger.do(WriteNote("1", "two", "交通局"))
    notes = ledger.assessment.entry("1").notes
    assert [(note.unit, note.text) for note in notes] == [
        ("交通局", "two"),
        ("城管局", "three"),
    ]
    ledger.do(WriteNote("1", "", "城管局"))
    assert [note.unit for note in ledger.assessment.entry("1").notes] == ["交通局"]


# ── many at once ─────────────────────────────────────────────────────────────────────────────


def three() -> Round:
    """Three indicators; 司法局 answers the first two, 城管局 and 交通局 the third."""
    counted = a_clause(PerCount(100))
    shared = a_clause(PerCount(100), answered_by="competent")
    return Round(
        an_indicator(counted, a_clause(Fixed(200), "b")),
        an_indicator(counted, no="2"),
        an_indicator(shared, no="3", competent=["城管局", "交通局"]),
    )


def test_a_refusal_to_hand_in_names_everything_that_is_missing() -> None:
    ledger = three()
    ledger.none("1", clause="b")
    ledger.none("3", by="城管局")
    with pytest.raises(Refused) as caught:
        decide(ledger.roster, ledger.assessment, SubmitItem(("1", "2", "3")))
    told = [(problem.path, problem.value, problem.wanted) for problem in caught.value.problems]
    assert told == [("1", "司法局", "a"), ("2", "司法局", "a"), ("3", "交通局", "a")]


def test_any_parts_are_handed_in_back_and_accepted_in_one_change() -> None:
    ledger = three()
    ledger.none("1", "2")
    ledger.none("3", by="城管局")
    ledger.none("3", by="交通局")
    parts = (("1", "司法局"), ("3", "交通局"))
    for step in (SubmitItem((), parts=parts), ReturnItem((), "look again", parts=parts)):
        before = ledger.assessment
        ledger.do(step)
        assert ledger.assessment.entry("2").marks == ()
        assert [mark.unit for mark in ledger.assessment.entry("3").marks] == ["交通局"]
        after = ledger.assessment
        ledger.undo()
        assert ledger.assessment == before
        ledger.do(step)
        assert ledger.assessment == after
    ledger.do(SubmitItem((), parts=parts))
    ledger.do(AcceptItem((), parts=parts))
    assert ledger.state("1") == "accepted"
    assert ledger.refused(AcceptItem((), parts=parts)) == Code.ITEM_NOT_SUBMITTED
    assert ledger.refused(AcceptItem((), parts=(("3", "司法局"),))) == Code.NOT_ANSWERER
    assert ledger.refused(AcceptItem(())) == Code.UNKNOWN_INDICATOR
