"""Asking what is planned and done about one 整改事项, and closing it."""

from fazhi_tui.domain.changes import Change, PlanRectification
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.text import read_date
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form
from fazhi_tui.wording import RECTIFIER


def plan_form(roster: Roster, gap: Gap) -> FormDialog:
    """Measure, persons, dates, progress."""
    plan = gap.plan
    units = tuple(unit.name for unit in roster.set.units)
    fields = (
        Field("rectifier", RECTIFIER, gap.rectifier, "names", units, "输入几个字，Tab 补全"),
        Field("measure", "整改措施", plan.measure, "long"),
        Field("owner", "责任人", plan.owner),
        Field("due", "整改时限", plan.due, hint="如 2025-6-30；改晚即为延期，原定时限保留"),
        Field("progress", "新的进展", kind="long", hint="记一条进展，可以不填"),
        Field("will_not", "不整改的理由", plan.will_not, "long", hint="只在确实不整改时写明"),
    )

    def propose(values: Values) -> list[Change]:
        due = read_date(values["due"], gap.id)
        later = bool(plan.due) and due > plan.due
        return [
            PlanRectification(
                gap.id,
                rectifier=_changed(values["rectifier"], gap.rectifier),
                measure=_changed(values["measure"], plan.measure),
                owner=_changed(values["owner"], plan.owner),
                due=None if later else _changed(due, plan.due),
                extend=due if later else None,
                progress=values["progress"] or None,
                will_not=_changed(values["will_not"], plan.will_not),
            )
        ]

    told = "\n".join(f"{place}. {text}" for place, text in enumerate(plan.progress, 1))
    intro = f"{gap.problem}" + (f"\n已有进展：\n{told}" if told else "")
    return change_form(f"{gap.indicator.no} {gap.unit}", fields, propose, intro)


def close_form(gap: Gap, today: str) -> FormDialog:
    """The day a gap is closed."""
    fields = (Field("closed", "销号日期", today, hint="只有牵头办公室可以销号"),)

    def propose(values: Values) -> list[Change]:
        return [PlanRectification(gap.id, closed=values["closed"])]

    return change_form(f"销号：{gap.indicator.no} {gap.unit}", fields, propose, gap.problem)


def _changed(value: str, before: str) -> str | None:
    return None if value == before else value
