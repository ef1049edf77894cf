"""Asking for one 印证材料."""

import os
import re
from collections.abc import Callable

from textual.message import Message

from fazhi_tui.domain.assessment import Evidence
from fazhi_tui.domain.changes import AmendEvidence, AttachEvidence
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.slots import places_in
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values
from fazhi_tui.ui.messages import (
    ChangeRequested,
    CopyWanted,
    FileLookedFor,
    PaperWanted,
    Reply,
    Writing,
)
from fazhi_tui.work.evidence import as_named, take_out
from fazhi_tui.work.folders import typed_path, typed_place
from fazhi_tui.work.session import Session

_ONLY_NAMED, _AS_IT_IS, _COPIED = "只记位置", "照旧", "复制一份存进来"
_FOUND = {"changed": "文件登记以后内容变了。", "gone": "在这台电脑上找不到这个文件了。"}
_HOW_KEPT = "存进来的以后找得回来，不超过 50 MB"
_HOW = "写序号，如 2；不写的按名称对上"
_NUMBERS = re.compile(r"[、，,；;\s]+")


def evidence_form(roster: Roster, no: str, unit: str, old: Evidence | None = None) -> FormDialog:
    """The form for evidence under an indicator, given by `unit`."""
    known = old or Evidence("", (no,), "", unit)
    asked = places_in(roster, known.indicators)
    units = tuple(item.name for item in roster.set.units)
    kept = (_AS_IT_IS if old else _ONLY_NAMED, _COPIED)
    fields = (
        Field("title", "名称", known.title),
        Field("doc_no", "文号", known.doc_no),
        Field("date", "日期", known.date, hint="如 2025-3-1"),
        Field("file", "存放位置", known.file, hint="文件路径或档案盒号"),
        Field("copy", "文件", "", "choice", kept, _HOW_KEPT),
        Field("url", "网址", known.url),
        Field("unit", "提供单位", known.unit, "names", units, "输入几个字，Tab 补全"),
        Field("asked", "应交第几件", _numbered(roster, known), hint=_HOW if asked else ""),
        Field("indicators", "所证指标", "、".join(known.indicators), hint="几个指标用顿号隔开"),
    )

    def change(values: Values) -> AttachEvidence | AmendEvidence:
        numbers = tuple(filter(None, _NUMBERS.split(values["indicators"])))
        details = (
            values["title"], values["unit"], values["doc_no"], values["date"],
            typed_place(values["file"]), values["url"],
        )  # fmt: skip
        if old:
            return AmendEvidence(old.id, numbers, *details, asked=_typed(values))
        return AttachEvidence(numbers, *details, asked=_typed(values))

    def request(values: Values, reply: Reply) -> Message:
        wanted = change(values)
        if values["copy"] == _COPIED:
            return CopyWanted(wanted, reply)
        anew = wanted.file != known.file
        return ChangeRequested(lambda: [as_named(wanted) if anew else wanted], reply)

    title = f"印证材料 {old.id}" if old else f"印证材料：{no}"
    intro = f"应交的材料：{'；'.join(f'{at} {words}' for at, words in asked.items())}"
    return EvidenceForm(title, fields, request, intro if asked else "", about=old)


def take_out_form(item: Evidence) -> FormDialog:
    """Where the copy that is kept of a piece of evidence is written."""
    fields = (Field("path", "文件路径", os.path.basename(item.file), hint="不能是已有的文件"),)

    def request(values: Values, reply: Reply) -> PaperWanted:
        path = typed_path(values["path"])

        def prepare(session: Session, _: str) -> Writing:
            take_out(session.store, session.snapshot.assessment, item.id, path)
            return lambda: f"已取出成 {path}"

        return PaperWanted(prepare, reply)

    return FormDialog(f"取出材料：{item.id}", fields, request, item.title, verb="取出")


class EvidenceForm(FormDialog):
    """The form, which tells where the file of what is registered already is not as it was."""

    def __init__(
        self,
        title: str,
        fields: tuple[Field, ...],
        request: Callable[[Values, Reply], Message],
        intro: str,
        *,
        about: Evidence | None,
    ) -> None:
        super().__init__(title, fields, request, intro)
        self._about = about

    def on_mount(self) -> None:
        """Have the file looked at."""
        if self._about:
            self.post_message(FileLookedFor(self._about, self._told))

    def _told(self, found: str) -> None:
        if found in _FOUND:
            self.tell(_FOUND[found])


def _typed(values: Values) -> tuple[str, ...]:
    return tuple(filter(None, _NUMBERS.split(values["asked"])))


def _numbered(roster: Roster, evidence: Evidence) -> str:
    """Which of the documents asked for it is said to be, by their places."""
    places = places_in(roster, evidence.indicators).items()
    return "、".join(at for at, words in places if words in evidence.asked)
