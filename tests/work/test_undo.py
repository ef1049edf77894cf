"""Undo: the actor's last change that still stands, unless somebody touched its item since."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fazhi_tui.domain.assessment import NO_ENTRY, Assessment, Entry, Rate
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
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    Paper,
    PlanRectification,
    Reassign,
    RecordCheck,
    RecordFinding,
    RejectDispute,
    ReturnItem,
    SetDeadline,
    SetOutsideScores,
    SetReading,
    SubmitItem,
    SucceedUnit,
    TakeSections,
    WriteNote,
    undoable,
)
from fazhi_tui.domain.indicators import Duty, Roster
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.records import Report, Taken
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.deeds import what_was_done
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session
from tests.domain.strategies import a_random_set
from tests.store.making import (
    FINDING,
    ME,
    NAME,
    a_session,
    as_adopted,
    play_on,
    posted_by_fold,
    projection,
)

FINDING_ID, GAP = "1.b.司法局.1", "1.b.司法局.1/?"
BORNE = replace(FINDING, bearers=(("司法局", Decimal(1)),))
BORNE_GAP = "1.b.司法局.1/司法局"
DUTY = Duty("城管局", ("司法局",))
ANSWERED = MarkNone(("3",), "a")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "a.db"))


def apart_from_registers(state: Assessment) -> Assessment:
    """What a person sees of a state: numbers given stay given, and an empty entry is none."""
    entries = {no: replace(entry, serials={}) for no, entry in state.entries.items()}
    shown: dict[str, Entry] = {no: entry for no, entry in entries.items() if entry != NO_ENTRY}
    return replace(state, entries=shown, evidence_serials={})


def refused(action: Callable[[], object]) -> Code:
    with pytest.raises(Refused) as caught:
        action()
    assert len(caught.value.problems) == 1
    return caught.value.problems[0].code


# What has to be there first, and the change. The set's `1` has one answerer; `3` is one reading.
UNDOABLE: list[tuple[list[Change], Change]] = [
    ([], AdoptDuties({"1": DUTY, "2": DUTY}, "ab")),
    ([], AssignDuty(("1", "3"), DUTY)),
    ([], FINDING),
    ([FINDING], AmendFinding(FINDING_ID, level="重", quantity=Decimal(3))),
    ([FINDING], DropFinding(FINDING_ID)),
    ([], SetReading("2", "b", Rate(Decimal(1), Decimal(2)))),
    ([FINDING], MarkNone(("1",), "b", replace=True)),
    ([FINDING], ClearClause("1", "b")),
    ([FINDING], MarkNotApplicable(("1", "2"), "无此职权")),
    ([MarkNotApplicable(("1",), "无")], LiftNotApplicable(("1",))),
    ([WriteNote("1", "先")], WriteNote("1", "后")),
    ([], AttachEvidence(("1", "2"), "文件")),
    ([AttachEvidence(("1",), "文件")], AmendEvidence("001-{year}-01", ("2",), "新")),
    ([AttachEvidence(("1",), "文件")], DropEvidence("001-{year}-01")),
    ([ANSWERED], SubmitItem(("3",))),
    ([ANSWERED, SubmitItem(("3",))], ReturnItem(("3",), "不全")),
    ([ANSWERED, SubmitItem(("3",))], AcceptItem(("3",))),
    ([SetDeadline("2020-01-01T00:00:00.000Z"), ANSWERED], AdmitLate(("3",))),
    ([], SetDeadline("2025-06-30T15:59:59.999Z")),
    ([SetOutsideScores("省", {"1": 0})], SetOutsideScores("省", {"1": None, "2": 0})),
    ([DrawSample("indicators", 1, "甲")], DrawSample("indicators", 2, "乙")),
    (
        [DrawSample("indicators", 3, "甲")],
        RecordCheck(1, "1", fine=False, note="缺", finding=replace(FINDING, track="verified")),
    ),
    ([BORNE], SucceedUnit("司法局", ("执法局", "城管局"), ("执法局",))),
    ([FINDING], PlanRectification(GAP, measure="补", due="2025-9-1")),
    ([FINDING, PlanRectification(GAP, measure="补")], PlanRectification(GAP, progress="半")),
    ([BORNE], DisputeGap(BORNE_GAP, "不归我管")),
    ([BORNE, DisputeGap(BORNE_GAP, "不归我管")], RejectDispute(BORNE_GAP, "归你管")),
    ([BORNE], Reassign(BORNE_GAP, (("城管局", Decimal(1)),), "查明")),
    (
        [],
        TakeSections((FINDING, AttachEvidence(("1",), "文件")), {"司法局": Taken({"1": Report()})}),
    ),
]


def test_every_undoable_change_is_among_the_examples() -> None:
    kinds = {type(change) for _, change in UNDOABLE}
    others = {kind.__name__ for kind in set(Change.__args__) - kinds}
    on_paper = {kind.__name__ for kind in Paper.__args__}
    assert others == {"AdoptSet", "Imported", "Restore"} | on_paper
    assert all(undoable(change) for _, change in UNDOABLE)


@pytest.mark.parametrize(
    ("first", "change"), UNDOABLE, ids=[type(change).__name__ for _, change in UNDOABLE]
)
def test_undo_brings_back_what_was(store: Store, first: list[Change], change: Change) -> None:
    session = a_session(store)
    for earlier in first:
        session.make(earlier)
    if isinstance(change, AmendEvidence | DropEvidence):
        year = session.snapshot.assessment.year
        change = replace(change, id=change.id.format(year=year))
    before, rows = session.snapshot, projection(store)
    seq = session.make(change).seq

    made, line = session.undo()

    assert (made.seq, line.seq, line.kind) == (seq + 1, seq, change.__struct_config__.tag)
    after = session.snapshot
    assert apart_from_registers(after.assessment) == apart_from_registers(before.assessment)
    assert after.tally() == before.tally()
    assert after.gaps() == before.gaps()
    assert projection(store) == rows == posted_by_fold(session)
    assert open_session(store, NAME, actor=ME).snapshot.assessment == after.assessment
    assert broken_at(session.lines) is None


def test_undo_walks_back_and_then_there_is_nothing(store: Store) -> None:
    session = a_session(store)
    states = [session.snapshot.assessment]
    for change in (FINDING, MarkNone(("2",), "a"), WriteNote("1", "说明")):
        session.make(change)
        states.append(session.snapshot.assessment)
    for expected, kind in (
        (states[2], "write_note"),
        (states[1], "mark_none"),
        (states[0], "record_finding"),
    ):
        _, line = session.undo()
        assert line.kind == kind
        shown = apart_from_registers(session.snapshot.assessment)
        assert shown == apart_from_registers(expected)
    assert refused(session.undo) is Code.NOTHING_TO_UNDO
    assert len(session.lines) == 7


def test_what_is_made_after_an_undo_is_undone_first(store: Store) -> None:
    session = a_session(store)
    session.make(FINDING)
    session.make(WriteNote("1", "甲"))
    session.undo()
    session.make(WriteNote("1", "乙"))
    assert [session.undo()[1].kind for _ in range(2)] == ["write_note", "record_finding"]
    assert refused(session.undo) is Code.NOTHING_TO_UNDO


def test_a_number_once_given_is_never_given_again(store: Store) -> None:
    session = a_session(store)
    ids = []
    for _ in range(3):
        ids.append(session.make(FINDING).id)
        session.undo()
        ids.append(session.make(AttachEvidence(("1",), "文件")).id)
        session.undo()
    year = session.snapshot.assessment.year
    assert ids[::2] == [f"1.b.司法局.{n}" for n in (1, 2, 3)]
    assert ids[1::2] == [f"001-{year}-0{n}" for n in (1, 2, 3)]


def test_nothing_made_is_nothing_to_undo(store: Store) -> None:
    assert refused(a_session(store).undo) is Code.NOTHING_TO_UNDO


def test_marks_in_the_name_of_an_indicator_are_single_ones(store: Store) -> None:
    roster = a_session(store).snapshot.roster
    named = replace(roster.indicators["1"], name="“五办”普及")
    told = what_was_done(SubmitItem(("1",)), Roster(replace(roster.set, indicators=(named,))))
    assert told == "第1项“‘五办’普及”已报送"


def test_only_ones_own_changes(store: Store) -> None:
    mine = a_session(store)
    mine.make(FINDING)
    other = open_session(store, NAME, actor="李")
    assert refused(other.undo) is Code.NOTHING_TO_UNDO
    other.make(WriteNote("2", "李的"))
    mine.refresh()
    _, line = mine.undo()
    assert (line.actor, line.kind) == (ME, "record_finding")
    assert mine.snapshot.assessment.entry("2").notes[0].text == "李的"


def test_after_reopening(store: Store) -> None:
    a_session(store).make(FINDING)
    again = open_session(store, NAME, actor=ME)
    again.undo()
    assert again.snapshot.tally().lost == 0
    assert refused(open_session(store, NAME, actor=ME).undo) is Code.NOTHING_TO_UNDO


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (FINDING, WriteNote("1", "又改")),
        (FINDING, RecordFinding("1", "b", level="重")),
        (AttachEvidence(("1",), "文件"), AmendEvidence("001-{year}-01", ("1",), "改")),
        (PlanRectification(GAP, measure="补"), PlanRectification(GAP, measure="另")),
    ],
)
def test_what_was_touched_since_stays(
    store: Store, mine: Change, theirs: Change, *, seen: bool
) -> None:
    session = a_session(store)
    if isinstance(mine, PlanRectification):
        session.make(FINDING)
    session.make(mine)
    if isinstance(theirs, AmendEvidence):
        theirs = replace(theirs, id=theirs.id.format(year=session.snapshot.assessment.year))
    other = open_session(open_store(store.place), NAME, actor="李")
    other.make(theirs)
    if seen:
        session.refresh()
    assert refused(session.undo) is (Code.TOUCHED_SINCE if seen else Code.CHANGED_MEANWHILE)
    assert session.snapshot.assessment == other.snapshot.assessment
    assert refused(session.undo) is Code.TOUCHED_SINCE


def test_what_they_took_back_does_not_stand_in_the_way(store: Store) -> None:
    session = a_session(store)
    session.make(FINDING)
    other = open_session(store, NAME, actor="李")
    other.make(WriteNote("1", "又改"))
    other.undo()
    session.refresh()
    session.undo()
    assert session.snapshot.tally().lost == 0


def test_what_was_accepted_since_stays(store: Store) -> None:
    session = a_session(store)
    session.make(ANSWERED)
    office = open_session(store, NAME, actor="办")
    office.make(SubmitItem(("3",)))
    office.make(AcceptItem(("3",)))
    session.refresh()
    assert refused(session.undo) is Code.ITEM_ACCEPTED
    office.undo()
    office.undo()
    session.refresh()
    session.undo()
    assert session.snapshot.assessment.entry("3").own == NO_ENTRY.own


@given(st.randoms(use_true_random=True), st.integers(1, 150))
def test_undoing_all_there_is_walks_through_all_states(chance: Random, length: int) -> None:
    session: Session = a_session(open_store(":memory:"), adopted=as_adopted(a_random_set(chance)))
    states = [session.snapshot.assessment]
    for _ in range(length):
        play_on(session, chance, 1)
        if session.snapshot.assessment is not states[-1]:
            states.append(session.snapshot.assessment)
    while len(states) > 1:
        states.pop()
        session.undo()
        shown = apart_from_registers(session.snapshot.assessment)
        assert shown == apart_from_registers(states[-1])
    assert refused(session.undo) is Code.NOTHING_TO_UNDO
