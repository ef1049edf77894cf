"""Gaps, their plans and sentences; evidence; ids that are never given twice."""

from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Number, Rate, Reading, Score, Tier
from fazhi_tui.domain.changes import (
    AmendEvidence,
    AttachEvidence,
    DropEvidence,
    DropFinding,
)
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.gaps import Gap, of_unit, problem_sentence, show_rate
from fazhi_tui.domain.indicators import (
    Fixed,
    Judged,
    PerCount,
    RateGap,
    Ratio,
    Rule,
    Tiers,
    Veto,
)
from fazhi_tui.domain.problems import Code
from tests.domain.builders import Round, a_clause, an_indicator, benchmark, number, rate

D = Decimal
COUNTED = a_clause(PerCount(100), cap=500, problem="{n} files incomplete")


def counted() -> Round:
    return Round(an_indicator(COUNTED), an_indicator(COUNTED, no="2"))


def the_gap(ledger: Round) -> Gap:
    (gap,) = ledger.gaps().values()
    return gap


# ── ids ──────────────────────────────────────────────────────────────────────────────────────


def test_a_gap_is_its_finding_and_its_bearer() -> None:
    ledger = counted()
    ledger.record(5, bearers={"城管局": 2, "交通局": 1}, reason="seen")
    gaps = ledger.gaps()
    assert list(gaps) == ["1.a.司法局.1/城管局", "1.a.司法局.1/交通局"]
    first = gaps["1.a.司法局.1/城管局"]
    assert (first.lost, first.unit, first.rectifier) == (330, "城管局", "城管局")
    assert (first.problem, first.reason) == ("5 files incomplete", "seen")
    assert [gap.id for gap in of_unit(gaps.values(), "交通局")] == ["1.a.司法局.1/交通局"]


def test_a_gap_stays_when_the_cap_leaves_it_at_nothing() -> None:
    ledger = Round(an_indicator(COUNTED, a_clause(Fixed(), "b"), a_clause(Veto(), "c"), worth=10))
    for unit in ("城管局", "交通局", "公安局"):
        ledger.record(clause="a", bearers={unit: 1})
    ledger.record(clause="c")
    losses = {gap.unit: gap.lost for gap in ledger.gaps().values()}
    assert losses == {"城管局": 0, "交通局": 10, "公安局": 0, "司法局": 0}
    before = {gap.unit: gap.before_caps for gap in ledger.gaps().values()}
    assert before == {"城管局": 100, "交通局": 100, "公安局": 100, "司法局": 0}


def test_gaps_keep_their_ids_on_the_other_track() -> None:
    ledger = Round(an_indicator(COUNTED, a_clause(Ratio(1000), "b")))
    ledger.record(2)
    ledger.read(rate(1, 2), clause="b", of="城管局")
    before = set(ledger.gaps())
    ledger.read(rate(1, 4), clause="b", of="城管局", track="verified")
    assert set(ledger.gaps()) == before
    assert set(ledger.gaps("verified")) == before == {"1.a.司法局.1/司法局", "1.b.司法局/城管局"}


def test_gaps_stand_in_the_sets_order_and_bonus_makes_none() -> None:
    ledger = Round(
        an_indicator(COUNTED, no="1"),
        an_indicator(COUNTED, no="2", channel="bonus"),
        an_indicator(COUNTED, no="3", channel="penalty"),
    )
    for no in "321":
        ledger.record(no=no, bearers={"公安局": 1, "城管局": 1})
    assert [(gap.indicator.no, gap.unit) for gap in ledger.gaps().values()] == [
        ("1", "城管局"),
        ("1", "公安局"),
        ("3", "城管局"),
        ("3", "公安局"),
    ]


def test_two_figures_of_one_answerer_about_no_one_are_one_gap() -> None:
    ledger = Round(an_indicator(a_clause(Ratio(1000), per_unit=True, answered_by=("城管局",))))
    ledger.read(rate(1, 2))
    ledger.read(rate(3, 4), of="城管局")
    gap = the_gap(ledger)
    assert (gap.id, gap.lost) == ("1.a.城管局/城管局", ledger.lost())


def test_finding_numbers_are_never_given_twice() -> None:
    ledger = counted()
    assert ledger.record() == "1.a.司法局.1"
    ledger.do(DropFinding("1.a.司法局.1"))
    assert ledger.record() == "1.a.司法局.2"
    ledger.undo()
    assert ledger.gaps() == {}
    assert ledger.record() == "1.a.司法局.3"
    ledger.undo(4)  # the dropping: the first finding is back, as it was
    assert [f.id for f in ledger.assessment.entry("1").own.findings] == ["1.a.司法局.1"]
    assert ledger.record() == "1.a.司法局.4"


