"""A unit under its new name works on with what was its own."""

from fazhi_tui.domain.changes import SucceedUnit
from tests.ui.desk import Desk

SIZE = (120, 40)


async def test_a_renamed_unit_fills_in_its_own_items(desk: Desk) -> None:
    desk.session.make(SucceedUnit("市司法局", ("市法治局",), ("市法治局",)))
    desk.start(unit="市法治局")
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("7", "enter")
        await pilot.pause()
        assert desk.kinds == ["succeed_unit", "record_finding"]
        assert "只能看" not in desk.text
        assert desk.assessment.finding("1.a.市司法局.1", "self") is not None


async def test_another_unit_still_only_looks(desk: Desk) -> None:
    desk.session.make(SucceedUnit("市司法局", ("市法治局",), ("市法治局",)))
    desk.start(unit="市城管局")
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("home", "7", "enter")
        await pilot.pause()
        assert desk.kinds == ["succeed_unit"]
