"""Text measured and wrapped in cells: a Chinese character is two wide."""

import re
from functools import lru_cache

_TOKENS = re.compile(r"[A-Za-z0-9_.%+\-]+|\s+|.", re.DOTALL)
_COMMON = re.compile("[ -~‘’“”…—·\u3000-\u3029\u4e00-\u9fff\uff01-\uff60]*")
_NARROW = re.compile("[ -~‘’“”…—·]")
"""What nearly all text is made of: one cell wide, or else two."""

_NOT_FIRST = frozenset("，。、；：！？）」』】《》〉”’…％%.,;:!?)]}/·")
_NOT_LAST = frozenset("（「『【《〈“‘([{")


def width_of(text: str) -> int:
    """The width of the widest line of `text`, a Chinese character counting two."""
    if text.isascii() and "\n" not in text:
        return len(text)
    if _COMMON.fullmatch(text):
        return 2 * len(text) - len(_NARROW.findall(text))
    from wcwidth import wcswidth  # whoever writes no rare characters needn't pay for it

    return max(wcswidth(line) for line in text.split("\n"))


_width_of_token = lru_cache(maxsize=4096)(width_of)
"""The same few thousand characters make up all texts."""


def wrapped(text: str, room: int) -> list[str]:
    """`text` in lines of at most `room` cells, broken as Chinese punctuation allows."""
    room = max(room, 2)
    return [line for part in text.split("\n") for line in _wrap_line(part, room)]


@lru_cache(maxsize=1024)
def lines_of(text: str, room: int) -> int:
    """How many lines `wrapped` makes; names and words of a list come again and again."""
    return len(wrapped(text, room))


def _wrap_line(text: str, room: int) -> list[str]:
    if 2 * len(text) <= room or width_of(text) <= room:
        return [text]
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for token in _tokens(text, room):
        size = _width_of_token(token)
        if used + size > room and line:
            kept = _carried(line, token)
            lines.append("".join(line).rstrip())
            line, used = kept, sum(map(_width_of_token, kept))
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
