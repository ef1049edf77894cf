"""The colours and text styles of every widget drawn by hand, and the theme made of them."""

from rich.style import Style

BACKGROUND = "#11161d"
RAISED = "#222c39"
FOREGROUND = "#d9dfe7"
DIM_GREY = "#8793a3"
LINE_GREY = "#455163"
BLUE = "#7db4ee"
RED = "#f0837a"
AMBER = "#e3b861"
GREEN = "#86c98d"
CURSOR = "#274a78"
CURSOR_IDLE = "#2a3441"

PLAIN = Style(color=FOREGROUND)
DIM = Style(color=DIM_GREY)
FRAME = Style(color=LINE_GREY, bgcolor=BACKGROUND)
FRAME_FOCUS = Style(color=BLUE, bgcolor=BACKGROUND)
TITLE = Style(color=FOREGROUND, bold=True)
LABEL = Style(color=BLUE)
LOST = Style(color=RED)
PENDING = Style(color=AMBER)
GOOD = Style(color=GREEN)
STRONG = Style(color=FOREGROUND, bold=True)
BAR = Style(color=RED)
HEAT = (
    Style(color="#b9a08a"),
    Style(color=AMBER),
    Style(color="#f09a6a"),
    Style(color=RED, bold=True),
)
"""Cells of a heat map, from little to most."""
FIELD = Style(color=FOREGROUND, bgcolor=RAISED)
FIELD_BLANK = Style(color=AMBER, bgcolor=RAISED)
EDIT = Style(color="#ffffff", bgcolor="#3d6cab", bold=True)
GROUND = Style(color=FOREGROUND, bgcolor=BACKGROUND)
ON_CURSOR = Style(bgcolor=CURSOR)
ON_CURSOR_IDLE = Style(bgcolor=CURSOR_IDLE)
ON_RAISED = Style(color=FOREGROUND, bgcolor=RAISED)
KEY = Style(color=AMBER, bgcolor=RAISED, bold=True)
KEY_LABEL = Style(color=FOREGROUND, bgcolor=RAISED)
KEY_OFF = Style(color="#667283", bgcolor=RAISED)
BRAND = Style(color="#ffffff", bgcolor="#9d2f2a", bold=True)
BADGE = Style(color=BACKGROUND, bgcolor=AMBER, bold=True)
