"""What must not be lost: the power goes, the disk is full, several people write at once."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random
from threading import Barrier
from typing import IO

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.domain.indicators import IndicatorSet
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.sqlite import SqliteDatabase
from fazhi_tui.store.store import open_store
from fazhi_tui.store.urls import is_url
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session
from tests.store.conftest import run_sql
from tests.store.making import (
    FINDING,
    ME,
    NAME,
    a_session,
    as_adopted,
    posted_by_fold,
    projection,
    small_set,
)

ROOT = Path(__file__).resolve().parents[2]

# Makes findings one after the other and says so after each: place, actor, how many.
WRITER = """
import sys
from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.store.sqlite import SqliteDatabase
from fazhi_tui.store.store import open_store
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.work.opening import open_session
place, actor, many = sys.argv[1], sys.argv[2], int(sys.argv[3])
session = open_session(open_store(place), sys.argv[4], actor=actor)
print("ready", flush=True)
sys.stdin.readline()
for n in range(many):
    while True:
        try:
            session.make(RecordFinding(sys.argv[5], "b", level="轻", reason=f"{actor}-{n}"))
            break
        except Refused as refused:
            if refused.problems[0].code is not Code.CHANGED_MEANWHILE:
                raise
    print(n, flush=True)
"""


@contextmanager
def _writer(
    place: str, actor: str, many: int, name: str = NAME, no: str = "1"
) -> Iterator[subprocess.Popen[str]]:
    """A child that is ready to write, and writes once a line is sent to it."""
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, place, actor, str(many), name, no],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        first = _lines(child).readline()
        assert first == "ready\n", child.communicate()
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


def _whole(place: str, name: str = NAME) -> Session:
    """The assessment read anew, and found whole in every respect."""
    store = open_store(place)
    if is_url(place):
        _wait_for_the_server(place)
    session = open_session(store, name, actor=ME)
    head = store.head(name)
    assert broken_at(session.lines) is None
    assert (session.lines[-1].seq, session.lines[-1].hash) == (head.seq, head.hash)
    assert len(session.lines) == head.seq
    assert projection(store, name) == posted_by_fold(session)
    if not is_url(place):
        assert run_sql(place, "PRAGMA integrity_check") == [("ok",)]
    return session


def _wait_for_the_server(place: str) -> None:
    """What a killed program had asked for last may still be under way there."""
    busy = (
        "SELECT 1 FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend'"
    )
    while run_sql(place, busy):
        time.sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize("turns", [20, pytest.param(500, marks=pytest.mark.thorough)])
def test_what_was_told_to_be_saved_survives_a_kill(place: str, turns: int) -> None:
    chance = Random(7)
    a_session(open_store(place)).store.close()
    there: set[str] = set()
    for turn in range(turns):
        if turn % 50 == 49:  # a journal of thousands would be read anew each time
            a_session(open_store(place), f"{turn}").store.close()
        name = f"{turn // 50 * 50 - 1}" if turn >= 50 else NAME
        with _writer(place, str(turn), 100_000, name) as child:
            _start(child)
            time.sleep(chance.uniform(0.0, 0.12))
            os.kill(child.pid, signal.SIGKILL)
            told = {f"{turn}-{n}" for n in _lines(child).read().split("\n")[:-1]}
        session = _whole(place, name)
        now = set(_reasons(session))
        session.store.close()
        assert told <= now
        mine = {reason for reason in now if reason.startswith(f"{turn}-")}
        assert len(mine - told) <= 1  # only the change that was under way may be more
        there |= told
    assert there  # else nothing was tried


@pytest.mark.slow
@pytest.mark.parametrize(
    ("writers", "many"), [(6, 12), pytest.param(40, 10, marks=pytest.mark.thorough)]
)
@pytest.mark.parametrize("same", [True, False], ids=["same", "different"])
def test_programs_at_once_lose_nothing_and_double_nothing(
    place: str, writers: int, many: int, same: bool
) -> None:
    adopted = None if same else as_adopted(_wide_set(writers))
    a_session(open_store(place), adopted=adopted).store.close()
    with ExitStack() as stack:
        children = [
            stack.enter_context(_writer(place, f"{n}", many, NAME, "1" if same else f"{n + 1}"))
            for n in range(writers)
        ]
        for child in children:
            _start(child)
        for child in children:
            _, complaint = child.communicate(timeout=500)
            assert (child.returncode, complaint) == (0, "")
    _check_all_there(_whole(place), writers, many, same)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("writers", "many"), [(6, 12), pytest.param(40, 10, marks=pytest.mark.thorough)]
)
@pytest.mark.parametrize("same", [True, False], ids=["same", "different"])
def test_threads_of_one_program_lose_nothing_either(
    place: str, writers: int, many: int, same: bool
) -> None:
    """As one program would serve many people: each thread has a store of its own."""
    adopted = None if same else as_adopted(_wide_set(writers))
    a_session(open_store(place), adopted=adopted).store.close()
    together = Barrier(writers, timeout=100)

    def write(n: int) -> None:
        with closing(open_store(place)) as store:
            session = open_session(store, NAME, actor=f"{n}")
            together.wait()
            for k in range(many):
                finding = replace(FINDING, reason=f"{n}-{k}")
                _insist(session, replace(finding, indicator="1" if same else f"{n + 1}"))

    with ThreadPoolExecutor(writers) as threads:
        list(threads.map(write, range(writers)))
    _check_all_there(_whole(place), writers, many, same)


def _insist(session: Session, change: RecordFinding) -> None:
    """Make a change, again and again while others change the same."""
    while True:
        try:
            session.make(change)
        except Refused as refused:
            if refused.problems[0].code is not Code.CHANGED_MEANWHILE:
                raise
        else:
            return


def _check_all_there(session: Session, writers: int, many: int, same: bool) -> None:
    """Everybody's findings once, in their order, numbered without a gap; the sums come out."""
    entries = session.snapshot.assessment.entries
    for n in range(writers):
        entry = entries["1" if same else f"{n + 1}"]
        mine = [f for f in entry.own.findings if f.reason.startswith(f"{n}-")]
        assert [f.reason for f in mine] == [f"{n}-{k}" for k in range(many)]
    for entry in entries.values():
        numbers = [finding.n for finding in entry.own.findings]
        assert numbers == list(range(1, len(numbers) + 1))
    for track in ("self", "verified"):
        tally = session.snapshot.tally(track)
        assert tally.earned + tally.lost + tally.pending == tally.full
        assert sum(unit.lost for unit in tally.by_unit) + tally.unattributed == tally.lost


