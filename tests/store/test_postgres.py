"""The shared engine: what is told where it can't be reached, and what a restart does."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from fazhi_tui.domain.changes import WriteNote
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.postgres import PostgresDatabase
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.store.urls import masked, shown, told
from fazhi_tui.wording.problems import say
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session
from tests.servers import Server
from tests.store.making import FINDING, ME, NAME, a_session


def store_problem(url: str) -> Problem:
    """Why a store can't be opened."""
    with pytest.raises(Refused) as caught:
        open_store(url, patience=0.2)
    (problem,) = caught.value.problems
    return problem


# ── the way in ───────────────────────────────────────────────────────────────────────────────


def test_without_the_driver_the_missing_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "fazhi_tui.store.postgres")
    problem = store_problem("postgresql://clerk:geheim@host/db")
    assert problem.code is Code.STORE_DRIVER
    assert "psycopg" in say(problem)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("postgresql://clerk:geheim@127.0.0.1:1/db", Code.STORE_UNREACHABLE),
        ("postgresql://clerk:geheim@/db?host=/nowhere", Code.STORE_UNREACHABLE),
        ("postgresql://clerk:ge@heim:5@no.such.host.invalid/db", Code.STORE_UNREACHABLE),
        ("postgresql://clerk:geheim%zz@host/db", Code.STORE_URL),
        ("postgresql://clerk:geheim@host/db?nonsense=1", Code.STORE_URL),
        ("postgresql://no.such.host.invalid/db?password=geheim", Code.STORE_UNREACHABLE),
    ],
)
def test_no_server_is_told_without_the_password(url: str, code: Code) -> None:
    problem = store_problem(url)
    assert problem.code is code
    for text in (say(problem), repr(problem)):
        assert "geheim" not in text
        assert "heim" not in text


def test_a_login_that_is_refused_is_told_without_the_password(server: Server) -> None:
    for login in ("clerk:geheim", "nobody:geheim", "clerk"):
        problem = store_problem(server.url(login))
        assert problem.code is Code.STORE_LOGIN
        assert "geheim" not in say(problem) + repr(problem)
    assert store_problem(server.url(database="nowhere")).code is Code.STORE_LOGIN


def test_a_login_with_a_password_may_only_do_what_it_may(server: Server) -> None:
    url = server.fresh()
    schema = url.rpartition("%3D")[2]
    a_session(open_store(url)).make(FINDING)
    server.run(
        f"GRANT USAGE ON SCHEMA {schema} TO clerk",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO clerk",
    )
    store = open_store(server.url("clerk:秘密", schema=schema))
    assert "秘密" not in store.place
    session = open_session(store, NAME, actor=ME)
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code is Code.STORE_RIGHTS
    assert session.snapshot.head.seq == 2


def test_a_schema_made_later_does_not_hide_the_store(server: Server) -> None:
    url = server.fresh()
    schema = url.rpartition("%3D")[2]
    a_session(open_store(url))
    server.run(f"CREATE SCHEMA before_{schema}")
    assert [head.name for head in open_store(_path(url, f"before_{schema},{schema}")).heads()] == [
        NAME
    ]
    other = server.fresh().rpartition("%3D")[2]
    assert open_store(_path(url, f"{other},before_{schema}")).heads() == []


def _path(url: str, schemas: str) -> str:
    return url.rpartition("%3D")[0] + "%3D" + schemas


def test_a_login_without_a_schema_or_rights_is_told(server: Server) -> None:
    assert store_problem(server.url(schema="nowhere")).code is Code.STORE_SCHEMA
    server.run("CREATE ROLE guest LOGIN")
    url = server.fresh()
    a_session(open_store(url))
    schema = url.rpartition("%3D")[2]
    server.run(f"GRANT USAGE ON SCHEMA {schema} TO guest")
    assert store_problem(server.url("guest", schema=schema)).code is Code.STORE_RIGHTS


def test_the_tables_of_another_program_are_refused(server: Server) -> None:
    url = server.fresh()
    server.run("CREATE TABLE invoices (id INTEGER)", url=url)
    assert store_problem(url).code is Code.STORE_NOT_OURS


def test_a_database_that_can_not_hold_chinese_is_refused(server: Server) -> None:
    server.run(
        "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
    )
    problem = store_problem(server.url(database="latin"))
    assert (problem.code, problem.value) == (Code.STORE_ENCODING, "LATIN1")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("postgresql://u:p@h/d", "postgresql://u:***@h/d"),
        ("postgresql://u:p@h:1@x/d", "postgresql://u:***@x/d"),
        ("postgresql://u:a/b@h/d", "postgresql://u:***@h/d"),
        ("postgresql://h/d?user=u&password=p", "postgresql://h/d?user=u&password=***"),
        ("postgresql://h/d?PASSWORD=p&x=1", "postgresql://h/d?PASSWORD=***&x=1"),
        ("postgresql://h:5432/d", "postgresql://h:5432/d"),
        ("postgresql://u@h/d", "postgresql://u@h/d"),
        ("C:\\a:b@c.db", "C:\\a:b@c.db"),
    ],
)
def test_a_password_is_masked_wherever_it_stands(place: str, shown: str) -> None:
    assert masked(place) == shown


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("postgresql://u:p@h:5432/d?x=1", "h:5432/d"),
        ("postgresql://u:a/b?c@h/d", "h/d"),
        ("C:\\甲\\a b.db", "a b.db"),
        ("/甲/a.db", "a.db"),
    ],
)
def test_a_place_in_few_words(place: str, told: str) -> None:
    assert shown(place) == told


