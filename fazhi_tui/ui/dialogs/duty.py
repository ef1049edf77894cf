"""Asking who answers for an indicator: lead, competent and cooperating units, persons."""

import re
from collections.abc import Callable, Sequence

from fazhi_tui.domain.changes import Change
from fazhi_tui.domain.indicators import Duty, Roster
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form
from fazhi_tui.wording.terms import ROLES

_BETWEEN = re.compile(r"[、，,；;\s]+")
_SEVERAL = "几个用顿号隔开；输入几个字，Tab 补全"


def duty_form(
    roster: Roster,
    known: Duty,
    propose: Callable[[Duty], Sequence[Change]],
    title: str,
    intro: str = "",
) -> FormDialog:
    """The duty as it is, to be changed."""
    bearing = tuple(unit.name for unit in roster.set.units if unit.bears)
    everyone = (*(unit.name for unit in roster.set.units), *roster.groups)
    fields = (
        Field("lead", f"{ROLES['lead']}单位", known.lead, "names", bearing, "一个单位，Tab 补全"),
        Field(
            "competent", f"{ROLES['competent']}单位", "、".join(known.competent), "names",
            everyone, _SEVERAL,
        ),
        Field(
            "supporting", f"{ROLES['supporting']}单位", "、".join(known.supporting), "names",
            everyone, _SEVERAL,
        ),
        Field("leader", "责任领导", known.leader),
        Field("person", "责任人", known.person),
    )  # fmt: skip

    def changes(values: Values) -> Sequence[Change]:
        return propose(
            Duty(
                values["lead"],
                _names(values["competent"]),
                _names(values["supporting"]),
                values["leader"],
                values["person"],
            )
        )

    return change_form(title, fields, changes, intro)


def _names(text: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN.split(text)))
