"""What is missing before an assessment can be handed in: one list for each kind of thing."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from fazhi_tui.domain.assessment import State
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import UNATTRIBUTED, Indicator
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.presenting import DONE, units_of
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit
from fazhi_tui.wording.terms import UNNAMED_UNIT


class Lacking(Struct, frozen=True):
    """One thing wrong with one indicator: what, and whose it is."""

    no: str
    text: str
    unit: str = ""


class Lack(Struct, frozen=True):
    """One kind of thing that is missing; `must` if nothing can be handed in with it."""

    key: str
    title: str
    counted: str
    items: tuple[Lacking, ...]
    must: bool = True


def lacks(shown: Shown) -> tuple[Lack, ...]:
    """All kinds, also those of which nothing is missing. A unit sees its own."""
    return (
        Lack("returned", "退回修改的指标", "项", tuple(_in_state(shown, {"returned"}))),
        Lack("blank", "未填完的指标", "项", tuple(_in_state(shown, {"blank", "draft"}))),
        Lack("ready", "填完还没有报送的指标", "项", tuple(_in_state(shown, {"answered"}))),
        Lack("unnamed", UNNAMED_UNIT, "笔", tuple(_unnamed(shown))),
        Lack("evidence", "填了但没有材料的指标", "项", tuple(_without_evidence(shown)), must=False),
        Lack("reasons", "没有写事由的失分项", "笔", tuple(_without_reason(shown)), must=False),
        Lack("default", "按缺省记入单位的失分", "笔", tuple(_by_default(shown)), must=False),
    )


def _mine(shown: Shown) -> Iterator[Indicator]:
    snapshot = shown.snapshot
    for indicator in snapshot.roster.set.indicators:
        entry = snapshot.assessment.entry(indicator.no)
        if not speaks_for_a_unit(shown) or shown.unit in units_of(
            snapshot.roster, indicator.no, entry
        ):
            yield indicator


def _in_state(shown: Shown, states: set[State]) -> Iterator[Lacking]:
    scores = shown.snapshot.scores()
    for indicator in _mine(shown):
        score = scores[indicator.no]
        if score.state in states and not score.not_applicable:
            entry = shown.snapshot.assessment.entry(indicator.no)
            told = [f"{m.unit}：{m.reason}" for m in entry.marks if m.state in states and m.reason]
            lead = (entry.duty or indicator.duty).lead
            yield Lacking(indicator.no, "；".join(told), lead)


def _gaps(shown: Shown) -> Iterator[Gap]:
    for gap in shown.snapshot.gaps():
        if not speaks_for_a_unit(shown) or shown.unit in {gap.unit, gap.indicator.duty.lead}:
            yield gap


def _unnamed(shown: Shown) -> Iterable[Lacking]:
    return (
        Lacking(gap.indicator.no, gap.problem, UNNAMED_UNIT)
        for gap in _gaps(shown)
        if gap.unit == UNATTRIBUTED
    )


def _by_default(shown: Shown) -> Iterable[Lacking]:
    return (
        Lacking(gap.indicator.no, gap.problem, gap.unit)
        for gap in _gaps(shown)
        if gap.by_default and gap.unit != UNATTRIBUTED
    )


def _without_evidence(shown: Shown) -> Iterator[Lacking]:
    assessment, scores = shown.snapshot.assessment, shown.snapshot.scores()
    shown_under = {no for item in assessment.evidence.values() for no in item.indicators}
    for indicator in _mine(shown):
        score = scores[indicator.no]
        if (
            indicator.evidence
            and indicator.no not in shown_under
            and score.state in DONE
            and not score.not_applicable
        ):
            wanted = "、".join(indicator.evidence)
            yield Lacking(indicator.no, f"应备：{wanted}", assessment.duty(indicator).lead)


def _without_reason(shown: Shown) -> Iterator[Lacking]:
    for indicator in _mine(shown):
        for finding in shown.snapshot.assessment.entry(indicator.no).own.findings:
            if not finding.reason:
                clause = indicator.clause(finding.clause)
                yield Lacking(indicator.no, clause.text, finding.answerer)
