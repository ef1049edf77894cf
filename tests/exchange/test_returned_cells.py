"""What clerks write into cells, in real files: understood, asked about or told."""

from datetime import date
from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Benchmark, Number, Rate, Score, Tier, Value
from fazhi_tui.domain.changes import RecordFinding
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.section import (
    FindingRow,
    ReadingRow,
    evidence_rows,
    parts_of,
)
from fazhi_tui.exchange.entries import day_of
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.returned_form import read_form
from fazhi_tui.wording import say
from tests.exchange.clerk import Clerk, Formula
from tests.exchange.filled import ACCEPTED, ANSWERED, EXCUSED, RETURNED, after, roster, workbook
from tests.exchange.returned import SAID, SAID_FORM, UNIT, fresh, had, part, read

# ── nothing done to it ───────────────────────────────────────────────────────────────────────


def test_a_fresh_form_says_nothing() -> None:
    incoming = read(fresh())
    assert incoming.section.parts == ()
    assert incoming.section.evidence == ()
    assert incoming.section.formal
    assert (incoming.asked, incoming.rejected, incoming.told, incoming.asides) == ((),) * 4


@pytest.mark.parametrize("amount", ["12345678901.23", "1234567890.123", "0.000001", "33.3333"])
def test_an_amount_of_many_digits_comes_back_as_it_was(amount: str) -> None:
    base = after(RecordFinding("3", "b", quantity=Decimal(amount), reason="罚没款"))
    incoming = read_form(open_form(workbook(base), "表.xlsx"), roster(), had(base))
    assert [row.quantity for row in part(incoming, "3").findings] == [Decimal(amount)]


@pytest.mark.parametrize("number", [float("inf"), float("nan"), -1.0, 1e300])
def test_a_number_that_is_no_day_is_told(number: float) -> None:
    with pytest.raises(Refused):
        day_of(number, "失分明细!H3")


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