def test_an_address_in_words_is_no_name_for_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    problem = store_problem("host=h dbname=d password=geheim")
    assert problem.code is Code.STORE_URL
    assert "geheim" not in say(problem) + repr(problem)
    assert list(tmp_path.iterdir()) == []


def test_what_an_engine_says_is_left_out_where_it_repeats_the_password() -> None:
    url = "postgresql://u:ge@heim:99@h/d"
    assert told(url, "no host\n 'heim:99@h'") == ""
    assert told(url, "no\thost\n h") == "no host h"


# ── losing the connection ────────────────────────────────────────────────────────────────────


@pytest.fixture
def store(server: Server) -> Store:
    return open_store(server.fresh())


def test_a_server_restarted_between_two_changes_is_not_noticed(
    server: Server, store: Store
) -> None:
    session = a_session(store)
    session.make(FINDING)
    server.control("restart", "-m", "fast")
    assert len(store.heads()) == 1
    server.control("restart", "-m", "immediate")
    assert session.make(FINDING).seq == 3
    assert broken_at(store.lines(session.snapshot.head.id)) is None


def test_a_server_that_is_away_is_told_and_nothing_changes(server: Server, store: Store) -> None:
    session = a_session(store)
    before = session.snapshot
    server.control("stop", "-m", "immediate")
    try:
        with pytest.raises(Refused) as caught:
            session.make(FINDING)
        assert caught.value.problems[0].code is Code.STORE_UNREACHABLE
        assert session.snapshot is before
    finally:
        server.control("start")
    assert session.make(FINDING).seq == 2


def cut(server: Server) -> None:
    """Every other connection is ended by the server."""
    server.run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )


# ── several at once ──────────────────────────────────────────────────────────────────────────


def test_assessments_do_not_wait_for_one_another(server: Server, store: Store) -> None:
    url = server.fresh()
    mine, theirs = a_session(open_store(url), "甲"), a_session(open_store(url, 0.3), "乙")
    same = open_session(open_store(url, 0.3), "甲", actor=ME)
    with psycopg.connect(url) as other:
        other.execute("SELECT * FROM assessment WHERE name = '甲' FOR UPDATE")
        assert theirs.make(FINDING).seq == 2
        with pytest.raises(Refused) as caught:
            same.make(FINDING)
        assert caught.value.problems[0].code is Code.STORE_BUSY
    assert mine.make(FINDING).seq == 2


def within_a_second(happened: Callable[[], bool]) -> None:
    """Wait for something that has to happen soon."""
    deadline = time.monotonic() + 1
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_others_wrote_is_heard_of_at_once(server: Server) -> None:
    url = server.fresh()
    mine = a_session(open_store(url))
    theirs = open_session(open_store(url), NAME, actor="李四")
    assert theirs.store.changed()
    assert not theirs.store.changed()
    mine.make(FINDING)
    mine.store.changed()  # as each program asks now and then
    within_a_second(theirs.store.changed)
    assert theirs.refresh()
    assert not theirs.store.changed()
    theirs.make(FINDING)
    assert not theirs.store.changed()  # one's own change is no news
    server.control("restart")
    within_a_second(theirs.store.changed)  # whatever was said meanwhile was missed
    assert mine.refresh()
    mine.make(FINDING)
    mine.store.changed()  # as each program asks now and then
    within_a_second(theirs.store.changed)


def two_sessions(server: Server) -> tuple[Session, Session]:
    """One round on two connections; the second has asked for changes before."""
    url = server.fresh()
    mine = a_session(open_store(url))
    theirs = open_session(open_store(url), NAME, actor="李四")
    theirs.store.changed()
    return mine, theirs


def test_one_connection_reads_while_it_watches(server: Server) -> None:
    mine, theirs = two_sessions(server)
    mine.make(FINDING)
    mine.store.changed()  # as each program asks now and then
    theirs.store.heads()  # the notice arrives with the answer to this
    assert theirs.store.changed()


def test_of_changes_in_a_rush_the_last_is_heard_of_too(server: Server) -> None:
    mine, theirs = two_sessions(server)
    mine.make(FINDING)
    mine.store.changed()  # as each program asks now and then
    within_a_second(theirs.store.changed)
    for n in range(5):
        mine.make(WriteNote("2", f"{n}"))
    mine.store.changed()  # as each program asks now and then
    within_a_second(theirs.store.changed)
    assert theirs.refresh()
    mine.make(WriteNote("2", "5"))
    mine.make(WriteNote("2", "6"))
    mine.store.close()
    within_a_second(theirs.store.changed)


def test_what_is_heard_while_one_writes_is_not_lost(server: Server) -> None:
    mine, theirs = two_sessions(server)
    mine.make(FINDING)
    mine.store.changed()  # as each program asks now and then
    theirs.make(WriteNote("2", "同时"))
    assert theirs.store.changed()


def test_a_session_that_hangs_does_not_hold_the_others_up(server: Server) -> None:
    database = PostgresDatabase(server.fresh())
    assert database.query("SHOW idle_in_transaction_session_timeout") == [("1min",)]
    assert database.query("SHOW synchronous_commit") == [("on",)]
