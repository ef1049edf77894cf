"""Copying: a cell, a row, a table; as cells of a spreadsheet, never as a formula."""

import os
import stat
from pathlib import Path

import pytest
from textual import events

from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.ui.copying import hand_to_desktop, tabbed
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.widgets.table import Column, Table, TableRow
from tests.ui.desk import Desk, type_text

SIZE = (120, 40)


@pytest.mark.parametrize(
    ("cell", "copied"),
    [
        ("\u22120.25", "-0.25"),
        ("-12.5%", "-12.5%"),
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("+cmd", "'+cmd"),
        ("甲\t乙\n丙", "甲 乙 丙"),
    ],
)
def test_a_cell_stays_one_cell_and_no_formula(cell: str, copied: str) -> None:
    assert tabbed([[cell, "2"]]) == f"{copied}\t2"


def test_what_cannot_be_seen_is_not_copied() -> None:
    assert "\u202e" not in tabbed([["法\u202e治"]])


async def _copy(desk: Desk, *keys: str) -> str:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        return desk.app.clipboard


async def test_a_row_of_the_tree_is_copied_with_two_keys(desk: Desk) -> None:
    copied = await _copy(desk, "ctrl+c", "enter")
    assert copied.split("\t")[:3] == ["1", "执法全过程记录，一户式归集", "·"]


async def test_all_listed_rows_are_copied(desk: Desk) -> None:
    copied = await _copy(desk, "ctrl+c", "down", "enter")
    assert len(copied.splitlines()) == 9
    assert all(line.count("\t") == 4 for line in copied.splitlines())


async def test_a_table_is_copied_under_its_headings(desk: Desk) -> None:
    desk.session.make(RecordFinding("1", "a", reason="=1+1"))
    desk.start()
    copied = await _copy(desk, "f6", "ctrl+c", "down", "enter")
    heads, row = copied.splitlines()
    assert heads.split("\t")[1:4] == ["指标", "问题", "失分"]
    assert row.split("\t")[3] == "-0.10"


async def test_a_single_cell_is_copied(desk: Desk) -> None:
    desk.session.make(RecordFinding("1", "a"))
    desk.start()
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("f6", "ctrl+c")
        await type_text(pilot, "责任单位")
        await pilot.press("enter")
        await pilot.pause()
        assert desk.app.clipboard == "失分单位待认定" or "局" in desk.app.clipboard
        told = [note.message for note in desk.app._notifications]
    assert any(message.startswith("已复制责任单位") for message in told)


async def test_the_right_side_is_copied_as_lines(desk: Desk) -> None:
    copied = await _copy(desk, "right", "ctrl+c", "down", "enter")
    assert "① 记录不完整的" in copied
    assert "评分细则" in copied


async def test_an_empty_table_says_so(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("f6", "ctrl+c")
        await pilot.pause()
        assert any("没有可以复制" in note.message for note in desk.app._notifications)


async def test_a_click_and_the_wheel_move_in_a_table(desk: Desk) -> None:
    table = Table("表", lit=True)

    class Hall(Place):
        def body(self) -> list[Table]:
            return [table]

    async with desk.app.run_test(size=(60, 20)) as pilot:
        desk.app.push_screen(Hall())
        await pilot.pause()
        table.show((Column("号"),), [TableRow(str(n), (str(n),)) for n in range(100)])
        await pilot.pause()
        await pilot.click(Table, offset=(5, 6))
        assert table.cursor_key == "4"
        wheel = {"x": 5, "y": 6, "delta_x": 0, "delta_y": 1, "button": 0, "shift": False}
        table.post_message(
            events.MouseScrollDown(table, **wheel, meta=False, ctrl=False)  # type: ignore[arg-type]
        )
        await pilot.pause()
        assert table.cursor_key == "4"
        assert table.row_at(2) == 3
        await pilot.click(Table, offset=(5, 2))
        assert table.cursor_key == "3"


def test_a_desktop_program_is_given_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "xclip"
    tool.write_text(f"#!/bin/sh\ncat > {tmp_path}/out\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    hand_to_desktop("没有桌面")
    assert not (tmp_path / "out").exists()
    monkeypatch.setenv("DISPLAY", ":0")
    hand_to_desktop("甲\t乙")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "甲\t乙"
    tool.write_text("#!/bin/sh\nexit 1\n")
    hand_to_desktop("坏了也不碍事")
