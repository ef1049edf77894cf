"""函件 from a place: drawing letters up, the register of them, what is done about one."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.papers import Letter, LetterKind
from fazhi_tui.domain.problems import Refused
from fazhi_tui.ui.messages import PaperWanted, Reply, Writing
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.presenting import today
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit
from fazhi_tui.ui.telling import sentences
from fazhi_tui.wording.paper_words import (
    CONTACT,
    EQUALS_ARE_ASKED,
    MADE_IF_MISSING,
    NUMBER_GONE,
    SEVERAL_UNITS,
    drawn_unwritten,
    nothing_to_mend,
)
from fazhi_tui.wording.terms import LETTERS
from fazhi_tui.work.folders import typed_path

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.form import FormDialog, Values
    from fazhi_tui.ui.dialogs.listing import ListingDialog
    from fazhi_tui.work.letters import Wish
    from fazhi_tui.work.session import Session

_KINDS: dict[str, LetterKind | None] = {
    "先提示、后督办": None,
    LETTERS["prompt"]: "prompt",
    LETTERS["supervision"]: "supervision",
}
_POINTS = ("不写", "写明")
_FOLDER = "函件"
_LISTED = ("主送单位", "文种", "文号", "成文日期", "反馈时限", "事项", "状态")
"""The columns of the register that a screen has room for."""

_DEEDS = ("登记文号", "登记签收", "作废", "重新写出")


class Lettering(Place):
    """A place from which letters go out."""

    def letters_to(self) -> Sequence[str]:
        """The units that a letter would most likely go to; none is all of them."""
        return ()

    @property
    def letters_by(self) -> Track:
        """Whose figures a letter tells."""
        return "self"

    def why_not(self, command: str) -> str:
        """Letters are the office's."""
        if command in {"draw_letters", "letters"} and speaks_for_a_unit(self.now):
            return f"函件由{self.now.snapshot.roster.office}办理。"
        return super().why_not(command)

    def action_draw_letters(self) -> None:
        """Draw letters up and write them."""
        names = tuple(self.now.snapshot.roster.units)
        self.open(_drawing_form(names, self.letters_to(), self.letters_by))

    def action_letters(self) -> None:
        """The register; Enter on a letter leads on to what is done about it, and back to it."""
        self._show_register()

    def _show_register(self, letter: str = "") -> None:
        self.open_list(lambda: self._register(letter), self._choose_deed)

    def _register(self, letter: str) -> "ListingDialog":
        from fazhi_tui.exports.contents.letter import register
        from fazhi_tui.ui.dialogs.sheet import sheet_dialog

        snapshot = self.now.snapshot
        letters = snapshot.assessment.letters
        sheet = register(snapshot.roster, letters.values(), snapshot.head.name)
        abouts = [
            f"{letter.id}，所涉事项：{'、'.join(m.gap for m in letter.matters)}"
            for letter in letters.values()
        ]
        unsigned = sum(letter.is_draft for letter in letters.values())
        foot = f"共 {len(letters)} 份，待签发 {unsigned} 份"
        return sheet_dialog(
            sheet, foot, "↑↓ 移动 · Enter 办理 · Esc/F12 返回",
            keys=tuple(letters), abouts=abouts, headings=_LISTED, spare=("成文日期", "事项"),
            current=letter,
        )  # fmt: skip

    def _choose_deed(self, key: str) -> None:
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        letter = self.now.snapshot.assessment.letters[key]
        told = (
            "签发以后登记，文号不能重复",
            "签发以后，单位哪天收到、谁签收",
            f"写明理由，{NUMBER_GONE}",
            "再写一遍 Word 和文本文件",
        )
        options = [Option(name, name, help_) for name, help_ in zip(_DEEDS, told, strict=True)]
        title = f"{letter.id}　{letter.unit}"
        self.open(ChooserDialog(title, options, "要办什么"), lambda name: self._do(name, key))

    def _do(self, name: str, key: str) -> None:
        forms = (_number_form, _received_form, _void_form, _again_form)
        letter = self.now.snapshot.assessment.letters[key]  # as it is by now
        form = dict(zip(_DEEDS, forms, strict=True))[name](letter)
        self.open(form, lambda _: self._show_register(key))


