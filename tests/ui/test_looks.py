"""Colours: readable in every theme, kept for the next time, and in terminals that have few."""

from itertools import product

import pytest
from rich.color import Color
from rich.style import Style
from textual.theme import BUILTIN_THEMES

from fazhi_tui.store.settings import Settings, keep_setting, read_settings
from fazhi_tui.ui import themes
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import wear
from tests.ui.desk import ACTOR, Desk, type_text

PALETTES = {
    "dark": look.DARK,
    "light": themes.LIGHT,
    "sixteen": themes.SIXTEEN,
    "grey": themes.GREY,
    **{name: themes.palette_of(theme) for name, theme in BUILTIN_THEMES.items() if not theme.ansi},
}
SIXTEEN = {
    "#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
    "#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff",
}  # fmt: skip
WORDS = [look.PLAIN, look.DIM, look.LABEL, look.LOST, look.PENDING, look.GOOD, look.STRONG]
GROUNDS = [look.GROUND, look.ON_CURSOR, look.ON_CURSOR_IDLE, look.ON_RAISED, look.ON_BOX]
WHOLE = [look.EDIT, look.FIELD, look.FIELD_BLANK, look.KEY, look.KEY_LABEL, look.KEY_OFF,
         look.BRAND, look.BADGE, look.CHIP]  # fmt: skip


@pytest.fixture(params=PALETTES)
def palette(request: pytest.FixtureRequest) -> look.Palette:
    """Each palette in turn, worn for the test only."""
    return PALETTES[request.param]


def _contrast(words: Color | str | None, ground: Color | str | None) -> float:
    one, other = (
        (Color.parse(colour) if isinstance(colour, str) else colour) for colour in (words, ground)
    )
    assert one is not None
    assert other is not None
    return look.contrast(one.get_truecolor(), other.get_truecolor())


def test_words_can_be_read_on_whatever_lies_under_them(palette: look.Palette) -> None:
    wear(palette)
    try:
        painted = [look.paint(*pair) for pair in product(GROUNDS, WORDS)]
        painted += [look.paint(look.GROUND, style) for style in WHOLE]
    finally:
        wear(look.DARK)
    faint = [style for style in painted if _contrast(style.color, style.bgcolor) < look.READABLE]
    assert faint == []


def test_what_style_sheets_put_together_can_be_read(palette: look.Palette) -> None:
    pairs = [
        (palette.text, palette.field), (palette.text, palette.raised), (palette.dim, palette.box),
        (palette.blue, palette.box), ("#ffffff", palette.notice), ("#ffffff", palette.caution),
        ("#ffffff", palette.alarm),
    ]  # fmt: skip
    assert [pair for pair in pairs if _contrast(*pair) < look.READABLE] == []


def test_the_cursor_is_seen_by_its_ground_alone(palette: look.Palette) -> None:
    assert palette.cursor not in {palette.ground, palette.cursor_idle}
    assert _contrast(palette.cursor, palette.ground) > 1.25


def test_few_colours_are_those_the_terminal_has() -> None:
    own = set(themes.variables(themes.SIXTEEN).values())
    assert own <= SIXTEEN


def test_each_colour_of_the_styles_has_one_use() -> None:
    """Styles are translated colour by colour: two uses of one colour could not be told apart."""
    values = list(themes.variables(look.DARK).values())
    assert len(set(values)) == len(values)


async def test_a_theme_is_looked_at_chosen_and_kept(desk: Desk) -> None:
    async with desk.app.run_test() as pilot:
        before = look.paint(look.GROUND, look.PLAIN)
        await pilot.press("ctrl+p")
        await type_text(pilot, "配色")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("down")
        await pilot.pause()
        assert desk.app.theme == "fazhi-light"
        await pilot.press("escape")
        await pilot.pause()
        assert desk.app.theme == "fazhi-dark"
        assert read_settings().theme == ""
        await pilot.press("ctrl+p")
        await type_text(pilot, "配色")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        after = look.paint(look.GROUND, look.PLAIN)
        assert look.DARK.ground not in _grounds(desk.app)
        assert themes.LIGHT.ground in _grounds(desk.app)
    assert read_settings().theme == "fazhi-light"
    assert before != after
    assert after == Style(color=themes.LIGHT.text, bgcolor=themes.LIGHT.ground)


async def test_a_theme_that_is_no_more_is_passed_over(desk: Desk) -> None:
    keep_setting("theme", "gone")
    app = FazhiApp(desk.store, desk.session, actor=ACTOR, settings=read_settings())
    async with app.run_test():
        assert app.theme == themes.DEFAULT


@pytest.mark.parametrize("theme", ["fazhi-light", "nord"])
async def test_a_kept_theme_is_worn_from_the_first_paint_on(desk: Desk, theme: str) -> None:
    app = FazhiApp(desk.store, desk.session, actor=ACTOR, settings=Settings(theme=theme))
    async with app.run_test():
        assert look.DARK.ground not in _grounds(app)


def _grounds(app: FazhiApp) -> set[str]:
    """The colours that lie under something on the screen."""
    return {
        segment.style.bgcolor.name
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        if segment.style and segment.style.bgcolor
    }


async def test_no_colours_and_few_colours(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm")
    async with FazhiApp(desk.store, desk.session, actor=ACTOR).run_test():
        assert look.now() == themes.SIXTEEN
    monkeypatch.setenv("NO_COLOR", "1")
    async with FazhiApp(desk.store, desk.session, actor=ACTOR).run_test():
        assert look.now() == themes.GREY
