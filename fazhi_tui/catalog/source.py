"""From a path to the text of a file, and from a text to TOML's plain values.

Whatever is wrong with the file comes back as a problem; nothing raises.
"""

from decimal import Decimal
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TypeAlias

from fazhi_tui.domain.problems import Code, Problem

LARGEST = 5 * 1024 * 1024
"""The most bytes a file may have."""

Values: TypeAlias = dict[str, object]


def read_text(path: Path, largest: int = LARGEST) -> str | Problem:
    """The text of a UTF-8 file (with or without a byte order mark), or what is wrong with it."""
    data = read_bytes(path, largest)
    return data if isinstance(data, Problem) else _decoded(data, str(path))


def read_bytes(path: Path, largest: int) -> bytes | Problem:
    """What is in a file of at most so many bytes, or what is wrong with it."""
    name = str(path)
    try:
        mode = path.stat()
        if S_ISDIR(mode.st_mode):
            return Problem(Code.FILE_IS_FOLDER, value=name, file=name)
        if not S_ISREG(mode.st_mode):
            return Problem(Code.FILE_UNREADABLE, value=name, file=name)
        if mode.st_size > largest:
            return _too_large(name, mode.st_size, largest)
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Problem(Code.FILE_MISSING, value=name, file=name)
    except OSError:
        return Problem(Code.FILE_UNREADABLE, value=name, file=name)
    return _too_large(name, len(data), largest) if len(data) > largest else data


def parse(text: str, file: str) -> Values | Problem:
    """TOML's tables with exact decimals, or the place where the text stops being TOML."""
    import tomli  # whoever reads workbooks alone needs none

    try:
        return tomli.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomli.TOMLDecodeError as wrong:
        column = f"column[{wrong.colno}]"
        return Problem(Code.NOT_TOML, column, wrong.msg, file=file, line=wrong.lineno)
    except (ValueError, RecursionError) as wrong:  # a number of thousands of digits, deep nesting
        return Problem(Code.NOT_TOML, value=str(wrong), file=file)


def _decoded(data: bytes, name: str) -> str | Problem:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        return Problem(Code.FILE_NOT_UTF8, value=name, wanted="UTF-8", file=name, line=line)


def _too_large(name: str, size: int, largest: int) -> Problem:
    megabytes = f"{size / 1024 / 1024:.1f} MB"
    limit = f"{largest // 1024 // 1024} MB"
    return Problem(Code.FILE_TOO_LARGE, value=megabytes, wanted=limit, file=name)
