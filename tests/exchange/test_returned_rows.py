"""Rows sorted, deleted, inserted, copied, pages renamed and added, in real files."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Number, Rate
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.section import EvidenceRow, Excuse, FindingRow, ReadingRow
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.returned_form import Incoming
from fazhi_tui.wording import say
from tests.exchange.clerk import Clerk, Formula
from tests.exchange.returned import BLANK_FORM, SAID, SAID_FORM, UNIT, codes, fresh, part, read

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
    (45721.75, "2025-03-05"),
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
    ("typed", "report"),
    [
        *((2, 2), ("3", 3), ("第2次", 2), ("第二次", 2), ("第 ３ 次", 3), ("４", 4)),
        *((0, None), (1.5, None), ("第几次", None), ("第0次", None)),
    ],
)
def test_which_report_it_is(typed: object, report: int | None) -> None:
    clerk = fresh()
    clerk.cover("第几次报送", typed)
    incoming = read(clerk)
    assert incoming.section.report == (report or 1)
    assert bool(incoming.asked or incoming.rejected) == (report is None)


def test_a_word_where_one_chooses_yes_or_no_is_asked_about_with_both() -> None:
    clerk = fresh()
    at = clerk.put("自评说明", "1", 不涉及="也许", 不涉及的理由="没有这项职权")
    clerk.cover("第几次报送", 1.5)
    asked = {problem.path: say(problem) for problem in read(clerk).asked}
    assert "可以填：是、否" in asked[f"自评说明!E{at}"]
    assert "请填写 1～999 之间的数" in asked["说明!C4"]


def test_a_number_that_no_indicator_has_is_told_in_its_cell() -> None:
    clerk = fresh()
    at = clerk.put(
        "自评说明", "", 指标=77, 自评说明="说明", 不涉及="是", 不涉及的理由="没有这项职权"
    )
    clerk.put("自评说明", "1", 自评说明="做了")
    incoming = read(clerk)
    (problem,) = incoming.rejected
    assert (problem.code, problem.path) == (Code.UNKNOWN_INDICATOR, f"自评说明!B{at}")
    assert part(incoming, "1").note == "做了"


def test_a_number_that_shows_counts_before_the_key_of_another_row() -> None:
    clerk = fresh()
    at = clerk.put("自评说明", "1", 指标=1.0, 自评说明="做了")
    clerk.cell("自评说明", at - 1, 0, "10")
    assert part(read(clerk), "1").note == "做了"


def test_an_error_in_the_column_of_numbers_stops_no_other_row() -> None:
    clerk = fresh()
    clerk.put("自评说明", "", 指标=Formula("=1/0", "#DIV/0!"), 自评说明="说明")
    clerk.put("自评说明", "1", 自评说明="做了")
    incoming = read(clerk)
    assert codes(incoming.rejected) == [Code.CELL_NO_VALUE]
    assert part(incoming, "1").note == "做了"


def test_a_tag_with_a_number_of_no_length_that_there_is() -> None:
    clerk = fresh()
    heads = clerk.heads("自评说明")
    clerk.put("自评说明", "1", 自评说明="做了")
    tag = str(clerk.pages["自评说明"][heads][0])
    clerk.cell("自评说明", heads, 0, tag.replace("/1/", f"/{'9' * 5000}/"))
    assert part(read(clerk), "1").note == "做了"


def test_a_draft_is_not_formal_and_without_a_cover_nothing_is() -> None:
    clerk = fresh()
    clerk.cover("报送性质", "正式")
    assert read(clerk).section.formal
    clerk.cover("报送性质", "草稿")
    assert not read(clerk).section.formal
    clerk.cover("报送性质", "初稿吧")
    incoming = read(clerk)
    assert (incoming.section.formal, codes(incoming.asked)) == (False, [Code.PURPOSE_UNCLEAR])
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
