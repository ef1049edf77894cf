"""失分情况, 整改清单 and 自评轮次: what they show, where they lead, what they write."""

from decimal import Decimal
from pathlib import Path

import pytest
from textual.widgets import Input

from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.changes import MarkNone, RecordFinding, SetReading
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.ui.messages import OpenRequested
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.screens.workbench import Workbench
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.work.opening import find_set, new_assessment
from tests.ui.desk import ACTOR, NAME, SET, Desk, screen_text

SIZE = (120, 40)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Some losses, some of them nobody's yet."""
    one, three = Decimal(1), Decimal(3)
    return desk.after(
        RecordFinding("1", "a", quantity=three, bearers=(("市城管局", one),), reason="台账不全"),
        RecordFinding("1", "a", quantity=one),
        MarkNone(("1",), "b"),
        SetReading("2", "a", Rate(Decimal(95), Decimal(100))),
        RecordFinding("4", "b", quantity=one),
    )


async def test_losses_stand_by_unit_and_balance(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        assert "得 3.10 + 失 1.90 + 待定 5.00 = 10 ✓" in filled.text
        assert "待认定 0.10" in filled.text
        assert filled.text.index("市委依法治市办  ") < filled.text.index("市城管局")


async def test_a_number_opens_to_its_lines_and_on_to_its_indicator(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5", "down", "enter")
        await pilot.pause()
        assert "2.a.市司法局" in filled.text
        assert "法制审核率95%，低于100%" in filled.text
        assert "共 1 笔，合计 0.50 分" in filled.text
        await pilot.press("enter")
        await pilot.pause()
        assert "2 重大执法决定法制审核" in filled.text.splitlines()[1]


async def test_the_same_loss_by_area_and_as_a_matrix(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5", "f7", "f7")
        await pilot.pause()
        assert "一、行政执法严格规范" in filled.text
        await pilot.press("f7")
        await pilot.pause()
        assert "单位 × 一级指标" in filled.text.splitlines()[1]
        await pilot.press("f2")
        assert "指标" in filled.text.splitlines()[1]


async def test_a_gap_is_planned_extended_and_closed(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "enter")
        await pilot.pause()
        dialog = filled.app.screen
        dialog.query_one("#measure", LongText).value = "逐卷补齐"
        dialog.query_one("#due", Input).value = "2025年6月30日"
        await pilot.press("f2")
        await pilot.pause()
        plan = next(iter(filled.assessment.rectifications.values()))
        assert (plan.measure, plan.due) == ("逐卷补齐", "2025-06-30")
        assert "逐卷补齐" in filled.text
        await pilot.press("enter")
        filled.app.screen.query_one("#due", Input).value = "2025-9-30"
        await pilot.press("f2")
        await pilot.pause()
        plan = next(iter(filled.assessment.rectifications.values()))
        assert (plan.due, plan.first_due) == ("2025-09-30", "2025-06-30")
        await pilot.press("f8", "f2")
        await pilot.pause()
        assert "已销号" in filled.text


async def test_the_list_is_filtered_by_unit_and_exported(filled: Desk, tmp_path: Path) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "ctrl+t", "c", "g", "enter")
        await filled.app.workers.wait_for_complete()
        await pilot.pause()
        assert "整改清单 · 按自评数 · 市城管局" in filled.text
        await pilot.press("f9")
        target = tmp_path / "清单.md"
        filled.app.screen.query_one("#path", Input).value = str(target)
        await pilot.press("f2")
        await filled.app.workers.wait_for_complete()
        await pilot.pause()
        assert "执法记录不完整3卷" in target.read_text(encoding="utf-8")
        assert str(target) in "".join(note.message for note in filled.app._notifications)


async def test_an_export_that_fails_says_why_and_stays(filled: Desk, tmp_path: Path) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "f9")
        dialog = filled.app.screen
        dialog.query_one("#path", Input).value = str(tmp_path / "没有的文件夹" / "清单.doc")
        await pilot.press("f2")
        await filled.app.workers.wait_for_complete()
        await pilot.pause()
        assert filled.app.screen is dialog
        assert "doc" in filled.text
        assert not list(tmp_path.glob("*.doc"))


async def test_empty_places_say_what_to_do(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        assert "还没有失分" in desk.text
        await pilot.press("f6")
        await pilot.pause()
        assert "没有需要整改的事项" in desk.text


async def test_the_start_screen_opens_the_last_one_in_three_keys(store: Store) -> None:
    app = FazhiApp(store, None, actor=ACTOR)
    async with app.run_test(size=SIZE) as pilot:
        assert NAME in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("0", "enter")
        await pilot.pause()
        head = store.head(NAME)
        assert [line.kind for line in store.lines(head.id)][-1] == "mark_none"


async def test_the_list_of_rounds_shows_what_others_begin(
    store: Store, tmp_path: Path, hasty: float
) -> None:
    app = FazhiApp(store, None, actor=ACTOR)
    async with app.run_test(size=SIZE) as pilot:
        other = open_store(str(tmp_path / "store.db"))
        new_assessment(other, "乙市第一轮", find_set(str(SET)), actor="李四")
        other.close()
        await pilot.pause(hasty)
        await pilot.pause()
        assert "乙市第一轮" in screen_text(app)
        await pilot.press("enter", "0", "enter")
        await pilot.pause()
        assert [line.kind for line in store.lines(store.head(NAME).id)][-1] == "mark_none"


async def test_a_new_assessment_from_a_file_is_opened(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "empty.db"))
    app = FazhiApp(store, None, actor=ACTOR)
    async with app.run_test(size=SIZE) as pilot:
        assert "按 F2 新建" in screen_text(app)
        await pilot.press("f2")
        dialog = app.screen
        dialog.query_one("#name", Input).value = "乙市第一轮"
        dialog.query_one("#set").focus()
        await pilot.press("left")
        dialog.query_one("#file", Input).value = str(SET)
        await pilot.press("f2")
        await pilot.pause()
        assert "乙市第一轮" in screen_text(app)
        assert "1 执法全过程记录" in screen_text(app)
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert "自评轮次" in screen_text(app)
    store.close()


async def test_what_was_marked_in_one_round_is_not_in_the_next(desk: Desk) -> None:
    new_assessment(desk.store, "乙轮", find_set(str(SET)), actor=ACTOR)
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("space", "space")
        await pilot.pause()
        assert "选中 2 项" in desk.text
        await pilot.press("ctrl+o")
        await pilot.pause()
        desk.app.post_message(OpenRequested("乙轮"))
        await pilot.pause()
        assert "乙轮" in desk.text
        place = desk.app.screen
        assert isinstance(place, Workbench)
        assert place._tree.marked == ()


async def test_an_import_that_fails_says_why(store: Store, tmp_path: Path) -> None:
    app = FazhiApp(store, None, actor=ACTOR)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f4")
        app.screen.query_one("#path", Input).value = str(tmp_path / "没有.toml")
        await pilot.press("f2")
        await pilot.pause()
        assert "没有找到文件" in screen_text(app)


async def test_the_demonstration_leaves_no_trace(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "empty.db"))
    app = FazhiApp(store, None, actor=ACTOR)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        assert "演示·示例分值" in screen_text(app)
        await pilot.press("ctrl+o")
        await pilot.pause()
        assert store.heads() == []
    store.close()


async def test_help_and_palette_list_the_commands_of_the_place(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f1")
        await pilot.pause()
        assert "下一未填" in desk.text
        assert "Ctrl+Z" in desk.text
        await pilot.press("f12", "ctrl+p", "s", "f", "q", "k", "enter")
        await desk.app.workers.wait_for_complete()
        await pilot.pause()
        assert "失分情况 · 按单位" in desk.text


async def test_what_was_told_in_one_place_hides_nothing_in_the_next(filled: Desk) -> None:
    async with filled.app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("f9")
        await pilot.pause()
        assert "不能报送" in filled.text
        await pilot.press("f5")
        await pilot.pause()
        assert "不能报送" not in filled.text
        assert "F1 帮助" in filled.text or "F1帮助" in filled.text
