"""The power goes between any two writes: what was told to be saved is there, and all is whole."""

import sys
from pathlib import Path
from random import Random

import pytest

from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import open_session
from tests.store.making import ME, NAME, a_session, posted_by_fold, projection
from tests.store.power import Disk, Note, library, noted, write_out

SQLITE = library() if sys.platform == "linux" else None


def _whole(place: Path, told: int) -> None:
    """Every change told to be saved is there, at most the one under way is more, all fits."""
    store = open_store(str(place))
    head = store.head(NAME)
    assert told <= head.seq <= told + 1
    session = open_session(store, NAME, actor=ME)
    assert broken_at(session.lines) is None
    assert len(session.lines) == head.seq
    assert projection(store) == posted_by_fold(session)
    assert store.database.examine() == []
    store.close()


@pytest.mark.skipif(SQLITE is None, reason="this Python's SQLite can't be reached from outside")
@pytest.mark.parametrize("changes", [3, pytest.param(60, marks=pytest.mark.thorough)])
def test_the_power_is_cut_between_any_two_writes(tmp_path: Path, changes: int) -> None:
    assert SQLITE is not None
    chance, disk = Random(4), Disk()
    made = tmp_path / "made"
    with noted(SQLITE) as notes:
        session = a_session(open_store(str(made / "a.db")))
        notes.append(Note("told", place=1))
        for number in range(changes):
            seq = session.make(RecordFinding("1", "b", level="轻", reason="长" * number * 40)).seq
            notes.append(Note("told", place=seq))
        session.store.close()

    told, cuts = 0, 0
    for number, note in enumerate(notes):
        if told and note.kind in {"write", "truncate", "sync", "delete"}:
            for way, files in enumerate(
                (
                    disk.cut(None, everything=False),
                    disk.cut(None, everything=True),
                    disk.cut(chance, everything=True),
                )
            ):
                folder = tmp_path / f"{number}-{way}"
                folder.mkdir()
                write_out(files, made, folder)
                _whole(folder / "a.db", told)
                cuts += 1
        disk.take(note)
        told = note.place if note.kind == "told" else told
    assert told == changes + 1
    assert cuts > changes * 20
    kinds = {note.kind for note in notes}
    assert kinds == {"open", "write", "sync", "delete", "told"}
