"""A dialog of labelled fields. What was typed stays there until it is saved."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct
from textual import events, on
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from fazhi_tui.domain.changes import Change
from fazhi_tui.ui.dialogs.base import AskingDialog
from fazhi_tui.ui.drafts import Draft, Drafts, Values
from fazhi_tui.ui.messages import ChangeRequested, DraftWanted, InitialsWanted, Reply
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import wrap
from fazhi_tui.ui.widgets.choice import Choice
from fazhi_tui.ui.widgets.clean_input import CleanInput, NamesInput
from fazhi_tui.ui.widgets.long_text import HINT, LongText
from fazhi_tui.ui.widgets.words import Words


class Field(Struct, frozen=True):
    """One field: `options` are what is chosen from, or the names that Tab completes.

    A `long` one takes several lines. `typed` was typed before it opened, in place of `value`.
    """

    key: str
    label: str
    value: str = ""
    kind: Literal["text", "long", "choice", "names"] = "text"
    options: tuple[str, ...] = ()
    hint: str = ""
    typed: str = ""

    @property
    def begun(self) -> str:
        """What stands in it at first."""
        return self.typed or self.value


class FormDialog(AskingDialog):
    """Asks for the fields, posts the request made of them, and leaves when it was granted."""

    DEFAULT_CSS = """
    FormDialog VerticalScroll {
        layout: grid; grid-size: 2; grid-columns: 14 1fr; grid-rows: auto; grid-gutter: 0 1;
        height: auto;
    }
    FormDialog #hint { height: 1; }
    """
    AUTO_FOCUS = ""
    MORE_KEYS = (
        "↑↓ 上一项、下一项 · Tab 补全单位名称，没有可补的到下一项 · ←→ 在几个选项里选择"
        " · Ctrl+S 保存，同 F2 · Ctrl+R 取回上次没有保存的内容"
        " · 提示 写几行的一栏里，Enter 是换行，用 Tab 到下一项"
    )
    BINDINGS = [
        Binding("ctrl+s,f2", "save", "保存", show=False),
        Binding("enter", "app.focus_next", show=False),
        Binding("ctrl+r", "restore", "取回草稿", show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        request: Callable[[Values, Reply], Message],
        intro: str = "",
        *,
        verb: str = "保存",
        start: str = "",
        about: str = "",
    ) -> None:
        """`start`: the field one starts in; without it the first with nothing in it.

        The place that opens it sets `since`: how much of the journal its values come from.

        `about`: what its draft belongs to, where the title does not say.
        """
        alone = len(fields) == 1 and fields[0].kind in ("text", "names")
        onward = "Tab" if any(field.kind == "long" for field in fields) else "Enter"
        saving = f"Enter/F2 {verb}" if alone else f"{onward} 下一项 · F2 {verb}"
        super().__init__(title, f"{saving} · Esc/F12 取消", verb)
        self._fields = tuple(fields)
        self._start = start
        self._draft_of = about
        self._request = request
        self._first: list[tuple[Field, str]] = []
        self._intro = intro
        self._draft = Draft(Drafts(None), title)
        self._offered: Values = {}
        self.since: int | None = None
        self._change: ChangeRequested | None = None

    def body(self) -> Iterable[Widget]:
        """Intro, fields, a line for hints and names, a line for what is wrong."""
        if self._intro:
            yield Words(self._intro, look.DIM, id="intro")
        children: list[Widget] = []
        for field in self._fields:
            children += [Words(field.label, look.LABEL), _control(field)]
        yield VerticalScroll(*children, can_focus=False)
        yield Words("", look.DIM, id="hint")
        yield self.trouble()

    def on_mount(self) -> None:
        """Start where one is to, else in the first field that has nothing in it."""
        empty = [f.key for f in self._fields if not f.begun and f.kind != "choice"]
        first = self._start or (empty[0] if empty else self._fields[0].key)
        self._first = [
            (f, f.value if f.typed else _value(self.query_one(f"#{f.key}"))) for f in self._fields
        ]
        self.query_one(f"#{first}").focus()
        name = "|".join(filter(None, (self._heading, self._draft_of)))
        self.post_message(DraftWanted(name, self._take_draft))

    async def on_resize(self, event: events.Resize) -> None:
        """The fields scroll where there is no room for all; what stands under them stays."""
        width, height = min(74, event.size.width - 6), event.size.height
        told = sum(len(wrap(line, width)) for line in self._intro.splitlines())
        told = min(told, max(height // 4, 1))
        for intro in self.query("#intro"):
            intro.styles.max_height = told
        self.query_one(VerticalScroll).styles.max_height = max(height - 8 - told, 3)

    def on_descendant_focus(self) -> None:
        """Show the hint of the field one stands in."""
        focused = self.focused
        hints = {field.key: _hint(field) for field in self._fields}
        hint = hints.get(focused.id or "", "") if focused else ""
        self.query_one("#hint", Words).say(hint)

    @on(NamesInput.Completing)
    def show_names(self, event: NamesInput.Completing) -> None:
        """Show the names that Tab may put in."""
        names = "  ".join(event.names)
        told = f"Tab 补全：{names}" if names else ""
        if event.unknown:
            told = f"没有名称符合“{event.unknown}”的单位。"
        self.query_one("#hint", Words).say(told)

    @on(NamesInput.Unlearnt)
    def learn(self, event: NamesInput.Unlearnt) -> None:
        """Have the initials of the names brought."""
        self.post_message(InitialsWanted(event.names, event.then))

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Enter goes on; in the last field it saves."""
        event.stop()
        if event.input.id == self._fields[-1].key:
            self.action_save()
        else:
            self.focus_next()

    def action_save(self) -> None:
        """Post the request with what is typed."""
        message = self._request(self._values, self.answered)
        if isinstance(message, ChangeRequested):
            self._change = message
            self._change.since = self.since
        self.ask(message)

    @property
    def _values(self) -> dict[str, str]:
        return {key: _value(control) for key, control in self._controls.items()}

    @property
    def _controls(self) -> dict[str, Widget]:
        """The fields' widgets; not all of them while the dialog goes."""
        found = {control.id: control for control in self.query("VerticalScroll > *")}
        return {f.key: found[f.key] for f in self._fields if f.key in found}

    @property
    def unsaved(self) -> bool:
        """Whether something was typed or chosen that closing would lose."""
        values = self._values
        whole = len(values) == len(self._first)
        return whole and any(values[field.key] != first for field, first in self._first)

    @property
    def drafted(self) -> Values:
        """All that closing would lose."""
        return self._values

    def keep_draft(self) -> None:
        """What is typed is kept as a draft."""
        if self.unsaved:
            self._draft.keep(self.drafted)

    def action_leave(self) -> None:
        """Leave without saving."""
        if self.unsaved:
            self.keep_draft()
            self.notify("没有保存；所填内容留作草稿，再打开时可以取回。", markup=False)
        super().action_leave()

    # ------------------------------------------------------------ the draft of last time
    def _take_draft(self, draft: Draft) -> None:
        self._draft, self._offered = draft, draft.values
        if self._offered and self._offered != self.drafted:
            self.tell("上次没有保存的内容还在：按 Ctrl+R 取回。")

    def action_restore(self) -> None:
        """Put in what was typed last time."""
        for field in self._fields:
            control = self.query_one(f"#{field.key}")
            if field.key in self._offered and isinstance(control, _WITH_VALUE):
                control.value = self._offered[field.key]
        self.tell("")

    @on(LongText.Leaving)
    def go_beyond(self, event: LongText.Leaving) -> None:
        """To the field above or below."""
        if event.step > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def answered(self, refusal: str) -> None:
        """What others wrote meanwhile is told once."""
        if self._change:
            self.since = self._change.since
        super().answered(refusal)

    def granted(self) -> None:
        """It is saved: no draft any more."""
        self._draft.drop()


def change_form(
    title: str,
    fields: Sequence[Field],
    propose: Callable[[Values], Sequence[Change]],
    intro: str = "",
    about: str = "",
) -> FormDialog:
    """A form whose values become changes."""

    def request(values: Values, reply: Reply) -> Message:
        return ChangeRequested(lambda: propose(values), reply)

    return FormDialog(title, fields, request, intro, about=about)


def _control(field: Field) -> Widget:
    if field.kind == "choice":
        return Choice(field.options, field.value, id=field.key)
    if field.kind == "names":
        return NamesInput(field.begun, field.options, id=field.key)
    if field.kind == "long":
        return LongText(field.begun, id=field.key)
    return CleanInput(field.begun, id=field.key)


def _hint(field: Field) -> str:
    return "；".join(filter(None, (field.hint, HINT if field.kind == "long" else "")))


def _value(control: Widget) -> str:
    return control.value.strip() if isinstance(control, _WITH_VALUE) else ""


_WITH_VALUE = (Input, Choice, LongText)


__all__ = ["Field", "FormDialog", "Values", "change_form"]
