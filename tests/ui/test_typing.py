"""Typing in place: nothing typed is lost, whoever else writes, whomever one speaks for."""

from decimal import Decimal

import pytest
from textual import events
from textual.widgets import Input

from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.store.store import Store
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.work.opening import open_session
from tests.ui.desk import NAME, Desk, clock, type_text

SIZE = (120, 40)

# ── a value being typed is never lost ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "key", ["down", "up", "tab", "left", "right", "pagedown", "f7", "f5", "ctrl+f", "ctrl+o"]
)
async def test_a_typed_value_is_saved_by_whatever_leaves_its_cell(desk: Desk, key: str) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("7", key)
        await pilot.pause()
        assert desk.kinds == ["record_finding"]


async def test_a_click_elsewhere_saves_a_typed_value(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("7")
        await pilot.click("IndicatorTree", offset=(10, 4))
        await pilot.pause()
        assert desk.kinds == ["record_finding"]
        assert "2 重大执法决定法制审核" in desk.text.splitlines()[1]


@pytest.mark.parametrize("key", ["tab", "f5", "f7", "pagedown", "ctrl+q"])
async def test_a_refused_value_keeps_one_where_it_was_typed(desk: Desk, key: str) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "slash", "2", key)
        await pilot.pause()
        assert desk.kinds == []
        assert "1/2" in desk.text
        assert "“1/2”不是整数" in desk.text
        assert "第1项" not in desk.text  # that is where one is
        assert "1 执法全过程记录" in desk.text.splitlines()[1]


async def test_a_refused_value_comes_back_after_a_click_elsewhere(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "slash", "2")
        await pilot.click("IndicatorTree", offset=(10, 4))
        await pilot.pause()
        assert "1 执法全过程记录" in desk.text.splitlines()[1]
        assert "1/2" in desk.text
        await pilot.press("backspace", "backspace", "enter")
        await pilot.pause()
        assert desk.kinds == ["record_finding"]


@pytest.mark.parametrize("key", ["escape", "ctrl+z"])
async def test_only_escape_gives_up_a_typed_value_and_says_so(desk: Desk, key: str) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("7", key)
        await pilot.pause()
        assert desk.kinds == []
        assert "没有保存" in "".join(note.message for note in desk.app._notifications)


async def test_the_finding_key_saves_what_is_typed_and_opens_it(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("7", "f3")
        await pilot.pause()
        assert desk.kinds == ["record_finding"]
        assert desk.app.screen.query_one("#quantity", Input).value == "7"
        desk.app.screen.query_one("#reason", LongText).value = "台账不全"
        await pilot.press("f2")
        await pilot.pause()
        assert desk.kinds == ["record_finding", "amend_finding"]


async def test_keys_typed_ahead_land_where_they_belong(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        for key in ("7", "enter", "1", "enter", "9", "slash", "1", "0", "enter"):
            desk.app.post_message(events.Key(key, "/" if key == "slash" else key))
        await pilot.pause()
        assert desk.kinds == ["record_finding", "record_finding", "set_reading"]


async def test_a_dialog_takes_what_is_typed_while_it_opens(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        desk.app.post_message(events.Key("ctrl+e", None))
        for char in "情况":
            desk.app.post_message(events.Key(char, char))
        await pilot.pause()
        assert desk.app.screen.query_one("#text", LongText).value == "情况"


async def test_words_are_not_taken_for_a_number(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await type_text(pilot, "12.5万元")
        assert "这里只填数字" in desk.text
        await pilot.press("enter")
        assert desk.kinds == []


async def test_a_long_rate_shows_its_end_while_typed(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f7", "enter")
        await type_text(pilot, "12345678/1234567890")
        assert "567890▏" in desk.text


# ── what others do meanwhile ─────────────────────────────────────────────────────────────────


async def test_what_others_write_shows_and_leaves_typing_alone(desk: Desk) -> None:
    other = open_session(desk.store, NAME, actor="李四", clock=clock)
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("7")
        other.make(RecordFinding("1", "a", quantity=Decimal(2)))
        other.make(RecordFinding("1", "b"))
        desk.app._look_around()
        await pilot.pause()
        assert "失 1.70" in desk.text
        assert "[ 7▏" in desk.text
        assert "别人刚把这里改成“2”" in desk.text
        told = "".join(note.message for note in desk.app._notifications)
        assert "李四 刚改：" in told
        assert "共 2 处" in told
        await pilot.press("enter")
        await pilot.pause()
        assert desk.assessment.entry("1").own.findings[0].quantity == Decimal(7)


async def test_undo_says_what_was_undone_and_stays_where_one_works(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("7", "enter", "ctrl+z")
        await pilot.pause()
        told = "".join(note.message for note in desk.app._notifications)
        assert "已撤销：第1项" in told
        assert "记入失分项 1.a" in told
        await pilot.press("down", "3", "enter")
        await pilot.pause()
        assert desk.kinds == ["record_finding", "restore", "record_finding"]


async def test_leaving_a_form_says_that_nothing_was_saved(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("ctrl+e", "x", "ctrl+q")
        await pilot.pause()
        assert desk.app.screen.query_one("#text", LongText).value == "x"
        await pilot.press("f12")
        told = "".join(note.message for note in desk.app._notifications)
        assert "按 F2 保存" in told
        assert "留作草稿" in told


# ── speaking for one unit ────────────────────────────────────────────────────────────────────


async def test_a_unit_starts_with_its_own_and_answers_only_there(store: Store) -> None:
    desk = Desk(store, unit="市司法局")
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        assert "市司法局 ×" in desk.text
        assert "党政主要负责人" not in desk.text
        await pilot.press("7", "enter")
        await pilot.pause()
        assert desk.kinds == ["record_finding"]
        head = desk.store.head(NAME)
        assert desk.store.lines(head.id)[-1].unit == "市司法局"
        await pilot.press("ctrl+f")
        await type_text(pilot, "培训")
        await pilot.press("enter", "f9")
        await pilot.press("tab", "enter", "f3")
        await pilot.pause()
        assert desk.kinds == ["record_finding"]
        told = "".join(note.message for note in desk.app._notifications)
        assert "您现在代表市司法局" in told
        assert "您现在代表市司法局" in desk.text


async def test_the_office_sees_everything(store: Store) -> None:
    desk = Desk(store, unit="市委依法治市办")
    async with desk.app.run_test(size=SIZE):
        assert "党政主要负责人" in desk.text
