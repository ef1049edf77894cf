"""What must not be lost: the power goes, the disk is full, several people write at once."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import IO

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session
from tests.store.making import ME, NAME, a_session, posted_by_fold, projection
from tests.store.test_files import FINDING

ROOT = Path(__file__).resolve().parents[2]

# Makes findings one after the other and says so after each: place, actor, how many.
WRITER = """
import sys
from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.store.store import open_store
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.work.opening import open_session
place, actor, many = sys.argv[1], sys.argv[2], int(sys.argv[3])
session = open_session(open_store(place), sys.argv[4], actor=actor)
print("ready", flush=True)
sys.stdin.readline()
for n in range(many):
    while True:
        try:
            session.make(RecordFinding("1", "b", level="轻", reason=f"{actor}-{n}"))
            break
        except Refused as refused:
            if refused.problems[0].code is not Code.CHANGED_MEANWHILE:
                raise
    print(n, flush=True)
"""


@contextmanager
def _writer(place: Path, actor: str, many: int) -> Iterator[subprocess.Popen[str]]:
    """A child that is ready to write, and writes once a line is sent to it."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place), actor, str(many), NAME],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert _lines(child).readline() == "ready\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def _lines(child: subprocess.Popen[str]) -> IO[str]:
    assert child.stdout
    return child.stdout


def _start(child: subprocess.Popen[str]) -> None:
    assert child.stdin
    child.stdin.write("\n")
    child.stdin.flush()


def _reasons(session: Session) -> list[str]:
    return [finding.reason for finding in session.snapshot.assessment.entry("1").own.findings]


def _whole(place: Path) -> Session:
    """The assessment read anew, and found whole in every respect."""
    store = open_store(str(place))
    session = open_session(store, NAME, actor=ME)
    head = store.head(NAME)
    assert broken_at(session.lines) is None
    assert (session.lines[-1].seq, session.lines[-1].hash) == (head.seq, head.hash)
    assert len(session.lines) == head.seq
    assert projection(store) == posted_by_fold(session)
    (told,) = sqlite3.connect(place).execute("PRAGMA integrity_check").fetchone()
    assert told == "ok"
    return session


@pytest.mark.slow
def test_what_was_told_to_be_saved_survives_a_kill(tmp_path: Path) -> None:
    place, chance = tmp_path / "a.db", Random(7)
    a_session(open_store(str(place))).store.close()
    saved: list[str] = []
    for turn in range(20):
        with _writer(place, str(turn), 100_000) as child:
            _start(child)
            time.sleep(chance.uniform(0.0, 0.12))
            os.kill(child.pid, signal.SIGKILL)
            told = _lines(child).read().split("\n")[:-1]
        saved += [f"{turn}-{n}" for n in told]
        there = _reasons(_whole(place))
        assert set(saved) <= set(there)
        assert len(there) - len(saved) <= turn + 1  # only the change that was under way may be more
    assert len(saved) > 20


@pytest.mark.slow
def test_four_programs_at_once_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    place, many = tmp_path / "a.db", 25
    a_session(open_store(str(place))).store.close()
    with (
        _writer(place, "a", many) as a,
        _writer(place, "b", many) as b,
        _writer(place, "c", many) as c,
        _writer(place, "d", many) as d,
    ):
        for child in (a, b, c, d):
            _start(child)
        for child in (a, b, c, d):
            child.communicate(timeout=60)
            assert child.returncode == 0
    session = _whole(place)
    expected = sorted(f"{actor}-{n}" for actor in "abcd" for n in range(many))
    assert sorted(_reasons(session)) == expected
    numbers = [finding.n for finding in session.snapshot.assessment.entry("1").own.findings]
    assert sorted(numbers) == list(range(1, 4 * many + 1))


def test_two_programs_making_one_store_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from fazhi_tui.store.store import open_store; open_store(sys.argv[1]).heads()"
    )
    for turn in range(5):
        place = tmp_path / str(turn) / "a.db"
        command = [sys.executable, "-c", code, str(place)]
        children = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(3)]
        told = [child.communicate()[1] for child in children]
        assert told == [b"", b"", b""]


@contextmanager
def _largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond `size`: what a full disk does to a program."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("room", [0, 600, 5_000, 1_000_000])
def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path, room: int) -> None:
    place = tmp_path / "a.db"
    session = a_session(open_store(str(place)))
    session.make(FINDING)
    long = replace(FINDING, reason="长" * 4000)
    before = session.snapshot
    with _largest_file(min(room, place.stat().st_size)), pytest.raises(Refused) as caught:
        session.make(long)
    problem = caught.value.problems[0]
    assert problem.code is Code.STORE_FAILED
    assert problem.value
    assert session.snapshot is before
    assert _whole(place).snapshot.assessment == before.assessment

    session.make(long)
    assert _whole(place).snapshot.assessment == session.snapshot.assessment
