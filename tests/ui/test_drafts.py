"""Several lines of text in a dialog, and what is left there unsaved: kept, offered, dropped."""

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from fazhi_tui.domain.text import LONGEST
from fazhi_tui.store.store import Store
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.widgets.choice import Choice
from fazhi_tui.ui.widgets.long_text import LongText
from tests.ui.desk import ACTOR, Desk, screen_text, type_text

SIZE = (120, 40)
OFFER = "按 Ctrl+R 取回"


def _text(desk: Desk, key: str = "text") -> LongText:
    return desk.app.screen.query_one(f"#{key}", LongText)


async def _note(pilot: Pilot[None], text: str) -> None:
    await pilot.press("ctrl+e")
    await type_text(pilot, text)


# ── drafts ───────────────────────────────────────────────────────────────────────────────────


async def test_what_was_left_unsaved_is_offered_when_the_dialog_reopens(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await _note(pilot, "写了一半")
        await pilot.press("escape", "ctrl+e")
        await pilot.pause()
        assert OFFER in desk.text
        assert _text(desk).value == ""
        await pilot.press("ctrl+r", "f2")
        await pilot.pause()
        assert [note.text for note in desk.assessment.entry("1").notes] == ["写了一半"]
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert OFFER not in desk.text


async def test_every_kind_of_field_comes_back(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("2", "tab", "f3")
        await pilot.pause()
        desk.app.screen.query_one("#bearers", Input).value = "市城管局:2"
        _text(desk, "reason").value = "一\n二"
        await pilot.press("escape", "f3", "ctrl+r")
        await pilot.pause()
        assert desk.app.screen.query_one("#bearers", Input).value == "市城管局:2"
        assert _text(desk, "reason").value == "一\n二"
        await pilot.press("escape", "ctrl+e")
        await pilot.pause()
        choice = desk.app.screen.query_one(Choice)
        before = choice.value
        choice.value = choice.options[-1]
        assert (choice.value == before) == (len(choice.options) == 1)


async def test_a_draft_belongs_to_its_dialog_and_its_assessment(desk: Desk, store: Store) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await _note(pilot, "第一项的")
        await pilot.press("escape", "down", "ctrl+e")
        await pilot.pause()
        assert OFFER not in desk.text
        await pilot.press("escape", "ctrl+o", "f3")
        await pilot.pause()
        await pilot.press("f7", "ctrl+e")
        await pilot.pause()
        assert OFFER not in screen_text(desk.app)


async def test_nothing_typed_leaves_nothing(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("ctrl+e", "escape")
        await pilot.pause()
        assert not desk.app._notifications
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert OFFER not in desk.text


async def test_a_new_assessment_that_was_not_made_is_a_draft_too(store: Store) -> None:
    app = FazhiApp(store, None, actor=ACTOR)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f2")
        await pilot.pause()
        app.screen.query_one("#name", Input).value = "乙市"
        await pilot.press("escape", "f2", "ctrl+r")
        await pilot.pause()
        assert app.screen.query_one("#name", Input).value == "乙市"


# ── several lines ────────────────────────────────────────────────────────────────────────────


async def test_enter_begins_a_line_and_ctrl_s_saves(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await _note(pilot, "第一行")
        await pilot.press("enter")
        await type_text(pilot, "第二行")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [note.text for note in desk.assessment.entry("1").notes] == ["第一行\n第二行"]
        assert "第一行 第二行" in desk.text


async def test_a_long_paste_keeps_its_lines_and_loses_what_cannot_be_kept(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await _note(pilot, "一\r\n二\u202e\u200b\x1b[2J三")
        assert _text(desk).value == "一\n二[2J三"
        _text(desk).value = ""
        await type_text(pilot, "长" * (LONGEST + 50))
        assert len(_text(desk).value) == LONGEST
        await pilot.press("f2")
        await pilot.pause()
        assert [len(note.text) for note in desk.assessment.entry("1").notes] == [LONGEST]


@pytest.mark.parametrize("key", ["down", "tab"])
async def test_one_gets_out_of_several_lines_by_arrows_and_tab(desk: Desk, key: str) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        reason = _text(desk, "reason")
        reason.focus()
        reason.post_message(events.Paste("一\n二"))
        await pilot.pause()
        await pilot.press("up")
        await pilot.pause()
        assert reason.has_focus
        await pilot.press("up")
        await pilot.pause()
        assert desk.app.focused is desk.app.screen.query_one("#bearers")
        reason.focus()
        await pilot.press("down", key)
        await pilot.pause()
        assert desk.app.focused is desk.app.screen.query_one("#date")


async def test_the_box_fits_the_smallest_terminal(desk: Desk) -> None:
    async with desk.app.run_test(size=(60, 16)) as pilot:
        await pilot.press("f3")
        await pilot.pause()
        reason = _text(desk, "reason")
        reason.value = "\n".join("行" * 12 for _ in range(12))
        reason.focus()
        await pilot.pause()
        await pilot.pause()
        assert "F2 保存" in desk.text
        assert reason.cursor_screen_offset.y < 16
