"""Letters, cut-offs and the report's own words: what may be done, and what it makes.

`issue` is their part of `decide`, `issued` their part of `evolve`.
"""

import unicodedata
from typing import assert_never

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes.papers import (
    FixCutOff,
    IssueLetters,
    NumberLetter,
    Paper,
    ReceiveLetter,
    VoidLetter,
    WriteReport,
)
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.papers import STAGES, CutOff, Letter
from fazhi_tui.domain.points import show_points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_line, read_date, read_text


def issue(roster: Roster, assessment: Assessment, change: Paper) -> Paper:
    """The change as it will stand. Raises `Refused`."""
    match change:
        case IssueLetters():
            return _issue(roster, assessment, change)
        case NumberLetter():
            return _number(assessment, change)
        case ReceiveLetter():
            return _receive(assessment, change)
        case VoidLetter():
            _letter(assessment, change.id)
            reason = read_text(change.reason, change.id)
            if not reason:
                raise Refused(Problem(Code.REASON_NEEDED, change.id))
            return VoidLetter(change.id, reason)
        case FixCutOff(cut_off):
            return FixCutOff(_fix(roster, assessment, cut_off))
        case WriteReport(texts):
            return WriteReport({key: _words(roster, key, text) for key, text in texts.items()})
        case _:
            assert_never(change)


def issued(assessment: Assessment, change: Paper) -> Assessment:
    """The assessment with it. Never refuses."""
    match change:
        case IssueLetters(letters):
            drawn_up = {letter.id: letter for letter in letters}
            return replace(assessment, letters={**assessment.letters, **drawn_up})
        case NumberLetter(key, number, date):
            return _with_letter(assessment, key, number=number, date=date)
        case ReceiveLetter(key, date, by):
            return _with_letter(assessment, key, received=date, received_by=by)
        case VoidLetter(key, reason):
            return _with_letter(assessment, key, void=reason)
        case FixCutOff(cut_off):
            return replace(assessment, cut_offs=(*assessment.cut_offs, cut_off))
        case WriteReport(texts):
            merged = {**assessment.report, **texts}
            return replace(assessment, report={key: text for key, text in merged.items() if text})
        case _:
            assert_never(change)


def _with_letter(assessment: Assessment, key: str, **fields: str) -> Assessment:
    letters = dict(assessment.letters)
    if key in letters:
        letters[key] = replace(letters[key], **fields)
    return replace(assessment, letters=letters)


# ── letters ──────────────────────────────────────────────────────────────────────────────────


def _issue(roster: Roster, assessment: Assessment, change: IssueLetters) -> IssueLetters:
    if not change.letters:
        raise Refused(Problem(Code.NOTHING_TO_WRITE))
    units = [roster.unit(letter.unit) for letter in change.letters]
    if len(set(units)) < len(units):
        raise Refused(Problem(Code.UNIT_TWICE, value=max(units, key=units.count)))
    return IssueLetters(
        tuple(
            _drawn_up(assessment, replace(letter, unit=unit))
            for letter, unit in zip(change.letters, units, strict=True)
        )
    )


def _drawn_up(assessment: Assessment, letter: Letter) -> Letter:
    unit = letter.unit
    if not letter.matters:
        raise Refused(Problem(Code.NOTHING_TO_WRITE, value=unit))
    due = _day_after(letter.day, letter.due, unit)
    return replace(
        letter,
        id=_id(assessment, letter),
        title=clean_line(letter.title),
        paragraphs=tuple(read_text(text, unit) for text in letter.paragraphs),
        due=due,
        number="",
        date="",
        void="",
        received="",
        received_by="",
    )


def _id(assessment: Assessment, letter: Letter) -> str:
    """The id of the draft it replaces, else the unit's next."""
    own = [other for other in assessment.letters.values() if other.unit == letter.unit]
    for other in own:
        if other.is_draft and other.kind == letter.kind:
            return other.id
    return f"{letter.unit}.{len(own) + 1}"


def _letter(assessment: Assessment, key: str) -> Letter:
    """The letter of that id that still stands. Raises `Refused`."""
    letter = assessment.letters.get(key)
    if letter is None:
        wanted = " ".join(assessment.letters)
        raise Refused(Problem(Code.UNKNOWN_LETTER, value=key, wanted=wanted))
    if letter.void:
        raise Refused(Problem(Code.LETTER_VOID, key, letter.void))
    return letter


