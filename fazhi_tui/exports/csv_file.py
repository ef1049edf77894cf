"""A sheet as CSV that Excel and WPS open without asking: UTF-8 with BOM, CRLF.

The headings come first, so that a program can read it; what belongs to the table as a whole
follows after an empty line. A text that a spreadsheet would take for a formula gets an apostrophe.
"""

import csv
import io

from fazhi_tui.exports.cells import shown
from fazhi_tui.exports.sheet import Sheet
from fazhi_tui.wording.shown import harmless, like_formula

BOM = "\ufeff"


def csv_text(sheet: Sheet) -> str:
    """The whole file as text, with its byte order mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_guarded(column.heading) for column in sheet.columns])
    for row in sheet.body:
        writer.writerow(
            [
                _guarded(cell) if isinstance(cell, str) else shown(cell, column.kind, sheet.places)
                for cell, column in zip(row, sheet.columns, strict=True)
            ]
        )
    if not sheet.rows:
        writer.writerow([sheet.empty])
    writer.writerow([])
    writer.writerows(
        [_guarded(line)] for line in (sheet.title, sheet.subtitle, *sheet.notes) if line
    )
    return BOM + out.getvalue()


def _guarded(text: str) -> str:
    """Text made harmless, and never a formula; one apostrophe less gives the text back."""
    plain = harmless(text)
    return f"'{plain}" if like_formula(plain.lstrip("'")) else plain
