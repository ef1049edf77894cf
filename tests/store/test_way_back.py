"""The way back: from a backup though the store is damaged, and the copies of each day."""

import os
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from fazhi_tui.__main__ import main
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store import backups
from fazhi_tui.store.backups import back_up, back_up_day, daily_backups, restore
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.doctor import examine
from fazhi_tui.work.opening import open_session
from tests.store.conftest import place_of
from tests.store.making import FINDING, ME, NAME, a_session
from tests.store.test_care import LONG_AGO, bad, with_copy


def _spoil(path: Path, way: str) -> None:
    content = bytearray(path.read_bytes())
    if way == "pages":
        for page in range(2, len(content) // 4096):
            content[page * 4096 : page * 4096 + 16] = b"\xff" * 16
    elif way == "schema":
        content[100:2000] = b"\xff" * 1900
    elif way == "head":
        content[:16] = b"x" * 16
    elif way == "cut":
        del content[300:]
    path.write_bytes(content)
    if way == "gone":
        path.unlink()


def _backed_up(path: Path, file: Path) -> None:
    """A store with a round in it, and its backup."""
    store = open_store(str(path))
    a_session(store)
    back_up(store, str(file))
    store.close()


def _restored(place: Path, file: Path, keep: Path) -> int:
    return main(["restore", str(file), "--keep", str(keep), "--db", str(place)])


@pytest.mark.parametrize("way", ["pages", "schema", "head", "cut", "gone"])
def test_a_damaged_store_comes_back_from_a_backup(
    tmp_path: Path,
    way: str,
) -> None:
    path = tmp_path / "a.db"
    store = open_store(str(path))
    _, kept = with_copy(store, tmp_path)
    file, keep = tmp_path / "b.backup", tmp_path / "原件"
    back_up(store, str(file))
    os.utime(path, (LONG_AGO, LONG_AGO))
    back_up_day(store)
    store.close()
    spoilt = path.read_bytes()
    _spoil(path, way)
    spoilt = path.read_bytes() if path.exists() else b""
    (tmp_path / "a.db.files" / kept.sha256[:2] / kept.sha256).unlink()

    assert _restored(path, file, keep) == 0
    assert way == "gone" or keep.read_bytes() == spoilt or open_store(str(keep)).heads()
    again = open_store(str(path))
    assert bad(again) == set()
    assert again.files.get(kept.sha256) == NAME.encode()


def test_a_damaged_store_stays_where_the_backup_is_damaged_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, file = tmp_path / "a.db", tmp_path / "b.backup"
    _backed_up(path, file)
    _spoil(path, "pages")
    _spoil(file, "pages")
    before = path.read_bytes()
    assert _restored(path, file, tmp_path / "k") == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert path.read_bytes() == before
    assert not (tmp_path / "k").exists()


def test_a_file_of_another_program_is_not_taken_for_a_damaged_store(
    tmp_path: Path,
) -> None:
    file, path = tmp_path / "b.backup", tmp_path / "报告.docx"
    store = open_store(str(tmp_path / "a.db"))
    a_session(store)
    back_up(store, str(file))
    path.write_bytes(b"PK" + b"x" * 5000)
    assert _restored(path, file, tmp_path / "k") == 1
    assert path.read_bytes().startswith(b"PK")


def test_a_store_that_vanished_is_not_begun_anew_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = open_store(str(path))
    a_session(store)
    os.utime(path, (LONG_AGO, LONG_AGO))
    back_up_day(store)
    store.close()
    for lose in (path.unlink, lambda: path.write_bytes(b"")):
        lose()
        with pytest.raises(Refused) as caught:
            open_store(str(path))
        assert caught.value.problems[0].code is Code.STORE_GONE
    assert path.stat().st_size == 0


def test_a_change_between_the_backup_and_the_way_back_is_not_lost(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = a_session(store)
    file, keep = str(tmp_path / "b.backup"), str(tmp_path / "k.backup")
    back_up(store, file)
    other = open_session(open_store(place_of(store)), NAME, actor="李四")
    real = backups.back_up

    def and_then_somebody_writes(*words: object) -> None:
        real(*words)  # type: ignore[arg-type]
        other.make(FINDING)

    monkeypatch.setattr(backups, "back_up", and_then_somebody_writes)
    with pytest.raises(Refused) as caught:
        restore(store, file, keep)
    assert caught.value.problems[0].code is Code.CHANGED_MEANWHILE
    assert store.head(NAME).seq == session.snapshot.head.seq + 1
    assert not os.path.exists(keep)
    monkeypatch.undo()
    restore(store, file, keep)
    assert store.head(NAME).seq == session.snapshot.head.seq
    assert open_store(keep).head(NAME).seq == session.snapshot.head.seq + 1


def test_a_store_is_not_restored_from_itself(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "a.db"))
    a_session(store)
    with pytest.raises(Refused) as caught:
        restore(store, str(tmp_path / "a.db"))
    assert caught.value.problems[0].code is Code.STORE_SAME


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_copy(store, tmp_path)
    path = tmp_path / "b.backup"
    monkeypatch.setattr(backups, "copy_file", lambda *_: path.write_bytes(b"theirs"))
    with pytest.raises(Refused) as caught:
        back_up(store, str(path))
    assert caught.value.problems[0].code is Code.FILE_EXISTS
    assert path.read_bytes() == b"theirs"
    assert list(tmp_path.glob("b.backup?*")) == []


# ── the copy of each day ─────────────────────────────────────────────────────────────────────


def _aged(tmp_path: Path) -> Store:
    store = open_store(str(tmp_path / "a.db"))
    a_session(store)
    os.utime(tmp_path / "a.db", (LONG_AGO, LONG_AGO))
    return store


def test_copies_do_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _aged(tmp_path)
    little = SimpleNamespace(free=2 * os.path.getsize(store.place))
    monkeypatch.setattr("shutil.disk_usage", lambda _: little)
    back_up_day(store)
    assert daily_backups(store) == []
    assert bad(store) == {"backups"}


def test_copies_of_a_damaged_file_do_not_push_out_good_ones(tmp_path: Path) -> None:
    store = _aged(tmp_path)
    back_up_day(store)
    good = daily_backups(store)
    assert good
    content = bytearray((tmp_path / "a.db").read_bytes())
    content[-4096 * 3 :] = b"\xff" * 4096 * 3
    (tmp_path / "a.db").write_bytes(content)
    os.utime(tmp_path / "a.db", (3 * LONG_AGO, 3 * LONG_AGO))
    back_up_day(open_store(str(tmp_path / "a.db")))
    assert daily_backups(store) == good


def test_only_ones_own_copies_are_counted_and_cleared(tmp_path: Path) -> None:
    store = _aged(tmp_path)
    folder = tmp_path / "a.db.backups"
    folder.mkdir()
    theirs = {"重要.db", "notes.txt"}
    for name in theirs:
        (folder / name).write_text("")
    left = folder / "2020-01-01.db.99.part"
    left.write_text("")
    os.utime(left, (LONG_AGO, LONG_AGO))
    for day in range(1, 10):
        (folder / f"1969-01-0{day}.db").write_text("")
    back_up_day(store)
    names = set(os.listdir(folder))
    assert theirs <= names
    assert left.name not in names
    assert len(daily_backups(store)) == backups.KEPT_DAYS
    assert daily_backups(store)[0] == "1970-01-02.db"


def test_a_program_left_open_keeps_the_day_before_too(tmp_path: Path) -> None:
    store = _aged(tmp_path)
    session = open_session(store, NAME, actor=ME)
    for name in os.listdir(tmp_path / "a.db.backups"):
        (tmp_path / "a.db.backups" / name).unlink()
    session.make(FINDING)
    (kept,) = daily_backups(store)
    assert open_store(str(tmp_path / "a.db.backups" / kept)).head(NAME).seq == 1
    session.make(FINDING)
    assert daily_backups(store) == [kept]


def test_a_folder_that_can_not_be_written_is_told_of_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = _aged(tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refused) as caught:
        back_up(store, str(tmp_path / "b.backup"))
    problem = caught.value.problems[0]
    assert (problem.code, problem.wanted) == (Code.FILE_UNWRITABLE, "closed")


def test_what_hinders_the_copies_is_told(tmp_path: Path) -> None:
    store = _aged(tmp_path)
    (tmp_path / "a.db.backups").write_text("a file in the way")
    back_up_day(store)
    (finding,) = [item for item in examine(store) if not item.ok]
    assert finding.check == "backups"
    assert finding.problem is not None
    assert finding.problem.code is Code.FILE_UNWRITABLE


def test_pages_of_a_hot_journal_go_with_the_damaged_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A journal left beside a new file would be rolled back into it."""
    path, file = tmp_path / "a.db", tmp_path / "b.backup"
    _backed_up(path, file)
    _spoil(path, "pages")
    (tmp_path / "a.db-journal").write_bytes(b"left")
    backups.replace_damaged(str(path), str(file), str(tmp_path / "k")).close()
    assert (tmp_path / "k-journal").read_bytes() == b"left"
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
