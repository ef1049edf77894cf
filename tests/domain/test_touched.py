"""What a change touches, when two of them can't both be made blindly, and what undoes one."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Entry, Evidence, Number
from fazhi_tui.domain.changes import (
    AcceptItem,
    AdoptDuties,
    AdoptSet,
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
    NumberLetter,
    PlanRectification,
    Reassign,
    RecordCheck,
    RecordFinding,
    RejectDispute,
    Restore,
    ReturnItem,
    SetDeadline,
    SetOutsideScores,
    SetReading,
    SubmitItem,
    SucceedUnit,
    TakeSections,
    Touched,
    VoidLetter,
    WriteNote,
    WriteReport,
    inverse,
    touched,
    undoable,
)
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.domain.records import (
    DEADLINE,
    Contact,
    Deadline,
    Rectification,
    Taken,
    contact_key,
    outside_key,
    sample_key,
)

DUTY = Duty("司法局")
READING = SetReading("3", "a", Number(Decimal(1)))
TWO = ("1", "2")
WHO = Contact("张三")

TOUCHES: list[tuple[Change, Touched]] = [
    (AdoptSet("ab", 2025), Touched()),
    (AdoptDuties({"1": DUTY, "2": DUTY}), Touched(TWO)),
    (AssignDuty(TWO, DUTY), Touched(TWO)),
    (MarkNone(TWO), Touched(TWO)),
    (MarkNotApplicable(TWO, "none"), Touched(TWO)),
    (LiftNotApplicable(TWO), Touched(TWO)),
    (SubmitItem(TWO), Touched(TWO)),
    (ReturnItem(TWO, "why"), Touched(TWO)),
    (AcceptItem(TWO), Touched(TWO)),
    (RecordFinding("3", "a"), Touched(("3",))),
    (AmendFinding("3.a.x.1", indicator="3"), Touched(("3",))),
    (DropFinding("3.a.x.1", indicator="3"), Touched(("3",))),
    (ClearClause("3", "a"), Touched(("3",))),
    (READING, Touched(("3",))),
    (WriteNote("3", "text"), Touched(("3",))),
    (AttachEvidence(("1",), "t", id="e1"), Touched(evidence=("e1",))),
    (AmendEvidence("e1", ("1",), "t"), Touched(evidence=("e1",))),
    (DropEvidence("e1"), Touched(evidence=("e1",))),
    (DisputeGap("g1", "why"), Touched(gaps=("g1",))),
    (RejectDispute("g1", "why"), Touched(gaps=("g1",))),
    (PlanRectification("g1"), Touched(gaps=("g1",))),
    (
        Reassign("g1", (), "why", "3", "3.a.x.1", ("g2", "g3")),
        Touched(("3",), gaps=("g1", "g2", "g3")),
    ),
    (VoidLetter("l1", "why"), Touched(papers=("l1",))),
    (NumberLetter("l1", "n", "d"), Touched(papers=("l1",))),
    (WriteReport({"a": "text", "b": "text"}), Touched(papers=("a", "b"))),
    (IssueLetters(()), Touched(everything=True)),
    (AdoptDuties({"1": DUTY}, "ab", {"x": WHO}), Touched(("1",), records=(contact_key("x"),))),
    (SetDeadline("2025-12-01"), Touched(records=(DEADLINE,))),
    (SetOutsideScores("s", {}), Touched(records=(outside_key("s"),))),
    (DrawSample("indicators", 2, "s", 4), Touched(records=(sample_key(4),))),
    (RecordCheck(4, "3", True), Touched(records=(sample_key(4),))),
    (
        RecordCheck(4, "3", False, "why", RecordFinding("3", "a")),
        Touched(("3",), records=(sample_key(4),)),
    ),
    (SucceedUnit("x", ("y",), gaps=(("g1", "y"),)), Touched(gaps=("g1",), records=("unit/x",))),
    (SucceedUnit("x", ("y",), ("y",)), Touched(records=("unit/x",), everything=True)),
    (
        TakeSections((READING, READING, AttachEvidence(("1",), "t", id="e1")), {"x": Taken()}),
        Touched(("3",), ("e1",), units=("x",)),
    ),
    (
        Restore(4, {"3": Entry()}, {"e1": None}, {"g1": None}),
        Touched(("3",), ("e1",), ("g1",)),
    ),
    (
        Restore(4, taken={"x": None}, records={DEADLINE: None}),
        Touched(units=("x",), records=(DEADLINE,)),
    ),
    (Restore(4, records={"unit/x": None}), Touched(records=("unit/x",), everything=True)),
]


@pytest.mark.parametrize(("change", "parts"), TOUCHES, ids=lambda one: type(one).__name__)
def test_what_a_change_touches(change: Change, parts: Touched) -> None:
    assert touched(change) == parts


@pytest.mark.parametrize("kind", ["indicators", "evidence", "gaps", "papers", "units", "records"])
def test_two_meet_where_they_touch_the_same(kind: str) -> None:
    def of(*keys: str) -> Touched:
        return replace(Touched(), **{kind: keys})

    one = of("a", "b")
    assert one.meets(of("b", "c"))
    assert not one.meets(of("c"))
    assert not Touched().meets(one)


def test_the_same_key_of_another_kind_is_another_thing() -> None:
    assert not Touched(("a",)).meets(Touched(evidence=("a",), gaps=("a",)))


def test_what_tells_of_everything_meets_all() -> None:
    assert Touched(everything=True).meets(Touched())


def test_the_inverse_holds_what_was_there_before() -> None:
    evidence, plan = Evidence("e1", ("1",), "t"), Rectification("g1")
    before = Assessment(
        entries={"3": Entry(recheck=True)}, evidence={"e1": evidence}, rectifications={"g1": plan}
    )
    assert inverse(7, READING, before) == Restore(7, {"3": Entry(recheck=True)}, {}, {})
    assert inverse(7, WriteNote("4", "t"), before).entries == {"4": Entry()}
    assert inverse(7, DropEvidence("e1"), before) == Restore(7, {}, {"e1": evidence}, {})
    assert inverse(7, DropEvidence("e2"), before).evidence == {"e2": None}
    assert inverse(7, PlanRectification("g1"), before) == Restore(7, {}, {}, {"g1": plan})
    assert inverse(7, PlanRectification("g2"), before).rectifications == {"g2": None}


def test_the_inverse_holds_reports_and_records_too() -> None:
    taken = Taken(handed_in={"1": 2})
    before = Assessment(taken={"x": taken}, records={DEADLINE: Deadline("2025-11-01")})
    sections = TakeSections((), {"x": Taken(), "y": Taken()})
    assert inverse(7, sections, before).taken == {"x": taken, "y": None}
    assert inverse(7, SetDeadline("2025-12-01"), before).records == before.records
    assert inverse(7, SetDeadline("2025-12-01"), Assessment()).records == {DEADLINE: None}


def test_a_start_an_undo_and_what_went_on_paper_stay() -> None:
    assert not undoable(AdoptSet("ab", 2025))
    assert not undoable(Restore(1, {}, {}, {}))
    assert not undoable(VoidLetter("l1", "why"))
    assert undoable(READING)
