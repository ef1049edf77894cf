"""What is missing before an assessment can be handed in: one list for each kind of thing."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.answering import spoken_for
from fazhi_tui.domain.checking import Remark, of_unit
from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.domain.problems import Code, Severity
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.sifting import own_states, speaks_for_a_unit
from fazhi_tui.wording import message
from fazhi_tui.wording.terms import NOT_APPLICABLE, UNNAMED_UNIT


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


_WARNED = (
    (Code.EVIDENCE_SHORT, "材料没有交齐", "项"),
    (Code.LOSS_UNEXPLAINED, "失分没有写原因", "处"),
    (Code.NOTE_MISSING, "满分没有自评说明", "项"),
    (Code.EXCUSE_GROUNDLESS, f"{NOT_APPLICABLE}没有写依据", "项"),
    (Code.EVIDENCE_LATE, "材料晚于发现问题的日期", "件"),
    (Code.DOC_NO_TWICE, "同一文号登记得不一样", "处"),
)
"""What is only odd, with what it is counted in."""


def lacks(shown: Shown) -> tuple[Lack, ...]:
    """All kinds, also those of which nothing is missing. A unit sees its own."""
    remarks = remarks_of(shown)
    by_code: dict[Code, list[Lacking]] = {}
    for remark in remarks:
        by_code.setdefault(remark.problem.code, []).append(_lacking(remark))
    wrong = [_lacking(remark) for remark in remarks if contradicts(remark)]
    known: tuple[Lack, ...] = (
        Lack("returned", "退回修改的指标", "处", tuple(_returned(shown))),
        Lack("blank", "没有填完", "处", tuple(by_code.get(Code.ITEM_UNFINISHED, ()))),
        Lack("wrong", "数据自相矛盾", "处", tuple(wrong)),
        Lack("ready", "填完还没有报送的指标", "项", tuple(_ready(shown))),
        Lack("unnamed", UNNAMED_UNIT, "笔", tuple(by_code.get(Code.BEARER_UNNAMED, ()))),
    )
    warned = (
        Lack(code, title, counted, tuple(by_code.get(code, ())), must=False)
        for code, title, counted in _WARNED
    )
    default = Lack("default", "按缺省记入单位的失分", "笔", tuple(_by_default(shown)), must=False)
    return (*known, *warned, default)


def remarks_of(shown: Shown) -> tuple[Remark, ...]:
    """Everything to look at; a unit's own where somebody speaks for one."""
    snapshot = shown.snapshot
    unit = shown.unit if speaks_for_a_unit(shown) else ""
    return of_unit(snapshot.roster, snapshot.remarks(), unit)


def contradicts(remark: Remark) -> bool:
    """Whether what was filled in can't be right, and is not only incomplete."""
    problem = remark.problem
    return problem.severity is Severity.ERROR and problem.code is not Code.ITEM_UNFINISHED


@lru_cache(8192)
def _lacking(remark: Remark) -> Lacking:
    return Lacking(remark.indicator, message(replace(remark.problem, path="")), remark.unit)


def _returned(shown: Shown) -> Iterator[Lacking]:
    """Parts that the office handed back, with its reason; a unit's own."""
    everyone, snapshot = not speaks_for_a_unit(shown), shown.snapshot
    for indicator in snapshot.roster.set.indicators:
        for mark in snapshot.assessment.entry(indicator.no).marks:
            mine = everyone or spoken_for(snapshot.roster, shown.unit, (mark.unit,))
            if mark.state == "returned" and mine:
                yield Lacking(indicator.no, mark.reason, mark.unit)


def _ready(shown: Shown) -> Iterator[Lacking]:
    """What is filled in and not handed in; of a unit its own parts."""
    scores, assessment = shown.snapshot.scores(), shown.snapshot.assessment
    everyone = not speaks_for_a_unit(shown)
    for indicator in shown.snapshot.roster.set.indicators:
        score = scores[indicator.no]
        if score.not_applicable:
            continue
        if not everyone:
            parts = own_states(shown, indicator.no).items()
            yield from (Lacking(indicator.no, "", u) for u, state in parts if state == "answered")
        elif score.state == "answered":
            yield Lacking(indicator.no, "", assessment.duty(indicator).lead)


def _by_default(shown: Shown) -> Iterable[Lacking]:
    return (
        Lacking(gap.indicator.no, gap.problem, gap.unit)
        for gap in shown.snapshot.gaps()
        if gap.by_default and gap.unit != UNATTRIBUTED
        if not speaks_for_a_unit(shown) or shown.unit in {gap.unit, gap.indicator.duty.lead}
    )
