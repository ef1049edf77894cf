"""An office's table of duties and contacts: understood as it is written, or told cell by cell."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from fazhi_tui.domain.changes import AdoptDuties
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.records import Contact
from fazhi_tui.exchange.duty_table import read_duty_workbook
from tests.exchange.filled import roster

HEAD = ["序号", "三级指标", "牵头单位", "责任单位", "配合单位", "责任领导", "责任人", "完成时限"]
Rows = Sequence[Sequence[object]]


def book(path: Path, *sheets: tuple[str, Rows], merged: Sequence[str] = ()) -> Path:
    made = xlsxwriter.Workbook(path)
    for name, rows in sheets:
        page = made.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        for area in merged:
            page.merge_range(area, "司法所")
    made.close()
    return path


def read(path: Path, rows: Rows) -> tuple[AdoptDuties | None, list[Problem]]:
    before = {indicator.no: indicator.duty for indicator in roster().set.indicators}
    return read_duty_workbook(book(path / "分解表.xlsx", ("责任分解", rows)), roster(), before)


def test_units_people_and_days_as_an_office_writes_them(tmp_path: Path) -> None:
    rows: Rows = [
        ["某镇责任分解表"],
        HEAD,
        [1, "1.全过程记录（2分）", "城管队", "司所、交通站", "法庭", "张 三", "李四", "9月底前"],
        [2, "出庭应诉", "", "", "", "", "王五", ""],
        [3, "合法性审查", "镇司法所,城管队", "", "", "", "", "长期坚持"],
        ["合计", "", "", "", "", "", "", ""],
    ]
    change, problems = read(tmp_path, rows)
    assert problems == []
    assert change is not None
    assert change.duties == {
        "1": Duty("城管队", ("司法所", "交通站"), ("法庭",), "张 三", "李四", "9月底前"),
        "2": Duty("司法所", ("城管队", "交通站"), person="王五"),
        "3": Duty("司法所", ("城管队",), due="长期坚持"),
    }


def test_what_is_as_before_is_no_change(tmp_path: Path) -> None:
    change, problems = read(tmp_path, [HEAD, [1, "全过程记录", "司法所", "", "", "", "", ""]])
    assert (change, problems) == (AdoptDuties({}), [])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([1, "全过程记录", "城管对"], (Code.UNKNOWN_UNIT, "C2", "城管对", "城管队")),
        ([1, "全过程记录", "城管队", "司法所、某公司"], (Code.UNKNOWN_UNIT, "D2", "某公司", "")),
        ([1, "全过程记录", "法庭"], (Code.MAY_NOT_BEAR, "C2", "法庭", "")),
        ([1, "全过程记录", "城管队", "法庭"], (Code.MAY_NOT_BEAR, "D2", "法庭", "")),
        ([9, "出庭应对", "城管队"], (Code.UNKNOWN_INDICATOR, "B2", "出庭应对", "出庭应诉")),
    ],
)
def test_what_nobody_knows_is_told_by_its_cell(
    tmp_path: Path, row: Sequence[object], told: tuple[Code, str, str, str]
) -> None:
    change, problems = read(tmp_path, [HEAD, row])
    assert change is None
    code, at, *rest = told
    assert [(p.code, p.path, p.value, p.hint) for p in problems] == [
        (code, f"责任分解!{at}", *rest)
    ]
    assert problems[0].file.endswith("分解表.xlsx")


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    rows: Rows = [
        HEAD,
        [1, "全过程记录", "甲乙丙"],
        [7, "没有这项", "城管队"],
        [2, "出庭应诉", "子丑寅"],
    ]
    change, problems = read(tmp_path, rows)
    assert change is None
    assert [problem.path for problem in problems] == ["责任分解!C2", "责任分解!B3", "责任分解!C4"]


def test_a_name_that_differs_is_told_and_taken(tmp_path: Path) -> None:
    change, problems = read(
        tmp_path, [HEAD, [2, "负责人出庭", "城管队"], [1, "合法性审查", "交通站"]]
    )
    assert change is not None
    assert {no: duty.lead for no, duty in change.duties.items()} == {"2": "城管队", "3": "交通站"}
    assert [(p.code, p.severity, p.path) for p in problems] == [
        (Code.NAME_DIFFERS, Severity.WARNING, "责任分解!B2"),
        (Code.NAME_DIFFERS, Severity.WARNING, "责任分解!A3"),
    ]


def test_rows_of_one_indicator_must_agree(tmp_path: Path) -> None:
    same = [1, "全过程记录", "城管队"]
    assert read(tmp_path, [HEAD, same, same])[1] == []
    change, problems = read(tmp_path, [HEAD, same, [1, "全过程记录", "交通站"]])
    assert change is None
    assert [(p.code, p.path) for p in problems] == [(Code.DUPLICATE, "责任分解!B3")]


def test_merged_cells_stand_in_every_row(tmp_path: Path) -> None:
    rows: Rows = [HEAD, [1, "全过程记录", ""], [3, "合法性审查", ""]]
    path = book(tmp_path / "表.xlsx", ("责任分解", rows), merged=["D2:D3"])
    before = {indicator.no: indicator.duty for indicator in roster().set.indicators}
    before |= {"1": Duty("城管队"), "3": Duty("城管队")}
    change, problems = read_duty_workbook(path, roster(), before)
    assert problems == []
    assert change is not None
    assert {no: duty.competent for no, duty in change.duties.items()} == {
        "1": ("司法所",),
        "3": ("司法所",),
    }


def test_contacts_of_units_several_to_one(tmp_path: Path) -> None:
    rows: Rows = [
        ["联系人名单"],
        ["单位名称", "联系人", "职务", "联系电话"],
        ["镇司法所", "赵六", "科员", 13800000000],
        ["司所", "钱七", "", "0123-4567"],
        ["治镇办", "孙八", "", ""],
        ["", "", "", ""],
    ]
    path = book(tmp_path / "人.xlsx", ("通讯录", rows), ("说明", [["无关"]]))
    change, problems = read_duty_workbook(path, roster(), {})
    assert problems == []
    assert change == AdoptDuties(
        {},
        contacts={
            "司法所": Contact("赵六、钱七", "13800000000、0123-4567"),
            "治镇办": Contact("孙八"),
        },
    )


def test_an_unknown_unit_among_contacts_is_told(tmp_path: Path) -> None:
    path = book(tmp_path / "人.xlsx", ("通讯录", [["单位", "电话"], ["城管大队", "1"]]))
    change, (problem,) = read_duty_workbook(path, roster(), {})
    assert change is None
    assert (problem.code, problem.path, problem.hint) == (Code.UNKNOWN_UNIT, "通讯录!A2", "城管队")


def test_a_workbook_without_such_a_table_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "别的.xlsx", ("甲", [["无关"]]))
    with pytest.raises(Refused) as refused:
        read_duty_workbook(path, roster(), {})
    assert refused.value.problems[0].code is Code.HEADER_MISSING
