"""What one row of a returned workbook says: one function for each page.

Each raises `Refused` with the cell that can't be taken; a mere warning in it means that only the
writer can tell. `old` is what stood there when the form went out: what a cell leaves open stays.
"""

import re
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from fazhi_tui.domain.assessment import Benchmark, Number, Rate, Score, Tier, Value
from fazhi_tui.domain.indicators import Clause, PerCount, Roster, Tiers
from fazhi_tui.domain.points import normalise, plain_decimal, points_of
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.section import EvidenceRow, Excuse, FindingRow, ReadingRow
from fazhi_tui.exchange.entries import (
    day_of,
    note_of,
    number_of,
    rate_of,
    refuse,
    saying,
    text_of,
)
from fazhi_tui.exchange.fill_in import (
    CLEAR,
    HAPPENED,
    NO,
    NO_LOSS,
    SEE_ROWS,
    YES,
    asked_form,
    asked_in,
)
from fazhi_tui.exchange.pages import Row
from fazhi_tui.wording import NONE_OCCURRED, NOTHING

_SEPARATORS = re.compile(r"[、,，;；/／\n]+")
_WEIGHT = re.compile(r"(.+?)\s*[:：(（]\s*([0-9.]+)\s*[)）]?")
_RATE_COLUMNS = ("value", "num", "den")
_NO_WORD = "0"


class Nil(Struct, frozen=True):
    """Nothing to report (无)."""


class Cleared(Struct, frozen=True):
    """To be blank again (清空)."""


Answer: TypeAlias = Nil | Cleared | FindingRow | ReadingRow | None
"""What a row of the page of answers says; None: nothing."""


def answer(roster: Roster, clause: Clause, row: Row, old: FindingRow | ReadingRow | None) -> Answer:
    """A row of 填报."""
    words = _words(row)
    if CLEAR in words:
        return Cleared()
    word = words[0]
    if word == SEE_ROWS:
        return None
    if not any(words):
        _check_no_reason_alone(row, old)
        return None
    form = asked_form(clause)
    if word == NO_LOSS or (word == NOTHING and form in _NIL_BY_WORD):
        return Nil()
    reason = _kept(row, "reason", old.reason if old else "")
    if clause.counts:
        return _counted(clause, row, old if isinstance(old, FindingRow) else None, reason)
    measured = old if isinstance(old, ReadingRow) else None
    value = _value(roster, clause, row, measured)
    date = measured.date if measured else ""
    return ReadingRow(clause.id, value, "", reason, date)


def _words(row: Row) -> list[str]:
    """What a row says in the columns of its value: the form's own words, a sign for any number."""
    values = (row.raw(column) for column in _RATE_COLUMNS)
    return [saying(raw) if isinstance(raw, str) else _NO_WORD for raw in values]


_NIL_BY_WORD = {"yes_no", "count", "amount", "levels", "points"}
"""The forms of answers under which 无 can only mean that there is nothing to report."""


def _counted(clause: Clause, row: Row, old: FindingRow | None, reason: str) -> Answer:
    raw, at = row.raw("value"), row.at("value")
    if saying(raw) == HAPPENED and asked_form(clause) == "yes_no":
        quantity = Decimal(1)
    else:
        quantity = number_of(raw, at, clause.count_unit)
    if quantity < 0:
        refuse(Code.NEGATIVE, at, text_of(raw))
    if quantity == 0:
        return Nil()
    if isinstance(clause.rule, PerCount) and clause.rule.levels and not (old and old.level):
        refuse(Code.LEVEL_NEEDED, at, wanted=" ".join(name for name, _ in clause.rule.levels))
    return FindingRow(clause.id, old.id if old else "", quantity, reason=reason)


def _check_no_reason_alone(row: Row, old: FindingRow | ReadingRow | None) -> None:
    reason = row.text("reason")
    if reason and reason != (old.reason if old else ""):
        told = Problem(Code.VALUE_MISSING, row.at("value"), reason, severity=Severity.WARNING)
        raise Refused(told)


