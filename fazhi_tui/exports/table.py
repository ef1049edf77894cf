"""A sheet as a table for the terminal, its Chinese columns straight, fitted to a width."""

import re
from collections.abc import Iterable

from msgspec import Struct

from fazhi_tui.exports.cells import shown_rows
from fazhi_tui.exports.sheet import Column, Sheet
from fazhi_tui.wording.measured import width_of, wrapped
from fazhi_tui.wording.shown import one_line

LEAST = 8
"""The cells that a column of text keeps however narrow the terminal is."""

LONGEST_ID = 22
"""The cells that an id keeps where not all columns have room."""

_WORD = re.compile(r"[\w.%-]{1,12}", re.ASCII)
"""What should not be broken: a date, a number."""

_PADDING = 3
"""Cells that each column takes beside its text: a bar and two spaces."""


class _Fit(Struct, frozen=True):
    """Which columns are shown (by place), how wide, and which there is no room for."""

    shown: tuple[int, ...]
    widths: tuple[int, ...]
    left_out: tuple[int, ...]


def table(sheet: Sheet, width: int | None = None) -> str:
    """Title, moment, table, notes. Without `width` nothing is wrapped or left out."""
    room = width or 10**6
    above = [line for text in (sheet.title, sheet.subtitle) if text for line in _lines(text, room)]
    below = [line for note in sheet.notes for line in _lines(note, room)]
    if not sheet.rows:
        return "\n".join([*above, f"{sheet.empty}。", *below]) + "\n"
    cells = [[column.heading for column in sheet.columns], *shown_rows(sheet)]
    fit = _fit(sheet.columns, cells, room)
    if fit.left_out:
        named = "、".join(sheet.columns[place].heading for place in fit.left_out)
        below = [*_lines(f"屏幕宽度不够，未列出：{named}。", room), *below]
    return "\n".join([*above, _drawn(sheet, cells, fit), *below]) + "\n"


def _lines(text: str, room: int) -> list[str]:
    return wrapped(one_line(text), room)


def _drawn(sheet: Sheet, cells: list[list[str]], fit: _Fit) -> str:
    import tabulate as library  # a tenth of a second

    library.MIN_PADDING = 0  # else headings take two cells that nothing needs

    rows = [
        [
            "\n".join(wrapped(row[place], wide))
            for place, wide in zip(fit.shown, fit.widths, strict=True)
        ]
        for row in cells
    ]
    for place in range(len(sheet.body)):
        if sheet.strong(place):  # its name, where the first column is left out
            rows[place + 1][0] = rows[place + 1][0] or cells[place + 1][0]
    body: list[list[str] | str] = [*rows[1:]]
    tall = any("\n" in cell for row in rows[1:] for cell in row)
    if sheet.total is not None and not tall:
        body.insert(-1, library.SEPARATING_LINE)
    aligns = [sheet.columns[place].align for place in fit.shown]
    return library.tabulate(
        body,
        headers=rows[0],
        tablefmt="simple_grid" if tall else "simple_outline",
        colalign=aligns,
        headersalign=aligns,
        disable_numparse=True,
        preserve_whitespace=True,
    )


# ── fitting ──────────────────────────────────────────────────────────────────────────────────


def _fit(columns: tuple[Column, ...], cells: list[list[str]], room: int) -> _Fit:
    """Narrow the columns that wrap; leave out those that can be spared; at last narrow all text."""
    natural = [max(map(width_of, column)) for column in zip(*cells, strict=True)]
    least = [
        min(wide, _least(column, [row[place] for row in cells[1:]]))
        for place, (wide, column) in enumerate(zip(natural, columns, strict=True))
    ]
    kept = list(range(len(columns)))
    while _taken(least, kept) > room and any(columns[place].spare for place in kept):
        kept.remove(max(kept, key=lambda place: columns[place].spare))
    if _taken(least, kept) > room:
        least = list(map(_at_most, [LONGEST_ID] * len(columns), least, columns))
    if _taken(least, kept) > room:
        words = [max(LEAST, _longest_word(column)) for column in zip(*cells, strict=True)]
        least = list(map(_at_most, words, least, columns))
    if _taken(least, kept) > room:  # at last words are broken too
        least = list(map(_at_most, [LEAST] * len(columns), least, columns))
    widths = {place: least[place] for place in kept}
    spare = room - _taken(least, kept)
    growing = {place for place in kept if widths[place] < natural[place]}
    while spare > 0 and growing:
        place = max(growing, key=lambda place: (natural[place] / widths[place], -place))
        widths[place] += 1
        spare -= 1
        if widths[place] == natural[place]:
            growing.remove(place)
    left_out = tuple(place for place in range(len(columns)) if place not in widths)
    return _Fit(tuple(kept), tuple(widths.values()), left_out)


def _least(column: Column, cells: list[str]) -> int:
    """What a column needs to be read well: figures whole, text two thirds of its width on paper."""
    if not column.wraps:
        return max(map(width_of, [column.heading, *cells]))
    if column.kind != "text":  # only the heading wraps
        return max(LEAST, *map(width_of, cells))
    return max(LEAST, column.width * 2 // 3, _longest_word(cells))


def _at_most(longest: int, wide: int, column: Column) -> int:
    """A width cut down to `longest`; figures stay whole."""
    return min(wide, longest) if column.kind == "text" else wide


def _longest_word(cells: Iterable[str]) -> int:
    return max((len(word) for cell in cells for word in _WORD.findall(cell)), default=0)


def _taken(widths: list[int], kept: Iterable[int]) -> int:
    return sum(widths[place] + _PADDING for place in kept) + 1
