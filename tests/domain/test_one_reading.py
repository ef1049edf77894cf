"""Where one reading counts there is one, whoever gives it; per unit each counts by itself."""

from decimal import Decimal

from hypothesis import given
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Benchmark, Score
from fazhi_tui.domain.changes import AssignDuty, ClearClause, SetReading
from fazhi_tui.domain.indicators import Clause, Duty, Judged, RateGap, Tiers
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.section import Part, ReadingRow
from tests.domain.builders import Round, a_clause, an_indicator, benchmark, judged, rate, tier
from tests.domain.strategies import Played, rounds
from tests.domain.test_merging import Town

TABLE = Tiers("label", labels=(("good", 0), ("fair", 300), ("poor", 1000)))
BEHIND = RateGap(None, Decimal(5), 200, "exact")


def ask_three(clause: Clause) -> Round:
    """A clause that three competent units are to answer."""
    return Round(an_indicator(clause, competent=("各执法部门",)))


def test_of_several_who_are_asked_the_lead_gives_the_one_reading() -> None:
    ledger = ask_three(a_clause(TABLE, answered_by="competent"))
    assert ledger.refused(SetReading("1", "a", tier("fair"), "城管局")) is Code.NOT_ANSWERER
    ledger.read(tier("fair"))
    assert (ledger.lost(), ledger.state()) == (300, "answered")
    assert ledger.shares() == {"司法局": 300}


def test_one_who_is_asked_gives_it() -> None:
    ledger = Round(an_indicator(a_clause(TABLE, answered_by="competent"), competent=("城管局",)))
    ledger.read(tier("fair"))
    assert ledger.assessment.entry("1").own.readings[0].answerer == "城管局"


def test_per_unit_each_reading_counts_by_itself() -> None:
    # 0.30 + 1.00 + 0.00, each borne by the unit it is about; the sum is cut to 1.20
    clause = a_clause(TABLE, answered_by="competent", per_unit=True, cap=1200)
    ledger = ask_three(clause)
    for unit, label in (("城管局", "fair"), ("交通局", "poor"), ("公安局", "good")):
        ledger.read(tier(label), by=unit)
    assert ledger.score().clauses[0].rounded == 1300
    assert ledger.shares() == {"城管局": 280, "交通局": 920}  # 1.20 x 3/13 = 0.2769


def test_per_unit_the_lead_may_tell_of_all() -> None:
    clause = a_clause(Judged(0, 500), per_unit=True, unit_cap=400)
    ledger = Round(an_indicator(clause))
    ledger.read(judged(500), of="城管局", reason="late")
    ledger.read(judged(100), of="交通局", reason="late")
    assert ledger.shares() == {"城管局": 400, "交通局": 100}


def test_a_new_lead_replaces_what_the_old_one_said() -> None:
    ledger = Round(an_indicator(a_clause(TABLE)))
    ledger.read(tier("poor"))
    ledger.do(AssignDuty(("1",), Duty("城管局")))
    ledger.read(tier("fair"))
    assert ledger.lost() == 300
    assert [reading.answerer for reading in ledger.assessment.entry("1").own.readings] == ["城管局"]


def test_the_latest_benchmark_counts_whoever_gives_it() -> None:
    # 80% beside 90% is 10 points, two steps; beside 85% one
    ledger = ask_three(a_clause(BEHIND, answered_by="competent"))
    for unit in ("城管局", "交通局", "公安局"):
        ledger.read(rate(8, 10), by=unit)
    ledger.read(benchmark(90), by="城管局")
    assert ledger.lost() == 400
    ledger.read(benchmark(85), by="交通局")
    assert ledger.lost() == 200
    ledger.read(benchmark(88), by="城管局")
    assert ledger.lost() == 320
    readings = ledger.assessment.entry("1").own.readings
    assert sum(isinstance(reading.value, Benchmark) for reading in readings) == 1
    assert len(readings) == 4


