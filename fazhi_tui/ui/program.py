"""The app: holds the session, decides → saves → shows, and is the only one to catch a refusal."""

from collections.abc import Callable, Sequence, Set
from datetime import UTC, datetime

from textual import on
from textual.screen import Screen

from fazhi_tui.domain.changes import Change, RecordFinding, touched
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.rows import Head
from fazhi_tui.store.settings import Settings
from fazhi_tui.store.store import Store
from fazhi_tui.store.urls import shown
from fazhi_tui.ui.collector import thaw
from fazhi_tui.ui.commands import PLACES, START
from fazhi_tui.ui.leaving import leave_when_told
from fazhi_tui.ui.messages import (
    ChangeRequested,
    CommandAsked,
    ImportRequested,
    NewRequested,
    OpenRequested,
    PlaceAsked,
    Reply,
    Shown,
)
from fazhi_tui.ui.remembering import RememberingApp
from fazhi_tui.ui.screens.answering import Answering
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.going import Places
from fazhi_tui.ui.screens.start import Start
from fazhi_tui.ui.screens.workbench import Workbench
from fazhi_tui.ui.telling import news, sentences, undone, warning_about
from fazhi_tui.work.opening import (
    find_set,
    import_file,
    new_assessment,
    open_session,
    shipped_sets,
)
from fazhi_tui.work.session import Session

WATCHING = 0.5
"""Seconds between two looks at what other programs wrote."""

LISTING = 1.0
"""Seconds between two looks at which rounds there are, while the list is open."""


