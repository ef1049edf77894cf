"""Sheets as an Excel workbook that is ready to be filtered, filled in and printed.

Numbers are numbers; text is written as text, whatever it begins with, and never becomes a formula
or a link. The same sheets give the same bytes. What
a sheet looks like as charts stands on a page of its own behind all tables.
"""

import io
from fractions import Fraction
from math import ceil
from typing import Any, TypeAlias

from fazhi_tui.domain.points import MILLI
from fazhi_tui.exports.cells import hundredths, shown
from fazhi_tui.exports.sheet import Cell, Column, Kind, Sheet
from fazhi_tui.exports.widths import PORTRAIT, widths_of
from fazhi_tui.exports.workbooks import (
    BODY_FONT,
    HEAD_FONT,
    LONGEST,
    add_sheet,
    calendar_day,
    new_workbook,
)
from fazhi_tui.wording.measured import lines_of, width_of
from fazhi_tui.wording.shown import harmless, like_formula, one_line

_LINE_HEIGHT = 13.5
_BY_HAND = 3
"""The least lines of a row that people write in."""

_Look: TypeAlias = tuple[str, str, bool, bool]
"""Number format, alignment, whether bold, whether it must be kept from being a formula."""


def workbook(*sheets: Sheet) -> bytes:
    """The whole file: a page for each sheet, in order, and one for the charts if there are any."""
    out = io.BytesIO()
    book = new_workbook(out, sheets[0].title)
    pages = [_Page(book, sheet) for sheet in sheets]
    for page in pages:
        page.write()
    if any(sheet.charts for sheet in sheets):
        from fazhi_tui.exports.xlsx_charts import add_charts

        add_charts(book, [(page.sheet, page.first) for page in pages])
    book.close()
    return out.getvalue()


