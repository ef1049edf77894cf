"""A sheet as Markdown (GitHub's tables); nothing in a cell becomes formatting, a link or HTML."""

import re

from fazhi_tui.exports.cells import shown_rows
from fazhi_tui.exports.sheet import Align, Sheet
from fazhi_tui.wording.shown import harmless, one_line

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~$&#!]")
_RULES: dict[Align, str] = {"left": ":---", "center": ":---:", "right": "---:"}
_BREAK = "<br>"


def markdown(sheet: Sheet) -> str:
    """The whole text: title, moment, table, notes."""
    lines = [f"# {_escaped(one_line(sheet.title))}", ""]
    if sheet.subtitle:
        lines += [_escaped(one_line(sheet.subtitle)), ""]
    lines.append(_row([column.heading for column in sheet.columns]))
    lines.append(f"| {' | '.join(_RULES[column.align] for column in sheet.columns)} |")
    lines += map(_row, shown_rows(sheet))
    if not sheet.rows:
        lines += ["", f"{_escaped(sheet.empty)}。"]
    for note in sheet.notes:
        lines += ["", _escaped(one_line(note))]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    return _escaped(harmless(text)).replace("\n", _BREAK)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
