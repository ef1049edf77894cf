"""What the lists hold: one row for each thing, sums that are those of the tally, no clock."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.indicators import UNATTRIBUTED, Roster
from fazhi_tui.domain.tally import Tally
from fazhi_tui.exports.contents import gaps as gap_lists
from fazhi_tui.exports.contents import losses
from fazhi_tui.exports.sheet import Cell, Sheet
from fazhi_tui.exports.stamp import Stamp, notes, subtitle
from fazhi_tui.exports.writing import FORMATS, write
from tests.exports.a_round import SET, STAMP, TODAY, Round, a_round, nothing_found

ROUND = a_round()


def gap_list(unit: str = "", today: str = "", of: Round = ROUND) -> Sheet:
    return gap_lists.gap_list(of.roster, of.tally, of.gaps, STAMP, unit=unit, today=today)


def in_order(today: str = "") -> Sheet:
    """The gaps in the set's order, without parts."""
    return gap_lists.gap_list(
        ROUND.roster, ROUND.tally, ROUND.gaps, STAMP, today=today, by_unit=False
    )


def column(sheet: Sheet, heading: str) -> list[Cell]:
    place = [column.heading for column in sheet.columns].index(heading)
    return [row[place] for row in sheet.rows]


def total(sheet: Sheet, heading: str) -> Cell:
    assert sheet.total is not None
    return sheet.total[[column.heading for column in sheet.columns].index(heading)]


def all_sheets(of: Round = ROUND) -> list[Sheet]:
    both = (of.roster, of.tally)
    return [
        gap_list(of=of),
        gap_lists.findings(*both, of.gaps, STAMP),
        losses.losses_by_unit(*both, of.gaps, STAMP),
        losses.losses_by_area(*both, STAMP),
        losses.by_group(*both, STAMP),
        losses.by_indicator(*both, STAMP),
        losses.matrix(*both, STAMP),
    ]


# ── the gap list ─────────────────────────────────────────────────────────────────────────────


def test_columns_of_the_gap_list() -> None:
    headings = "序号 问题编号 指标号 问题表述 封顶前 失分 责任单位 整改责任单位 责任领导"
    headings += " 责任人 整改措施 整改时限 进展情况 状态 复核意见 销号日期"
    assert [column.heading for column in gap_list().columns] == headings.split()


def test_columns_that_nothing_would_stand_in_are_left_out() -> None:
    plain = gap_lists.gap_list(ROUND.roster, ROUND.tally, ROUND.gaps[3:4], STAMP)
    headings = {column.heading for column in plain.columns}
    assert not headings & {"封顶前", "整改责任单位", "函件"}


def test_one_row_for_each_gap() -> None:
    sheet = in_order()
    assert column(sheet, "问题编号") == [gap.id for gap in ROUND.gaps]
    assert column(sheet, "序号") == [1, 2, 3, 4, 5, 6]
    assert sheet.rows[0] == (
        1,
        "1.a.司法局.1/城管局",
        "1",
        "记录不完整4卷",
        1200,
        800,
        "城管局",
        "城管局",
        None,
        "王芳",
        "逐卷补正",
        "2025-10-31",
        None,
        "已定措施，原定2025-09-30",
        None,
        None,
    )


def test_each_unit_has_a_page_with_its_sum() -> None:
    sheet = gap_list()
    pages = [[sheet.body[place] for place in rows] for rows in sheet.pages]
    assert [page[-1][0] for page in pages] == ["小计"] * 4 + ["合计"]
    units = ["司法局", "城管局", "交通局", "失分单位待认定"]
    assert [page[-1][6] for page in pages[:-1]] == units
    for page, unit in zip(pages[:-1], units, strict=True):
        assert {row[6] for row in page} == {unit}
        assert page[-1][5] == sum(int(str(row[5])) for row in page[:-1])
        assert page[-1][1] == f"{len(page) - 1}项"
    assert [row[0] for page in pages[:-1] for row in page[:-1]] == [1, 2, 3, 4, 5, 6]
    assert sum(page[-1][5] for page in pages[:-1]) == pages[-1][-1][5]  # type: ignore[misc]


