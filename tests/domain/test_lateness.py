"""The deadline: what is late follows from when it was said, until the office admits it."""

from fazhi_tui.domain.changes import (
    AcceptItem,
    AdmitLate,
    ClearClause,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    SetDeadline,
    SubmitItem,
    TakeSections,
)
from fazhi_tui.domain.indicators import Fixed, PerCount
from fazhi_tui.domain.lateness import late_parts, without_late
from fazhi_tui.domain.problems import Code
from tests.domain.builders import Round, a_clause, an_indicator

EARLY, DEADLINE, LATE, LATER = (f"2025-06-30T0{hour}:00:00.000Z" for hour in (1, 2, 3, 4))


def town() -> Round:
    """Two indicators; the second is answered by two units."""
    ledger = Round(
        an_indicator(a_clause(PerCount(100)), a_clause(Fixed(200), "b")),
        an_indicator(
            a_clause(PerCount(100), answered_by="competent"), no="2", competent=["城管局", "交通局"]
        ),
    )
    ledger.do(SetDeadline(DEADLINE))
    return ledger


def late(ledger: Round) -> list[tuple[str, str, bool]]:
    return [(p.indicator, p.unit, p.admitted) for p in late_parts(ledger.assessment)]


def test_only_what_is_said_after_the_deadline_is_late() -> None:
    ledger = town()
    ledger.do(RecordFinding("1", "a"), at=EARLY)
    ledger.do(MarkNone(("2",), answerer="城管局"), at=DEADLINE)
    assert late(ledger) == []
    ledger.do(MarkNone(("2",), answerer="交通局"), at=LATE)
    assert late(ledger) == [("2", "交通局", False)]
    ledger.do(ClearClause("1", "a"), at=LATE)  # changed again
    assert late(ledger) == [("1", "司法局", False), ("2", "交通局", False)]


def test_handing_in_after_the_deadline_is_late_and_the_offices_word_never_is() -> None:
    ledger = town()
    ledger.do(MarkNone(("1",)), at=EARLY)
    ledger.do(RecordFinding("1", "a", track="verified"), at=LATE)
    assert late(ledger) == []
    ledger.do(SubmitItem(("1",)), at=LATE)
    assert late(ledger) == [("1", "司法局", False)]


def test_a_deadline_put_off_makes_nothing_late() -> None:
    ledger = town()
    ledger.do(MarkNone(("1",)), at=LATE)
    assert ledger.refused(SetDeadline(DEADLINE)) == Code.NOTHING_TO_CHANGE
    for wrong in ("2025-06-30", "2025-06-30T02:00:00Z", "soon"):
        assert ledger.refused(SetDeadline(wrong)) == Code.NOT_A_MOMENT
    ledger.do(SetDeadline(LATE))
    assert late(ledger) == []
    ledger.undo()
    assert late(ledger) == [("1", "司法局", False)]
    ledger.do(SetDeadline(""))
    assert (late(ledger), ledger.assessment.deadline) == ([], "")


def test_undoing_what_came_late_makes_it_timely_again() -> None:
    ledger = town()
    ledger.do(MarkNone(("1",), "b"), at=EARLY)
    ledger.do(RecordFinding("1", "a"), at=LATE)
    ledger.undo()
    assert late(ledger) == []


def test_the_office_admits_what_is_late_until_it_changes_again() -> None:
    ledger = town()
    assert ledger.refused(AdmitLate(("1",))) == Code.NOT_LATE
    ledger.do(MarkNone(("1", "2"), answerer="司法局"), at=LATE)
    ledger.do(MarkNone(("2",), answerer="城管局"), at=LATE)
    ledger.do(MarkNone(("2",), answerer="交通局"), at=LATE)
    assert ledger.refused(AdmitLate(("2",), "司法局")) == Code.NOT_LATE
    ledger.do(AdmitLate(("2",), "城管局"))
    assert [part for part in late(ledger) if part[2]] == [("2", "城管局", True)]
    assert ledger.refused(AdmitLate(("2",), "城管局")) == Code.NOT_LATE
    ledger.do(AdmitLate((), parts=(("1", "司法局"), ("2", "交通局"))))
    assert all(admitted for _, _, admitted in late(ledger))
    ledger.do(RecordFinding("1", "a"), at=LATER)
    assert ("1", "司法局", False) in late(ledger)


