"""Speaking for a unit: what is its own to fill in, and what it may only look at."""

import pytest

from fazhi_tui.domain.changes import AssignDuty, WriteNote
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.widgets.choice import Choice
from fazhi_tui.ui.widgets.detail import Detail
from fazhi_tui.ui.widgets.long_text import LongText
from tests.ui.desk import Desk, write

SIZE = (120, 40)


@pytest.fixture
def onlooker(proven: Desk) -> Desk:
    """市交通局 has nothing to answer under 1, where 市司法局 has written."""
    proven.session.make(WriteNote("1", "司法局写的", "市司法局"))
    proven.start("市交通局")
    return proven


@pytest.mark.parametrize("keys", [["f8"], ["f9"], ["f10"], ["enter", "end", "delete"]])
async def test_who_only_looks_on_changes_nothing(onlooker: Desk, keys: list[str]) -> None:
    async with onlooker.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        before = len(onlooker.kinds)
        onlooker.app._go("workbench", "1")
        await pilot.press(*keys)
        await pilot.pause()
        assert "您现在代表市交通局，只能看" in onlooker.text
        assert isinstance(onlooker.app.screen, Place)
        assert len(onlooker.kinds) == before


@pytest.mark.parametrize("key", ["7", "f3"])
async def test_who_only_looks_on_is_told_at_the_first_key(onlooker: Desk, key: str) -> None:
    async with onlooker.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        onlooker.app._go("workbench", "1")
        await pilot.press("enter", key)
        await pilot.pause()
        assert "您现在代表市交通局，只能看" in onlooker.text
        assert not onlooker.app.screen.query_one(Detail).typing


async def test_a_unit_is_led_to_what_is_its_own_to_fill_in(desk: Desk) -> None:
    """市城管局 is competent for 1, which it can only look at, and answers 2."""
    desk.session.make(AssignDuty(("2",), Duty("市城管局")))
    desk.start("市城管局")
    async with desk.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        assert "2 重大执法决定法制审核" in desk.text.splitlines()[1]
        await pilot.press("home", "f7")
        await pilot.pause()
        assert "2 重大执法决定法制审核" in desk.text.splitlines()[1]
        for key in ("9", "9", "slash", "1", "0", "0", "enter"):
            await pilot.press(key)
        await pilot.press("f7")
        await pilot.pause()
        assert "市城管局填报的指标都已填完" in desk.text
        await pilot.press("ctrl+l")
        await pilot.pause()
        await pilot.pause()
        (line,) = (line for line in desk.text.splitlines() if "填完还没有报送" in line)
        assert "1 项" in line


async def test_who_looks_on_reads_evidence_and_writes_words_of_its_own(onlooker: Desk) -> None:
    async with onlooker.app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        onlooker.app._go("workbench", "1")
        await pilot.press("enter", "end", "enter")
        await pilot.pause()
        assert "名称：台账" in onlooker.text
        await pilot.press("escape", "escape", "ctrl+e")
        await pilot.pause()
        assert onlooker.app.screen.query_one("#unit", Choice).options == ("市交通局",)
        write(onlooker, "text", "交通局写的")
        await pilot.press("f2")
        await pilot.pause()
        notes = {note.unit: note.text for note in onlooker.assessment.entry("1").notes}
        assert notes == {"市司法局": "司法局写的", "市交通局": "交通局写的"}


async def test_a_unit_excuses_what_is_its_own_of_several_at_once(desk: Desk) -> None:
    desk.session.make(AssignDuty(("2",), Duty("市城管局")))
    desk.start("市城管局")
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        desk.app.screen.action_command("filter")  # type: ignore[attr-defined]
        await pilot.press("enter", "ctrl+a", "f8")
        await pilot.pause()
        assert "将标为不涉及 1 项" in desk.text
        assert "不是这里的填报单位" in desk.text
        desk.app.screen.query_one("#reason", LongText).value = "没有此项职权"
        await pilot.press("f2")
        await pilot.pause()
        excused = {no for no, entry in desk.assessment.entries.items() if entry.not_applicable}
        assert excused == {"2"}
        assert desk.assessment.entry("2").excused("") is not None
