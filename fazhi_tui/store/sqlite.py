"""The embedded engine: SQLite in one file, durable at every commit.

A rollback journal, because WAL leaves side files that people forget to copy, and SQLite before
3.51.3 can corrupt it. `synchronous = EXTRA` also syncs the folder after the journal is deleted:
under `FULL` a power cut may bring the journal back, and it would roll back a change already told
to be saved. `BEGIN IMMEDIATE` takes the writer's lock first, so that a second writer waits instead
of failing.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.database import PATIENCE, Cell, Cells, Statement, Unmet, Unsure
from fazhi_tui.store.disk import drop, half_of, put_in_place, unwritable

_FAILURES = (sqlite3.Error, UnicodeError, OverflowError)
_MEMORY = ":memory:"
_SMALLEST = 512
"""Bytes of the smallest page a database can have."""


class SqliteDatabase:
    """One connection to one database file, made with its folder where it is missing."""

    ahead = 0  # there is no other clock
    for_update = ""  # the writer's lock is held from the start of a transaction
    nests = False

    def __init__(self, path: str, patience: float = PATIENCE) -> None:
        _prepare(path)
        self.place = path
        # beside the file itself, whichever link leads there
        self.folder = "" if path == _MEMORY else f"{os.path.realpath(path)}.files"
        self._version: Cell = None
        try:
            self._connection = sqlite3.connect(
                path, timeout=patience, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise _refused(error, path) from error
        try:
            self.query("PRAGMA synchronous = EXTRA")
            self.query("PRAGMA foreign_keys = ON")
            self._identity = _identity(path)
        except Refused:
            self.close()
            raise

    def query(self, sql: str, values: Sequence[Cell] = ()) -> list[Cells]:
        """Run a statement and fetch all its rows. Raises `Refused`."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except _FAILURES as error:
            raise _refused(error, self.place) from error

    def each(self, sql: str, values: Sequence[Cell] = ()) -> Iterator[Cells]:
        """The rows of a statement as they are read."""
        try:
            yield from self._connection.execute(sql, values)
        except _FAILURES as error:
            raise _refused(error, self.place) from error

    def write(self, *statements: Statement) -> None:
        """Run statements, one after the other. Raises `Refused`."""
        try:
            for sql, rows in statements:
                self._connection.executemany(sql, rows)
        except _FAILURES as error:
            raise _refused(error, self.place) from error

    def transaction(self) -> AbstractContextManager[None]:
        """Everything in the block, durably, or nothing of it. Raises `Refused`."""
        return self._block("BEGIN IMMEDIATE")

    @contextmanager
    def _block(self, begin: str) -> Iterator[None]:
        self.query(begin)
        try:
            yield
            try:
                self.query("COMMIT")
            except Refused as refused:
                # a disk may fail when all is written but for the last name in the folder
                if refused.problems[0].code is Code.STORE_DISK:
                    raise Unsure(self.place, refused) from refused
                raise
        finally:
            if self._connection.in_transaction:
                # what went wrong before is what has to be told
                with suppress(sqlite3.Error):
                    self._connection.rollback()

    def tables(self) -> set[str]:
        """The tables there are. Raises `Refused`."""
        rows = self.query("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {str(name).lower() for (name,) in rows}

    def lock_schema(self) -> None:
        """Nothing: a transaction is alone from its start."""

    def reading(self) -> AbstractContextManager[None]:
        """All that is read in the block is of one moment; writers wait to commit."""
        return self._block("BEGIN")

    def examine(self) -> list[str]:
        """What SQLite finds damaged."""
        found = [str(text) for (text,) in self.query("PRAGMA integrity_check")]
        strays = self.query("PRAGMA foreign_key_check")
        return [text for text in found if text != "ok"] + [str(stray[0]) for stray in strays]

    def keep_copy(self, path: str) -> None:
        """Copy the file, whole and synced. Raises `Refused`."""
        half = half_of(path)
        source = None
        try:
            # a connection of its own: this one may be in a transaction, which has written nothing
            source = sqlite3.connect(self.place, timeout=PATIENCE)
            target = sqlite3.connect(half)
            try:
                source.backup(target)
            finally:
                target.close()
            with open(half, "rb+") as stream:
                os.fsync(stream.fileno())
            put_in_place(half, path)
        except _FAILURES as error:
            raise _refused(error, self.place) from error
        except OSError as error:
            raise Refused(unwritable(path, error)) from error
        finally:
            if source is not None:
                source.close()
            drop(half)
            drop(f"{half}-journal")

    def announce(self) -> None:
        """Nothing: the file itself tells."""

    def changed(self) -> bool:
        """Whether another connection has written since; the first time it may have.

        Raises `Refused` where the file is not there any more, or is another one: SQLite would go
        on reading the old one, and refuses only to write.
        """
        if self._identity != _identity(self.place):
            raise Refused(Problem(Code.STORE_MOVED, value=self.place, file=self.place))
        ((version,),) = self.query("PRAGMA data_version")
        before, self._version = self._version, version
        return version != before

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _prepare(path: str) -> None:
    """Make the folder; refuse a path that can't be a database file."""
    try:
        if os.path.isdir(path):
            raise Refused(Problem(Code.FILE_IS_FOLDER, value=path, file=path))
        if os.path.isfile(path) and 0 < os.path.getsize(path) < _SMALLEST:
            # SQLite takes a file of one byte for an empty one, and would write over it
            raise Refused(Problem(Code.STORE_NOT_OURS, value=path, file=path))
        if _was_there(path):
            raise Refused(Problem(Code.STORE_GONE, value=path, file=path))
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    except (OSError, ValueError) as error:
        raise Refused(Problem(Code.STORE_UNREADABLE, value=path, file=path)) from error


def _was_there(path: str) -> bool:
    """Whether nothing is left of a database but the copies that were made of it each day."""
    copies = f"{os.path.realpath(path)}.backups"
    if (os.path.isfile(path) and os.path.getsize(path)) or not os.path.isdir(copies):
        return False
    return any(name.endswith(".db") for name in os.listdir(copies))


def _identity(path: str) -> tuple[int, int] | None:
    """Which file it is that has this path now; None where there is none yet, or never."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


_CODES = {
    sqlite3.SQLITE_BUSY: Code.STORE_BUSY,
    sqlite3.SQLITE_LOCKED: Code.STORE_BUSY,
    sqlite3.SQLITE_READONLY: Code.STORE_READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Code.STORE_UNREADABLE,
    sqlite3.SQLITE_PERM: Code.STORE_UNREADABLE,
    sqlite3.SQLITE_READONLY_DBMOVED: Code.STORE_MOVED,
    sqlite3.SQLITE_NOTADB: Code.STORE_NOT_OURS,
    sqlite3.SQLITE_CORRUPT: Code.STORE_DAMAGED,
    sqlite3.SQLITE_FULL: Code.STORE_FULL,
    sqlite3.SQLITE_IOERR: Code.STORE_DISK,
}


_DAMAGE = ("Could not decode", "malformed database schema", "no such column", "no such table")
"""How errors begin that only a damaged database gives to SQL that never changes."""


def _refused(error: Exception, path: str) -> Refused:
    """What an engine's failure means to the person who waits for it."""
    number = getattr(error, "sqlite_errorcode", 0)
    code = _CODES.get(number) or _CODES.get(number & 0xFF, Code.STORE_FAILED)
    garbled = isinstance(error, UnicodeError) or str(error).startswith(_DAMAGE)
    if code is Code.STORE_FAILED and garbled:
        code = Code.STORE_DAMAGED
    kind = Unmet if number == sqlite3.SQLITE_CONSTRAINT_NOTNULL else Refused
    return kind(Problem(code, value=str(error) if code is Code.STORE_FAILED else path, file=path))