def _drawing_form(names: Sequence[str], units: Sequence[str], track: Track) -> "FormDialog":
    from fazhi_tui.ui.dialogs.form import Field, FormDialog

    fields = (
        Field(
            "units", "主送单位", "、".join(units), "names", tuple(names),
            f"{SEVERAL_UNITS}；不填则有事项要整改的单位都给",
        ),
        Field("kind", "文种", "", "choice", tuple(_KINDS), f"← → 选择；{EQUALS_ARE_ASKED}"),
        Field("due", "整改时限", hint="如 2025-6-30；不填为15天以后"),
        Field("contact", CONTACT, hint="不填则留空，由人填写"),
        Field("points", "失分", "", "choice", _POINTS, "← → 选择：函里写不写失分"),
        Field("template", "函件样稿", hint="用自己的样稿时，填写文件路径"),
        Field("folder", "文件夹", _FOLDER, hint=MADE_IF_MISSING),
    )  # fmt: skip

    def request(values: "Values", reply: Reply) -> PaperWanted:
        def prepare(session: "Session", unit: str) -> Writing:
            from fazhi_tui.domain.changes import IssueLetters
            from fazhi_tui.work.folders import check_folder
            from fazhi_tui.work.letters import draw_up, left_out

            folder = _folder(values)
            check_folder(folder)
            wish = _wish(values, track)
            session.make(IssueLetters(draw_up(session.snapshot, wish)), unit)
            letters = cast(IssueLetters, session.lines[-1].change).letters
            idle = left_out(session.snapshot, wish, letters)
            write = _writing(session, letters, folder, map(nothing_to_mend, idle))
            return lambda: _written_or_told(write, len(letters))

        return PaperWanted(prepare, reply)

    start = "kind" if units else "units"
    return FormDialog("拟函", fields, request, verb="拟函", start=start)


def _written_or_told(write: Writing, count: int) -> str:
    """What was written; letters are entered by now, so that no second ones may be drawn up."""
    try:
        return write()
    except Refused as refused:
        told = f"{drawn_unwritten(count)}，不必再拟，请到函件登记表里重新写出"
        return f"{told}。{sentences(refused)}"


def _wish(values: "Values", track: Track) -> "Wish":
    """What the form asks for. Raises `Refused`."""
    from fazhi_tui.work.letter_words import read_words
    from fazhi_tui.work.letters import Wish

    units = values["units"].replace("，", "、").replace(",", "、").split("、")
    template = values["template"]
    return Wish(
        day=today(),
        track=track,
        units=tuple(filter(None, map(str.strip, units))),
        kind=_KINDS[values["kind"]],
        due=values["due"],
        contact=values["contact"],
        with_points=values["points"] == _POINTS[1],
        words=read_words(typed_path(template)) if template else None,
    )


def _number_form(letter: Letter) -> "FormDialog":
    from fazhi_tui.domain.changes import NumberLetter
    from fazhi_tui.ui.dialogs.form import Field, change_form

    fields = (
        Field("number", "文号", letter.number, hint="如 某法治办函〔2025〕3号"),
        Field("date", "成文日期", letter.date or today(), hint="如 2025-6-30"),
    )
    return change_form(
        f"登记文号：{letter.id}", fields,
        lambda values: [NumberLetter(letter.id, values["number"], values["date"])], letter.title,
    )  # fmt: skip


def _received_form(letter: Letter) -> "FormDialog":
    from fazhi_tui.domain.changes import ReceiveLetter
    from fazhi_tui.ui.dialogs.form import Field, change_form

    fields = (
        Field("date", "签收日期", letter.received or today(), hint="如 2025-6-30"),
        Field("by", "签收人", letter.received_by, hint="不知道的不填"),
    )
    return change_form(
        f"登记签收：{letter.id}", fields,
        lambda values: [ReceiveLetter(letter.id, values["date"], values["by"])], letter.title,
    )  # fmt: skip


def _void_form(letter: Letter) -> "FormDialog":
    from fazhi_tui.domain.changes import VoidLetter
    from fazhi_tui.ui.dialogs.form import Field, change_form

    return change_form(
        f"作废：{letter.id}", (Field("reason", "理由", kind="long"),),
        lambda values: [VoidLetter(letter.id, values["reason"])], letter.title,
    )  # fmt: skip


def _again_form(letter: Letter) -> "FormDialog":
    from fazhi_tui.ui.dialogs.form import Field, FormDialog

    def request(values: "Values", reply: Reply) -> PaperWanted:
        return PaperWanted(lambda session, _: _writing(session, [letter], _folder(values)), reply)

    fields = (Field("folder", "文件夹", _FOLDER, hint="原有的内容不同的，改名为旧稿"),)
    return FormDialog(f"重新写出：{letter.id}", fields, request, verb="写出")


def _folder(values: "Values") -> Path:
    return typed_path(values["folder"] or _FOLDER).absolute()


def _writing(
    session: "Session", letters: Sequence[Letter], folder: Path, aside: Iterable[str] = ()
) -> Writing:
    from fazhi_tui.work.papers import write_letters

    snapshot = session.snapshot

    def write() -> str:
        written = write_letters(snapshot, letters, folder)
        done = f"已写出 {len(letters)} 份函件，共 {len(written.files)} 个文件，在 {folder}"
        return "；".join([done, *filter(None, [written.told]), *aside])

    return write
