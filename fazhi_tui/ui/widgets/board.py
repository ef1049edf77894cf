"""Lines of several kinds in one frame: sums, bars, lists; a cursor on those that lead somewhere."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import Struct
from textual import events
from textual.message import Message

from fazhi_tui.ui.widgets.cells import Line
from fazhi_tui.ui.widgets.pane import Pane


class BoardRow(Struct, frozen=True):
    """One line. Only those with a key can be stood on; `number` is the digit that chooses it."""

    line: Line = ()
    key: str = ""
    number: int = 0


Make: TypeAlias = Callable[[int], Sequence[BoardRow]]
"""Lays the rows out for a width in cells."""


class Board(Pane):
    """Up and Down go from one line that leads somewhere to the next, and scroll past the rest."""

    DEFAULT_CSS = "Board { width: 1fr; height: 1fr; }"

    class Chosen(Message):
        """A line that leads somewhere was chosen by Enter, its digit, or a second click."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, title: str = "", *, id: str | None = None, lit: bool = False) -> None:  # noqa: A002
        super().__init__(title, id=id, lit=lit)
        self._make: Make = _nothing
        self._rows: Sequence[BoardRow] = ()
        self._cursor = 0

    @property
    def cursor_key(self) -> str:
        """The key of the line under the cursor, or nothing."""
        return self._rows[self._cursor].key if self._cursor < len(self._rows) else ""

    def show(self, make: Make) -> None:
        """Show what `make` lays out; the cursor stays on its key."""
        self._make = make
        self.relay()

    def begin(self) -> None:
        """Put the cursor on the first line that leads somewhere."""
        self._stand_near(0)

    def relay(self) -> None:
        """Lay out for the width there is."""
        if not self._width:
            return
        wanted = self.cursor_key
        self._rows = self._make(self.inner_width)
        places = self._places
        known = [place for place in places if self._rows[place].key == wanted and wanted]
        self._cursor = known[0] if known else places[0] if places else 0
        self._draw()

    # ------------------------------------------------------------ keys and mouse
    def on_key(self, event: events.Key) -> None:
        """Move and choose."""
        page = self.inner_height - 1
        match event.key:
            case "down" | "up":
                self._step(1 if event.key == "down" else -1)
            case "pagedown" | "pageup":
                self._stand_near(self._cursor + (page if event.key == "pagedown" else -page))
            case "home" | "end":
                self._stand_near(0 if event.key == "home" else len(self._rows))
            case "enter" | "right" if self.cursor_key:
                self.post_message(self.Chosen(self.cursor_key))
            case _ if not self.choose_number(event.character or ""):
                return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Move to the line; a second click chooses it."""
        row = self.row_at(event.y)
        if row is None or not self._rows[row].key:
            return
        if row == self._cursor and self._lit:
            self.post_message(self.Chosen(self.cursor_key))
        self._cursor = row
        self._draw()

    # ------------------------------------------------------------ inside
    @property
    def _places(self) -> list[int]:
        return [place for place, row in enumerate(self._rows) if row.key]

    def _step(self, by: int) -> None:
        beyond = [place for place in self._places if (place - self._cursor) * by > 0]
        if beyond:
            self._cursor = min(beyond) if by > 0 else max(beyond)
            self._draw()
        else:  # nothing more to stand on: what is left is only read
            self.draw(self._lines, self._marked, self._top + by * 3)

    def _stand_near(self, target: int) -> None:
        places = self._places
        if places:
            self._cursor = min(places, key=lambda place: abs(place - target))
            self._draw()

    def choose_number(self, digit: str) -> bool:
        """Choose the line of that digit; whether there is one."""
        if not digit.isdecimal():
            return False
        for row in self._rows:
            if row.number and row.number == int(digit):
                self.post_message(self.Chosen(row.key))
                return True
        return False

    def _draw(self) -> None:
        places = self._places
        marked = range(self._cursor, self._cursor + 1) if places else range(0)
        first = bool(places) and self._cursor == places[0]
        seen = range(self._cursor + 1) if first else marked
        top = self.reach(seen) if places else 0
        self.draw([row.line for row in self._rows], marked, top)


def _nothing(_: int) -> Sequence[BoardRow]:
    return ()
