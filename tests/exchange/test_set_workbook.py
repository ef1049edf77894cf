"""An office's table in a workbook becomes a set file: cells, units, sums, guessed clauses."""

import time
import zipfile
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from fazhi_tui.catalog.set_file import load_set, read_set
from fazhi_tui.domain.indicators import Fixed, IndicatorSet, Joint, Judged, PerCount, RateGap
from fazhi_tui.domain.problems import Code, Problem, Severity
from fazhi_tui.domain.units import UnitGroup
from fazhi_tui.exchange.guessing import guess_all
from fazhi_tui.exchange.set_workbook import read_set_workbook
from fazhi_tui.exchange.toml_text import show_value
from fazhi_tui.shipped import indicator_set_files
from fazhi_tui.wording import say

HEADER = (
    *("序号", "一级指标\n（分值）", "二级指标（分值）", "三级指标", "评分标准", "分值", "印证材料"),
    *("评测方式", "牵头单位", "责任/配合单位", "责任领导", "自评分", "核定分", "特别提示"),
)
AREAS = ("一、制度建设（4分）", "二、行政执法（6分）")
FILING = "1.未按期备案的，每件扣0.5分，最多扣1.5分。2.没有目录的，扣0.5分"
FILED = ("备案回执；目录", "材料、网络检索", "市司法局", "各有关部门", "张三", "", "", "看")
CLEARED = ("清理公告", "材料", "司法局、市委办", "市法院", "", "", "", "")
QUALITY = "合格率低于90%的，每低5个百分点扣0.2分"
FORGED = "案卷造假的，每卷扣1分；以上合计最多扣2.5分"
JUDGED = ("", "材料", "市城管局\n市交通局", "各执法部门、市法院", "", "", "", "")
TAUGHT = ("", "", "市城管局", "", "", "", "", "")
ROWS: list[tuple[object, ...]] = [
    (1, AREAS[0], "（一）文件管理（4分）", "1.文件备案", FILING, 2, *FILED),
    (2, "", "", "文件清理", "未清理的不得分", "2分", *CLEARED),
    (3, AREAS[1], "（二）执法程序", "执法案卷", QUALITY, 3, *JUDGED),
    ("", "", "", "", FORGED, *[""] * 9),
    (4, "", "", "执法培训", "好好培训", 3, *TAUGHT),
]
MERGED = ((0, 1, 1, 1), (2, 1, 4, 1), (0, 2, 1, 2), (2, 2, 4, 2), (2, 3, 3, 3), (2, 5, 3, 5))


TABLES = Path(__file__).parent / "tables"
"""The table made below, as LibreOffice saves it."""


