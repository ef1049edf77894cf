"""The app towards its terminal: colours, keys one at a time, the cursor, and how a bug ends it."""

import sys
from collections.abc import Callable

from rich.text import Text
from textual import events, on, work
from textual.app import App
from textual.driver import Driver
from textual.geometry import Offset
from textual.notifications import SeverityLevel

from fazhi_tui.domain.problems import Refused
from fazhi_tui.store.settings import Settings, keep_setting
from fazhi_tui.ui import plain, themes
from fazhi_tui.ui.messages import CopyAsked
from fazhi_tui.ui.one_by_one import OneByOne
from fazhi_tui.ui.telling import sentences
from fazhi_tui.ui.widgets.cells import wear, whole
from fazhi_tui.ui.widgets.look import Palette

PLAIN_SIGNS, FANCY_SIGNS = "plain", "fancy"

_SAID, _SAID_AT = 6, 2
"""Lines at the bottom that what is said may take, and the column where its words begin."""


class TerminalApp(App[None]):
    """What the app is apart from assessments."""

    CSS = """
    Place { layers: default cover; background: $look-ground; overflow: hidden; }
    ToastRack { align: left bottom; margin-bottom: 0; scrollbar-size-vertical: 0; }
    ToastHolder { align-horizontal: left; }
    Toast {
        width: 100%; max-width: 100%; margin: 0; padding: 0 1;
        background: $look-notice; color: #ffffff;
    }
    Toast.-warning { background: $look-caution; }
    Toast.-error { background: $look-alarm; }
    """
    TITLE = "法治自评"
    NOTIFICATION_TIMEOUT = 3.0
    ENABLE_COMMAND_PALETTE = False
    COMMANDS = set()

    def __init__(self, settings: Settings | None = None) -> None:
        self._parked = Offset(0, 0)
        super().__init__()
        for own in themes.own_themes():
            self.register_theme(own)
        settings = settings or Settings()
        known = settings.theme in themes.offered(self.available_themes)
        self.set_reactive(App.theme, settings.theme if known else themes.DEFAULT)
        self.stylesheet.set_variables(self.get_css_variables())
        wear(self._palette)
        self._typed = OneByOne(self, super().on_event)
        self._write: Callable[[str], None] | None = None
        self._asked_width = False
        self._signs = settings.signs

    def on_mount(self) -> None:
        """Ask how wide this terminal draws what may be drawn in two ways; nothing waits for it."""
        if self._signs == PLAIN_SIGNS or (plain.old_console() and not self._signs):
            self.write_plainly()
        elif self._driver and not self.is_headless and not self._signs:
            self._asked_width = True
            self._driver.write(plain.QUESTION)

    # ------------------------------------------------------------ colours
    @property
    def _palette(self) -> Palette:
        """The theme's colours, or what the terminal and its owner leave of them."""
        if self.no_color:
            return themes.GREY
        if self.console.color_system == "standard":
            return themes.SIXTEEN
        return themes.palette_of(self.current_theme)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's own variables and those of the palette."""
        return {**super().get_css_variables(), **themes.variables(self._palette)}

    def watch_theme(self) -> None:
        """What is drawn by hand wears the new colours too."""
        wear(self._palette)

    def action_theme(self) -> None:
        """Choose the colours; they are worn while one looks through the list."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        before = self.theme
        titles = themes.offered(self.available_themes)
        options = [Option(name, title) for name, title in titles.items()]

        def wear_it(name: str) -> None:
            self.theme = name

        def chosen(name: str | None) -> None:
            self.theme = name or before
            if name:
                self._keep("theme", name)

        dialog = ChooserDialog("配色", options, "几个字或拼音首字母", before, peek=wear_it)
        self.push_screen(dialog, chosen)

    # ------------------------------------------------------------ what is said
    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something below, never as markup, with every character whole."""
        width, height = self.size
        there = self.screen.query("*") if self.screen_stack else ()
        below = [w.region for w in there if w.region.bottom > height - _SAID]
        edges = {edge - _SAID_AT for region in below for edge in (region.x, region.right)}
        inside = {edge for edge in edges if 0 < edge < width - _SAID_AT}
        said = whole(message, width - _SAID_AT - 1, inside)
        super().notify(said, title=title, severity=severity, timeout=timeout, markup=False)

    # ------------------------------------------------------------ what is written
    def action_signs(self) -> None:
        """Change between fancy and plain signs, for terminals that do not tell what they draw."""
        if self._write:
            self.write_fancily()
        else:
            self.write_plainly()
        self._keep("signs", PLAIN_SIGNS if self._write else FANCY_SIGNS)

    @on(CopyAsked)
    def copy(self, event: CopyAsked) -> None:
        """To the terminal's clipboard, and to the desktop's if there is one here."""
        self.copy_to_clipboard(event.copy.text)
        self._hand_on(event.copy.text)
        self.notify(f"已复制{event.copy.title}", markup=False)

    @work(thread=True, exclusive=True, group="copy")
    def _hand_on(self, text: str) -> None:
        from fazhi_tui.ui.copying import hand_to_desktop

        hand_to_desktop(text)

    def _keep(self, name: str, value: str) -> None:
        """Keep a setting for the next time."""
        try:
            keep_setting(name, value)
        except Refused as refused:
            self._tell(sentences(refused))

    def _tell(self, sentence: str) -> None:
        self.notify(sentence, severity="error", markup=False, timeout=6)

    def on_cursor_position(self, event: events.CursorPosition) -> None:
        """The answer about widths: two cells mean trouble with every line that has such a one."""
        if self._asked_width and event.x == 2:
            self.write_plainly()
            self.notify(
                "这个终端把“…”一类符号画成两格，会使各列错开；已改用简单符号显示，所存内容不变。",
                markup=False,
                timeout=8,
            )
        self._asked_width = False

    def write_plainly(self) -> None:
        """Write lookalikes of doubtful characters from now on, and all lines anew."""
        driver: Driver | None = self._driver
        if driver is None or self._write:
            return
        write = self._write = driver.write

        def write_straight(data: str) -> None:
            write(plain.straight(data))

        driver.write = write_straight  # type: ignore[method-assign]
        self.screen.refresh(layout=True)

    def write_fancily(self) -> None:
        """Write every character as it is, and all lines anew."""
        if self._driver and self._write:
            self._driver.write = self._write  # type: ignore[method-assign,assignment]
            self._write = None
            self.screen.refresh(layout=True)

    # ------------------------------------------------------------ keys and the cursor
    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes one at a time; everything else as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typed.take(event)
        else:
            await super().on_event(event)

    @property
    def cursor_position(self) -> Offset:
        """Where the terminal's own cursor is put after painting; input methods open there."""
        here = getattr(self.focused, "cursor_screen_offset", None) if self.screen_stack else None
        return here if isinstance(here, Offset) else self._parked

    @cursor_position.setter
    def cursor_position(self, place: Offset) -> None:
        self._parked = place

    async def on_descendant_focus(self) -> None:
        """Put the cursor into the input that got the focus, though nothing may be painted."""
        self.call_after_refresh(self._park_cursor)
        await self._typed.go_on()

    def _park_cursor(self) -> None:
        place = self.cursor_position
        if self._driver and not self.is_headless:
            self._driver.write(f"\x1b[{place.y + 1};{place.x + 1}H")
            self._driver.flush()

    # ------------------------------------------------------------ the end
    def _fatal_error(self) -> None:
        """A bug: one plain sentence on the screen, the rest in a log without anybody's data."""
        from fazhi_tui.work.crash import write_log

        self.bell()
        log = write_log(sys.exc_info()[1])
        told = f"程序出错，已退出；此前的改动都已存好。出错记录：\n{log}"
        self._exit_renderables.append(Text(told, overflow="fold"))
        self._close_messages_no_wait()