def test_what_is_accepted_is_admitted() -> None:
    ledger = town()
    ledger.do(MarkNone(("1",)), at=LATE)
    ledger.do(SubmitItem(("1",)), at=LATE)
    ledger.do(AcceptItem(("1",)))
    assert late(ledger) == [("1", "司法局", True)]


def test_without_what_is_late_each_part_is_as_it_was_at_the_deadline() -> None:
    ledger = town()
    ledger.do(RecordFinding("1", "a"), at=EARLY)
    ledger.do(RecordFinding("2", "a", "城管局"), at=EARLY)
    then = ledger.assessment
    ledger.do(RecordFinding("1", "b"), at=LATE)
    ledger.do(RecordFinding("2", "a", "交通局"), at=LATE)
    ledger.do(RecordFinding("2", "a", "城管局"), at=LATE)
    ledger.do(AdmitLate(("2",), "城管局"))
    settled = without_late(ledger.assessment, then)
    assert settled.entry("1").own == then.entry("1").own
    answerers = [finding.answerer for finding in settled.entry("2").own.findings]
    assert answerers == ["城管局", "城管局"]
    ledger.do(AdmitLate(("1", "2")))
    assert without_late(ledger.assessment, then) == ledger.assessment


def test_what_was_handed_in_by_the_deadline_counts_as_handed_in() -> None:
    ledger = town()
    ledger.do(MarkNone(("1",)), at=EARLY)
    ledger.do(SubmitItem(("1",)), at=EARLY)
    then = ledger.assessment
    ledger.do(RecordFinding("1", "a"), at=LATE)
    assert ledger.assessment.entry("1").marks == ()
    assert without_late(ledger.assessment, then).entry("1").marks == then.entry("1").marks


def excuse(unit: str) -> MarkNotApplicable:
    return MarkNotApplicable(("2",), "no such power", unit, unit)


def test_that_a_unit_is_not_concerned_is_late_where_its_own_report_says_so_late() -> None:
    ledger = town()
    ledger.do(RecordFinding("2", "a", "城管局"), at=EARLY)
    ledger.do(RecordFinding("2", "a", "交通局"), at=EARLY)
    then = ledger.assessment
    ledger.do(TakeSections((excuse("城管局"),), {}), at=LATE)
    assert late(ledger) == [("2", "城管局", False)]
    ledger.do(excuse("交通局"), at=LATE)  # the office's own word is never late
    assert ledger.lost("2") == 0
    settled = without_late(ledger.assessment, then).entry("2")
    assert [item.unit for item in settled.not_applicable] == ["交通局"]
    ledger.do(AdmitLate(("2",)))
    assert without_late(ledger.assessment, then) == ledger.assessment


def test_what_the_office_says_of_it_since_stays() -> None:
    ledger = town()
    then = ledger.assessment
    ledger.do(TakeSections((excuse("城管局"),), {}), at=LATE)
    ledger.do(LiftNotApplicable(("2",), "城管局"), at=LATE)
    ledger.do(excuse("城管局"), at=LATER)
    ledger.do(MarkNone(("2",), answerer="交通局"), at=LATER)
    settled = without_late(ledger.assessment, then).entry("2")
    assert [item.unit for item in settled.not_applicable] == ["城管局"]


def test_said_in_time_it_stays_whatever_the_unit_says_late() -> None:
    ledger = town()
    ledger.do(TakeSections((excuse("城管局"),), {}), at=EARLY)
    then = ledger.assessment
    again = (LiftNotApplicable(("2",), "城管局"), MarkNone(("2",), "a", "城管局"), excuse("城管局"))
    ledger.do(TakeSections(again, {}), at=LATE)
    assert late(ledger) == [("2", "城管局", False)]
    settled = without_late(ledger.assessment, then).entry("2")
    assert settled.not_applicable == then.entry("2").not_applicable
    ledger.do(TakeSections((LiftNotApplicable(("2",), "城管局"),), {}), at=LATER)
    settled = without_late(ledger.assessment, then).entry("2")
    assert settled.not_applicable == then.entry("2").not_applicable
