"""What clerks really do to a fill-in workbook, in real files: understood, asked about or told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Assessment, Benchmark, Number, Rate, Score, Tier, Value
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.section import (
    EvidenceRow,
    Excuse,
    FindingRow,
    Part,
    ReadingRow,
    evidence_rows,
    parts_of,
)
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.returned_form import Had, Incoming, read_form
from fazhi_tui.wording import say
from tests.exchange.clerk import Clerk, Formula
from tests.exchange.filled import ACCEPTED, ANSWERED, EXCUSED, RETURNED, after, roster, workbook

UNIT = "司法所"
BLANK = after()
SAID = after(*ANSWERED)
BLANK_FORM, SAID_FORM = workbook(BLANK), workbook(SAID)


def had(assessment: Assessment) -> Had:
    parts = {part.indicator: part for part in parts_of(assessment, UNIT)}
    return Had(parts, {row.id: row for row in evidence_rows(assessment, UNIT)})


def read(clerk: Clerk, base: Assessment = BLANK) -> Incoming:
    return read_form(open_form(clerk.save(), "表.xlsx"), roster(), had(base))


def fresh() -> Clerk:
    return Clerk(BLANK_FORM)


def part(incoming: Incoming, no: str) -> Part:
    return next((p for p in incoming.section.parts if p.indicator == no), Part(no))


def codes(problems: tuple[object, ...]) -> list[Code]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


# ── nothing done to it ───────────────────────────────────────────────────────────────────────


def test_a_fresh_form_says_nothing() -> None:
    incoming = read(fresh())
    assert incoming.section.parts == ()
    assert incoming.section.evidence == ()
    assert incoming.section.formal
    assert (incoming.asked, incoming.rejected, incoming.told, incoming.asides) == ((),) * 4


@pytest.mark.parametrize("more", [(), RETURNED, ACCEPTED, EXCUSED], ids=str)
def test_what_went_out_comes_back_as_it_was(more: tuple[object, ...]) -> None:
    base = after(*ANSWERED, *more)  # type: ignore[arg-type]
    incoming = read_form(open_form(workbook(base), "表.xlsx"), roster(), had(base))
    assert (incoming.asked, incoming.rejected, incoming.told) == ((),) * 3
    for was in parts_of(base, UNIT):
        now = part(incoming, was.indicator)
        assert set(now.findings) == set(was.findings)
        assert set(now.readings) == set(was.readings)
        assert now.nils == was.nils
        assert now.note == was.note
        assert now.excuse == was.excuse
    assert incoming.section.evidence == evidence_rows(base, UNIT)


# ── numbers ──────────────────────────────────────────────────────────────────────────────────

COUNTS: list[tuple[object, int]] = [
    (5, 5),
    ("5", 5),
    ("５", 5),
    ("5卷", 5),
    ("5 件", 5),
    ("５件（含1件重大）", 5),
    ("1,024", 1024),
    (Formula("=2+3", 5), 5),
    (5.0000000000001, 5),
]


@pytest.mark.parametrize(("typed", "quantity"), COUNTS, ids=str)
def test_a_count_however_it_is_written(typed: object, quantity: int) -> None:
    clerk = fresh()
    clerk.put("填报", "1.a", 填写=typed, 原因="缺页")
    incoming = read(clerk)
    assert part(incoming, "1").findings == (
        FindingRow("a", quantity=Decimal(quantity), reason="缺页"),
    )
    assert part(incoming, "1").clears == ("a",), "this one and no other"


@pytest.mark.parametrize(
    "typed", ["无", " 无 。", "没有", "零", "〇", 0, "0", "０", "0件", "无失分"]
)
def test_nothing_to_report_however_it_is_written(typed: object) -> None:
    clerk = fresh()
    clerk.put("填报", "1.a", 填写=typed)
    assert part(read(clerk), "1").nils == ("a",)


UNCLEAR = [
    "/",
    "／",
    "—",
    "-",
    "约2",
    "大约3件",
    "2左右",
    "同上",
    "〃",
    "不详",
    "待定",
    "若干",
    "？",
    "N/A",
]


@pytest.mark.parametrize("typed", UNCLEAR)
@pytest.mark.parametrize("key", ["1.a", "2.b", "3.d"])
def test_what_only_its_writer_can_tell_is_asked(key: str, typed: str) -> None:
    clerk = fresh()
    at = clerk.put("填报", key, 填写=typed)
    incoming = read(clerk)
    assert incoming.section.parts == ()
    assert incoming.section.unread == (key[0],)
    (asked,) = incoming.asked
    assert (asked.code, asked.path, asked.value) == (Code.CELL_UNCLEAR, f"填报!G{at}", typed)
    assert say(asked).startswith(f"填报!G{at}：“{typed}”看不出")


WRONG: list[tuple[str, object, Code]] = [
    ("1.a", "五件左右", Code.CELL_UNCLEAR),
    ("1.a", "很多", Code.NOT_A_NUMBER),
    ("1.a", -3, Code.NEGATIVE),
    ("1.a", date(2025, 9, 10), Code.CELL_IS_DATE),
    ("1.b", "是", Code.NOT_A_NUMBER),
    ("2.c", "快好了", Code.UNKNOWN_TIER),
    ("2.d", "0.123", Code.FINER_THAN_QUANTUM),
    ("3.a", 2, Code.LEVEL_NEEDED),
    ("2.a", "95%", Code.NOT_A_RATE),
    ("2.a", "无", Code.NOT_A_RATE),
    ("1.a", "1e400", Code.NOT_A_NUMBER),
    ("1.a", "=cmd|' /C calc'!A0", Code.NOT_A_NUMBER),
    ("1.a", "[/]", Code.NOT_A_NUMBER),
    ("1.a", "\x1b]0;x\x07", Code.NOT_A_NUMBER),
]


@pytest.mark.parametrize(("key", "typed", "code"), WRONG, ids=str)
def test_what_is_wrong_is_told_by_sheet_cell_value_and_remedy(
    key: str, typed: object, code: Code
) -> None:
    clerk = fresh()
    at = clerk.put("填报", key, 填写=typed)
    clerk.put("填报", "3.e", 填写="无")
    incoming = read(clerk)
    (problem,) = (*incoming.asked, *incoming.rejected)
    assert problem.code is code
    assert problem.path.startswith("填报!")
    assert problem.path.endswith(str(at))
    assert part(incoming, "3").nils == ("e",), "the rest is read"
    assert "，请" in say(problem) or "，按" in say(problem) or "，" in say(problem)
    assert "\x1b" not in say(problem)


def test_an_error_and_a_formula_nobody_reckoned_are_told(tmp_path: object) -> None:
    clerk = fresh()
    one = clerk.put("填报", "1.a", 填写=Formula("=1/0", "#DIV/0!"))
    other = clerk.put("填报", "2.b", 填写=Formula("=2+3", ""))
    incoming = read(clerk)
    assert [(p.code, p.path) for p in incoming.rejected] == [
        (Code.CELL_NO_VALUE, f"填报!G{one}"),
        (Code.CELL_NO_VALUE, f"填报!G{other}"),
    ]


RATES: list[tuple[dict[str, object], Value]] = [
    ({"分子": 9, "分母": 10}, Rate(Decimal(9), Decimal(10))),
    ({"分子": "９", "分母": "10起"}, Rate(Decimal(9), Decimal(10))),
    ({"填写": "9/10"}, Rate(Decimal(9), Decimal(10))),
    ({"分子": "9／10"}, Rate(Decimal(9), Decimal(10))),
    ({"分子": 0, "分母": 0}, Rate(Decimal(0), Decimal(0))),
    ({"填写": "本期未发生"}, Rate(Decimal(0), Decimal(0))),
    ({"填写": "未发生。"}, Rate(Decimal(0), Decimal(0))),
    ({"分子": 9, "分母": 10, "材料上": "90%"}, Rate(Decimal(9), Decimal(10), Decimal(90))),
    ({"分子": 9, "分母": 10, "材料上": 0.9}, Rate(Decimal(9), Decimal(10), Decimal(90))),
    ({"分子": 9, "分母": 10, "材料上": 90}, Rate(Decimal(9), Decimal(10), Decimal(90))),
    ({"分子": 1, "分母": 200, "材料上": 0.5}, Rate(Decimal(1), Decimal(200), Decimal("0.5"))),
]


@pytest.mark.parametrize(("cells", "value"), RATES, ids=str)
def test_a_rate_however_it_is_written(cells: dict[str, object], value: Value) -> None:
    clerk = fresh()
    clerk.put("填报", "2.a", **cells)
    assert part(read(clerk), "2").readings == (ReadingRow("a", value),)


def test_every_other_form_of_answer() -> None:
    clerk = fresh()
    clerk.put("填报", "1.b", 填写="有", 原因="没有制度")
    clerk.put("填报", "2.b", 填写="2次")
    clerk.put("填报", "2.c", 填写=" 在 建")
    clerk.put("填报", "2.d", 填写=0.1, 原因="抽查缺项")
    clerk.put("填报", "3.b", 填写="35.5")
    clerk.put("填报", "3.c", 填写="无失分")
    clerk.put("填报", "3.c/benchmark", 填写="92.5%")
    clerk.put("填报", "3.d", 填写="1名")
    incoming = read(clerk)
    assert (incoming.asked, incoming.rejected) == ((), ())
    assert part(incoming, "1").findings == (FindingRow("b", reason="没有制度"),)
    assert part(incoming, "2").readings == (
        ReadingRow("b", Number(Decimal(2))),
        ReadingRow("c", Tier("在建")),
        ReadingRow("d", Score(100), reason="抽查缺项"),
    )
    assert part(incoming, "3").findings == (FindingRow("b", quantity=Decimal("35.5")),)
    assert part(incoming, "3").nils == ("c",)
    assert part(incoming, "3").readings == (
        ReadingRow("c", Benchmark(Decimal("92.5"))),
        ReadingRow("d", Number(Decimal(1))),
    )


def test_a_reason_without_an_answer_is_asked_about() -> None:
    clerk = fresh()
    at = clerk.put("填报", "1.a", 原因="去年已整改")
    assert [(p.code, p.path) for p in read(clerk).asked] == [(Code.VALUE_MISSING, f"填报!G{at}")]


# ── clearing, and leaving as it was ──────────────────────────────────────────────────────────


def test_only_the_word_clears_and_blank_leaves_as_it_was() -> None:
    clerk = Clerk(SAID_FORM)
    clerk.put("填报", "1.b", 填写="清空")
    clerk.put("填报", "2.a", 分子=" 清 空".replace(" ", ""))
    clerk.put("填报", "2.b", 填写="")
    clerk.put("填报", "2.c", 填写="", 原因="")
    clerk.put("失分明细", "1.a.司法所.1", 数量="清空")
    clerk.put("印证材料", "001-2025-01", 材料名称="清空")
    clerk.put("自评说明", "3", 自评说明="清空")
    incoming = read(clerk, SAID)
    one, two, three = (part(incoming, no) for no in "123")
    assert one.clears == ("b",)
    assert FindingRow("a", "1.a.司法所.1", cleared=True) in one.findings
    assert two.clears == ("a",)
    assert "c" not in two.clauses()
    assert three.note == ""
    assert incoming.section.evidence[0].cleared
    assert (incoming.asked, incoming.rejected) == ((), ())


def test_a_cell_left_empty_beside_a_new_value_keeps_what_it_said() -> None:
    clerk = Clerk(SAID_FORM)
    clerk.put("填报", "2.b", 填写=1, 原因="")
    clerk.put("失分明细", "1.a.司法所.1", 数量=6, 失分单位="", 事由="")
    clerk.put("印证材料", "001-2025-01", 文号="", 成文日期="2025年3月9日")
    incoming = read(clerk, SAID)
    assert (
        ReadingRow("b", Number(Decimal(1)), reason="一次因汛情改期") in part(incoming, "2").readings
    )
    kept = FindingRow(
        "a", "1.a.司法所.1", Decimal(6), bearers=(("城管队", Decimal(1)),), reason="缺页"
    )
    assert kept in part(incoming, "1").findings
    (evidence,) = incoming.section.evidence
    assert (evidence.doc_no, evidence.date) == ("〔2025〕3号", "2025-03-09")


# ── rows moved, sorted, deleted, inserted, copied ────────────────────────────────────────────


def _insert(clerk: Clerk) -> None:
    clerk.insert("填报", 0, 3)
    clerk.insert("填报", 7, 2)
    clerk.insert("失分明细", 1)


def _rename(clerk: Clerk) -> None:
    clerk.rename("填报", "Sheet1")
    clerk.rename("失分明细", "明细表 (2)")
    clerk.pages = dict(reversed(clerk.pages.items()))


def _sort(clerk: Clerk) -> None:
    clerk.sort("填报", key=lambda row: str(row[3]), first=0)
    clerk.sort("失分明细", key=lambda row: str(row[6]))


def _sort_what_is_seen(clerk: Clerk) -> None:
    clerk.sort("填报", key=lambda row: str(row[3]), first=1)
    clerk.sort("失分明细", key=lambda row: str(row[5]), first=1)
    clerk.sort("自评说明", key=lambda row: -float(row[0] or 0), first=1)


def _lose_keys(clerk: Clerk) -> None:
    for name in ("填报", "自评说明", "分单位数据"):
        for row in clerk.pages[name]:
            if row:
                row[0] = ""


def _add_columns(clerk: Clerk) -> None:
    for row in clerk.pages["填报"]:
        row.insert(4, "")
    for row in clerk.pages["失分明细"]:
        row.insert(1, "")


def _lose_the_hidden_page(clerk: Clerk) -> None:
    del clerk.pages["_fazhi"]


DISORDERS: list[Callable[[Clerk], None]] = [
    _insert,
    _rename,
    _sort,
    _sort_what_is_seen,
    _lose_keys,
    _add_columns,
    _lose_the_hidden_page,
]


@pytest.mark.parametrize("disorder", DISORDERS, ids=lambda f: f.__name__.strip("_"))
def test_order_names_and_hidden_things_do_not_matter(disorder: Callable[[Clerk], None]) -> None:
    clerk = Clerk(SAID_FORM)
    clerk.put("填报", "2.b", 填写=0)
    clerk.put("失分明细", "1.a.司法所.2", 数量=3)
    clerk.put("失分明细", "", 细则="1.a", 数量=1, 事由="新的一笔")
    plain = read(clerk, SAID)
    disorder(clerk)
    moved = read(clerk, SAID)
    assert (moved.asked, moved.rejected) == ((), ())

    def said(incoming: Incoming) -> object:
        return [
            (
                p.indicator,
                sorted((f.clause, f.quantity, f.bearers, f.reason, f.level) for f in p.findings),
                {f.id for f in p.findings if f.clause != "b"},
                set(p.readings),
                p.nils,
                p.clears,
                p.note,
            )
            for p in incoming.section.parts
        ]

    assert said(moved) == said(plain)
    assert moved.section.unit == UNIT


def test_a_row_that_is_gone_stays_and_is_told() -> None:
    clerk = Clerk(SAID_FORM)
    clerk.delete("失分明细", "1.a.司法所.2")
    clerk.delete("填报", "1.b")
    incoming = read(clerk, SAID)
    assert [(p.code, p.value) for p in incoming.asked] == [(Code.ROW_MISSING, "1.a.司法所.2")]
    assert part(incoming, "1").clauses() == {"a"}


def test_a_row_moved_to_another_clause_leaves_the_old_one_to_be_asked_about() -> None:
    clerk = Clerk(SAID_FORM)
    clerk.put("失分明细", "1.a.司法所.2", 细则="3.a 漏审的", 等级="一般")
    incoming = read(clerk, SAID)
    assert any(f.clause == "a" and f.level == "一般" for f in part(incoming, "3").findings)
    assert [f.id for f in part(incoming, "1").findings if f.clause == "a"] == ["1.a.司法所.1"]


def test_the_same_clause_told_twice_is_asked_about() -> None:
    clerk = fresh()
    clerk.put("填报", "1.a", 填写=5)
    clerk.put("失分明细", "", 细则="1.a", 数量=2)
    clerk.put("失分明细", "", 细则="1.a", 数量=3)
    assert [f.quantity for f in part(read(clerk), "1").findings] == [2, 3], "they add up"
    clerk.put("失分明细", "", 细则="1.a", 数量=1)
    incoming = read(clerk)
    assert incoming.section.parts == ()
    assert codes(incoming.asked) == [Code.TOLD_TWICE]
    clerk = fresh()
    clerk.put("填报", "1.a", 填写="无")
    clerk.put("失分明细", "", 细则="1.a", 数量=2)
    assert codes(read(clerk).asked) == [Code.TOLD_TWICE]
    clerk = fresh()
    row = clerk.pages["填报"][clerk.row("填报", "2.b")]
    clerk.pages["填报"].append(list(row))
    clerk.put("填报", "2.b", 填写=1)
    clerk.cell("填报", len(clerk.pages["填报"]) - 1, clerk.column("填报", "填写"), 2)
    assert codes(read(clerk).asked) == [Code.TOLD_TWICE]


# ── the other pages ──────────────────────────────────────────────────────────────────────────

DATES: list[tuple[object, str]] = [
    ("2025-3-5", "2025-03-05"),
    ("2025年3月5日", "2025-03-05"),
    ("2025.3.5", "2025-03-05"),
    ("２０２５．３．５", "2025-03-05"),
    ("2025/03/05", "2025-03-05"),
    ("20250305", "2025-03-05"),
    (date(2025, 3, 5), "2025-03-05"),
    (45721, "2025-03-05"),
]


@pytest.mark.parametrize(("typed", "day"), DATES, ids=str)
def test_a_date_however_it_is_written(typed: object, day: str) -> None:
    clerk = fresh()
    clerk.put("失分明细", "", 细则="1.a", 日期=typed)
    clerk.put("印证材料", "", 指标=1, 材料名称="通报", 成文日期=typed)
    incoming = read(clerk)
    assert [f.date for f in part(incoming, "1").findings] == [day]
    assert [e.date for e in incoming.section.evidence] == [day]


@pytest.mark.parametrize("typed", ["三月五日", "2025年13月5日", "2025-3"])
def test_no_date_is_told(typed: str) -> None:
    clerk = fresh()
    at = clerk.put("失分明细", "", 细则="1.a", 日期=typed)
    (problem,) = read(clerk).rejected
    assert (problem.code, problem.path) == (Code.NOT_A_DATE, f"失分明细!H{at}")


def test_findings_by_row() -> None:
    clerk = fresh()
    clerk.put(
        "失分明细",
        "",
        细则="1.a 记录不完整",
        数量="5卷",
        失分单位="城管队:2、交通站",
        涉及单位="司所",
    )
    clerk.put("失分明细", "", 细则="3.a", 等级="重大")
    wrong = clerk.put("失分明细", "", 细则="3.a", 等级="特大")
    court = clerk.put("失分明细", "", 细则="1.a", 失分单位="法庭", 数量=1)
    unknown = clerk.put("失分明细", "", 细则="9.z", 数量=1)
    incoming = read(clerk)
    assert part(incoming, "1").findings == (
        FindingRow(
            "a",
            quantity=Decimal(5),
            subject="司法所",
            bearers=(("城管队", Decimal(2)), ("交通站", Decimal(1))),
        ),
    )
    assert part(incoming, "3").findings == (FindingRow("a", level="重大"),)
    assert [(p.code, p.path) for p in incoming.rejected] == [
        (Code.ROW_UNKNOWN, f"失分明细!B{unknown}"),
        (Code.UNKNOWN_LEVEL, f"失分明细!D{wrong}"),
        (Code.MAY_NOT_BEAR, f"失分明细!E{court}"),
    ]


def test_figures_by_unit() -> None:
    clerk = fresh()
    clerk.put("分单位数据", "", 细则="2.a", 单位="城管队", 分子=9, 分母=10)
    clerk.put("分单位数据", "", 细则="2.a", 单位="交通站", 分子="清空")
    nobody = clerk.put("分单位数据", "", 细则="2.a", 分子=9, 分母=10)
    incoming = read(clerk)
    assert part(incoming, "2").readings == (
        ReadingRow("a", Rate(Decimal(9), Decimal(10)), "城管队"),
        ReadingRow("a", None, "交通站"),
    )
    assert [(p.code, p.path) for p in incoming.rejected] == [
        (Code.UNKNOWN_UNIT, f"分单位数据!C{nobody}")
    ]


def test_evidence_and_notes() -> None:
    clerk = fresh()
    clerk.put("印证材料", "", 指标="1、2", 材料名称="通报", 文号="〔2025〕3号", 文件名="../../x")
    untitled = clerk.put("印证材料", "", 指标=1, 文号="只有文号")
    stray = clerk.put("印证材料", "", 指标=77, 材料名称="没有这一项")
    clerk.put("自评说明", "1", 自评说明="第一行\n第二行", 不涉及="√", 不涉及的理由="无此职权")
    lonely = clerk.put("自评说明", "2", 不涉及="是")
    asked = clerk.put("自评说明", "3", 不涉及的理由="大概不归我们管")
    incoming = read(clerk)
    assert incoming.section.evidence == (
        EvidenceRow(("1", "2"), "通报", doc_no="〔2025〕3号", file="../../x"),
    )
    assert part(incoming, "1").note == "第一行\n第二行"
    assert part(incoming, "1").excuse == Excuse("无此职权")
    assert [(p.code, p.path) for p in incoming.rejected] == [
        (Code.TITLE_NEEDED, f"印证材料!D{untitled}"),
        (Code.UNKNOWN_INDICATOR, f"印证材料!B{stray}"),
        (Code.REASON_NEEDED, f"自评说明!F{lonely}"),
    ]
    assert [(p.code, p.path) for p in incoming.asked] == [
        (Code.VALUE_MISSING, f"自评说明!E{asked}")
    ]


# ── the cover, and pages that are not the form's ─────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "report"), [(2, 2), ("3", 3), ("第2次", None), ("４", 4), (0, None), (1.5, None)]
)
def test_which_report_it_is(typed: object, report: int | None) -> None:
    clerk = fresh()
    clerk.cover("第几次报送", typed)
    incoming = read(clerk)
    assert incoming.section.report == (report or 1)
    assert bool(incoming.asked or incoming.rejected) == (report is None)


def test_a_draft_is_not_formal_and_without_a_cover_nothing_is() -> None:
    clerk = fresh()
    clerk.cover("报送性质", "草稿")
    assert not read(clerk).section.formal
    del clerk.pages["说明"]
    assert not read(clerk).section.formal


def test_pages_of_another_unit_and_of_nobody_are_not_read() -> None:
    clerk = fresh()
    other = [list(row) for row in clerk.pages["填报"]]
    other[1][0] = str(other[1][0]).replace("司法所", "城管队")
    clerk.pages["别家的"] = other
    clerk.put("别家的", "1.b", 填写="有")
    clerk.pages["草稿纸"] = [["", "自己算的", 5]]
    incoming = read(clerk)
    assert incoming.section.parts == ()
    assert codes(incoming.rejected) == [Code.PAGE_FOREIGN]
    assert [(p.code, p.path) for p in incoming.told] == [(Code.SHEET_IGNORED, "草稿纸")]


def test_columns_of_ones_own_and_missing_ones_are_told() -> None:
    clerk = fresh()
    clerk.cell("填报", 1, 12, "备注")
    clerk.cell("填报", 4, 12, "请看这里")
    heading = clerk.column("失分明细", "数量")
    for row in clerk.pages["失分明细"]:
        del row[heading]
    incoming = read(clerk)
    assert [(p.code, p.path, p.value) for p in incoming.told] == [
        (Code.COLUMN_IGNORED, "填报!M2", "备注")
    ]
    assert [(p.code, p.value) for p in incoming.rejected] == [(Code.COLUMN_MISSING, "数量")]


def test_merged_cells_count_for_their_first_row_and_are_told() -> None:
    clerk = fresh()
    row, column = clerk.row("填报", "2.b"), clerk.column("填报", "填写")
    clerk.cell("填报", row, column, 2)
    clerk.merged.append(("填报", row, column, row + 2, column))
    incoming = read(clerk)
    assert part(incoming, "2").readings == (ReadingRow("b", Number(Decimal(2))),)
    assert [(p.code, p.path) for p in incoming.asked] == [
        (Code.CELLS_MERGED, f"填报!G{row + 1}:G{row + 3}")
    ]


def test_what_is_no_form_at_all_is_refused() -> None:
    clerk = Clerk(BLANK_FORM)
    clerk.pages = {"Sheet1": [["姓名", "得分"], ["张三", 5]]}
    with pytest.raises(Refused) as refused:
        open_form(clerk.save(), "表.xlsx")
    assert refused.value.problems[0].code is Code.NOT_A_FORM
