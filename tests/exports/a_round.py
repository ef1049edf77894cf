"""One small round of self-assessment with everything that a list has to tell."""

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Entry,
    Finding,
    Nil,
    Rate,
    Reading,
)
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import (
    Area,
    Channel,
    Clause,
    Duty,
    Fixed,
    Group,
    Indicator,
    IndicatorSet,
    PerCount,
    Ratio,
    Roster,
    Rule,
)
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.records import Rectification
from fazhi_tui.domain.tally import Tally, score_all, tally
from fazhi_tui.domain.units import Unit
from fazhi_tui.exports.stamp import Stamp
from tests.domain.builders import list_gaps

STAMP = Stamp(
    "演示市2025年第一轮", 12, "2025-11-03 10:32", "self", "9f86d081884c7d65" * 4, "3e23e8"
)
TODAY = "2025-11-03"


class Round(Struct, frozen=True):
    """What every list is made of."""

    roster: Roster
    tally: Tally
    gaps: tuple[Gap, ...]


def a_round(indicator_set: IndicatorSet | None = None, *, quantum: Points = 10) -> Round:
    """A round on a set of four indicators; 12 分 in all."""
    roster = Roster(replace(indicator_set or SET, quantum=quantum))
    scores = score_all(roster, ASSESSMENT, "self")
    return Round(
        roster,
        tally(roster, ASSESSMENT, "self", scores),
        list_gaps(roster, ASSESSMENT, "self", scores),
    )


def nothing_found() -> Round:
    """The same set before anybody has answered."""
    roster = Roster(SET)
    scores = score_all(roster, Assessment(), "self")
    return Round(roster, tally(roster, Assessment(), "self", scores), ())


def _indicator(
    no: str, name: str, worth: Points, clause: Clause, channel: Channel = "base"
) -> Indicator:
    duty = Duty("司法局", ("城管局",))
    area = "二" if no == "3" else "一"
    return Indicator(no, int(no) - 1, f"{area}.1", area, name, worth, duty, (clause,), channel)


def _clause(rule: Rule, problem: str, **more: object) -> Clause:
    return replace(Clause("a", "细则", rule, problem=problem), **more)


SET = IndicatorSet(
    id="small",
    title="小体系",
    quantum=10,
    total=10_000,
    units=(Unit("司法局", category="政府"), Unit("城管局", category="政府"), Unit("交通局")),
    areas=(Area("一", "职能", 7000), Area("二", "执法", 3000)),
    groups=(Group("一.1", "一", "放权", 7000), Group("二.1", "二", "程序", 3000)),
    indicators=(
        _indicator(
            "1",
            "全过程记录",
            2000,
            _clause(PerCount(points=300), "记录不完整{n}卷", bearer="named", cap=1000),
        ),
        _indicator("2", "公示", 5000, _clause(Fixed(points=500), "未公示")),
        _indicator("3", "出庭应诉", 3000, _clause(Ratio(), "出庭率{rate}%")),
        _indicator("4", "创新", 1000, _clause(Fixed(points=500), "获表彰"), "bonus"),
        _indicator("5", "瞒报", 1000, _clause(PerCount(points=200), "瞒报{n}件"), "penalty"),
    ),
    edition="2025",
    basis="示例分值",
)

_FINDINGS = {
    "1": (
        Finding(
            "1.a.司法局.1",
            "a",
            "司法局",
            1,
            Decimal(4),
            bearers=(("城管局", Decimal(1)),),
            reason="抽查",
        ),
        Finding("1.a.司法局.2", "a", "司法局", 2, Decimal(1)),
    ),
    "2": (Finding("2.a.司法局.1", "a", "司法局", 1),),
    "4": (Finding("4.a.司法局.1", "a", "司法局", 1),),
    "5": (Finding("5.a.司法局.1", "a", "司法局", 1, bearers=(("交通局", Decimal(1)),)),),
}
_READINGS = (
    Reading("a", "司法局", Rate(Decimal(9), Decimal(10)), "城管局"),
    Reading("a", "司法局", Rate(Decimal(12), Decimal(14)), "交通局"),
)

ASSESSMENT = Assessment(
    entries={
        **{no: Entry(own=Answers(findings=found)) for no, found in _FINDINGS.items()},
        "3": Entry(own=Answers(readings=_READINGS, nils=(Nil("a", "城管局"),))),
    },
    rectifications={
        "1.a.司法局.1/城管局": Rectification(
            "1.a.司法局.1/城管局",
            measure="逐卷补正",
            owner="王芳",
            due="2025-10-31",
            first_due="2025-09-30",
        ),
        "2.a.司法局.1/司法局": Rectification(
            "2.a.司法局.1/司法局", rectifier="交通局", measure="补发公示", closed="2025-10-20"
        ),
        "3.a.司法局/交通局": Rectification("3.a.司法局/交通局", will_not="案件已移送"),
    },
)
