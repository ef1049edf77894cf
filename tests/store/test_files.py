"""Where a store may be, and what is told where it can't."""

import os
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.places import VARIABLE, store_path
from fazhi_tui.store.schema import VERSION
from fazhi_tui.store.sqlite import SqliteDatabase
from fazhi_tui.store.store import open_store
from fazhi_tui.wording.problems import say
from fazhi_tui.work.opening import open_session
from tests.store.making import FINDING, NAME, a_session


def _refused(place: Path | str) -> Code:
    """The code a place is refused with; the file there stays as it was."""
    path = Path(place)
    before = path.read_bytes() if os.path.isfile(path) else None
    with pytest.raises(Refused) as caught:
        open_store(str(place))
    assert len(caught.value.problems) == 1
    assert say(caught.value.problems[0])
    assert (path.read_bytes() if os.path.isfile(path) else None) == before
    return caught.value.problems[0].code


def _database(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "一" / "二" / "自评 2025.db"
    open_store(str(path)).close()
    assert path.is_file()
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    assert _refused(tmp_path) is Code.FILE_IS_FOLDER


def test_a_place_below_a_file_can_not_be_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert _refused(tmp_path / "file" / "a.db") is Code.STORE_UNREADABLE
    assert _refused(tmp_path / "file" / "b" / "a.db") is Code.STORE_UNREADABLE


def test_a_path_longer_than_any_file_system_takes(tmp_path: Path) -> None:
    assert _refused(tmp_path / ("长" * 200)) is Code.STORE_UNREADABLE


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device file")
def test_a_device_is_no_store() -> None:
    assert _refused("/dev/full") in {Code.STORE_UNREADABLE, Code.STORE_FULL, Code.STORE_NOT_OURS}


@pytest.mark.parametrize("text", ["x", "一份说明\n" * 400, '[set]\nid = "demo"\n', "\0" * 5000])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.db"
    path.write_text(text, encoding="utf-8")
    assert _refused(path) is Code.STORE_NOT_OURS


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE invoices (id INTEGER)",
        "CREATE TABLE meta (key TEXT, val TEXT)",
        "CREATE TABLE meta (name TEXT, value TEXT)",
        "CREATE TABLE meta AS SELECT 'version' AS name, 1 AS value",
        "CREATE TABLE meta AS SELECT 'version' AS name, 'three' AS value",
        "CREATE TABLE journal (assessment TEXT)",
    ],
)
def test_the_database_of_another_program_is_refused(tmp_path: Path, statement: str) -> None:
    assert _refused(_database(tmp_path / "a.db", statement)) is Code.STORE_NOT_OURS


def test_a_store_of_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_store(str(path)).close()
    _database(path, f"UPDATE meta SET value = '{VERSION + 1}' WHERE name = 'version'")
    assert _refused(path) is Code.STORE_NEWER


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    a_session(open_store(str(path)))


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = open_store(str(path))
    a_session(store)
    store.close()
    size = path.stat().st_size
    with path.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xa5" * (size - 4096))
    with pytest.raises(Refused) as caught:
        open_store(str(path)).head(NAME)
    assert caught.value.problems[0].code is Code.STORE_DAMAGED


def test_cells_of_another_kind_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = open_store(str(path))
    a_session(store)
    _database(path, "UPDATE assessment SET seq = 'many'")
    with pytest.raises(Refused) as caught:
        store.heads()
    assert caught.value.problems[0].code is Code.STORE_DAMAGED


@pytest.mark.parametrize("url", ["postgres:me@host/db://", "mysql://x", "file:///tmp/a.db"])
def test_a_url_of_no_engine_here_is_told(url: str) -> None:
    with pytest.raises(Refused) as caught:
        open_store(url)
    assert caught.value.problems[0].code is Code.STORE_URL
    assert not Path(url.partition(":")[0] + ":").exists()


def test_a_commit_outlives_a_power_cut(tmp_path: Path) -> None:
    """A rollback journal whose deletion is synced too: EXTRA (3), and no WAL."""
    database = SqliteDatabase(str(tmp_path / "a.db"))
    assert database.query("PRAGMA synchronous") == [(3,)]
    assert database.query("PRAGMA journal_mode") == [("delete",)]


# ── writing ──────────────────────────────────────────────────────────────────────────────────


def test_a_store_that_can_only_be_read_is_read_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    store = open_store(str(path))
    session = a_session(store)
    session.make(FINDING)
    store.close()

    connect = sqlite3.connect

    def read_only(place: str, **options: object) -> sqlite3.Connection:
        return connect(f"file:{place}?immutable=1", uri=True, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", read_only)
    store = open_store(str(path))
    session = open_session(store, NAME, actor="甲")
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code is Code.STORE_READ_ONLY
    assert session.snapshot.head.seq == 2
    assert session.snapshot.tally().lost == 100


def test_a_locked_store_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    session = a_session(open_store(str(path), patience=20))
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.rollback)
    release.start()
    begun = time.monotonic()
    session.make(FINDING)
    assert time.monotonic() - begun > 0.2
    release.join()
    other.close()
    assert session.snapshot.head.seq == 2


def test_a_store_that_stays_locked_is_told_and_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    session = a_session(open_store(str(path), patience=0.2))
    before = session.snapshot
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code is Code.STORE_BUSY
    assert session.snapshot is before
    other.rollback()
    other.close()
    assert session.make(FINDING).seq == 2


def test_a_reader_in_the_way_of_a_commit_is_told_and_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    session = a_session(open_store(str(path), patience=0.2))
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM journal").fetchall()
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code is Code.STORE_BUSY
    reader.rollback()
    reader.close()
    assert session.make(FINDING).seq == 2
    assert len(session.store.lines(session.snapshot.head.id)) == 2


# ── which place ──────────────────────────────────────────────────────────────────────────────


def test_the_place_is_the_one_asked_for_else_named_else_the_users(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, "/named.db")
    assert store_path("asked.db") == "asked.db"
    assert store_path() == "/named.db"
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Path(store_path()).name == "fazhi.db"
