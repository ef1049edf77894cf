"""A box over the screen: title, content, keys. A dialog gets values and returns one."""

from collections.abc import Iterable
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from fazhi_tui.ui.drafts import Drafting
from fazhi_tui.ui.small import cover
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import cut
from fazhi_tui.ui.widgets.words import Words

Answer = TypeVar("Answer")

_SOON = 0.4
"""Seconds after which a request that is still at work is told."""


class Dialog(ModalScreen[Answer | None], Drafting, Generic[Answer]):
    """Esc or F12 leaves it without an answer; F1 lists its keys.

    `MORE_KEYS` are the keys that its bottom line has no room for, written in the same way.
    """

    MORE_KEYS: ClassVar[str] = ""

    DEFAULT_CSS = """
    Dialog {
        layers: default cover; overflow: hidden;
        align: center middle; background: $look-scrim 60%;
    }
    Dialog > Vertical {
        width: 78; max-width: 96%; height: auto; max-height: 94%;
        border: round $look-blue; background: $look-box; padding: 0 1;
    }
    Dialog #keys { margin-top: 1; }
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
        self._late: tuple[Answer, ...] = ()

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

    async def on_resize(self, event: events.Resize) -> None:
        """Say so if the terminal is too small to work in."""
        await cover(self, event.size)

    def finish(self, answer: Answer) -> None:
        """Leave with an answer: now, or when nothing lies over this box any more."""
        if self.is_active:
            self.dismiss(answer)
        else:
            self._late = (answer,)

    def on_screen_resume(self) -> None:
        """What lay over this box is gone."""
        if self._late:
            self.dismiss(*self._late)


class AskingDialog(Dialog[bool]):
    """Posts a request, once at a time, and leaves when it was granted; a refusal is told in it."""

    def __init__(self, title: str, keys: str, verb: str) -> None:
        """`verb` is what the request does, such as 保存."""
        super().__init__(title, keys)
        self._verb = verb
        self._waiting = self._left = False

    def trouble(self) -> Words:
        """The line for what is wrong."""
        return Words("", look.LOST, id="trouble")

    def tell(self, sentence: str) -> None:
        """Say what is wrong, or nothing any more."""
        self.query_one("#trouble", Words).say(sentence)

    def ask(self, message: Message) -> None:
        """Post the request, unless the one before is not answered yet."""
        if not self._waiting:
            self._waiting = True
            self.tell("")
            self.set_timer(_SOON, self._tell_waiting)
            self.post_message(message)

    def answered(self, refusal: str) -> None:
        """The outcome; it may come when somebody has left this box meanwhile."""
        self._waiting = False
        if not refusal:
            self.granted()
            if not self._left:
                self.finish(True)
        elif self._left:
            self.notify(refusal, severity="error", markup=False, timeout=8)
        else:
            self.tell(refusal)

    def action_leave(self) -> None:
        """Leave; what is being done is not stopped."""
        self._left = True
        super().action_leave()

    def granted(self) -> None:
        """What was asked for is done."""

    def _tell_waiting(self) -> None:
        if self._waiting:
            self.tell(f"正在{self._verb}，请稍候…")


def _escaped(title: str) -> Content:
    return Content(cut(title, 68))
