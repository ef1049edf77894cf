"""Several indicators at once: marked, counted before, one change, one undo."""

from decimal import Decimal

import pytest
from textual.widgets import Input

from fazhi_tui.domain.assessment import Rate, Tier
from fazhi_tui.domain.changes import AssignDuty, MarkNone, RecordFinding, SetReading
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.widgets.long_text import LongText
from tests.ui.desk import ACTOR, Desk

SIZE, SMALL = (120, 40), (80, 24)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """1 to 3 are filled in, 4 is not."""
    return desk.after(
        RecordFinding("1", "a", quantity=Decimal(1)),
        MarkNone(("1",), "b"),
        SetReading("2", "a", Rate(Decimal(95), Decimal(100))),
        SetReading("3", "a", Tier("良好")),
    )


@pytest.mark.parametrize("size", [SMALL, SIZE])
async def test_marked_items_are_handed_in_together_and_undone_together(
    filled: Desk, size: tuple[int, int]
) -> None:
    async with filled.app.run_test(size=size) as pilot:
        await pilot.press("ctrl+a", "f9")
        await pilot.pause()
        assert "选中 4 项，将报送 3 项；1 项不能报送，保持原样" in filled.text
        assert "还没有填完" in filled.text
        before = len(filled.kinds)
        await pilot.press("enter")
        await pilot.pause()
        assert filled.kinds[before:] == ["submit_item"]
        assert "选中" not in filled.text.splitlines()[1]
        marks = {no: entry.marks for no, entry in filled.assessment.entries.items()}
        assert {no for no, mark in marks.items() if mark} == {"1", "2", "3"}
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert filled.kinds[before:] == ["submit_item", "restore"]
        assert not any(entry.marks for entry in filled.assessment.entries.values())


async def test_space_on_a_branch_marks_what_is_under_it_and_escape_nothing(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("home", "space")
        await pilot.pause()
        assert "选中 3 项 · Esc 取消" in filled.text
        assert filled.text.count("+✗") == 3
        await pilot.press("down", "down", "space")
        await pilot.pause()
        assert "选中 2 项" in filled.text
        await pilot.press("escape")
        await pilot.pause()
        assert "选中" not in filled.text.splitlines()[1]


async def test_several_items_are_marked_not_applicable_with_one_reason(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("end", "up", "up", "up", "space", "end", "space", "f8")
        await pilot.pause()
        assert "将标为不涉及 2 项" in filled.text
        filled.app.screen.query_one("#reason", LongText).value = "没有此项职权"
        await pilot.press("f2")
        await pilot.pause()
        assert filled.assessment.entry("4").not_applicable[0].reason == "没有此项职权"


async def test_duties_of_several_items_are_assigned_in_one_change(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        before = len(filled.kinds)
        await pilot.press("home", "space", "ctrl+k")
        await pilot.pause()
        filled.app.screen.query_one("#lead", Input).value = "市司法局"
        filled.app.screen.query_one("#person", Input).value = "李四"
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[before:] == ["assign_duty"]
        duties = [filled.assessment.entry(no).duty for no in ("1", "2", "3")]
        assert {duty.person for duty in duties if duty} == {"李四"}


async def test_people_who_differ_are_not_overwritten_unseen(filled: Desk) -> None:
    for no, person in (("1", "李四"), ("2", "王五")):
        filled.session.make(AssignDuty((no,), Duty("市司法局", person=person)))
    filled.app = FazhiApp(filled.store, filled.session, actor=ACTOR)
    async with filled.app.run_test(size=SIZE) as pilot:
        before = len(filled.kinds)
        await pilot.press("home", "space", "ctrl+k")
        await pilot.pause()
        assert "责任领导、责任人不一样" in filled.text
        assert filled.app.screen.query_one("#person", Input).value == ""
        filled.app.screen.query_one("#lead", Input).value = "市司法局"
        await pilot.press("f2")
        await pilot.pause()
        assert "请分开指定" in filled.text
        filled.app.screen.query_one("#person", Input).value = "赵六"
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[before:] == ["assign_duty"]
        duties = [filled.assessment.entry(no).duty for no in ("1", "2", "3")]
        assert {duty.person for duty in duties if duty} == {"赵六"}


async def test_what_is_left_blank_is_none_for_several(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        before = len(filled.kinds)
        await pilot.press("end", "space", "f10")
        await pilot.pause()
        assert "将填“无” 1 项" in filled.text
        await pilot.press("enter")
        await pilot.pause()
        assert filled.kinds[before:] == ["mark_none"]


async def test_nothing_is_done_where_nothing_can_be(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+a", "f9")
        await pilot.pause()
        assert "将报送 0 项" in desk.text
        await pilot.press("enter")
        await pilot.pause()
        assert "没有可以报送的" in desk.text
        assert desk.kinds == []
        await pilot.press("f12", "escape")


async def test_a_unit_assigns_no_duties(filled: Desk) -> None:
    unit = Desk(filled.store, unit="市司法局")
    async with unit.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("ctrl+k")
        await pilot.pause()
        assert "分工由牵头办公室指定" in "".join(n.message for n in unit.app._notifications)
