"""The store: several assessments in one database, and a projection that follows the journal."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fazhi_tui.catalog import set_file
from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.changes import MarkNone, RecordFinding, SetReading, WriteNote
from fazhi_tui.domain.indicators import PerCount
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.store.journal import broken_at, write_line
from fazhi_tui.store.rows import LetterRow, Projection
from fazhi_tui.store.store import Stale, Store, open_store
from fazhi_tui.work.opening import new_assessment, open_session, roster_of
from fazhi_tui.work.projecting import projection_of
from fazhi_tui.work.session import now
from tests.catalog.small_set import SMALL, changed
from tests.domain.builders import a_clause, a_set, an_indicator
from tests.domain.strategies import a_random_set
from tests.store.conftest import run_sql
from tests.store.making import (
    ME,
    NAME,
    a_session,
    as_adopted,
    play_on,
    posted_by_fold,
    projection,
    small_set,
)


def _finding(quantity: int = 1) -> RecordFinding:
    return RecordFinding("1", "b", level="轻", reason=f"{quantity}")


# ── several assessments ──────────────────────────────────────────────────────────────────────


def test_assessments_in_one_store_do_not_know_each_other(store: Store, place: str) -> None:
    first, second = a_session(store, "甲"), a_session(store, "乙")
    first.make(_finding())
    second.make(MarkNone(("1",)))
    store.close()

    again = open_store(place)
    assert {head.name for head in again.heads()} == {"甲", "乙"}
    for session in (first, second):
        head = again.head(session.snapshot.head.name)
        assert head == session.snapshot.head
        lines = again.lines(head.id)
        assert lines == list(session.lines)
        assert broken_at(lines) is None
    assert [row.unit for row in projection(again, "甲")] == ["?", "?"]
    assert projection(again, "乙") == []


def test_the_one_worked_on_last_is_listed_first(store: Store) -> None:
    for name in ("甲", "乙", "丙"):
        a_session(store, name)
    open_session(store, "乙", actor=ME).make(_finding())
    assert store.heads()[0].name == "乙"


def test_a_name_is_given_once(store: Store) -> None:
    session = a_session(store)
    with pytest.raises(Refused) as caught:
        a_session(store, f"  {NAME} ")
    assert [(p.code, p.value) for p in caught.value.problems] == [(Code.NAME_TAKEN, NAME)]
    assert store.heads() == [session.snapshot.head]


@pytest.mark.parametrize(
    ("name", "code"),
    [("", Code.NAME_EMPTY), (" \n\t\u200b", Code.NAME_EMPTY), ("长" * 61, Code.TOO_LONG)],
)
def test_a_name_has_to_be_one(store: Store, name: str, code: Code) -> None:
    with pytest.raises(Refused) as caught:
        a_session(store, name)
    assert caught.value.problems[0].code is code
    assert store.heads() == []


def test_an_unknown_name_gets_the_nearest_one_as_a_hint(store: Store) -> None:
    a_session(store)
    with pytest.raises(Refused) as caught:
        store.head("演示市2026")
    problem = caught.value.problems[0]
    assert (problem.code, problem.value, problem.hint) == (
        Code.UNKNOWN_ASSESSMENT,
        "演示市2026",
        NAME,
    )


@pytest.mark.parametrize("typed", [f" {NAME}\n", "e\u0301te\u0301", "\udcff" + NAME])
def test_a_name_is_found_however_it_is_typed(store: Store, typed: str) -> None:
    session = a_session(store, "\u00e9t\u00e9" if typed.startswith("e") else NAME)
    assert store.head(typed) == session.snapshot.head


def test_names_and_texts_are_data_and_neverrun_sql(store: Store) -> None:
    hostile = "'); DROP TABLE journal; --"
    a_session(store, hostile)
    session = open_session(store, hostile, actor=hostile)
    session.make(WriteNote("1", hostile, "司法局"), unit="司法局")
    note = open_session(store, hostile, actor=hostile).snapshot.assessment.entry("1").notes[0]
    assert note.text == hostile


def test_a_loss_that_no_engine_can_hold_is_told_and_nothing_is_written(store: Store) -> None:
    dear = an_indicator(a_clause(PerCount(10**8)), worth=10**8, may_exceed=True)
    session = a_session(store, adopted=as_adopted(a_set(dear)))
    with pytest.raises(Refused) as refused:
        session.make(RecordFinding("1", "a", quantity=Decimal(999_999_999_999)))
    assert refused.value.problems[0].code is Code.STORE_FAILED
    assert store.head(NAME) == session.snapshot.head
    session.make(RecordFinding("1", "a"))


# ── sets ─────────────────────────────────────────────────────────────────────────────────────


def test_a_set_is_kept_once_for_each_text(store: Store, place: str) -> None:
    other = small_set(changed('title = "小样"', 'title = "大样"'))
    for name, adopted in (("甲", small_set()), ("乙", small_set()), ("丙", other)):
        new_assessment(store, name, adopted, actor=ME)
    assert run_sql(place, "SELECT title FROM indicator_set ORDER BY title") == [
        ("大样",),
        ("小样",),
    ]
    assert store.set_text(store.head("乙").set_sha256) == SMALL
    with pytest.raises(Refused) as caught:
        store.set_text("0")
    assert caught.value.problems[0].code is Code.UNKNOWN_SET


@pytest.mark.parametrize("kept", ["{}", "not json", '{"id": 7}'])
def test_a_set_parsed_by_another_version_is_read_anew_from_its_text(
    store: Store, place: str, kept: str
) -> None:
    head = a_session(store).snapshot.head
    run_sql(place, f"UPDATE indicator_set SET parsed = '{kept}', parsed_by = '0.0.0'")
    assert store.parsed_set(head.set_sha256) is None
    assert roster_of(store, head).set == small_set().set
    assert store.parsed_set(head.set_sha256) == small_set().set


@pytest.mark.parametrize("damage", ["'{}'", "replace(parsed, '0', '9')"])
def test_a_parsed_form_that_is_damaged_is_read_anew(store: Store, place: str, damage: str) -> None:
    head = a_session(store).snapshot.head
    run_sql(place, f"UPDATE indicator_set SET parsed = {damage}")
    assert roster_of(store, head).set == small_set().set


def test_a_text_this_version_would_refuse_keeps_its_earlier_reading(
    store: Store, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = a_session(store).snapshot.head
    run_sql(place, "UPDATE indicator_set SET parsed_by = '0.0.0'")
    refusal = Problem(Code.NOT_TOML)
    monkeypatch.setattr(set_file, "load_set", lambda text: (None, [refusal]))
    assert roster_of(store, head).set == small_set().set
    run_sql(place, "UPDATE indicator_set SET parsed = '{}'")
    with pytest.raises(Refused) as caught:
        roster_of(store, head)
    assert caught.value.problems == (refusal,)


def test_a_text_that_was_changed_is_told(store: Store, place: str) -> None:
    head = a_session(store).snapshot.head
    run_sql(place, "UPDATE indicator_set SET text = 'x', parsed_by = '0.0.0'")
    with pytest.raises(Refused) as caught:
        roster_of(store, head)
    assert caught.value.problems[0].code is Code.STORE_DAMAGED


# ── the projection ───────────────────────────────────────────────────────────────────────────


@given(st.randoms(use_true_random=True), st.integers(1, 40))
def test_the_projection_is_what_the_journal_posts(chance: Random, length: int) -> None:
    session = a_session(open_store(":memory:"), adopted=as_adopted(a_random_set(chance)))
    play_on(session, chance, length)
    assert projection(session.store) == posted_by_fold(session)
    for track in ("self", "verified"):
        lost = {row.lost for row in session.snapshot.tally(track).rows} | {0}
        assert min(lost) >= 0


@given(st.randoms(use_true_random=True), st.integers(1, 30))
def test_the_projection_follows_undo_too(chance: Random, length: int) -> None:
    session = a_session(open_store(":memory:"), adopted=as_adopted(a_random_set(chance)))
    play_on(session, chance, length)
    for _ in range(5):
        try:
            session.undo()
        except Refused:
            break
    assert projection(session.store) == posted_by_fold(session)
    assert broken_at(session.lines) is None


def test_a_projection_of_an_earlier_scoring_version_is_made_anew_and_told(
    store: Store, place: str
) -> None:
    session = a_session(store)
    session.make(_finding())
    expected = projection(store)
    run_sql(
        place,
        "UPDATE assessment SET scoring_version = 0",
        "UPDATE posting SET lost = lost + 70 WHERE track = 'self'",
    )
    session = open_session(store, NAME, actor=ME)
    assert [(r.track, r.indicator, r.before, r.after) for r in session.rescored] == [
        ("self", "1", 170, 100)
    ]
    assert projection(store) == expected
    assert store.head(NAME).scoring_version == SCORING_VERSION
    assert store.head(NAME) == session.snapshot.head
    assert open_session(store, NAME, actor=ME).rescored == ()


def test_an_assessment_scored_by_a_later_version_can_be_read_but_not_changed(
    store: Store, place: str
) -> None:
    session = a_session(store)
    session.make(_finding())
    run_sql(place, f"UPDATE assessment SET scoring_version = {SCORING_VERSION + 1}")
    for used in (session, open_session(store, NAME, actor=ME)):
        with pytest.raises(Refused) as caught:
            used.make(_finding())
        assert caught.value.problems[0].code is Code.STORE_NEWER
        assert used.snapshot.head.seq == 2


# ── appending ────────────────────────────────────────────────────────────────────────────────


def test_a_line_is_only_appended_to_the_head_it_follows(store: Store) -> None:
    session = a_session(store)
    before = session.snapshot.head
    session.make(_finding())
    line = replace(session.lines[-1], seq=3)
    for head in (before, replace(session.snapshot.head, hash="another")):
        with pytest.raises(Stale):
            store.append(head, line, [], Projection())
    assert store.lines(before.id) == list(session.lines)


def test_an_assessment_that_is_gone_is_told(store: Store, place: str) -> None:
    session = a_session(store)
    tables = ("posting", "standing", "journal", "assessment")
    run_sql(place, *[f"DELETE FROM {table}" for table in tables])
    with pytest.raises(Refused) as caught:
        session.make(_finding())
    assert caught.value.problems[0].code is Code.UNKNOWN_ASSESSMENT


def test_a_moment_is_never_earlier_than_the_one_before(store: Store) -> None:
    new_assessment(store, NAME, small_set(), actor=ME, clock=lambda: "2025-03-01T08:00:00.000Z")
    moments = iter(
        ["2024-01-01T00:00:00.000Z", "2025-03-02T00:00:00.000Z", "2025-03-01T23:59:59.999Z"]
    )
    session = open_session(store, NAME, actor=ME, clock=lambda: next(moments))
    for _ in range(3):
        session.make(_finding())
    assert [line.at for line in session.lines] == [
        "2025-03-01T08:00:00.000Z",
        "2025-03-01T08:00:00.000Z",
        "2025-03-02T00:00:00.000Z",
        "2025-03-02T00:00:00.000Z",
    ]
    assert broken_at(session.lines) is None


def test_moments_of_this_machine_compare_as_texts() -> None:
    moments = [now() for _ in range(50)]
    assert moments == sorted(moments)
    assert {len(moment) for moment in moments} == {len("2025-03-01T08:00:00.000Z")}


def test_what_a_change_writes_besides_its_line(store: Store) -> None:
    session = a_session(store)
    session.make(SetReading("2", "b", Rate(num=Decimal(7), den=Decimal(10)), subject="司法局"))
    rows = projection(store)
    assert [(r.track, r.indicator, r.channel, r.area, r.unit, r.gap, r.lost) for r in rows] == [
        (track, "2", "base", "1", "司法局", "2.b.城管局/司法局", 400)
        for track in ("self", "verified")
    ]
    session.make(WriteNote("2", "说明"))
    assert projection(store) == rows
    session.make(MarkNone(("2",), "b", replace=True))
    assert projection(store) == []


def test_a_letter_takes_its_number_with_the_line_that_gives_it(store: Store) -> None:
    session, other = a_session(store, "甲"), a_session(store, "乙")
    head = session.snapshot.head
    letter = LetterRow("督办〔2025〕1号", head.id, "1", "2025-03-01T08:00:00.000Z")
    line = write_line(head.id, (head.seq, head.hash), head.at, (ME, ""), _finding())
    after = store.append(head, line, [], Projection(), [letter])
    assert store.letters(head.id) == [letter]

    theirs = other.snapshot.head
    again = replace(letter, assessment=theirs.id)
    line = write_line(theirs.id, (theirs.seq, theirs.hash), theirs.at, (ME, ""), _finding())
    with pytest.raises(Refused) as caught:
        store.append(theirs, line, [], Projection(), [again])
    assert [(p.code, p.value) for p in caught.value.problems] == [
        (Code.NUMBER_TAKEN, letter.number)
    ]
    assert (store.head("甲"), store.head("乙")) == (after, theirs)
    assert len(store.lines(theirs.id)) == theirs.seq
    assert store.letters(theirs.id) == []


def test_initials_are_kept_with_their_set(store: Store) -> None:
    sha256 = a_session(store).snapshot.head.set_sha256
    assert store.initials(sha256) is None
    store.keep_initials(sha256, {"司法局": "sfj"})
    assert store.initials(sha256) == {"司法局": "sfj"}
    assert store.initials("0") is None


def test_the_standings_follow_every_change(store: Store) -> None:
    session = a_session(store)
    fresh = store.standings(session.snapshot.head.id)
    assert {(row.lost, row.earned, row.state) for row in fresh} == {(0, 0, "blank")}
    session.make(_finding())
    session.make(MarkNone(("1",)))
    expected = projection_of(session.snapshot, session.snapshot.roster.indicators).standings
    stored = store.standings(session.snapshot.head.id)
    assert stored == sorted(expected, key=lambda row: (row.track, row.indicator))
    assert stored[0].lost == 100
    session.undo()
    session.undo()
    assert store.standings(session.snapshot.head.id) == fresh
