"""报告与定稿 from a place: the report as a file, its words, its stages, what moved between two."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.papers import Figures, Stage
from fazhi_tui.ui.messages import PaperWanted, PlaceAsked, Reply, Shown, Writing
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.presenting import track_named
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit
from fazhi_tui.wording.paper_words import (
    NO_DRAFT,
    format_by_name,
    late_left_out,
    scored_otherwise,
)
from fazhi_tui.wording.terms import CUT_OFFS, TRACKS, cut_off_name
from fazhi_tui.work.folders import free_name, typed_path

if TYPE_CHECKING:
    from fazhi_tui.domain.figures import Moved
    from fazhi_tui.exports.contents.comparing import Draft
    from fazhi_tui.exports.sheet import Sheet
    from fazhi_tui.ui.dialogs.form import FormDialog, Values
    from fazhi_tui.work.session import Session

_NOW = "现在"
_WIDE = 100
"""Cells of a screen that has room for what both drafts earned, beside what they lost."""

_BY_INDICATOR, _BY_UNIT = "按指标", "按单位"
_STAGES: dict[str, Stage] = {name: stage for stage, name in CUT_OFFS.items()}
_TRACKS = tuple(TRACKS.values())
_FOR_THE_OFFICE = frozenset({"finalize", "report_words"})


class Reporting(Place):
    """A place from which the report goes out."""

    def why_not(self, command: str) -> str:
        """Stages and the report's words are the office's; what is compared must be there."""
        if command in _FOR_THE_OFFICE and speaks_for_a_unit(self.now):
            return f"这由{self.now.snapshot.roster.office}办理。"
        if command == "compare" and not self.now.snapshot.assessment.cut_offs:
            return f"{NO_DRAFT}，没有可以对照的。"
        return super().why_not(command)

    def action_report(self) -> None:
        """Write the report of now, or of a draft."""
        self.open(_report_form(self.now))

    def action_report_words(self) -> None:
        """Choose a part of the report, and write it."""
        from fazhi_tui.exports.contents.report import section_names
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        snapshot = self.now.snapshot
        names, written = section_names(snapshot.roster), snapshot.assessment.report
        options = [
            Option(key, name, "已写" if written.get(key) else "待补") for key, name in names.items()
        ]

        def chosen(key: str) -> None:
            text = self.now.snapshot.assessment.report.get(key, "")  # as it is by now
            self.open(_words_form(key, names[key], text))

        self.open(ChooserDialog("报告文字", options, "写哪一部分"), chosen)

    def action_finalize(self) -> None:
        """Fix a stage."""
        self.open(_finalize_form())

    def action_compare(self) -> None:
        """Choose two drafts, and list what moved between them."""
        self._choose_draft("对照哪一稿", _drafts(self.now), self._compare_with)

    def _compare_with(self, one: str) -> None:
        others = [name for name in (_NOW, *_drafts(self.now)) if name != one]
        self._choose_draft(f"{one}与哪一稿对照", others, lambda other: self._moved_by(one, other))

    def _choose_draft(self, title: str, names: list[str], then: Callable[[str], None]) -> None:
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        options = [Option(name, name, _standing(self.now, name)) for name in names]
        self.open(ChooserDialog(title, options, "哪一稿"), then)

    def _moved_by(self, one: str, other: str) -> None:
        """Choose whether to list what moved by indicator or by unit."""
        from fazhi_tui.exports.contents.comparing import moved_between
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        roster = self.now.snapshot.roster
        drafts = (one, _figures(self.now, one, other)), (other, _figures(self.now, other, one))
        by = {
            name: moved_between(roster, drafts[0][1], drafts[1][1], units=name == _BY_UNIT)
            for name in (_BY_INDICATOR, _BY_UNIT)
        }
        options = [Option(name, name, f"变动 {len(moved)} 行") for name, moved in by.items()]

        def chosen(name: str) -> None:
            self._moved(drafts, by[name], units=name == _BY_UNIT)

        self.open(ChooserDialog(f"{one}与{other}", options, "怎样列"), chosen)

    def _moved(self, drafts: "tuple[Draft, Draft]", moved: "list[Moved]", *, units: bool) -> None:
        from fazhi_tui.exports.contents.comparing import what_moved
        from fazhi_tui.ui.dialogs.sheet import sheet_dialog

        roster = self.now.snapshot.roster
        sheet = what_moved(roster, moved, drafts, units=units)
        foot = f"变动 {len(moved)} {'家' if units else '项'}" if moved else sheet.empty
        leads_to = "" if units else "Enter 到该项指标 · "
        if self.size.width < _WIDE:
            sheet = _narrowed(sheet)
        dialog = sheet_dialog(
            sheet, foot, f"↑↓ 移动 · {leads_to}Esc/F12 返回",
            keys=[] if units else [pair.key for pair in moved],
            abouts=[] if units else [_in_full(roster, pair.key) for pair in moved],
            headings=[c.heading for c in sheet.columns if not c.heading.endswith("得")],
        )  # fmt: skip
        self.open(dialog, self._go_to_moved)

    def _go_to_moved(self, no: str) -> None:
        self.post_message(PlaceAsked("workbench", no))


def _narrowed(sheet: "Sheet") -> "Sheet":
    """With short headings: what both drafts earned has no room beside what they lost."""
    short = {"得分": "得", "失分": "失", "待定": "待"}
    columns = tuple(
        replace(
            column,
            heading=column.heading[:-2] + short.get(column.heading[-2:], column.heading[-2:]),
        )
        for column in sheet.columns
    )
    return replace(sheet, columns=columns)


def _drafts(shown: Shown) -> list[str]:
    """The drafts there are, the newest first."""
    return [cut_off_name(cut_off) for cut_off in reversed(shown.snapshot.assessment.cut_offs)]


def _figures(shown: Shown, name: str, other: str) -> Figures:
    """The figures of a draft; those of now on the track of the draft they are held against."""
    from fazhi_tui.work.finalizing import figures_now
    from fazhi_tui.work.opening import cut_off_named

    assessment = shown.snapshot.assessment
    if name == _NOW:
        return figures_now(shown.snapshot, cut_off_named(assessment, other).track)
    return cut_off_named(assessment, name).figures


def _in_full(roster: Roster, no: str) -> str:
    indicator = roster.indicators.get(no)
    return f"{no} {indicator.name}" if indicator else no


def _standing(shown: Shown, name: str) -> str:
    """What a draft says, in a few words."""
    from fazhi_tui.domain.points import show_points
    from fazhi_tui.work.opening import cut_off_named

    if name == _NOW:
        return ""
    cut_off = cut_off_named(shown.snapshot.assessment, name)
    figures = cut_off.figures
    return f"{TRACKS[cut_off.track]}得 {show_points(figures.earned)}，第{cut_off.seq}条记录"


# ── forms ────────────────────────────────────────────────────────────────────────────────────


def _report_form(shown: Shown) -> "FormDialog":
    from fazhi_tui.exports.naming import file_name
    from fazhi_tui.ui.dialogs.form import Field, FormDialog

    path = free_name(file_name(shown.snapshot.head.name, "自评报告", suffix=".docx"))
    fields = (
        Field("draft", "哪一稿", _NOW, "choice", (_NOW, *_drafts(shown)), "← → 选择"),
        Field("track", "数字", "", "choice", _TRACKS, "← → 选择；定过的稿照定稿时的"),
        Field("path", "文件路径", path, hint=format_by_name(".docx", ".html", ".xlsx")),
    )

    def request(values: "Values", reply: Reply) -> PaperWanted:
        return PaperWanted(lambda session, _: _writing(session, values), reply)

    return FormDialog("自评报告", fields, request, verb="写出", start="path")


def _writing(session: "Session", values: "Values") -> Writing:
    """The report asked for, ready to be written. Raises `Refused`."""
    from fazhi_tui.work.finalizing import still_as_fixed
    from fazhi_tui.work.opening import cut_off_named, snapshot_at
    from fazhi_tui.work.papers import check_report_format, write_report

    path, draft = typed_path(values["path"]).absolute(), values["draft"]
    check_report_format(path)
    snapshot, cut_off, track = session.snapshot, None, track_named(values["track"])
    if draft != _NOW:
        cut_off = cut_off_named(snapshot.assessment, draft)
        snapshot, track = snapshot_at(session.store, snapshot.head.name, draft), cut_off.track

    def write() -> str:
        write_report(snapshot, cut_off, track, path)
        told = f"已写到 {path}，截至第{snapshot.head.seq}条记录"
        if cut_off and not still_as_fixed(snapshot, cut_off):
            told += f"；{scored_otherwise(cut_off)}"
        return told

    return write


def _words_form(key: str, name: str, text: str) -> "FormDialog":
    from fazhi_tui.domain.changes import WriteReport
    from fazhi_tui.ui.dialogs.form import Field, change_form

    fields = (Field("text", "文字", text, "long", hint="可以分段；空着的标为【待补】"),)
    return change_form(
        f"报告文字：{name}", fields, lambda typed: [WriteReport({key: typed["text"]})]
    )


def _finalize_form() -> "FormDialog":
    from fazhi_tui.ui.dialogs.form import Field, FormDialog

    fields = (
        Field("stage", "定为", "", "choice", tuple(_STAGES), "← → 选择"),
        Field("track", "数字", "", "choice", _TRACKS, "← → 选择"),
    )

    def request(values: "Values", reply: Reply) -> PaperWanted:
        return PaperWanted(lambda session, unit: _fixing(session, unit, values), reply)

    told = "把现在的数字定下来。还有待定、待认定、【待补】的，不能定为审定稿。"
    return FormDialog("定稿", fields, request, told, verb="定稿", start="stage")


def _fixing(session: "Session", unit: str, values: "Values") -> Writing:
    """Fix the stage. Raises `Refused`."""
    from fazhi_tui.domain.lateness import late_parts
    from fazhi_tui.work.finalizing import fix

    out = sum(not part.admitted for part in late_parts(session.snapshot.assessment))
    _, cut_off = fix(session, _STAGES[values["stage"]], track_named(values["track"]), unit)
    told = f"已定为{cut_off_name(cut_off)}，截至第{cut_off.seq}条记录"
    if out:
        told += f"；{late_left_out(out)}"
    return lambda: told