def test_a_unit_s_own_figure_is_one_however_it_is_said() -> None:
    ledger = ask_three(a_clause(BEHIND, answered_by="competent"))
    ledger.read(rate(8, 10), by="城管局")
    ledger.read(rate(7, 10), by="城管局", of="城管局")
    (reading,) = ledger.assessment.entry("1").own.readings
    assert (reading.subject, reading.value) == ("", rate(7, 10))
    ledger.do(ClearClause("1", "a", "城管局", subject="城管局"))
    assert ledger.assessment.entry("1").own.readings == ()


def test_who_judged_is_who_enters_it_and_somebody_at_any_rate() -> None:
    ledger = Round(an_indicator(a_clause(Judged(0, 500))))
    change = SetReading("1", "a", Score(100), reason="late")
    assert ledger.refused(change) is Code.SCORER_NEEDED
    ledger.do(change, "王五")
    (reading,) = ledger.assessment.entry("1").own.readings
    assert reading.value == Score(100, "王五")
    ledger.do(SetReading("1", "a", Score(100, "赵六"), reason="late"), "王五")
    (reading,) = ledger.assessment.entry("1").own.readings
    assert reading.value == Score(100, "赵六")


@given(rounds())
def test_one_reading_is_never_two(played: Played) -> None:
    for indicator in played.roster.set.indicators:
        entry = played.assessment.entry(indicator.no)
        for clause in indicator.clauses:
            for answers in (entry.own, entry.verified or entry.own):
                said = [r.value for r in answers.readings if r.clause == clause.id]
                aside = sum(isinstance(value, Benchmark) for value in said)
                assert aside <= 1
                assert len(said) - aside <= 1 or not clause.takes_one


def test_two_results_where_one_is_wanted_are_refused_not_the_last_one_taken() -> None:
    town = Town(an_indicator(a_clause(Judged(0, 500))))
    rows = tuple(
        ReadingRow("a", judged(points), unit, "why")
        for points, unit in ((100, "司法局"), (200, "城管局"))
    )
    merged = town.merged(town.section(Part("1", readings=rows)))
    assert [problem.code for row in merged.rows for problem in row.problems] == [Code.TOLD_TWICE]
    assert merged.after.entries == {}
    town = Town()
    twice = tuple(ReadingRow("b", rate(num, 10), "城管局") for num in (8, 9))
    merged = town.merged(town.section(Part("2", readings=twice)))
    assert [problem.code for row in merged.rows for problem in row.problems] == [Code.TOLD_TWICE]
    same = (twice[0], twice[0])
    assert town.take(town.section(Part("2", readings=same))) == ["new"]


def test_a_benchmark_that_another_unit_gave_too_stays_that_unit_s() -> None:
    """Else the correction of a report would depend on whether the report came first."""
    gap = RateGap(None, Decimal(1), 100, "exact")
    town = Town(
        an_indicator(a_clause(gap, answered_by="competent"), competent=("城管局", "交通局"))
    )
    town.read(benchmark(91), by="城管局")
    first = town.section(
        Part("1", readings=(ReadingRow("a", benchmark(91)),)), unit="交通局", base=0
    )
    second = replace(
        first, report=2, parts=(Part("1", readings=(ReadingRow("a", benchmark(76)),)),)
    )
    assert [row.why for row in town.merged(second).rows] == ["changed"]
    assert town.take(first) == ["new"]
    assert [row.why for row in town.merged(second).rows] == ["changed"]
    town.read(benchmark(80), by="交通局")  # typed, the later takes the place of the earlier
    assert [r.value for r in town.assessment.entry("1").own.readings] == [benchmark(80)]


def test_a_report_gives_a_clause_one_benchmark() -> None:
    """Whomever it was about before: else it would not stand as the report says."""
    gap = RateGap(None, Decimal(1), 100, "exact")
    town = Town(an_indicator(a_clause(gap)))
    town.read(benchmark(26))
    anew = ReadingRow("a", benchmark(54), "交通局")
    town.take(town.section(Part("1", readings=(anew,))))
    own = town.assessment.entry("1").own.readings
    assert [(r.subject, r.value) for r in own] == [("交通局", benchmark(54))]
    both = (anew, ReadingRow("a", benchmark(60)))
    merged = town.merged(town.section(Part("1", readings=both), report=2))
    assert [problem.code for row in merged.rows for problem in row.problems] == [Code.TOLD_TWICE]
