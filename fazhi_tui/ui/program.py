"""The app: holds the session, decides → saves → shows, and is the only one to catch a refusal."""

import gc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from rich.text import Text
from textual import events, on, work
from textual.app import App
from textual.geometry import Offset
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Input

from fazhi_tui.domain.changes import touched
from fazhi_tui.domain.problems import Refused
from fazhi_tui.store.store import Store
from fazhi_tui.ui.messages import (
    ChangeRequested,
    CommandAsked,
    ExportRequested,
    ImportRequested,
    NewRequested,
    OpenRequested,
    PlaceAsked,
    Reply,
    Shown,
)
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.start import Start
from fazhi_tui.ui.screens.workbench import Workbench
from fazhi_tui.wording import say
from fazhi_tui.work.opening import (
    find_set,
    import_file,
    new_assessment,
    open_sample,
    open_session,
    shipped_sets,
)
from fazhi_tui.work.session import Session

Result = TypeVar("Result")


class FazhiApp(App[None]):
    """`actor` makes the changes and speaks for `unit` ("" the office)."""

    CSS = """
    Place { layers: default cover; background: #11161d; }
    Toast { background: #222c39; color: #d9dfe7; }
    """
    TITLE = "法治自评"
    ENABLE_COMMAND_PALETTE = False
    COMMANDS = set()

    shown: reactive[Shown | None] = reactive(None, init=False, repaint=False)

    def __init__(
        self, store: Store, session: Session | None, *, actor: str, unit: str = ""
    ) -> None:
        super().__init__()
        self._store = store
        self._session = session
        self._actor = actor
        self._unit = unit
        self._practice: TemporaryDirectory[str] | None = None
        if session:
            self.set_reactive(FazhiApp.shown, self._shown_now(session))

    def get_default_screen(self) -> Screen[None]:
        """The workbench if an assessment is open, else the list of all."""
        if self.shown:
            return Workbench(self.shown)
        return self._start_screen()

    def on_mount(self) -> None:
        """After the first paint the garbage collector may work again."""
        self.call_after_refresh(_thaw)

    def _shown_now(self, session: Session) -> Shown:
        return Shown(session.snapshot, self._unit, self._practice is not None)

    def watch_shown(self) -> None:
        """Hand the snapshot to every place, also those that are covered."""
        for screen in self.screen_stack:
            if isinstance(screen, Place):
                screen.shown = self.shown

    # ------------------------------------------------------------ changes
    @on(ChangeRequested)
    def change(self, event: ChangeRequested) -> None:
        """Decide, save, then show; what was saved before a refusal is shown too."""
        session = self._session
        if session is None:
            return
        refusal = ""
        try:
            for change in event.propose():
                session.make(change, self._unit)
        except Refused as refused:
            refusal = _sentences(refused)
        self.shown = self._shown_now(session)
        event.reply(refusal)

    def action_undo(self) -> None:
        """Undo the last change of one's own that still stands, and go where it was."""
        session = self._session
        if session is None:
            return
        try:
            _, line = session.undo(self._unit)
        except Refused as refused:
            self._tell(_sentences(refused))
            return
        self.shown = self._shown_now(session)
        parts = touched(line.change)
        if parts.indicators and isinstance(self.screen, Place):
            self._go("workbench", parts.indicators[0])
        self.notify("已撤销最近一次修改。", markup=False)

    # ------------------------------------------------------------ going about
    @on(CommandAsked)
    def run_command(self, event: CommandAsked) -> None:
        """A command that is not the screen's own."""
        action: Callable[[], None] = getattr(self, f"action_{event.command}")
        action()

    @on(PlaceAsked)
    def go_to_place(self, event: PlaceAsked) -> None:
        """Another place, or an indicator."""
        self._go(event.place, event.key)

    def action_workbench(self) -> None:
        """Back to filling in."""
        self._go("workbench")

    def action_losses(self) -> None:
        """Who lost how much."""
        self._go("losses")

    def action_gaps(self) -> None:
        """What has to be put right."""
        self._go("gaps")

    def action_start(self) -> None:
        """Close the assessment and show the list of all."""
        self._leave_to(1)
        self._session = None
        self._drop_practice()
        self.set_reactive(FazhiApp.shown, None)
        base = self.screen
        if isinstance(base, Start):
            base.show_heads(self._store.heads())
        else:
            self.push_screen(self._start_screen())

    def _go(self, place: str, key: str = "") -> None:
        """The workbench lies at the bottom; another place lies over it."""
        self._leave_to(1 if isinstance(self.screen_stack[0], Workbench) else 2)
        if place != "workbench" and self.shown:
            self.push_screen(_place(place, self.shown))
            return
        if key and isinstance(self.screen, Workbench):
            self.screen.go(key)

    def _leave_to(self, depth: int) -> None:
        while len(self.screen_stack) > depth:
            self.pop_screen()

    def _start_screen(self) -> Screen[None]:
        return Start(self._store.heads(), Path(self._store.place).name)

    # ------------------------------------------------------------ opening
    @on(OpenRequested)
    def open_assessment(self, event: OpenRequested) -> None:
        """Open one by its name, or the demonstration."""
        try:
            session = self._open(event.name) if event.name else self._open_practice()
        except Refused as refused:
            self._tell(_sentences(refused))
            return
        self._enter(session)

    def _enter(self, session: Session) -> None:
        """The workbench: the one at the bottom if there is one, else one over the list."""
        self._session = session
        shown = self._shown_now(session)
        self.set_reactive(FazhiApp.shown, shown)
        self._leave_to(1)
        base = self.screen
        if isinstance(base, Workbench):
            base.shown = shown
            base.begin()
        else:
            self.push_screen(Workbench(shown))

    def _open(self, name: str) -> Session:
        return open_session(self._store, name, actor=self._actor)

    def _open_practice(self) -> Session:
        """The demonstration in a store of its own, thrown away afterwards."""
        from fazhi_tui.store.store import open_store

        self._drop_practice()
        self._practice = TemporaryDirectory(prefix="fazhi-demo-")
        store = open_store(str(Path(self._practice.name) / "demo.db"))
        return open_sample(store, actor=self._actor)

    def _drop_practice(self) -> None:
        if self._practice:
            self._practice.cleanup()
            self._practice = None

    def action_new(self) -> None:
        """Ask for a name and a set."""
        from fazhi_tui.ui.dialogs.files import new_form

        try:
            sets = [(adopted.set.id, adopted.set.title) for adopted in shipped_sets()]
        except Refused as refused:
            self._tell(_sentences(refused))
            sets = []
        self.push_screen(new_form(sets, datetime.now(UTC).astimezone().year))

    def action_import(self) -> None:
        """Ask for a portable file."""
        from fazhi_tui.ui.dialogs.files import import_form

        self.push_screen(import_form())

    @on(NewRequested)
    def make_new(self, event: NewRequested) -> None:
        """Make an assessment and open it."""
        if not event.indicator_set:
            event.reply("请填写指标体系文件（.toml）的路径。")
            return

        def make() -> Session:
            adopted = find_set(event.indicator_set)
            head = new_assessment(self._store, event.name, adopted, actor=self._actor)
            return self._open(head.name)

        self._then_enter(make, event.reply)

    @on(ImportRequested)
    def take_in(self, event: ImportRequested) -> None:
        """Import a portable file and open it."""

        def make() -> Session:
            head = import_file(self._store, event.path, actor=self._actor, name=event.name)
            return self._open(head.name)

        self._then_enter(make, event.reply)

    def _then_enter(self, make: Callable[[], Session], reply: Reply) -> None:
        try:
            session = make()
        except Refused as refused:
            reply(_sentences(refused))
            return
        self._enter(session)

    # ------------------------------------------------------------ export
    @on(ExportRequested)
    def export(self, event: ExportRequested) -> None:
        """Write a list in the background; the outcome comes back as a sentence."""
        if self.shown:
            self._export(event, self.shown)

    @work(thread=True, exclusive=True)
    def _export(self, event: ExportRequested, shown: Shown) -> None:
        from fazhi_tui.ui.exporting import write_list

        try:
            path = write_list(shown, event.kind, event.path, event.unit)
        except Refused as refused:
            self.call_from_thread(event.reply, _sentences(refused))
            return
        self.call_from_thread(event.reply, "")
        self.call_from_thread(self._tell_written, path)

    def _tell_written(self, path: Path) -> None:
        self.notify(f"已导出到 {path}", markup=False, timeout=10)

    # ------------------------------------------------------------ help, palette, quitting
    def action_help(self) -> None:
        """All keys of this place."""
        from fazhi_tui.ui.dialogs.help import help_dialog

        self.push_screen(help_dialog(self._place_name()))

    def action_palette(self) -> None:
        """All commands of this place, to be found by a few letters."""
        from fazhi_tui.ui.commands import commands_at, key_name
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        here = self.screen
        options = [
            Option(command.id, f"{command.name}　{key_name(command.keys[0])}", command.help)
            for command in commands_at(self._place_name())
            if command.id != "palette"
        ]

        def answered(command: str | None) -> None:
            if command and isinstance(here, Place):
                here.action_command(command)

        self.push_screen(ChooserDialog("全部命令", options, "命令或拼音首字母"), answered)

    def action_help_quit(self) -> None:
        """Ctrl+C copies where text is marked; people press it to get out."""
        self.notify("要退出请按 Ctrl+Q；改动都已存好。", markup=False)

    async def action_quit(self) -> None:
        """Leave; nothing is unsaved."""
        self._drop_practice()
        self.exit()

    def _place_name(self) -> str:
        return self.screen.PLACE if isinstance(self.screen, Place) else "start"

    def _tell(self, sentence: str) -> None:
        self.notify(sentence, severity="error", markup=False, timeout=8)

    # ------------------------------------------------------------ terminal
    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Put the terminal's cursor into the input that got the focus: input methods open there."""
        widget = event.widget
        if isinstance(widget, Input):
            self.call_after_refresh(self._park_cursor, widget)

    def _park_cursor(self, widget: Input) -> None:
        if widget.is_attached:
            self.cursor_position = widget.cursor_screen_offset
            self._write_cursor(self.cursor_position)

    def _write_cursor(self, place: Offset) -> None:
        """Nothing is painted after a focus that changes no line, so the move is written alone."""
        if self._driver and not self.is_headless:
            self._driver.write(f"\x1b[{place.y + 1};{place.x + 1}H")
            self._driver.flush()

    def _fatal_error(self) -> None:
        """A bug: one plain sentence on the screen, the rest in a log without anybody's data."""
        from fazhi_tui.ui.crash import write_log

        self.bell()
        log = write_log()
        told = f"程序出错，已退出；此前的改动都已存好。出错记录：\n{log}"
        self._exit_renderables.append(Text(told, overflow="fold"))
        self._close_messages_no_wait()


def _place(place: str, shown: Shown) -> Screen[None]:
    if place == "losses":
        from fazhi_tui.ui.screens.losses import Losses

        return Losses(shown)
    from fazhi_tui.ui.screens.gaps import Gaps

    return Gaps(shown)


def _sentences(refused: Refused) -> str:
    """What was refused, for people; a bad file has many problems, the first few say enough."""
    problems = refused.problems
    told = "\n".join(map(say, problems[:5]))
    more = len(problems) - 5
    return f"{told}\n（另有 {more} 处）" if more > 0 else told


def _thaw() -> None:
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)  # a key makes some thousand values and hardly a cycle
    gc.enable()
