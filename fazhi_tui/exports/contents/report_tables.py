"""The tables of the report: the problems that cost most, all indicators, units, evidence."""

from collections.abc import Iterable

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.tally import Tally
from fazhi_tui.exports.cells import places_of
from fazhi_tui.exports.contents.columns import (
    INDICATOR_NAME,
    INDICATOR_NO,
    LOST,
    ORDER,
    PROBLEM,
    date,
    number,
    percent,
    points,
    text,
    total_row,
)
from fazhi_tui.exports.sheet import Cell, Column, Sheet
from fazhi_tui.wording import NOT_APPLICABLE, unit_name
from fazhi_tui.wording.matters import problem_of

TOP = 10

_PROBLEMS = (ORDER, INDICATOR_NO, INDICATOR_NAME, PROBLEM, LOST, text("责任单位", 18))


def top_problems(roster: Roster, gaps: Iterable[Gap], most: int = TOP) -> Sheet:
    """The matters that cost most, one row each, whoever bears them."""
    matters: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        if gap.indicator.channel == "base":
            matters.setdefault((gap.id.rpartition("/")[0], problem_of(gap)), []).append(gap)
    ranked = sorted(matters.values(), key=lambda own: -_lost(own))[:most]
    return Sheet(
        name="主要问题" if most == TOP else "全部问题",
        title="失分较多的问题" if most == TOP else "失分问题",
        columns=_PROBLEMS,
        rows=tuple(
            (
                place,
                own[0].indicator.no,
                own[0].indicator.name,
                problem_of(own[0]),
                _lost(own),
                "、".join(unit_name(gap.unit) for gap in own),
            )
            for place, own in enumerate(ranked, 1)
        ),
        empty="没有失分的问题",
        places=places_of(roster.set.quantum),
    )


def _lost(gaps: Iterable[Gap]) -> Points:
    return sum(gap.lost for gap in gaps)


def all_indicators(roster: Roster, tally: Tally) -> Sheet:
    """Every indicator of the base points: worth, earned, lost, pending, and who lost it."""
    columns = (
        INDICATOR_NO,
        text("指标名称", 30),
        *(points(heading, 7) for heading in ("满分", "得分", "失分", "待定")),
        text("失分单位", 26),
    )
    places = places_of(roster.set.quantum)
    rows: list[tuple[Cell, ...]] = [
        (
            row.indicator.no,
            row.indicator.name,
            row.worth,
            row.earned,
            row.lost,
            row.pending,
            NOT_APPLICABLE
            if row.score.not_applicable
            else "、".join(
                f"{unit_name(unit)} {show_points(lost, places)}"
                for unit, lost in row.shares
                if lost
            )
            or None,
        )
        for row in tally.rows
        if row.score.channel == "base"
    ]
    sums = dict(enumerate((tally.full, tally.earned, tally.lost, tally.pending), 2))
    return Sheet(
        name="各项指标",
        title="各项指标得失分表",
        columns=columns,
        rows=tuple(rows),
        total=total_row(columns, sums),
        places=places,
    )


def unit_losses(roster: Roster, tally: Tally) -> Sheet:
    """Who lost how much, most first."""
    columns = (
        Column("序号", "number", "center", 6),
        text("责任单位", 24),
        points("失分", 9),
        percent("占全部失分", 11),
        number("失分笔数", 9),
    )
    ranked = sorted(tally.by_unit, key=lambda account: -account.lost)
    rows: list[tuple[Cell, ...]] = [
        (place, unit_name(account.unit), account.lost, account.share, account.findings)
        for place, account in enumerate((a for a in ranked if a.lost), 1)
    ]
    if tally.unattributed_findings:
        nobody = unit_name("?")
        rows.append((len(rows) + 1, nobody, tally.unattributed, None, tally.unattributed_findings))
    total = total_row(columns, {2: tally.lost}) if rows else None
    return Sheet(
        name="责任单位",
        title="责任单位失分表",
        columns=columns,
        rows=tuple(rows),
        total=total,
        empty="没有失分",
        places=places_of(roster.set.quantum),
    )


def evidence_list(roster: Roster, assessment: Assessment) -> Sheet:
    """印证材料目录, by id."""
    columns = (
        Column("编号", "text", "center", 12),
        text("指标", 10),
        text("材料名称", 36),
        text("文号", 18),
        date("日期"),
        text("提供单位", 14),
    )
    listed = sorted(assessment.evidence.values(), key=lambda item: item.id)
    return Sheet(
        name="印证材料",
        title="印证材料目录",
        columns=columns,
        rows=tuple(
            (
                item.id,
                "、".join(item.indicators),
                item.title,
                item.doc_no or None,
                item.date or None,
                item.unit or None,
            )
            for item in listed
        ),
        empty="还没有登记材料",
        places=places_of(roster.set.quantum),
    )
