"""The top line: where one is, which assessment, for whom, the score, how far, when it was saved."""

from msgspec import Struct
from msgspec.structs import replace
from textual.strip import Strip
from textual.widget import Widget

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Line, Part, cells, cut, strip

_LEAST_NAME = 8
"""Cells that a name needs to be told from others."""


class Status(Struct, frozen=True):
    """What the top line tells; empty parts are left out."""

    place: str = ""
    name: str = ""
    unit: str = ""
    badge: str = ""
    earned: str = ""
    lost: str = ""
    pending: str = ""
    full: str = ""
    progress: str = ""
    saved: str = ""


class StatusBar(Widget):
    """One line; the narrower the terminal, the more of the less important parts are left out."""

    DEFAULT_CSS = "StatusBar { dock: top; height: 1; background: $look-raised; }"

    def __init__(self, status: Status | None = None) -> None:
        super().__init__()
        self._status = status or Status()

    def show(self, status: Status) -> None:
        """Show these values."""
        if status != self._status:
            self._status = status
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        return strip(_compose(self._status, width), width, look.ON_RAISED)


def _compose(status: Status, width: int) -> Line:
    """The fullest form that fits; then rather a shorter name than no word that all is saved."""
    for level in range(3):
        line = _line(status, level)
        if cells(line) <= width:
            return line
    for level in (3, 4, 5):
        nameless = width - cells(_line(replace(status, name=""), level)) - 1
        if nameless >= _LEAST_NAME:
            break
    return _line(replace(status, name=cut(status.name, max(nameless, 0))), level)


def _line(status: Status, level: int) -> Line:
    """Level 0 says everything; each higher level says less."""
    parts: list[Part] = []
    if level < 3 or not status.place:
        parts.append((" 法治自评 ", look.BRAND))
    if status.place:
        style = look.BRAND if level > 2 else look.STRONG
        parts.append((f" {status.place if level < 3 else status.place[:2]} ", style))
    gap = " · " if level < 1 else " "
    if status.badge:
        parts.append((f" {status.badge if level < 3 else status.badge[:2]} ", look.BADGE))
    if status.name:
        parts.append((" " + status.name, look.STRONG))
    if status.unit and level < 5:
        unit = status.unit if level < 2 else cut(status.unit, _LEAST_NAME + 2)
        parts.append(((" ─ " if level < 2 else " ") + unit, look.LABEL))
    parts += _figures(status, level, gap)
    if status.progress:
        parts.append(((" · 已填 " if level < 2 else " ") + status.progress, look.PLAIN))
    if status.saved and level < 4:
        parts.append((gap + status.saved, look.DIM))
    return tuple(parts)


def _figures(status: Status, level: int, gap: str) -> list[Part]:
    """How it stands."""
    if not status.full:
        return []
    return [
        (" ── " if level < 1 else "  ", look.DIM),
        ("得 " + status.earned, look.GOOD),
        (gap, look.DIM),
        ("失 " + status.lost, look.LOST),
        (gap, look.DIM),
        (("待定 " if level < 3 else "待") + status.pending, look.PENDING),
        ((" / " if level < 1 else "/") + status.full, look.DIM),
    ]
