"""A server that is away for a while: nobody waits for it, and what was on its way is told."""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
import pytest

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store import postgres
from fazhi_tui.store.backups import back_up, restore
from fazhi_tui.store.copying import archive, move, remove
from fazhi_tui.store.database import Cells
from fazhi_tui.store.drives import doubt_about
from fazhi_tui.store.messages import Messages
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.doctor import examine
from fazhi_tui.work.opening import open_session
from tests.servers import Server
from tests.store.making import FINDING, ME, NAME, a_session
from tests.store.test_postgres import cut, store_problem, within_a_second


@pytest.fixture
def store(server: Server) -> Store:
    return open_store(server.fresh())


def test_whoever_watches_never_waits_for_a_server_that_is_away(
    server: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(store)
    assert store.changed()
    connect = psycopg.connect
    gate = threading.Event()

    def slow(*words: str, **options: object) -> object:
        gate.wait(20)
        return connect(*words, **options)  # type: ignore[arg-type]

    server.control("stop", "-m", "immediate")
    monkeypatch.setattr(psycopg, "connect", slow)
    begun = time.monotonic()
    assert [store.changed() for _ in range(3)] == [False] * 3
    gate.set()
    within_a_second(lambda: _seen(store) is Code.STORE_UNREACHABLE)
    gate.clear()
    assert _seen(store) is Code.STORE_UNREACHABLE  # also while it is being sought again
    gate.set()
    assert time.monotonic() - begun < 5
    server.control("start")
    within_a_second(lambda: _seen(store) is True)
    assert session.make(FINDING).seq == 2


def _seen(store: Store) -> bool | Code:
    """What looking gives: whether anything changed, or why nobody can tell."""
    try:
        return store.changed()
    except Refused as refused:
        return refused.problems[0].code


def test_a_change_made_anew_is_listened_for_at_once(server: Server) -> None:
    url = server.fresh()
    mine = a_session(open_store(url))
    theirs = open_session(open_store(url), NAME, actor="李四")
    theirs.store.changed()
    cut(server)
    theirs.store.heads()  # the connection is made anew by this, not by looking
    assert theirs.store.changed()
    mine.make(FINDING)
    mine.store.changed()  # as each program asks now and then
    within_a_second(theirs.store.changed)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("FATAL:  the database system is starting up", Code.STORE_UNREACHABLE),
        ("FATAL:  sorry, too many clients already", Code.STORE_BUSY),
        ('FATAL:  too many connections for role "u"', Code.STORE_BUSY),
        ("FATAL:  password authentication failed", Code.STORE_LOGIN),
    ],
)
def test_what_a_server_says_at_its_door(
    monkeypatch: pytest.MonkeyPatch, said: str, code: Code
) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise psycopg.OperationalError(said)

    monkeypatch.setattr(psycopg, "connect", refuse)
    assert store_problem("postgresql://u@h/d").code is code


def test_a_new_round_is_heard_of(server: Server) -> None:
    url = server.fresh()
    mine, theirs = open_store(url), open_store(url)
    assert theirs.changed()
    assert not theirs.changed()
    a_session(mine)
    within_a_second(theirs.changed)


def test_what_is_put_away_moved_or_restored_is_heard_of(server: Server, tmp_path: Path) -> None:
    url = server.fresh()
    mine, theirs, other = open_store(url), open_store(url), open_store(str(tmp_path / "a.db"))
    head = a_session(mine).snapshot.head
    back_up(mine, str(tmp_path / "b.backup"))
    assert theirs.changed()
    assert not theirs.changed()
    at = "2025-03-09T08:00:00.000Z"
    deeds: tuple[Callable[[], None], ...] = (
        lambda: archive(mine, head, at),
        lambda: archive(mine, head, ""),
        lambda: move(mine, other, head, actor=ME, at=at),
        lambda: restore(mine, str(tmp_path / "b.backup")),
        lambda: remove(mine, head, actor=ME, at=at),
    )
    for deed in deeds:
        deed()
        mine.changed()  # as each program asks now and then
        within_a_second(theirs.changed)


def test_a_new_round_whose_commit_nobody_confirmed_is_told_as_unsure(
    server: Server, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = Messages.send

    def cut_at_commit(self: Messages, statements: Sequence[tuple[bytes, Cells]]) -> None:
        if statements[-1][0] == b"COMMIT":
            cut(server)
        send(self, statements)

    monkeypatch.setattr(Messages, "send", cut_at_commit)
    with pytest.raises(Refused) as caught:
        a_session(store)
    assert caught.value.problems[0].code is Code.STORE_UNSURE


def test_an_engine_that_announces_nothing_is_looked_into_every_second(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = psycopg.Connection.execute

    def deaf(self: object, query: object, *more: object, **options: object) -> object:
        if query == b"LISTEN fazhi":
            raise psycopg.errors.FeatureNotSupported("LISTEN is not supported yet")
        return execute(self, query, *more, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(psycopg.Connection, "execute", deaf)
    monkeypatch.setattr(postgres, "_DEAF", 0.2)
    store = open_store(server.fresh())
    assert store.changed()
    assert not store.changed()
    within_a_second(store.changed)


def test_a_server_too_old_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psycopg.ConnectionInfo, "server_version", 90204)
    problem = store_problem(server.url())
    assert (problem.code, problem.wanted) == (Code.STORE_TOO_OLD, "9.6")


@pytest.mark.parametrize(("ahead", "told"), [(7200, "120"), (-7200, "120"), (60, "")])
def test_clocks_that_differ_are_told(
    server: Server, monkeypatch: pytest.MonkeyPatch, ahead: int, told: str
) -> None:
    monkeypatch.setattr(postgres, "time", lambda: time.time() + ahead)
    store = open_store(server.fresh())
    problem = doubt_about(store.database)
    assert (problem.value if problem else "") == told
    assert {finding.check for finding in examine(store) if not finding.ok} == (
        {"clock"} if told else set()
    )
    assert problem is None or problem.code is Code.CLOCK_DIFFERS
