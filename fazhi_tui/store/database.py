"""The seam between the store's SQL and an engine: what every engine has to offer.

SQL is written once, with `?` for values. An engine runs it, wraps a block in one durable
transaction, and tells its failures as `Refused`.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

from fazhi_tui.domain.problems import Code, Problem, Refused

Cell: TypeAlias = str | int | bytes | None
Cells: TypeAlias = tuple[Cell, ...]
Statement: TypeAlias = tuple[str, Sequence[Sequence[Cell]]]
"""SQL that gives nothing back, and the rows of values it runs with, once for each."""

PATIENCE = 30.0
"""Seconds to wait for another program that is writing."""


class Unsure(Refused):
    """Something failed while a transaction was being committed: it may be done or not.

    `undone` is what there is to tell where it turns out that it is not.
    """

    def __init__(self, file: str, undone: Refused) -> None:
        super().__init__(Problem(Code.STORE_UNSURE, file=file))
        self.undone = undone


class Unmet(Refused):
    """A statement that depends on a row did not find it: there is NULL where a value must be."""


class Database(Protocol):
    """One connection to one engine."""

    place: str
    """Where it is, as it may be shown: without a password."""
    folder: str
    """Where copies of files lie, beside the database; "" where the database itself holds them."""
    ahead: int
    """Seconds that this machine's clock is ahead of the clock of a shared database."""
    for_update: str
    """What a SELECT ends with so that its rows stay as read until the transaction ends."""
    nests: bool
    """Whether a statement that writes may stand inside another one."""

    def query(self, sql: str, values: Sequence[Cell] = ()) -> list[Cells]:
        """Run a statement and fetch all its rows. Raises `Refused`."""
        ...

    def each(self, sql: str, values: Sequence[Cell] = ()) -> Iterable[Cells]:
        """The rows of a statement, a few at a time. Raises `Refused`, also while they come."""
        ...

    def write(self, *statements: Statement) -> None:
        """Run statements, one after the other, inside a transaction.

        Raises `Refused`, `Unmet`: here, or where the transaction asks something or ends.
        """
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything in the block, durably, or nothing of it.

        Two blocks that change the same row never overlap. Raises `Refused`; `Unsure` where it
        can't be known which of the two it was.
        """
        ...

    def tables(self) -> set[str]:
        """The tables there are, in lower case. Raises `Refused`."""
        ...

    def lock_schema(self) -> None:
        """Let nobody else make or change tables until the transaction ends. Raises `Refused`."""
        ...

    def reading(self) -> AbstractContextManager[None]:
        """All that is read in the block is of one moment. Raises `Refused`."""
        ...

    def examine(self) -> list[str]:
        """What the engine finds damaged, in its own words. Raises `Refused`."""
        ...

    def keep_copy(self, path: str) -> None:
        """Copy an embedded database to a file, whole and synced. Raises `Refused`."""
        ...

    def announce(self) -> None:
        """Tell whoever watches that something has changed: now or, in a rush, soon."""
        ...

    def changed(self) -> bool:
        """Whether another program may have written since this was last asked. Raises `Refused`."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
