"""Whoever changes the journal past the program is found out, on either engine."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.changes import WriteNote
from fazhi_tui.store.journal import GENESIS, Line, write_line
from fazhi_tui.store.rows import MOVE_ON, insertion
from fazhi_tui.store.store import Store, open_store
from tests.cli.conftest import Fazhi, Result
from tests.servers import Server

NAME = "甲轮"
Verify = Callable[..., Result]


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, store: Path, town: Path, done: Fazhi) -> str:
    """A round of six records on each engine."""
    found = str(store)
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        found = server.fresh()
    done("new", NAME, "--set", str(town), "--db", found)
    for indicator in ("1", "2"):
        done("none", NAME, indicator, "--db", found)
    for n in range(3):
        done("evidence", NAME, "1", "--title", f"文件{n}", "--db", found)
    return found


@pytest.fixture
def verify(place: str, fazhi: Fazhi) -> Verify:
    return lambda *more: fazhi("log", NAME, "--verify", *more, "--json", "--db", place)


def _change(place: str, *statements: str) -> None:
    store = open_store(place)
    with store.database.transaction():
        store.database.write(*[(statement, [()]) for statement in statements])
    store.close()


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE journal SET actor = 'x' WHERE seq = 3", 3),
        ("UPDATE journal SET unit = 'x' WHERE seq = 3", 3),
        ("UPDATE journal SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 3", 3),
        ("UPDATE journal SET kind = 'write_note' WHERE seq = 4", 4),
        ("UPDATE journal SET payload = replace(payload, '1', '2') WHERE seq = 5", 5),
        ("UPDATE journal SET version = 0 WHERE seq = 2", 2),
        ("UPDATE journal SET previous = hash WHERE seq = 2", 2),
        ("UPDATE journal SET hash = previous WHERE seq = 6", 6),
        ("UPDATE journal SET actor = 'x' WHERE seq = 1", 1),
        ("DELETE FROM journal WHERE seq = 1", 2),
        ("DELETE FROM journal WHERE seq = 3", 4),
        ("DELETE FROM journal WHERE seq = 6", 6),
        ("UPDATE assessment SET seq = 5", 7),
        ("UPDATE assessment SET hash = 'x'", 7),
    ],
)
def test_what_was_changed_or_taken_out_is_named(
    place: str, verify: Verify, statement: str, broken: int
) -> None:
    assert verify().json["intact"]
    _change(place, statement)
    told = verify()
    assert told.status == 1
    assert (told.json["intact"], told.json["broken_at"]) == (False, broken)
    assert f"第{broken}条" in told.err


def test_records_that_changed_places_are_named(place: str, verify: Verify) -> None:
    _change(
        place,
        "UPDATE journal SET seq = 99 WHERE seq = 3",
        "UPDATE journal SET seq = 3 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 99",
    )
    assert verify().json["broken_at"] == 3


def _lines(place: str) -> tuple[Store, list[Line]]:
    store = open_store(place)
    return store, store.lines(store.head(NAME).id)


def test_a_record_put_in_between_is_named(place: str, verify: Verify) -> None:
    store, lines = _lines(place)
    third = lines[2]
    false = write_line(third.assessment, (3, third.hash), third.at, ("x", ""), WriteNote("1", "x"))
    later = [replace(line, seq=line.seq + 1) for line in lines[3:]]
    with store.database.transaction():
        store.database.write(
            ("DELETE FROM journal WHERE seq > 3", [()]),
            (insertion("journal", 10), [_row(line) for line in (false, *later)]),
        )
    store.close()
    assert verify().json["broken_at"] == 5


def _row(line: Line) -> tuple[str | int, ...]:
    return (
        line.assessment, line.seq, line.at, line.actor, line.unit, line.kind, line.version,
        line.payload, line.previous, line.hash,
    )  # fmt: skip


@pytest.mark.parametrize("kept", [2, 4])
def test_a_chain_cut_short_and_mended_is_found_by_a_printed_head(
    place: str, verify: Verify, kept: int
) -> None:
    store, lines = _lines(place)
    last = lines[kept - 1]
    with store.database.transaction():
        store.database.write(
            (f"DELETE FROM journal WHERE seq > {kept}", [()]),
            (MOVE_ON, [(last.seq, last.at, last.hash, last.assessment)]),
        )
    store.close()
    assert verify().json["intact"]  # nothing in it tells that there was more
    told = verify("--against", lines[-1].hash[:16])
    assert (told.status, told.json["intact"], told.json["against_found"]) == (1, False, False)
    assert verify("--against", lines[1].hash).json["intact"]


def test_a_chain_made_anew_is_found_by_a_printed_head(place: str, verify: Verify) -> None:
    store, lines = _lines(place)
    anew: list[Line] = []
    previous = (0, GENESIS)
    for line in lines:
        made = write_line(line.assessment, previous, line.at, ("别人", line.unit), line.change)
        anew.append(made)
        previous = (made.seq, made.hash)
    last = anew[-1]
    with store.database.transaction():
        store.database.write(
            ("DELETE FROM journal", [()]),
            (insertion("journal", 10), [_row(line) for line in anew]),
            (MOVE_ON, [(last.seq, last.at, last.hash, last.assessment)]),
        )
    store.close()
    assert verify().json["intact"]
    for line in (lines[0], lines[-1]):
        assert verify("--against", line.hash).status == 1
