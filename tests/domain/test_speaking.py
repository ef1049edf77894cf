"""Whose word a change is: what a unit may say, and what only the office."""

import pytest

from fazhi_tui.domain.changes import (
    AcceptItem,
    AdmitLate,
    AdoptDuties,
    AmendEvidence,
    AmendFinding,
    AssignDuty,
    AttachEvidence,
    Change,
    ClearClause,
    DisputeGap,
    DrawSample,
    DropEvidence,
    DropFinding,
    IssueLetters,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    PlanRectification,
    Reassign,
    RecordFinding,
    RejectDispute,
    ReturnItem,
    SetDeadline,
    SetOutsideScores,
    SubmitItem,
    SucceedUnit,
    TakeSections,
    WriteNote,
    WriteReport,
    inverse,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.indicators import Duty, Fixed, PerCount
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.records import Taken
from fazhi_tui.domain.speaking import check_speaker, scopes
from tests.domain.builders import Round, a_clause, an_indicator

LEAD, OTHER, OFFICE = "司法局", "城管局", "治市办"
GAP = "1.a.司法局.1/司法局"


@pytest.fixture
def ledger() -> Round:
    """Item 1 is the lead's alone, 2 also another's; a finding, evidence and 报送 stand."""
    ledger = Round(
        an_indicator(a_clause(PerCount(100)), no="1"),
        an_indicator(
            a_clause(Fixed(100), "a"),
            a_clause(Fixed(100), "b", answered_by="competent"),
            no="2",
            competent=[OTHER],
        ),
    )
    for change in (
        RecordFinding("1", "a"),
        AttachEvidence(("1",), "令", LEAD),
        SubmitItem(("1",)),
        MarkNotApplicable(("2",), "why", OTHER),
    ):
        ledger.do(change)
    return ledger


OWN: list[Change] = [
    RecordFinding("1", "a"),
    AmendFinding("1.a.司法局.1"),
    DropFinding("1.a.司法局.1"),
    ClearClause("1", "a"),
    MarkNone(("2",), "a"),
    SubmitItem(("1",)),
    WriteNote("1", "note", LEAD),
    AttachEvidence(("1",), "令", LEAD),
    AmendEvidence("001-2025-01", ("1",), "令", LEAD),
    DropEvidence("001-2025-01"),
    PlanRectification(GAP, LEAD, measure="x"),
    DisputeGap(GAP, "why"),
    MarkNotApplicable(("1",), "why"),
    MarkNotApplicable(("1",), "why", LEAD),
    MarkNotApplicable(("2",), "why", LEAD),
    TakeSections((), {LEAD: Taken()}),
]
"""What the lead says of its own."""

OFFICES: list[Change] = [
    RecordFinding("1", "a", track="verified"),
    AssignDuty(("1",), Duty(OTHER)),
    AdoptDuties({"1": Duty(OTHER)}),
    ReturnItem(("1",), "why"),
    AcceptItem(("1",)),
    AdmitLate(("1",)),
    SetDeadline("2025-06-30T16:00:00.000Z"),
    SetOutsideScores("省", {"1": 0}),
    DrawSample("indicators", 1, "seed"),
    SucceedUnit(OTHER, ("交通局",)),
    RejectDispute(GAP, "why"),
    Reassign(GAP, (), "why"),
    IssueLetters(()),
    WriteReport({"general": "text"}),
    MarkNotApplicable(("2",), "why"),
    LiftNotApplicable(("2",), OTHER),
]
"""What only the office says."""


def named(change: Change) -> str:
    return type(change).__name__


@pytest.mark.parametrize("change", OWN, ids=named)
def test_a_unit_says_what_is_its_own_and_nobody_elses(ledger: Round, change: Change) -> None:
    if isinstance(change, SubmitItem):
        ledger.undo(2)
    for by in ("", OFFICE, LEAD):
        decide(ledger.roster, ledger.assessment, change, "", by)
    with pytest.raises(Refused):
        decide(ledger.roster, ledger.assessment, change, "", OTHER)


@pytest.mark.parametrize("change", OFFICES, ids=named)
def test_the_rest_is_the_offices(ledger: Round, change: Change) -> None:
    for by in ("", OFFICE):
        check_speaker(ledger.roster, ledger.assessment, change, by)
    with pytest.raises(Refused) as caught:
        check_speaker(ledger.roster, ledger.assessment, change, LEAD)
    (problem,) = caught.value.problems
    assert (problem.code, problem.value, problem.wanted) == (Code.OFFICE_ONLY, LEAD, OFFICE)


def test_who_takes_no_part_in_an_item_excuses_nobody(ledger: Round) -> None:
    with pytest.raises(Refused) as caught:
        decide(ledger.roster, ledger.assessment, MarkNotApplicable(("1",), "why"), "", OTHER)
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.wanted) == (Code.NOT_ANSWERER, "1", LEAD)
    assert [scopes(ledger.roster, ledger.assessment, "2", by) for by in ("", LEAD, "公安局")] == [
        ["", LEAD, OTHER],
        [LEAD],
        [],
    ]


def test_who_goes_on_for_a_unit_speaks_for_it(ledger: Round) -> None:
    ledger.do(SucceedUnit(LEAD, ("交通局",)))
    decide(ledger.roster, ledger.assessment, AmendFinding("1.a.司法局.1"), "", "交通局")
    decide(ledger.roster, ledger.assessment, MarkNotApplicable(("1",), "why"), "", "交通局")


def test_an_undo_is_ones_own(ledger: Round) -> None:
    before, done = ledger.journal[-1]
    check_speaker(ledger.roster, ledger.assessment, inverse(4, done, before), LEAD)
