"""In a pseudo terminal: where the cursor stands, and terminals that draw some signs two wide."""

import base64
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.store.store import open_store
from fazhi_tui.ui.plain import straight
from fazhi_tui.work.opening import find_set, new_assessment, open_session
from tests.terminal import Terminal
from tests.ui.desk import ACTOR, NAME, SET

pytestmark = pytest.mark.pty

F3, F4, F8, ESC, ENTER, CTRL_E, CTRL_F, CTRL_O, CTRL_P, CTRL_Q, CTRL_C = (
    b"\x1bOR", b"\x1bOS", b"\x1b[19~", b"\x1b", b"\r", b"\x05", b"\x06", b"\x0f",
    b"\x10", b"\x11", b"\x03",
)  # fmt: skip
LEAVING = "Esc/F12"
"""What every dialog says, and no place."""
RARE = "𠮷①“引”—é（全角）"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts the program on an assessment whose first finding has rare characters."""
    place = str(tmp_path / "store.db")
    store = open_store(place)
    new_assessment(store, NAME, find_set(str(SET)), actor=ACTOR)
    open_session(store, NAME, actor=ACTOR).make(RecordFinding("1", "a", reason=RARE))
    store.close()
    opened: list[Terminal] = []
    home = {name: str(tmp_path) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME")}

    def begin(*, wide: bool = False) -> Terminal:
        argv = ("open", NAME, "--db", place, "--as", ACTOR)
        opened.append(Terminal(*argv, columns=100, rows=30, wide=wide, **home))
        opened[-1].wait_for("评分细则")
        return opened[-1]

    yield begin
    for terminal in opened:
        terminal.close()


def test_the_cursor_stands_in_an_input_before_anything_is_typed(
    run: Callable[..., Terminal],
) -> None:
    """Input methods open their window at the terminal's own cursor."""
    terminal = run()
    for key, label in (
        (CTRL_F, "拼音首字母"),
        (CTRL_P, "全部命令"),
        (CTRL_E, "自评说明"),
        (F3, "失分单位"),
        (F4, "文号"),
        (F8, "理由"),
        (CTRL_O + F4, "导入自评"),
    ):
        terminal.type(key)
        terminal.wait_for(LEAVING)
        terminal.wait_for(label)
        terminal.settle()
        before = terminal.cursor
        terminal.type("甲".encode())
        terminal.wait(lambda: terminal.before_cursor.endswith("甲"))
        assert terminal.cursor == (before[0], before[1] + 2), label
        terminal.type(ESC)
        terminal.wait(lambda: LEAVING not in terminal.text)


def _edges(terminal: Terminal) -> set[int]:
    """The columns in which the last frame of each line stands."""
    return {
        max((x for x in range(100) if terminal.screen.buffer[y][x].data in "│┃|┐┘+"), default=-1)
        for y in range(1, 28)
    }


def test_rare_characters_keep_the_columns_straight_where_signs_are_narrow(
    run: Callable[..., Terminal],
) -> None:
    terminal = run()
    terminal.wait_for("𠮷")
    terminal.wait(lambda: _edges(terminal) == {99})
    terminal.type(CTRL_Q)
    assert terminal.end() == 0
    assert "已改用简单符号" not in terminal.said
    assert "┌" in terminal.said


def test_a_terminal_that_draws_some_signs_wide_gets_others(run: Callable[..., Terminal]) -> None:
    terminal = run(wide=True)
    terminal.wait_for("已改用简单符号")
    terminal.wait(lambda: "+-" in terminal.text.replace(" ", ""))
    terminal.wait(lambda: not any(map(_ambiguous, terminal.text)))
    assert _edges(terminal) == {99}
    terminal.type(CTRL_Q)
    assert terminal.end() == 0


def _ambiguous(char: str) -> bool:
    return unicodedata.east_asian_width(char) == "A"


def test_lookalikes_are_as_many_cells_as_are_counted() -> None:
    every = "".join(map(chr, range(0x20, 0x3000)))
    written = straight(every)
    assert len(written) == len(every)
    assert not any(map(_ambiguous, written))
    assert straight("法治 Fazhi 12.50，（）") == "法治 Fazhi 12.50，（）"
    assert straight("①⑨⑩½") == "19##"


def test_the_terminal_is_handed_what_is_copied(run: Callable[..., Terminal]) -> None:
    terminal = run()
    terminal.type(CTRL_C + ENTER)
    terminal.wait_for("已复制")
    sent = terminal.said.partition("\x1b]52;c;")[2].partition("\a")[0]
    assert base64.b64decode(sent).decode().startswith("1\t执法全过程记录")
