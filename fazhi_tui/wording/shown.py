"""Any text made fit to be shown in a sentence: nothing unseen, nothing endless."""

_FIRST_PICTURE = 0x2400
_DELETE_PICTURE = "␡"
_UNSEEN = "·"
_IDEOGRAPHIC_SPACE = "\u3000"


def visible(text: str) -> str:
    """`text` with a sign for every character that can't be seen, or that moves others about."""
    return text if text.isprintable() else "".join(map(_picture, text))


def shorten(text: str, longest: int = 40) -> str:
    """`text`, cut with an ellipsis where it is longer than `longest` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _picture(char: str) -> str:
    if char.isprintable() or char == _IDEOGRAPHIC_SPACE:
        return char
    if char < " ":
        return chr(_FIRST_PICTURE + ord(char))
    return _DELETE_PICTURE if char == "\x7f" else _UNSEEN
