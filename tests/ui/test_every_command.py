"""Every command of the table is given once, by its key or from the palette, and does something."""

from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.changes import AttachEvidence, MarkNone, RecordFinding, SetReading, SubmitItem
from fazhi_tui.store.store import Store
from fazhi_tui.ui.commands import COMMANDS, START, WORKBENCH, Command
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.widgets.key_bar import KeyBar
from tests.ui.desk import ACTOR, Desk, screen_text, type_text

SIZE = (120, 40)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """A desk with something of everything, so that no command lacks its object."""
    return desk.after(
        RecordFinding("1", "a", quantity=Decimal(3), reason="案卷缺页"),
        MarkNone(("1",), "b"),
        AttachEvidence(("1",), "执法全过程记录办法"),
        SubmitItem(("1",)),
        SetReading("2", "a", Rate(Decimal(95), Decimal(100))),
        SubmitItem(("2",)),
    )


def _seen(app: FazhiApp, store: Store) -> tuple[object, ...]:
    """Everything that a command can change and a person or a file can tell."""
    lines = sum(head.seq for head in store.heads())
    told = tuple(note.message for note in app._notifications)
    here = (len(app.screen_stack), type(app.screen).__name__, app.theme, app.return_code)
    return here, screen_text(app) if app.is_running else "", told, lines, app._exit, app._write


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
async def test_it_does_something(busy: Desk, command: Command) -> None:
    place = command.places[0]
    if place == START:
        busy.app = FazhiApp(busy.store, None, actor=ACTOR)
    app = busy.app
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        if place not in {START, WORKBENCH}:
            app._go(place)
            await pilot.pause()
        elif place == WORKBENCH:
            await pilot.press("home", "down", "down")
        assert isinstance(app.screen, Place)
        assert place == app.screen.PLACE
        before = _seen(app, busy.store)
        if command.keys:
            await pilot.press(command.keys[0])
        else:
            await pilot.press("ctrl+p")
            await type_text(pilot, command.name)
            await pilot.press("enter")
        await pilot.pause()
        assert _seen(app, busy.store) != before


async def test_keys_that_can_be_given_are_lit_as_soon_as_a_place_is_shown(busy: Desk) -> None:
    async with busy.app.run_test(size=SIZE) as pilot:
        for place in ("gaps", "review", "losses"):
            busy.app._go(place)
            await pilot.pause()
            screen = busy.app.screen
            assert isinstance(screen, Place)
            shown = {hint.command: hint.enabled for hint in screen.query_one(KeyBar)._hints}
            assert shown == {name: not screen.why_not(name) for name in shown}
