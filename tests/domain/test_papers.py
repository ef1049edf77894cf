"""Letters and cut-offs: what went out stays as it went, and a number is never given twice."""

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.changes import (
    Change,
    FixCutOff,
    IssueLetters,
    NumberLetter,
    VoidLetter,
    WriteReport,
    touched,
    undoable,
)
from fazhi_tui.domain.indicators import PerCount
from fazhi_tui.domain.papers import CutOff, Figures, Letter, Matter
from fazhi_tui.domain.problems import Code
from tests.domain.builders import Round, a_clause, an_indicator

NUMBER = "市法办函〔2025〕3号"
FULL = Figures(1500, 1500, 0, 0)


@pytest.fixture
def desk() -> Round:
    clause = a_clause(PerCount(points=100), bearer="named")
    return Round(an_indicator(clause, competent=("城管局", "交通局")))


def letter(unit: str = "城管局", **more: object) -> Letter:
    matters = (Matter("1.a.司法局.1/城管局", "1", "记录", "记录不完整5卷", 360),)
    day = "2025-07-01"
    plain = Letter(unit, "prompt", "关于整改的提示函", ("一", "二"), matters, day, "", 3, "abc")
    return replace(plain, due="2025-07-31", **more)


def send(desk: Round, **more: object) -> Letter:
    """A letter drawn up; as it stands."""
    desk.do(IssueLetters((letter(**more),)))  # type: ignore[arg-type]
    return list(desk.assessment.letters.values())[-1]


def test_a_draft_takes_no_number_and_a_second_one_replaces_it(desk: Round) -> None:
    assert (send(desk).id, send(desk).number) == ("城管局.1", "")
    again = send(desk, paragraphs=("新",))
    assert (again.id, again.paragraphs) == ("城管局.1", ("新",))
    assert len(desk.assessment.letters) == 1


def test_what_is_signed_stays_and_the_next_is_another(desk: Round) -> None:
    first = send(desk)
    desk.do(NumberLetter(first.id, f" {NUMBER} ", "2025年7月2日"))
    signed = desk.assessment.letters[first.id]
    assert signed == replace(first, number=NUMBER, date="2025-07-02")
    assert send(desk, matters=letter().matters * 2).id == "城管局.2"
    assert desk.assessment.letters[first.id] == signed


def test_a_letter_drawn_up_comes_without_number_whatever_is_asked(desk: Round) -> None:
    assert send(desk, number=NUMBER, date="2025-07-01", void="?").is_draft


@pytest.mark.parametrize("typed", [NUMBER, "市法办函[2025]3号", "市法办函（２０２５）３号 "])
def test_a_number_is_never_given_twice(desk: Round, typed: str) -> None:
    first, other = send(desk), send(desk, unit="交通局")
    desk.do(NumberLetter(first.id, NUMBER, "2025-07-02"))
    taken = NumberLetter(other.id, typed, "2025-07-02")
    assert desk.refused(taken) is Code.NUMBER_TAKEN
    desk.do(VoidLetter(first.id, "写错了"))
    assert desk.refused(taken) is Code.NUMBER_TAKEN


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (IssueLetters(()), Code.NOTHING_TO_WRITE),
        (IssueLetters((letter(matters=()),)), Code.NOTHING_TO_WRITE),
        (IssueLetters((letter(), letter())), Code.UNIT_TWICE),
        (IssueLetters((letter(unit="没有的局"),)), Code.UNKNOWN_UNIT),
        (IssueLetters((replace(letter(), due="2025-06-30"),)), Code.DATE_BEFORE),
        (IssueLetters((replace(letter(), due=""),)), Code.DATE_BEFORE),
        (NumberLetter("城管局.9", NUMBER, "2025-07-02"), Code.UNKNOWN_LETTER),
        (NumberLetter("城管局.1", " ", "2025-07-02"), Code.NUMBER_NEEDED),
        (NumberLetter("城管局.1", NUMBER, "2025-06-30"), Code.DATE_BEFORE),
        (NumberLetter("城管局.1", NUMBER, ""), Code.DATE_BEFORE),
        (VoidLetter("城管局.1", " "), Code.REASON_NEEDED),
        (WriteReport({"没有": "文字"}), Code.UNKNOWN_SECTION),
    ],
)
def test_what_makes_no_sense_is_refused(desk: Round, change: Change, code: Code) -> None:
    send(desk)
    assert desk.refused(change) is code


def test_signed_once_and_withdrawn_once(desk: Round) -> None:
    key = send(desk).id
    desk.do(NumberLetter(key, NUMBER, "2025-07-02"))
    assert desk.refused(NumberLetter(key, "另一号", "2025-07-02")) is Code.LETTER_NUMBERED
    desk.do(VoidLetter(key, "写错了"))
    assert desk.assessment.letters[key].void == "写错了"
    assert desk.refused(VoidLetter(key, "再来")) is Code.LETTER_VOID
    assert desk.refused(NumberLetter(key, "另一号", "2025-07-02")) is Code.LETTER_VOID


def test_what_is_on_paper_is_not_undone() -> None:
    for change in (
        IssueLetters((letter(),)),
        NumberLetter("a", "b", "c"),
        VoidLetter("a", "b"),
        FixCutOff(CutOff("submission", 1, "a", FULL)),
        WriteReport({}),
    ):
        assert not undoable(change)
    assert touched(IssueLetters((letter(),))).everything
    assert touched(NumberLetter("a", "b", "c")).papers == ("a",)


# ── cut-offs ─────────────────────────────────────────────────────────────────────────────────


def test_a_stage_is_counted_and_none_goes_back(desk: Round) -> None:
    for stage in ("submission", "submission", "deliberation"):
        desk.do(FixCutOff(CutOff(stage, 1, "a", FULL, n=7)))
    assert [(c.stage, c.n) for c in desk.assessment.cut_offs] == [
        ("submission", 1),
        ("submission", 2),
        ("deliberation", 1),
    ]
    back = FixCutOff(CutOff("submission", 1, "a", FULL))
    assert desk.refused(back) is Code.STAGE_BACKWARDS


@pytest.mark.parametrize(
    ("figures", "code"),
    [
        (replace(FULL, pending=500, indicators={"1": (1000, 0, 500)}), Code.STILL_PENDING),
        (replace(FULL, unattributed=2), Code.STILL_UNATTRIBUTED),
        (FULL, Code.STILL_UNWRITTEN),
    ],
)
def test_nothing_open_may_be_final(desk: Round, figures: Figures, code: Code) -> None:
    assert desk.refused(FixCutOff(CutOff("final", 1, "a", figures))) is code
    desk.do(FixCutOff(CutOff("deliberation", 1, "a", figures)))


def test_final_when_all_is_written(desk: Round) -> None:
    desk.do(WriteReport({"general": "一", "area.1": "二", "next": "三"}))
    desk.do(FixCutOff(CutOff("final", 1, "a", FULL)))
    desk.do(WriteReport({"next": " "}))
    assert desk.assessment.report == {"general": "一", "area.1": "二"}
    assert desk.refused(FixCutOff(CutOff("final", 1, "a", FULL))) is Code.STILL_UNWRITTEN
