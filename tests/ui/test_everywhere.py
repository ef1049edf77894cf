"""What holds at every place: F1 in boxes, finding in lists, empty lists, what is only practice."""

from decimal import Decimal
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from fazhi_tui.domain.assessment import Number
from fazhi_tui.domain.changes import MarkNone, RecordFinding, SetReading, SubmitItem, WriteNote
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.ui.dialogs.help import HelpDialog
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.presenting import status_of
from fazhi_tui.ui.widgets.board import Board
from fazhi_tui.ui.widgets.choice import Choice
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.ui.widgets.table import Table
from fazhi_tui.work.opening import find_set, new_assessment
from tests.ui.desk import ACTOR, NAME, Desk, clock, screen_text, type_text, write

SMALL, USUAL = (80, 24), (120, 40)


async def _at(pilot: Pilot[None], desk: Desk, place: str) -> Table:
    await pilot.pause()
    desk.app._go(place)
    await pilot.pause()
    return desk.app.screen.query_one(Table)


@pytest.fixture
def losing(desk: Desk) -> Desk:
    """Two gaps of two units, one item handed in."""
    one = Decimal(1)
    return desk.after(
        RecordFinding("1", "a", quantity=one, bearers=(("市城管局", one), ("市交通局", one))),
        MarkNone(("1",), "b"),
        SubmitItem(("1",)),
    )


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["f4"], "补全单位名称"),
        (["slash"], "拼音首字母"),
        (["ctrl+g"], "数字/Enter"),
        (["ctrl+t"], "拼音首字母"),
    ],
)
async def test_f1_tells_the_keys_of_a_box_and_keeps_what_is_typed(
    desk: Desk, keys: list[str], told: str
) -> None:
    async with desk.app.run_test(size=USUAL) as pilot:
        await pilot.press("home", "down", "down", *keys)
        await pilot.pause()
        box = desk.app.screen
        fields = list(box.query(Input))
        if fields:
            fields[0].value = "甲"
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(desk.app.screen, HelpDialog)
        assert told in desk.text
        await pilot.press("f1")
        await pilot.pause()
        assert desk.app.screen is box
        assert not fields or fields[0].value == "甲"


@pytest.mark.parametrize("place", ["losses", "gaps", "units", "review"])
async def test_a_row_of_a_list_is_found_by_a_few_letters(losing: Desk, place: str) -> None:
    async with losing.app.run_test(size=USUAL) as pilot:
        table = await _at(pilot, losing, place)
        wanted, words = table.in_words()[-1]
        await pilot.press("home", "slash")
        await pilot.pause()
        await type_text(pilot, " ".join(words[:3]) if place == "gaps" else words[0])
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(losing.app.screen, Place)
        assert table.cursor_key == wanted


async def test_an_empty_list_says_so_instead_of_asking(desk: Desk) -> None:
    async with desk.app.run_test(size=USUAL, notifications=True) as pilot:
        await _at(pilot, desk, "gaps")
        await pilot.press("slash")
        await pilot.pause()
        assert "没有可以查找的" in desk.text


@pytest.mark.parametrize(
    ("place", "told"), [("review", "F9 报送"), ("merge", "文件夹"), ("losses", "按 F2 回去填报")]
)
async def test_an_empty_place_says_in_full_what_to_do(desk: Desk, place: str, told: str) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await _at(pilot, desk, place)
        assert told in "".join(line.strip("│ ") for line in desk.text.splitlines())


async def test_the_overview_starts_at_its_top_in_a_small_terminal(desk: Desk) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        desk.app._go("overview")
        await pilot.pause()
        await pilot.pause()
        assert desk.app.screen.query_one("#figures", Board).cursor_key.startswith("lack:")
        assert "满分 " in desk.text.splitlines()[2]


async def test_the_list_of_places_counts_what_waits_as_the_review_does(losing: Desk) -> None:
    async with losing.app.run_test(size=USUAL) as pilot:
        table = await _at(pilot, losing, "review")
        count = len(table.in_words())
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert f"待审 {count} 项" in losing.text


async def test_a_practice_is_told_from_a_round_that_is_kept(store: Store, desk: Desk) -> None:
    assert desk.app.shown is not None
    assert "演示" not in status_of(desk.app.shown).badge
    app = FazhiApp(store, desk.session, actor=ACTOR, practice=True)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert " 演示 " in screen_text(app).splitlines()[0]
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert "退出后不保留" in screen_text(app)


async def test_lines_behind_a_sum_that_is_converted_say_what_they_count(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "scaled.db"))
    new_assessment(store, NAME, find_set("demo-dept"), actor=ACTOR, clock=clock)
    desk = Desk(store)
    desk.session.make(SetReading("1", "a", Number(Decimal(3)), "局办公室"))
    desk.start()
    async with desk.app.run_test(size=USUAL) as pilot:
        await _at(pilot, desk, "losses")
        await pilot.press("enter")
        await pilot.pause()
        assert "合计 1.50 分，汇总时经折算、加减分上限，计 0.60 分" in desk.text
        await pilot.press("escape", "f6")
        await pilot.pause()
        assert "失分 1.50（汇总折算前）" in desk.text
    store.close()


async def test_each_unit_keeps_its_own_note_and_the_lead_comes_first(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "notes.db"))
    new_assessment(store, NAME, find_set("demo-98"), actor=ACTOR, clock=clock)
    desk = Desk(store)
    desk.session.make(WriteNote("3", "发改委原来写的", "市发改委"))
    desk.start()
    async with desk.app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        desk.app._go("workbench", "3")
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert desk.app.screen.query_one("#unit", Choice).value == "市行政审批局"
        write(desk, "text", "审批局新写的")
        desk.app.screen.query_one("#unit", Choice).focus()
        await pilot.press("left")
        await pilot.pause()
        assert desk.app.screen.query_one("#text", LongText).value == "发改委原来写的"
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(desk.app.screen, Place)
        notes = {note.unit: note.text for note in desk.assessment.entry("3").notes}
        assert notes == {"市发改委": "发改委原来写的", "市行政审批局": "审批局新写的"}
    store.close()


async def test_a_round_begun_at_night_is_listed_under_its_own_day(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "night.db"))
    night = "2025-02-28T18:00:00.000Z"
    new_assessment(store, NAME, find_set("demo-98"), actor=ACTOR, clock=lambda: night)
    app = FazhiApp(store, None, actor=ACTOR)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "2025-03-01" in screen_text(app)
    store.close()


async def test_a_hint_is_seen_whole_in_a_small_terminal(desk: Desk) -> None:
    async with desk.app.run_test(size=SMALL) as pilot:
        await pilot.press("home", "down", "down", "f8")
        await pilot.pause()
        assert "没有此项法定职权；Enter 换行，Tab 下一项 " in desk.text