def _workbook(
    path: Path,
    rows: Sequence[Sequence[object]] = ROWS,
    header: Sequence[str] = HEADER,
    merged: Sequence[tuple[int, int, int, int]] = MERGED,
) -> Path:
    """A table with a title above it, in the sheet behind an empty one."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("说明").write(0, 0, "填表说明")
        sheet = book.add_worksheet("责任分解")
        sheet.merge_range(0, 0, 0, len(header) - 1, "××市法治政府建设责任分解表")
        sheet.write_row(2, 0, header)
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(
                        3 + place, column, value, book.add_format({"num_format": "yyyy-mm-dd"})
                    )
                elif value != "":
                    sheet.write(3 + place, column, value)
        for first, left, last, right in merged:
            sheet.merge_range(3 + first, left, 3 + last, right, rows[first][left])
        sheet.write(3 + len(rows), 1, "合计")
    return path


@pytest.fixture
def imported(tmp_path: Path) -> tuple[IndicatorSet, list[Problem], str]:
    text, problems = read_set_workbook(_workbook(tmp_path / "分解表.xlsx"))
    found, wrong = load_set(text)
    assert [one for one in wrong if one.severity is Severity.ERROR] == []
    assert found is not None
    return found, problems, text


def test_the_tree_of_a_table(imported: tuple[IndicatorSet, list[Problem], str]) -> None:
    found, _, _ = imported
    assert found.title == "××市法治政府建设责任分解表"
    assert [(area.name, area.worth) for area in found.areas] == [
        ("制度建设", 4000),
        ("行政执法", 6000),
    ]
    assert [group.name for group in found.groups] == ["文件管理", "执法程序"]
    assert [(one.no, one.name, one.worth) for one in found.indicators] == [
        ("1", "文件备案", 2000),
        ("2", "文件清理", 2000),
        ("3", "执法案卷", 3000),
        ("4", "执法培训", 3000),
    ]
    assert found.total == 10_000
    assert found.indicators[0].evidence == ("备案回执", "目录")
    assert found.indicators[0].judged_by == ("材料", "网络检索")


def test_its_units(imported: tuple[IndicatorSet, list[Problem], str]) -> None:
    found, _, _ = imported
    assert [unit.name for unit in found.units] == [
        "市司法局",
        "市委办",
        "市法院",
        "市城管局",
        "市交通局",
    ]
    assert found.units[0].aliases == ("司法局",)
    assert not found.units[2].bears
    assert found.unit_groups == (
        UnitGroup("各有关部门", by_event=True),
        UnitGroup("各执法部门", by_event=True),
    )
    duties = [one.duty for one in found.indicators]
    assert (duties[1].lead, duties[1].competent, duties[1].supporting) == (
        "市司法局",
        ("市委办",),
        ("市法院",),
    )
    assert (duties[2].lead, duties[2].competent) == ("市城管局", ("市交通局",))
    assert duties[2].supporting == ("市法院", "各执法部门")


def test_its_clauses(imported: tuple[IndicatorSet, list[Problem], str]) -> None:
    found, _, text = imported
    first, second, third, fourth = found.indicators
    assert [clause.rule for clause in first.clauses] == [PerCount(points=500), Fixed(500)]
    assert (first.clauses[0].cap, first.clauses[0].count_unit) == (1500, "件")
    assert first.clauses[0].problem == "未按期备案{n}件"
    assert second.clauses[0].rule == Fixed(None)
    assert [clause.rule for clause in third.clauses] == [
        RateGap(Decimal(90), Decimal(5), 200, "exact"),
        PerCount(points=1000),
    ]
    assert third.joints == (Joint(("a", "b"), 2500),)
    assert fourth.clauses[0].rule == Judged(0, 3000)
    assert "# 没有认出怎样计分，先写成酌情，请核对" in text


def test_what_must_be_looked_at_is_told_with_its_cell(
    imported: tuple[IndicatorSet, list[Problem], str],
) -> None:
    _, problems, _ = imported
    assert [(one.code, one.path, one.value) for one in problems] == [
        (Code.COLUMN_IGNORED, "责任分解!N3", "特别提示"),
        (Code.CLAUSE_UNGUESSED, "责任分解!E8", "好好培训"),
    ]
    assert all(one.severity is Severity.WARNING for one in problems)
    assert "责任分解!E8" in say(problems[1])


@pytest.mark.parametrize(
    "spoilt",
    [
        (1, 5, "两分", Code.NOT_A_NUMBER, "责任分解!F5"),
        (1, 8, "", Code.EMPTY, "责任分解!I5"),
        (1, 8, "各有关部门", Code.EMPTY, "责任分解!I5"),
        (1, 4, "", Code.EMPTY, "责任分解!E5"),
        (1, 5, 3, Code.SUM_DIFFERS, "责任分解!C4"),
    ],
)
def test_a_cell_that_cannot_be_read(
    tmp_path: Path, spoilt: tuple[int, int, object, Code, str]
) -> None:
    row, column, value, code, cell = spoilt
    rows = [list(line) for line in ROWS]
    rows[row][column] = value
    text, problems = read_set_workbook(_workbook(tmp_path / "表.xlsx", rows))
    assert (code, cell) in [(one.code, one.path) for one in problems]
    found, wrong = load_set(text)
    assert found is not None, wrong


def test_other_headings_and_no_merged_cells(tmp_path: Path) -> None:
    header = ("编号", "考核项目", "分值", "考核内容", "计分办法", "标准分", "责任部门")
    rows = [
        ("7", "制度", "3", "备案", "每件扣0.1分", 1, "甲局"),
        ("8", "", "", "清理", "未清理扣2分", 2, "乙局"),
        ("9", "加分项", "", "表彰", "每项加0.5分，最多加1分", 1, "甲局"),
    ]
    text, problems = read_set_workbook(_workbook(tmp_path / "表.xlsx", rows, header, ()))
    found, wrong = load_set(text)
    assert (problems, [one.code for one in wrong]) == ([], [])
    assert found is not None
    assert [one.no for one in found.indicators] == ["7", "8", "9"]
    assert [one.channel for one in found.indicators] == ["base", "base", "bonus"]
    assert [group.worth for group in found.groups] == [3000, 0]
    assert found.total == 3000


def test_a_heading_of_two_rows(tmp_path: Path) -> None:
    header = ("序号", "三级指标", "评分标准", "分值", "责任分解", "")
    rows = [("", "", "", "", "牵头单位", "配合单位"), (1, "备案", "每件扣0.1分", 1, "甲局", "乙局")]
    text, problems = read_set_workbook(_workbook(tmp_path / "表.xlsx", rows, header, ()))
    found, _ = load_set(text)
    assert found is not None, problems
    assert found.indicators[0].duty.lead == "甲局"
    assert found.indicators[0].duty.supporting == ("乙局",)


def test_text_from_a_cell_is_only_text(tmp_path: Path) -> None:
    rows = [
        (1, "甲", "乙", '"]\n[[unit]]\nname = "x', '扣0.1分"""\\ {n}\x07', 1, "", "", 'a"b/c', "")
    ]
    text, _ = read_set_workbook(_workbook(tmp_path / "表.xlsx", rows, HEADER, ()))
    found, wrong = load_set(text)
    assert found is not None, wrong
    assert [unit.name for unit in found.units] == ["a"] or len(found.units) <= 2


