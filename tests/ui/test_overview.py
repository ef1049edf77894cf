"""总览, 单位, ranking and 前往: what they tell, and where each line leads."""

from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.changes import (
    AssignDuty,
    MarkNone,
    RecordFinding,
    ReturnItem,
    SetReading,
    SubmitItem,
)
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.store.store import open_store
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.losing import shade
from fazhi_tui.ui.screens.sifting import next_waiting
from fazhi_tui.ui.screens.units import Units
from fazhi_tui.ui.widgets.table import Table
from fazhi_tui.work.opening import open_session
from tests.ui.desk import NAME, Desk, clock, write

SIZE, SMALL = (120, 40), (80, 24)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """One item returned, one answered, two blank; a loss that is nobody's yet."""
    one, three = Decimal(1), Decimal(3)
    return desk.after(
        RecordFinding("1", "a", quantity=three, bearers=(("市城管局", one),), reason="台账不全"),
        RecordFinding("1", "a", quantity=one),
        MarkNone(("1",), "b"),
        SubmitItem(("1",)),
        ReturnItem(("1",), "请写明事由"),
        SetReading("2", "a", Rate(Decimal(95), Decimal(100))),
    )


@pytest.mark.parametrize("size", [SMALL, SIZE])
async def test_the_overview_tells_how_it_stands(filled: Desk, size: tuple[int, int]) -> None:
    async with filled.app.run_test(size=size) as pilot:
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "得 3.10   失 0.90   待定 6.00   满分 10.00 分" in filled.text
        assert "最后可得 3.10～9.10" in filled.text
        assert "未销号 3 项 · 全部销号可追回 0.90" in filled.text
        assert "█" in filled.text
        assert "▓" in filled.text
        assert "░" in filled.text
        assert "总览" in filled.text.splitlines()[0]


@pytest.mark.parametrize("size", [SMALL, SIZE])
async def test_a_digit_leads_to_what_is_missing_and_on_to_its_indicator(
    filled: Desk, size: tuple[int, int]
) -> None:
    async with filled.app.run_test(size=size) as pilot:
        await pilot.press("ctrl+l")
        await pilot.pause()
        await pilot.press("1")
        await pilot.pause()
        assert "退回修改的指标" in filled.text
        assert "请写明事由" in filled.text
        await pilot.press("enter")
        await pilot.pause()
        assert "填报" in filled.text.splitlines()[0]
        assert "执法全过程记录" in filled.text


async def test_the_check_list_counts_each_kind(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await pilot.pause()
        right = [line.rpartition("││")[2].split() for line in filled.text.splitlines()]
        assert ["1", "✗", "退回修改的指标", "1", "处", "│"] in right
        assert ["2", "✗", "没有填完", "2", "处", "│"] in right
        assert ["4", "✗", "失分单位待认定", "1", "笔", "│"] in right


async def test_f7_stops_at_what_contradicts_itself(filled: Desk) -> None:
    shown = Shown(filled.session.snapshot)
    assert next_waiting(shown, "1") == "3"
    assert next_waiting(shown, "1", failing={"2"}) == "2"


async def test_arrows_go_from_board_to_board_and_enter_opens(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l", "tab", "enter")
        await pilot.pause()
        assert "退回修改的指标" in filled.text
        assert "共 1 处" in filled.text
        await pilot.press("f12", "end", "enter")
        await pilot.pause()
        assert "的失分" in filled.text
        await pilot.press("f12", "tab", "home", "enter")
        await pilot.pause()
        assert "整改清单" in filled.text.splitlines()[1]


async def test_units_tell_who_is_behind_and_open_their_items(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert "共 2 个单位，报齐 0 个，没有报齐 2 个" in filled.text
        assert "没有报齐：市委依法治市办、市司法局" in filled.text
        row = next(line for line in filled.text.splitlines() if "↩" in line)
        assert row.split()[2:5] == ["市司法局", "政府", "2"]
        await pilot.press("f7", "f7", "end", "home", "down", "enter")
        await pilot.pause()
        assert "市委依法治市办应填的指标" in filled.text
        await pilot.press("enter")
        await pilot.pause()
        assert "填报" in filled.text.splitlines()[0]


async def test_a_deadline_makes_late_what_comes_after_it_until_it_is_admitted(
    filled: Desk,
) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+d")
        await pilot.pause()
        assert "还没有报送截止" in filled.text
        await pilot.press("f3")
        write(filled, "at", "2025-2-1")
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[-1] == "set_deadline"
        assert "报送截止 2025-02-01 23:59，已过，迟报 2 项" in filled.text
        await pilot.press("end", "f4")
        await pilot.pause()
        assert filled.kinds[-1] == "admit_late"
        assert "，已过" in filled.text
        assert "迟报 2 项" not in filled.text


async def test_a_reminder_is_drawn_up_and_copied(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+d", "f8")
        await pilot.pause()
        assert "【催办】甲市2025年第一轮" in filled.text
        assert "退回修改：第1项，请写明事由" in filled.text
        await pilot.press("f4")
        await pilot.pause()
        assert "市委依法治市办：应报 2 项" in filled.app.clipboard
        assert "市司法局：应报 2 项" in filled.app.clipboard
        await pilot.press("f12", "end", "space", "f8", "f4")
        await pilot.pause()
        assert "市委依法治市办" not in filled.app.clipboard


@pytest.mark.parametrize("size", [SMALL, SIZE])
async def test_units_of_a_class_are_ranked_with_ties(filled: Desk, size: tuple[int, int]) -> None:
    one = Decimal(1)
    bearers = (("市交通局", one), ("市城管局", one))
    filled.session.make(RecordFinding("4", "b", quantity=one, bearers=bearers))
    again = Desk(filled.store)
    async with again.app.run_test(size=size) as pilot:
        await pilot.press("f5", "f7")
        await pilot.pause()
        assert "政府  3/3 个失分 " in again.text
        ranks = [line.split()[1:3] for line in again.text.splitlines() if " −0." in line]
        assert ["1", "市城管局"] in ranks
        assert ["2=", "市司法局"] in ranks
        assert ["2=", "市交通局"] in ranks


def test_a_shade_is_the_quarter_in_which_a_loss_stands() -> None:
    sizes = [10, 20, 30, 40]
    assert [shade(lost, sizes) for lost in (0, 10, 20, 30, 40)] == [0, 1, 2, 3, 4]
    assert shade(5, [5]) == 1


async def test_every_place_is_one_digit_away(filled: Desk) -> None:
    async with filled.app.run_test(size=SMALL) as pilot:
        for digit, place in (("2", "总览"), ("3", "失分"), ("4", "整改"), ("5", "单位")):
            await pilot.press("ctrl+g", digit)
            await pilot.pause()
            assert place in filled.text.splitlines()[0]
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "● 单位" in filled.text
        await pilot.press("1")
        await pilot.pause()
        assert "填报" in filled.text.splitlines()[0]


async def test_a_unit_that_lost_all_its_items_meanwhile_has_an_empty_list(desk: Desk) -> None:
    other = open_session(open_store(desk.store.place), NAME, actor="李四", clock=clock)
    async with desk.app.run_test(size=SIZE) as pilot:
        desk.app._go("units")
        await pilot.pause()
        place = desk.app.screen
        assert isinstance(place, Units)
        place.open_items(Table.Chosen("市司法局"))
        await pilot.pause()
        assert "共 2 项" in desk.text
        other.make(AssignDuty(("1", "2"), Duty("市交通局")))
        desk.app._look_around()
        await pilot.pause()
        assert "共 0 项" in desk.text
