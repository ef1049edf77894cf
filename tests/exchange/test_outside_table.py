"""Tables of outside scores as they really come: printed over pages, with merged cells."""

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.exchange.outside_table import read_outside_scores
from tests.exchange.filled import roster

HEADS = ("指标号", "指标名称", "得分")


def book(path: Path, *rows: tuple[object, ...], merged: tuple[int, int, int] | None = None) -> Path:
    """A workbook of such rows below the headings; `merged`: first and last row, and column."""
    file = path / "评分.xlsx"
    with Workbook(str(file)) as workbook:
        sheet = workbook.add_worksheet("评分")
        for place, row in enumerate((HEADS, *rows)):
            sheet.write_row(place, 0, row)
        if merged:
            first, last, column = merged
            sheet.merge_range(first, column, last, column, rows[first - 1][column])
    return file


def test_headings_once_more_on_the_next_page_are_no_score(tmp_path: Path) -> None:
    file = book(tmp_path, ("1", "甲", 0.75), ("小计", "", 0.75), HEADS, ("2", "乙", 1.5))
    assert read_outside_scores(file, roster()) == {"1": 750, "2": 1500}


def test_a_score_over_several_rows_is_read_once(tmp_path: Path) -> None:
    rows = (("1", "甲", 0.75), ("1", "甲", ""), ("2", "乙", 1.5))
    assert read_outside_scores(book(tmp_path, *rows, merged=(1, 2, 2)), roster()) == {
        "1": 750,
        "2": 1500,
    }


def test_several_scores_of_one_indicator_are_told_not_dropped(tmp_path: Path) -> None:
    rows = (("1", "甲", 0.75), ("", "甲", 0.25), ("2", "乙", 1.5))
    with pytest.raises(Refused) as refused:
        read_outside_scores(book(tmp_path, *rows, merged=(1, 2, 0)), roster())
    (problem,) = refused.value.problems
    assert (problem.code, problem.value, problem.path) == (Code.DUPLICATE, "1", "评分!C3")
