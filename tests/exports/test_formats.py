"""Every format shows the same cells, whatever stands in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from fazhi_tui.exports.cells import shown_rows
from fazhi_tui.exports.sheet import Sheet
from fazhi_tui.exports.writing import FORMATS, TEXTS, Format, encode, render
from tests.exports.samples import (
    EMPTY,
    HOSTILE,
    docx_texts,
    from_csv,
    from_docx,
    from_html,
    from_markdown,
    from_table,
    from_xlsx,
    page_texts,
    sheet_of,
)


def expected(sheet: Sheet) -> list[list[str]]:
    return [[column.heading for column in sheet.columns], *shown_rows(sheet)]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_cell_is_the_same_everywhere(text: str) -> None:
    sheet = sheet_of(text, "后一行")
    cells = expected(sheet)
    assert from_csv(sheet) == cells
    assert from_markdown(sheet) == cells
    assert from_xlsx(sheet) == cells
    assert from_docx(sheet) == cells
    assert from_html(sheet) == cells
    assert from_table(sheet) == [[_without_margins(cell) for cell in row] for row in cells]


def _without_margins(cell: str) -> str:
    return "\n".join(line.strip() for line in cell.split("\n")).strip("\n")


def test_all_rows_at_once() -> None:
    sheet = sheet_of(*HOSTILE)
    assert from_csv(sheet) == from_markdown(sheet) == from_xlsx(sheet) == expected(sheet)
    assert from_docx(sheet) == from_html(sheet) == expected(sheet)


def test_a_list_in_parts_has_the_same_cells_in_each_format() -> None:
    sheet = sheet_of("甲", "小计", "乙", "小计")
    sheet = replace(sheet, sums=(1, 3))
    assert [list(rows) for rows in sheet.pages] == [[0, 1], [2, 3], [4]]
    for read in (from_csv, from_markdown, from_xlsx, from_docx, from_html, from_table):
        assert read(sheet) == expected(sheet)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_text_is_the_same_everywhere(texts: list[str]) -> None:
    sheet = sheet_of(*texts)
    assert from_csv(sheet) == from_markdown(sheet) == from_xlsx(sheet) == expected(sheet)
    assert from_docx(sheet) == from_html(sheet) == expected(sheet)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_nothing_unseen_reaches_a_screen(text: str) -> None:
    sheet = sheet_of(text)
    for name in TEXTS:
        plain = render(sheet, name).removeprefix("\ufeff").replace("\r\n", "\n")
        assert all(line.replace("\u3000", " ").isprintable() for line in plain.split("\n"))


def test_cells_are_shown_as_people_read_them() -> None:
    assert shown_rows(sheet_of("一", "二", "三"))[2:] == [
        ["3", "三", "0.03", "42.86%", "2025-06-30"],
        ["合计", "", "0.06", "100.00%", ""],
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_no_rows_are_told_politely(name: str) -> None:
    text = render(EMPTY, name)
    assert "没有整改事项" in text
    assert "合计" not in text
    assert "演示市整改清单" in text
    assert "满分100.00分。" in text


@pytest.mark.parametrize("name", FORMATS)
def test_same_sheet_same_bytes(name: Format) -> None:
    assert encode(sheet_of(*HOSTILE), name) == encode(sheet_of(*HOSTILE), name)


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_printed_is_what_is_written(name: Format) -> None:
    sheet = sheet_of(*HOSTILE)
    assert render(sheet, name).encode() == encode(sheet, name)


@pytest.mark.parametrize("name", FORMATS)
def test_title_moment_and_notes_are_in_every_format(name: Format) -> None:
    sheet = sheet_of("甲")
    data = encode(sheet, name)
    if name == "xlsx":
        text = "\n".join(page_texts(data))
    else:
        text = "\n".join(docx_texts(data)) if name == "docx" else data.decode()
    for line in (sheet.title, sheet.subtitle, *sheet.notes):
        assert line in text
