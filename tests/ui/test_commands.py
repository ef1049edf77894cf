"""Commands are declared once: each has its action, its own keys, and a place in the help."""

import pytest
from textual.binding import Binding

from fazhi_tui.ui.commands import COMMANDS, PLACES, bindings, commands_at, key_name, key_table
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.gaps import Gaps
from fazhi_tui.ui.screens.losses import Losses
from fazhi_tui.ui.screens.merging import Merging
from fazhi_tui.ui.screens.overview import Overview
from fazhi_tui.ui.screens.review import Review
from fazhi_tui.ui.screens.start import Start
from fazhi_tui.ui.screens.units import Units
from fazhi_tui.ui.screens.workbench import Workbench

SCREENS: dict[str, type[Place]] = {
    place.PLACE: place
    for place in (Start, Workbench, Overview, Losses, Gaps, Units, Review, Merging)
}


def test_every_command_has_its_action() -> None:
    missing = [
        (place, command.id)
        for place, screen in SCREENS.items()
        for command in commands_at(place)
        if command.id not in PLACES
        and not hasattr(screen, f"action_{command.id}")
        and not hasattr(FazhiApp, f"action_{command.id}")
    ]
    assert missing == []


@pytest.mark.parametrize("place", PLACES)
def test_ids_and_keys_are_unique_at_a_place(place: str) -> None:
    commands = commands_at(place)
    assert len({command.id for command in commands}) == len(commands)
    keys = [binding.key for binding in bindings(place) if isinstance(binding, Binding)]
    assert len(set(keys)) == len(keys)


def test_every_command_belongs_to_a_place_and_says_what_it_does() -> None:
    for command in COMMANDS:
        assert set(command.places) <= set(PLACES)
        assert command.places
        assert command.help.endswith("。")
        assert all(len(key) > 1 for key in command.keys), "letters go to the input method"


def test_keys_are_named_as_people_write_them() -> None:
    assert key_name("ctrl+z") == "Ctrl+Z"
    assert key_name("f10") == "F10"
    assert key_name("slash") == "/"
    assert ("填报", "F7", "下一未填", "到下一项未填完、退回修改或数据自相矛盾的指标。") in set(
        key_table()
    )
