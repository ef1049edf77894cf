"""数据核验: each thing to look at is told where it is, and nothing else is."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Number,
    Rate,
    Reading,
    Score,
    Tier,
)
from fazhi_tui.domain.changes import (
    AssignDuty,
    AttachEvidence,
    Change,
    ClearClause,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    SetReading,
    WriteNote,
)
from fazhi_tui.domain.checking import Remark, checklist, evidence_account
from fazhi_tui.domain.indicators import Duty, IndicatorSet, Roster
from fazhi_tui.domain.problems import Code, Severity
from tests.exchange.filled import after, roster

NOTED = tuple(WriteNote(no, "说明") for no in ("1", "2", "3", "4"))


def asking() -> Roster:
    """The set, with two documents asked for under indicator 1."""
    chosen = roster().set
    first, *others = chosen.indicators
    asked = replace(first, evidence=("评查通报", "整改报告"))
    indicators: IndicatorSet = replace(chosen, indicators=(asked, *others))
    return Roster(indicators)


def told(assessment: Assessment, unit: str = "") -> list[tuple[str, Code]]:
    """What is told, without the clauses nobody has answered."""
    found = checklist(roster(), assessment, unit)
    return [
        (remark.problem.path, remark.problem.code)
        for remark in found
        if remark.problem.code is not Code.ITEM_UNFINISHED
    ]


def only(assessment: Assessment, code: Code) -> list[Remark]:
    return [r for r in checklist(asking(), assessment) if r.problem.code is code]


def test_a_fresh_round_lacks_every_answer_and_nothing_else() -> None:
    found = checklist(roster(), after())
    assert [(r.indicator, r.unit, r.problem.code, r.problem.wanted) for r in found] == [
        ("1", "司法所", Code.ITEM_UNFINISHED, "a b"),
        ("2", "司法所", Code.ITEM_UNFINISHED, "a b c d"),
        ("3", "司法所", Code.ITEM_UNFINISHED, "a b c d e"),
        ("4", "司法所", Code.ITEM_UNFINISHED, "a"),
    ]
    assert {r.problem.severity for r in found} == {Severity.ERROR}


def test_full_marks_need_a_word() -> None:
    full = after(MarkNone(("1",)))
    assert told(full) == [("1", Code.NOTE_MISSING)]
    assert told(after(MarkNone(("1",)), WriteNote("1", "全部建档"))) == []
    assert told(after(MarkNone(("4",)))) == []  # no bonus is no full mark


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (RecordFinding("1", "b"), "1.b"),
        (SetReading("2", "a", Rate(Decimal(9), Decimal(10))), "2.a"),
        (SetReading("2", "b", Number(Decimal(2))), "2.b"),
        (SetReading("2", "c", Tier("未建")), "2.c"),
        (SetReading("3", "d", Number(Decimal(1))), "3.d"),
    ],
)
def test_a_loss_needs_a_reason(change: RecordFinding | SetReading, path: str) -> None:
    assert told(after(*NOTED, change)) == [(path, Code.LOSS_UNEXPLAINED)]
    assert told(after(*NOTED, replace(change, reason="因为"))) == []


@pytest.mark.parametrize(
    "change",
    [
        SetReading("2", "a", Rate(Decimal(10), Decimal(10))),
        SetReading("2", "a", Rate(Decimal(0), Decimal(0))),
        SetReading("2", "b", Number(Decimal(3))),
        SetReading("2", "c", Tier("已建")),
        SetReading("2", "d", Score(100), reason="抽查"),
    ],
)
def test_what_costs_nothing_or_says_why_is_left_alone(change: Change) -> None:
    assert told(after(*NOTED, change)) == []


def test_a_rate_is_held_against_its_benchmark() -> None:
    rate = SetReading("3", "c", Rate(Decimal(45), Decimal(50)))
    below = (SetReading("3", "c", Benchmark(Decimal(95))), rate)
    assert told(after(*NOTED, *below)) == [("3.c", Code.LOSS_UNEXPLAINED)]
    assert told(after(*NOTED, SetReading("3", "c", Benchmark(Decimal(80))), rate)) == []


def test_who_bears_it_is_to_be_named() -> None:
    unnamed = after(*NOTED, RecordFinding("1", "a", reason="缺页"))
    (remark,) = [r for r in checklist(roster(), unnamed) if r.problem.code is Code.BEARER_UNNAMED]
    assert (remark.unit, remark.problem.path, remark.problem.value) == (
        "司法所",
        "1.a",
        "1.a.司法所.1",
    )


def test_an_excuse_needs_a_ground_or_a_document() -> None:
    short = MarkNotApplicable(("3",), "无此权")
    assert told(after(*NOTED, short)) == [("3", Code.EXCUSE_GROUNDLESS)]
    ground = MarkNotApplicable(("3",), "三定方案没有审查职权")
    assert told(after(*NOTED, ground)) == []
    paper = AttachEvidence(("3",), "三定方案")
    assert told(after(*NOTED, short, paper)) == []
    own = MarkNotApplicable(("3",), "无此权", "司法所")
    assert told(after(*NOTED, own)) == [("3", Code.EXCUSE_GROUNDLESS)]


def test_evidence_asked_for_and_given() -> None:
    one = AttachEvidence(("1",), "评查通报", "司法所")
    (owed,) = evidence_account(asking(), after(one))
    assert (owed.indicator, owed.unit, owed.year) == ("1", "司法所", 2025)
    assert (len(owed.asked), owed.given, owed.lacking) == (2, ("001-2025-01",), 1)
    begun = (MarkNone(("1",)), WriteNote("1", "说明"))
    (remark,) = only(after(*begun, one), Code.EVIDENCE_SHORT)
    assert remark.problem.value == "整改报告"
    assert only(after(one), Code.EVIDENCE_SHORT) == []  # not begun
    two = AttachEvidence(("1", "2"), "整改报告", "司法所")
    assert only(after(*begun, one, two), Code.EVIDENCE_SHORT) == []
    nobody = MarkNotApplicable(("1",), "没有这项职权和业务")
    assert evidence_account(asking(), after(nobody)) == ()


def test_evidence_made_after_the_matter_was_found() -> None:
    found = RecordFinding("1", "b", reason="缺", date="2025-03-05")
    for day, late in (("2025-03-05", 0), ("2025-03-06", 1), ("", 0)):
        paper = AttachEvidence(("1",), "台账", "司法所", date=day)
        remarks = only(after(found, paper), Code.EVIDENCE_LATE)
        assert len(remarks) == late, day
    assert remarks == []


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        (("通报", "〔2025〕3号", ""), ("报告", "[2025]3号", ""), True),
        (("通报", "法治办〔2025〕3号", ""), ("报告", "法治办〔2025〕 3 号", ""), True),
        (("通报", "〔2025〕3号", "2025-03-01"), ("通报", "〔2025〕3号", "2025-03-02"), True),
        (("通报", "〔2025〕3号", ""), ("《通报》", "〔2025〕3号", "2025-03-01"), False),
        (("通报", "〔2025〕3号", ""), ("报告", "〔2025〕13号", ""), False),
        (("通报", "", ""), ("报告", "", ""), False),
        (("通报", "无", ""), ("报告", "无", ""), False),
        (("通报", "/", ""), ("报告", "—", ""), False),
    ],
)
def test_one_number_names_one_document(
    first: tuple[str, str, str], second: tuple[str, str, str], twice: bool
) -> None:
    papers = [
        AttachEvidence(("1",), title, "司法所", number, day)
        for title, number, day in (first, second)
    ]
    found = only(after(*papers), Code.DOC_NO_TWICE)
    assert len(found) == int(twice)


def test_what_older_journals_let_through_is_told() -> None:
    assessment = after(*NOTED, SetReading("2", "a", Rate(Decimal(9), Decimal(10)), reason="缺席"))
    entry = assessment.entry("2")
    (sound,) = entry.own.readings
    for value, code in (
        (Rate(Decimal(12), Decimal(10)), Code.RATE_ABOVE_ONE),
        (Rate(Decimal(9), Decimal(10), Decimal(95)), Code.RATE_MISSTATED),
    ):
        old = replace(sound, value=value)
        assert isinstance(old, Reading)
        own = replace(entry.own, readings=(old,))
        entries = {**assessment.entries, "2": replace(entry, own=own)}
        found = told(replace(assessment, entries=entries))
        assert ("2.a", code) in found


def test_of_one_unit_only() -> None:
    assessment = after(
        MarkNone(("1",)),
        AttachEvidence(("1",), "甲", "城管队", "〔1〕号"),
        AttachEvidence(("1",), "乙", "城管队", "〔1〕号"),
    )
    assert told(assessment, "城管队") == [("1", Code.DOC_NO_TWICE)]
    assert ("1", Code.NOTE_MISSING) in told(assessment, "司所")


def test_what_a_unit_said_that_is_asked_no_more_is_told() -> None:
    counted = RecordFinding("1", "a", reason="缺")
    moved = AssignDuty(("1",), Duty("城管队"))
    assert only(after(counted), Code.ASKED_NO_MORE) == []
    (remark,) = only(after(counted, moved), Code.ASKED_NO_MORE)
    assert (remark.unit, remark.problem.path, remark.problem.value) == ("城管队", "1.a", "司法所")
    cleared = ClearClause("1", "a", "司法所")
    assert only(after(counted, moved, cleared), Code.ASKED_NO_MORE) == []
