"""README.md says what the program does today."""

from pathlib import Path

from scripts.make_readme import README, mended, with_keys


def test_the_key_table_is_up_to_date() -> None:
    text = README.read_text("utf-8")
    assert with_keys(text) == text, "run python -m scripts.make_readme"


def test_the_picture_it_shows_is_there() -> None:
    assert Path(README.parent, "docs/pictures/workbench.svg").is_file()


def test_wide_characters_in_pictures_stand_two_cells_apart() -> None:
    svg = '<text class="r1" x="12.2" y="20" textLength="9" clip-path="c">&#160;市A&lt;</text>'
    assert mended(svg) == (
        '<text class="r1" x="24.4" y="20" textLength="24.4">市</text>'
        '<text class="r1" x="48.8" y="20" textLength="24.4">A&lt;</text>'
    )
