"""From the snapshot to the lines of 整改清单: each gap, in short and in full."""

from rich.style import Style

from fazhi_tui.domain.gaps import Gap
from fazhi_tui.ui.screens.presenting import minus
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Part
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.wording.terms import unit_name

_SIGNS = {
    "raised": "·",
    "planned": "◔",
    "in_progress": "◐",
    "reported": "◉",
    "will_not": "—",
    "closed": "●",
}

COLUMNS = (
    Column("", least=1, most=1),
    Column("指标", stretch=2, least=4),
    Column("问题", stretch=4, least=16),
    Column("失分", "right", style=look.LOST),
    Column("责任单位", stretch=1, least=8, most=14),
    Column("整改措施", stretch=3, least=8, dispensable=2),
    Column("责任人", most=8, dispensable=3),
    Column("时限", least=10, dispensable=1),
    Column("状态", least=10),
)


def gap_row(gap: Gap, day: str, state: str) -> TableRow:
    """One line; `day` (ISO) decides what is overdue, `state` says how far it has come."""
    late = gap.overdue(day)
    return TableRow(
        gap.id,
        (
            (_SIGNS[gap.state], _tone(gap, day)),
            f"{gap.indicator.no} {gap.indicator.name}",
            gap.problem + (f"（{gap.reason}）" if gap.reason else ""),
            minus(gap.lost),
            unit_name(gap.rectifier),
            gap.plan.will_not or gap.plan.measure or "（待填）",
            gap.plan.owner,
            gap.plan.due,
            _state(gap, day, state),
        ),
        look.LOST if late else look.DIM if not gap.open else None,
    )


def _tone(gap: Gap, day: str) -> Style:
    if gap.overdue(day):
        return look.LOST
    return look.DIM if not gap.open else look.PENDING if gap.state == "raised" else look.LABEL


def _state(gap: Gap, day: str, told: str) -> Part:
    """The state, and before it what waits for an answer or is late."""
    if gap.disputed:
        return ("有异议", look.PENDING)
    if gap.plan.asked:
        return ("申请延期", look.PENDING)
    if gap.overdue(day):
        return ("超期 " + told, look.LOST)
    if gap.near(day):
        return ("临期 " + told, look.PENDING)
    return (told, look.DIM if not gap.open else look.PLAIN)


def in_full(gap: Gap) -> str:
    """Everything that is known of it."""
    plan = gap.plan
    told = [f"{gap.indicator.no} {gap.indicator.name}：{gap.problem}"]
    facts = (
        ("事由", gap.reason),
        ("措施", plan.measure),
        ("进展", plan.progress[-1] if plan.progress else ""),
        ("原定时限", plan.first_due if plan.first_due != plan.due else ""),
        ("申请延期到", f"{plan.asked}（{plan.asked_why}）" if plan.asked else ""),
        ("不同意延期", plan.denied),
        ("报结", plan.reported),
        ("退回重办", plan.sent_back),
        ("异议", f"{plan.dispute.unit}：{plan.dispute.reason}" if plan.dispute else ""),
        ("答复", plan.dispute.answer if plan.dispute else ""),
        ("不予整改", plan.will_not),
        ("销号", f"{plan.closed} {plan.closed_by}".strip()),
        ("责任人", plan.owner),
        ("时限", plan.due),
    )
    told += [f"{name}：{text}" for name, text in facts if text]
    return "　".join(told)
