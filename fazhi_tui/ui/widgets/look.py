"""The colours and text styles of every widget drawn by hand.

Styles are written in the colours of `DARK` and translated when they are painted (`paint`): another
theme is another palette. Words hard to read on what lies under them are made readable.
"""

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import astuple
from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style

READABLE = 4.5
"""The least contrast between words and their ground."""


class Palette(Struct, frozen=True):
    """What each colour is for. `few`: the terminal has few colours, none may be mixed."""

    ground: str
    raised: str
    box: str
    scrim: str
    text: str
    dim: str
    off: str
    line: str
    blue: str
    red: str
    amber: str
    green: str
    heat_low: str
    heat_high: str
    cursor: str
    cursor_idle: str
    field: str
    edit: str
    bright: str
    brand: str
    notice: str
    caution: str
    alarm: str
    dark: bool = True
    few: bool = False


DARK = Palette(
    ground="#11161d",
    raised="#222c39",
    box="#1a222d",
    scrim="#0b0f14",
    text="#d9dfe7",
    dim="#8f9bab",
    off="#818d9d",
    line="#455163",
    blue="#7db4ee",
    red="#f0837a",
    amber="#e3b861",
    green="#86c98d",
    heat_low="#b9a08a",
    heat_high="#f09a6a",
    cursor="#274a78",
    cursor_idle="#2a3441",
    field="#31527d",
    edit="#3d6cab",
    bright="#ffffff",
    brand="#9d2f2a",
    notice="#2f4f7a",
    caution="#6b5420",
    alarm="#7d2f2a",
)

PLAIN = Style(color=DARK.text)
DIM = Style(color=DARK.dim)
FRAME = Style(color=DARK.line, bgcolor=DARK.ground)
FRAME_FOCUS = Style(color=DARK.blue, bgcolor=DARK.ground)
TITLE = Style(color=DARK.text, bold=True)
LABEL = Style(color=DARK.blue)
LOST = Style(color=DARK.red)
PENDING = Style(color=DARK.amber)
GOOD = Style(color=DARK.green)
STRONG = Style(color=DARK.text, bold=True)
BAR = Style(color=DARK.red)
MARKED = Style(color=DARK.ground, bgcolor=DARK.amber, bold=True)
HEAT = (
    Style(color=DARK.heat_low),
    Style(color=DARK.amber),
    Style(color=DARK.heat_high),
    Style(color=DARK.red, bold=True),
)
"""Cells of a heat map, from little to most."""
FIELD = Style(color=DARK.text, bgcolor=DARK.raised)
FIELD_BLANK = Style(color=DARK.amber, bgcolor=DARK.raised)
EDIT = Style(color=DARK.bright, bgcolor=DARK.edit, bold=True)
FOUND = Style(color=DARK.amber, bold=True, underline=True)
GROUND = Style(color=DARK.text, bgcolor=DARK.ground)
ON_BOX = Style(color=DARK.text, bgcolor=DARK.box)
ON_CURSOR = Style(bgcolor=DARK.cursor)
ON_CURSOR_IDLE = Style(bgcolor=DARK.cursor_idle)
ON_RAISED = Style(color=DARK.text, bgcolor=DARK.raised)
KEY = Style(color=DARK.amber, bgcolor=DARK.raised, bold=True)
KEY_LABEL = Style(color=DARK.text, bgcolor=DARK.raised)
KEY_OFF = Style(color=DARK.off, bgcolor=DARK.raised)
BRAND = Style(color=DARK.bright, bgcolor=DARK.brand, bold=True)
BADGE = Style(color=DARK.ground, bgcolor=DARK.amber, bold=True)
CHIP = Style(color=DARK.text, bgcolor=DARK.field)


class _Now:
    """The palette that is painted with."""

    palette = DARK
    colours: dict[str, str] = {}


def use(palette: Palette) -> None:
    """Paint with this palette from now on."""
    _Now.palette = palette
    pairs = zip(astuple(DARK), astuple(palette), strict=True)
    _Now.colours = {str(written): str(painted) for written, painted in pairs}
    paint.cache_clear()


def now() -> Palette:
    """The palette that is painted with."""
    return _Now.palette


@lru_cache(4096)
def paint(base: Style, style: Style) -> Style:
    """`style` on `base` in the colours of today."""
    both = base + style
    ground = _translated(both.bgcolor) if both.bgcolor else None
    words = _translated(both.color) if both.color else None
    if words and both.color != _LINE:
        words = readable(words, ground or _Now.palette.ground)
    return both + Style(color=words, bgcolor=ground)


def _translated(colour: Color) -> str:
    return _Now.colours.get(colour.name, colour.name)


_LINE = Color.parse(DARK.line)


def readable(words: str, ground: str) -> str:
    """`words` where it can be read on `ground`, else the nearest to it that can."""
    fore, back = _triplet(words), _triplet(ground)
    if contrast(fore, back) >= READABLE:
        return words
    white, black = ColorTriplet(255, 255, 255), ColorTriplet(0, 0, 0)
    goal = max(white, black, key=lambda end: contrast(end, back))
    if _Now.palette.few:
        return goal.hex
    mixed = (blend_rgb(fore, goal, step / 20) for step in range(1, 20))
    return next((found for found in mixed if contrast(found, back) >= READABLE), goal).hex


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """How well two colours can be told apart, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: ColorTriplet) -> float:
    red, green, blue = map(_linear, colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def _triplet(colour: str) -> ColorTriplet:
    return Color.parse(colour).get_truecolor()


use(DARK)
