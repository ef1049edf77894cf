"""失分由来: a key explains an indicator's and a unit's loss, and it adds up on the page."""

from decimal import Decimal

from fazhi_tui.domain.changes import MarkNone, RecordFinding
from fazhi_tui.ui.screens.losses import Losses
from tests.ui.desk import Desk

SIZE = (120, 40)


def fill(desk: Desk) -> None:
    bearers = (("市城管局", Decimal(1)),)
    desk.session.make(RecordFinding("1", "a", quantity=Decimal(3), bearers=bearers))
    desk.session.make(MarkNone(("1",), "b"))
    desk.app = type(desk.app)(desk.store, desk.session, actor=desk.session.actor)


async def test_an_indicator_is_explained_step_by_step(desk: Desk) -> None:
    fill(desk)
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("home", "down", "down", "ctrl+y")
        await pilot.pause()
        assert "第 1 项的得失分由来" in desk.text
        assert "1.a.市司法局.1 3卷" in desk.text
        assert "✓" in desk.text
        await pilot.press("escape")
        await pilot.pause()
        assert "得失分由来" not in desk.text


async def test_a_unit_is_explained_from_the_losses(desk: Desk) -> None:
    fill(desk)
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5", "ctrl+y")
        await pilot.pause()
        assert "市城管局 的失分由来" in desk.text
        assert "应担" in desk.text


async def test_by_area_there_is_nobody_to_explain(desk: Desk) -> None:
    fill(desk)
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5", "f7", "f7", "ctrl+y")
        await pilot.pause()
        assert "的失分由来" not in desk.text
        assert isinstance(desk.app.screen, Losses)
        assert "把光标放在一个单位上" in desk.app.screen.why_not("why")
