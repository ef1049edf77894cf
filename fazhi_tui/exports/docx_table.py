"""A sheet as a table in a Word document: fixed columns, headings on every page, no row cut in two.

As in `docx_words`, everything is the text of a part of the document.
"""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from fazhi_tui.exports.cells import shown
from fazhi_tui.exports.docx_words import HEI, SONG, runs
from fazhi_tui.exports.paper import Grid
from fazhi_tui.exports.sheet import Cell, Column, Sheet
from fazhi_tui.exports.widths import widths_of

LARGEST, SMALLEST = 10.5, 7.5
"""Points of the text: as large as the page allows."""

_MARGIN = 65
"""Twentieths of a point on either side of a cell's text."""

_NARROW = 12
"""Columns that would like no more cells keep what they have."""

_SPARE = 2
"""What a date or a number of letters gets more, so that it stays on one line where a stand-in font
has wide digits."""

_BY_HAND = 680
"""The least height of a row that people write in, in twentieths of a point."""

_Font: TypeAlias = tuple[str, float]
"""A font and its size in points."""

_BORDERS = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)


class Fit(NamedTuple):
    """The size of a table's text in points, and its columns' widths in twentieths of one."""

    size: float
    widths: list[int]


def table(grid: Grid, fit: Fit) -> str:
    """Some rows of a sheet under its headings."""
    sheet, (size, widths) = grid.sheet, fit
    heads = [
        _cell(column.heading, "center", wide, (HEI, size), shade="EDEDED")
        for column, wide in zip(sheet.columns, widths, strict=True)
    ]
    by_hand = any(column.by_hand for column in sheet.columns)
    rows = [_row(heads, "<w:tblHeader/>")]
    for place in grid.chosen:
        strong = sheet.strong(place)
        tall = f'<w:trHeight w:val="{_BY_HAND}" w:hRule="atLeast"/>' * (by_hand and not strong)
        rows.append(_row(_cells(sheet, sheet.body[place], widths, size, strong=strong), tall))
    if not sheet.rows:
        whole = sum(widths)
        rows.append(_row([_cell(sheet.empty, "center", whole, (SONG, size), span=len(widths))], ""))
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    look = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar><w:left w:w="{_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    return f"<w:tbl>{look}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def fitted(sheet: Sheet, room: int) -> Fit:
    """What fills the page, `room` twentieths of a point wide.

    A cell of a terminal is half as wide as a character is high; long text takes or gives what is
    over.
    """
    cells = [
        wide + _SPARE if column.kind == "date" or _numbered(column) else wide
        for wide, column in zip(widths_of(sheet), sheet.columns, strict=True)
    ]
    free = room - 2 * _MARGIN * len(cells)
    wraps = [column.kind == "text" and column.width > _NARROW for column in sheet.columns]
    needed = sum(cell * 4 / 5 if gives else cell for cell, gives in zip(cells, wraps, strict=True))
    size = min(LARGEST, max(SMALLEST, free / needed / 10 // 0.5 * 0.5))
    wanted = [cell * size * 10 for cell in cells]
    fixed = sum(wide for wide, gives in zip(wanted, wraps, strict=True) if not gives)
    giving = sum(wanted) - fixed
    if giving and free > fixed:
        wanted = [
            wide * (free - fixed) / giving if gives else wide
            for wide, gives in zip(wanted, wraps, strict=True)
        ]
    else:
        wanted = [wide * free / sum(wanted) for wide in wanted]
    return Fit(size, [round(wide) + 2 * _MARGIN for wide in wanted])


def _numbered(column: Column) -> bool:
    """Whether a column holds long ids, such as `050-2025-01`."""
    return column.align == "center" and column.kind == "text" and column.width > 10


def _cells(
    sheet: Sheet, row: tuple[Cell, ...], widths: Sequence[int], size: float, *, strong: bool
) -> list[str]:
    font, shade = ((HEI, size), "F5F5F5") if strong else ((SONG, size), "")
    return [
        _cell(shown(cell, column.kind, sheet.places), _align(cell, column), wide, font, shade=shade)
        for cell, column, wide in zip(row, sheet.columns, widths, strict=True)
    ]


def _align(cell: Cell, column: Column) -> str:
    """A word among figures (合计) stands in the middle."""
    if isinstance(cell, str) and column.kind not in {"text", "date"}:
        return "center"
    return column.align


def _row(cells: list[str], look: str) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{look}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(text: str, align: str, width: int, font: _Font, *, shade: str = "", span: int = 1) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "")
        + '<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:widowControl w:val="0"/>'
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="30" w:after="30" w:line="{font[1] * 24:.0f}" w:lineRule="atLeast"/>'
        f'<w:jc w:val="{align}"/></w:pPr>{runs(text, *font)}</w:p></w:tc>'
    )
