"""A session: what is shown is what is saved, and two sessions on one store lose nothing."""

import sqlite3
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_tui.domain.assessment import Entry, Rate, Track
from fazhi_tui.domain.changes import (
    AmendEvidence,
    AttachEvidence,
    DropEvidence,
    MarkNone,
    PlanRectification,
    RecordFinding,
    SetReading,
    WriteNote,
)
from fazhi_tui.domain.checking import checklist
from fazhi_tui.domain.indicators import Indicator, Roster
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.scoring import IndicatorScore, score_indicator
from fazhi_tui.domain.tally import Scores, score_all, tally
from fazhi_tui.store.journal import Line, broken_at
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.wording.problems import say
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.projecting import TRACKS
from fazhi_tui.work.session import Session, who_am_i
from fazhi_tui.work.snapshot import Snapshot
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

GAP = "1.b.司法局.1/?"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "a.db"))


def _other(session: Session, actor: str = "李") -> Session:
    """The same assessment opened by another program."""
    name = session.snapshot.head.name
    return open_session(open_store(session.store.place), name, actor=actor)


# ── make ─────────────────────────────────────────────────────────────────────────────────────


def test_a_change_is_told_with_its_seq_its_id_and_what_it_cost(store: Store) -> None:
    session = a_session(store)
    made = session.make(FINDING, unit="司法局")
    assert (made.seq, made.id, made.lost_before, made.lost_after) == (2, "1.b.司法局.1", 0, 100)
    line = session.lines[-1]
    assert (line.actor, line.unit, line.kind) == (ME, "司法局", "record_finding")
    made = session.make(AttachEvidence(("1",), "文件"))
    assert made.id == f"001-{session.snapshot.assessment.year}-01"
    assert session.make(MarkNone(("1",), "a")).id == ""


def test_what_it_cost_is_told_on_the_track_of_the_change(store: Store) -> None:
    session = a_session(store)
    session.make(FINDING)
    made = session.make(RecordFinding("1", "b", track="verified", level="重"))
    assert (made.lost_before, made.lost_after) == (100, 400)
    assert session.snapshot.tally().lost == 100


def test_a_refused_change_leaves_everything_as_it_is(store: Store) -> None:
    session = a_session(store)
    before, lines = session.snapshot, session.lines
    with pytest.raises(Refused):
        session.make(RecordFinding("1", "b"))
    assert session.snapshot is before
    assert session.lines == lines == tuple(store.lines(before.head.id))


def test_names_of_people_are_cleaned(store: Store) -> None:
    a_session(store)
    session = open_session(store, NAME, actor=" 王\u202e\udc80\n小明 ")
    session.make(FINDING, unit="\x1b司法局\u202e")
    assert (session.lines[-1].actor, session.lines[-1].unit) == ("王 小明", "司法局")


def test_somebody_is_logged_in_or_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(who_am_i(), str)

    def unknown() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", unknown)
    assert who_am_i() == ""


# ── snapshots ────────────────────────────────────────────────────────────────────────────────


@given(st.randoms(use_true_random=True), st.integers(0, 40))
def test_what_snapshots_share_is_what_is_computed_afresh(chance: Random, length: int) -> None:
    session = a_session(open_store(":memory:"), adopted=as_adopted(a_random_set(chance)))
    for _ in range(length):
        play_on(session, chance, 1)
        if chance.random() < 0.2:
            session.snapshot.tally(chance.choice(TRACKS))
        if chance.random() < 0.3:
            session.snapshot.remarks()
            _all_mended(session.snapshot, chance.choice(TRACKS))
    shown = session.snapshot
    again = open_session(session.store, NAME, actor=ME).snapshot
    assert again.assessment == shown.assessment
    assert again.head == shown.head
    for track in TRACKS:
        scores = score_all(shown.roster, shown.assessment, track)
        assert shown.scores(track) == scores
        assert list(shown.scores(track)) == list(scores)
        assert shown.tally(track) == tally(shown.roster, shown.assessment, track, scores)
        assert shown.tally(track).balanced
        assert shown.gaps(track) == again.gaps(track)
        assert _all_mended(shown, track) == _all_mended(again, track)
    assert shown.remarks() == checklist(shown.roster, shown.assessment)


def _all_mended(snapshot: Snapshot, track: Track) -> Scores:
    """The scores once every gap that is still open is closed."""
    return snapshot.mended([gap.id for gap in snapshot.gaps(track) if gap.open], track)


