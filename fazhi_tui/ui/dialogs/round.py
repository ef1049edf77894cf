"""Asking what concerns a round as a whole: the day by which to report, who goes on for a unit."""

import re
from collections.abc import Sequence

from fazhi_tui.domain.changes import Change, SetDeadline, SucceedUnit
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import normalise
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form
from fazhi_tui.wording.moments import local
from fazhi_tui.work.opening import moment_of

_BETWEEN = re.compile(r"[、，,；;\s]+")
_MOST = 5


def deadline_form(deadline: str) -> FormDialog:
    """The deadline there is, to be changed; emptied it is lifted."""
    hint = "如 2025-6-30 或 2025-6-30 18:00；清空即不设截止"
    fields = (Field("at", "报送截止", local(deadline) if deadline else "", hint=hint),)

    def propose(values: Values) -> list[Change]:
        text = normalise(values["at"])
        return [SetDeadline(moment_of(text) if text else "")]

    told = "过了这个时候报的标为迟报，采纳以前不计入定稿。"
    return change_form("报送截止", fields, propose, told)


def succession_form(roster: Roster, unit: str, gaps: Sequence[Gap]) -> FormDialog:
    """Who goes on for a unit; `gaps` are its open ones, to be handed over."""
    units = tuple(name for name in roster.units if name != unit)
    fields = [
        Field("known", "已有的单位", "", "names", units, "并入哪个单位；拆分的可以写几个"),
        Field("created", "新的单位", hint="改名的写新名称；拆出新单位的可以写几个，用顿号隔开"),
        Field("date", "从哪一天起", hint="如 2025-6-30，可以不填"),
        Field("reason", "依据", hint="如 机构改革"),
    ]
    if gaps:
        hint = "拆分时一行一个：编号=单位；没有写的归第一个承接的单位"
        fields.append(Field("gaps", "整改事项归谁", "", "long", hint=hint))

    def propose(values: Values) -> list[Change]:
        known, created = _names(values["known"]), _names(values["created"])
        lines = values.get("gaps", "").replace("＝", "=").splitlines()
        handed = [line.rpartition("=") for line in lines if line.strip()]
        return [
            SucceedUnit(
                unit,
                (*known, *created),
                created,
                values["date"],
                values["reason"],
                tuple((gap.strip(), heir.strip()) for gap, _, heir in handed),
            )
        ]

    told = [f"{gap.id}：{gap.problem}" for gap in gaps[:_MOST]]
    more = f"\n等 {len(gaps)} 项" if len(gaps) > _MOST else ""
    intro = "\n".join(["原来的记录仍用原名，失分和没有销号的事项转给承接的单位。", *told]) + more
    return change_form(f"单位承接：{unit}", fields, propose, intro)


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN.split(text.strip())))
