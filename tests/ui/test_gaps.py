"""整改清单: filters, several at once, what office and units can do, what it would bring back."""

from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.changes import PlanRectification, RecordFinding, SetReading
from fazhi_tui.ui.screens.base import Place
from tests.ui.desk import Desk, type_text, write

SIZE, SMALL = (120, 40), (80, 24)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """Three gaps: of 城管局, of nobody yet, of 司法局."""
    one, three = Decimal(1), Decimal(3)
    return desk.after(
        RecordFinding("1", "a", quantity=three, bearers=(("市城管局", one),), reason="台账不全"),
        RecordFinding("1", "a", quantity=one),
        SetReading("2", "a", Rate(Decimal(95), Decimal(100))),
    )


GAP = "1.a.市司法局.1/市城管局"


def plan(desk: Desk, **said: str) -> None:
    desk.session.make(PlanRectification(GAP, **said))  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [SMALL, SIZE])
async def test_one_day_is_set_for_many_and_taken_back_at_once(
    filled: Desk, size: tuple[int, int]
) -> None:
    async with filled.app.run_test(size=size) as pilot:
        await pilot.press("f6", "ctrl+a", "f3")
        await pilot.pause()
        assert "将改 3 项" in filled.text
        write(filled, "due", "2030-6-30")
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[3:] == ["plan_rectification"]
        days = {item.due for item in filled.assessment.rectifications.values()}
        assert days == {"2030-06-30"}
        listed = [line for line in filled.text.splitlines() if line.startswith("│")]
        assert sum("2030-06-30" in line for line in listed) == 3
        assert "选中" not in filled.text.splitlines()[1]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert not any(item.due for item in filled.assessment.rectifications.values())


async def test_what_is_nobodys_yet_is_told_in_words_and_can_be_given(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "down", "enter")
        await pilot.pause()
        assert "1 失分单位待认定" in filled.text
        assert " ? " not in filled.text
        write(filled, "measure", "逐件认定")
        await pilot.press("f2")
        await pilot.pause()
        ((key, plan),) = filled.assessment.rectifications.items()
        assert (key, plan.rectifier, plan.measure) == ("1.a.市司法局.2/?", "", "逐件认定")
        await pilot.press("enter")
        await pilot.pause()
        write(filled, "rectifier", "市司法局")
        await pilot.press("f2")
        await pilot.pause()
        assert filled.assessment.rectifications[key].rectifier == "市司法局"


async def test_conditions_add_up_and_go_one_by_one(filled: Desk) -> None:
    plan(filled, due="2020-01-01")
    again = Desk(filled.store)
    async with again.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "ctrl+t")
        await type_text(pilot, "超期")
        await pilot.press("enter", "ctrl+t")
        await type_text(pilot, "市城管局")
        await pilot.press("enter")
        await pilot.pause()
        assert "整改清单 · 按自评数 · 超期 · 市城管局" in again.text
        assert "共 1 项" in again.text
        await pilot.press("ctrl+t")
        await type_text(pilot, "已销号")
        await pilot.press("enter")
        await pilot.pause()
        assert "没有符合筛选的事项" in again.text
        await pilot.press("backspace", "backspace")
        await pilot.pause()
        assert "整改清单 · 按自评数 · 超期 ─" in again.text
        await pilot.press("backspace")
        await pilot.pause()
        assert "共 3 项" in again.text


async def test_closing_is_foretold_for_all_or_for_the_marked(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "f7")
        await pilot.pause()
        assert "把这 3 项都销号：失分 0.90 → 0.00，追回 0.90 分" in filled.text
        await pilot.press("f12", "space", "f7")
        await pilot.pause()
        assert "把这 1 项都销号：失分 0.90 → 0.60，追回 0.30 分" in filled.text
        assert filled.kinds[3:] == []
        await pilot.press("enter")
        await pilot.pause()
        assert "填报" in filled.text.splitlines()[0]


async def test_a_unit_reports_and_asks_and_objects(filled: Desk) -> None:
    plan(filled, due="2030-01-01")
    unit = Desk(filled.store, unit="市城管局")
    async with unit.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        assert "整改清单 · 按自评数 · 市城管局" in unit.text
        await pilot.press("f8")
        await pilot.pause()
        assert "请按 F4 报结" in "".join(note.message for note in unit.app._notifications)
        for wanted, values in (
            ("申请延期", {"ask": "2030-3-1", "why": "要等批复"}),
            ("责任异议", {"text": "不是本单位的案卷"}),
            ("报结", {"text": "已补齐"}),
        ):
            await pilot.press("f4")
            await type_text(pilot, wanted)
            await pilot.press("enter")
            await pilot.pause()
            for key, value in values.items():
                write(unit, key, value)
            await pilot.press("f2")
            await pilot.pause()
        known = unit.assessment.rectifications[GAP]
        assert (known.asked, known.asked_why, known.reported) == (
            "2030-03-01",
            "要等批复",
            "已补齐",
        )
        assert known.dispute is not None
        assert known.dispute.unit == "市城管局"
        assert "有异议" in unit.text


@pytest.mark.parametrize("key", ["enter", "f4"])
async def test_a_unit_only_looks_at_what_others_have_to_mend(filled: Desk, key: str) -> None:
    unit = Desk(filled.store, unit="市交通局")
    async with unit.app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.press("f6", "end", key)
        await pilot.pause()
        assert "您现在代表市交通局，只能看" in unit.text
        assert isinstance(unit.app.screen, Place)


async def test_the_office_answers_what_units_ask(filled: Desk) -> None:
    plan(filled, due="2030-01-01")
    plan(filled, by="市城管局", ask="2030-03-01", ask_why="要等批复")
    plan(filled, by="市城管局", reported="已补齐")
    again = Desk(filled.store)
    async with again.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6")
        await pilot.pause()
        assert "申请延期" in again.text
        await pilot.press("f4")
        await type_text(pilot, "同意延期")
        await pilot.press("enter")
        await pilot.pause()
        known = again.assessment.rectifications[GAP]
        assert (known.due, known.first_due, known.asked) == ("2030-03-01", "2030-01-01", "")
        await pilot.press("f4")
        await type_text(pilot, "退回重办")
        await pilot.press("enter")
        await pilot.pause()
        write(again, "text", "缺照片")
        await pilot.press("f2")
        await pilot.pause()
        assert again.assessment.rectifications[GAP].sent_back == "缺照片"
        assert "退回重办：缺照片" in again.text


async def test_a_matter_is_given_to_another_unit(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "f4")
        await type_text(pilot, "改派")
        await pilot.press("enter")
        await pilot.pause()
        write(filled, "bearers", "市交通局")
        write(filled, "reason", "案卷是交通局的")
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[-1] == "reassign"
        bearers = filled.assessment.entry("1").own.findings[0].bearers
        assert bearers == (("市交通局", Decimal(1)),)
