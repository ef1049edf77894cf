"""审核: self beside verified, adjusted, accepted, handed back, one or several at once."""

from decimal import Decimal

import pytest
from textual import events

from fazhi_tui.domain.assessment import Rate, Tier
from fazhi_tui.domain.changes import (
    AcceptItem,
    MarkNone,
    RecordFinding,
    SetOutsideScores,
    SetReading,
    SubmitItem,
)
from fazhi_tui.store.store import open_store
from fazhi_tui.ui.screens.review import Review
from fazhi_tui.work.opening import open_session
from tests.ui.desk import NAME, Desk, clock, write

SIZE, SMALL = (120, 40), (80, 24)


@pytest.fixture
def handed_in(desk: Desk) -> Desk:
    """1 to 3 are with the office."""
    return desk.after(
        RecordFinding("1", "a", quantity=Decimal(2), bearers=(("市城管局", Decimal(1)),)),
        MarkNone(("1",), "b"),
        SetReading("2", "a", Rate(Decimal(95), Decimal(100))),
        SetReading("3", "a", Tier("良好")),
        SubmitItem(("1", "2", "3")),
    )


@pytest.mark.parametrize("size", [SMALL, SIZE])
async def test_what_is_adjusted_stands_beside_what_was_said(
    handed_in: Desk, size: tuple[int, int]
) -> None:
    desk = handed_in
    async with desk.app.run_test(size=size) as pilot:
        await pilot.press("ctrl+r", "enter", "4", "enter")
        await pilot.pause()
        entry = desk.assessment.entry("1")
        assert entry.own.findings[0].quantity == Decimal(2)
        assert entry.verified is not None
        assert entry.verified.findings[0].quantity == Decimal(4)
        assert "自评失 0.20 · 核定失 0.40 · 差 +0.20" in desk.text
        assert "自评 2卷，失 0.20，核定多失 0.20" in desk.text
        await pilot.press("escape", "f10")
        await pilot.pause()
        assert "1 项不一致：自评少报失分 0.20，多报 0.00" in desk.text


async def test_a_rate_a_tier_and_nothing_are_adjusted(handed_in: Desk) -> None:
    desk = handed_in
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "down", "enter", "9", "0", "slash", "1", "0", "0", "enter")
        await pilot.pause()
        verified = desk.assessment.entry("2").verified
        assert verified is not None
        assert verified.readings[0].value == Rate(Decimal(90), Decimal(100))
        assert verified.readings[0].answerer == "市司法局"
        await pilot.press("escape", "home", "enter", "0", "enter")
        await pilot.pause()
        cleared = desk.assessment.entry("1").verified
        assert cleared is not None
        assert cleared.findings == ()
        assert "核定少失 0.20" in desk.text


async def test_losses_and_gaps_can_be_counted_as_verified(handed_in: Desk) -> None:
    desk = handed_in
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "enter", "4", "enter", "f5")
        await pilot.pause()
        assert "按自评数" in desk.text
        assert "失 1.20 + 待定" in desk.text
        await pilot.press("f10")
        await pilot.pause()
        assert "按核定数" in desk.text
        assert "失 1.40 + 待定" in desk.text
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "执法记录不完整4卷" in desk.text
        await pilot.press("f12", "f6", "f10")
        await pilot.pause()
        assert "执法记录不完整4卷" in desk.text


async def test_outside_scores_stand_beside(handed_in: Desk) -> None:
    handed_in.session.make(SetOutsideScores("省初审", {"1": 1000, "2": 1500}))
    again = Desk(handed_in.store)
    async with again.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "外部评分 省初审 1.00，自评得 1.80" in again.text
        await pilot.press("f10")
        await pilot.pause()
        assert "省初审" in again.text
        assert "得 1.00" in again.text
        assert "1 项不一致" in again.text, "2 is given what it gave itself"


async def test_an_item_is_accepted_and_the_next_one_comes(handed_in: Desk) -> None:
    desk = handed_in
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "f9")
        await pilot.pause()
        assert desk.assessment.entry("1").marks[0].state == "accepted"
        assert "审核 · 待审" in desk.text
        assert "2 重大执法决定法制审核" in desk.text.splitlines()[1]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert desk.assessment.entry("1").marks[0].state == "submitted"


