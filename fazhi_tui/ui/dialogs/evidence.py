"""Asking for one 印证材料."""

import re

from fazhi_tui.domain.assessment import Evidence
from fazhi_tui.domain.changes import AmendEvidence, AttachEvidence, Change
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.slots import places_in
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form

_HOW = "写序号，如 2；不写的按名称对上"
_NUMBERS = re.compile(r"[、，,；;\s]+")


def evidence_form(roster: Roster, no: str, unit: str, old: Evidence | None = None) -> FormDialog:
    """The form for evidence under an indicator, given by `unit`."""
    known = old or Evidence("", (no,), "", unit)
    asked = places_in(roster, known.indicators)
    units = tuple(item.name for item in roster.set.units)
    fields = (
        Field("title", "名称", known.title),
        Field("doc_no", "文号", known.doc_no),
        Field("date", "日期", known.date, hint="如 2025-3-1"),
        Field("file", "存放位置", known.file, hint="文件路径或档案盒号，只记不读"),
        Field("url", "网址", known.url),
        Field("unit", "提供单位", known.unit, "names", units, "输入几个字，Tab 补全"),
        Field("asked", "应交第几件", _numbered(roster, known), hint=_HOW if asked else ""),
        Field("indicators", "所证指标", "、".join(known.indicators), hint="几个指标用顿号隔开"),
    )

    def propose(values: Values) -> list[Change]:
        numbers = tuple(filter(None, _NUMBERS.split(values["indicators"])))
        details = (
            values["title"], values["unit"], values["doc_no"], values["date"],
            values["file"], values["url"],
        )  # fmt: skip
        if old:
            return [AmendEvidence(old.id, numbers, *details, asked=_typed(values))]
        return [AttachEvidence(numbers, *details, asked=_typed(values))]

    title = f"印证材料 {old.id}" if old else f"印证材料：{no}"
    intro = f"应交的材料：{'；'.join(f'{at} {words}' for at, words in asked.items())}"
    return change_form(title, fields, propose, intro if asked else "")


def _typed(values: Values) -> tuple[str, ...]:
    return tuple(filter(None, _NUMBERS.split(values["asked"])))


def _numbered(roster: Roster, evidence: Evidence) -> str:
    """Which of the documents asked for it is said to be, by their places."""
    places = places_in(roster, evidence.indicators).items()
    return "、".join(at for at, words in places if words in evidence.asked)
