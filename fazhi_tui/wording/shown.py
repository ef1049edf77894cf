"""Any text made fit to be shown, in a sentence or a cell: nothing unseen, nothing endless."""

import re

_FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_FIRST_PICTURE = 0x2400
_DELETE_PICTURE = "␡"
_UNSEEN = "·"
_IDEOGRAPHIC_SPACE = "\u3000"
_INNER = str.maketrans("“”‘’", "‘’“”")


def visible(text: str) -> str:
    """`text` with a sign for every character that can't be seen, or that moves others about."""
    return text if text.isprintable() else "".join(map(_picture, text))


def shorten(text: str, longest: int = 40) -> str:
    """`text`, cut with an ellipsis where it is longer than `longest` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def nested(text: str) -> str:
    """`text` as it stands between “ and ”: its own marks are ‘ and ’, those inside them double."""
    return text.translate(_INNER)


def quoted(text: str) -> str:
    """`text` between “ and ”."""
    return f"“{nested(text)}”"


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
    bare = text.lstrip()
    before = text[: len(text) - len(bare)]
    return bare[:1] in _FORMULA_SIGNS or "\t" in before or "\r" in before


def chinese_date(day: str) -> str:
    """An ISO day as official documents write it: 2025年7月1日; any other text as it is."""
    parts = day.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return day
    year, month, date = map(int, parts)
    return f"{year}年{month}月{date}日"


def _picture(char: str) -> str:
    if char.isprintable() or char == _IDEOGRAPHIC_SPACE:
        return char
    if char < " ":
        return chr(_FIRST_PICTURE + ord(char))
    return _DELETE_PICTURE if char == "\x7f" else _UNSEEN
