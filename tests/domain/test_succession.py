"""Units renamed, merged or split: totals stay, sums go to the heir, gaps are handed over."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fazhi_tui.domain.assessment import Assessment, Track
from fazhi_tui.domain.changes import (
    AssignDuty,
    MarkNone,
    PlanRectification,
    RecordFinding,
    SubmitItem,
    SucceedUnit,
    inverse,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Duty, PerCount, Ratio, Roster
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.records import Handover
from fazhi_tui.domain.section import Part, ReadingRow
from fazhi_tui.domain.succession import roster_after
from fazhi_tui.domain.tally import Tally, score_all, tally
from fazhi_tui.domain.units import Unit
from tests.domain.builders import (
    UNITS,
    Round,
    a_clause,
    a_set,
    an_indicator,
    list_gaps,
    rate,
    through_journal,
)
from tests.domain.strategies import CHANCE, Played, play, rounds
from tests.domain.test_merging import Town

TRACKS: tuple[Track, ...] = ("self", "verified")


def summed(roster: Roster, assessment: Assessment, track: Track) -> Tally:
    return tally(roster, assessment, track, score_all(roster, assessment, track))


def of_units(result: Tally) -> dict[str, int]:
    return {account.unit: account.lost for account in result.by_unit}


def native(roster: Roster, assessment: Assessment, track: Track) -> dict[str, int]:
    """What units lost before anything is converted, where each row is shared once more."""
    lost: dict[str, int] = {}
    for score in score_all(roster, assessment, track).values():
        for unit, points in score.shares:
            lost[unit] = lost.get(unit, 0) + points
    return lost


@given(rounds(), st.data())
def test_no_point_is_lost_or_won_by_a_succession(played: Played, data: st.DataObject) -> None:
    """Areas and totals stay; the units' sums stay but for the old one's, which its heir has."""
    roster, before = played.roster, played.assessment
    unit = data.draw(st.sampled_from(list(roster.units)))
    others = [name for name in roster.units if name != unit]
    heirs = data.draw(st.lists(st.sampled_from([*others, "新局"]), min_size=1, unique=True))
    change = decide(
        roster, before, SucceedUnit(unit, tuple(heirs), ("新局",) if "新局" in heirs else ())
    )
    assert isinstance(change, SucceedUnit)
    written = through_journal(change)
    after = evolve(before, written)
    now = roster_after(roster, after.successions)
    for track in TRACKS:
        old, new = summed(roster, before, track), summed(now, after, track)
        assert new.balanced
        assert (new.full, new.earned, new.lost, new.pending) == (
            old.full,
            old.earned,
            old.lost,
            old.pending,
        )
        assert new.by_area == old.by_area
        expected = native(roster, before, track)
        moved = expected.pop(unit, None)
        if moved is not None:
            expected[heirs[0]] = expected.get(heirs[0], 0) + moved
        assert native(now, after, track) == expected
        gaps = list_gaps(now, after, track, score_all(now, after, track))
        assert unit not in {gap.unit for gap in gaps}
        assert unit not in {gap.rectifier for gap in gaps}
        assert {gap.id for gap in gaps} == {
            gap.id for gap in list_gaps(roster, before, track, score_all(roster, before, track))
        }
    assert evolve(after, through_journal(inverse(1, written, before))) == before
    assert roster_after(now, before.successions).set == roster.set


@given(CHANCE, st.integers(0, 30))
def test_work_goes_on_after_a_succession(chance: object, length: int) -> None:
    """Under old and new names alike, everything still adds up."""
    played = play(chance, length)  # type: ignore[arg-type]
    roster, state = played.roster, played.assessment
    unit = next(name for name, known in roster.units.items() if known.bears)
    change = decide(roster, state, SucceedUnit(unit, ("新局",), ("新局",)))
    state = evolve(state, change)
    roster = roster_after(roster, state.successions)
    for no in roster.indicators:
        for name in (unit, "新局"):
            assert roster.heir(name) == "新局"
            state = evolve(state, decide(roster, state, AssignDuty((no,), Duty(name))))
    for track in TRACKS:
        assert summed(roster, state, track).balanced


def town() -> Round:
    """城管局 and 交通局 each answer; both lose."""
    clause = a_clause(PerCount(100), answered_by="competent")
    ledger = Round(
        an_indicator(clause, competent=["城管局", "交通局"]),
        an_indicator(a_clause(PerCount(10)), no="2", lead="城管局"),
    )
    ledger.record(2, by="城管局", bearers={"城管局": 1})
    ledger.record(3, by="交通局", bearers={"交通局": 1})
    return ledger


def test_a_renamed_unit_answers_under_both_names() -> None:
    ledger = town()
    ledger.do(SucceedUnit("城管局", ("城市局",), ("城市局",), "2025-7-1", "reform"))
    assert list(ledger.roster.units)[1:3] == ["城管局", "城市局"]
    change = ledger.do(RecordFinding("2", "a", answerer="城市局"))
    assert isinstance(change, RecordFinding)
    assert change.id == "2.a.城管局.1"  # it goes on with the old one's part
    ledger.do(RecordFinding("2", "a", answerer="城管局"))  # a late file under the old name
    ledger.do(RecordFinding("2", "a", bearers=(("城市局", Decimal(1)),)))
    assert ledger.shares("2") == {"城市局": 30}
    ledger.do(MarkNone(("2",), "a", "城市局", replace=True))
    ledger.do(SubmitItem(("1", "2"), "城市局"))
    assert [mark.unit for mark in ledger.assessment.entry("1").marks] == ["城管局"]
    assert ledger.shares() == {"城市局": 200, "交通局": 300}


def test_a_renamed_office_goes_on_with_its_own_word() -> None:
    ledger = town()
    ledger.none("2", track="verified")
    before = ledger.tally("verified")
    ledger.do(SucceedUnit("治市办", ("法治办",), ("法治办",)))
    assert ledger.roster.office == "法治办"
    after = ledger.tally("verified")
    assert (after.lost, after.pending) == (before.lost, before.pending)
    for name in ("", "治市办", "法治办"):
        change = ledger.do(RecordFinding("2", "a", answerer=name, track="verified"))
        assert isinstance(change, RecordFinding)
        assert change.answerer == "法治办"
    ledger.do(PlanRectification("1.a.交通局.1/交通局", by="治市办", will_not="settled"))


def test_a_split_hands_open_gaps_to_whom_it_says() -> None:
    ledger = town()
    ledger.record(1, no="2")
    first, second, third = "1.a.城管局.1/城管局", "2.a.城管局.1/城管局", "1.a.交通局.1/交通局"
    ledger.do(PlanRectification(third, rectifier="城管局", due="2025-09-01"))
    ledger.do(PlanRectification(second, closed="2025-06-01"))
    split = SucceedUnit("城管局", ("市容局", "公安局"), ("市容局",), gaps=((first, "公安局"),))
    ledger.do(split)
    gaps = ledger.gaps()
    assert {gap: gaps[gap].rectifier for gap in gaps} == {
        first: "公安局",
        third: "市容局",
        second: "市容局",
    }
    assert {gap.unit for gap in gaps.values()} == {"市容局", "交通局"}
    assert gaps[first].plan.came_from == (Handover("城管局", ""),)
    assert gaps[third].plan.due == "2025-09-01"
    assert gaps[second].plan.came_from == ()  # closed, so nobody goes on with it
    ledger.do(PlanRectification(third, by="城管局", progress="under the old name"))


def test_the_units_that_go_on_are_checked() -> None:
    ledger = town()
    assert ledger.refused(SucceedUnit("城管局", ())) == Code.SUCCESSOR_NEEDED
    assert ledger.refused(SucceedUnit("城管局", ("城市局",))) == Code.UNKNOWN_UNIT
    assert ledger.refused(SucceedUnit("城管局", ("公安局",), ("公安局",))) == Code.NAME_TAKEN
    for name, code in (
        ("城/局", Code.WRONG_TYPE),
        ("城.局", Code.WRONG_TYPE),
        ("城:局", Code.WRONG_TYPE),
        ("?", Code.WRONG_TYPE),
        ("城" * 201, Code.TOO_LONG),
        (" \u200b", Code.NAME_EMPTY),
        ("各执法部门", Code.NAME_TAKEN),
        ("演示市司法局", Code.NAME_TAKEN),
    ):
        assert ledger.refused(SucceedUnit("城管局", (name,), (name,))) == code
    assert ledger.refused(SucceedUnit("城管局", ("公安局", "公安局"))) == Code.SUCCESSOR_TWICE
    assert ledger.refused(SucceedUnit("城管局", ("公安局", "城管局"))) == Code.SUCCESSOR_TWICE
    assert ledger.refused(SucceedUnit("城管局", ("城管局",))) == Code.NOTHING_TO_CHANGE
    wrong = SucceedUnit("城管局", ("公安局",), gaps=(("1.a.城管局.1/城管局", "交通局"),))
    assert ledger.refused(wrong) == Code.NOT_A_SUCCESSOR
    strange = SucceedUnit("城管局", ("公安局",), gaps=(("1.a.交通局.1/交通局", "公安局"),))
    assert ledger.refused(strange) == Code.UNKNOWN_GAP


def test_a_line_of_heirs_is_followed_and_can_be_said_anew() -> None:
    ledger = town()
    ledger.do(SucceedUnit("城管局", ("城市局",), ("城市局",)))
    ledger.do(SucceedUnit("城市局", ("交通局",)))
    assert ledger.shares() == {"交通局": 500}
    assert ledger.refused(SucceedUnit("交通局", ("城管局",))) == Code.SUCCEEDED_ALREADY
    ledger.do(SucceedUnit("城市局", ("公安局",)))
    assert ledger.shares() == {"公安局": 200, "交通局": 300}
    ledger.do(SucceedUnit("城管局", ("城管局",)))  # taken back
    assert ledger.shares() == {"城管局": 200, "交通局": 300}
    assert "城市局" in ledger.roster.units  # records may name it


def test_a_unit_made_later_in_the_line_stays_what_it_is_when_the_first_is_said_anew() -> None:
    clause = a_clause(PerCount(100), bearer="named")
    units = (*UNITS, Unit("检察院", bears=False))
    ledger = Round(of=a_set(an_indicator(clause), units=units))
    ledger.do(SucceedUnit("城管局", ("城市局",), ("城市局",)))
    ledger.do(SucceedUnit("城市局", ("建设局",), ("建设局",)))
    listed = ledger.roster.set.units
    ledger.record(3, bearers={"建设局": 1})
    ledger.do(SucceedUnit("城管局", ("交通局",)))
    assert ledger.roster.set.units == listed
    assert ledger.shares() == {"建设局": 300}
    ledger.undo()
    assert ledger.roster.set.units == listed


def test_what_the_office_said_under_its_old_name_is_still_its_word() -> None:
    clause = a_clause(PerCount(100), answered_by="competent")
    ledger = Round(an_indicator(clause, competent=["城管局", "交通局"]))
    ledger.record(2, track="verified", bearers={"城管局": 1})
    ledger.do(SucceedUnit("治市办", ("法治局",), ("法治局",)))
    assert ledger.roster.office == "法治局"
    score = ledger.score(track="verified")
    assert (score.lost, score.pending) == (200, 0)


def test_a_figure_is_corrected_under_either_name() -> None:
    """The office corrects what the old unit measured, not a figure beside it."""
    clause = a_clause(Ratio(1000), answered_by="competent")
    ledger = Round(an_indicator(clause, competent=["城管局", "交通局"]))
    ledger.read(rate(1, 2), by="城管局")
    ledger.read(rate(1, 2), by="交通局")
    ledger.do(SucceedUnit("城管局", ("城市局",), ("城市局",)))
    ledger.read(rate(3, 4), by="城市局")
    ledger.read(rate(4, 4), by="城市局", track="verified")
    ledger.read(rate(3, 4), by="城管局", track="verified")
    for track in TRACKS:
        readings = ledger.assessment.entry("1").answers(track).readings
        assert {(one.answerer, one.value) for one in readings} == {
            ("城管局", rate(3, 4)),
            ("交通局", rate(1, 2)),
        }


def test_a_report_hands_in_its_own_part_not_that_of_a_unit_it_goes_on_for() -> None:
    town = Town()  # 城管局 and 交通局 both answer indicator 3
    town.do(SucceedUnit("城管局", ("交通局",)))
    said = Part("3", readings=(ReadingRow("a", rate(9, 10)),))
    town.take(town.section(said, unit="交通局", formal=True))
    assert [(m.unit, m.state) for m in town.assessment.entry("3").marks] == [
        ("交通局", "submitted")
    ]
    town.take(town.section(said, unit="城管局"))
    town.take(town.section(Part("3", note="说明"), unit="交通局", formal=True, report=2))
    assert len(town.assessment.entry("3").marks) == 1, "城管局 sent a draft"
