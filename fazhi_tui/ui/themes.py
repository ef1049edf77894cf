"""The themes: two made for this program, those of Textual, and what few colours are made of.

A theme's colours become a `Palette`; it becomes the styles of what is drawn by hand and the
`$look-…` variables of the style sheets, so both are always of one kind.
"""

from collections.abc import Mapping

from textual.color import Color
from textual.theme import Theme

from fazhi_tui.ui.widgets.look import DARK, Palette, readable

LIGHT = Palette(
    ground="#fbfaf7",
    raised="#e3e8ef",
    box="#f1f3f6",
    scrim="#8d98a6",
    text="#1d2631",
    dim="#566271",
    off="#626d7b",
    line="#a3afbd",
    blue="#185a9d",
    red="#b02a21",
    amber="#7d5200",
    green="#1d6b2f",
    heat_low="#75644f",
    heat_high="#a0440c",
    cursor="#c9ddf5",
    cursor_idle="#e2e6ec",
    field="#d3e3f6",
    edit="#1d5fae",
    bright="#ffffff",
    brand="#9d2f2a",
    notice="#1f4f86",
    caution="#755000",
    alarm="#8f2620",
    dark=False,
)

SIXTEEN = Palette(
    ground="#000000",
    raised="#0000aa",
    box="#000000",
    scrim="#000000",
    text="#ffffff",
    dim="#aaaaaa",
    off="#aaaaaa",
    line="#555555",
    blue="#55ffff",
    red="#ff5555",
    amber="#ffff55",
    green="#55ff55",
    heat_low="#aaaaaa",
    heat_high="#ff5555",
    cursor="#00aaaa",
    cursor_idle="#aaaaaa",
    field="#0000aa",
    edit="#00aaaa",
    bright="#ffffff",
    brand="#aa0000",
    notice="#0000aa",
    caution="#0000aa",
    alarm="#aa0000",
    few=True,
)
"""For terminals with the sixteen colours only: none of these is mixed or rounded."""

GREY = Palette(
    ground="#000000",
    raised="#2c2c2c",
    box="#161616",
    scrim="#000000",
    text="#dcdcdc",
    dim="#a2a2a2",
    off="#8e8e8e",
    line="#5a5a5a",
    blue="#dcdcdc",
    red="#ffffff",
    amber="#ffffff",
    green="#dcdcdc",
    heat_low="#a2a2a2",
    heat_high="#ffffff",
    cursor="#c8c8c8",
    cursor_idle="#3c3c3c",
    field="#4a4a4a",
    edit="#f0f0f0",
    bright="#ffffff",
    brand="#505050",
    notice="#404040",
    caution="#404040",
    alarm="#404040",
    few=True,
)
"""For people who want no colours."""

OWN = {"fazhi-dark": ("深色", DARK), "fazhi-light": ("浅色", LIGHT)}
DEFAULT = "fazhi-dark"


def offered(available: Mapping[str, Theme]) -> dict[str, str]:
    """The themes to choose from, our own first, each with what people read."""
    own = {name: f"法治·{title}" for name, (title, _) in OWN.items()}
    others = {
        name: f"{name}（{'深' if theme.dark else '浅'}）"
        for name, theme in sorted(available.items())
        if name not in own and not theme.ansi
    }
    return own | others


def own_themes() -> list[Theme]:
    """The two themes made for this program, as Textual has them."""
    return [
        Theme(
            name,
            primary=palette.blue,
            warning=palette.amber,
            error=palette.red,
            success=palette.green,
            accent=palette.edit,
            foreground=palette.text,
            background=palette.ground,
            surface=palette.raised,
            panel=palette.box,
            dark=palette.dark,
        )
        for name, (_, palette) in OWN.items()
    ]


def palette_of(theme: Theme) -> Palette:
    """The colours of a theme, one for each use."""
    if theme.name in OWN:
        return OWN[theme.name][1]
    made = theme.to_color_system().generate()
    ground, text = Color.parse(made["background"]), Color.parse(made["foreground"])
    primary, warning = Color.parse(made["primary"]), Color.parse(made["warning"])
    error, success = Color.parse(made["error"]), Color.parse(made["success"])
    box, raised = ground.blend(text, 0.06).hex, ground.blend(text, 0.13).hex
    field = ground.blend(primary, 0.25).hex
    white = "#ffffff"
    return Palette(
        ground=ground.hex,
        raised=raised,
        box=box,
        scrim=ground.blend(Color.parse("black"), 0.4).hex,
        text=readable(readable(text.hex, raised), field),
        dim=readable(text.blend(ground, 0.35).hex, box),
        off=text.blend(ground, 0.42).hex,
        line=text.blend(ground, 0.7).hex,
        blue=readable(primary.hex, box),
        red=error.hex,
        amber=warning.hex,
        green=success.hex,
        heat_low=warning.blend(text, 0.5).hex,
        heat_high=warning.blend(error, 0.5).hex,
        cursor=ground.blend(primary, 0.35).hex,
        cursor_idle=ground.blend(text, 0.16).hex,
        field=field,
        edit=primary.hex,
        bright=white,
        brand=DARK.brand,
        notice=readable(primary.hex, white),  # as dark as white words on it ask for
        caution=readable(warning.hex, white),
        alarm=readable(error.hex, white),
        dark=theme.dark,
    )


def variables(palette: Palette) -> dict[str, str]:
    """The palette as the style sheets name it: `$look-cursor-idle`."""
    return {
        f"look-{name.replace('_', '-')}": value
        for name in palette.__struct_fields__
        if isinstance(value := getattr(palette, name), str)
    }
