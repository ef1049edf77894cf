"""CSV: opened by Excel and WPS without asking, never a live formula."""

import csv
import io

import pytest

from fazhi_tui.exports.writing import encode
from tests.exports.samples import EMPTY, sheet_of

FORMULAS = ["=1+1", "@SUM(A1)", "+1", "-1", "  =1", "＝1", "＠x", "'=1", "\n=1"]


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_mark_line_ends_and_plain_numbers() -> None:
    data = encode(sheet_of("记录不完整"), "csv")
    assert data.decode() == (
        "\ufeff序号,问题表述,失分,占比,整改时限\r\n"
        "1,记录不完整,0.01,,2025-06-30\r\n"
        "合计,,0.01,100.00%,\r\n"
        "\r\n"
        "演示市整改清单\r\n"
        "自评分　截至第3条记录\r\n"
        "满分100.00分。\r\n"
        "第二行说明。\r\n"
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_is_kept_from_being_one(text: str) -> None:
    assert rows_of(encode(sheet_of(text), "csv"))[1][1] == f"'{text}"


def test_a_tab_in_front_is_no_way_round() -> None:
    assert rows_of(encode(sheet_of("\t=1"), "csv"))[1][1] == "␉=1"


def test_no_rows() -> None:
    rows = rows_of(encode(EMPTY, "csv"))
    assert rows[1:3] == [["没有整改事项"], []]