@pytest.mark.parametrize("kind", ["xls", "et", "ods"])
def test_tables_of_other_office_programs(
    tmp_path: Path, kind: str, imported: tuple[IndicatorSet, list[Problem], str]
) -> None:
    """The same table, saved by another program (.et is .xls by another name)."""
    source = TABLES / ("table.ods" if kind == "ods" else "table.xls")
    path = tmp_path / f"分解表.{kind}"
    path.write_bytes(source.read_bytes())
    text, problems = read_set_workbook(path)
    assert [(one.code, one.path) for one in problems] == [
        (one.code, one.path) for one in imported[1]
    ]
    found, _ = load_set(text)
    assert found is not None
    assert found.indicators == imported[0].indicators
    assert found.areas == imported[0].areas


def test_of_several_tables_the_longest_or_the_one_that_is_named(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    header = ("三级指标", "评分标准", "分值", "牵头单位")
    with xlsxwriter.Workbook(path) as book:
        for name, many in (("说明", 0), ("镇街", 1), ("部门", 3)):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, header if many else ("填表说明",))
            for row in range(many):
                sheet.write_row(1 + row, 0, (f"{name}{row}", "每件扣0.1分", 1, "甲局"))
    text, problems = read_set_workbook(path)
    assert "部门2" in text
    assert "镇街0" not in text
    assert [(one.code, one.value, one.wanted) for one in problems] == [
        (Code.SHEETS_LEFT, "镇街", "部门")
    ]
    text, problems = read_set_workbook(path, "镇街")
    assert ("镇街0" in text, problems) == (True, [])
    (missing,) = read_set_workbook(path, "街道")[1]
    assert (missing.code, missing.wanted) == (Code.SHEET_MISSING, "说明、镇街、部门")
    (empty,) = read_set_workbook(path, "说明")[1]
    assert (empty.code, empty.value) == (Code.HEADER_MISSING, "说明")


def test_a_header_that_comes_again_is_no_indicator(tmp_path: Path) -> None:
    header = ("三级指标", "评分标准", "分值", "牵头单位")
    rows = [("甲", "扣1分", 1, "甲局"), header, ("乙", "扣1分", 1, "甲局")]
    text, problems = read_set_workbook(_workbook(tmp_path / "表.xlsx", rows, header, ()))
    found, _ = load_set(text)
    assert found is not None
    assert ([one.name for one in found.indicators], problems) == (["甲", "乙"], [])


def test_who_is_responsible_and_until_when_is_kept(tmp_path: Path) -> None:
    header = ("三级指标", "评分标准", "分值", "牵头单位", "责任领导", "责任人", "完成时限", "备注")
    when = datetime(2025, 10, 31)  # noqa: DTZ001  a workbook knows no time zones
    rows = [
        ("甲", "扣1分", 1, "甲局", "张三\n李四", "王五", when, "急"),
        ("乙", "扣1分", 1, "甲局"),
    ]
    text, (problem,) = read_set_workbook(_workbook(tmp_path / "表.xlsx", rows, header, ()))
    found, _ = load_set(text)
    assert found is not None
    duty = found.indicators[0].duty
    assert (duty.leader, duty.person) == ("张三、李四", "王五")
    assert "# 原表的时限：2025-10-31" in text
    assert (problem.code, problem.value) == (Code.COLUMN_IGNORED, "备注")


def test_an_ods_of_a_thousand_million_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "表.ods"
    with zipfile.ZipFile(TABLES / "table.ods") as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    cell = b'<table:table-cell table:number-columns-repeated="9999" office:value-type="float"/>'
    row = b'<table:table-row table:number-rows-repeated="99999">' + cell + b"</table:table-row>"
    content["content.xml"] = content["content.xml"].replace(
        b"</table:table>", row + b"</table:table>"
    )
    with zipfile.ZipFile(path, "w") as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    text, (problem,) = read_set_workbook(path)
    assert (text, problem.code) == ("", Code.SHEET_TOO_LARGE)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.NOT_A_WORKBOOK),
        (b"PK\x03\x04", Code.FILE_DAMAGED),
        (b"not a workbook", Code.NOT_A_WORKBOOK),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, content: bytes, code: Code) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    text, (problem,) = read_set_workbook(path)
    assert (text, problem.code) == ("", code)


