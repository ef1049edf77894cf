"""数据核验 as lists: what to look at, and the account of evidence."""

from collections.abc import Sequence

from fazhi_tui.domain.checking import Owed, Remark
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.exports.contents.columns import INDICATOR_NO, ORDER, number, text
from fazhi_tui.exports.sheet import Column, Sheet
from fazhi_tui.exports.stamp import Stamp, subtitle
from fazhi_tui.wording import message, remedy
from fazhi_tui.wording.terms import SEVERITIES

_UNIT = Column("单位", width=14, wraps=True)


def check_list(remarks: Sequence[Remark], stamp: Stamp, unit: str = "") -> Sheet:
    """核验清单: one row for each remark."""
    rows = tuple(
        (
            place,
            remark.indicator,
            remark.unit,
            SEVERITIES[remark.problem.severity],
            message(remark.problem),
            remedy(remark.problem),
        )
        for place, remark in enumerate(remarks, 1)
    )
    columns = (
        ORDER,
        INDICATOR_NO,
        _UNIT,
        Column("轻重", align="center", width=6),
        text("问题", 40),
        text("怎样改", 30),
    )
    return Sheet(
        "核验清单",
        f"{stamp.assessment}核验清单{f'（{unit}）' if unit else ''}",
        columns,
        rows,
        subtitle(stamp),
        empty="没有发现问题",
    )


def evidence_list(roster: Roster, owed: Sequence[Owed], stamp: Stamp, unit: str = "") -> Sheet:
    """印证材料应交、已交、缺: one row for each indicator."""
    rows = tuple(
        (
            place,
            item.indicator,
            roster.indicators[item.indicator].name,
            item.unit,
            item.year,
            "；".join(item.asked),
            len(item.asked),
            len(item.given),
            item.lacking,
        )
        for place, item in enumerate(owed, 1)
    )
    columns = (
        ORDER,
        INDICATOR_NO,
        text("指标名称", 18),
        _UNIT,
        number("年度"),
        text("应交的材料", 40, spare=6),
        number("应交"),
        number("已交"),
        number("缺"),
    )
    asked, given, lacking = (
        sum(len(item.asked) for item in owed),
        sum(len(item.given) for item in owed),
        sum(item.lacking for item in owed),
    )
    return Sheet(
        "印证材料",
        f"{stamp.assessment}印证材料应交已交{f'（{unit}）' if unit else ''}",
        columns,
        rows,
        subtitle(stamp),
        ("合计", *(None,) * (len(columns) - 4), asked, given, lacking),
        empty=f"{unit}牵头的指标没有写明要交的材料" if unit else "各项指标没有写明要交的材料",
    )
