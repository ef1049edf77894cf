"""The dialogs of the workbench, made from the snapshot; each is loaded when first asked for."""

from typing import TYPE_CHECKING

from fazhi_tui.domain.assessment import Finding, Reading
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.entering import Place

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.chooser import ChooserDialog
    from fazhi_tui.ui.dialogs.form import FormDialog


def about_clause(
    shown: Shown, place: Place, old: Finding | Reading | None, typed: str
) -> "FormDialog":
    """A finding or reading under a clause."""
    from fazhi_tui.ui.dialogs.finding import benchmark_of, finding_form

    snapshot = shown.snapshot
    own = snapshot.assessment.entry(place.indicator).own
    known = benchmark_of(own, place.clause, place.answerer)
    where = (place.indicator, place.clause, place.answerer)
    return finding_form(snapshot.roster, where, old, typed, known)


def about_evidence(shown: Shown, no: str, key: str) -> "FormDialog":
    """New evidence for an indicator, or the piece of that key."""
    from fazhi_tui.ui.dialogs.evidence import evidence_form

    snapshot = shown.snapshot
    unit = shown.unit or snapshot.assessment.duty(snapshot.roster.indicators[no]).lead
    return evidence_form(snapshot.roster, no, unit, snapshot.assessment.evidence.get(key))


def which_indicator(shown: Shown, current: str) -> "ChooserDialog":
    """One of all indicators, by a few letters."""
    from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

    options = [
        Option(i.no, f"{i.no} {i.name}", i.duty.lead) for i in shown.snapshot.roster.set.indicators
    ]
    return ChooserDialog("查找指标", options, "编号、名称或拼音首字母", current)
