"""A box over the screen: title, content, keys. A dialog gets values and returns one."""

from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import cut
from fazhi_tui.ui.widgets.words import Words

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """Esc or F12 leaves it without an answer; F1 lists its keys.

    `MORE_KEYS` are the keys that its bottom line has no room for, written in the same way.
    """

    MORE_KEYS: ClassVar[str] = ""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $look-scrim 60%; }
    Dialog > Vertical {
        width: 78; max-width: 96%; height: auto; max-height: 94%;
        border: round $look-blue; background: $look-box; padding: 0 1;
    }
    Dialog #keys { color: $look-dim; margin-top: 1; }
    """
    BINDINGS = [
        Binding("escape,f12", "leave", "取消", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("f1", "app.help", show=False),
    ]

    def __init__(self, title: str, keys: str = "Esc/F12 取消") -> None:
        super().__init__()
        self._heading = title
        self._keys = keys

    def compose(self) -> ComposeResult:
        """The box."""
        with Vertical() as box:
            yield from self.body()
            yield Words(self._keys, look.DIM, id="keys")
        box.border_title = _escaped(self._heading)

    def body(self) -> Iterable[Widget]:
        """What stands in the box."""
        return ()

    @property
    def explained(self) -> tuple[str, str, str]:
        """What F1 tells of it: its title, the keys of its bottom line, the others."""
        return self._heading, self._keys, self.MORE_KEYS

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


def _escaped(title: str) -> Content:
    return Content(cut(title, 68))
