"""What clerks write into cells, understood: numbers with words behind, dates in every spelling.

What is not understood is one of two: **unclear** (`/`, `约2`, `同上`: somebody must be asked), or
wrong (no number at all). Both are told with the cell they stand in; nothing is guessed.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NoReturn, TypeAlias

from fazhi_tui.domain.points import could_be_typed, normalise, plain_decimal
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.text import clean_text, read_date, read_text
from fazhi_tui.exchange.fill_in import CLEAR, HAPPENED, NO, NO_LOSS, SEE_ROWS, YES
from fazhi_tui.wording import NONE_OCCURRED, NOTHING

Raw: TypeAlias = str | float | int | bool | date | datetime | time | timedelta
"""A cell as the reader of workbooks gives it; an empty one is ""."""

_MEASURE = "件次个项卷份人户起宗名处家例篇场条位台辆批"
_NUMBER = rf"([+-]?[0-9]+(?:\.[0-9]+)?)\s*(?:%|[{_MEASURE}])?(?:[（(][^）)]*[）)])?"
_THOUSANDS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_UNCLEAR = (
    r"[/\\—–―－\-_.…·*?？xX×√]+|〃+|″+|\"+|“|”|同上.*|同前|上同|.*左右|[约近逾]\s*[0-9].*|大?约.*|大概.*"
    r"|.*(?:若干|不详|不清|待定|待核|待查|暂缺|暂无|未统计|未知|多件|多起|多次|数件|数起).*|[nN]/?[aA]|[无有]?[?？]"
)
_RATE = r"([0-9]+(?:\.[0-9]+)?)\s*[/／:：]\s*([0-9]+(?:\.[0-9]+)?)"
_DAY = r"(?:19|20)[0-9]{6}"
_EPOCH = date(1899, 12, 30)
_FIRST_DAY, _LAST_DAY = 20_000, 80_000
"""Days since the epoch of workbooks that a bare number in a column of dates may mean."""

_DIGITS, _DECIMALS = 12, 4
"""A workbook's numbers are binary: beyond both there is nothing that anyone is sure to have typed.
"""

_EXACT = 10**_DIGITS

_SAYINGS: dict[str, str] = {
    **dict.fromkeys(
        (NOTHING, "没有", "沒有", "無", "没", "无此情况", "无此情形", "未发现"), NOTHING
    ),
    **dict.fromkeys((NO_LOSS, "不失分", "无扣分", "未失分", "不扣分"), NO_LOSS),
    **dict.fromkeys((NONE_OCCURRED, "未发生", "本期没有发生", "没有发生"), NONE_OCCURRED),
    **dict.fromkeys((SEE_ROWS, "见失分明细", "见分单位数据", "详见明细"), SEE_ROWS),
    **dict.fromkeys((YES, "√", "✓", "☑", "Y", "y", "yes", "YES"), YES),
    **dict.fromkeys((NO, "×", "✗", "N", "n", "no", "NO"), NO),
    HAPPENED: HAPPENED,
    CLEAR: CLEAR,
    "〇": "0",
    "零": "0",
}
"""Other ways to write the words of the form."""

_STOPS = ("。", "．", ".", "！", "!")


def saying(raw: Raw) -> str:
    """A cell's text with the form's own word for what it says, if it has one."""
    text = text_of(raw)
    if not text:
        return ""
    word = re.sub(r"[\s。．.！!]+$", "", text) if text.endswith(_STOPS) else text
    return _SAYINGS.get(word, text)


def text_of(raw: Raw) -> str:
    """A cell as text, harmless, without space at its ends."""
    if isinstance(raw, str):
        return clean_text(raw).strip() if raw else ""
    if isinstance(raw, bool):
        return YES if raw else NO
    if isinstance(raw, float | int):
        return plain_decimal(_decimal(raw))
    if isinstance(raw, datetime | date):
        return raw.isoformat()[:10]
    return str(raw)


def note_of(raw: Raw, at: str) -> str:
    """A cell as a text of people. Raises `Refused` where it is too long."""
    return read_text(text_of(raw), at)


def number_of(raw: Raw, at: str, unit: str = "") -> Decimal:
    """A number, however it is written; `unit` is what is counted. Raises `Refused`."""
    if isinstance(raw, datetime | date | time | timedelta):
        refuse(Code.CELL_IS_DATE, at, text_of(raw))
    if isinstance(raw, bool):
        refuse(Code.NOT_A_NUMBER, at, text_of(raw))
    if isinstance(raw, float | int):
        value = _decimal(raw)
    else:
        value = _typed(raw, at, unit)
    if not could_be_typed(value):
        refuse(Code.NOT_A_NUMBER, at, text_of(raw))
    return value


def _typed(text: str, at: str, unit: str) -> Decimal:
    plain = normalise(saying(text))
    if unit:
        plain = plain.removesuffix(unit).strip()
    if re.fullmatch(_THOUSANDS, plain):
        plain = plain.replace(",", "")
    found = re.fullmatch(_NUMBER, plain)
    if found is None:
        check_clear(text, at)
        refuse(Code.NOT_A_NUMBER, at, text_of(text))
    return Decimal(found[1])


def rate_of(raw: Raw, at: str) -> tuple[Decimal, Decimal] | None:
    """`9/10` in one cell; None where it is something else."""
    if not isinstance(raw, str) or not raw:
        return None
    found = re.fullmatch(_RATE, normalise(text_of(raw)))
    return (number_of(found[1], at), number_of(found[2], at)) if found else None


def day_of(raw: Raw, at: str) -> str:
    """A day as ISO, from a date, from any of its spellings, or from a bare number of days."""
    if isinstance(raw, datetime | date):
        return raw.isoformat()[:10]
    if isinstance(raw, float | int) and _FIRST_DAY <= raw < _LAST_DAY:
        return (_EPOCH + timedelta(days=int(raw))).isoformat()
    text = unicodedata.normalize("NFKC", text_of(raw))
    if re.fullmatch(_DAY, text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    check_clear(text, at)
    return read_date(text, at)


def check_clear(raw: Raw, at: str) -> None:
    """Raises `Refused` with a mere warning where only its writer can tell what a cell means."""
    text = text_of(raw)
    if re.fullmatch(_UNCLEAR, unicodedata.normalize("NFKC", text)):
        raise Refused(Problem(Code.CELL_UNCLEAR, at, text, severity=Severity.WARNING))


def refuse(code: Code, at: str, value: str = "", wanted: str = "") -> NoReturn:
    """Raise `Refused` for a cell."""
    raise Refused(Problem(code, at, value, wanted))


def _decimal(raw: float) -> Decimal:
    """A binary number as it was typed: with few decimals (12345678901.23), or with few digits."""
    whole = int(raw) if -_EXACT < raw < _EXACT else 0
    if whole == raw:
        return Decimal(whole)
    sure, near = f"{raw:.{_DIGITS}g}", f"{raw:.{_DECIMALS}f}"
    return Decimal(near.rstrip("0") if f"{float(near):.{_DIGITS}g}" == sure else sure)