def test_evidence_numbers_are_never_given_twice() -> None:
    ledger = counted()

    def attach() -> str:
        change = ledger.do(AttachEvidence(("1", "2", "1"), " title ", date="2025.3.1"))
        assert isinstance(change, AttachEvidence)
        assert (change.indicators, change.title, change.date) == (("1", "2"), "title", "2025-03-01")
        return change.id

    assert attach() == "001-2025-01"
    ledger.do(DropEvidence("001-2025-01"))
    assert attach() == "001-2025-02"
    ledger.undo()
    assert ledger.assessment.evidence == {}
    assert attach() == "001-2025-03"
    assert [item.id for item in ledger.assessment.evidence_of("2")] == ["001-2025-03"]


def test_evidence_described_anew_keeps_its_id() -> None:
    ledger = counted()
    ledger.do(AttachEvidence(("1",), "one"))
    ledger.do(AmendEvidence("001-2025-01", ("2",), "two", unit="市司法局", url="u"))
    (item,) = ledger.assessment.evidence.values()
    assert (item.id, item.title, item.unit, item.url) == ("001-2025-01", "two", "司法局", "u")
    assert ledger.assessment.evidence_of("1") == []
    assert ledger.refused(AmendEvidence("x", ("1",), "two")) == Code.UNKNOWN_EVIDENCE
    assert ledger.refused(DropEvidence("x")) == Code.UNKNOWN_EVIDENCE
    assert ledger.refused(AttachEvidence(("1",), " ")) == Code.TITLE_NEEDED
    assert ledger.refused(AttachEvidence(("9",), "t")) == Code.UNKNOWN_INDICATOR
    assert ledger.refused(AttachEvidence(("1",), "t", date="soon")) == Code.NOT_A_DATE


def test_evidence_with_an_id_from_elsewhere_can_be_described_anew() -> None:
    ledger = counted()
    state = evolve(ledger.assessment, AmendEvidence("letter", ("1",), "title"))
    assert state.evidence["letter"].title == "title"


# ── sentences ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rule", "value", "sentence", "filled"),
    [
        (
            PerCount(1, target=D(6)),
            number(4),
            "{n} of {target}, {missing} short",
            "4 of 6, 2 short",
        ),
        (PerCount(1, target=D(6)), number(8), "{missing} short", "0 short"),
        (
            RateGap(D(95), D(1), 1, "exact"),
            rate(2, 3),
            "{num}/{den} = {rate}%, wanted {target}%",
            "2/3 = 66.67%, wanted 95%",
        ),
        (Ratio(), rate(1, 2), "{rate} of {target}", "50 of 100"),
        (Tiers("label"), Tier("bad"), "found {tier}", "found bad"),
        (Judged(0, 1), Score(1500), "{n} taken", "1.50 taken"),
        (PerCount(1, target=D("6.0")), number("4.50"), "{n} {target}", "4.5 6"),
    ],
)
def test_a_sentence_is_filled_in(
    rule: Rule, value: Number | Rate | Tier | Score, sentence: str, filled: str
) -> None:
    clause = a_clause(rule, problem=sentence)
    assert problem_sentence(clause, Reading("a", "司法局", value)) == filled


def test_a_sentence_is_never_evaluated() -> None:
    hostile = "{n.__class__} {n!r} {0} {} {n:>9} {{n}} %s {unknown} {level}"
    levels = (("{n}{target}", 100),)
    ledger = Round(an_indicator(a_clause(PerCount(levels=levels), problem=hostile)))
    ledger.record(3, level="{n}{target}")
    assert the_gap(ledger).problem == (
        "{n.__class__} {n!r} {0} {} {n:>9} {3} %s {unknown} {n}{target}"
    )


def test_without_a_sentence_the_clause_lends_its_text() -> None:
    assert problem_sentence(a_clause(Fixed()), None) == "text"
    clause = a_clause(Fixed(), problem="{n}")
    assert problem_sentence(clause, None) == "{n}"


def test_an_outside_benchmark_is_named_in_the_sentence() -> None:
    clause = a_clause(RateGap(None, D(1), 100, "exact"), problem="{rate} < {target}")
    ledger = Round(an_indicator(clause))
    ledger.read(benchmark("87.50"))
    ledger.read(rate(1, 2), of="城管局")
    ledger.read(rate(1, 4), of="交通局")
    sentences = {gap.unit: gap.problem for gap in ledger.gaps().values()}
    assert sentences == {"城管局": "50 < 87.5", "交通局": "25 < 87.5"}


@pytest.mark.parametrize(
    ("num", "den", "shown"),
    [
        ("0", "0", "0"),
        ("1", "3", "33.33"),
        ("2", "3", "66.67"),
        ("1", "1", "100"),
        ("1", "800", "0.13"),
    ],
)
def test_a_rate_for_people(num: str, den: str, shown: str) -> None:
    assert show_rate(D(num), D(den)) == shown
