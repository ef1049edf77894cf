"""Finding by a few letters: Chinese text matches by itself or by its pinyin initials.

The order of the common characters in GB 2312 is that of their pinyin, so the initial follows from
the code; the rarer ones (level 2) have none and are passed over.
"""

from bisect import bisect_right
from functools import lru_cache

_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"), (0xD7FA, ""),
)  # fmt: skip
_CODES = [code for code, _ in _STARTS]


@lru_cache(4096)
def initials(text: str) -> str:
    """The pinyin initials of `text`; letters and digits stand for themselves."""
    return "".join(map(_initial, text))


def _initial(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    try:
        high, low = char.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return ""
    place = bisect_right(_CODES, high << 8 | low) - 1
    return _STARTS[place][1] if place >= 0 else ""


def matches(wanted: str, text: str) -> bool:
    """Whether every word of `wanted` is in `text` or in its initials."""
    plain = text.lower()
    return all(
        word in plain or (word.isascii() and word in initials(text))
        for word in wanted.lower().split()
    )
