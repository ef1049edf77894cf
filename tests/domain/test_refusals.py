"""What `decide` refuses, and with which code; and what it fills in."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Value
from fazhi_tui.domain.changes import (
    AmendFinding,
    AttachEvidence,
    Change,
    ClearClause,
    DropFinding,
    MarkNone,
    PlanRectification,
    RecordFinding,
    SetDeadline,
    SetReading,
    SucceedUnit,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.indicators import Fixed, Judged, PerCount, RateGap, Ratio, Tiers
from fazhi_tui.domain.problems import Code
from tests.domain.builders import (
    Round,
    a_clause,
    an_indicator,
    benchmark,
    judged,
    number,
    rate,
    tier,
)

D = Decimal
ONE = D(1)

CLAUSES = (
    a_clause(PerCount(100), "count"),
    a_clause(PerCount(levels=(("mild", 100), ("grave", 500))), "level"),
    a_clause(PerCount(100, step=D(20), rounding="up"), "step"),
    a_clause(PerCount(100, target=D(6)), "target"),
    a_clause(RateGap(D(95), ONE, 100, "exact"), "gap"),
    a_clause(RateGap(None, ONE, 100, "exact"), "outside"),
    a_clause(Ratio(), "ratio"),
    a_clause(Tiers("label", labels=(("good", 0), ("bad", 100))), "label"),
    a_clause(Tiers("label", labels=(("bad", 100), ("worse", 200))), "bad"),
    a_clause(Tiers("number", bounds=((ONE, 0), (None, 100))), "number"),
    a_clause(Judged(0, 1000), "judged"),
    a_clause(Judged(100, 1000), "least"),
    a_clause(Fixed(100), "both", answered_by="competent"),
)


def ledger() -> Round:
    return Round(an_indicator(*CLAUSES, competent=["城管局", "交通局"]))


def found(clause: str, quantity: str = "1", level: str = "", **more: str) -> RecordFinding:
    bearers = tuple((unit, D(weight)) for unit, weight in more.items())
    return RecordFinding("1", clause, quantity=D(quantity), level=level, bearers=bearers)


def read(clause: str, value: Value, reason: str = "") -> SetReading:
    return SetReading("1", clause, value, reason=reason)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (RecordFinding("2", "count"), Code.UNKNOWN_INDICATOR),
        (found("other"), Code.UNKNOWN_CLAUSE),
        (RecordFinding("1", "count", "公安局"), Code.NOT_ANSWERER),
        (RecordFinding("1", "count", "城管"), Code.UNKNOWN_UNIT),
        (found("both"), Code.WHICH_ANSWERER),
        (found("count", "0"), Code.NEGATIVE),
        (found("count", "-1"), Code.NEGATIVE),
        (found("count", "1.5"), Code.NOT_A_COUNT),
        (found("count", level="mild"), Code.UNKNOWN_LEVEL),
        (found("level"), Code.LEVEL_NEEDED),
        (found("level", level="worst"), Code.UNKNOWN_LEVEL),
        (found("target"), Code.WRONG_FORM),
        (found("ratio"), Code.WRONG_FORM),
        (found("count", 城管局="1", 城管="1"), Code.UNKNOWN_UNIT),
        (found("count", 司法局="1", 市司法局="1"), Code.UNIT_TWICE),
        (found("count", 城管局="0"), Code.WEIGHT_NOT_POSITIVE),
        (found("count", 法院="1"), Code.MAY_NOT_BEAR),
        (RecordFinding("1", "count", subject="法院"), Code.MAY_NOT_BEAR),
        (RecordFinding("1", "count", date="2025-2-30"), Code.NOT_A_DATE),
        (RecordFinding("1", "count", reason="长" * 4001), Code.TOO_LONG),
        (AmendFinding("1.count.司法局.9"), Code.UNKNOWN_FINDING),
        (DropFinding("1.count.司法局.9"), Code.UNKNOWN_FINDING),
        (read("count", number(1)), Code.WRONG_FORM),
        (read("target", number(-1)), Code.NEGATIVE),
        (read("target", number("1.5")), Code.NOT_A_COUNT),
        (read("target", rate(1, 2)), Code.WRONG_FORM),
        (read("number", tier("good")), Code.WRONG_FORM),
        (read("gap", rate(3, 0)), Code.RATE_OVER_NOTHING),
        (read("gap", rate(3, 2)), Code.RATE_ABOVE_ONE),
        (read("gap", rate(-1, 2)), Code.NEGATIVE),
        (read("gap", rate(0, -2)), Code.NEGATIVE),
        (read("gap", rate(2, 3, "66.6")), Code.RATE_MISSTATED),
        (read("gap", rate(2, 3, "67.1")), Code.RATE_MISSTATED),
        (read("gap", benchmark(90)), Code.WRONG_FORM),
        (read("outside", benchmark(101)), Code.OUT_OF_RANGE),
        (read("outside", benchmark(-1)), Code.OUT_OF_RANGE),
        (read("label", tier("best")), Code.UNKNOWN_TIER),
        (read("judged", judged(1001), "why"), Code.OUT_OF_RANGE),
        (read("least", judged(99), "why"), Code.OUT_OF_RANGE),
        (read("judged", judged(5), "why"), Code.FINER_THAN_QUANTUM),
        (read("judged", judged(100)), Code.REASON_NEEDED),
        (read("judged", judged(100), " \u200b"), Code.REASON_NEEDED),
        (MarkNone(("1",), "least"), Code.CANNOT_BE_NONE),
        (MarkNone(("1",), "bad"), Code.CANNOT_BE_NONE),
        (MarkNone(("1",), "both"), Code.WHICH_ANSWERER),
        (ClearClause("1", "count"), Code.NOTHING_TO_CHANGE),
    ],
)
def test_refused(change: Change, code: Code) -> None:
    assert ledger().refused(change) == code


@pytest.mark.parametrize(
    "change",
    [
        found("step", "0.5"),
        found("level", level="grave"),
        read("number", number("0.5")),
        read("gap", rate("1.5", 2)),
        read("gap", rate(0, 0, "50")),
        read("gap", rate(2, 3, "66.7")),
        read("gap", rate(2, 3, "66.67")),
        read("gap", rate(2, 3, "67")),
        read("gap", rate(1, 8, "12.5")),
        read("gap", rate(1, 80, "1.3")),
        read("gap", rate(1, 8, "13")),  # half a point off: within the digits shown
        read("gap", rate(1, 2, "5E+1")),
        read("outside", benchmark(0)),
        read("outside", benchmark(100)),
        read("least", judged(100), "why"),
        read("least", judged(1000), "why"),
    ],
)
def test_taken(change: Change) -> None:
    round_ = ledger()
    round_.do(change)
    assert round_.state() == "blank"  # one of the two competent units has not begun


FINDING = RecordFinding("1", "count", date="2025-03-01")
PAST: list[Change] = [
    replace(FINDING, date="{}"),
    AmendFinding("1.count.司法局.1", date="{}"),
    SetReading("1", "label", tier("good"), date="{}"),
    AttachEvidence(("1",), "令", date="{}"),
    SucceedUnit("城管局", ("交通局",), date="{}"),
]
PLANNED: list[Change] = [
    PlanRectification("1.count.司法局.1/司法局", due="{}"),
    PlanRectification("1.count.司法局.1/司法局", extend="{}"),
    PlanRectification("1.count.司法局.1/司法局", ask="{}", ask_why="要批复"),
    PlanRectification("1.count.司法局.1/司法局", closed="{}"),
    SetDeadline("{}T16:00:00.000Z"),
]


def dated(change: Change, day: str) -> Change:
    told = {name: getattr(change, name) for name in change.__struct_fields__}
    return replace(change, **{k: v.format(day) for k, v in told.items() if v and "{}" in str(v)})


@pytest.mark.parametrize("change", [*PAST, *PLANNED], ids=lambda change: type(change).__name__)
def test_a_day_of_another_age_is_a_slip(change: Change) -> None:
    """1905 is what a spreadsheet makes of 2025 in a cell of days."""
    ledger_of_2025 = ledger()
    ledger_of_2025.do(FINDING)
    ledger_of_2025.do(PlanRectification("1.count.司法局.1/司法局", due="2020-01-01"))
    plan = change in PLANNED
    for day in ["0025-03-01", "1905-07-17", "2055-01-01", "2999-12-31"] + ["1995-12-31"] * plan:
        assert ledger_of_2025.refused(dated(change, day)) == Code.DATE_FAR, day
    for day in ["2025-03-01", "2054-12-31"] + ["1949-10-01", "1995-10-01"] * (not plan):
        decide(ledger_of_2025.roster, ledger_of_2025.assessment, dated(change, day))


def test_a_round_of_no_known_year_takes_any_day() -> None:
    unknown = ledger()
    unknown.assessment = replace(unknown.assessment, year=0)
    unknown.do(dated(PAST[0], "2999-12-31"))
    unknown.do(dated(PLANNED[0], "2999-12-31"))


def test_a_refusal_names_the_place_and_what_is_possible() -> None:
    round_ = ledger()
    problem = refusal(round_, found("level", level="worst"))
    assert problem == ("1.level", "worst", "mild grave")
    for clause, form in (("ratio", "rate"), ("label", "tier"), ("judged", "points")):
        assert refusal(round_, found(clause)) == (f"1.{clause}", "", form)
    for clause, form in (("target", "number"), ("number", "number")):
        assert refusal(round_, found(clause)) == (f"1.{clause}", "", form)
    assert refusal(round_, read("count", number(1))) == ("1.count", "", "count")
    assert refusal(round_, found("both")) == ("1.both", "", "城管局 交通局")
    assert refusal(round_, read("judged", judged(1001), "why")) == (
        "1.judged",
        "1.001",
        "0.00-1.00",
    )


def refusal(round_: Round, change: Change) -> tuple[str, str, str]:
    from fazhi_tui.domain.deciding import decide
    from fazhi_tui.domain.problems import Refused

    with pytest.raises(Refused) as caught:
        decide(round_.roster, round_.assessment, change)
    (problem,) = caught.value.problems
    return problem.path, problem.value, problem.wanted


def test_names_become_canonical_and_texts_clean() -> None:
    round_ = ledger()
    change = round_.do(
        RecordFinding(
            "1",
            "count",
            " 市司法局 ",
            bearers=(("交通局", D(2)), ("演示市司法局", ONE)),
            subject="市司法局",
            reason=" a\u202eb\r\nc ",
            date="2025年3月1日",
        )
    )
    assert isinstance(change, RecordFinding)
    assert (change.answerer, change.id) == ("司法局", "1.count.司法局.1")
    assert change.bearers == (("司法局", ONE), ("交通局", D(2)))  # in the set's order
    assert (change.subject, change.reason, change.date) == ("司法局", "ab\nc", "2025-03-01")


def test_nothing_more_is_said_under_what_is_left() -> None:
    round_ = Round(an_indicator(*CLAUSES[:3]))
    round_.record(clause="count")
    change = round_.none()
    assert isinstance(change, MarkNone)
    assert change.parts == (("1", "level", "司法局"), ("1", "step", "司法局"))
    assert round_.lost() == 100
    assert round_.refused(MarkNone(("1",))) == Code.NOTHING_BLANK
    assert round_.refused(MarkNone(("1",), "count")) == Code.HAS_FINDINGS
    assert round_.refused(MarkNone(("1",), "step")) == Code.NOTHING_BLANK
    round_.do(MarkNone(("1",), "count", replace=True))
    assert (round_.lost(), round_.score().earned) == (0, 1500)


def test_an_explicit_nothing_gives_way_to_a_finding_or_a_value() -> None:
    round_ = Round(an_indicator(CLAUSES[0], CLAUSES[3], CLAUSES[5]))
    round_.none()
    round_.record(clause="count")
    round_.read(number(5), clause="target")
    round_.read(benchmark(90), clause="outside")  # says nothing about the rate itself
    nils = [nil.clause for nil in round_.assessment.entry("1").own.nils]
    assert nils == ["outside"]
    assert round_.lost() == 200


def test_a_cleared_clause_is_blank_again() -> None:
    round_ = Round(an_indicator(CLAUSES[0], CLAUSES[5]))
    round_.record(clause="count")
    round_.read(benchmark(90), clause="outside")
    round_.read(rate(1, 2), clause="outside")
    round_.do(ClearClause("1", "outside"))
    round_.do(ClearClause("1", "count"))
    own = round_.assessment.entry("1").own
    assert (own.findings, own.readings, own.nils) == ((), (), ())
    assert round_.state() == "blank"


def test_one_value_is_taken_back_and_the_others_stay() -> None:
    round_ = Round(an_indicator(a_clause(Ratio(1000))))
    round_.read(rate(1, 2), of="城管局")
    round_.read(rate(1, 2), of="交通局")
    one = ClearClause("1", "a", subject="城管局")
    round_.do(one)
    readings = round_.assessment.entry("1").own.readings
    assert [reading.subject for reading in readings] == ["交通局"]
    assert round_.refused(one) == Code.NOTHING_TO_CHANGE


def test_a_new_reading_replaces_the_old_about_the_same_unit_only() -> None:
    round_ = Round(an_indicator(a_clause(Ratio(1000))))
    round_.read(rate(1, 2), of="城管局")
    round_.read(rate(1, 2), of="交通局")
    round_.read(rate(2, 2), of="城管局")
    assert round_.shares() == {"交通局": 250}  # 3/4


def test_one_table_takes_one_reading() -> None:
    round_ = Round(an_indicator(CLAUSES[10]))
    round_.read(judged(300), clause="judged", reason="why", of="城管局")
    round_.read(judged(200), clause="judged", reason="why", of="交通局")
    assert round_.shares() == {"交通局": 200}
