"""Messages to PostgreSQL: all that a change writes in one go, and what a cut in between leaves."""

from collections.abc import Callable, Sequence
from typing import Protocol

import psycopg
import pytest
from psycopg.pq.abc import PGconn

from fazhi_tui.domain.changes import WriteNote
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store import messages
from fazhi_tui.store.database import Cells
from fazhi_tui.store.messages import Messages
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.opening import open_session
from tests.servers import Server
from tests.store.making import FINDING, NAME, a_session
from tests.store.test_postgres import cut


class Before(Protocol):
    def __call__(self, turn: int, do: Callable[[], object] = ...) -> None: ...


@pytest.fixture
def store(server: Server) -> Store:
    return open_store(server.fresh())


@pytest.fixture
def before(server: Server, monkeypatch: pytest.MonkeyPatch) -> Before:
    """Do something to the server just before the messages are sent that come as the n-th."""

    def at(turn: int, do: Callable[[], object] = lambda: cut(server)) -> None:
        send, turns = Messages.send, iter(range(1, turn + 1))

        def sending(self: Messages, statements: Sequence[tuple[bytes, Cells]]) -> None:
            if next(turns, None) == turn:
                do()
            send(self, statements)

        monkeypatch.setattr(Messages, "send", sending)

    return at


@pytest.mark.parametrize("turn", [1, 3])
def test_a_connection_lost_inside_a_change_undoes_it_and_is_told(
    server: Server, before: Before, turn: int
) -> None:
    """First all of it is tried at once; behind somebody's back BEGIN is sent, and then the rest."""
    url = server.fresh()
    session = a_session(open_store(url))
    open_session(open_store(url), NAME, actor="李四").make(WriteNote("2", "在先"))
    before(turn)
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code is Code.STORE_LOST
    assert len(session.store.lines(session.snapshot.head.id)) == 2
    assert session.make(FINDING).seq == 3


def test_a_connection_lost_at_the_begin_is_made_anew(server: Server, before: Before) -> None:
    url = server.fresh()
    session = a_session(open_store(url))
    open_session(open_store(url), NAME, actor="李四").make(WriteNote("2", "在先"))
    before(2)
    assert session.make(FINDING).seq == 3


@pytest.mark.parametrize("done", [True, False])
def test_a_connection_lost_at_the_commit_is_looked_into(
    server: Server, store: Store, before: Before, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    """The answer to COMMIT never arrives: what the server did is what counts."""
    session = a_session(store)
    if done:
        answers = messages._answers

        def cut_after(pgconn: PGconn, many: int) -> psycopg.Error | None:
            monkeypatch.setattr(messages, "_answers", answers)
            assert answers(pgconn, many) is None
            cut(server)
            return answers(pgconn, many)

        monkeypatch.setattr(messages, "_answers", cut_after)
        assert session.make(FINDING).seq == 2
    else:
        before(1)
        with pytest.raises(Refused) as caught:
            session.make(FINDING)
        assert caught.value.problems[0].code is Code.STORE_LOST
        assert session.make(FINDING).seq == 2
    assert len(store.lines(session.snapshot.head.id)) == 2


def test_a_commit_nobody_can_ask_about_is_told_as_such(
    server: Server, store: Store, before: Before
) -> None:
    session = a_session(store)
    before(1, lambda: server.control("stop", "-m", "immediate"))
    try:
        with pytest.raises(Refused) as caught:
            session.make(FINDING)
    finally:
        server.control("start")
    assert caught.value.problems[0].code is Code.STORE_UNSURE
    assert session.make(FINDING).seq == 2


# ── messages ─────────────────────────────────────────────────────────────────────────────────

_META = "INSERT INTO meta VALUES (?, ?)"


@pytest.mark.parametrize("wrong", [("version", "1"), ("b", None), ("b", "\0")])
def test_of_messages_one_of_which_fails_none_counts(
    store: Store, wrong: tuple[str, str | None]
) -> None:
    database = store.database
    with pytest.raises(Refused), database.transaction():
        database.write((_META, [("a", "1")]), (_META, [wrong]), (_META, [("c", "1")]))
    with database.transaction():
        database.write((_META, [("a", "2"), ("c", "2")]))
    kept = database.query("SELECT name, value FROM meta WHERE name <> 'version' ORDER BY name")
    assert kept == [("a", "2"), ("c", "2")]


def test_messages_broken_off_end_the_connection(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever presses Ctrl+C: nobody may go on reading in the middle of the answers."""

    def broken_off(_: PGconn) -> None:
        raise KeyboardInterrupt

    database = store.database
    with monkeypatch.context() as patch:
        patch.setattr(messages, "_push", broken_off)
        with pytest.raises(KeyboardInterrupt), database.transaction():
            database.write((_META, [("a", "1")]))
    assert database.query("SELECT name FROM meta WHERE name <> 'a'") == [("version",)]


def test_a_long_series_of_messages_arrives_whole(store: Store) -> None:
    """More than the connection takes at once, and more answers than it holds."""
    rows = [(f"n{n}", "文" * 2000) for n in range(3000)]
    with store.database.transaction():
        store.database.write(*[(_META, [row]) for row in rows])
    assert store.database.query("SELECT COUNT(*) FROM meta WHERE name LIKE 'n%'") == [(3000,)]
