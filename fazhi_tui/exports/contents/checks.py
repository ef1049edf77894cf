"""数据核验 as lists: what to look at, and the account of evidence."""

from collections.abc import Sequence

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.checking import Owed, Remark
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.slots import Slot
from fazhi_tui.exports.contents.columns import INDICATOR_NO, ORDER, number, text
from fazhi_tui.exports.sheet import Column, Sheet
from fazhi_tui.exports.stamp import Stamp, subtitle
from fazhi_tui.wording import message, remedy
from fazhi_tui.wording.terms import GUESSED, SEVERITIES

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


def evidence_list(
    roster: Roster, assessment: Assessment, owed: Sequence[Owed], stamp: Stamp, unit: str = ""
) -> Sheet:
    """印证材料应交、已交、缺: one row for each document asked for."""
    asked = [(item, slot) for item in owed for slot in item.slots]
    rows = tuple(
        (
            place,
            item.indicator,
            roster.indicators[item.indicator].name,
            item.unit,
            item.year,
            slot.asked,
            _given(assessment, slot),
            1,
            int(bool(slot.given)),
            int(not slot.given),
        )
        for place, (item, slot) in enumerate(asked, 1)
    )
    columns = (
        ORDER,
        INDICATOR_NO,
        text("指标名称", 18),
        _UNIT,
        number("年度"),
        text("应交的材料", 30),
        text("已交的材料", 40, spare=4),
        number("应交"),
        number("已交"),
        number("缺"),
    )
    lacking = sum(item.lacking for item in owed)
    return Sheet(
        "印证材料",
        f"{stamp.assessment}印证材料应交已交{f'（{unit}）' if unit else ''}",
        columns,
        rows,
        subtitle(stamp),
        ("合计", *(None,) * (len(columns) - 4), len(asked), len(asked) - lacking, lacking),
        empty=f"{unit}牵头的指标没有写明要交的材料" if unit else "各项指标没有写明要交的材料",
    )


def _given(assessment: Assessment, slot: Slot) -> str | None:
    """The documents that a slot is filled with, and whether that is only a guess."""
    items = (assessment.evidence[key] for key in slot.given)
    told = "；".join(f"{item.id} {item.title}" for item in items)
    return f"{told}{GUESSED}" if slot.guessed else told or None
