"""Where reading a journal may begin: what was kept of it, as long as it can be relied on."""

import pytest

from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.journal import fold
from fazhi_tui.store.store import Store
from fazhi_tui.work import session as session_module
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session
from tests.store.conftest import run_sql
from tests.store.making import ME, NAME, a_session, posted_by_fold, projection


def _finding() -> RecordFinding:
    return RecordFinding("1", "b", level="轻", reason="1")


@pytest.fixture
def long(store: Store, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A round of 40 changes, opened again from its checkpoint at the 30th."""
    monkeypatch.setattr(session_module, "_WORTH_KEEPING", 30)
    session = a_session(store)
    for _ in range(29):
        session.make(_finding())
    assert open_session(store, NAME, actor=ME).snapshot.head.seq == 30
    for _ in range(10):
        session.make(_finding())
    return open_session(store, NAME, actor=ME)


def test_a_long_journal_is_read_from_its_checkpoint_on(long: Session) -> None:
    store, head = long.store, long.snapshot.head
    assert store.checkpoint(head.id).seq == 30
    assert long.snapshot.assessment == fold(store.lines(head.id))
    assert long.since(38) == store.lines(head.id, 38)
    for _ in range(35):  # far behind the checkpoint
        long.undo()
    assert len(long.snapshot.assessment.entry("1").own.findings) == 4
    assert long.since(3) == store.lines(head.id, 3)
    assert list(long.lines) == store.lines(head.id)
    assert projection(store) == posted_by_fold(long)


@pytest.mark.parametrize(
    "damage",
    [
        "state = replace(state, '1', '2')",
        "digest = 'x'",
        "hash = 'x'",
        "made_by = '0.0.0'",
        "seq = 29",
        "state = '{}'",
    ],
)
def test_a_checkpoint_that_can_not_be_relied_on_is_left_alone(
    long: Session, place: str, damage: str
) -> None:
    run_sql(place, f"UPDATE checkpoint SET {damage}")
    again = open_session(long.store, NAME, actor=ME)
    assert again.snapshot.assessment == long.snapshot.assessment
    assert again.snapshot.head == long.snapshot.head


def test_a_change_of_hundreds_of_answers_is_not_made_again_on_opening(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(store)
    session.make(_finding())
    assert store.checkpoint(session.snapshot.head.id).seq == 0
    monkeypatch.setattr(session_module, "_LONG", 10)
    session.make(_finding())
    head = session.snapshot.head
    kept = store.checkpoint(head.id)
    assert (kept.seq, kept.hash, kept.state) == (head.seq, head.hash, session.snapshot.assessment)
    assert kept.state == fold(store.lines(head.id))


@pytest.mark.parametrize("seq", [2, 29, 30, 31, 40])
def test_a_record_that_was_changed_is_told_on_opening(store: Store, place: str, seq: int) -> None:
    session = a_session(store)
    for _ in range(39):
        session.make(_finding())
    run_sql(place, f"UPDATE journal SET payload = replace(payload, '1', '2') WHERE seq = {seq}")
    with pytest.raises(Refused) as caught:
        open_session(store, NAME, actor=ME)
    assert [(p.code, p.value) for p in caught.value.problems] == [(Code.CHAIN_BROKEN, f"{seq}")]
