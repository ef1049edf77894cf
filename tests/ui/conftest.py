"""The real app over a real store in a temporary folder, with a small set and a fixed clock."""

import asyncio
import inspect
import os
import shutil
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from fazhi_tui.domain.changes import AttachEvidence, RecordFinding
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.ui import program
from fazhi_tui.work.opening import find_set, new_assessment
from tests.ui.desk import ACTOR, NAME, SET, Desk, clock
from tests.ui.settling import settling


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine in an event loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = pyfuncitem._fixtureinfo.argnames
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted}))
    return True


@pytest.fixture(scope="session", autouse=True)
def china_time() -> Iterator[None]:
    """Moments are shown on this clock, wherever the tests run."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Asia/Shanghai"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def pilots() -> Iterator[None]:
    """They go on as soon as the program has done what it was told."""
    with settling():
        yield


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs and settings of a test stay in its own folder, and its terminal has all colours."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(scope="session")
def fresh_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with one fresh assessment, made once."""
    path = tmp_path_factory.mktemp("ui") / "fresh.db"
    store = open_store(str(path))
    new_assessment(store, NAME, find_set(str(SET)), actor=ACTOR, clock=clock)
    store.close()
    return path


@pytest.fixture
def store(fresh_store: Path, tmp_path: Path) -> Iterator[Store]:
    """A store of one's own."""
    path = tmp_path / "store.db"
    shutil.copy(fresh_store, path)
    opened = open_store(str(path))
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Desk:
    """The app on the one assessment, ready to run."""
    return Desk(store)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> float:
    """The program looks around all the time; after so many seconds it has done so."""
    for name in ("WATCHING", "LISTING"):
        monkeypatch.setattr(program, name, 0.02)
    return 0.1


@pytest.fixture
def proven(desk: Desk) -> Desk:
    """A finding and two pieces of evidence under 1."""
    one = Decimal(1)
    bearers = (("市城管局", one),)
    return desk.after(
        RecordFinding("1", "a", quantity=one, bearers=bearers, reason="先有的"),
        *(AttachEvidence(("1",), title, "市司法局") for title in ("办法", "台账")),
    )


@pytest.fixture
def losers(desk: Desk) -> Desk:
    """Two units that lost something under the first 一级指标."""
    losses = (("市城管局", Decimal(3)), ("市交通局", Decimal(1)))
    return desk.after(
        *(
            RecordFinding("1", "a", quantity=many, bearers=((unit, Decimal(1)),))
            for unit, many in losses
        )
    )
