"""Text measured in terminal cells: made harmless, cut, padded and wrapped; bars of eighths.

A wide character is never cut in half, and nothing that comes out of here can steer the terminal.
"""

import re
from collections.abc import Collection
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from fazhi_tui.ui.widgets import look
from fazhi_tui.wording.shown import visible

Part: TypeAlias = tuple[str, Style]
Line: TypeAlias = tuple[Part, ...]
"""One drawn line as styled parts; lines are compared to find out what to repaint."""

_NO_STYLE = Style()
_EIGHTHS = " ▏▎▍▌▋▊▉"
_NOT_FIRST = frozenset("，。、；：！？）」』】》〉”’…％%.,;:!?)]}/·")
_NOT_LAST = frozenset("（「『【《〈“‘([{")
_TOKENS = re.compile(r"[A-Za-z0-9_.%+\-]+|\s+|.", re.DOTALL)


_SPACES = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u3000": "  "})


@lru_cache(2048)
def _placeholders(text: str) -> str:
    return visible(text.translate(_SPACES))


def safe(text: str) -> str:
    """`text` on one line, with a placeholder for every character that can't be seen."""
    return text if text.isprintable() else _placeholders(text)


@lru_cache(4096)
def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, with … where something was left off."""
    text = safe(text)
    if cell_len(text) <= width:
        return text
    if width < 1:
        return ""
    room = width - 1
    for index, char in enumerate(text):
        room -= get_character_cell_size(char)
        if room < 0:
            return text[:index] + "…"
    return text


def left(text: str, width: int) -> str:
    """`text` cut and padded on the right to exactly `width` cells."""
    shown = cut(text, width)
    return shown + " " * (width - cell_len(shown))


def right(text: str, width: int) -> str:
    """`text` cut and padded on the left to exactly `width` cells."""
    shown = cut(text, width)
    return " " * (width - cell_len(shown)) + shown


@lru_cache(1024)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """`text` in lines of at most `width` cells, by the rules of Chinese punctuation."""
    width = max(width, 4)
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for token in _tokens(safe(text), width):
        size = cell_len(token)
        if used + size > width:
            kept = _carry(line, token)
            lines.append("".join(line).rstrip())
            line = [part for part in (*kept, token) if kept or not part.isspace()]
            used = sum(map(cell_len, line))
        else:
            line.append(token)
            used += size
    if line or not lines:
        lines.append("".join(line))
    return tuple(lines)


def block(text: str, width: int, most: int) -> str:
    """`text` wrapped to `width`, in at most `most` lines, with … where something was left off."""
    lines = wrap(text, width)
    if len(lines) > most:
        lines = (*lines[: most - 1], cut(lines[most - 1] + lines[most], width))
    return "\n".join(lines)


def whole(text: str, width: int, edges: Collection[int]) -> str:
    """`text` so that in `width` cells no wide character stands across one of the columns `edges`.

    Where what lies below has an edge, Textual cuts what lies above, and half a character is none.
    Lines in which one would be cut begin a cell later.
    """
    lines = [line for part in text.split("\n") for line in wrap(part, width - 1)]
    return "\n".join(" " + line if _across(line, edges) else line for line in lines)


def _across(line: str, edges: Collection[int]) -> bool:
    """Whether a wide character of `line` stands across an edge."""
    at = 0
    for char in line:
        size = get_character_cell_size(char)
        if size == 2 and at + 1 in edges:
            return True
        at += size
    return False


def _tokens(text: str, width: int) -> list[str]:
    """Words and single wide characters; a word longer than a line comes apart."""
    found: list[str] = []
    for token in _TOKENS.findall(text):
        if len(token) <= width:
            found.append(token)
        else:
            found.extend(token[i : i + width] for i in range(0, len(token), width))
    return found


def _carry(line: list[str], token: str) -> list[str]:
    """What must leave `line` for the next one, so that punctuation stands where it may."""
    kept: list[str] = []
    first = token
    while first in _NOT_FIRST and len(line) > 1:
        first = line.pop()
        kept.insert(0, first)
    while line and line[-1] in _NOT_LAST and len(line) > 1:
        kept.insert(0, line.pop())
    return kept


def bar(share: Fraction, width: int) -> str:
    """A bar of `share` of `width` cells, in eighths of a cell; never empty unless the share is."""
    eighths = int(min(max(share, Fraction(0)), Fraction(1)) * width * 8)
    if share > 0:
        eighths = max(eighths, 1)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def segments(line: Line, width: int, base: Style) -> list[Segment]:
    """`line` as segments of exactly `width` cells, on `base` where a part has no background."""
    made: list[Segment] = []
    room = width
    paint = look.paint
    for text, style in line:
        shown = safe(text)
        size = cell_len(shown)
        if size > room:
            shown = cut(shown, room)
            size = cell_len(shown)
        if size:
            made.append(Segment(shown, paint(base, style)))
            room -= size
    if room > 0:
        made.append(Segment(" " * room, paint(base, _NO_STYLE)))
    return made


def strip(line: Line, width: int, base: Style) -> Strip:
    """`line` as a strip of exactly `width` cells."""
    return Strip(segments(line, width, base), width)


@lru_cache(512)
def framed(line: Line, width: int, base: Style, frame: Style, edge: Part) -> Strip:
    """`line` as a strip of `width` cells between a frame on the left and `edge` on the right."""
    inside = segments(line, width - 2, base)
    paint = look.paint
    side, (thumb, tone) = paint(frame, _NO_STYLE), edge
    return Strip([Segment("│", side), *inside, Segment(thumb, paint(tone, _NO_STYLE))], width)


def wear(palette: look.Palette) -> None:
    """Paint everything from now on with this palette."""
    look.use(palette)
    framed.cache_clear()


def cells(line: Line) -> int:
    """The width of a line in cells."""
    return sum(cell_len(safe(text)) for text, _ in line)
