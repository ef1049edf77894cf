"""What goes out to a unit: only what it answers, and everything it has said already."""

from decimal import Decimal

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Benchmark, Rate
from fazhi_tui.domain.changes import AssignDuty, RecordFinding, SetReading
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Duty, Roster
from fazhi_tui.domain.section import Part, ReadingRow
from fazhi_tui.exchange.portion import (
    Line,
    Portion,
    _expected,
    _figures,
    bearers_text,
    portion_of,
    portions,
)
from tests.exchange.filled import (
    ACCEPTED,
    ANSWERED,
    EXCUSED,
    RETURNED,
    after,
    identity,
    portion,
    roster,
)


def lines(found: Portion, page: str) -> dict[str, Line]:
    return {line.key: line for line in found.lines[page]}  # type: ignore[index]


def test_a_unit_gets_only_what_it_answers() -> None:
    assert list(portions(roster(), after())) == ["司法所"]
    duty = AssignDuty(("3",), Duty("城管队"))
    parts = portions(roster(), after(duty))
    assert [i.no for i, _ in parts["城管队"]] == ["3"]
    assert [i.no for i, _ in parts["司法所"]] == ["1", "2", "4"]
    assert list(lines(portion(after(duty), "城管队"), "notes")) == ["3"]


def test_every_clause_has_a_row_and_a_benchmark_one_more() -> None:
    keys = list(lines(portion(after()), "answers"))
    assert keys == [
        *("1.a", "1.b"),
        *("2.a", "2.b", "2.c", "2.d"),
        *("3.a", "3.b", "3.c", "3.c/benchmark", "3.d", "3.e"),
        "4.a",
    ]


def test_of_several_who_answer_one_is_asked_for_the_benchmark() -> None:
    """There is only one: two who differ would be a conflict that nobody meant."""
    chosen = roster().set
    clauses = tuple(
        replace(clause, answered_by=("城管队", "司法所")) if clause.id == "c" else clause
        for clause in chosen.indicators[2].clauses
    )
    third = replace(chosen.indicators[2], clauses=clauses)
    both = Roster(replace(chosen, indicators=(*chosen.indicators[:2], third)))

    def asked(assessment: Assessment) -> list[str]:
        parts = portions(both, assessment)
        found = {
            unit: portion_of(both, assessment, items, replace(identity(), unit=unit))
            for unit, items in parts.items()
        }
        return [unit for unit, one in found.items() if "3.c/benchmark" in lines(one, "answers")]

    assert asked(Assessment()) == ["司法所"], "the lead"
    told = SetReading("3", "c", Benchmark(Decimal(90)), "城管队")
    entered = evolve(Assessment(), decide(both, Assessment(), told))
    assert asked(entered) == ["司法所", "城管队"], "and who said it may correct it"


def test_what_was_answered_is_filled_in() -> None:
    found = portion(after(*ANSWERED))
    answers = lines(found, "answers")
    said = {
        key: {
            part: line.cells[part]
            for part in ("value", "num", "den", "stated", "reason")
            if line.cells.get(part, "") != ""
        }
        for key, line in answers.items()
    }
    assert said == {
        "1.a": {"value": "见明细"},
        "1.b": {"value": "有", "reason": "=1+1"},
        "2.a": {"value": "见明细"},
        "2.b": {"value": Decimal(2), "reason": "一次因汛情改期"},
        "2.c": {"value": "在建"},
        "2.d": {"value": Decimal("0.1"), "reason": "抽查缺项"},
        "3.a": {"value": "见明细"},
        "3.b": {"value": Decimal("35.5")},
        "3.c": {"num": Decimal(45), "den": Decimal(50)},
        "3.c/benchmark": {"value": Decimal("92.5")},
        "3.d": {},
        "3.e": {"value": "无"},
        "4.a": {},
    }
    assert (found.indicators, found.clauses, found.answered) == (4, 12, 10)


