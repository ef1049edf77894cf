"""What stays right when others write too, keys come twice, or answers come late."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from fazhi_tui.domain.changes import (
    AmendFinding,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    SubmitItem,
)
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.ui.dialogs.form import Field, change_form
from fazhi_tui.ui.dialogs.listing import ListingDialog
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.workbench import Workbench
from fazhi_tui.ui.widgets.detail import Detail
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.work import papers
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session
from tests.ui.desk import ACTOR, NAME, Desk, clock, screen_text, write

SIZE = (120, 40)


@pytest.fixture
def other(store: Store) -> Iterator[Session]:
    """Somebody else at work on the same round."""
    own = open_store(store.place)
    yield open_session(own, NAME, actor="李四", clock=clock)
    own.close()


def _row(desk: Desk) -> str:
    current = desk.app.screen.query_one(Detail).current
    return current.key if current else ""


async def _enter(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press("home", "down", "down", "enter", *keys)
    await pilot.pause()


async def _news(pilot: Pilot[None], desk: Desk) -> None:
    desk.app._look_around()
    await pilot.pause()


# ── others write too ─────────────────────────────────────────────────────────────────────────


async def test_the_cursor_stays_on_its_row_when_others_add_above(
    proven: Desk, other: Session
) -> None:
    async with proven.app.run_test(size=SIZE) as pilot:
        await _enter(pilot, "end")
        assert _row(proven) == "001-2025-02"
        other.make(RecordFinding("1", "b", quantity=Decimal(1), reason="新来的"))
        await _news(pilot, proven)
        assert _row(proven) == "001-2025-02"
        await pilot.press("delete")
        await pilot.pause()
        assert list(proven.assessment.evidence) == ["001-2025-01"]


async def test_after_the_last_row_is_deleted_one_stands_on_another(proven: Desk) -> None:
    async with proven.app.run_test(size=SIZE) as pilot:
        await _enter(pilot, "end", "delete")
        assert _row(proven) == "001-2025-01"
        await pilot.press("delete")
        await pilot.pause()
        assert not proven.assessment.evidence


async def test_a_value_whose_cell_others_took_away_is_told(desk: Desk, other: Session) -> None:
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await _enter(pilot, "7")
        other.make(MarkNotApplicable(("1",), "没有此项职权"))
        await _news(pilot, desk)
        assert "已放弃所填的“7”" in desk.text
        assert not desk.app.screen.query_one(Detail).typing


async def test_a_form_does_not_go_over_what_others_wrote_meanwhile_unsaid(
    proven: Desk, other: Session
) -> None:
    key = proven.assessment.entry("1").own.findings[0].id

    async def save_twice() -> None:
        await pilot.press("f2")
        await pilot.pause()
        assert "别人刚刚改过同一项（李四：" in proven.text
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(proven.app.screen, Place)

    async with proven.app.run_test(size=SIZE) as pilot:
        await _enter(pilot, "home", "down", "down", "enter")
        assert proven.app.screen.query_one("#reason", LongText).value == "先有的"
        write(proven, "quantity", "x")
        other.make(AmendFinding(key, quantity=Decimal(4), reason="别人改的"))
        await _news(pilot, proven)
        await pilot.press("f2")
        await pilot.pause()
        assert "不是整数" in proven.text
        write(proven, "quantity", "2")
        await save_twice()
        assert proven.assessment.entry("1").own.findings[0].quantity == Decimal(2)
        await pilot.press("enter")
        await pilot.pause()
        other.refresh()
        other.make(AmendFinding(key, quantity=Decimal(4)))  # in the half second before one looks
        write(proven, "quantity", "3")
        await save_twice()
        assert proven.assessment.entry("1").own.findings[0].quantity == Decimal(3)


async def test_what_others_write_while_a_form_opens_is_not_gone_over_either(
    proven: Desk, other: Session
) -> None:
    key = proven.assessment.entry("1").own.findings[0].id
    async with proven.app.run_test(size=SIZE) as pilot:
        await _enter(pilot, "home", "down", "down")
        place = proven.app.screen
        assert isinstance(place, Workbench)
        place.action_finding()
        other.make(AmendFinding(key, quantity=Decimal(4), reason="别人改的"))
        proven.app._look_around()
        await pilot.pause()
        write(proven, "quantity", "2")
        await pilot.press("f2")
        await pilot.pause()
        assert "别人刚刚改过同一项" in proven.text


async def test_what_others_wrote_elsewhere_is_no_hindrance(proven: Desk, other: Session) -> None:
    async with proven.app.run_test(size=SIZE) as pilot:
        await _enter(pilot, "home", "down", "down", "enter")
        write(proven, "quantity", "2")
        other.make(MarkNone(("2",), "a"))
        await _news(pilot, proven)
        await pilot.press("f2")
        await pilot.pause()
        assert proven.assessment.entry("1").own.findings[0].quantity == Decimal(2)


async def test_the_check_list_is_of_now_when_one_comes_back(desk: Desk) -> None:
    for change in (RecordFinding("1", "a"), MarkNone(("1",), "b"), SubmitItem(("1",))):
        desk.session.make(change)
    desk.start()
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert "✓ 填完还没有报送的指标" in desk.text
        await pilot.press("ctrl+z", "ctrl+l")
        await pilot.pause()
        await pilot.pause()
        assert "填完还没有报送的指标" in desk.text
        assert "✓ 填完还没有报送的指标" not in desk.text
        assert "…" not in desk.text.splitlines()[6]


@pytest.mark.parametrize(
    ("keys", "before", "after"),
    [
        (["f5", "enter"], "共 1 笔，合计 0.10 分", "共 1 笔，合计 0.40 分"),
        (["slash", "1", "enter", "ctrl+y"], "", "0.40"),
        (["ctrl+l", "1"], "共 4 处", "共 3 处"),
    ],
)
async def test_a_list_that_lies_open_follows_what_others_write(
    proven: Desk, other: Session, keys: list[str], before: str, after: str
) -> None:
    key = proven.assessment.entry("1").own.findings[0].id
    async with proven.app.run_test(size=SIZE) as pilot:
        for pressed in keys:
            await pilot.press(pressed)
            await pilot.pause()
        box = proven.app.screen
        assert isinstance(box, ListingDialog)
        assert before in proven.text
        assert after not in proven.text
        bearers = (("市城管局", Decimal(1)),)
        other.make(AmendFinding(key, quantity=Decimal(4), bearers=bearers))
        other.make(MarkNone(("1",), "b"))
        await _news(pilot, proven)
        await pilot.pause()
        assert proven.app.screen is box
        assert after in proven.text


async def test_undoing_in_the_review_stays_there(desk: Desk) -> None:
    for change in (RecordFinding("1", "a"), MarkNone(("1",), "b"), SubmitItem(("1",))):
        desk.session.make(change)
    desk.start()
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "f9", "ctrl+z")
        await pilot.pause()
        assert " 审核 " in desk.text.splitlines()[0]
        assert desk.assessment.entry("1").marks[0].state == "submitted"


async def test_nobody_looks_for_news_while_the_program_ends(desk: Desk) -> None:
    assert not desk.app.screen_stack
    desk.app._look_at_list()
    desk.app._look_around()


# ── answers that come late ───────────────────────────────────────────────────────────────────


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Letters are written when this is set."""
    may, write_letters = Event(), papers.write_letters

    def write_later(*papers_: object) -> object:
        may.wait(10)
        return write_letters(*papers_)  # type: ignore[arg-type]

    monkeypatch.setattr(papers, "write_letters", write_later)
    return may