def test_a_change_leaves_what_is_told_of_other_indicators_as_it_is(store: Store) -> None:
    session = a_session(store)
    session.make(FINDING)
    before = session.snapshot
    old = {remark.indicator: remark for remark in before.remarks()}
    gap = next(gap for gap in before.gaps() if gap.indicator.no == "1")
    session.make(MarkNone(("2",)))
    now = session.snapshot
    told = {remark.indicator: remark for remark in now.remarks()}
    assert told["1"] is old["1"]
    assert now.gaps()[0] is gap
    session.make(PlanRectification(GAP, measure="补"))
    assert session.snapshot.gaps()[0].plan.measure == "补"


def test_evidence_and_other_gaps_are_looked_at_anew(store: Store) -> None:
    session = a_session(store)
    session.make(RecordFinding("1", "b", level="轻", date="2025-03-01"))
    remarks = session.snapshot.remarks()
    session.make(AttachEvidence(("1",), "文件", date="2025-04-01"))
    (late,) = set(session.snapshot.remarks()) - set(remarks)
    assert late.problem.code is Code.EVIDENCE_LATE
    assert session.snapshot.mended([])["1"].lost == 100
    assert session.snapshot.mended([GAP])["1"].lost == 0


def test_a_note_is_seen_at_once_and_scores_nothing_anew(store: Store) -> None:
    session = a_session(store)
    session.make(MarkNone(("1",)))
    before = session.snapshot
    bare = set(before.remarks())
    session.make(WriteNote("1", "说明", "司法局"))
    assert session.snapshot.score("1", "self") is before.scores()["1"]
    (silent,) = bare - set(session.snapshot.remarks())
    assert silent.problem.code is Code.NOTE_MISSING