class _Page:
    """One worksheet while it is written, from the title down."""

    def __init__(self, book: Any, sheet: Sheet) -> None:  # noqa: ANN401  (the library has no types)
        self.book = book
        self.sheet = sheet
        self.page = add_sheet(book, sheet.name)
        self.looks: dict[_Look, Any] = {}
        self.widths = widths_of(sheet)
        self.last = len(sheet.columns) - 1
        self.first = 0

    def write(self) -> None:
        """Everything on the page."""
        sheet, page = self.sheet, self.page
        for place, wide in enumerate(self.widths):
            page.set_column(place, place, wide)
        row = self._across(0, sheet.title, HEAD_FONT, 16, "center")
        if sheet.subtitle:
            row = self._across(row, sheet.subtitle, BODY_FONT, 10, "right")
        heads = row
        self._headings(heads)
        end = heads + max(len(sheet.rows), 1)
        for offset, cells in enumerate(sheet.rows, 1):
            self._cells(heads + offset, cells, bold=sheet.strong(offset - 1))
        self.first = heads + 1
        page.growing = range(heads + 1, heads + 1 + len(sheet.rows))
        if not sheet.rows:
            self._merged(end, sheet.empty, self._style(align="center", border=1))
        page.autofilter(heads, 0, end, self.last)
        if sheet.total is not None:
            end += 1
            self._cells(end, sheet.total, bold=True)
        page.ignore_errors({"number_stored_as_text": f"A1:{_column_name(self.last)}{end + 1}"})
        row = end + 1
        for note in sheet.notes:
            row = self._across(row, note, BODY_FONT, 10, "left")
        page.freeze_panes(heads + 1, 0)
        page.set_h_pagebreaks([heads + 1 + rows.start for rows in sheet.pages[1:]])
        self._print_setup(heads, row - 1)

    def _print_setup(self, heads: int, last_row: int) -> None:
        page = self.page
        if sum(self.widths) > PORTRAIT:
            page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.3, right=0.3, top=0.6, bottom=0.65)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, heads)
        page.print_area(0, 0, last_row, self.last)
        page.set_footer(f'&C&"{BODY_FONT},Regular"&10第 &P 页，共 &N 页', {"margin": 0.35})

    def _headings(self, row: int) -> None:
        style = self._style(
            font_name=HEAD_FONT, align="center", border=1, bg_color="#EDEDED", text_wrap=True
        )
        lines = 1
        for place, (column, wide) in enumerate(zip(self.sheet.columns, self.widths, strict=True)):
            heading = harmless(column.heading)
            self.page.write_string(row, place, heading, style)
            lines = max(lines, lines_of(heading, int(wide)))
        self.page.set_row(row, 8 + _LINE_HEIGHT * lines)

    def _cells(self, row: int, cells: tuple[Cell, ...], *, bold: bool) -> None:
        cells = tuple([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
        lines = max(
            lines_of(cell, int(wide)) if isinstance(cell, str) else 1
            for cell, wide in zip(cells, self.widths, strict=True)
        )
        if not bold and any(column.by_hand for column in self.sheet.columns):
            lines = max(lines, _BY_HAND)
        self.page.set_row(row, 4.5 + _LINE_HEIGHT * min(lines, 29))
        for place, (cell, column) in enumerate(zip(cells, self.sheet.columns, strict=True)):
            self._cell(row, place, cell, column, bold)

    def _cell(self, row: int, place: int, cell: Cell, column: Column, bold: bool) -> None:
        page, places = self.page, self.sheet.places
        if cell is None:
            page.write_blank(row, place, None, self._look("", column.align, bold))
        elif isinstance(cell, str):
            day = calendar_day(cell) if column.kind == "date" else None
            if day:
                page.write_datetime(row, place, day, self._look("yyyy-mm-dd", column.align, bold))
                return
            text = cell[:LONGEST]
            align = column.align if column.kind in {"text", "date"} else "center"
            look = self._look("", align, bold, quoted=like_formula(text))
            page.write_string(row, place, text, look)
        else:
            value, number = _number(cell, column.kind, places)
            page.write_number(row, place, value, self._look(number, column.align, bold))

    def _across(self, row: int, text: str, font: str, size: int, align: str) -> int:
        """One line of text over all columns, as high as it needs; the next row."""
        plain = one_line(text)
        style = self._style(font_name=font, font_size=size, align=align, text_wrap=True)
        self._merged(row, plain, style)
        lines = ceil(width_of(plain) * size / 10 / (sum(self.widths) * 0.95))
        self.page.set_row(row, max(lines, 1) * _LINE_HEIGHT * size / 10 + (10 if size > 10 else 4))
        return row + 1

    def _merged(self, row: int, text: str, style: Any) -> None:  # noqa: ANN401
        if self.last:
            self.page.merge_range(row, 0, row, self.last, "", style)
        self.page.write_string(row, 0, text, style)

    def _look(self, number: str, align: str, bold: bool, *, quoted: bool = False) -> Any:  # noqa: ANN401
        key = (number, align, bold, quoted)
        if key not in self.looks:
            extra: dict[str, object] = {"num_format": number} if number else {}
            if bold:
                extra["bold"] = True
            if quoted:
                extra["quote_prefix"] = True
            if align == "right":
                extra["indent"] = 1
            self.looks[key] = self._style(align=align, border=1, text_wrap=not number, **extra)
        return self.looks[key]

    def _style(self, **parts: object) -> Any:  # noqa: ANN401
        base = {"font_name": BODY_FONT, "font_size": 10, "valign": "vcenter"}
        return self.book.add_format(base | parts)


def _number(cell: int | Fraction, kind: Kind, places: int) -> tuple[float, str]:
    """A number exactly as the other formats show it, and the format that shows it so."""
    if kind == "points":
        decimals = len(shown(cell, kind, places).partition(".")[2])
        return int(cell) / MILLI, f"0.{'0' * decimals}"
    if kind == "percent":
        return hundredths(cell) / 10_000, "0.00%"
    return int(cell), "0"


def _column_name(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(place))
