"""Sheets to write, and readers that give back what a writer wrote, cell for cell, as text."""

import csv
import io
import re
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser

from docx import Document
from python_calamine import CalamineWorkbook

from fazhi_tui.exports.sheet import Cell, Column, Kind, Sheet
from fazhi_tui.exports.writing import encode, render
from fazhi_tui.wording.shown import like_formula

COLUMNS = (
    Column("序号", "number", "center", 5),
    Column("问题表述", "text", "left", 24, wraps=True),
    Column("失分", "points", "right", 8),
    Column("占比", "percent", "right", 8),
    Column("整改时限", "date", "center", 11),
)

HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-1",
    "\t=1",
    "  =HYPERLINK(1)",
    "＝1+1",
    "a|b\\|c",
    "[/] [link](http://example.invalid)",
    "<b>粗</b> &amp; &lt;",
    "**重** _下_ ~~删~~ `码` $x$ # 1",
    "\x1b[31m红\x1b[0m",
    "甲\u202e乙\u2066丙",
    "第一行\n第二行\r\n第三行\n\n末行",
    "_x001B_",
    "\x00\x07\x7f\x9b\ufeff\ud800",
    "http://example.invalid/",
    "1e5",
    "12.0",
    "00012",
    "12345678901234567890",
    "'=1",
    "{=1}",
    "\u2028分行\u2029",
    "👨\u200d👩 é e\u0301 ｶﾞ",
    "很长的一段话" * 40,
]


def sheet_of(*texts: str) -> Sheet:
    """A sheet with these texts, its other cells in all kinds, some of them empty."""
    rows = tuple(
        (
            place,
            text,
            place * 10,
            None if place % 3 else Fraction(place, 7),
            "2025-06-30" if place % 2 else None,
        )
        for place, text in enumerate(texts, 1)
    )
    total: tuple[Cell, ...] = ("合计", None, sum(row[2] for row in rows), Fraction(1), None)
    return Sheet(
        name="清单",
        title="演示市整改清单",
        columns=COLUMNS,
        rows=rows,
        subtitle="自评分　截至第3条记录",
        total=total,
        notes=("满分100.00分。", "第二行说明。"),
        empty="没有整改事项",
    )


EMPTY = Sheet(
    name="清单",
    title="演示市整改清单",
    columns=COLUMNS,
    rows=(),
    notes=("满分100.00分。",),
    empty="没有整改事项",
)


# ── reading back ─────────────────────────────────────────────────────────────────────────────


def from_csv(sheet: Sheet) -> list[list[str]]:
    """Headings, rows and total of the CSV."""
    data = encode(sheet, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    table = rows[: rows.index([])]
    return [[_unguarded(cell) for cell in row] for row in table]


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and like_formula(cell.lstrip("'")) else cell


def from_markdown(sheet: Sheet) -> list[list[str]]:
    """Headings, rows and total of the Markdown table."""
    lines = [line for line in render(sheet, "md").split("\n") if line.startswith("|")]
    assert set(lines[1]) <= set("|:- ")
    return [_markdown_row(line) for line in [lines[0], *lines[2:]]]


def _markdown_row(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)(?:\\\\)*\|", line)
    assert cells[0] == cells[-1] == ""
    return [
        re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", cell[1:-1].replace("<br>", "\n"))
        for cell in cells[1:-1]
    ]


def from_table(sheet: Sheet) -> list[list[str]]:
    """Headings, rows and total of the table at full width."""
    found: list[list[list[str]]] = [[]]
    for line in render(sheet, "table").split("\n"):
        if line.startswith(("├", "└")):
            found.append([])
        elif line.startswith("│"):
            found[-1].append([cell[1:-1] for cell in line[1:-1].split("│")])
    blocks = [block for block in found if block]
    if len(blocks) < len(sheet.body) + 1:  # no line of any row is broken: a row is a line
        blocks = [[line] for block in blocks for line in block]
    return [
        [
            "\n".join(part.strip() for part in parts).strip("\n")
            for parts in zip(*block, strict=True)
        ]
        for block in blocks
    ]


def from_xlsx(sheet: Sheet) -> list[list[str]]:
    """Headings, rows and total of the workbook, numbers as its number formats show them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(encode(sheet, "xlsx")))
    rows = book.get_sheet_by_index(0).to_python()
    first = next(place for place, row in enumerate(rows) if row[0] == sheet.columns[0].heading)
    table = rows[first : first + 1 + len(sheet.body)]
    kinds = [column.kind for column in sheet.columns]
    return [
        [_excel_shows(cell, kind) for cell, kind in zip(row, kinds, strict=True)] for row in table
    ]


def from_docx(sheet: Sheet) -> list[list[str]]:
    """Headings, rows and total of the tables of the Word file; every table repeats the headings."""
    tables = Document(io.BytesIO(encode(sheet, "docx"))).tables
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
    assert all(rows[0] == found[0][0] for rows in found)
    return [found[0][0], *(row for rows in found for row in rows[1:])]


def from_html(sheet: Sheet) -> list[list[str]]:
    """Headings, rows and total of the tables of the page."""
    reader = _Tables()
    reader.feed(render(sheet, "html"))
    assert all(rows[0] == reader.found[0][0] for rows in reader.found)
    return [reader.found[0][0], *(row for rows in reader.found for row in rows[1:])]


class _Tables(HTMLParser):
    """The cells of all tables of a page, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[list[str]]] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag not in {"script", "link", "img", "iframe", "a", "b"}
        if tag == "table":
            self.found.append([])
        elif tag == "tr":
            self.found[-1].append([])
        elif tag in {"th", "td"}:
            self.found[-1][-1].append("")
            self._inside = True

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in {"th", "td"}

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1][-1][-1] += data


def docx_texts(data: bytes) -> list[str]:
    """Every paragraph of a Word file outside its tables."""
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def page_texts(data: bytes) -> list[str]:
    """Every text on a workbook's page, row by row."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_index(0).to_python()
    return [cell for row in rows for cell in row if isinstance(cell, str) and cell]


def _excel_shows(cell: object, kind: Kind) -> str:
    if isinstance(cell, float | int):
        if kind == "points":
            return f"{cell:.2f}"
        return f"{cell * 100:.2f}%" if kind == "percent" else f"{cell:.0f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
