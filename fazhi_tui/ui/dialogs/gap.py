"""Asking what is planned and done about one 整改事项 or several, and closing them."""

from collections.abc import Callable, Sequence

from fazhi_tui.domain.changes import (
    Change,
    DisputeGap,
    PlanRectification,
    Reassign,
    RejectDispute,
)
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import UNATTRIBUTED, Roster
from fazhi_tui.domain.text import read_date
from fazhi_tui.ui.dialogs.finding import read_shares
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form
from fazhi_tui.wording import RECTIFIER, unit_name

Gaps = Sequence[Gap]
_DATE = "如 2025-6-30"


def plan_form(roster: Roster, gap: Gap, by: str) -> FormDialog:
    """Measure, persons, dates, progress of one gap; `by` is the unit that says so ("" office)."""
    plan = gap.plan
    whose = gap.rectifier if gap.rectifier != UNATTRIBUTED else ""
    units = tuple(unit.name for unit in roster.set.units)
    fields = [
        Field("measure", "整改措施", plan.measure, "long"),
        Field("owner", "责任人", plan.owner),
        Field("due", "整改时限", plan.due, hint=f"{_DATE}；改晚即为延期，原定时限保留"),
        Field("progress", "新的进展", kind="long", hint="记一条进展，可以不填"),
    ]
    if not by:
        hint = "输入几个字，Tab 补全"
        fields.insert(0, Field("rectifier", RECTIFIER, whose, "names", units, hint))
        why = "只在确实不整改时写明"
        fields.append(Field("will_not", "不予整改，理由", plan.will_not, "long", hint=why))

    def propose(values: Values) -> list[Change]:
        due = read_date(values["due"], gap.id)
        later = not by and bool(plan.due) and due > plan.due
        return [
            PlanRectification(
                gap.id,
                by,
                rectifier=_changed(values.get("rectifier", whose), whose),
                measure=_changed(values["measure"], plan.measure),
                owner=_changed(values["owner"], plan.owner),
                due=None if later else _changed(due, plan.due),
                extend=due if later else None,
                progress=values["progress"] or None,
                will_not=_changed(values.get("will_not", plan.will_not), plan.will_not),
            )
        ]

    told = "\n".join(f"{place}. {text}" for place, text in enumerate(plan.progress, 1))
    intro = f"{gap.problem}" + (f"\n已有进展：\n{told}" if told else "")
    return _form([gap], f"{gap.indicator.no} {unit_name(gap.unit)}", fields, propose, intro)


def many_plan_form(gaps: Gaps, by: str) -> FormDialog:
    """The same for several gaps; what is left empty stays as it is in each."""
    fields = (
        Field("due", "整改时限", hint=f"{_DATE}；选中的各项都定为这一天"),
        Field("measure", "整改措施", kind="long", hint="不填的不改"),
        Field("owner", "责任人", hint="不填的不改"),
        Field("progress", "新的进展", kind="long", hint="每一项都记这一条，可以不填"),
    )
    dated = sum(bool(gap.plan.due) for gap in gaps)
    told = f"将改 {len(gaps)} 项，填了的内容写到每一项。"
    if dated:
        told += f"其中 {dated} 项已有时限，会改成新的。"

    def propose(values: Values) -> list[Change]:
        due = read_date(values["due"], gaps[0].id)
        return [
            PlanRectification(
                by=by,
                gaps=tuple(gap.id for gap in gaps),
                due=due or None,
                measure=values["measure"] or None,
                owner=values["owner"] or None,
                progress=values["progress"] or None,
            )
        ]

    return _form(gaps, f"整改安排：选中 {len(gaps)} 项", fields, propose, told)


def close_form(gaps: Gaps, today: str) -> FormDialog:
    """The day gaps are closed."""
    fields = (Field("closed", "销号日期", today, hint="不能由整改人自己销"),)

    def propose(values: Values) -> list[Change]:
        return [_about(gaps, closed=values["closed"])]

    return _form(gaps, f"销号：{_which(gaps)}", fields, propose, _matters(gaps))


