"""What is planned and done about gaps: who may say what, extensions, closing, disputes."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.changes import (
    DisputeGap,
    PlanRectification,
    Reassign,
    RecordFinding,
    RejectDispute,
    inverse,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.gaps import same_fact
from fazhi_tui.domain.indicators import PerCount
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.records import Dispute, Handover
from tests.domain.builders import Round, a_clause, a_set, an_indicator
from tests.domain.test_gaps import counted, the_gap

GAP = "1.a.司法局.1/司法局"


def planned() -> Round:
    ledger = counted()
    ledger.record(2)
    return ledger


def test_a_gap_comes_forward_step_by_step() -> None:
    ledger = planned()
    assert the_gap(ledger).state == "raised"
    ledger.do(PlanRectification(GAP, by="司法局", measure="mend", owner="a", due="2025-09-01"))
    assert the_gap(ledger).state == "planned"
    ledger.do(PlanRectification(GAP, progress="begun"))
    ledger.do(PlanRectification(GAP, progress="half"))
    assert the_gap(ledger).state == "in_progress"
    assert the_gap(ledger).plan.progress == ("begun", "half")
    ledger.do(PlanRectification(GAP, will_not="no money"))
    assert (the_gap(ledger).state, the_gap(ledger).open) == ("will_not", False)
    ledger.do(PlanRectification(GAP, will_not="", rectifier="城管局"))
    assert the_gap(ledger).open
    assert (the_gap(ledger).unit, the_gap(ledger).rectifier) == ("司法局", "城管局")
    ledger.do(PlanRectification(GAP, closed="2025-10-01"))
    assert (the_gap(ledger).state, the_gap(ledger).open) == ("closed", False)
    assert the_gap(ledger).plan.measure == "mend"
    assert ledger.lost() == 200  # closing changes nothing of what was lost


def test_what_a_bonus_gives_is_nothing_to_mend() -> None:
    bonus = an_indicator(a_clause(PerCount(100)), channel="bonus")
    ledger = Round(of=a_set(an_indicator(a_clause(PerCount(100)), no="2"), bonus))
    ledger.record()
    with pytest.raises(Refused) as refused:
        ledger.do(PlanRectification(GAP, measure="mend"))
    assert refused.value.problems[0].code is Code.UNKNOWN_GAP


def test_a_due_date_alone_is_a_plan() -> None:
    ledger = planned()
    ledger.do(PlanRectification(GAP, due="2025-9-1"))
    assert the_gap(ledger).state == "planned"
    assert the_gap(ledger).plan.due == "2025-09-01"


def test_overdue_is_after_the_day_and_only_while_open() -> None:
    ledger = planned()
    assert not the_gap(ledger).overdue("2099-01-01")
    ledger.do(PlanRectification(GAP, due="2025-09-01"))
    assert not the_gap(ledger).overdue("2025-09-01")
    assert the_gap(ledger).overdue("2025-09-02")
    ledger.do(PlanRectification(GAP, closed="2025-10-01"))
    assert not the_gap(ledger).overdue("2025-10-02")


def test_an_extension_moves_the_day_and_keeps_the_first() -> None:
    ledger = planned()
    late = PlanRectification(GAP, extend="2025-10-01")
    assert ledger.refused(late) == Code.DUE_BEFORE_FIRST
    ledger.do(PlanRectification(GAP, due="2025-09-01"))
    for day in ("2025-08-31", "2025-09-01"):
        assert ledger.refused(PlanRectification(GAP, extend=day)) == Code.DUE_BEFORE_FIRST
    ledger.do(late)
    ledger.do(PlanRectification(GAP, extend="2025-11-01"))
    plan = the_gap(ledger).plan
    assert (plan.first_due, plan.due) == ("2025-09-01", "2025-11-01")
    assert ledger.refused(PlanRectification(GAP, extend="")) == Code.NOTHING_TO_CHANGE


def test_only_the_office_closes() -> None:
    ledger = planned()
    change = PlanRectification(GAP, by="司法局", closed="2025-10-01")
    assert ledger.refused(change) == Code.CLOSER_IS_RECTIFIER
    assert ledger.refused(PlanRectification(GAP, closed="")) == Code.NOT_CLOSED
    ledger.do(PlanRectification(GAP, by="治市办", closed="2025-10-01"))
    assert ledger.refused(PlanRectification(GAP, closed="2025-11-11"), "别人") == Code.GAP_CLOSED
    assert ledger.refused(PlanRectification(GAP, progress="more")) == Code.GAP_CLOSED
    assert ledger.refused(PlanRectification(GAP, by="司法局", closed="")) == (
        Code.CLOSER_IS_RECTIFIER
    )
    ledger.do(PlanRectification(GAP, closed=""))
    assert the_gap(ledger).open


def test_closing_is_for_somebody_else_than_the_doer() -> None:
    ledger = planned()
    ledger.do(PlanRectification(GAP, by="司法局", owner="张三"), "李四")
    ledger.do(PlanRectification(GAP, by="司法局", reported="done"), "李四")
    assert the_gap(ledger).state == "reported"
    for doer in ("张三", "李四"):
        assert ledger.refused(PlanRectification(GAP, closed="2025-10-01"), doer) == (
            Code.CLOSER_IS_DOER
        )
    ledger.do(PlanRectification(GAP, closed="2025-10-01"), "王五")
    assert the_gap(ledger).plan.closed_by == "王五"
    ledger.do(PlanRectification(GAP, closed=""), "王五")
    assert (the_gap(ledger).state, the_gap(ledger).plan.closed_by) == ("reported", "")


def test_the_office_closes_its_own_gaps_by_another_named_person() -> None:
    ledger = planned()
    ledger.do(PlanRectification(GAP, rectifier="治市办"))
    close = PlanRectification(GAP, closed="2025-10-01")
    assert ledger.refused(close, "王五") == Code.CLOSER_UNNAMED  # who did it is not known
    ledger.do(PlanRectification(GAP, owner="王五"))
    assert ledger.refused(close, "王五") == Code.CLOSER_IS_DOER
    assert ledger.refused(close) == Code.CLOSER_UNNAMED
    ledger.do(close, "赵六")
    assert the_gap(ledger).state == "closed"


def test_what_the_office_types_for_a_unit_makes_it_no_doer() -> None:
    ledger = planned()
    ledger.do(PlanRectification(GAP, reported="by telephone"), "王五")
    ledger.do(PlanRectification(GAP, closed="2025-10-01"), "王五")


def test_a_report_is_sent_back_with_a_reason() -> None:
    ledger = planned()
    assert ledger.refused(PlanRectification(GAP, send_back="why")) == Code.NOT_REPORTED
    ledger.do(PlanRectification(GAP, by="司法局", reported="done"))
    ledger.do(PlanRectification(GAP, send_back="no proof"))
    gap = the_gap(ledger)
    assert (gap.state, gap.plan.reported, gap.plan.sent_back) == ("in_progress", "", "no proof")
    ledger.do(PlanRectification(GAP, by="司法局", reported="done again"))
    assert (the_gap(ledger).state, the_gap(ledger).plan.sent_back) == ("reported", "")


def test_a_unit_asks_for_more_time_and_the_office_grants_or_not() -> None:
    ledger = planned()
    ask = PlanRectification(GAP, by="司法局", ask="2025-10-01", ask_why="waiting")
    assert ledger.refused(ask) == Code.DUE_BEFORE_FIRST
    ledger.do(PlanRectification(GAP, by="司法局", due="2025-09-01"))
    assert ledger.refused(replace(ask, ask_why=" ")) == Code.REASON_NEEDED
    assert ledger.refused(PlanRectification(GAP, grant=True)) == Code.NOT_ASKED
    assert ledger.refused(PlanRectification(GAP, by="司法局", due="2026-01-01")) == (
        Code.ASK_TO_EXTEND
    )
    ledger.do(ask)
    assert the_gap(ledger).plan.asked == "2025-10-01"
    assert the_gap(ledger).plan.due == "2025-09-01"
    ledger.do(PlanRectification(GAP, deny="too long"))
    assert (the_gap(ledger).plan.asked, the_gap(ledger).plan.denied) == ("", "too long")
    ledger.do(ask)
    ledger.do(PlanRectification(GAP, grant=True))
    plan = the_gap(ledger).plan
    assert (plan.first_due, plan.due, plan.asked, plan.denied) == (
        "2025-09-01",
        "2025-10-01",
        "",
        "",
    )


@pytest.mark.parametrize(
    "alone",
    [
        {"extend": "2026-01-01"},
        {"grant": True},
        {"deny": "no"},
        {"will_not": "no"},
        {"send_back": "no"},
        {"fact": "one"},
        {"rectifier": "城管局"},
    ],
)
def test_what_only_the_office_does(alone: dict[str, Any]) -> None:
    ledger = planned()
    assert ledger.refused(PlanRectification(GAP, by="司法局", **alone)) == Code.OFFICE_ONLY
    assert ledger.refused(PlanRectification(GAP, by="城管局", measure="m")) == Code.NOT_YOUR_GAP


def test_many_gaps_are_planned_in_one_change_and_undone_in_one() -> None:
    ledger = planned()
    ledger.record(bearers={"公安局": 1})
    ledger.record(bearers={"城管局": 1})
    gaps = (GAP, "1.a.司法局.2/公安局", "1.a.司法局.3/城管局")
    before = ledger.assessment
    ledger.do(PlanRectification(gaps=(*gaps, GAP), due="2025-09-01", measure="mend"))
    assert all(ledger.assessment.rectifications[gap].due == "2025-09-01" for gap in gaps)
    ledger.undo()
    assert ledger.assessment == before
    with pytest.raises(Refused) as caught:
        decide(
            ledger.roster,
            ledger.assessment,
            PlanRectification(gaps=("x", GAP, "y"), measure="m"),
        )
    assert [problem.value for problem in caught.value.problems] == ["x", "y"]  # all of them


def test_nearly_due_is_within_three_days() -> None:
    ledger = planned()
    assert not the_gap(ledger).near("2025-08-30")
    ledger.do(PlanRectification(GAP, due="2025-09-01"))
    days = ["2025-08-28", "2025-08-29", "2025-09-01", "2025-09-02"]
    assert [the_gap(ledger).near(day) for day in days] == [False, True, True, False]
    ledger.do(PlanRectification(GAP, closed="2025-08-30"))
    assert not the_gap(ledger).near("2025-08-30")


def test_gaps_of_one_fact_are_told() -> None:
    ledger = counted()
    for _ in range(2):
        ledger.do(RecordFinding("1", "a", reason="no list", date="2025-03-01"))
    ledger.do(RecordFinding("1", "a", reason="no list"))
    ledger.do(RecordFinding("1", "a", reason="no list", date="2025-03-02"))
    ledger.do(RecordFinding("1", "a", reason="no list"))  # of no known day, as the third
    one, two, three, four = (f"1.a.司法局.{n}/司法局" for n in range(1, 5))

    def told() -> dict[str, tuple[str, ...]]:
        return same_fact(ledger.gaps().values())

    assert told() == {one: (two,), two: (one,)}
    ledger.do(PlanRectification(gaps=(two, three, four), fact="the list"))
    assert told() == {two: (three, four), three: (two, four), four: (two, three)}


# ── whose matter it is ───────────────────────────────────────────────────────────────────────


def test_a_reassignment_moves_part_of_a_finding_on_both_tracks() -> None:
    ledger = counted()
    ledger.record(7, bearers={"城管局": 5, "交通局": 2})
    ledger.record(1, no="1", track="verified", bearers={"公安局": 1})
    own, mine = "1.a.司法局.1", "1.a.司法局.1/城管局"
    ledger.do(PlanRectification(mine, measure="mend", due="2025-09-01"))
    ledger.do(DisputeGap(mine, "three are not ours"))
    assert next(gap for gap in ledger.gaps().values() if gap.id == mine).disputed
    assert ledger.refused(DisputeGap(mine, "again")) == Code.DISPUTED_ALREADY
    lost = ledger.lost()
    bearers = (("城管局", Decimal(2)), ("公安局", Decimal(3)), ("交通局", Decimal(2)))
    ledger.do(Reassign(mine, bearers, "checked"))
    assert ledger.lost() == lost
    for track in ("self", "verified"):
        found = ledger.assessment.finding(own, track)
        assert found is not None
        assert dict(found[1].bearers) == dict(bearers)
    plan = ledger.assessment.rectifications[mine].dispute
    assert plan == Dispute("城管局", "three are not ours", "reassigned", "checked")
    new = ledger.assessment.rectifications[f"{own}/公安局"]
    assert (new.measure, new.due, new.came_from) == (
        "mend",
        "2025-09-01",
        (Handover("城管局", "checked"),),
    )
    assert f"{own}/交通局" not in ledger.assessment.rectifications  # bore it before


def test_a_dispute_is_rejected_with_a_reason() -> None:
    ledger = planned()
    assert ledger.refused(RejectDispute(GAP, "no")) == Code.NOT_DISPUTED
    assert ledger.refused(DisputeGap(GAP, " ")) == Code.REASON_NEEDED
    assert ledger.refused(DisputeGap(GAP, "x", "城管局")) == Code.NOT_YOUR_GAP
    ledger.do(DisputeGap(GAP, "not mine"))
    ledger.do(RejectDispute(GAP, "it is"))
    assert ledger.assessment.rectifications[GAP].dispute == (
        Dispute("司法局", "not mine", "rejected", "it is")
    )
    assert ledger.refused(RejectDispute(GAP, "it is")) == Code.NOT_DISPUTED
    ledger.do(DisputeGap(GAP, "still not mine"))


def test_only_a_finding_with_other_bearers_is_reassigned() -> None:
    ledger = planned()
    bearers = (("城管局", Decimal(1)),)
    assert ledger.refused(Reassign(GAP, bearers, "")) == Code.REASON_NEEDED
    assert ledger.refused(Reassign(GAP, (), "why")) == Code.NOTHING_TO_CHANGE
    assert ledger.refused(Reassign("x", bearers, "why")) == Code.UNKNOWN_GAP
    ledger.do(Reassign(GAP, bearers, "why"))
    assert ledger.refused(Reassign("1.a.司法局.1/城管局", bearers, "why")) == (
        Code.NOTHING_TO_CHANGE
    )


def test_a_plan_needs_a_gap_and_something_to_say() -> None:
    ledger = planned()
    ledger.record(no="2", track="verified")
    ledger.do(PlanRectification("2.a.治市办.1/司法局", measure="m"))  # of the other track
    ledger.record(bearers={"公安局": 1})
    ledger.do(PlanRectification("1.a.司法局.2/公安局", measure="m"))  # one of several
    assert ledger.refused(PlanRectification("1.a.司法局.1/城管局", measure="m")) == Code.UNKNOWN_GAP
    assert ledger.refused(PlanRectification("x", measure="m")) == Code.UNKNOWN_GAP
    assert ledger.refused(PlanRectification(GAP)) == Code.NOTHING_TO_CHANGE
    assert ledger.refused(PlanRectification(GAP, by="司法局")) == Code.NOTHING_TO_CHANGE
    assert ledger.refused(PlanRectification(GAP, progress=" ")) == Code.NOTHING_TO_CHANGE
    assert ledger.refused(PlanRectification(GAP, due="soon")) == Code.NOT_A_DATE
    assert ledger.refused(PlanRectification(GAP, rectifier="nobody")) == Code.UNKNOWN_UNIT


def test_undoing_a_plan_gives_the_former_back() -> None:
    ledger = planned()
    ledger.do(PlanRectification(GAP, measure="one"))
    ledger.do(PlanRectification(GAP, measure="two", progress="begun"))
    ledger.undo()
    assert (the_gap(ledger).plan.measure, the_gap(ledger).plan.progress) == ("one", ())
    before, change = ledger.journal[1]
    assert evolve(ledger.assessment, inverse(1, change, before)).rectifications == {}
