"""A list to choose from: type a few characters, of the words or of their pinyin initials."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from textual import events, on
from textual.widget import Widget
from textual.widgets import Input

from fazhi_tui.ui.dialogs.base import Dialog
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.clean_input import CleanInput
from fazhi_tui.ui.widgets.initials import matches
from fazhi_tui.ui.widgets.table import Column, Table, TableRow


class Option(Struct, frozen=True):
    """One line of the list. `more` is searched too but shown dimmed behind."""

    key: str
    text: str
    more: str = ""


class ChooserDialog(Dialog[str]):
    """Returns the key of the option chosen."""

    DEFAULT_CSS = """
    ChooserDialog Table { height: 14; background: $look-ground; margin-top: 1; }
    """
    AUTO_FOCUS = "CleanInput"

    def __init__(
        self,
        title: str,
        options: Sequence[Option],
        prompt: str,
        current: str = "",
        peek: Callable[[str], object] | None = None,
    ) -> None:
        """`peek` is told every option that the cursor comes to stand on."""
        super().__init__(title, "↑↓ 选择 · Enter 确定 · Esc/F12 取消")
        self._options = tuple(options)
        self._prompt = prompt
        self._current = current
        self._peek = peek

    def body(self) -> Iterable[Widget]:
        """The words searched for, and the options that have them."""
        yield CleanInput(placeholder=self._prompt)
        table = Table()
        table.can_focus = False
        yield table

    def on_mount(self) -> None:
        """Show all options."""
        self._show("")
        if self._current:
            self.query_one(Table).go(self._current)

    def on_key(self, event: events.Key) -> None:
        """The arrows move in the list while one types."""
        if event.key in ("up", "down", "pageup", "pagedown"):
            event.stop()
            event.prevent_default()
            self.query_one(Table).on_key(event)

    @on(Input.Changed)
    def search(self, event: Input.Changed) -> None:
        """Show the options that match what is typed."""
        self._show(event.value)

    @on(Input.Submitted)
    def choose(self) -> None:
        """Return the option under the cursor."""
        key = self.query_one(Table).cursor_key
        if key:
            self.dismiss(key)

    @on(Table.Moved)
    def look_at(self, event: Table.Moved) -> None:
        """Let the one who asked show what this option would be."""
        if self._peek:
            self._peek(event.key)

    @on(Table.Chosen)
    def choose_clicked(self, event: Table.Chosen) -> None:
        """Return the option clicked."""
        self.dismiss(event.key)

    def _show(self, wanted: str) -> None:
        chosen = [o for o in self._options if matches(wanted, f"{o.key} {o.text} {o.more}")]
        columns = (Column("", stretch=3), Column("", stretch=2, style=look.DIM))
        rows = [TableRow(option.key, (option.text, option.more)) for option in chosen]
        self.query_one(Table).show(columns, rows, "没有符合的，换几个字再找。")
