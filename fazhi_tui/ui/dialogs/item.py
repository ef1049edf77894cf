"""Asking about a whole indicator: 不涉及, and the notes of its units."""

from collections.abc import Callable, Mapping, Sequence

from textual import on
from textual.message import Message

from fazhi_tui.domain.assessment import Entry
from fazhi_tui.domain.changes import Change, MarkNotApplicable, WriteNote
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form
from fazhi_tui.ui.messages import ChangeRequested, Reply
from fazhi_tui.ui.widgets.choice import Choice
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.wording.terms import NOT_APPLICABLE

WHOLE = "整项"
_OTHER = "text of "


def not_applicable_form(
    roster: Roster, no: str, scopes: Sequence[str], decided_by: str
) -> FormDialog:
    """Who is not concerned ("" the whole item), why, and who decided so."""
    by_name = {scope or WHOLE: scope for scope in scopes}
    fields = (
        Field("unit", "范围", "", "choice", tuple(by_name), "← → 选择整项或某个单位"),
        Field("reason", "理由", kind="long", hint="必须写明，如：本级没有此项法定职权"),
        Field("decided_by", "认定", decided_by, hint="由谁认定"),
    )

    def propose(values: Values) -> list[Change]:
        unit = by_name[values["unit"]]
        return [MarkNotApplicable((no,), values["reason"], unit, values["decided_by"])]

    return change_form(f"{NOT_APPLICABLE}：{no} {roster.indicators[no].name}", fields, propose)


def many_not_applicable_form(
    decided_by: str, propose: Callable[[str, str], Sequence[Change]], title: str, intro: str
) -> FormDialog:
    """The same for several indicators; `propose` gets the reason, and who decided."""
    fields = (
        Field("reason", "理由", kind="long", hint="对选中的各项都写这一个理由"),
        Field("decided_by", "认定", decided_by, hint="由谁认定"),
    )

    def changes(values: Values) -> Sequence[Change]:
        return propose(values["reason"], values["decided_by"])

    return change_form(title, fields, changes, intro)


def hand_back_form(
    units: Sequence[str],
    propose: Callable[[str, str], Sequence[Change]],
    title: str,
    intro: str,
) -> FormDialog:
    """Why it is handed back, and to which of the units that handed it in."""
    everyone = "全部单位"
    reason = Field(
        "reason", "退回理由", kind="long", hint="写明要改什么；这句话会显示在单位那一项的最前面"
    )
    chosen = Field("unit", "退给", everyone, "choice", (everyone, *units), "← → 选择")
    fields = (chosen, reason) if len(units) > 1 else (reason,)

    def changes(values: Values) -> Sequence[Change]:
        unit = values.get("unit", everyone)
        return propose(values["reason"], "" if unit == everyone else unit)

    return change_form(title, fields, changes, intro)


class NoteForm(FormDialog):
    """Each unit has a text of its own: choosing another brings its text and keeps the one left."""

    def __init__(
        self, no: str, known: Mapping[str, str], units: Sequence[str], chosen: str
    ) -> None:
        self._no, self._known, self._texts, self._whose = no, known, dict(known), chosen
        fields = (
            Field("unit", "单位", chosen, "choice", tuple(units)),
            Field("text", "自评说明", known.get(chosen, ""), "long", hint="清空即删去说明"),
        )
        super().__init__(f"自评说明：{no}", fields, self._asked_for)

    @on(Choice.Changed)
    def turn(self, event: Choice.Changed) -> None:
        """To another unit's text."""
        if event.value != self._whose:
            written = self.query_one("#text", LongText)
            self._texts[self._whose] = written.value
            self._whose = event.value
            written.value = self._texts.get(event.value, "")

    @property
    def drafted(self) -> Values:
        """The texts of other units that were written before, too."""
        others = self._changed({k: v for k, v in self._texts.items() if k != self._whose})
        return {**self._values, **{_OTHER + unit: text for unit, text in others.items()}}

    def action_restore(self) -> None:
        """The draft's text is its unit's."""
        self._whose = self._offered.get("unit", self._whose)
        for key, text in self._offered.items():
            if key.startswith(_OTHER):
                self._texts[key.removeprefix(_OTHER)] = text
        super().action_restore()

    def _changed(self, texts: Mapping[str, str]) -> dict[str, str]:
        """Those that are other than they were, without the space around them."""
        found = {unit: text.strip() for unit, text in texts.items()}
        return {unit: text for unit, text in found.items() if text != self._known.get(unit, "")}

    def _asked_for(self, values: Values, reply: Reply) -> Message:
        texts = self._changed({**self._texts, values["unit"]: values["text"]})
        changes = [WriteNote(self._no, text, unit) for unit, text in texts.items()]
        return ChangeRequested(lambda: changes, reply)


def note_form(no: str, entry: Entry, answerers: Sequence[str], *wanted: str) -> NoteForm:
    """Units explain their answers; one starts with the first of `wanted` that answers."""
    chosen = next((unit for unit in wanted if unit in answerers), answerers[0])
    return NoteForm(no, {note.unit: note.text for note in entry.notes}, answerers, chosen)
