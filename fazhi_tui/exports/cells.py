"""One cell as text, the same in every format; text measured and wrapped in cells of a terminal."""

import re
from fractions import Fraction

from fazhi_tui.domain.points import Points, round_half_up, show_points
from fazhi_tui.exports.sheet import Cell, Kind, Sheet
from fazhi_tui.wording import visible

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_TOKENS = re.compile(r"[A-Za-z0-9_.%+\-]+|\s+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：！？）」』】》〉”’…％%.,;:!?)]}/·")
_NOT_LAST = frozenset("（「『【《〈“‘([{")


def harmless(text: str) -> str:
    """`text` with its line breaks, and a sign for every other character that can't be seen."""
    if text.isprintable():
        return text
    return "\n".join(visible(line) for line in _LINE_ENDS.sub("\n", text).split("\n"))


def one_line(text: str) -> str:
    """`text` made harmless, its line breaks as spaces."""
    return harmless(text).replace("\n", " ")


def like_formula(text: str) -> bool:
    """Whether a spreadsheet might take `text` for a formula if it were typed in."""
    return _FORMULA.match(text) is not None


def shown(cell: Cell, kind: Kind, places: int) -> str:
    """A cell as people read it; "" if it is empty."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    if kind == "points":
        return show_points(int(cell), places)
    if kind == "percent":
        return show_percent(cell)
    return str(cell)


def show_percent(share: Fraction | int) -> str:
    """A share in percent with two decimals, halves upward."""
    return f"{show_points(hundredths(share) * 10)}%"


def hundredths(share: Fraction | int) -> int:
    """A share in hundredths of a percent, halves upward."""
    return round_half_up(Fraction(share) * 10_000, 1)


def places_of(quantum: Points) -> int:
    """The decimals that points in multiples of `quantum` need; two at least."""
    return 3 if quantum % 10 else 2


def shown_rows(sheet: Sheet) -> list[list[str]]:
    """All cells of the rows and the total as text."""
    kinds = [column.kind for column in sheet.columns]
    return [
        [shown(cell, kind, sheet.places) for cell, kind in zip(row, kinds, strict=True)]
        for row in sheet.body
    ]


# ── cells of a terminal ──────────────────────────────────────────────────────────────────────


def width_of(text: str) -> int:
    """The width of the widest line of `text`, a Chinese character counting two."""
    if text.isascii() and "\n" not in text:
        return len(text)
    from wcwidth import wcswidth  # a start that writes nothing needn't pay for it

    return max(wcswidth(line) for line in text.split("\n"))


def wrapped(text: str, room: int) -> list[str]:
    """`text` in lines of at most `room` cells, broken as Chinese punctuation allows."""
    room = max(room, 2)
    return [line for part in text.split("\n") for line in _wrap_line(part, room)]


def _wrap_line(text: str, room: int) -> list[str]:
    if width_of(text) <= room:
        return [text]
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for token in _tokens(text, room):
        size = width_of(token)
        if used + size > room and line:
            kept = _carried(line, token)
            lines.append("".join(line).rstrip())
            line, used = kept, sum(map(width_of, kept))
            if token.isspace() and not line:
                continue
        line.append(token)
        used += size
    return [*lines, "".join(line).rstrip()]


def _tokens(text: str, room: int) -> list[str]:
    """Words and single wide characters; a word longer than a line comes apart."""
    return [
        token[start : start + room]
        for token in _TOKENS.findall(text)
        for start in range(0, len(token), room)
    ]


def _carried(line: list[str], token: str) -> list[str]:
    """What must leave `line` with `token`, so that punctuation stands where it may."""
    kept: list[str] = []
    while len(line) > 1 and (kept or [token])[0] in _NOT_FIRST and width_of(line[-1]) <= 4:
        kept.insert(0, line.pop())
    while len(line) > 1 and line[-1] in _NOT_LAST:
        kept.insert(0, line.pop())
    return kept
