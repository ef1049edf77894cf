"""A bug ends the app with one plain sentence, a log without values, and a code that says so."""

from pathlib import Path

import pytest
from textual.app import App

from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.screens.workbench import Workbench
from tests.ui.desk import Desk


async def test_a_bug_leaves_a_log_and_an_exit_code(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Workbench) -> None:
        secret = "13800000000"
        try:
            raise ConnectionError(f"postgresql://u:{secret}@h/d")
        except ConnectionError as error:
            raise ZeroDivisionError(secret) from error

    monkeypatch.setattr(Workbench, "action_note", broken)
    with pytest.raises(ZeroDivisionError):
        await _press(desk.app, "ctrl+e")
    assert desk.app.return_code == 1
    logs = list((tmp_path / "state").rglob("*.log"))
    assert len(logs) == 1
    told = logs[0].read_text(encoding="utf-8")
    assert "ZeroDivisionError" in told
    assert "ConnectionError" in told
    assert "in broken" in told
    assert "13800000000" not in told


async def _press(app: FazhiApp, key: str) -> None:
    async with app.run_test() as pilot:
        await pilot.press(key)
        await pilot.pause()


def test_the_crash_hook_is_still_textuals() -> None:
    """`_fatal_error` is private to Textual: if it goes, tracebacks with people's data return."""
    assert "_fatal_error" in vars(App)