def test_a_missing_file_a_folder_and_a_sheet_without_a_table(tmp_path: Path) -> None:
    assert read_set_workbook(tmp_path / "无.xlsx")[1][0].code is Code.FILE_MISSING
    assert read_set_workbook(tmp_path)[1][0].code is Code.FILE_IS_FOLDER
    plain = _workbook(tmp_path / "表.xlsx", [], ("甲", "乙"), ())
    assert read_set_workbook(plain)[1][0].code is Code.HEADER_MISSING


def test_a_cell_far_out_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "表.xlsx")
    with zipfile.ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet2.xml"
    far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    content[sheet] = content[sheet].replace(b"</sheetData>", far)
    with zipfile.ZipFile(path, "w") as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    text, (problem,) = read_set_workbook(path)
    assert (text, problem.code) == ("", Code.SHEET_TOO_LARGE)


def test_nearly_all_rules_of_the_shipped_sets_are_recognised() -> None:
    """They are written as offices write them; what is guessed is the kind."""
    kinds = {"PerCount": "per_count", "RateGap": "rate_gap"}
    right = wrong = 0
    for file in indicator_set_files():
        found = read_set(file).set
        assert found is not None
        for indicator in found.indicators:
            for clause in indicator.clauses:
                name = type(clause.rule).__name__
                guesses = guess_all(clause.text)
                good = [guess.kind for guess in guesses] == [kinds.get(name, name.lower())]
                right, wrong = right + good, wrong + (not good)
    assert right >= 19 * wrong


@pytest.mark.parametrize("piece", ["每", "扣", "第1件扣", "率低于", "，", "0", "（1", "甲不扣分，"])
def test_a_cell_full_of_anything_takes_no_time(piece: str) -> None:
    start = time.process_time()
    assert all(guess.text for guess in guess_all(piece * 4000))
    assert time.process_time() - start < 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("年少于3次，每少1次扣0.5分", "per_count count_unit 次 target 3 points 0.5"),
        ("未成立扣0.5", "fixed points 0.5"),
        ("未备案每件扣1分，扣至4分为限", "per_count count_unit 件 points 1 cap 4"),
        ("迟到每人次扣0.3分，累计不超过0.9分", "per_count count_unit 人次 points 0.3 cap 0.9"),
        ("每增20万元扣1分", "per_count count_unit 万元 points 1 step 20 rounding down"),
        ("1起扣10分", "per_count count_unit 起 points 10"),
        ("覆盖率低于80%的，每降1个百分点扣1分", "rate_gap target 80 step 1 points 1 partial exact"),
        ("低于平均的，每降2%扣1分", "rate_gap benchmark true step 2 points 1 partial exact"),
        ("其他情形酌情扣分，最高扣10分", "judged cap 10"),
        ("不能反映进展的，酌情扣5至10分", "judged min 5 max 10"),
        ("第1件扣0.1分，第2件起每件扣0.2分", "progressive count_unit 件 schedule [0.1, 0.2]"),
        ("轻的每起扣1分，重的每起扣3分", 'per_count count_unit 起 levels { "轻" = 1, "重" = 3 }'),
        ("发生重大事故的，一票否决", "veto effect no_award"),
        ("说得很清楚", ""),
        ("研究少于1次的，扣0.5分", "fixed points 0.5 ? 原文的“少于1次”没有用上"),
        ("研究少于一次的，扣0.5分", "fixed points 0.5 ? 原文的“少于一次”没有用上"),
        ("合格率低于90%的扣1分", 'tiers measure rate rows [[90, 0], ["*", 1]]'),
        ("差错率高于5%的扣1分", "tiers measure rate direction at_most rows [[5, 0], [\"*\", 1]]"),
        ("合格率低于九%的扣1分", "fixed points 1 ? 原文的“低于九%”没有用上"),
        ("比例达到90%，扣1分", "fixed points 1 ? 原文的“达到90%”没有用上"),
        ("超过3日未报送的，每件扣1分", "per_count count_unit 件 points 1"),
    ],
)  # fmt: skip
def test_a_rule_in_an_office_s_words(text: str, told: str) -> None:
    (guess,) = guess_all(text)
    words = [guess.kind]
    words += [f"{key} {show_value(value).strip(chr(34))}" for key, value in guess.keys]
    words += [f"cap {guess.cap}"] if guess.cap is not None else []
    words += [f"? {guess.note}"] if "没有用上" in guess.note else []
    assert " ".join(words) == told
