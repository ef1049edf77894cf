"""What all places have in common: the two bars, commands with reasons, the snapshot coming in."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from fazhi_tui.domain.changes import Change
from fazhi_tui.ui.commands import PLACES, commands_at
from fazhi_tui.ui.drafts import Drafting
from fazhi_tui.ui.messages import ChangeRequested, CommandAsked, CopyAsked, Propose, Reply, Shown
from fazhi_tui.ui.screens.presenting import status_of
from fazhi_tui.ui.small import cover
from fazhi_tui.ui.widgets.key_bar import KeyBar, KeyHint
from fazhi_tui.ui.widgets.pane import Pane
from fazhi_tui.ui.widgets.status_bar import Status, StatusBar

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.listing import ListingDialog
    from fazhi_tui.ui.widgets.table import Table

Result = TypeVar("Result")


class Place(Screen[None], Drafting):
    """A place to stand. Subclasses name their `PLACE`, give a `body`, and show the snapshot."""

    PLACE: ClassVar[str] = ""
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-wide")]

    shown: reactive[Shown | None] = reactive(None, init=False, repaint=False)

    def __init__(self, shown: Shown | None = None) -> None:
        super().__init__()
        self.set_reactive(Place.shown, shown)
        self._hints: tuple[KeyHint, ...] = ()
        self._list: tuple[ListingDialog, Callable[[], ListingDialog]] | None = None

    @property
    def now(self) -> Shown:
        """The snapshot; only asked for where an assessment is open."""
        if self.shown is None:
            raise RuntimeError(f"{self.PLACE} needs a snapshot")
        return self.shown

    def compose(self) -> ComposeResult:
        """The top line, the body, the keys."""
        yield StatusBar(self.status())
        yield from self.body()
        yield KeyBar(self._key_hints())

    def body(self) -> Iterable[Widget]:
        """What stands between the bars."""
        return ()

    def status(self) -> Status:
        """What the top line says."""
        return status_of(self.shown, PLACES[self.PLACE]) if self.shown else Status()

    def show(self) -> None:
        """Bring the body in line with the snapshot."""

    def watch_shown(self) -> None:
        """A new snapshot has come."""
        if self.is_mounted:
            self.query_one(StatusBar).show(self.status())
            self.show()
            self.show_keys()
            self.renew_list()

    # ------------------------------------------------------------ commands
    def why_not(self, command: str) -> str:
        """Why a command can't run now; "" if it can."""
        return ""

    def action_command(self, command: str) -> None:
        """Run a command of this place, or say why not, or pass it to the app."""
        self.settle(lambda: self._run(command))

    def settle(self, then: Callable[[], object]) -> None:
        """`then`, as soon as nothing is half typed any more."""
        then()

    def _run(self, command: str) -> None:
        reason = self.why_not(command)
        if reason:
            self.notify(reason, severity="warning", markup=False)
            return
        action: Callable[[], None] | None = getattr(self, f"action_{command}", None)
        if action:
            action()
        else:
            self.post_message(CommandAsked(command))

    @on(KeyBar.Pressed)
    def run_clicked(self, event: KeyBar.Pressed) -> None:
        """A click on a key is as good as the key."""
        self.action_command(event.command)

    def show_keys(self) -> None:
        """Bring the key bar in line with what can be done now."""
        for bar in self.query(KeyBar):
            bar.show(self._key_hints())

    def _key_hints(self) -> Sequence[KeyHint]:
        return [
            KeyHint(command.id, command.key, command.label, not self.why_not(command.id))
            for command in commands_at(self.PLACE)
            if command.label
        ]

    def seek(self, table: "Table", then: Callable[[str], object]) -> None:
        """Choose one of the table's rows by a few letters, and do `then` with its key."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        options = [
            Option(key, " ".join(told[:2]), " ".join(told[2:])) for key, told in table.in_words()
        ]
        if not options:
            self.notify("列表是空的，没有可以查找的。", severity="warning", markup=False)
            return
        prompt = "名称、编号、单位，或者拼音首字母"
        self.open(ChooserDialog("查找", options, prompt, table.cursor_key), then)

    def action_copy(self) -> None:
        """Choose what of the pane one stands in is to be copied."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        pane = self.focused if isinstance(self.focused, Pane) else self.query(Pane).first()
        copies = [copy for copy in pane.copies() if copy.text]
        if not copies:
            self.notify("这里没有可以复制的内容。", severity="warning", markup=False)
            return
        options = [Option(str(place), copy.title) for place, copy in enumerate(copies)]
        dialog = ChooserDialog("复制（要退出程序请按 Ctrl+Q）", options, "复制什么")

        def chosen(key: str) -> None:
            self.post_message(CopyAsked(copies[int(key)]))

        self.open(dialog, chosen)

    # ------------------------------------------------------------ changes
    def ask(self, propose: Propose, reply: Reply) -> None:
        """Ask for changes and hear the outcome."""
        self.post_message(ChangeRequested(propose, reply))

    def request(self, propose: Propose, done: Callable[[], None] | None = None) -> None:
        """Ask for changes; a refusal is told, nothing is shown that is not saved."""

        def reply(refusal: str) -> None:
            if refusal:
                self.notify(refusal, severity="error", markup=False, timeout=8)
            elif done:
                done()

        self.ask(propose, reply)

    def request_one(self, change: Change, done: Callable[[], None] | None = None) -> None:
        """Ask for one change that is already made up."""
        self.request(lambda: [change], done)

    # ------------------------------------------------------------ dialogs
    def open(
        self, dialog: ModalScreen[Result | None], then: Callable[[Result], object] | None = None
    ) -> None:
        """Show a dialog over this place, and take its answer."""
        if self.shown and hasattr(dialog, "since"):
            dialog.since = self.shown.snapshot.head.seq

        def answered(result: Result | None) -> None:
            if result is not None and then:
                then(result)

        self.app.push_screen(dialog, answered)

    def open_list(
        self, make: "Callable[[], ListingDialog]", then: Callable[[str], object] | None = None
    ) -> None:
        """Show a list over this place; it is made anew for what others write meanwhile."""
        dialog = make()
        self._list = dialog, make
        self.open(dialog, then)

    def renew_list(self) -> None:
        """Bring the list that lies over this place in line with the snapshot."""
        if self._list and self._list[0].is_mounted and self._list[0].is_attached:
            dialog, make = self._list
            dialog.renew(make())

    # ------------------------------------------------------------ size
    async def on_resize(self, event: events.Resize) -> None:
        """Say so if the terminal is too small to work in."""
        await cover(self, event.size)


async def painted_together() -> None:
    """Let widgets that were told to change say so to the screen before it paints: one paint."""
    await asyncio.sleep(0)
