"""What has to be put right: the gap list, and the lines behind a number."""

from collections.abc import Iterable

from fazhi_tui.domain.gaps import Gap, of_unit
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.tally import Tally
from fazhi_tui.exports.cells import places_of
from fazhi_tui.exports.contents.columns import (
    GAP_ID,
    INDICATOR_NAME,
    PROBLEM,
    date,
    points,
    text,
    total_row,
)
from fazhi_tui.exports.sheet import Cell, Column, Sheet
from fazhi_tui.exports.stamp import Stamp, notes, subtitle
from fazhi_tui.wording import GAP_STATES, RECTIFIER, unit_name

_ORDER = Column("序号", "number", "center", 5, spare=3)
_INDICATOR = Column("指标号", "text", "center", 6, spare=5)

_GAP_COLUMNS = (
    _ORDER,
    GAP_ID,
    _INDICATOR,
    INDICATOR_NAME,
    PROBLEM,
    points("封顶前", 7, spare=8),
    points("失分", 7),
    text("责任单位", 12),
    text(RECTIFIER, 12, spare=6),
    text("整改措施", 24, spare=4),
    text("责任人", 8, spare=2),
    date("整改时限"),
    text("状态", 10),
    date("销号日期", spare=1),
)


def gap_list(
    roster: Roster,
    tally: Tally,
    gaps: Iterable[Gap],
    stamp: Stamp,
    *,
    unit: str = "",
    today: str = "",
) -> Sheet:
    """整改清单: one row for each gap, those of one `unit` only if given.

    `today` (ISO) marks what is overdue; without it nothing is marked.
    """
    listed = tuple(gaps)
    title = f"{stamp.assessment}整改清单"
    under = notes(roster, tally, stamp, listed, tally.lost)
    if unit:
        title += f"（{unit_name(unit)}）"
        listed = of_unit(listed, unit)
        own = tuple(gap for gap in listed if gap.unit == unit)
        under = notes(roster, tally, stamp, own, _lost_by(tally, unit, ""))
        under = (*_for_others(roster, listed, own, unit), *under)
    return Sheet(
        name="整改清单",
        title=title,
        columns=_GAP_COLUMNS,
        rows=tuple(_gap_row(order, gap, today) for order, gap in enumerate(listed, 1)),
        subtitle=subtitle(stamp),
        total=total_row(_GAP_COLUMNS, {5: _before(listed), 6: _lost(listed)}) if listed else None,
        notes=under,
        empty="没有整改事项",
        places=places_of(roster.set.quantum),
    )


def _gap_row(order: int, gap: Gap, today: str) -> tuple[Cell, ...]:
    return (
        order,
        gap.id,
        gap.indicator.no,
        gap.indicator.name,
        gap.problem,
        gap.before_caps,
        gap.lost,
        unit_name(gap.unit),
        unit_name(gap.rectifier),
        _measure(gap),
        gap.plan.owner or None,
        gap.plan.due or None,
        _state(gap, today),
        gap.plan.closed or None,
    )


def _measure(gap: Gap) -> str | None:
    refusal = f"不予整改，理由：{gap.plan.will_not}" if gap.plan.will_not else ""
    return "\n".join(text for text in (gap.plan.measure, refusal) if text) or None


def _state(gap: Gap, today: str) -> str:
    state = GAP_STATES[gap.state]
    if today and gap.overdue(today):
        state += "，超期"
    if gap.plan.first_due and gap.plan.first_due != gap.plan.due:
        state += f"，原定{gap.plan.first_due}"
    return state


def _for_others(
    roster: Roster, gaps: tuple[Gap, ...], own: tuple[Gap, ...], unit: str
) -> tuple[str, ...]:
    """How much of a unit's list it lost itself, where it also mends what others lost."""
    if len(own) == len(gaps):
        return ()
    lost = show_points(_lost(own), places_of(roster.set.quantum))
    return (f"其中{unit_name(unit)}失分{len(own)}项{lost}分，其余为代其他单位整改。",)


def _lost_by(tally: Tally, unit: str, indicator: str) -> Points:
    """What a unit (or all), under an indicator (or all), lost of the base points."""
    return sum(
        lost
        for row in tally.rows
        if row.score.channel == "base" and indicator in {"", row.indicator.no}
        for bearer, lost in row.shares
        if unit in {"", bearer}
    )


def _lost(gaps: Iterable[Gap]) -> Points:
    return sum(gap.lost for gap in gaps)


def _before(gaps: Iterable[Gap]) -> Points:
    return sum(gap.before_caps for gap in gaps)


_FINDING_COLUMNS = (
    GAP_ID,
    Column("指标号", "text", "center", 6, spare=2),
    INDICATOR_NAME,
    PROBLEM,
    text("说明", 26, spare=3),
    points("封顶前", 7, spare=1),
    points("失分", 7),
    text("失分单位", 12),
    text("记入方式", 10, spare=4),
)


def findings(
    roster: Roster,
    tally: Tally,
    gaps: Iterable[Gap],
    stamp: Stamp,
    *,
    unit: str = "",
    indicator: str = "",
) -> Sheet:
    """The lines behind a number: what one unit, or one indicator, lost and why."""
    listed = tuple(
        gap for gap in gaps if unit in {"", gap.unit} and indicator in {"", gap.indicator.no}
    )
    about = "，".join(
        part for part in (unit_name(unit), f"第{indicator}项" if indicator else "") if part
    )
    return Sheet(
        name="失分明细",
        title=f"{stamp.assessment}失分明细" + (f"（{about}）" if about else ""),
        columns=_FINDING_COLUMNS,
        rows=tuple(_finding_row(gap) for gap in listed),
        subtitle=subtitle(stamp),
        total=total_row(_FINDING_COLUMNS, {5: _before(listed), 6: _lost(listed)})
        if listed
        else None,
        notes=notes(roster, tally, stamp, listed, _lost_by(tally, unit, indicator)),
        empty="没有失分项",
        places=places_of(roster.set.quantum),
    )


def _finding_row(gap: Gap) -> tuple[Cell, ...]:
    return (
        gap.id,
        gap.indicator.no,
        gap.indicator.name,
        gap.problem,
        gap.reason or None,
        gap.before_caps,
        gap.lost,
        unit_name(gap.unit),
        "缺省记入" if gap.by_default else None,
    )
