"""The workbook: real numbers, no live formula, ready to print, the same bytes each time."""

import io
import re
import zipfile

import pytest
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.papers import Letter
from fazhi_tui.exports.contents.gaps import gap_list
from fazhi_tui.exports.sheet import Column, Sheet
from fazhi_tui.exports.workbooks import LONGEST
from fazhi_tui.exports.xlsx import workbook
from tests.exports.a_round import STAMP, a_round
from tests.exports.samples import EMPTY, HOSTILE, page_texts, sheet_of

ROUND = a_round()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read(name).decode()


def page(sheet: Sheet) -> str:
    return part(workbook(sheet), "xl/worksheets/sheet1.xml")


def cells(sheet: Sheet) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(sheet)))
    return [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_numbers_are_numbers_with_their_formats() -> None:
    assert cells(sheet_of("甲", "乙", "丙"))[5][:4] == [3, "丙", 0.03, 0.4286]
    styles = part(workbook(sheet_of("甲", "乙", "丙")), "xl/styles.xml")
    assert set(re.findall('formatCode="(.*?)"', styles)) == {"0.00", "0.00%", "yyyy-mm-dd"}


def test_points_show_as_many_decimals_as_the_quantum_needs() -> None:
    assert "0.000" in part(workbook(replace(sheet_of("甲"), places=3)), "xl/styles.xml")


def test_no_formula_and_no_link() -> None:
    text = page(sheet_of(*HOSTILE))
    assert "<f>" not in text
    assert "hyperlink" not in text.lower()


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", "＝1"])
def test_a_text_like_a_formula_stays_text_when_edited(text: str) -> None:
    assert 'quotePrefix="1"' in part(workbook(sheet_of(text)), "xl/styles.xml")
    assert "quotePrefix" not in part(workbook(sheet_of("平常")), "xl/styles.xml")


def test_set_up_for_reading_and_printing() -> None:
    sheet = sheet_of("甲", "乙")
    wide = replace(sheet.columns[1], width=120)
    sheet = replace(sheet, columns=(sheet.columns[0], wide, *sheet.columns[2:]))
    sheet = replace(sheet, rows=((1, "长" * 60, 10, None, None), *sheet.rows))
    text = page(sheet)
    assert 'ySplit="3"' in text  # title, moment and headings stay
    assert '<autoFilter ref="A3:E6"/>' in text  # without the sum
    assert 'paperSize="9" fitToHeight="0" orientation="landscape"' in text
    assert "第 &amp;P 页，共 &amp;N 页" in text
    assert '<mergeCell ref="A1:E1"/>' in text
    book = part(workbook(sheet), "xl/workbook.xml")
    assert "$1:$3</definedName>" in book  # title, moment and headings on every page
    styles = part(workbook(sheet), "xl/styles.xml")
    assert '<left style="thin">' in styles
    assert "宋体" in styles
    assert "黑体" in styles


def test_a_narrow_table_stands_upright() -> None:
    assert 'orientation="portrait"' in page(sheet_of("甲"))


def test_the_longest_gap_list_is_read_without_a_magnifier() -> None:
    """All its columns on A4 landscape, the text of 10 points not smaller than 8."""
    letter = Letter("城管局", "prompt", "", (), (), "", "", 0, "")
    known = Assessment(letters={"a": letter})
    text = page(gap_list(ROUND.roster, ROUND.tally, ROUND.gaps, STAMP, assessment=known))
    assert 'paperSize="9" fitToHeight="0" orientation="landscape"' in text
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', text)
    assert columns[-1][1] == "17"
    wide = sum((int(last) - int(first) + 1) * float(width) * 7 for first, last, width in columns)
    margins = sum(float(inches) for inches in re.findall(r'(?:left|right)="([\d.]+)"', text))
    room = (297 / 25.4 - margins) * 96  # pixels, of which a column takes 7 for each digit
    assert room / wide * 10 >= 8


def test_rows_are_high_enough_and_grow_when_edited() -> None:
    rows = re.findall(r'<row r="(\d+)"([^>]*)>', page(sheet_of("短", "很长的问题表述" * 10)))
    marked = {int(number): marks for number, marks in rows}
    short, tall = (float(re.findall(r'ht="([\d.]+)"', marked[row])[0]) for row in (4, 5))
    assert tall > 5 * short - 20
    assert "customHeight" not in marked[4] + marked[5]
    assert 'customHeight="1"' in marked[1]


def test_no_rows() -> None:
    assert "没有整改事项" in page_texts(workbook(EMPTY))
    assert "合计" not in page_texts(workbook(EMPTY))


def test_a_text_too_long_for_a_cell_is_cut_not_lost() -> None:
    found = page_texts(workbook(sheet_of("长" * 40_000)))
    assert max(map(len, found)) == LONGEST


def test_a_date_that_is_none_is_text() -> None:
    sheet = Sheet(
        name="表",
        title="表",
        columns=(Column("时限", "date", "center", 11),),
        rows=(("2025-02-30",), ("1899-01-01",), ("=1",)),
    )
    assert page_texts(workbook(sheet)) == ["表", "时限", "2025-02-30", "1899-01-01", "=1"]


def test_nothing_of_the_moment_or_the_machine() -> None:
    core = part(workbook(sheet_of("甲")), "docProps/core.xml")
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2025-01-01T00:00:00Z"}
    with zipfile.ZipFile(io.BytesIO(workbook(sheet_of("甲")))) as book:
        assert {item.date_time[0] for item in book.infolist()} == {1980}