def test_one_change_scores_only_what_it_touches(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(store)
    session.make(FINDING)
    scored: list[str] = []

    def counted(roster: Roster, indicator: Indicator, entry: Entry, track: Track) -> IndicatorScore:
        scored.append(indicator.no)
        return score_indicator(roster, indicator, entry, track)

    monkeypatch.setattr("fazhi_tui.work.snapshot.score_indicator", counted)
    session.make(MarkNone(("2",)))
    session.make(FINDING)
    session.snapshot.tally()
    session.snapshot.tally("verified")
    assert scored == ["2", "1"]


def test_an_earlier_snapshot_keeps_telling_what_it_told(store: Store) -> None:
    session = a_session(store)
    before = session.snapshot
    session.make(FINDING)
    assert before.tally().lost == before.tally("verified").lost == 0
    assert session.snapshot.tally().lost == session.snapshot.tally("verified").lost == 100


# ── two on one store ─────────────────────────────────────────────────────────────────────────


def test_changes_of_different_indicators_both_land(store: Store) -> None:
    one = a_session(store)
    two = _other(one)
    one.make(FINDING)
    two.make(MarkNone(("2",), "a"))
    assert one.refresh()
    one.make(SetReading("2", "b", Rate(Decimal(1), Decimal(2))))
    assert two.refresh()
    assert one.snapshot.assessment == two.snapshot.assessment
    assert one.snapshot.head == two.snapshot.head == store.head(NAME)
    assert [line.actor for line in one.lines] == [ME, ME, "李", ME]
    assert broken_at(one.lines) is None
    assert projection(store) == posted_by_fold(one)


def test_the_same_indicator_is_refused_and_then_seen(store: Store) -> None:
    one = a_session(store)
    two = _other(one)
    one.make(FINDING)
    with pytest.raises(Refused) as caught:
        two.make(RecordFinding("1", "b", level="重"))
    assert [(p.code, p.path) for p in caught.value.problems] == [(Code.CHANGED_MEANWHILE, "1")]
    assert two.snapshot.tally().lost == 100
    assert two.snapshot.head == one.snapshot.head
    assert two.make(RecordFinding("1", "b", level="重")).id == "1.b.司法局.2"


def test_the_same_gap_and_the_same_evidence_are_refused(store: Store) -> None:
    one = a_session(store)
    one.make(FINDING)
    two = _other(one)
    one.make(PlanRectification(GAP, measure="补"))
    with pytest.raises(Refused) as caught:
        two.make(PlanRectification(GAP, measure="另补"))
    assert caught.value.problems[0].code is Code.CHANGED_MEANWHILE
    assert two.snapshot.assessment.rectifications[GAP].measure == "补"
    two.refresh()
    evidence_id = one.make(AttachEvidence(("1",), "文件")).id
    two.refresh()
    one.make(AmendEvidence(evidence_id, ("1",), "新文件"))
    with pytest.raises(Refused) as caught:
        two.make(DropEvidence(evidence_id))
    assert caught.value.problems[0].code is Code.CHANGED_MEANWHILE
    assert two.snapshot.assessment.evidence[evidence_id].title == "新文件"


def test_two_who_attach_evidence_at_once_both_get_a_number(store: Store) -> None:
    one = a_session(store)
    two = _other(one)
    assert one.make(AttachEvidence(("1",), "甲文件")).id == "001-2025-01"
    assert two.make(AttachEvidence(("1",), "乙文件")).id == "001-2025-02"
    assert {item.title for item in two.snapshot.assessment.evidence.values()} == {
        "甲文件",
        "乙文件",
    }


def test_a_conflict_tells_what_they_did_and_what_was_wanted(store: Store) -> None:
    one = a_session(store)
    two = _other(one)
    one.make(SetReading("2", "b", Rate(Decimal(7), Decimal(10)), subject="司法局"))
    with pytest.raises(Refused) as caught:
        two.make(SetReading("2", "b", Rate(Decimal(9), Decimal(10)), subject="司法局"))
    told = say(caught.value.problems[0])
    assert ME in told
    assert "7/10" in told
    assert "9/10" in told


def test_whoever_looks_reads_only_where_something_was_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = a_session(store)
    two = _other(one)
    assert not two.look()  # the first look reads in any case
    asked: list[str] = []
    lines = Store.lines

    def noted(store: Store, assessment: str, after: int = 0) -> list[Line]:
        asked.append(assessment)
        return lines(store, assessment, after)

    monkeypatch.setattr(Store, "lines", noted)
    assert not two.look()
    assert asked == []
    one.make(FINDING)
    assert two.look()
    assert len(asked) == 1
    assert two.snapshot.head == one.snapshot.head
    assert not two.look()


def test_what_no_longer_makes_sense_is_refused_for_its_own_reason(store: Store) -> None:
    one = a_session(store)
    one.make(FINDING)
    two = _other(one)
    one.undo()
    with pytest.raises(Refused) as caught:
        two.make(PlanRectification(GAP, measure="补"))
    assert caught.value.problems[0].code is Code.UNKNOWN_GAP


def test_nothing_new_is_nothing_to_take_in(store: Store) -> None:
    session = a_session(store)
    before = session.snapshot
    assert not session.refresh()
    assert session.snapshot is before


def test_a_hundred_changes_by_turns(store: Store) -> None:
    sessions = [a_session(store)]
    sessions += [_other(sessions[0], actor) for actor in ("李", "张")]
    for n in range(99):
        number = str(n % 3 + 1)
        sessions[n % 3].make(WriteNote(number, f"第{n}次"))
    for session in sessions:
        session.refresh()
    assert len({session.snapshot.head.hash for session in sessions}) == 1
    assert len(sessions[0].lines) == 100
    assert {n.text for e in sessions[0].snapshot.assessment.entries.values() for n in e.notes} == {
        "第96次",
        "第97次",
        "第98次",
    }


# ── a store that was exchanged or damaged ────────────────────────────────────────────────────


def _sql(store: Store, statement: str) -> None:
    connection = sqlite3.connect(store.place)
    connection.execute(statement)
    connection.commit()


def test_a_journal_without_its_end_is_not_written_on(store: Store) -> None:
    session = a_session(store)
    session.make(FINDING)
    _sql(store, "DELETE FROM journal WHERE seq = 2")
    with pytest.raises(Refused) as caught:
        open_session(store, NAME, actor=ME)
    assert [(p.code, p.value) for p in caught.value.problems] == [(Code.CHAIN_BROKEN, "2")]


def test_a_store_put_back_to_an_earlier_day_is_noticed(store: Store) -> None:
    session = a_session(store)
    earlier = Path(store.place).read_bytes()
    session.make(FINDING)
    Path(store.place).write_bytes(earlier)
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code is Code.HEAD_DIFFERS


def test_another_past_is_noticed(store: Store) -> None:
    session = a_session(store)
    session.make(FINDING)
    earlier = Path(store.place).read_bytes()
    session.make(MarkNone(("2",), "a"))
    Path(store.place).write_bytes(earlier)
    other = _other(session)
    other.make(WriteNote("3", "一"))
    other.make(WriteNote("3", "二"))
    with pytest.raises(Refused) as caught:
        session.refresh()
    assert caught.value.problems[0].code is Code.HEAD_DIFFERS
