"""Keys by name, as the bytes a terminal sends for them."""

import re

NAMED = {
    "enter": b"\r",
    "tab": b"\t",
    "esc": b"\x1b",
    "space": b" ",
    "backspace": b"\x7f",
    "shift+tab": b"\x1b[Z",
    "insert": b"\x1b[2~",
    "delete": b"\x1b[3~",
    "pgup": b"\x1b[5~",
    "pgdn": b"\x1b[6~",
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f7": b"\x1b[18~",
    "f8": b"\x1b[19~",
    "f9": b"\x1b[20~",
    "f10": b"\x1b[21~",
    "f11": b"\x1b[23~",
    "f12": b"\x1b[24~",
}
CURSOR = {"up": b"A", "down": b"B", "right": b"C", "left": b"D", "home": b"H", "end": b"F"}


def key_bytes(name: str, *, application_cursor: bool = False) -> bytes:
    """The bytes for one key: a name, `ctrl+x`, one character, or `text:中文` in one go."""
    if name.startswith("text:"):
        return name.removeprefix("text:").encode()
    if name in NAMED:
        return NAMED[name]
    if name in CURSOR:
        return (b"\x1bO" if application_cursor else b"\x1b[") + CURSOR[name]
    if control := re.fullmatch(r"ctrl\+([a-z\[\]\\^_@])", name):
        return bytes([ord(control[1].upper()) & 0x1F])
    if len(name) == 1:
        return name.encode()
    raise ValueError(f"unknown key {name!r}")


def expand(keys: str) -> list[str]:
    """`down*50 up*3 text:中文` as a list of key names."""
    names: list[str] = []
    for word in keys.split():
        repeated = re.fullmatch(r"(.+)\*(\d+)", word)
        names += [repeated[1]] * int(repeated[2]) if repeated else [word]
    return names
