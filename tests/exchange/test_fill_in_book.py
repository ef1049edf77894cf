"""The workbook a unit gets: what it may write, what it is offered, and nothing live in it."""

import io
import re
import zipfile
from datetime import date

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.changes import RecordFinding, WriteNote
from fazhi_tui.exchange.fill_in import (
    ANSWERS,
    COVER_LABELS,
    FINDINGS,
    IDENTITY,
    PAGES,
    PageKind,
    read_tag,
)
from fazhi_tui.exchange.fill_in_rules import Lists, rule_of
from fazhi_tui.exchange.portion import Line
from tests.exchange.filled import (
    ACCEPTED,
    ANSWERED,
    RETURNED,
    UUID,
    after,
    column,
    headings,
    pages,
    place,
    roster,
    workbook,
)

FULL = workbook(after(*ANSWERED, *RETURNED))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name).decode()


def sheet(data: bytes, kind: PageKind) -> str:
    """The XML of a page."""
    page = next(page for page in PAGES if page.kind == kind)
    names = re.findall(r'<sheet name="([^"]+)"', part(data, "xl/workbook.xml"))
    return part(data, f"xl/worksheets/sheet{names.index(page.name) + 1}.xml")


def cell_styles(xml: str) -> dict[str, int]:
    return {at: int(style) for at, style in re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', xml)}


def unlocked(data: bytes, kind: PageKind) -> set[str]:
    """The cells of a page that may be written in."""
    formats = re.findall(
        r"<xf [^>]*?(?:/>|>.*?</xf>)",
        part(data, "xl/styles.xml").partition("<cellXfs")[2].partition("</cellXfs>")[0],
    )
    free = {i for i, xf in enumerate(formats) if 'locked="0"' in xf}
    styles = cell_styles(sheet(data, kind))
    return {at for at, style in styles.items() if style in free}


def test_pages_stand_in_their_order_and_only_those_needed() -> None:
    assert list(pages(FULL)) == [
        *("说明", "退回事项", "填报", "失分明细", "分单位数据", "印证材料", "自评说明"),
        IDENTITY,
    ]
    assert "退回事项" not in pages(workbook(after()))


def test_every_page_tells_whose_it_is() -> None:
    for page in PAGES:
        tags = [read_tag(str(cell)) for cell in column(pages(FULL)[page.name], 0)]
        assert [tag for tag in tags if tag] == [(1, page.kind, UUID, "司法所")], page.name


def test_headings_and_keys_stand_where_the_layout_says() -> None:
    rows = pages(FULL)["填报"]
    assert tuple(rows[1][1:]) == headings(ANSWERS)
    assert column(rows, 0)[2:5] == ["1.a", "1.b", "2.a"]
    findings = pages(FULL)["失分明细"]
    assert tuple(findings[1][1:]) == headings(FINDINGS)
    assert findings[2][0] == "1.a.司法所.1"
    assert findings[2][place(FINDINGS, "bearers")] == "城管队"


def test_the_hidden_page_holds_the_identity() -> None:
    told = {row[0]: row[1] for row in pages(FULL)[IDENTITY] if row[0]}
    assert told == {
        "format": "1",
        "assessment": UUID,
        "name": "甲轮",
        "set_id": "town",
        "set_sha256": "ab" * 32,
        "unit": "司法所",
        "seq": "7",
        "head": "cd" * 32,
        "report": "1",
    }
    assert 'state="veryHidden"' in part(FULL, "xl/workbook.xml")


def test_the_cover_asks_for_the_report() -> None:
    rows = pages(FULL)["说明"]
    told = {row[1]: row[2] for row in rows[1 : len(COVER_LABELS) + 1]}
    assert told["填报单位"] == "司法所"
    assert told["第几次报送"] == 1
    assert told["报送性质"] == "正式报送"
    assert [row[0] for row in rows[3:7]] == ["report", "purpose", "filler", "phone"]
    text = " ".join(str(row[2]) for row in rows[7:])
    assert "1 项退回修改" in text
    assert "共 4 项指标、12 条细则，以前已填 10 条" in text


def test_numbers_days_and_texts_are_what_they_are() -> None:
    rows = pages(FULL)["填报"]
    by_key = {row[0]: row for row in rows}
    assert by_key["2.b"][place(ANSWERS, "value")] == 2
    assert by_key["1.b"][place(ANSWERS, "reason")] == "=1+1"
    evidence = pages(FULL)["印证材料"][2]
    assert evidence[0] == "001-2025-01"
    assert evidence[5] == date(2025, 3, 1)


def test_only_what_is_asked_for_may_be_written() -> None:
    free = unlocked(FULL, "answers")
    rows = {row[0]: number for number, row in enumerate(pages(FULL)["填报"], 1)}
    letters = {key: "ABCDEFGHIJKLM"[place(ANSWERS, key)] for key in ("value", "num", "text")}
    assert f"{letters['value']}{rows['1.a']}" in free
    assert f"{letters['num']}{rows['1.a']}" not in free
    assert f"{letters['num']}{rows['2.a']}" in free
    assert f"{letters['text']}{rows['1.a']}" not in free
    for page in PAGES:
        xml = sheet(FULL, page.kind)
        assert "<sheetProtection " in xml
        assert "password" not in xml


def test_what_was_accepted_may_not_be_written() -> None:
    data = workbook(after(*ANSWERED, *ACCEPTED))
    rows = {row[0]: number for number, row in enumerate(pages(data)["填报"], 1)}
    free = unlocked(data, "answers")
    assert not any(at.endswith(str(rows["1.b"])) and len(at) == 2 for at in free)


def test_lists_and_messages() -> None:
    xml = sheet(FULL, "answers")
    assert '"已建,在建,未建,清空"' in xml
    assert '"无,有,见明细,清空"' in xml
    assert "一次也没有的填 0。" in xml
    findings = sheet(FULL, "findings")
    assert '"一般,重大"' in findings
    assert '"治镇办,司法所,城管队,交通站"' in findings  # 法庭 bears nothing
    assert 'showErrorMessage="1"' not in next(
        rule for rule in re.findall("<dataValidation .*?>", findings) if "失分单位" in rule
    )


@pytest.mark.parametrize("text", ["=1+1", "+8", "@甲", "-1", "=cmd|' /C calc'!A0", "＝1"])
def test_no_formula_whatever_people_wrote(text: str) -> None:
    note = f"{text}甲"
    data = workbook(after(RecordFinding("1", "b", reason=text), WriteNote("1", note)))
    for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in part(data, name)
            assert "hyperlink" not in part(data, name).lower()
    by_key = {row[0]: row for row in pages(data)["填报"]}
    assert by_key["1.b"][place(ANSWERS, "reason")] == text
    assert 'quotePrefix="1"' in part(data, "xl/styles.xml")


def test_prints_on_a4_with_its_headings_on_every_page() -> None:
    xml = sheet(FULL, "answers")
    assert 'paperSize="9" fitToHeight="0" orientation="landscape"' in xml
    assert 'ySplit="2"' in xml
    assert "填报!$2:$2</definedName>" in part(FULL, "xl/workbook.xml")
    assert 'orientation="landscape"' not in sheet(FULL, "cover")


def test_rows_grow_with_what_is_typed() -> None:
    rows = re.findall(r"<row [^>]*>", sheet(FULL, "answers"))
    assert 'customHeight="1"' in rows[0]
    assert all(" ht=" in row and "customHeight" not in row for row in rows[2:])


def test_the_same_answers_give_the_same_bytes() -> None:
    assert workbook(after(*ANSWERED)) == workbook(after(*ANSWERED))


def test_long_lists_stand_on_the_hidden_page() -> None:
    lists = Lists({})
    long = tuple(f"第{number}个单位" for number in range(60))
    assert lists.source(long) == f"={IDENTITY}!$D$1:$D$60"
    assert lists.source(("甲,乙", "丙")) == f"={IDENTITY}!$E$1:$E$2"
    assert lists.source(long) == f"={IDENTITY}!$D$1:$D$60"
    assert list(lists.columns()) == [(3, long), (4, ("甲,乙", "丙"))]
    assert lists.source(("甲", "乙")) == ["甲", "乙"]


def test_a_grade_given_unit_by_unit_is_chosen_too() -> None:
    tier = roster().indicator("2").clause("c")
    judged = roster().indicator("2").clause("d")
    about = Line("2.c/城管队", {}, replace(tier, per="unit"))
    chosen = rule_of("figures", "value", about, Lists({}))
    assert chosen is not None
    assert chosen["source"] == ["已建", "在建", "未建", "清空"]
    scored = Line("2.d/城管队", {}, replace(judged, per="unit"))
    between = rule_of("figures", "value", scored, Lists({}), "D5")
    assert between is not None
    assert between["value"] == '=OR(IF(ISNUMBER(D5),AND(D5>=0,D5<=0.4),FALSE),D5="清空")'
    assert rule_of("figures", "value", Line("", {}), Lists({})) is None


def test_cells_of_a_column_share_a_rule_that_speaks_of_the_first() -> None:
    xml = sheet(FULL, "findings")
    quantity = "BCDEFGH"[place(FINDINGS, "quantity") - 1]
    rules = re.findall(r"<dataValidation (.*?)</dataValidation>", xml)
    (own,) = [rule for rule in rules if f'sqref="{quantity}3:{quantity}35"' in rule]
    assert f"ISNUMBER({quantity}3)" in own
