"""Assessments taken from one database to another, row by row, so that every hash stays.

A backup is a whole store in one SQLite file, copies of evidence included; a move takes some
assessments out of one store into another.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from fazhi_tui.domain.changes import AdoptSet
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.database import Cells, Database
from fazhi_tui.store.evidence_files import KeptFile
from fazhi_tui.store.journal import broken_before, fold
from fazhi_tui.store.rows import Head, insertion
from fazhi_tui.store.store import Store

_SETS = ("indicator_set", "set_unit")
_OF_ASSESSMENT = ("journal", "posting", "standing", "letter_register")
_AT_A_TIME = 1000
EVERYTHING = (*_SETS, "assessment", *_OF_ASSESSMENT, "tombstone")
"""Tables in an order in which they can be filled; emptied the other way round."""


def move(source: Store, target: Store, head: Head, *, actor: str, at: str) -> None:
    """Take an assessment out of one store into another; a tombstone stays behind.

    The other store has it, durably and verified, before it leaves this one; where that is cut
    short, moving it again finds it there. Raises `Refused`; then it is where it was.
    """
    check_apart(source.place, target)
    with source.database.transaction():
        head = _held(source, head)
        known = [other for other in target.heads(archived=True) if other.name == head.name]
        if not any(_same(other, head) for other in known):
            if known:
                raise Refused(Problem(Code.NAME_TAKEN, value=head.name))
            copy_files(source, target, head)
            with target.database.transaction():
                copy_assessment(source.database, target.database, head)
                _check_arrived(target, head)
        bury(source, head, actor=actor, at=at)
    for store in (source, target):
        store.database.announce()


def bury(store: Store, head: Head, *, actor: str, at: str) -> None:
    """Inside a transaction: an assessment goes, and a tombstone says what it was."""
    key = [(head.id,)]
    row = (head.id, head.name, head.seq, head.hash, at, actor)
    store.database.write(
        *[
            (f"DELETE FROM {table} WHERE assessment = ?", key)
            for table in ("checkpoint", *_OF_ASSESSMENT)
        ],
        ("DELETE FROM assessment WHERE id = ?", key),
        ("DELETE FROM tombstone WHERE id = ?", key),
        (insertion("tombstone", len(row)), [row]),
    )


def remove(store: Store, head: Head, *, actor: str, at: str) -> None:
    """An assessment goes for good. Raises `Refused` where somebody changed it since."""
    with store.database.transaction():
        bury(store, _held(store, head), actor=actor, at=at)
    store.database.announce()


def archive(store: Store, head: Head, at: str) -> None:
    """Put an assessment away at a moment, or with "" take it out again. Raises `Refused`."""
    with store.database.transaction():
        store.database.write(("UPDATE assessment SET archived = ? WHERE id = ?", [(at, head.id)]))
    store.database.announce()


def copy_assessment(source: Database, target: Database, head: Head) -> None:
    """All rows of an assessment and of the sets it ever went by, inside a transaction."""
    for sha256 in _sets_of(source, head):
        for table, key in zip(_SETS, ("sha256", "set_sha256"), strict=True):
            unless = "sha256" if table == "indicator_set" else "set_sha256, unit"
            rows = source.query(f"SELECT * FROM {table} WHERE {key} = ?", (sha256,))
            _fill(target, table, rows, unless)
    _fill(target, "assessment", source.query("SELECT * FROM assessment WHERE id = ?", (head.id,)))
    for table in _OF_ASSESSMENT:
        asked = f"SELECT * FROM {table} WHERE assessment = ?"
        unless = "number" if table == "letter_register" else ""  # taken there: it stays whose it is
        _fill(target, table, source.each(asked, (head.id,)), unless)


def copy_everything(source: Database, target: Database) -> None:
    """All rows of all tables but of copies of files, inside a transaction."""
    for table in EVERYTHING:
        _fill(target, table, source.each(f"SELECT * FROM {table}"))


def copy_files(source: Store, target: Store, head: Head) -> None:
    """The copies that an assessment's evidence names; those that are damaged stay behind."""
    kept = source.files.all()
    state = fold(source.lines(head.id))
    for item in state.evidence.values():
        file = kept.get(item.sha256)
        if file is not None:
            copy_file(source, target, file)


def copy_file(source: Store, target: Store, file: KeptFile) -> None:
    """One copy, if it is still what it was; what is not is told by the examination of a store."""
    if source.files.state(file.sha256) == "there":
        target.files.put(file, source.files.get(file.sha256))


def _fill(target: Database, table: str, rows: Iterable[Cells], unless: str = "") -> None:
    for some in _batches(rows):
        target.write((insertion(table, len(some[0]), unless), some))


def _batches(rows: Iterable[Cells]) -> Iterator[Sequence[Cells]]:
    left = iter(rows)
    while some := list(islice(left, _AT_A_TIME)):
        yield some


def _sets_of(source: Database, head: Head) -> list[str]:
    asked = "SELECT payload FROM journal WHERE assessment = ? AND kind = 'adopt_set'"
    adopted = [
        msgspec.json.decode(str(payload), type=AdoptSet).sha256
        for (payload,) in source.query(asked, (head.id,))
    ]
    return sorted({head.set_sha256, *adopted})


def _held(store: Store, head: Head) -> Head:
    """The head as it is now, held until the transaction ends; as it was read, or refused."""
    asked = "SELECT seq, hash FROM assessment WHERE id = ?" + store.database.for_update
    if store.database.query(asked, (head.id,)) != [(head.seq, head.hash)]:
        raise Refused(Problem(Code.CHANGED_MEANWHILE))
    return head


def _same(one: Head, other: Head) -> bool:
    return (one.id, one.seq, one.hash) == (other.id, other.seq, other.hash)


def check_apart(here: str, target: Store) -> None:
    """Refuse where a place is that of a store, whichever path leads there."""
    there = target.place
    same = here == there or (
        os.path.exists(here) and os.path.exists(there) and os.path.samefile(here, there)
    )
    if same:
        raise Refused(Problem(Code.STORE_SAME, value=there))


def _check_arrived(target: Store, head: Head) -> None:
    broken = broken_before(target.lines(head.id), (head.seq, head.hash))
    if broken is not None:
        raise Refused(Problem(Code.CHAIN_BROKEN, value=str(broken)))
