"""Bytes that change on the disk, files that go or are put in another's place: told, never used."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.wording.problems import say
from fazhi_tui.work.doctor import examine
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.rollup import roll_up
from tests.store.making import FINDING, ME, NAME, a_session, play_on

TOLD = {Code.STORE_DAMAGED, Code.STORE_NOT_OURS, Code.STORE_NEWER, Code.CHAIN_BROKEN,
        Code.PROJECTION_DIFFERS, Code.UNKNOWN_ASSESSMENT, Code.UNKNOWN_SET}  # fmt: skip


def _figures(store: Store) -> object:
    """Everything of one round that people are told."""
    session = open_session(store, NAME, actor=ME)
    found = roll_up(store, "self", actor=ME)
    snapshot = session.snapshot
    return (
        snapshot.assessment,
        snapshot.roster.set,
        snapshot.tally().by_unit,
        snapshot.tally("verified").lost,
        [(item.name, item.total, item.rate) for item in found.ranking],
        [(line.no, line.name, line.lost) for line in found.indicators],
        [(line.seq, line.at, line.actor) for line in session.lines],
    )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one round with some history."""
    path = tmp_path_factory.mktemp("sound") / "a.db"
    store = open_store(str(path))
    session = a_session(store)
    play_on(session, Random(3), 60)
    store.close()
    return path


@pytest.mark.parametrize("flips", [60, pytest.param(3000, marks=pytest.mark.thorough)])
def test_a_byte_that_changed_is_told_or_changes_nothing(
    sound: Path, tmp_path: Path, flips: int
) -> None:
    chance, path = Random(11), tmp_path / "a.db"
    store = open_store(str(sound))
    expected = _figures(store)
    store.close()
    content = sound.read_bytes()
    told = 0
    for _ in range(flips):
        place = chance.randrange(len(content))
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            with closing(open_store(str(path))) as store:
                assert _figures(store) == expected, place
        except Refused as refused:
            problem = refused.problems[0]
            assert problem.code in TOLD, (place, problem)
            assert say(problem)
            told += 1
    assert told > flips // 10


def test_pages_that_changed_are_told_in_chinese(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path / "a.db"))
    size = path.stat().st_size
    with path.open("r+b") as stream:
        for page in range(2, size // 4096):
            stream.seek(page * 4096)
            stream.write(b"\xff" * 16)
    with pytest.raises(Refused) as caught:
        _figures(open_store(str(path)))
    assert caught.value.problems[0].code is Code.STORE_DAMAGED
    assert "已经损坏" in say(caught.value.problems[0])


def test_a_file_cut_short_is_told(sound: Path, tmp_path: Path) -> None:
    content = sound.read_bytes()
    for size in (600, 4096, len(content) // 2, len(content) - 4096):
        path = tmp_path / f"{size}.db"
        path.write_bytes(content[:size])
        with pytest.raises(Refused) as caught:
            _figures(open_store(str(path)))
        assert caught.value.problems[0].code in TOLD


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody delete an open file")
@pytest.mark.parametrize("fate", ["deleted", "moved", "replaced"])
def test_a_file_gone_beneath_us_is_told_and_nothing_is_said_to_be_saved(
    tmp_path: Path, fate: str
) -> None:
    path = tmp_path / "a.db"
    session = a_session(open_store(str(path)))
    session.make(FINDING)
    before = session.snapshot
    other = Path(shutil.copy(path, tmp_path / "other.db"))
    if fate == "deleted":
        path.unlink()
    elif fate == "moved":
        path.rename(tmp_path / "moved.db")
    else:
        other.replace(path)
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code is Code.STORE_MOVED
    assert session.snapshot is before
    with pytest.raises(Refused) as caught:
        session.look()
    assert caught.value.problems[0].code is Code.STORE_MOVED


def test_a_file_overwritten_in_place_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    session = a_session(open_store(str(path)))
    earlier = path.read_bytes()
    session.make(FINDING)
    path.write_bytes(earlier)
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code is Code.HEAD_DIFFERS


def test_a_folder_that_can_not_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal SQLite needs beside its file can't be made there."""
    path = tmp_path / "a.db"
    session = a_session(open_store(str(path)))
    (tmp_path / "a.db-journal").mkdir()
    (tmp_path / "a.db-journal" / "x").touch()
    with pytest.raises(Refused) as caught:
        session.make(FINDING)
    assert caught.value.problems[0].code in {Code.STORE_UNREADABLE, Code.STORE_DISK}
    assert session.snapshot.head.seq == 1


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE journal SET at = '2030' WHERE seq = 3", "chain"),
        ("UPDATE checkpoint SET state = 'x'", ""),
        ("UPDATE posting SET unit = 'x'", "projection"),
        ("UPDATE assessment SET seq = seq - 1", "chain"),
    ],
)
def test_the_examination_names_what_is_wrong(
    sound: Path, tmp_path: Path, statement: str, check: str
) -> None:
    path = Path(shutil.copy(sound, tmp_path / "a.db"))
    store = open_store(str(path))
    assert all(finding.ok for finding in examine(store))
    other = sqlite3.connect(path)
    other.execute(statement)
    other.commit()
    other.close()
    assert {finding.check for finding in examine(store) if not finding.ok} == {check} - {""}
