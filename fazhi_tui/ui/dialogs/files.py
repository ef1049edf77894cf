"""Asking for names and paths: a new assessment, an import, an export."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from fazhi_tui.domain.assessment import Track
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values
from fazhi_tui.ui.messages import (
    ExportRequested,
    ImportRequested,
    NewRequested,
    Reply,
    SendOutRequested,
)
from fazhi_tui.wording.paper_words import MADE_IF_MISSING, format_by_name
from fazhi_tui.work.folders import typed_path

if TYPE_CHECKING:
    from fazhi_tui.work.splitting import Form

_OWN_FILE = "自备文件"
_FORMS = ("Excel 工作簿", "文本文件（.toml）")
_THERE = ("保留不动", "换成新的")


def new_form(sets: Sequence[tuple[str, str]], year: int) -> FormDialog:
    """A new assessment: its name, and its set among `sets` (id, title) or from a file."""
    titles = {title: set_id for set_id, title in sets}
    fields = (
        Field("name", "名称", f"{year}年自评", hint="如：本市2025年第一轮"),
        Field("set", "指标体系", "", "choice", (*titles, _OWN_FILE), "← → 选择"),
        Field("file", "文件路径", hint="用自备的指标体系时填写 .toml 文件的路径"),
    )

    def request(values: Values, reply: Reply) -> Message:
        file = values["file"]
        chosen = str(typed_path(file)) if file else titles.get(values["set"], "")
        return NewRequested(values["name"], chosen, reply)

    return FormDialog("新建自评", fields, request, verb="新建", start="name")


def import_form() -> FormDialog:
    """A portable file, and the name it gets here."""
    fields = (
        Field("path", "文件路径", hint="导出的自评文件（.toml）"),
        Field("name", "名称", hint="不填用文件里的名称"),
    )

    def request(values: Values, reply: Reply) -> Message:
        return ImportRequested(typed_path(values["path"]), values["name"], reply)

    return FormDialog("导入自评", fields, request, verb="导入")


def send_out_form(folder: str) -> FormDialog:
    """Where the files for the units are written, in which format, and what of those there."""
    fields = (
        Field("folder", "文件夹", folder, hint=MADE_IF_MISSING),
        Field("form", "格式", _FORMS[0], "choice", _FORMS, "← → 选择"),
        Field("there", "已有同名的", _THERE[0], "choice", _THERE, "← → 选择"),
    )

    def request(values: Values, reply: Reply) -> Message:
        folder = typed_path(values["folder"])
        form: Form = "toml" if values["form"] == _FORMS[1] else "xlsx"
        return SendOutRequested(folder, form, values["there"] == _THERE[1], reply)

    return FormDialog("发出填报件", fields, request, verb="发出")


def export_form(kind: str, title: str, path: str, unit: str, track: Track = "self") -> FormDialog:
    """Where a list is written; the ending says in which format."""
    fields = (
        Field(
            "path", "文件路径", path, hint=format_by_name(".xlsx", ".docx", ".html", ".csv", ".md")
        ),
    )

    def request(values: Values, reply: Reply) -> Message:
        path = typed_path(values["path"])
        return ExportRequested(kind, path, unit, reply, track)

    return FormDialog(title, fields, request, verb="导出")
