"""The app towards its terminal: colours, keys one at a time, the cursor, and how a bug ends it."""

from rich.text import Text
from textual import events
from textual.app import App
from textual.geometry import Offset
from textual.widgets import Input

from fazhi_tui.ui import themes
from fazhi_tui.ui.one_by_one import OneByOne
from fazhi_tui.ui.widgets.cells import wear
from fazhi_tui.ui.widgets.look import Palette


class TerminalApp(App[None]):
    """What the app is apart from assessments."""

    CSS = """
    Place { layers: default cover; background: $look-ground; }
    ToastRack { align: left bottom; margin-bottom: 0; }
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

    def __init__(self, theme: str = "") -> None:
        super().__init__()
        for own in themes.own_themes():
            self.register_theme(own)
        known = theme if theme in self.available_themes else themes.DEFAULT
        self.set_reactive(App.theme, known)
        self.stylesheet.set_variables(self.get_css_variables())
        wear(self._palette)
        self._typed = OneByOne(self, super().on_event)

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

    async def on_event(self, event: events.Event) -> None:
        """Keys and pastes one at a time; everything else as it comes."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typed.take(event)
        else:
            await super().on_event(event)

    async def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Put the terminal's cursor into the input that got the focus: input methods open there."""
        widget = event.widget
        if isinstance(widget, Input):
            self.call_after_refresh(self._park_cursor, widget)
        await self._typed.go_on()

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