async def test_an_item_is_handed_back_with_a_reason(handed_in: Desk) -> None:
    desk = handed_in
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "f8", "f2")
        await pilot.pause()
        assert desk.kinds[-1] == "submit_item"
        write(desk, "reason", "请附台账")
        await pilot.press("f2")
        await pilot.pause()
        mark = desk.assessment.entry("1").marks[0]
        assert (mark.state, mark.reason) == ("returned", "请附台账")


async def test_several_are_accepted_at_once_and_undone_at_once(handed_in: Desk) -> None:
    desk = handed_in
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "ctrl+a")
        await pilot.pause()
        assert "选中 3 项" in desk.text
        await pilot.press("f9")
        await pilot.pause()
        assert "选中 3 项，将审核通过 3 项" in desk.text
        await pilot.press("enter")
        await pilot.pause()
        assert desk.kinds[-1] == "accept_item"
        assert "没有这样的指标" in desk.text
        await pilot.press("ctrl+z", "ctrl+r")
        await pilot.pause()
        assert "3 项" in desk.text.splitlines()[1]


async def test_several_are_handed_back_with_one_reason(handed_in: Desk) -> None:
    desk = handed_in
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "space", "space", "f8")
        await pilot.pause()
        assert "将退回 2 项" in desk.text
        write(desk, "reason", "请附台账")
        await pilot.press("f2")
        await pilot.pause()
        states = [desk.assessment.entry(no).marks[0].state for no in ("1", "2", "3")]
        assert states == ["returned", "returned", "submitted"]


async def test_the_list_can_show_what_was_settled_and_go_to_the_next(handed_in: Desk) -> None:
    desk = handed_in
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "f9", "ctrl+t", "down", "down", "down", "enter")
        await pilot.pause()
        assert "审核 · 审核通过" in desk.text
        await pilot.press("f7")
        await pilot.pause()
        assert "审核 · 全部报过的" in desk.text
        assert "2 重大执法决定法制审核" in desk.text.splitlines()[1]


async def test_what_others_write_meanwhile_is_shown_and_nothing_typed_is_lost(
    handed_in: Desk, hasty: float
) -> None:
    desk = handed_in
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", "space", "up", "enter", "4")
        await pilot.pause()
        store = open_store(desk.store.place)
        Desk(store).session.make(SetReading("3", "a", Tier("较差")))
        store.close()
        await pilot.pause(hasty)
        await pilot.pause()
        assert "失 2.70" in desk.text.splitlines()[0]
        assert "3 执法人员培训" not in desk.text, "it was changed and has to be handed in again"
        assert "[ 4" in desk.text
        assert "选中 1 项" in desk.text
        await pilot.press("enter")
        await pilot.pause()
        verified = desk.assessment.entry("1").verified
        assert verified is not None
        assert verified.findings[0].quantity == Decimal(4)


@pytest.mark.parametrize("typed", [False, True])
async def test_what_another_settles_stays_where_it_is_being_looked_at(
    handed_in: Desk, typed: bool
) -> None:
    desk = handed_in
    other = open_session(open_store(desk.store.place), NAME, actor="李四", clock=clock)
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r", *(["enter", "4"] if typed else []))
        desk.app.post_message(events.AppBlur())
        await pilot.pause()
        other.make(AcceptItem(("1",)))
        desk.app._look_around()
        await pilot.pause()
        here = desk.app.screen
        assert isinstance(here, Review)
        assert here.current_no == "1"
        assert bool(here._detail.typed) == typed


async def test_a_unit_may_look_but_not_verify(handed_in: Desk) -> None:
    unit = Desk(handed_in.store, unit="市司法局")
    async with unit.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("ctrl+r", "f9")
        await pilot.pause()
        assert "审核由市委依法治市办进行" in "".join(n.message for n in unit.app._notifications)
        await pilot.press("enter", "4", "enter")
        await pilot.pause()
        assert "审核由市委依法治市办进行" in unit.text
        assert unit.assessment.entry("1").verified is None


async def test_one_measured_value_is_taken_back_alone(desk: Desk) -> None:
    for subject in ("市城管局", "市交通局"):
        rate = Rate(Decimal(9), Decimal(10))
        desk.session.make(SetReading("2", "a", rate, subject=subject))
    again = Desk(desk.store)
    async with again.app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", "2", "enter", "right", "down", "delete")
        await pilot.pause()
        readings = again.assessment.entry("2").own.readings
        assert [reading.subject for reading in readings] == ["市城管局"]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert len(again.assessment.entry("2").own.readings) == 2
