"""README.md says what the program does today."""

import re

from fazhi_tui.cli.verbs import VERBS
from fazhi_tui.ui.commands import COMMANDS, key_name
from scripts.make_readme import PICTURES, README, SHOTS, mended, with_keys

GUIDE = README.parent / "docs" / "guide.md"


def test_the_key_table_is_up_to_date() -> None:
    text = README.read_text("utf-8")
    assert with_keys(text) == text, "run python -m scripts.make_readme"


def test_every_picture_shown_is_there_and_every_one_there_is_shown() -> None:
    told = README.read_text("utf-8") + GUIDE.read_text("utf-8")
    shown = set(re.findall(r"pictures/([a-z-]+)\.svg", told))
    assert shown == {path.stem for path in PICTURES.glob("*.svg")} == set(SHOTS)


def test_the_guide_names_commands_there_are() -> None:
    told = GUIDE.read_text("utf-8")
    verbs = set(re.findall(r"fazhi ([a-z]+)", told))
    assert verbs <= set(VERBS)
    keys = {key_name(key) for command in COMMANDS for key in command.keys}
    named = set(re.findall(r"(?<![A-Za-z])(?:Ctrl\+[A-Z]|F\d+)(?![0-9])", told))
    assert named - keys <= {"Ctrl+S", "Ctrl+R", "F12"}, "these work in dialogs only"


def test_wide_characters_in_pictures_stand_two_cells_apart() -> None:
    svg = '<text class="r1" x="12.2" y="20" textLength="9" clip-path="c">&#160;市A&lt;</text>'
    assert mended(svg) == (
        '<text class="r1" x="24.4" y="20" textLength="24.4">市</text>'
        '<text class="r1" x="48.8" y="20" textLength="24.4">A&lt;</text>'
    )
