"""Tests need not close what they open: a connection left open is a warning, and so a failure."""

import sqlite3
from collections.abc import Iterator
from functools import partial

import pytest


@pytest.fixture(autouse=True)
def close_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    opened: list[sqlite3.Connection] = []

    class Remembered(sqlite3.Connection):
        def __init__(self, *place: str, **options: float) -> None:
            super().__init__(*place, **options)  # type: ignore[arg-type]
            opened.append(self)

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Remembered))
    yield
    for connection in opened:
        connection.close()
