"""Spot checks, scores from outside, units succeeded: keys in, journal and screen out."""

from decimal import Decimal
from pathlib import Path

import pytest

from fazhi_tui.domain.changes import (
    AttachEvidence,
    MarkNone,
    RecordCheck,
    RecordFinding,
    SubmitItem,
)
from fazhi_tui.domain.outside import scores_of
from fazhi_tui.domain.sampling import drawn, pool, samples
from fazhi_tui.store.store import open_store
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.work.opening import open_session
from tests.ui.desk import NAME, Desk, clock, give, write

SIZE = (120, 40)


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """One indicator handed in, with evidence; 城管局 has something to mend."""
    bearers = (("市城管局", Decimal(1)),)
    return desk.after(
        RecordFinding("1", "a", quantity=Decimal(3), bearers=bearers),
        MarkNone(("1",), "b"),
        AttachEvidence(("1",), "执法全过程记录办法"),
        SubmitItem(("1",)),
    )


async def test_a_sample_is_drawn_by_its_seed_and_checked(filled: Desk) -> None:
    whole = pool(filled.session.snapshot.roster, filled.assessment, "indicators")
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r")
        await give(pilot, "抽查")
        write(filled, "size", "2")
        write(filled, "seed", "2025春")
        await pilot.press("f2")
        await pilot.pause()
        (sample,) = samples(filled.assessment)
        assert sample.drawn == drawn(whole, "2025春", 2)
        assert "种子 2025春" in filled.text
        assert filled.text.count("未查") == 2
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[-1] == "record_check"
        assert filled.text.count("未查") == 1
        assert "没有问题" in filled.text


async def test_what_another_found_meanwhile_stands_in_the_list_and_the_form(filled: Desk) -> None:
    other = open_session(open_store(filled.store.place), NAME, actor="李四", clock=clock)
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r")
        await give(pilot, "抽查")
        write(filled, "size", "1")
        await pilot.press("f2")
        await pilot.pause()
        (sample,) = samples(filled.assessment)
        other.refresh()
        other.make(RecordCheck(1, sample.drawn[0], fine=False, note="李四查到的"))
        filled.app._look_around()
        await pilot.pause()
        assert "李四查到的" in filled.text
        await pilot.press("enter")
        await pilot.pause()
        assert filled.app.screen.query_one("#note", LongText).value == "李四查到的"


async def test_what_a_check_found_is_booked_as_verified(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r")
        await give(pilot, "抽查")
        filled.app.screen.query_one("#pool").focus()
        await pilot.press("right")
        write(filled, "size", "1")
        await pilot.press("f2")
        await pilot.pause()
        (sample,) = samples(filled.assessment)
        assert (sample.of, len(sample.seed)) == ("evidence", 16)
        await pilot.press("enter")
        await pilot.pause()
        filled.app.screen.query_one("#fine").focus()
        await pilot.press("right", "f2")
        await pilot.pause()
        assert filled.kinds[-1] == "draw_sample"  # a problem without words is refused in place
        write(filled, "note", "第二页没有签名")
        filled.app.screen.query_one("#clause").focus()
        await pilot.press("right")
        write(filled, "quantity", "2")
        write(filled, "bearers", "市交通局")
        await pilot.press("f2")
        await pilot.pause()
        (result,) = samples(filled.assessment)[0].results.values()
        found = filled.assessment.finding(result.finding, "verified")
        assert found is not None
        assert (found[1].quantity, found[1].reason) == (Decimal(2), "第二页没有签名")
        assert "有问题" in filled.text
        await pilot.press("escape")
        await give(pilot, "抽查")
        assert "再抽一次" in filled.text
        assert "已查 1 项" in filled.text


async def test_a_score_from_outside_is_entered_and_taken_away(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r")
        await give(pilot, "外部评分")
        write(filled, "source", "省初审")
        write(filled, "points", "9")
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[-1] == "submit_item"  # more than it is worth is refused in place
        write(filled, "points", "1.5")
        await pilot.press("f2")
        await pilot.pause()
        assert scores_of(filled.assessment, "省初审") == {"1": 1500}
        assert "省初审" in filled.text
        await give(pilot, "外部评分")
        write(filled, "points", "")
        await pilot.press("f2")
        await pilot.pause()
        assert scores_of(filled.assessment, "省初审") == {}


async def test_a_table_of_scores_is_taken_in(filled: Desk, tmp_path: Path) -> None:
    table = tmp_path / "评分.csv"
    table.write_text("指标号,得分\n1,1.2\n2,2\n", encoding="utf-8-sig")
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+r")
        await give(pilot, "导入外部评分")
        write(filled, "source", "第三方")
        write(filled, "file", str(table))
        await pilot.press("f2")
        await pilot.pause()
        assert scores_of(filled.assessment, "第三方") == {"1": 1200, "2": 2000}


async def test_a_unit_is_renamed(filled: Desk) -> None:
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+d")
        screen = filled.app.screen
        unit = screen._table.cursor_key  # type: ignore[attr-defined]
        await give(pilot, "单位承接")
        await pilot.press("f2")
        await pilot.pause()
        assert filled.kinds[-1] == "submit_item"  # nobody to go on: refused in place
        write(filled, "created", "市法治局")
        write(filled, "date", "2025-4-1")
        write(filled, "reason", "机构改革")
        await pilot.press("f2")
        await pilot.pause()
        (one,) = filled.assessment.successions
        assert (one.unit, one.successors, one.reason) == (unit, ("市法治局",), "机构改革")
        assert "市法治局" in filled.text


async def test_open_matters_go_where_the_split_says(filled: Desk) -> None:
    filled.session.make(
        RecordFinding("1", "a", quantity=Decimal(1), bearers=(("市司法局", Decimal(1)),))
    )
    filled.start()
    (gap,) = (g for g in filled.session.snapshot.gaps() if g.rectifier == "市司法局")
    async with filled.app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+d")
        filled.app.screen._table.go("市司法局")  # type: ignore[attr-defined]
        await give(pilot, "单位承接")
        assert gap.id in filled.text
        write(filled, "known", "市城管局、市交通局")
        write(filled, "gaps", f"{gap.id}＝市交通局")
        await pilot.press("f2")
        await pilot.pause()
        (same,) = (g for g in filled.session.snapshot.gaps() if g.id == gap.id)
        assert same.rectifier == "市交通局"


async def test_a_unit_does_none_of_it(filled: Desk) -> None:
    filled.start(unit="市城管局")
    async with filled.app.run_test(size=SIZE, notifications=True) as pilot:
        for place, command in (("ctrl+r", "抽查"), ("ctrl+r", "外部评分"), ("ctrl+d", "单位承接")):
            before = {note.identity for note in filled.app._notifications}
            await pilot.press(place)
            await give(pilot, command)
            assert {note.identity for note in filled.app._notifications} - before
            assert len(filled.app.screen_stack) == 2