def test_a_problem_is_a_sentence_and_never_the_rule() -> None:
    clause = replace(ROUND.gaps[0].clause, problem="")
    bare = replace(ROUND.gaps[0], clause=clause, problem="细则")
    for reason, told in (("抽查发现", "抽查发现"), ("", "“全过程记录”没有达到要求")):
        gaps = (replace(bare, reason=reason),)
        sheet = gap_lists.gap_list(ROUND.roster, ROUND.tally, gaps, STAMP)
        assert column(sheet, "问题表述") == [told]


def test_states_refusals_and_rectifiers() -> None:
    sheet = in_order(TODAY)
    assert column(sheet, "状态") == [
        "已定措施，超期，原定2025-09-30",
        "待制定措施",
        "已销号",
        "待制定措施",
        "不予整改",
        "待制定措施",
    ]
    assert column(sheet, "整改措施")[4] == "不予整改，理由：案件已移送"
    assert column(sheet, "整改责任单位")[2] == "交通局"
    assert column(sheet, "责任单位")[1] == "失分单位待认定"
    assert column(sheet, "销号日期")[2] == "2025-10-20"


def test_the_day_it_is_due_is_not_overdue() -> None:
    assert column(in_order("2025-10-31"), "状态")[0] == "已定措施，临期，原定2025-09-30"


def test_the_sum_and_what_it_holds_beside_the_loss() -> None:
    sheet = gap_list()
    assert total(sheet, "失分") == ROUND.tally.lost + ROUND.tally.penalty == 2080
    assert total(sheet, "序号") == "合计"
    assert "表内减分项0.20分，不在失分之内。" in sheet.notes


def test_one_unit() -> None:
    sheet = gap_list("交通局")
    assert sheet.title == "演示市2025年第一轮整改清单（交通局）"
    assert column(sheet, "序号") == [1, 2, 3]
    assert sheet.notes[0] == "其中交通局失分2项0.45分，其余为代其他单位整改。"
    assert gap_list("城管局").notes[0].startswith("满分")


def test_a_unit_without_gaps() -> None:
    sheet = gap_list("没有的局")
    assert (sheet.rows, sheet.total, sheet.empty) == ((), None, "没有整改事项")


def test_the_lines_of_a_unit_an_indicator_and_of_nobody() -> None:
    both = (ROUND.roster, ROUND.tally, ROUND.gaps, STAMP)
    by_unit = gap_lists.findings(*both, unit="城管局")
    assert total(by_unit, "失分") == 930
    assert column(by_unit, "说明") == ["抽查", None]
    assert total(gap_lists.findings(*both, indicator="1"), "失分") == 1000
    assert len(gap_lists.findings(*both, unit="城管局", indicator="1").rows) == 1
    nobody = gap_lists.findings(*both, unit=UNATTRIBUTED)
    assert nobody.title.endswith("失分明细（失分单位待认定）")
    assert column(gap_lists.findings(*both, indicator="2"), "记入方式") == ["缺省记入"]


# ── the tally ────────────────────────────────────────────────────────────────────────────────


def test_units_most_lost_first_nobody_last() -> None:
    sheet = losses.losses_by_unit(ROUND.roster, ROUND.tally, ROUND.gaps, STAMP, today=TODAY)
    assert column(sheet, "单位") == ["城管局", "司法局", "交通局", "失分单位待认定"]
    assert column(sheet, "失分") == [930, 500, 250, 200]
    assert column(sheet, "占比")[0] == Fraction(930, 1880)
    assert column(sheet, "加分") == [0, 500, 0, 0]
    assert column(sheet, "超期") == [1, 0, 0, 0]
    assert total(sheet, "失分") == ROUND.tally.lost
    assert total(sheet, "未销号") == 4
    assert total(sheet, "涉及指标") is None


