"""A framed box of lines that scrolls by itself and repaints only the lines that changed."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from rich.cells import cell_len
from textual import events
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from fazhi_tui.ui.copying import Copy
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Line, cells, cut, framed, safe, strip

_Look: TypeAlias = tuple[Line, bool, bool]
"""How a line is drawn: its words, on the cursor's background or not, beside the thumb or not."""

_THIS_LINE = "这一行"


class Pane(Widget, can_focus=True):
    """Lines in a frame with a title left and right; the thumb of its scroll bar is in the frame.

    Subclasses give lines to `draw`, mark some of them by `mark`, and answer keys and clicks.
    """

    DEFAULT_CSS = "Pane { background: $look-ground; }"
    HEAD_LINES = 1

    def __init__(
        self,
        title: str = "",
        *,
        id: str | None = None,  # noqa: A002
        lit: bool = False,
    ) -> None:
        """`lit`: it will have the focus from the first paint on."""
        super().__init__(id=id)
        self._title = title
        self._aside: Line = ()
        self._lines: Sequence[Line] = ()
        self._marked = range(0)
        self._top = 0
        self._seen: list[_Look] = []
        self._painted: dict[int, Strip] = {}
        self._width = self._height = 0
        self._rendering = False
        self._light(lit)

    @property
    def inner_width(self) -> int:
        """Cells between the frames."""
        return max(self._width - 2, 0)

    @property
    def inner_height(self) -> int:
        """Lines between what stands above them and the lower frame."""
        return max(self._height - self.HEAD_LINES - 1, 0)

    def entitle(self, title: str, aside: Line = ()) -> None:
        """Set the words in the upper frame, left and right."""
        if (title, aside) != (self._title, self._aside):
            self._title, self._aside = title, aside
            self._changed(range(1))

    def draw(self, lines: Sequence[Line], marked: range = range(0), top: int | None = None) -> None:
        """Show `lines`, `marked` ones on the cursor's background, from line `top` on."""
        self._lines, self._marked = lines, marked
        self._top = self._clamp(self._top if top is None else top)
        thumb = self._thumb()
        seen: list[_Look] = []
        for row in range(self.inner_height):
            index = self._top + row
            line: Line = lines[index] if index < len(lines) else ()
            seen.append((line, index in marked, row in thumb))
        before, self._seen = self._seen, seen
        if len(before) != len(seen):
            self._changed(range(self._height))
        else:
            for first, last in _runs(before, seen):
                self._changed(range(self.HEAD_LINES + first, self.HEAD_LINES + last))

    def mark(self, marked: range, top: int | None = None) -> None:
        """Move the cursor's background without new lines."""
        self.draw(self._lines, marked, top)

    def reach(self, rows: range) -> int:
        """The nearest top line from which all of `rows` can be seen."""
        top = self._top
        if rows.stop > top + self.inner_height:
            top = rows.stop - self.inner_height
        return min(top, rows.start)

    def row_at(self, y: int) -> int | None:
        """The index of the line shown at the widget's line `y`."""
        row = y - self.HEAD_LINES
        index = self._top + row
        return index if 0 <= row < self.inner_height and index < len(self._lines) else None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region. Colours are final here, so the style cache is passed by."""
        if self.size != (self._width, self._height):
            self._rendering = True
            self._fit(self.size)
            self._rendering = False
        strips = [self._painted.get(y) or self._paint(y) for y in crop.line_range]
        for line_filter in self.get_line_filters():
            if not isinstance(line_filter, ANSIToTruecolor):
                ground = Color.parse(look.now().ground)
                strips = [strip.apply_filter(line_filter, ground) for strip in strips]
        if crop.column_span != (0, self._width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """All of it: what is inside never decides the size."""
        return container.width

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new size."""
        if event.size != (self._width, self._height):
            self._fit(event.size)

    def on_focus(self) -> None:
        """Show the frame and the cursor as focused."""
        if not self._lit:
            self._light(True)
            self.relay()
            self.refresh()

    def on_blur(self) -> None:
        """Show the frame and the cursor as not focused."""
        self._light(False)
        self.relay()
        self.refresh()

    def relay(self) -> None:
        """Make the lines anew, after a change of size or focus."""

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        self.draw(self._lines, self._marked, self._top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        self.draw(self._lines, self._marked, self._top - 3)

    def notify_style_update(self) -> None:
        """Perhaps another theme: nothing painted before counts."""
        self._painted.clear()
        super().notify_style_update()

    def copies(self) -> list[Copy]:
        """What can be copied from here, the nearest first."""
        lines = [safe("".join(text for text, _ in line)).strip() for line in self._lines]
        here = [lines[row] for row in self._marked if row < len(lines)]
        return [Copy(_THIS_LINE, "\n".join(here)), Copy("全部内容", "\n".join(lines))]

    # ------------------------------------------------------------ inside
    def _fit(self, size: Size) -> None:
        self._width, self._height = size
        self._painted.clear()
        self.relay()

    def _paint(self, y: int) -> Strip:
        width = self._width
        if y < self.HEAD_LINES:
            made = self._head(y)
        elif y == self._height - 1:
            made = strip((("└" + "─" * (width - 2) + "┘", self._frame),), width, look.GROUND)
        else:
            made = self._body(y - self.HEAD_LINES)
        self._painted[y] = made
        return made

    def _head(self, y: int) -> Strip:
        """What stands above the lines: the upper frame."""
        return strip(self._upper(), self._width, look.GROUND)

    def _upper(self) -> Line:
        """The upper frame with the title, and what stands at its right end."""
        style, told = self._frame, self._aside
        while len(told) > 2 and cells(told) + min(cell_len(self._title), 4) + 7 > self._width:
            told = told[2:]  # what stands first gives way, with the dot behind it
        aside = ((" ", style), *told, (" ─┐", style)) if told else (("┐", style),)
        room = self._width - 3 - cells(aside)
        title = cut(self._title, room - 1)
        dashes = " " + "─" * (room - cell_len(title)) if title else "─" * (room + 1)
        return (("┌ " if title else "┌─", style), (title, look.TITLE), (dashes, style), *aside)

    def _body(self, row: int) -> Strip:
        line, marked, thumbed = self._seen[row] if row < len(self._seen) else ((), False, False)
        base = self._cursor_base if marked else look.GROUND
        edge = ("┃", look.FRAME_FOCUS) if thumbed else ("│", self._frame)
        return framed(line, self._width, base, self._frame, edge)

    def _thumb(self) -> range:
        """The rows of the scroll bar's thumb; none if everything is seen."""
        height, total = self.inner_height, len(self._lines)
        if height < 1 or total <= height:
            return range(0)
        size = max(height * height // total, 1)
        start = (height - size) * self._top // max(total - height, 1)
        return range(start, start + size)

    def _clamp(self, top: int) -> int:
        return max(0, min(top, len(self._lines) - self.inner_height))

    def _light(self, lit: bool) -> None:
        self._lit = lit
        self._painted.clear()
        self._frame = look.FRAME_FOCUS if lit else look.FRAME
        self._cursor_base = look.ON_CURSOR if lit else look.ON_CURSOR_IDLE

    def _changed(self, rows: range) -> None:
        """These lines of the widget look different now."""
        for y in rows:
            self._painted.pop(y, None)
        if not self._rendering:
            self.refresh(Region(0, rows.start, self._width, len(rows)))


def _runs(before: Sequence[_Look], after: Sequence[_Look]) -> Iterator[tuple[int, int]]:
    """The stretches of rows that differ, each with its first row and the one behind its last."""
    start = -1
    for row, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is not new and old != new:
            start = row if start < 0 else start
        elif start >= 0:
            yield start, row
            start = -1
    if start >= 0:
        yield start, len(after)
