"""预测: what the score would be once gaps are closed, indicator by indicator."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.points import show_points
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.presenting import minus
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.wording.terms import point_word
from fazhi_tui.work.outlook import outlook

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.listing import ListingDialog

_COLUMNS = (
    Column("指标", stretch=3, least=14),
    Column("现失分", "right", least=6, style=look.LOST),
    Column("销号后", "right", least=6, style=look.LOST),
    Column("追回", "right", least=6, style=look.GOOD),
)


def outlook_dialog(shown: Shown, gaps: Sequence[Gap], track: Track) -> "ListingDialog":
    """Before and after, for every indicator that has one of these gaps."""
    from fazhi_tui.ui.dialogs.listing import ListingDialog

    snapshot = shown.snapshot
    now = snapshot.tally(track)
    then = outlook(snapshot, [gap.id for gap in gaps], track)
    after = {row.no: row.lost for row in then.by_indicator}
    concerned = {gap.indicator.no for gap in gaps}
    rows = [
        TableRow(
            row.no,
            (
                f"{row.no} {row.name}",
                minus(row.lost),
                minus(after[row.no]),
                _back(row.lost - after[row.no]),
            ),
            about="" if row.lost > after[row.no] else "这一项不可追回，或者还有别的失分封着顶。",
        )
        for row in sorted(now.by_indicator, key=lambda row: after[row.no] - row.lost)
        if row.no in concerned
    ]
    word = point_word(snapshot.roster.set)
    foot = (
        f"把这 {len(gaps)} 项都销号：失分 {show_points(now.lost)} → {show_points(then.lost)}，"
        f"追回 {show_points(now.lost - then.lost)} {word}；"
        f"最后可得 {show_points(then.low)}～{show_points(then.high)} {word}"
    )
    return ListingDialog(
        "整改到位以后", _COLUMNS, rows, foot, "↑↓ 移动 · Enter 到该项指标 · Esc/F12 返回"
    )


def _back(points: int) -> str:
    return f"+{show_points(points)}" if points else ""
