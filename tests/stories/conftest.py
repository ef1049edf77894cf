"""A command line to type at, on a store of its own, with a clock that stands where it is set."""

from collections.abc import Callable
from datetime import datetime, tzinfo

import pytest

from fazhi_tui.cli import moments
from fazhi_tui.work import session
from tests.cli.conftest import Fazhi, Result, done, fazhi, store

__all__ = ["Clock", "Fazhi", "Result", "done", "fazhi", "store"]

Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the time of day everywhere the program asks for it; a local moment, as ISO."""

    def stands_at(moment: str) -> None:
        class Standing(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Standing":
                local = cls.fromisoformat(moment).astimezone()
                return local.astimezone(tz) if tz else local

        for module in (session, moments):
            monkeypatch.setattr(module, "datetime", Standing)

    return stands_at
