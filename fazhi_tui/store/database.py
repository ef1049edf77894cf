"""The seam between the store's SQL and an engine: what every engine has to offer.

SQL is written once, with `?` for values. An engine runs it, wraps a block in one durable
transaction that holds the writer's lock from its start, and tells its failures as `Refused`.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeAlias

Cell: TypeAlias = str | int | bytes | None
Cells: TypeAlias = tuple[Cell, ...]

PATIENCE = 30.0
"""Seconds to wait for another program that is writing."""


class Database(Protocol):
    """One connection to one engine."""

    for_update: str
    """What a SELECT ends with so that its rows stay as read until the transaction ends."""

    def tables(self) -> set[str]:
        """The tables there are, in lower case. Raises `Refused`."""
        ...

    def query(self, sql: str, values: Sequence[Cell] = ()) -> list[Cells]:
        """Run a statement and fetch all its rows. Raises `Refused`."""
        ...

    def write_many(self, sql: str, rows: Sequence[Sequence[Cell]]) -> None:
        """Run a statement once for each row of values. Raises `Refused`."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything in the block, durably, or nothing of it. Raises `Refused`."""
        ...

    def keep_copy(self, label: str) -> None:
        """Keep what is there under another name before tables change. Raises `Refused`."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...
