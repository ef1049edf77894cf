"""The app with its session over a real store, and what the journal and the screen say."""

from pathlib import Path
from typing import Self

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import Change
from fazhi_tui.store.store import Store
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session

NAME = "甲市2025年第一轮"
ACTOR = "张三"
MOMENT = "2025-03-01T02:32:00.000Z"
SET = Path(__file__).with_name("small_set.toml")


def clock() -> str:
    """Always the same moment."""
    return MOMENT


class Desk:
    """The app with its session, and what the journal and the screen say."""

    def __init__(self, store: Store, unit: str = "") -> None:
        self.store = store
        self.session: Session = open_session(store, NAME, actor=ACTOR, clock=clock)
        self.start(unit)

    def start(self, unit: str = "") -> None:
        """Make the app anew, so that it starts from what the session has done meanwhile."""
        self.app = FazhiApp(self.store, self.session, actor=ACTOR, unit=unit)

    def after(self, *changes: Change) -> Self:
        """With these changes made, and the app started from there."""
        for change in changes:
            self.session.make(change)
        self.start()
        return self

    @property
    def kinds(self) -> list[str]:
        """The kinds of the changes made since the assessment began, as stored."""
        head = self.store.head(NAME)
        return [line.kind for line in self.store.lines(head.id)][1:]

    @property
    def assessment(self) -> Assessment:
        """The assessment as the session has it."""
        return self.session.snapshot.assessment

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return screen_text(self.app)


def screen_text(app: FazhiApp) -> str:
    """All lines of the screen that is on top, as they are painted."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Text as an input method or a paste brings it: all at once."""
    focused = pilot.app.focused
    assert focused is not None
    focused.post_message(events.Paste(text))
    await pilot.pause()


async def give(pilot: Pilot[None], command: str) -> None:
    """A command from the palette, by its name."""
    await pilot.press("ctrl+p")
    await pilot.pause()
    await type_text(pilot, command)
    await pilot.press("enter")
    await pilot.pause()


def write(desk: Desk, key: str, text: str) -> None:
    """Put a text into a field of the dialog, of one line or several."""
    field = desk.app.screen.query_one(f"#{key}")
    assert isinstance(field, Input | LongText)
    field.value = text
