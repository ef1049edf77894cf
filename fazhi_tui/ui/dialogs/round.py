"""Asking what concerns a round as a whole: the day by which to report."""

from fazhi_tui.domain.changes import Change, SetDeadline
from fazhi_tui.domain.points import normalise
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form
from fazhi_tui.wording.moments import local
from fazhi_tui.work.opening import moment_of


def deadline_form(deadline: str) -> FormDialog:
    """The deadline there is, to be changed; emptied it is lifted."""
    hint = "如 2025-6-30 或 2025-6-30 18:00；清空即不设截止"
    fields = (Field("at", "报送截止", local(deadline) if deadline else "", hint=hint),)

    def propose(values: Values) -> list[Change]:
        text = normalise(values["at"])
        return [SetDeadline(moment_of(text) if text else "")]

    told = "过了这个时候报的标为迟报，采纳以前不计入定稿。"
    return change_form("报送截止", fields, propose, told)
