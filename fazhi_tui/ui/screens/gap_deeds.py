"""What can be done about chosen gaps now, by the office or by a unit; each opens its dialog."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from fazhi_tui.domain.changes import PlanRectification
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.form import FormDialog


class Deed(Struct, frozen=True):
    """Something that can be done: by a dialog, or at once by a change."""

    name: str
    help: str
    dialog: "Callable[[], FormDialog] | None" = None
    change: PlanRectification | None = None


def deeds(shown: Shown, gaps: Sequence[Gap]) -> tuple[Deed, ...]:
    """What can be done about these gaps, the most likely first."""
    return _by_a_unit(shown, gaps) if speaks_for_a_unit(shown) else _by_the_office(shown, gaps)


def _by_a_unit(shown: Shown, gaps: Sequence[Gap]) -> tuple[Deed, ...]:
    from fazhi_tui.ui.dialogs import gap as forms

    unit, first = shown.unit, gaps[0]
    made = [
        Deed(
            "报结", "整改做完了，报牵头办公室销号",
            lambda: forms.asking_form(
                gaps, "报结", "办了什么", field="reported", by=unit, hint="写明做法和结果"
            ),
        ),
        Deed("申请延期", "写明延到哪一天、为什么", lambda: forms.extension_form(gaps, unit)),
    ]  # fmt: skip
    if len(gaps) == 1 and not first.disputed:
        about = "认为不该由本单位承担的，写明理由"
        made.append(Deed("责任异议", about, lambda: forms.dispute_form(first, unit)))
    return tuple(made)


def _by_the_office(shown: Shown, gaps: Sequence[Gap]) -> tuple[Deed, ...]:
    from fazhi_tui.ui.dialogs import gap as forms

    made: list[Deed] = []
    first, alone = gaps[0], len(gaps) == 1
    keys = tuple(gap.id for gap in gaps)

    def text(title: str, label: str, field: str, hint: str) -> "Callable[[], FormDialog]":
        return lambda: forms.asking_form(gaps, title, label, field=field, hint=hint)

    if all(gap.plan.asked for gap in gaps):
        day = first.plan.asked if alone else "所申请的日期"
        agreed = PlanRectification(gaps=keys, grant=True)
        made.append(Deed("同意延期", f"延到 {day}，原来的时限也留着", change=agreed))
        made.append(Deed("不同意延期", "写明理由", text("不同意延期", "理由", "deny", "")))
    if all(gap.plan.reported for gap in gaps):
        again = text("退回重办", "理由", "send_back", "写明还差什么")
        made.append(Deed("退回重办", "报结不合格的，写明理由", again))
    if alone and first.disputed:
        made.append(Deed("不采纳异议", "写明答复", lambda: forms.reject_form(first)))
    if alone:
        roster = shown.snapshot.roster
        about = "这一笔失分改由别的单位承担，留下记录"
        made.append(Deed("改派", about, lambda: forms.reassign_form(roster, first)))
    fact = text("同一事实", "名称", "fact", "同一件事的几个事项写同一个名称")
    made.append(Deed("同一事实", "几个事项出自同一件事的，起一个共同的名称", fact))
    if all(gap.plan.closed for gap in gaps):
        opened = PlanRectification(gaps=keys, closed="")
        made.append(Deed("取消销号", "重新列为未销号", change=opened))
    return tuple(made)
