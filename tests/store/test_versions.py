"""A store of each version there ever was opens for ever."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.backups import restore
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.schema import VERSION
from fazhi_tui.store.store import open_store
from fazhi_tui.work.doctor import examine
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.projecting import projection_of
from tests.store.making import FINDING, ME

GOLDEN = Path(__file__).parent / "golden"
VERSIONS = range(1, VERSION)
"""The earlier ones. `making.make_golden` makes the store of a version before it is left behind."""


def _copy(version: int, folder: Path) -> Path:
    return Path(shutil.copy(GOLDEN / f"v{version}.db", folder / "store.db"))


def _dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    statements = list(connection.iterdump())
    connection.close()
    return statements


def _version_of(path: Path) -> str:
    connection = sqlite3.connect(path)
    (found,) = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
    connection.close()
    return str(found)


@pytest.mark.parametrize("version", [*VERSIONS, VERSION])
def test_a_store_of_every_version_opens_and_is_raised(tmp_path: Path, version: int) -> None:
    path = _copy(version, tmp_path)
    before = _dump(path)
    expected: dict[str, Any] = json.loads((GOLDEN / f"v{version}.json").read_text("utf-8"))
    store = open_store(str(path))
    assert {head.name for head in store.heads()} == set(expected)
    for name, told in expected.items():
        session = open_session(store, name, actor=ME)
        head, tally = session.snapshot.head, session.snapshot.tally()
        assert (head.id, head.seq, head.hash) == (told["id"], told["seq"], told["hash"])
        assert broken_at(session.lines) is None
        assert (tally.lost, tally.earned, tally.pending) == (
            told["lost"],
            told["earned"],
            told["pending"],
        )
        assert {sum_.unit: sum_.lost for sum_ in tally.by_unit if sum_.lost} == told["units"]
        assert session.rescored == ()
        standings = projection_of(session.snapshot, session.snapshot.roster.indicators).standings
        assert {row.indicator for row in store.standings(head.id)} == {
            row.indicator for row in standings
        }
        session.make(FINDING)
    assert _version_of(path) == str(VERSION)
    if version < VERSION:
        assert _dump(tmp_path / f"store.db.v{version}") == before
        (tmp_path / f"store.db.v{version}").unlink()
    assert [p.name for p in tmp_path.iterdir()] == ["store.db"]
    assert all(finding.ok for finding in examine(store))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_earlier_store_that_can_not_be_raised_stays_as_it_was(
    tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _copy(version, tmp_path)
    (tmp_path / f"store.db.v{version}").mkdir()  # where the copy has to go
    (tmp_path / f"store.db.v{version}" / "file").touch()
    before = path.read_bytes()
    with pytest.raises(Refused) as caught:
        open_store(str(path))
    assert caught.value.problems[0].code is Code.FILE_UNWRITABLE
    assert path.read_bytes() == before
    assert _version_of(path) == str(version)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_backup_of_an_earlier_version_is_restored_and_stays_as_it_is(
    tmp_path: Path, version: int
) -> None:
    path = _copy(version, tmp_path)
    before = path.read_bytes()
    store = open_store(str(tmp_path / "now.db"))
    restore(store, str(path))
    expected = json.loads((GOLDEN / f"v{version}.json").read_text("utf-8"))
    assert {head.name: head.hash for head in store.heads()} == {
        name: told["hash"] for name, told in expected.items()
    }
    for name in expected:
        open_session(store, name, actor=ME)  # scores it anew
    assert all(finding.ok for finding in examine(store))
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["now.db", path.name]