def test_channels_only_where_the_set_has_them() -> None:
    plain = a_round(replace(SET, indicators=SET.indicators[:3]))
    for sheet in all_sheets(plain):
        headings = {column.heading for column in sheet.columns}
        assert not headings & {"加分", "减分"}
        assert "加分" not in "".join(sheet.notes)


@pytest.mark.parametrize("make", [losses.losses_by_area, losses.by_group, losses.by_indicator])
def test_sums_are_those_of_the_tally(make: Callable[[Roster, Tally, Stamp], Sheet]) -> None:
    sheet = make(ROUND.roster, ROUND.tally, STAMP)
    tally = ROUND.tally
    sums = [total(sheet, heading) for heading in ("满分", "得分", "失分", "待定")]
    assert sums == [tally.full, tally.earned, tally.lost, tally.pending]


def test_a_bonus_only_gives_and_a_penalty_only_takes() -> None:
    rows = losses.by_indicator(ROUND.roster, ROUND.tally, STAMP).rows
    assert rows[3][2:] == ("加分项", None, 500, None, None, None, "已填", None)
    assert rows[4][2:] == ("减分项", None, None, 200, None, 200, "已填", "交通局 0.20")


def test_matrix_adds_up_both_ways() -> None:
    sheet = losses.matrix(ROUND.roster, ROUND.tally, STAMP)
    assert [column.heading for column in sheet.columns] == ["单位", "一 职能", "二 执法", "合计"]
    assert sheet.rows[0] == ("司法局", 500, None, 500)
    assert sheet.rows[-1] == ("失分单位待认定", 200, None, 200)
    assert sheet.total == ("合计", 1500, 380, 1880)


# ── what stands with them ────────────────────────────────────────────────────────────────────


def test_the_moment_the_totals_the_set() -> None:
    assert subtitle(STAMP) == "自评分　截至第12条记录（2025-11-03 10:32）"
    assert notes(ROUND.roster, ROUND.tally, STAMP) == (
        "满分10.00分：得8.12分，失1.88分，待定0.00分；加分0.50分；减分0.20分；总分8.42分。",
        "缺省记入1笔0.50分，失分单位待认定1笔0.20分。",
        "指标体系：小体系，2025版，校验值9f86d081884c7d65。分值依据：示例分值。",
        "台账校验值：3e23e8。",
    )
    assert notes(nothing_found().roster, nothing_found().tally, Stamp("甲", 0, "", "self")) == (
        "满分10.00分：得0.00分，失0.00分，待定10.00分；加分0.00分；减分0.00分。",
        "指标体系：小体系，2025版。分值依据：示例分值。",
    )


def test_a_list_that_does_not_add_up_to_the_loss_says_why() -> None:
    told = notes(ROUND.roster, ROUND.tally, STAMP, ROUND.gaps, 9990)
    assert told[3].startswith("表内按各项指标原分值列失分；")
    assert told[3].endswith("失分为9.99分。")


def test_every_list_carries_them() -> None:
    for sheet in all_sheets():
        assert sheet.subtitle == subtitle(STAMP)
        assert set(notes(ROUND.roster, ROUND.tally, STAMP)) <= set(sheet.notes)
        assert sheet.title.startswith(STAMP.assessment)


def test_finer_points_show_three_decimals_everywhere() -> None:
    assert {sheet.places for sheet in all_sheets(a_round(quantum=1))} == {3}
    assert "失1.875分" in all_sheets(a_round(quantum=1))[0].notes[0]


@pytest.mark.parametrize("of", [ROUND, nothing_found()], ids=["filled", "empty"])
def test_every_list_can_be_written_in_every_format(of: Round, tmp_path: Path) -> None:
    for sheet in all_sheets(of):
        assert all(len(row) == len(sheet.columns) for row in sheet.body)
        for name in FORMATS:
            write(sheet, tmp_path / sheet.name, name)
