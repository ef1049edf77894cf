"""填报: keys in, journal and screen out, through the real app and a real store."""

from decimal import Decimal

import pytest
from textual.widgets import Input

from fazhi_tui.domain.assessment import Rate, Score, Tier
from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.ui.widgets.long_text import LongText
from tests.ui.desk import ACTOR, Desk, type_text

SIZE = (120, 40)


async def test_two_keys_save_the_first_score(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("7", "enter")
        await pilot.pause()
        assert desk.kinds == ["record_finding"]
        finding = desk.assessment.entry("1").own.findings[0]
        assert finding.quantity == Decimal(7)
        assert "失 0.50" in desk.text
        assert "(封顶)" in desk.text
        assert "已存 03-01 10:32" in desk.text


async def test_digits_and_enter_fill_an_indicator_and_go_on(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("0", "enter", "1", "enter")
        await pilot.pause()
        assert desk.kinds == ["mark_none", "record_finding"]
        assert "2 重大执法决定法制审核" in desk.text
        for key in ("9", "9", "slash", "1", "0", "0", "enter"):
            await pilot.press(key)
        await pilot.pause()
        assert desk.assessment.entry("2").own.readings[0].value == Rate(Decimal(99), Decimal(100))
        assert "得 2.40 · 失 1.60 · 待定 6.00 / 10" in desk.text


async def test_full_width_digits_and_the_ideographic_stop_are_numbers(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "１２")
        await pilot.press("enter")
        await pilot.pause()
        assert desk.assessment.entry("1").own.findings[0].quantity == Decimal(12)


async def test_what_is_refused_stays_typed_with_the_reason(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "slash", "2", "enter")
        await pilot.pause()
        assert desk.kinds == []
        assert "1/2" in desk.text
        assert "整数" in desk.text
        await pilot.press("backspace", "backspace", "enter")
        await pilot.pause()
        assert desk.kinds == ["record_finding"]


async def test_a_tier_is_chosen_with_the_arrows(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f7", "f7", "right", "right", "right", "enter")
        await pilot.pause()
        assert desk.assessment.entry("3").own.readings[0].value == Tier("良好")


async def test_judged_points_ask_for_their_reason(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f7", "f7", "f7", "1", "enter")
        await pilot.pause()
        assert "理由" in desk.text
        await pilot.press("f2")
        await pilot.pause()
        assert desk.kinds == []
        desk.app.screen.query_one("#reason", LongText).value = "述法不到位"
        await pilot.press("f2")
        await pilot.pause()
        reading = desk.assessment.entry("4").own.readings[0]
        assert (reading.value, reading.reason) == (Score(1000, ACTOR), "述法不到位")


async def test_a_finding_with_bearers_and_weights(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f3")
        dialog = desk.app.screen
        dialog.query_one("#quantity", Input).value = "4"
        dialog.query_one("#bearers", Input).value = "城管局:3、市交通局"
        dialog.query_one("#reason", LongText).value = "记录\x1b[2J不全"
        await pilot.press("f2")
        await pilot.pause()
        finding = desk.assessment.entry("1").own.findings[0]
        assert finding.bearers == (("市城管局", Decimal(3)), ("市交通局", Decimal(1)))
        assert finding.reason == "记录[2J不全"
        assert "市城管局 −0.30、市交通局 −0.10" in desk.text


async def test_a_refused_dialog_keeps_what_was_typed(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f3")
        dialog = desk.app.screen
        dialog.query_one("#bearers", Input).value = "市财政局"
        dialog.query_one("#reason", LongText).value = "台账不全"
        await pilot.press("f2")
        await pilot.pause()
        assert desk.app.screen is dialog
        assert "市财政局" in desk.text
        assert dialog.query_one("#reason", LongText).value == "台账不全"
        assert desk.kinds == []
        await pilot.press("f12")
        assert desk.app.screen is not dialog


async def test_tab_completes_a_unit_by_a_few_characters(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f3", "enter")
        await pilot.press("j", "t")
        await desk.app.workers.wait_for_complete()
        await pilot.press("tab")
        await pilot.pause()
        assert desk.app.screen.query_one("#bearers", Input).value == "市交通局"


async def test_evidence_is_entered_and_opened_again(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f4")
        desk.app.screen.query_one("#title", Input).value = "执法记录办法"
        await pilot.press("f2")
        await pilot.pause()
        assert list(desk.assessment.evidence) == ["001-2025-01"]
        assert "001-2025-01 执法记录办法" in desk.text
        await pilot.press("enter", "end", "enter")
        await pilot.pause()
        assert desk.app.screen.query_one("#title", Input).value == "执法记录办法"


async def test_not_applicable_needs_a_reason_and_is_lifted_by_the_same_key(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f8", "f2")
        await pilot.pause()
        assert desk.kinds == []
        desk.app.screen.query_one("#reason", LongText).value = "没有此项职权"
        await pilot.press("f2")
        await pilot.pause()
        assert desk.kinds == ["mark_not_applicable"]
        assert "不涉及 没有此项职权" in desk.text
        await pilot.press("f8")
        await pilot.pause()
        assert desk.kinds == ["mark_not_applicable", "lift_not_applicable"]


async def test_undo_takes_back_the_last_change(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("7", "enter", "ctrl+z")
        await pilot.pause()
        assert desk.kinds == ["record_finding", "restore"]
        assert desk.assessment.entry("1").own.findings == ()
        assert "失 0.00" in desk.text


async def test_the_rest_is_marked_none_and_handed_in(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f10")
        await pilot.pause()
        assert desk.kinds == ["mark_none"]
        await pilot.press("f9")
        await pilot.pause()
        assert desk.kinds == ["mark_none", "submit_item"]
        assert "◉" in desk.text


async def test_an_unfinished_item_is_not_handed_in_and_says_why(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("f9")
        await pilot.pause()
        assert desk.kinds == []
        assert "还没有填完" in "".join(note.message for note in desk.app._notifications)


async def test_a_command_that_cannot_run_says_why(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("home", "f3")
        await pilot.pause()
        assert "三级指标" in "".join(note.message for note in desk.app._notifications)


async def test_delete_makes_a_clause_blank_again(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("7", "enter", "up", "delete")
        await pilot.pause()
        assert desk.kinds == ["record_finding", "clear_clause"]


async def test_find_goes_to_an_indicator_by_pinyin_initials(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", "p", "x")
        await desk.app.workers.wait_for_complete()
        await pilot.press("enter")
        await pilot.pause()
        assert "3 执法人员培训" in desk.text.splitlines()[1]


async def test_the_tree_can_be_filtered_by_state(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("7", "enter", "tab", "ctrl+t")
        await type_text(pilot, "有失分")
        await pilot.press("enter")
        await pilot.pause()
        assert "有失分的 ×" in desk.text
        assert "法制审核" not in desk.text


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 50)])
async def test_it_works_at_any_size(desk: Desk, size: tuple[int, int]) -> None:
    async with desk.app.run_test(size=size) as pilot:
        await pilot.press("7", "enter")
        await pilot.pause()
        assert desk.kinds == ["record_finding"]
        assert all(len(line) <= size[0] for line in desk.text.splitlines())


async def test_too_small_a_terminal_says_so(desk: Desk) -> None:
    async with desk.app.run_test(size=(50, 12)) as pilot:
        await pilot.pause()
        assert "窗口太小" in desk.text
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "窗口太小" not in desk.text


async def test_one_of_several_units_sees_its_own(desk: Desk) -> None:
    desk.session.make(RecordFinding("1", "a", quantity=Decimal(2)))
    app = Desk(desk.store, unit="市司法局")
    async with app.app.run_test(size=SIZE):
        assert "市司法局" in app.text.splitlines()[0]
