"""Stores on each engine. Tests need not close what they open: a warning would be a failure."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from fazhi_tui.store.store import Store, open_store
from fazhi_tui.store.urls import is_url

ENGINES = ("sqlite", "postgres")

Sql = Callable[..., list[tuple[object, ...]]]


@pytest.fixture(autouse=True)
def close_connections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    opened: list[sqlite3.Connection | psycopg.Connection[tuple[object, ...]]] = []

    class Remembered(sqlite3.Connection):
        def __init__(self, *place: str, **options: float) -> None:
            super().__init__(*place, **options)  # type: ignore[arg-type]
            opened.append(self)

    connect = psycopg.connect

    def connected(*place: str, **options: object) -> psycopg.Connection[tuple[object, ...]]:
        connection = connect(*place, **options)  # type: ignore[arg-type]
        opened.append(connection)
        return connection

    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Remembered))
    monkeypatch.setattr(psycopg, "connect", connected)
    yield
    for connection in opened:
        connection.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The test runs once on each."""
    return str(request.param)


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Places for stores that are not there yet, by engine."""

    def named(engine: str) -> str:
        if engine == "postgres":
            return str(request.getfixturevalue("server").fresh())
        return str(tmp_path / f"fazhi-{len(list(tmp_path.iterdir()))}.db")

    return named


@pytest.fixture
def place(engine: str, fresh: Callable[[str], str]) -> str:
    """A place for a store that is not there yet."""
    return fresh(engine)


@pytest.fixture
def store(place: str) -> Store:
    """An empty store."""
    return open_store(place)


@pytest.fixture
def sql() -> Sql:
    """What another program does to a store: place and statements; gives the last rows."""
    return run_sql


def place_of(store: Store) -> str:
    """Where another program finds a store."""
    return str(getattr(store.database, "_url", store.place))


def run_sql(place: str, *statements: str) -> list[tuple[object, ...]]:
    """Run statements past the program."""
    rows: list[tuple[object, ...]] = []
    if is_url(place):
        with psycopg.connect(place, autocommit=True) as other:
            for statement in statements:
                cursor = other.execute(statement.encode())
                rows = cursor.fetchall() if cursor.description else []
        return rows
    connection = sqlite3.connect(place)
    for statement in statements:
        rows = connection.execute(statement).fetchall()
    connection.commit()
    connection.close()
    return rows
