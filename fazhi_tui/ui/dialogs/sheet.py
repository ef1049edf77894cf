"""A sheet, as it is written to files, in a box on the screen."""

from collections.abc import Sequence

from fazhi_tui.exports.cells import shown_rows
from fazhi_tui.exports.sheet import Sheet
from fazhi_tui.ui.dialogs.listing import ListingDialog
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.wording.shown import one_line


def sheet_dialog(
    sheet: Sheet,
    foot: str,
    told: str,
    *,
    keys: Sequence[str] = (),
    abouts: Sequence[str] = (),
    headings: Sequence[str] = (),
    spare: Sequence[str] = (),
    current: str = "",
) -> ListingDialog:
    """Its rows and total; `keys` are those of the rows, `current` that of the one to start on.

    `headings` are the columns shown (none: all), `spare` those left out where there is no room.
    """
    columns = [column for column in sheet.columns if not headings or column.heading in headings]
    places = [sheet.columns.index(column) for column in columns]
    rows = [
        TableRow(
            keys[n] if n < len(keys) else "",
            tuple(one_line(cells[place]) for place in places),
            strong=sheet.strong(n),
            about=abouts[n] if n < len(abouts) else "",
        )
        for n, cells in enumerate(shown_rows(sheet))
    ]
    heads = [
        Column(
            column.heading,
            "right" if column.kind in {"points", "number", "percent"} else "left",
            stretch=int(column.kind == "text"),
            least=6,
            dispensable=int(column.heading in spare),
        )
        for column in columns
    ]
    empty = f"{sheet.empty or '没有可列的'}。"
    return ListingDialog(sheet.title, heads, rows, foot, told, current=current, empty=empty)