def _value(roster: Roster, clause: Clause, row: Row, old: ReadingRow | None) -> Value:
    """A measured value in the form its clause takes."""
    raw, at = row.raw("value"), row.at("value")
    form = asked_form(clause)
    if form == "rate":
        return rate(row)
    if form == "tier" and isinstance(clause.rule, Tiers):
        labels = [label for label, _ in clause.rule.labels]
        plain = re.sub(r"\s", "", text_of(raw))
        for label in labels:
            if re.sub(r"\s", "", label) == plain:
                return Tier(label)
        refuse(Code.UNKNOWN_TIER, at, text_of(raw), " ".join(labels))
    number = number_of(raw, at, clause.count_unit)
    if form == "points":
        scorer = old.value.scorer if old and isinstance(old.value, Score) else ""
        return Score(points_of(number, roster.set.quantum, at), scorer)
    return Number(number)


def rate(row: Row) -> Rate:
    """Numerator and denominator, in their columns or as `9/10` in one."""
    raw = row.raw("value")
    if saying(raw) == NONE_OCCURRED:
        return Rate(Decimal(0), Decimal(0))
    pair = rate_of(raw, row.at("value")) or rate_of(row.raw("num"), row.at("num"))
    if pair is None:
        for column in ("num", "den"):
            if row.raw(column) == "":
                refuse(Code.NOT_A_RATE, row.at(column), text_of(raw))
        pair = (number_of(row.raw("num"), row.at("num")), number_of(row.raw("den"), row.at("den")))
    return Rate(*pair, _stated(row, pair))


def _stated(row: Row, pair: tuple[Decimal, Decimal]) -> Decimal | None:
    """The rate stated beside them in percent; a cell formatted as percent holds a hundredth."""
    raw = row.raw("stated")
    if raw in ("", CLEAR):
        return None
    stated = number_of(raw, row.at("stated"))
    num, den = pair
    if not isinstance(raw, str) and den and 0 < stated <= 1:
        off = abs(100 * num / den - stated)
        if abs(100 * num / den - 100 * stated) < off:
            return Decimal(plain_decimal(100 * stated))
    return stated


def benchmark(clause: Clause, row: Row, old: ReadingRow | None) -> ReadingRow | None:
    """The row of a rate that a clause is compared with."""
    word = saying(row.raw("value"))
    if word == CLEAR:
        return ReadingRow(clause.id, None)
    if not word:
        return None
    number = number_of(row.raw("value"), row.at("value"))
    reason = _kept(row, "reason", old.reason if old else "")
    return ReadingRow(clause.id, Benchmark(number), "", reason, old.date if old else "")


# ── the other pages ──────────────────────────────────────────────────────────────────────────


def finding(
    roster: Roster, clause: Clause, row: Row, finding_id: str, old: FindingRow | None
) -> FindingRow | None:
    """A row of 失分明细; None where nothing is said in it."""
    if not row.says("quantity", "level", "bearers", "subject", "reason", "date"):
        return None
    if saying(row.raw("quantity")) == CLEAR:
        return FindingRow(clause.id, finding_id, cleared=True) if finding_id else None
    old = old or FindingRow(clause.id)
    quantity, level = old.quantity, row.text("level")
    if row.text("quantity"):
        quantity = number_of(row.raw("quantity"), row.at("quantity"), clause.count_unit)
        if quantity <= 0:
            refuse(Code.NEGATIVE, row.at("quantity"), row.text("quantity"))
    names = [name for name, _ in clause.rule.levels] if isinstance(clause.rule, PerCount) else []
    if level and level != CLEAR and level not in names:
        refuse(Code.UNKNOWN_LEVEL, row.at("level"), level, " ".join(names))
    subject = row.text("subject")
    if subject and subject != CLEAR:
        subject = roster.bearer(subject, row.at("subject"))
    return FindingRow(
        clause.id,
        finding_id,
        quantity,
        _or(level, old.level),
        _or(subject, old.subject),
        _bearers(roster, row, old.bearers),
        _kept(row, "reason", old.reason),
        _day(row, old.date),
    )


def _bearers(
    roster: Roster, row: Row, old: tuple[tuple[str, Decimal], ...]
) -> tuple[tuple[str, Decimal], ...]:
    """Units with their weights: `甲单位:2、乙单位`."""
    text, at = row.text("bearers"), row.at("bearers")
    if not text:
        return old
    if text == CLEAR:
        return ()
    found: list[tuple[str, Decimal]] = []
    for name in filter(None, map(str.strip, _SEPARATORS.split(text))):
        weighted = _WEIGHT.fullmatch(normalise(name))
        unit = weighted[1] if weighted else name
        weight = number_of(weighted[2], at) if weighted else Decimal(1)
        found.append((roster.bearer(unit, at), weight))
    return tuple(found)