def test_findings_have_rows_by_their_ids() -> None:
    found = lines(portion(after(*ANSWERED)), "findings")
    assert {key: line.cells for key, line in found.items()} == {
        "1.a.司法所.1": {
            "clause": "1.a 记录不完整的，每卷扣0.1分，…",
            "quantity": Decimal(5),
            "bearers": "城管队",
            "reason": "缺页",
        },
        "1.a.司法所.2": {
            "clause": "1.a 记录不完整的，每卷扣0.1分，…",
            "quantity": Decimal(2),
            "bearers": "交通站",
        },
        "3.a.司法所.1": {
            "clause": "3.a 漏审的，一般每件扣0.2分，重…",
            "quantity": Decimal(2),
            "level": "重大",
        },
    }


def test_figures_about_others_have_rows_by_unit() -> None:
    found = lines(portion(after(*ANSWERED)), "figures")
    assert {key: line.cells["num"] for key, line in found.items() if "num" in line.cells} == {
        "2.a/城管队": 9,
        "2.a/交通站": 0,
    }


def test_units_whose_figures_are_wanted_stand_ready_until_a_sum_is_given() -> None:
    clause = roster().indicator("2").clause("a")
    assert list(_figures("2", clause, Part("2"), "blank", ["城管队", "交通站"])) != []
    whole = Part("2", readings=(ReadingRow("a", Rate(Decimal(9), Decimal(10))),))
    assert list(_figures("2", clause, whole, "draft", ["城管队", "交通站"])) == []


def test_wanted_are_the_competent_where_one_unit_tells_of_all() -> None:
    clause = roster().indicator("2").clause("a")
    about_others = replace(clause, bearer="named")
    assert _expected(roster(), about_others, ["城管队", "法庭"]) == ["城管队"]
    assert _expected(roster(), clause, ["城管队"]) == []  # about the unit itself
    for other in (replace(clause, bearer="lead"), replace(about_others, answered_by=("城管队",))):
        assert _expected(roster(), other, ["城管队"]) == []


def test_what_was_returned_stands_on_a_page_of_its_own_with_the_reason() -> None:
    found = portion(after(*ANSWERED, *RETURNED))
    assert found.returned == 1
    assert [line.cells for line in found.lines["returned"]] == [
        {"no": "2", "name": "出庭应诉", "reason": "分母有误"}
    ]
    assert lines(found, "answers")["2.a"].cells["state"] == "退回修改"
    assert not lines(found, "answers")["2.a"].shut


def test_what_was_accepted_is_shut() -> None:
    found = portion(after(*ANSWERED, *ACCEPTED))
    assert [line.key for line in found.lines["answers"] if line.shut] == ["1.a", "1.b"]
    assert [line.key for line in found.lines["findings"] if line.shut] == [
        "1.a.司法所.1",
        "1.a.司法所.2",
    ]
    assert [line.key for line in found.lines["notes"] if line.shut] == ["1"]


def test_an_excuse_stands_beside_its_reason() -> None:
    note = lines(portion(after(*EXCUSED)), "notes")["4"]
    assert (note.cells["na"], note.cells["na_reason"], note.cells["state"]) == (
        "是",
        "没有表彰项目",
        "不涉及",
    )


def test_evidence_given_and_evidence_asked_for() -> None:
    found = lines(portion(after(*ANSWERED)), "evidence")
    assert found["001-2025-01"].cells == {
        "indicators": "1、2",
        "title": "案卷评查通报",
        "doc_no": "〔2025〕3号",
        "date": "2025-03-01",
    }


def test_weights_are_told_where_they_differ() -> None:
    assert bearers_text([("甲", Decimal(1)), ("乙", Decimal("2.5"))]) == "甲、乙:2.5"


def test_a_finding_with_a_day_keeps_it_in_a_row() -> None:
    found = portion(after(RecordFinding("1", "b", date="2025-03-01")))
    assert lines(found, "answers")["1.b"].cells["value"] == "见明细"
    assert lines(found, "findings")["1.b.司法所.1"].cells["date"] == "2025-03-01"
