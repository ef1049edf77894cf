"""For terminals that draw “ ─ ● and their like two cells wide: lookalikes that are surely one.

Such a character counts as one cell here, so everything behind it on its line would be pushed aside.
Text is only shown with lookalikes; it is kept as it was typed.
"""

import os
import unicodedata

QUESTION = "\x1b[H“\x1b[6n\x1b[H"
"""Draws an ambiguous character in the corner and asks where the cursor is behind it."""

_DRAWN_AS = {
    "|": "│┃▌▍▎▏", "-": "─━—–−", "+": "┌┐└┘╭╮╰╯├┤┬┴┼±", "#": "█▉▊▋▓■◆≠", "_": "□◇",
    ".": "·…░", "~": "◐◔◕▒", "v": "✓√▾▼▽↓", "x": "✗×", "<": "↩←≤‹", ">": "→≥›▸", "^": "↑▲△",
    "@": "◉", "*": "●※★☆", "o": "○°", "/": "÷", "\"": "“”", "'": "‘’", "S": "§", "C": "℃", "%": "‰",
}  # fmt: skip
_DRAWN = {char: plain for plain, chars in _DRAWN_AS.items() for char in chars}


class _Lookalikes(dict[int, str]):
    """What each character is written as, worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = _DRAWN.get(char) or _lookalike(char)
        return self[code]


def _lookalike(char: str) -> str:
    if unicodedata.east_asian_width(char) != "A":
        return char
    number = unicodedata.numeric(char, None)
    if number is not None:
        return str(int(number)) if number in range(10) else "#"
    plain = unicodedata.normalize("NFKD", char)[0]
    return plain if plain.isascii() and plain.isprintable() else "?"


_TABLE = _Lookalikes()


def straight(output: str) -> str:
    """What is written to the terminal, without characters of doubtful width."""
    return output if output.isascii() else output.translate(_TABLE)


def old_console() -> bool:
    """Whether this is the Windows console whose fonts have no fancy characters."""
    return os.name == "nt" and not {"WT_SESSION", "TERM_PROGRAM"} & set(os.environ)
