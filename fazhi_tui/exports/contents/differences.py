"""Self, verified and outside scores of the indicators on which they differ."""

from collections.abc import Sequence

from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.outside import Difference
from fazhi_tui.exports.cells import places_of
from fazhi_tui.exports.contents.columns import INDICATOR_NO, points, sums_of, text, total_row
from fazhi_tui.exports.sheet import Sheet
from fazhi_tui.exports.stamp import Stamp, subtitle


def differences(
    roster: Roster, found: Sequence[Difference], sources: Sequence[str], stamp: Stamp
) -> Sheet:
    """One row for each indicator that differs; what the units gave themselves too much is told."""
    columns = (
        INDICATOR_NO,
        text("指标名称", 30),
        *map(points, ("满分", "自评得分", "核定得分", "相差")),
        *(points(source, 10) for source in sources),
        text("备注", 10, spare=1),
    )
    rows = [
        (
            one.no,
            one.name,
            one.worth,
            one.own,
            one.verified,
            one.above,
            *one.outside,
            "自评虚高" if one.inflated else None,
        )
        for one in found
    ]
    return Sheet(
        name="得分差异",
        title=f"{stamp.assessment}自评、核定、外部评分差异",
        columns=columns,
        rows=tuple(rows),
        subtitle=subtitle(stamp),
        total=total_row(columns, sums_of(rows, range(2, 6))) if rows else None,
        notes=("相差是自评得分减核定得分；没有评分的外部来源留空。",),
        empty="自评、核定和外部评分没有差异",
        places=places_of(roster.set.quantum),
    )