def _wide_set(indicators: int) -> IndicatorSet:
    """The small set with its first indicator so many times."""
    small = small_set().set
    first = small.indicators[0]
    copies = [replace(first, no=f"{n + 1}", ordinal=n) for n in range(indicators)]
    worth = sum(copy.worth for copy in copies)
    areas = (replace(small.areas[0], worth=worth),)
    groups = (replace(small.groups[0], worth=worth),)
    return replace(small, indicators=tuple(copies), areas=areas, groups=groups, total=worth)


def test_two_programs_making_one_store_at_once(engine: str, fresh: Callable[[str], str]) -> None:
    code = (
        "import sys; from fazhi_tui.store.store import open_store; open_store(sys.argv[1]).heads()"
    )
    for _ in range(2):
        command = [sys.executable, "-c", code, fresh(engine)]
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
    assert problem.code is Code.STORE_DISK
    assert problem.value
    assert session.snapshot is before
    assert _whole(str(place)).snapshot.assessment == before.assessment

    session.make(long)
    assert _whole(str(place)).snapshot.assessment == session.snapshot.assessment


@pytest.mark.parametrize("done", [True, False])
def test_a_disk_that_fails_at_the_commit_is_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    """All may be written but for the folder's entry: what the file says is what counts."""
    session = a_session(open_store(str(tmp_path / "a.db")))
    query = SqliteDatabase.query

    def failing(database: SqliteDatabase, sql: str, *values: object) -> object:
        if sql != "COMMIT":
            return query(database, sql, *values)  # type: ignore[arg-type]
        monkeypatch.undo()
        if done:
            query(database, sql)
        raise Refused(Problem(Code.STORE_DISK))

    monkeypatch.setattr(SqliteDatabase, "query", failing)
    if done:
        assert session.make(FINDING).seq == 2
    else:
        with pytest.raises(Refused) as caught:
            session.make(FINDING)
        assert caught.value.problems[0].code is Code.STORE_DISK
        assert session.make(FINDING).seq == 2
    assert len(_whole(str(tmp_path / "a.db")).lines) == 2
