"""How every workbook of the program is begun: text stays text, and rows grow as they are typed in.

The same content gives the same bytes.
"""

from collections.abc import Container
from datetime import UTC, date, datetime
from typing import IO, Any

from fazhi_tui.wording.shown import one_line

BODY_FONT, HEAD_FONT = "宋体", "黑体"
"""Fonts that every Chinese office PC has, under Excel and under WPS."""

LONGEST = 32_000
"""Characters kept of one cell; the format itself ends at 32,767."""

_MADE = datetime(2025, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar is wrong before."""


def new_workbook(out: IO[bytes], title: str) -> Any:  # noqa: ANN401  (the library has no types)
    """An empty workbook, written to `out` when it is closed."""
    from xlsxwriter import Workbook  # costs as much as a quarter of the program's start

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": BODY_FONT, "font_size": 10},
    }
    book = Workbook(out, options)
    book.set_properties({"title": one_line(title)[:255], "created": _MADE})
    return book


def add_sheet(book: Any, name: str) -> Any:  # noqa: ANN401
    """A worksheet whose `growing` rows are as high as set, and higher once more is typed in.

    A height that is not marked as custom is kept on opening and fitted anew on editing; the library
    marks them all.
    """
    from xlsxwriter.worksheet import Worksheet

    class Growing(Worksheet):  # type: ignore[misc]
        growing: Container[int] = ()
        _grows = False

        def _write_row(self, row: int, *parts: Any, **more: Any) -> None:  # noqa: ANN401
            self._grows = row in self.growing
            super()._write_row(row, *parts, **more)

        def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:  # noqa: ANN401
            if tag == "row" and self._grows:
                attributes = [part for part in attributes if part[0] != "customHeight"]
            super()._xml_start_tag_unencoded(tag, attributes)

    return book.add_worksheet(name, Growing)


def calendar_day(text: str) -> date | None:
    """An ISO date that a spreadsheet can hold as one; None for any other text."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_DAY else None