async def _draw(pilot: Pilot[None], desk: Desk, folder: Path) -> None:
    desk.app._go("gaps")
    await pilot.pause()
    desk.app.screen.action_command("draw_letters")  # type: ignore[attr-defined]
    await pilot.pause()
    desk.app.screen.query_one("#folder", Input).value = str(folder)
    await pilot.press("f2")
    await pilot.pause()


@pytest.mark.parametrize("meanwhile", [["f2", "f2"], ["escape"], ["f1"]])
async def test_letters_are_drawn_once_whatever_is_pressed_meanwhile(
    proven: Desk, slowly: Event, tmp_path: Path, meanwhile: list[str]
) -> None:
    async with proven.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        await _draw(pilot, proven, tmp_path / "函件")
        await pilot.press(*meanwhile)
        await pilot.pause()
        slowly.set()
        await proven.app.workers.wait_for_complete()
        await pilot.pause()
        if meanwhile == ["f1"]:
            await pilot.press("f1")
            await pilot.pause()
        assert len(proven.assessment.letters) == 1
        assert " 整改清单 " in proven.text.splitlines()[0]
        assert isinstance(proven.app.screen, Place)
        assert "已写出 1 份函件" in "".join(n.message for n in proven.app._notifications)


async def test_what_takes_long_says_so(proven: Desk, slowly: Event, tmp_path: Path) -> None:
    async with proven.app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        await _draw(pilot, proven, tmp_path / "函件")
        await pilot.pause(0.6)
        assert "正在拟函，请稍候…" in proven.text
        slowly.set()
        await proven.app.workers.wait_for_complete()
        await pilot.pause()


# ── what is said ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("much", range(4))
async def test_no_character_of_what_is_said_is_cut_in_half(desk: Desk, much: int) -> None:
    told = "字" * much + "政务服务事项集中进驻和线上线下同标办理" * 2
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        for part in (told, "a" + told):
            desk.app.notify(part)
        await pilot.pause()
        for part in (told, "a" + told):
            assert part in desk.text


async def test_the_option_chosen_is_seen_among_many(desk: Desk) -> None:
    many = tuple(f"第{n}个单位" for n in range(30))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        fields = (Field("unit", "单位", "", "choice", many),)
        desk.app.push_screen(change_form("选", fields, lambda _: []))
        await pilot.pause()
        for n in range(1, 31):
            await pilot.press("right")
            chosen = many[n % 30]
            assert f"‹{chosen}›" in desk.text
            assert f" {n % 30 + 1}/30 " in desk.text


# ── small terminals ──────────────────────────────────────────────────────────────────────────


async def test_a_terminal_too_small_says_so_over_a_dialog_too(store: Store) -> None:
    app = FazhiApp(store, open_session(store, NAME, actor=ACTOR), actor=ACTOR)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f4")
        await pilot.resize_terminal(50, 12)
        await pilot.pause()
        assert "窗口太小（50×12）" in screen_text(app)
        assert not set("▇█▁").intersection(screen_text(app))
        await pilot.resize_terminal(*SIZE)
        await pilot.pause()
        assert "窗口太小" not in screen_text(app)
        assert "所证指标" in screen_text(app)
