"""The table on the terminal: straight columns, fitted to the width, nothing lost unsaid."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from wcwidth import wcswidth

from fazhi_tui.exports.sheet import Column, Sheet
from fazhi_tui.exports.table import table
from fazhi_tui.wording.measured import width_of, wrapped
from tests.exports.samples import COLUMNS, HOSTILE, sheet_of

BARS = ("┌", "├", "│", "└")


def drawn(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith(BARS)]


def widths(text: str) -> set[int]:
    return {wcswidth(line) for line in drawn(text)}


@pytest.mark.parametrize("width", [None, 40, 60, 80, 100, 200])
def test_wide_characters_keep_columns_straight(width: int | None) -> None:
    assert len(widths(table(sheet_of(*HOSTILE), width))) == 1


@given(st.lists(st.text(max_size=40), min_size=1, max_size=4), st.integers(50, 120))
@example(["0000000000"], 50)
@settings(max_examples=80, deadline=None)
def test_any_text_keeps_columns_straight_and_fits(texts: list[str], width: int) -> None:
    found = widths(table(sheet_of(*texts), width))
    assert len(found) == 1
    assert max(found) <= width


def test_every_line_fits_the_terminal() -> None:
    text = table(sheet_of("记录不完整" * 20), 60)
    assert max(map(wcswidth, text.split("\n"))) <= 60


def test_short_rows_stand_close_with_the_sum_apart() -> None:
    lines = drawn(table(sheet_of("记录不完整", "未公示"), 100))
    assert [line[0] for line in lines] == list("┌│├││├│└")
    assert lines[3].split("│")[2] == " 记录不完整 "


def test_broken_rows_are_divided() -> None:
    lines = drawn(table(sheet_of("记录不完整" * 12, "未公示"), 60))
    assert sum(line.startswith("├") for line in lines) == 3


def test_figures_are_right_and_dates_whole() -> None:
    line = drawn(table(sheet_of("记录不完整" * 20), 60))[3].split("│")
    assert line[3].endswith(" 0.01 ")
    assert " 2025-06-30 " in line


def test_columns_that_find_no_room_are_named() -> None:
    columns = (COLUMNS[0], COLUMNS[1], COLUMNS[2], replace(COLUMNS[3], spare=1), COLUMNS[4])
    sheet = replace(sheet_of("记录不完整" * 9), columns=columns)
    assert "占比" in "".join(drawn(table(sheet, 80)))
    narrow = table(sheet, 48)
    assert "占比" not in "".join(drawn(narrow))
    assert "屏幕宽度不够，未列出：占比。" in narrow


def test_the_sum_keeps_its_name_without_the_first_column() -> None:
    columns = (replace(COLUMNS[0], spare=1), *COLUMNS[1:])
    text = table(replace(sheet_of("记录不完整" * 9), columns=columns), 48)
    assert "序号" not in "".join(drawn(text))
    assert any(line.startswith("│ 合计") for line in drawn(text))


def test_nothing_is_lost_by_wrapping() -> None:
    problem = "抽查结果公开率97.22%（35/36），未全部公开；2025-05-30前未整改。"
    lines = drawn(table(sheet_of(problem), 60))
    row = [line.split("│")[2].strip() for line in lines[3:] if line.startswith("│")]
    assert "".join(row[: row.index("")]).startswith(problem)


def test_a_heading_over_figures_wraps_and_figures_do_not() -> None:
    columns = (
        Column("单位", wraps=True),
        Column("政府职能依法全面履行", "points", "right", wraps=True),
    )
    sheet = Sheet(name="表", title="表", columns=columns, rows=(("市公安局", 12_345_678),))
    lines = drawn(table(sheet, 26))
    assert sum("12345.678" in line for line in lines) == 1
    assert len(lines) == 6


def test_escape_sequences_never_reach_the_terminal() -> None:
    text = table(sheet_of(*HOSTILE), 80)
    assert "\x1b" not in text
    assert "␛[31m红␛[0m" in text


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("一二三四五", 10, ["一二三四五"]),
        ("一二三四五", 8, ["一二三四", "五"]),
        ("一二三，四", 6, ["一二", "三，四"]),
        ("公开率（35/36），未", 15, ["公开率（35/", "36），未"]),
        ("原定2025-05-30", 12, ["原定", "2025-05-30"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("", 4, [""]),
        ("甲\n乙", 10, ["甲", "乙"]),
    ],
)
def test_wrapping(text: str, room: int, lines: list[str]) -> None:
    assert wrapped(text, room) == lines


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=60), st.integers(6, 40))
@settings(deadline=None)
def test_wrapped_lines_fit_and_keep_every_sign(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert all(width_of(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