def _number(assessment: Assessment, change: NumberLetter) -> NumberLetter:
    letter = _letter(assessment, change.id)
    if letter.number:
        raise Refused(Problem(Code.LETTER_NUMBERED, change.id, letter.number))
    number = clean_line(change.number)
    if not number:
        raise Refused(Problem(Code.NUMBER_NEEDED, change.id))
    for other in assessment.letters.values():
        if same_number(other.number, number):
            raise Refused(Problem(Code.NUMBER_TAKEN, change.id, number, wanted=other.id))
    return NumberLetter(change.id, number, _day_after(letter.day, change.date, change.id))


def _receive(assessment: Assessment, change: ReceiveLetter) -> ReceiveLetter:
    letter = _letter(assessment, change.id)
    if not letter.number:
        raise Refused(Problem(Code.LETTER_UNSIGNED, change.id))
    day = _day_after(letter.date, change.date, change.id)
    return ReceiveLetter(change.id, day, clean_line(change.by))


_FAR = 2
"""Years behind a letter's day in which what follows from it must lie; else the year is wrong."""


def _day_after(day: str, typed: str, path: str) -> str:
    """A day that follows from a letter's, not before it nor years behind. Raises `Refused`."""
    found = read_date(typed, path)
    if not found or found < day:
        raise Refused(Problem(Code.DATE_BEFORE, path, found, wanted=day))
    if int(found[:4]) > int(day[:4]) + _FAR:
        raise Refused(Problem(Code.DATE_FAR, path, found, wanted=day))
    return found


def same_number(one: str, other: str) -> bool:
    """Whether two 文号 are one, however their brackets and spaces are typed."""
    return bool(one) and number_key(one) == number_key(other)


_BRACKETS = str.maketrans("[(\u3010])\u3011", "\u3014" * 3 + "\u3015" * 3)


def number_key(number: str) -> str:
    """A 文号 as it is compared: one kind of bracket, no spaces, plain digits."""
    return "".join(unicodedata.normalize("NFKC", number).translate(_BRACKETS).split())


# ── cut-offs and the report ──────────────────────────────────────────────────────────────────


def sections(roster: Roster) -> tuple[str, ...]:
    """The parts of the report that only people can write: in general, by area, what comes next."""
    return ("general", *(f"area.{area.no}" for area in roster.set.areas), "next")


def unwritten(roster: Roster, assessment: Assessment) -> tuple[str, ...]:
    """The sections that nobody has written yet."""
    return tuple(key for key in sections(roster) if key not in assessment.report)


def _words(roster: Roster, key: str, text: str) -> str:
    if key not in sections(roster):
        raise Refused(Problem(Code.UNKNOWN_SECTION, value=key))
    return read_text(text, key)


def _fix(roster: Roster, assessment: Assessment, cut_off: CutOff) -> CutOff:
    before = assessment.cut_offs
    if before and STAGES.index(before[-1].stage) > STAGES.index(cut_off.stage):
        raise Refused(Problem(Code.STAGE_BACKWARDS, value=cut_off.stage, wanted=before[-1].stage))
    if cut_off.stage == "final":
        _check_final(roster, assessment, cut_off)
    n = 1 + sum(other.stage == cut_off.stage for other in before)
    return replace(cut_off, n=n)


def _check_final(roster: Roster, assessment: Assessment, cut_off: CutOff) -> None:
    """Refuse, with everything that is still open."""
    figures = cut_off.figures
    problems = []
    blank = sum(pending > 0 for _, _, pending in figures.indicators.values())
    if blank:  # of any channel; the points told are those that every total tells
        shown = show_points(figures.pending) if figures.pending else ""
        problems.append(Problem(Code.STILL_PENDING, value=shown, wanted=str(blank)))
    if figures.unattributed:
        problems.append(Problem(Code.STILL_UNATTRIBUTED, value=str(figures.unattributed)))
    missing = unwritten(roster, assessment)
    if missing:
        problems.append(Problem(Code.STILL_UNWRITTEN, value=str(len(missing))))
    if problems:
        raise Refused(*problems)
