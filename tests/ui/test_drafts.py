"""Several lines of text in a dialog, and what is left there unsaved: kept, offered, dropped."""

import os
import signal
from decimal import Decimal
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.domain.text import LONGEST
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.ui.drafts import Drafts
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.widgets.choice import Choice
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.work.opening import find_set, new_assessment, open_session
from tests.ui.desk import ACTOR, NAME, Desk, clock, screen_text, type_text

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


async def test_a_number_typed_before_the_dialog_opened_is_not_lost_with_it(desk: Desk) -> None:
    desk.after(*[RecordFinding("1", "a", quantity=Decimal(n)) for n in (1, 2)])
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("right", "up", "1", "2", "enter")
        await pilot.pause()
        assert "已有 2 笔，共 3卷；这里另记一笔" in desk.text
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert "还没有保存" in desk.text
        await pilot.press("escape", "f3", "ctrl+r")
        await pilot.pause()
        assert desk.app.screen.query_one("#quantity", Input).value == "12"


async def test_help_over_a_form_hides_from_nobody_that_it_is_unsaved(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await _note(pilot, "写了一半")
        await pilot.press("f1", "ctrl+q")
        await pilot.pause()
        assert desk.app.is_running
        assert "还没有保存" in desk.text


async def test_drafts_of_two_matters_with_the_same_title_are_two(desk: Desk) -> None:
    bearers = (("市城管局", Decimal(1)),)
    desk.after(*[RecordFinding("1", "a", quantity=Decimal(n), bearers=bearers) for n in (1, 2)])
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "enter")
        await pilot.pause()
        _text(desk, "measure").value = "第一件的措施"
        await pilot.press("escape", "down", "enter")
        await pilot.pause()
        assert OFFER not in desk.text
        _text(desk, "measure").value = "第二件的措施"
        await pilot.press("f2", "up", "enter", "ctrl+r")
        await pilot.pause()
        assert _text(desk, "measure").value == "第一件的措施"


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
        await pilot.press("f2")
        await pilot.pause()
        assert store.head("乙市").seq == 1
        await pilot.press("ctrl+o", "f2")
        await pilot.pause()
        assert OFFER not in screen_text(app)


# ── what survives the program ────────────────────────────────────────────────────────────────


def _again(desk: Desk, *, practice: bool = False) -> FazhiApp:
    """The program started anew, as after it was killed."""
    session = open_session(desk.store, NAME, actor=ACTOR, clock=clock)
    return FazhiApp(desk.store, session, actor=ACTOR, practice=practice)


def _files(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "state").rglob("drafts/*.json"))


async def test_a_half_written_text_survives_a_kill(
    desk: Desk, tmp_path: Path, hasty: float
) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await _note(pilot, "写了一半\n第二行")
        await pilot.pause(hasty)
        assert len(_files(tmp_path)) == 1
        assert _files(tmp_path)[0].stat().st_mode & 0o077 == 0
    app = _again(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert OFFER in screen_text(app)
        await pilot.press("ctrl+r", "f2")
        await pilot.pause()
        notes = app.shown.snapshot.assessment.entry("1").notes if app.shown else ()
        assert [note.text for note in notes] == ["写了一半\n第二行"]
        assert _files(tmp_path) == []


@pytest.mark.parametrize("name", ["SIGHUP", "SIGTERM"])
async def test_a_half_typed_value_is_typed_on_after_the_terminal_was_closed(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("1", "2")
        await pilot.pause()
        os.kill(os.getpid(), getattr(signal, name))
        await pilot.pause(0.1)
    assert desk.kinds == []
    assert desk.app.return_code == 128 + getattr(signal, name)
    app = _again(desk)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "上次没有来得及保存" in screen_text(app)
        await pilot.press("0", "enter")
        await pilot.pause()
        (finding,) = app.shown.snapshot.assessment.entry("1").own.findings if app.shown else ()
        assert finding.quantity == 120
        assert _files(tmp_path) == []


async def test_a_value_given_up_or_saved_does_not_come_back(
    desk: Desk, tmp_path: Path, hasty: float
) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        for last in ("escape", "enter"):
            await pilot.press("home", "down", "down", "7")
            await pilot.pause(hasty)
            assert len(_files(tmp_path)) == 1
            await pilot.press(last)
            await pilot.pause(hasty)
            assert _files(tmp_path) == []


async def test_a_dialog_that_is_going_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    """The clock may look for what is half typed while the program takes its screens down."""
    async with desk.app.run_test(size=SIZE) as pilot:
        await _note(pilot, "写了一半")
        dialog = desk.app.screen
        await dialog.query_one("#unit").remove()
        desk.app._keep_unfinished()
        assert _files(tmp_path) == []


async def test_practising_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    app = _again(desk, practice=True)
    async with app.run_test(size=SIZE) as pilot:
        await _note(pilot, "试一试")
        await pilot.press("escape", "ctrl+e")
        await pilot.pause()
        assert OFFER in screen_text(app)
    assert not (tmp_path / "state").exists()


async def test_without_a_folder_drafts_last_as_long_as_the_program(
    desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("", "utf-8")
    async with desk.app.run_test(size=SIZE) as pilot:
        await _note(pilot, "写了一半")
        await pilot.press("escape", "ctrl+e")
        await pilot.pause()
        assert OFFER in desk.text


def test_what_is_no_whole_draft_or_another_s_is_none(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("a", {"text": "甲"})
    (file,) = tmp_path.iterdir()
    assert Drafts(tmp_path).find("a") == {"text": "甲"}
    assert Drafts(tmp_path).find("b") == {}
    file.write_bytes(file.read_bytes()[:-3])
    assert Drafts(tmp_path).find("a") == {}
    file.write_text('{"key":"b","values":{}}', "utf-8")
    assert Drafts(tmp_path).find("a") == {}


def test_drafts_nobody_takes_up_are_thrown_away_at_last(tmp_path: Path) -> None:
    Drafts(tmp_path).keep("old", {"text": "旧"})
    (old,) = tmp_path.iterdir()
    os.utime(old, (0, 0))
    Drafts(tmp_path).keep("new", {"text": "新"})
    assert Drafts(tmp_path).find("old") == {}
    assert Drafts(tmp_path).find("new") == {"text": "新"}


async def test_the_text_of_the_unit_one_turned_from_is_in_the_draft_too(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "notes.db"))
    new_assessment(store, NAME, find_set("demo-98"), actor=ACTOR, clock=clock)
    desk = Desk(store)
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        desk.app._go("workbench", "3")
        await pilot.press("ctrl+e")
        await pilot.pause()
        unit = desk.app.screen.query_one("#unit", Choice)
        one, other = sorted(unit.options[:2], key=lambda option: option != unit.value)
        _text(desk).value = "甲写的"
        unit.value = other
        await pilot.pause()
        _text(desk).value = "乙写的"
        await pilot.press("escape", "ctrl+e", "ctrl+r", "f2")
        await pilot.pause()
        notes = {note.unit: note.text for note in desk.assessment.entry("3").notes}
        assert notes == {one: "甲写的", other: "乙写的"}
    store.close()


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
