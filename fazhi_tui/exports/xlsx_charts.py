"""Charts as Excel itself draws them, on a page of their own behind the tables they show."""

from collections.abc import Sequence
from typing import Any

from fazhi_tui.exports.chart_svg import COLOURS
from fazhi_tui.exports.sheet import Chart, Sheet

_NAME = "图表"
_WIDE = 900
_ROW = 20
"""Pixels of a chart's width, and of a row of the page."""


def add_charts(book: Any, sheets: Sequence[tuple[Sheet, int]]) -> None:  # noqa: ANN401
    """All charts of some sheets; each sheet comes with the row where its cells begin."""
    wanted = [
        (sheet, first, drawn) for sheet, first in sheets if sheet.rows for drawn in sheet.charts
    ]
    if not wanted:
        return
    page = book.add_worksheet(_NAME)
    page.hide_gridlines(2)
    page.set_paper(9)
    page.fit_to_pages(1, 1)
    row = 1
    for sheet, first, drawn in wanted:
        high = _height(sheet, drawn)
        made = _chart(book, sheet, first, drawn)
        made.set_size({"width": _WIDE, "height": high})
        page.insert_chart(row, 1, made, {"description": drawn.title})
        row += high // _ROW + 2


def _height(sheet: Sheet, drawn: Chart) -> int:
    return 520 if drawn.kind == "radar" else 140 + 26 * len(sheet.rows)


def _chart(book: Any, sheet: Sheet, first: int, drawn: Chart) -> Any:  # noqa: ANN401
    several = len(drawn.values) > 1
    subtype = {"radar": "filled", "bar": "stacked" if several else ""}[drawn.kind]
    made = book.add_chart({"type": drawn.kind} | ({"subtype": subtype} if subtype else {}))
    last = first + len(sheet.rows) - 1
    for place, value in enumerate(drawn.values):
        colour = COLOURS[place] if several or drawn.kind == "radar" else COLOURS[1]
        fill = {"color": colour, "transparency": 70 if drawn.kind == "radar" else 0}
        series: dict[str, object] = {
            "name": [sheet.name, first - 1, value],
            "categories": [sheet.name, first, drawn.label, last, drawn.label],
            "values": [sheet.name, first, value, last, value],
            "fill": fill,
            "border": {"color": colour},
        }
        if drawn.kind == "bar":
            labels = {} if several else {"value": True, "position": "outside_end"}
            series |= {"gap": 45, "data_labels": labels}
        made.add_series(series)
    made.set_title({"name": drawn.title, "name_font": {"size": 14, "bold": False}})
    made.set_legend({"position": "bottom"} if several else {"none": True})
    if drawn.kind == "bar":
        made.set_y_axis({"reverse": True, "num_font": {"size": 10}})
        made.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D8D4CC"}}})
    else:
        made.set_y_axis({"min": 0, "max": 1, "num_format": "0%", "num_font": {"size": 8}})
    return made
