"""The dialogs of the workbench, made from the snapshot; each is loaded when first asked for."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fazhi_tui.domain.assessment import Evidence, Finding, Reading
from fazhi_tui.domain.indicators import Indicator
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.entering import Place

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option
    from fazhi_tui.ui.dialogs.form import FormDialog
    from fazhi_tui.ui.dialogs.text import TextDialog


def about_clause(
    shown: Shown, place: Place, old: Finding | Reading | None, typed: str
) -> "FormDialog":
    """A finding or reading under a clause."""
    from fazhi_tui.ui.dialogs.finding import Where, finding_form

    snapshot = shown.snapshot
    answers = snapshot.assessment.entry(place.indicator).answers(place.track)
    where = Where(place.indicator, place.clause, place.answerer, place.track)
    return finding_form(snapshot.roster, where, old, typed, answers)


def about_evidence(shown: Shown, no: str, key: str) -> "FormDialog":
    """New evidence for an indicator, or the piece of that key."""
    from fazhi_tui.ui.dialogs.evidence import evidence_form

    snapshot = shown.snapshot
    unit = shown.unit or snapshot.assessment.duty(snapshot.roster.indicators[no]).lead
    return evidence_form(snapshot.roster, no, unit, snapshot.assessment.evidence.get(key))


def take_out_evidence(known: Evidence) -> "FormDialog":
    """The copy that is kept of a piece of evidence, written as a file."""
    from fazhi_tui.ui.dialogs.evidence import take_out_form

    return take_out_form(known)


def told_evidence(known: Evidence) -> "TextDialog":
    """A piece of evidence that one may only look at."""
    from fazhi_tui.ui.dialogs.text import TextDialog

    facts = (
        ("名称", known.title),
        ("文号", known.doc_no),
        ("日期", known.date),
        ("存放位置", known.file),
        ("网址", known.url),
        ("提供单位", known.unit),
        ("所证指标", "、".join(known.indicators)),
    )
    text = "\n".join(f"{name}：{told}" for name, told in facts if told)
    return TextDialog(f"印证材料 {known.id}", text)


def which_indicator(shown: Shown, current: str) -> "ChooserDialog":
    """One of all indicators, by a few letters of whatever is said about it."""
    from fazhi_tui.ui.dialogs.chooser import ChooserDialog

    titles: defaultdict[str, list[str]] = defaultdict(list)
    for item in shown.snapshot.assessment.evidence.values():
        for no in item.indicators:
            titles[no].append(item.title)
    indicators = shown.snapshot.roster.set.indicators
    options = [_about(shown, indicator, titles[indicator.no]) for indicator in indicators]
    return ChooserDialog("查找指标", options, "编号、名称、单位、内容或拼音首字母", current)


def _about(shown: Shown, indicator: Indicator, evidence: Sequence[str]) -> "Option":
    """An indicator as it is looked for: its name, its units, and what stands in it."""
    from fazhi_tui.ui.dialogs.chooser import Option

    assessment = shown.snapshot.assessment
    entry, duty = assessment.entry(indicator.no), assessment.duty(indicator)
    units = [*duty.competent, *duty.supporting]
    texts = [
        *(("单位", unit) for unit in units),
        *(("说明", note.text) for note in entry.notes),
        *(("失分", finding.reason) for finding in entry.own.findings),
        *(("材料", title) for title in evidence),
        ("标准", indicator.criterion),
        *(("细则", clause.text) for clause in indicator.clauses),
    ]
    searched = tuple((name, text) for name, text in texts if text)
    return Option(indicator.no, f"{indicator.no} {indicator.name}", duty.lead, searched)
