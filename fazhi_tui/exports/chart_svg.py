"""A chart of a sheet as inline SVG: no script, no font but the page's, every text escaped."""

from html import escape
from math import cos, pi, sin

from fazhi_tui.exports.cells import shown
from fazhi_tui.exports.sheet import Cell, Chart, Sheet
from fazhi_tui.wording.measured import width_of
from fazhi_tui.wording.shown import one_line, shorten

COLOURS = ("#2f6f4f", "#c0392b", "#c9c4b8", "#3b6ea5")
"""Earned, lost, pending, and one more."""

_BAR, _STEP, _LABEL, _WIDE = 16, 26, 210, 860


def chart(sheet: Sheet, drawn: Chart) -> str:
    """The whole `<svg>`."""
    return _radar(sheet, drawn) if drawn.kind == "radar" else _bars(sheet, drawn)


def _colour(chart: Chart, place: int) -> str:
    return COLOURS[place] if len(chart.values) > 1 else COLOURS[1]


def _size(cell: Cell) -> int:
    """How much is drawn; only ratios count, so that nothing is ever a float of points."""
    return cell if isinstance(cell, int) else 0


def _bars(sheet: Sheet, drawn: Chart) -> str:
    rows = [row for place, row in enumerate(sheet.rows) if not sheet.strong(place)]
    most = max((sum(_size(row[value]) for value in drawn.values) for row in rows), default=0) or 1
    room = _WIDE - _LABEL - 90 * len(drawn.values)
    parts = []
    for place, row in enumerate(rows):
        top, left = 34 + place * _STEP, _LABEL
        label = shorten(one_line(str(row[drawn.label] or "")), 14)
        parts.append(
            f'<text x="{_LABEL - 8}" y="{top + 12}" text-anchor="end">{escape(label)}</text>'
        )
        for number, value in enumerate(drawn.values):
            wide = _size(row[value]) * room // most
            colour = _colour(drawn, number)
            parts.append(
                f'<rect x="{left}" y="{top}" width="{wide}" height="{_BAR}" fill="{colour}"/>'
            )
            left += wide
        told = " / ".join(
            shown(row[value], sheet.columns[value].kind, sheet.places) or "0"
            for value in drawn.values
        )
        parts.append(f'<text x="{left + 6}" y="{top + 12}">{told}</text>')
    return _svg(drawn, _WIDE, 44 + len(rows) * _STEP, _legend(sheet, drawn) + "".join(parts))


def _legend(sheet: Sheet, drawn: Chart) -> str:
    parts, left = [], _LABEL
    for number, value in enumerate(drawn.values):
        heading = sheet.columns[value].heading
        colour = _colour(drawn, number)
        parts.append(f'<rect x="{left}" y="8" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{left + 17}" y="19">{escape(heading)}</text>')
        left += 34 + width_of(heading) * 7
    return "".join(parts)


def _radar(sheet: Sheet, drawn: Chart) -> str:
    rows = [row for place, row in enumerate(sheet.rows) if not sheet.strong(place)]
    (value,) = drawn.values
    middle, reach = (_WIDE / 2, 190), 140
    corners = [2 * pi * place / max(len(rows), 1) - pi / 2 for place in range(len(rows))]

    def point(angle: float, share: float) -> str:
        x, y = middle[0] + reach * share * cos(angle), middle[1] + reach * share * sin(angle)
        return f"{x:.1f},{y:.1f}"

    def shape(shares: list[float], look: str) -> str:
        points = " ".join(map(point, corners, shares))
        return f'<polygon points="{points}" {look}/>'

    rings = "".join(
        shape([ring / 4] * len(rows), 'fill="none" stroke="#d8d4cc"') for ring in range(1, 5)
    )
    look = f'fill="{COLOURS[0]}" fill-opacity="0.25" stroke="{COLOURS[0]}"'
    filled = shape([_share(row[value]) for row in rows], look)
    labels = "".join(
        _corner(point(a, 1.1), a, sheet, row, drawn) for a, row in zip(corners, rows, strict=True)
    )
    return _svg(drawn, _WIDE, 380, rings + filled + labels)


def _share(cell: Cell) -> float:
    """A share as a place on the picture, nothing but that."""
    return 0.0 if cell is None or isinstance(cell, str) else min(1.0, max(0.0, float(cell)))


def _corner(at: str, angle: float, sheet: Sheet, row: tuple[Cell, ...], drawn: Chart) -> str:
    x, y = at.split(",")
    side = "middle" if abs(cos(angle)) < 0.2 else "start" if cos(angle) > 0 else "end"
    label = shorten(one_line(str(row[drawn.label] or "")), 14)
    told = shown(row[drawn.values[0]], sheet.columns[drawn.values[0]].kind, sheet.places)
    return f'<text x="{x}" y="{y}" text-anchor="{side}">{escape(label)} {told}</text>'


def _svg(drawn: Chart, wide: int, high: int, parts: str) -> str:
    title = escape(drawn.title)
    return (
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-label="{title}">'
        f"<title>{title}</title>{parts}</svg>"
    )
