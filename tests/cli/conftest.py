"""A command line to type at, on a store of its own."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fazhi_tui.__main__ import main
from tests.cli.town import TOWN


class Result:
    """What one command line did."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def json(self) -> Any:  # noqa: ANN401  whatever the command prints
        return json.loads(self.out)


Fazhi = Callable[..., Result]

LAST, NEXT = (f"{datetime.now(UTC).year + by}" for by in (-1, 1))
"""The years before and after the one in which a round without a year in its name is begun."""


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store, as the environment names it."""
    path = tmp_path / "store.db"
    monkeypatch.setenv("FAZHI_DB", str(path))
    return path


@pytest.fixture
def fazhi(capsys: pytest.CaptureFixture[str]) -> Fazhi:
    """Types a command line; anything but a sentence on stderr fails here."""

    def typed(*argv: str) -> Result:
        status = main(argv)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Result(status, out, err)

    return typed


@pytest.fixture
def done(fazhi: Fazhi) -> Fazhi:
    """As `fazhi`, for what must succeed."""

    def typed(*argv: str) -> Result:
        result = fazhi(*argv)
        assert (result.status, result.err) == (0, "")
        return result

    return typed


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The set file."""
    path = tmp_path / "town.toml"
    path.write_text(TOWN, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a fresh round, made once."""
    folder = tmp_path_factory.mktemp("fresh")
    (folder / "town.toml").write_text(TOWN, encoding="utf-8")
    argv = ["new", "甲轮", "--set", str(folder / "town.toml"), "--db", str(folder / "store.db")]
    assert main(argv) == 0
    return folder / "store.db"


@pytest.fixture
def round_(store: Path, fresh: Path) -> str:
    """A fresh round on that set; its name."""
    shutil.copyfile(fresh, store)
    return "甲轮"


@pytest.fixture
def filled(round_: str, done: Fazhi) -> str:
    """Indicator 1 is filled in by 司法所, the rest is blank."""
    done("record", round_, "1", "a", "--count", "7", "--bearer", "城管队:5", "--bearer", "交通站:2")
    done("record", round_, "1", "b", "--reason", "没有制度", "--date", "2025-03-01")
    return round_