def figure(
    roster: Roster, clause: Clause, row: Row, unit_key: str, old: ReadingRow | None
) -> ReadingRow:
    """A row of 分单位数据; `unit_key` is the unit its key names."""
    cleared = CLEAR in _words(row)
    name = row.text("subject") or unit_key
    if not name:
        refuse(Code.UNKNOWN_UNIT, row.at("subject"))
    subject = roster.bearer(name, row.at("subject"))
    if cleared:
        return ReadingRow(clause.id, None, subject)
    value = _value(roster, clause, row, old)
    reason = _kept(row, "reason", old.reason if old else "")
    return ReadingRow(clause.id, value, subject, reason, _day(row, old.date if old else ""))


def evidence(roster: Roster, row: Row, old: EvidenceRow | None) -> EvidenceRow | None:
    """A row of 印证材料: its key is that of `old`, or names what is asked for."""
    asked_for, place = asked_in(row.key)
    evidence_id = "" if asked_for else row.key
    title = note_of(row.raw("title"), row.at("title"))
    if title == CLEAR and not (old or asked_for):
        return None
    title = title or (old.title if old else "")
    if not title:
        refuse(Code.TITLE_NEEDED, row.at("title"))
    numbers = _numbers(roster, row, asked_for, old)
    asked = [text for no in numbers if no == asked_for for text in roster.indicators[no].evidence]
    if title == CLEAR:
        numbers, title = (old.indicators, old.title) if old else (numbers, "")
        only = () if old else tuple(asked[place - 1 : place])
        return EvidenceRow(numbers, title, evidence_id, cleared=True, asked=only)
    return EvidenceRow(
        numbers,
        title,
        evidence_id,
        _kept(row, "doc_no", old.doc_no if old else ""),
        _day(row, old.date if old else ""),
        _kept(row, "file", old.file if old else ""),
        _kept(row, "url", old.url if old else ""),
        asked=tuple(asked[place - 1 : place]) or (old.asked if old else ()),
    )


def _numbers(roster: Roster, row: Row, asked_for: str, old: EvidenceRow | None) -> tuple[str, ...]:
    """The indicators that evidence is for: as typed (`50、51`), asked for, or as they were."""
    typed = re.split(r"[、,，;；\s]+", row.text("indicators") or asked_for)
    numbers = tuple(dict.fromkeys(filter(None, typed))) or (old.indicators if old else ())
    for number in numbers or ("",):
        if number not in roster.indicators:
            refuse(Code.UNKNOWN_INDICATOR, row.at("indicators"), number)
    return numbers


def note(row: Row) -> str | None:
    """The note of a row of 自评说明; "" takes it away, None says nothing."""
    text = note_of(row.raw("note"), row.at("note"))
    return None if not text else "" if text == CLEAR else text


def excuse(row: Row, old: Excuse | None) -> Excuse | None:
    """不涉及 in a row of 自评说明; None says nothing, one without a reason lifts it."""
    word, reason = saying(row.raw("na")), note_of(row.raw("na_reason"), row.at("na_reason"))
    if word in (NO, CLEAR):
        return Excuse() if old else None
    if word == YES:
        reason = reason or (old.reason if old else "")
        if not reason or reason == CLEAR:
            refuse(Code.REASON_NEEDED, row.at("na_reason"))
        return Excuse(reason, old.decided_by if old and old.reason == reason else "")
    if word:
        at, words, asked = row.at("na"), f"{YES} {NO}", Severity.WARNING
        raise Refused(Problem(Code.NOT_ONE_OF, at, word, words, severity=asked))
    if reason and reason != (old.reason if old else ""):
        told = Problem(Code.VALUE_MISSING, row.at("na"), reason, severity=Severity.WARNING)
        raise Refused(told)
    return None


# ── cells that stay as they were where nothing is written ────────────────────────────────────


def _kept(row: Row, column: str, old: str) -> str:
    if not row.says(column):
        return old
    return _or(note_of(row.raw(column), row.at(column)), old)


def _or(text: str, old: str) -> str:
    return "" if text == CLEAR else text or old


def _day(row: Row, old: str) -> str:
    if not row.says("date"):
        return old
    raw = row.raw("date")
    if text_of(raw) in ("", CLEAR):
        return _or(text_of(raw), old)
    return day_of(raw, row.at("date"))
