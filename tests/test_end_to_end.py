"""The program in a real terminal: bytes in, cells out, killed and started again."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import find_set, new_assessment, open_session
from tests.terminal import PROGRAM, Terminal

pytestmark = pytest.mark.pty

NAME = "甲市第一轮"
SEVEN = re.compile(r"\[\s*7▏\s*\]")
"""A cell of the screen in which a seven is being typed."""
SET = Path(__file__).parent / "ui" / "small_set.toml"
F2, F3, TAB, ENTER, DOWN, CTRL_E, CTRL_Q = (
    b"\x1bOQ", b"\x1bOR", b"\t", b"\r", b"\x1b[B", b"\x05", b"\x11",
)  # fmt: skip


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A store with one fresh assessment of a small set."""
    path = tmp_path / "store.db"
    store = open_store(str(path))
    new_assessment(store, NAME, find_set(str(SET)), actor="张三")
    store.close()
    return path


@pytest.fixture
def start(database: Path) -> Iterator[Callable[[], Terminal]]:
    """Starts the program on that assessment, as often as wanted."""
    opened: list[Terminal] = []

    def begin() -> Terminal:
        opened.append(Terminal("open", NAME, "--db", str(database), "--as", "张三"))
        opened[-1].wait_for("评分细则")
        return opened[-1]

    yield begin
    for terminal in opened:
        terminal.close()


def test_what_was_saved_is_there_after_a_kill(
    start: Callable[[], Terminal], database: Path
) -> None:
    terminal = start()
    terminal.type(F3 + b"7" + TAB)
    terminal.wait_for("失分单位")
    terminal.type(TAB)
    terminal.type_slowly("台账记录不全")
    terminal.type(b"\x1b[200~\xef\xbc\x8c" + "见审计报告\n第三页".encode() + b"\x1b[201~")
    terminal.wait_for("第三页")
    terminal.type(F2)
    terminal.wait_for("失 0.50")
    terminal.resize(80, 24)
    terminal.wait(lambda: "F1帮助" in terminal.text.splitlines()[23])
    os.killpg(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait()

    again = start()
    again.wait_for("台账记录不全，见审计报告 第三页")
    again.type(CTRL_Q)
    assert again.end() == 0
    store = open_store(str(database))
    finding = open_session(store, NAME, actor="李四").snapshot.assessment.entry("1").own.findings[0]
    assert finding.reason == "台账记录不全，见审计报告\n第三页"
    store.close()


def test_all_keys_of_one_burst_land_where_they_belong(
    start: Callable[[], Terminal], database: Path
) -> None:
    terminal = start()
    terminal.type(b"7" + ENTER + b"0" + DOWN + CTRL_E + "情况说明".encode() + F2 + CTRL_Q)
    assert terminal.end() == 0
    store = open_store(str(database))
    entry = open_session(store, NAME, actor="李四").snapshot.assessment.entry("1")
    assert [str(finding.quantity) for finding in entry.own.findings] == ["7"]
    assert [nil.clause for nil in entry.own.nils] == ["b"]
    assert [note.text for note in entry.notes] == ["情况说明"]
    store.close()


def test_the_cursor_stands_where_an_input_method_opens(start: Callable[[], Terminal]) -> None:
    terminal = start()
    terminal.type(CTRL_E)
    terminal.wait_for("自评说明")
    terminal.wait(lambda: terminal.before_cursor.rstrip().endswith("自评说明"))
    terminal.type("已补正".encode())
    terminal.wait(lambda: terminal.before_cursor.rstrip().endswith("已补正"))
    terminal.type(F2)
    terminal.wait_for("说明 市")
    terminal.type(CTRL_Q)
    assert terminal.end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_demonstration_that_is_ended_from_outside_leaves_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    terminal = Terminal("demo", TMPDIR=str(tmp_path))
    try:
        terminal.wait_for("演示")
        assert any(path.name.startswith("fazhi-demo-") for path in tmp_path.iterdir())
        os.kill(terminal.process.pid, number)
        assert terminal.end() == 128 + number
        assert list(tmp_path.glob("fazhi-demo-*")) == []
        assert "Traceback" not in terminal.said
    finally:
        terminal.close()


def test_what_another_program_writes_is_shown_while_one_types(
    start: Callable[[], Terminal], database: Path
) -> None:
    terminal = start()
    terminal.type(b"7")
    terminal.wait(lambda: bool(SEVEN.search(terminal.text)))
    written = [*PROGRAM, "record", NAME, "3", "a", "--tier", "良好", "--db", str(database)]
    subprocess.run(written, check=True, stdout=subprocess.DEVNULL, timeout=60)
    began = time.monotonic()
    terminal.wait_for("失 0.50")
    assert time.monotonic() - began < 5
    assert SEVEN.search(terminal.text), "what is being typed stays"
    terminal.type(ENTER)
    terminal.wait_for("失 1.00")
    terminal.type(CTRL_Q)
    assert terminal.end() == 0


def test_the_window_may_change_at_any_moment(start: Callable[[], Terminal]) -> None:
    terminal = start()
    terminal.type(CTRL_E)
    terminal.wait_for("自评说明")
    terminal.type_slowly("一边写一边拉窗口")
    for columns, rows in ((80, 24), (200, 50), (59, 15), (60, 16), (140, 30)):
        terminal.resize(columns, rows)
        terminal.settle(0.2)
    terminal.wait_for("一边写一边拉窗口")
    terminal.type("，照样接着写".encode() + F2)
    terminal.wait_for("说明 市司法局：一边写一边拉窗口，照样接着写")
    terminal.type(CTRL_Q)
    assert terminal.end() == 0