class FazhiApp(RememberingApp):
    """`actor` makes the changes and speaks for `unit` ("" the office)."""

    def __init__(
        self,
        store: Store,
        session: Session | None,
        *,
        actor: str,
        unit: str = "",
        settings: Settings | None = None,
        practice: bool = False,
    ) -> None:
        """`practice`: nothing in the store is kept."""
        super().__init__(settings, practice=practice)
        self._store = store
        self._session = session
        self._actor = actor
        self._unit = unit
        self._places = Places(self)
        self._told = ""
        if session:
            self.set_reactive(FazhiApp.shown, self._shown_now(session))

    def get_default_screen(self) -> Screen[None]:
        """The workbench if an assessment is open, else the list of all."""
        if self.shown:
            return Workbench(self.shown)
        return self._start_screen(self._store.heads())

    def on_mount(self) -> None:
        """After the first paint the garbage collector may work again."""
        leave_when_told(self, self._keep_unfinished)
        if told := warning_about(self._store):
            self.notify(told, severity="warning", markup=False, timeout=15)
        self.call_after_refresh(thaw)
        self.set_interval(WATCHING, self._look_around)
        self.set_interval(LISTING, self._look_at_list)

    def _shown_now(self, session: Session) -> Shown:
        return Shown(session.snapshot, self._unit, self._practice.going_on)

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
        refusal, seq, mine = "", session.snapshot.head.seq, set[int]()
        try:
            for change in event.propose():
                self._check_seen(session, change, event, mine)
                mine.add(session.make(change, self._unit).seq)
        except Refused as refused:
            refusal = sentences(refused)
            if refused.problems[0].code is Code.CHANGED_MEANWHILE:  # that is told once
                event.since = session.snapshot.head.seq
        if session.snapshot.head.seq != seq:
            self.shown = self._shown_now(session)
            others = [line for line in session.since(seq) if line.seq not in mine]
            if others:
                self.notify(news(others, session.snapshot.roster), markup=False)
        event.reply(refusal)

    def _check_seen(
        self, session: Session, change: Change, event: ChangeRequested, mine: Set[int]
    ) -> None:
        """Refuse to go over what others wrote while somebody was filling in a dialog."""
        if event.since is None or isinstance(change, RecordFinding):  # nothing is written over
            return
        lines = [line for line in session.since(event.since) if line.seq not in mine]
        session.check_apart(change, lines)

    def action_undo(self) -> None:
        """Undo the last change of one's own that still stands, and go where it was."""
        session = self._session
        if session is None:
            return
        try:
            _, line = session.undo(self._unit)
        except Refused as refused:
            self._tell(sentences(refused))
            return
        self.shown = self._shown_now(session)
        numbers = touched(line.change).indicators
        here = self.screen
        if numbers and isinstance(here, Answering):
            here.go(numbers[0])
        elif numbers and isinstance(here, Place):
            self._go("workbench", numbers[0])
        self.notify(undone(line, session.snapshot.roster), markup=False)

    def _look_at_list(self) -> None:
        """Show rounds that other programs began or went on with."""
        there = self.screen_stack[-1:]  # none while the program ends
        if there and isinstance(there[0], Start):
            try:
                if self._store.changed():
                    there[0].refresh_heads(self._store.heads())
            except Refused as refused:
                self._tell_once(sentences(refused))
            else:
                self._told = ""

    def _tell_once(self, sentence: str) -> None:
        """A trouble that lasts is told once."""
        if sentence != self._told:
            self._tell(sentence)
        self._told = sentence

    def _look_around(self) -> None:
        """Show what other programs wrote since, and say so; keep what is half typed."""
        self._keep_unfinished()
        session = self._session
        if session is None or self._exit or not self.screen_stack:  # it ends
            return
        seq = session.snapshot.head.seq
        try:
            anything = session.look()
        except Refused as refused:
            self._tell_once(sentences(refused))
            return
        self._told = ""
        if anything:
            self.shown = self._shown_now(session)
            self.notify(news(session.since(seq), session.snapshot.roster), markup=False)

    # ------------------------------------------------------------ going about
    @on(CommandAsked)
    def run_command(self, event: CommandAsked) -> None:
        """A command that is not the screen's own; a place's name leads there."""
        if event.command in PLACES and event.command != START:
            self._go(event.command)
            return
        action: Callable[[], None] = getattr(self, f"action_{event.command}")
        action()

    @on(PlaceAsked)
    def go_to_place(self, event: PlaceAsked) -> None:
        """Another place, or an indicator."""
        self._go(event.place, event.key)

    def action_places(self) -> None:
        """Where one can go, and how it stands there."""
        from fazhi_tui.ui.screens.going import places_dialog

        if self.shown:
            dialog = places_dialog(self.shown, self._place_name())
            self.push_screen(dialog, lambda place: self._go(place) if place else None)

    def action_start(self) -> None:
        """Close the assessment and show the list of all."""
        try:
            heads = self._store.heads()
        except Refused as refused:
            self._tell(sentences(refused))
            return
        self._leave_places()
        self._session = None
        self._practice.drop()
        self.set_reactive(FazhiApp.shown, None)
        base = self.screen
        if isinstance(base, Start):
            base.show_heads(heads)
        else:
            self.push_screen(self._start_screen(heads))

    def _go(self, place: str, key: str = "") -> None:
        """The workbench lies at the bottom; another place lies over it.

        What was told before is of the place before: it would only hide the keys of this one.
        """
        if self._notifications:
            self.clear_notifications()
        base = 1 if isinstance(self.screen_stack[0], Workbench) else 2
        if place != "workbench" and self.shown:
            self._leave_to(base + 1)
            there = self._places.at(place, self.shown)
            if len(self.screen_stack) == base:
                self.push_screen(there)
            elif there is not self.screen:
                self.switch_screen(there)
            return
        self._leave_to(base)
        if key and isinstance(self.screen, Workbench):
            self.screen.go(key)

    def _leave_places(self) -> None:
        """Back to the bottom; the places go, and with them what is still being read there."""
        self.workers.cancel_group(self, "reports")
        self._leave_to(1)
        self._places.forget()

    def _leave_to(self, depth: int) -> None:
        while len(self.screen_stack) > depth:
            self.pop_screen()

    def _start_screen(self, heads: Sequence[Head]) -> Screen[None]:
        place = "演示，退出后不保留" if self._practice.whole else shown(self._store.place)
        return Start(heads, place)

    # ------------------------------------------------------------ opening
    @on(OpenRequested)
    def open_assessment(self, event: OpenRequested) -> None:
        """Open one by its name, or the demonstration."""
        try:
            session = self._opened(event.name)
        except Refused as refused:
            self._tell(sentences(refused))
            return
        self._enter(session)

    def _opened(self, name: str) -> Session:
        if not name:
            return self._practice.begin(self._actor)
        return open_session(self._store, name, actor=self._actor)

    def _enter(self, session: Session) -> None:
        """The workbench: the one at the bottom if there is one, else one over the list."""
        self._session = session
        shown = self._shown_now(session)
        self.set_reactive(FazhiApp.shown, shown)
        self._leave_places()
        base = self.screen
        if isinstance(base, Workbench):
            base.shown = shown
            base.begin()
            base.ask_for_draft()
        else:
            self.push_screen(Workbench(shown))

    def action_new(self) -> None:
        """Ask for a name and a set."""
        from fazhi_tui.ui.dialogs.files import new_form

        try:
            sets = [(adopted.set.id, adopted.set.title) for adopted in shipped_sets()]
        except Refused as refused:
            self._tell(sentences(refused))
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
            return self._opened(head.name)

        self._then_enter(make, event.reply)

    @on(ImportRequested)
    def take_in(self, event: ImportRequested) -> None:
        """Import a portable file and open it."""

        def make() -> Session:
            head = import_file(self._store, event.path, actor=self._actor, name=event.name)
            return self._opened(head.name)

        self._then_enter(make, event.reply)

    def _then_enter(self, make: Callable[[], Session], reply: Reply) -> None:
        try:
            session = make()
        except Refused as refused:
            reply(sentences(refused))
            return
        reply("")
        self._enter(session)

    # ------------------------------------------------------------ help, palette, quitting
    def action_help(self) -> None:
        """All keys of this place, or of the box that lies over it."""
        from fazhi_tui.ui.dialogs.base import Dialog
        from fazhi_tui.ui.dialogs.help import help_dialog, keys_dialog

        if isinstance(self.screen, Dialog):
            self.push_screen(keys_dialog(*self.screen.explained))
        else:
            self.push_screen(help_dialog(self._place_name()))

    def action_palette(self) -> None:
        """All commands of this place, to be found by a few letters."""
        from fazhi_tui.ui.dialogs.palette import palette

        here = self.screen

        def answered(command: str | None) -> None:
            if command and isinstance(here, Place):
                here.action_command(command)

        self.push_screen(palette(self._place_name()), answered)

    def action_help_quit(self) -> None:
        """Ctrl+C copies where text is marked; people press it to get out."""
        self.notify("要退出请按 Ctrl+Q；改动都已存好。", markup=False)

    async def action_quit(self) -> None:
        """Leave, as soon as nothing is unsaved."""
        here = self.screen
        if isinstance(here, Place):
            here.settle(self._quit)
        elif any(getattr(screen, "unsaved", False) for screen in self.screen_stack):
            self.notify("所填内容还没有保存：按 F2 保存，或按 Esc 留作草稿，再退出。", markup=False)
        else:
            self._quit()

    def _quit(self) -> None:
        self._session = None
        self._practice.drop()
        self.exit()

    def _place_name(self) -> str:
        return self.screen.PLACE if isinstance(self.screen, Place) else "start"
