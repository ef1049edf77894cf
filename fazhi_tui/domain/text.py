"""Text that came from people or files, made harmless before it is kept.

Nothing here changes what can be read: only characters that can't be seen go, and a text gets its
one composed spelling (NFC), so that equal words compare equal.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from fazhi_tui.domain.problems import Code, Problem, Refused

LONGEST = 4000
"""Characters that one text may have: two pages, more belongs into a document."""

_DATE = re.compile(r"([0-9]{4})\D{1,2}([0-9]{1,2})\D{1,2}([0-9]{1,2})\D?")

_FIRST_YEAR = 1949
"""No paper is older; a spreadsheet makes 1905 of a year typed as a day."""

_NEAR = 30
"""Years around a round's in which its days lie, for its name may tell the year of a standard; a day
that is further off has a wrong year."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Control, format (bidi, zero-width, byte order mark), lone surrogates, private use."""

_LINE_ENDS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})
_SHA256 = re.compile(r"[0-9a-f]{64}")


def clean_text(text: str) -> str:
    """`text` in NFC with plain line ends, without characters that can't be seen.

    Line breaks and tabs stay. Noncharacters go too (XML can't hold them); unassigned ones stay,
    they may be rare characters of a newer Unicode.
    """
    if text.isprintable():
        return text if unicodedata.is_normalized("NFC", text) else _composed(text)
    plain = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    return _composed("".join(char for char in plain if _stays(char)))


def clean_line(text: str) -> str:
    """`text` cleaned, on one line, without space at its ends."""
    clean = clean_text(text)
    if clean.isprintable():
        return clean.strip()
    return " ".join(clean.split())


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _stays(char: str) -> bool:
    return char in "\n\t" or not (unicodedata.category(char) in _UNSEEN or _noncharacter(char))


def _noncharacter(char: str) -> bool:
    code = ord(char)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def read_text(text: str, path: str = "") -> str:
    """A text as typed, cleaned and without space at its ends. Raises `Refused` if too long."""
    clean = clean_text(text).strip()
    if len(clean) > LONGEST:
        raise Refused(Problem(Code.TOO_LONG, path, clean[:20], str(LONGEST)))
    return clean


def read_date(text: str, path: str = "") -> str:
    """A day as typed (2025-3-1, 2025.03.01, 2025年3月1日) as ISO; "" stays. Raises `Refused`."""
    plain = text and unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    found = _DATE.fullmatch(plain)
    refused = Refused(Problem(Code.NOT_A_DATE, path, text))
    if not found:
        raise refused
    year, month, day = map(int, found.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise refused from None


def read_past(text: str, path: str, year: int) -> str:
    """The day of a paper or a fact in a round of that year (0: unknown). Raises `Refused`."""
    return _within(read_date(text, path), path, year, _FIRST_YEAR)


def read_plan(text: str, path: str, year: int) -> str:
    """A day that a round of that year (0: unknown) sets or keeps. Raises `Refused`."""
    return _within(read_date(text, path), path, year, year - _NEAR + 1)


def _within(day: str, path: str, year: int, first: int) -> str:
    if day and year and not first <= int(day[:4]) < year + _NEAR:
        raise Refused(Problem(Code.DATE_FAR, path, day, str(year)))
    return day


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like `name`, or nothing if none is near."""
    from difflib import get_close_matches  # only a wrong name pays for it

    return next(iter(get_close_matches(name.strip(), list(known), 1, 0.5)), "")


def is_sha256(text: str) -> bool:
    """Whether a text is a digest as we write it, and so safe as a file's name."""
    return _SHA256.fullmatch(text) is not None


def check_kind(values: Mapping[str, object], kind: str, newest: int, file: str) -> None:
    """Raises `Refused` where a file says that it is of another kind, or of a newer program."""
    found = values.get("format", "")
    if found != kind:
        value = found if isinstance(found, str) else ""
        raise Refused(Problem(Code.FOREIGN_FILE, file=file, value=value))
    version = values.get("version")
    if not isinstance(version, int):
        raise Refused(Problem(Code.KEY_MISSING, "version", file=file))
    if version > newest:
        raise Refused(Problem(Code.STORE_NEWER, file=file, value=str(version), wanted=str(newest)))