def asking_form(
    gaps: Gaps, title: str, label: str, *, field: str, by: str = "", hint: str = ""
) -> FormDialog:
    """One text about gaps, kept in that field of the plan: a report, a reason, a name."""

    def propose(values: Values) -> list[Change]:
        return [_about(gaps, by, **{field: values["text"]})]

    fields = (Field("text", label, kind="long", hint=hint),)
    return _form(gaps, f"{title}：{_which(gaps)}", fields, propose, _matters(gaps))


def extension_form(gaps: Gaps, by: str) -> FormDialog:
    """A unit asks for more time."""
    fields = (
        Field("ask", "延到", hint=_DATE),
        Field("why", "理由", kind="long", hint="写明为什么不能按期完成"),
    )

    def propose(values: Values) -> list[Change]:
        return [_about(gaps, by, ask=values["ask"], ask_why=values["why"])]

    return _form(gaps, f"申请延期：{_which(gaps)}", fields, propose, _matters(gaps))


def dispute_form(gap: Gap, by: str) -> FormDialog:
    """A unit says that a matter is not its own."""
    fields = (Field("text", "理由", kind="long", hint="写明为什么不该由本单位承担"),)
    return _form(
        [gap], f"责任异议：{_which([gap])}", fields,
        lambda values: [DisputeGap(gap.id, values["text"], by)], gap.problem,
    )  # fmt: skip


def reject_form(gap: Gap) -> FormDialog:
    """The office's no to an objection."""
    said = f"{gap.plan.dispute.unit}：{gap.plan.dispute.reason}" if gap.plan.dispute else ""
    fields = (Field("text", "答复", kind="long", hint="写明理由"),)
    return _form(
        [gap], f"不采纳异议：{_which([gap])}", fields,
        lambda values: [RejectDispute(gap.id, values["text"])], f"{gap.problem}\n异议 {said}",
    )  # fmt: skip


def reassign_form(roster: Roster, gap: Gap) -> FormDialog:
    """Other bearers for the finding behind a gap."""
    units = tuple(unit.name for unit in roster.set.units if unit.bears)
    fields = (
        Field("bearers", "改由", "", "names", units, "一个或几个单位，如 市城管局:2、市交通局"),
        Field("reason", "理由", kind="long"),
    )

    def propose(values: Values) -> list[Change]:
        return [Reassign(gap.id, read_shares(values["bearers"], gap.id), values["reason"])]

    return _form([gap], f"改派：{_which([gap])}", fields, propose, gap.problem)


def _form(
    gaps: Gaps,
    title: str,
    fields: Sequence[Field],
    propose: Callable[[Values], Sequence[Change]],
    intro: str,
) -> FormDialog:
    """A form whose draft belongs to these gaps: several may have the same title."""
    return change_form(title, fields, propose, intro, " ".join(gap.id for gap in gaps))


def _about(gaps: Gaps, by: str = "", **said: str) -> PlanRectification:
    """What is said about one gap, or about several in one change."""
    if len(gaps) == 1:
        return PlanRectification(gaps[0].id, by, **said)  # type: ignore[arg-type]
    return PlanRectification(by=by, gaps=tuple(gap.id for gap in gaps), **said)  # type: ignore[arg-type]


def _which(gaps: Gaps) -> str:
    if len(gaps) == 1:
        return f"{gaps[0].indicator.no} {unit_name(gaps[0].rectifier)}"
    return f"选中 {len(gaps)} 项"


def _matters(gaps: Gaps) -> str:
    """What it is about, the first few in words."""
    told = [f"{gap.indicator.no} {unit_name(gap.rectifier)}：{gap.problem}" for gap in gaps[:4]]
    more = f"\n等 {len(gaps)} 项" if len(gaps) > len(told) else ""
    return "\n".join(told) + more


def _changed(value: str, before: str) -> str | None:
    return None if value == before else value
