"""前往: every place with its number and how it stands there; one key leads there."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.widget import Widget

from fazhi_tui.ui.dialogs.base import Dialog
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.board import Board, BoardRow
from fazhi_tui.ui.widgets.cells import left


class PlacesDialog(Dialog[str]):
    """Returns the place chosen; `places` are key, name and how it stands."""

    DEFAULT_CSS = "PlacesDialog > Vertical { width: 56; } PlacesDialog Board { height: auto; }"
    AUTO_FOCUS = "Board"

    def __init__(self, places: Sequence[tuple[str, str, str]], here: str) -> None:
        super().__init__("前往", "数字/Enter 前往 · Esc/F12 返回")
        self._places = tuple(places)
        self._here = here

    def body(self) -> Iterable[Widget]:
        """The places."""
        board = Board()
        board.styles.height = len(self._places) + 2
        board.show(self._rows)
        yield board

    def _rows(self, width: int) -> list[BoardRow]:
        rows = []
        for number, (key, name, told) in enumerate(self._places, 1):
            sign = "●" if key == self._here else " "
            line = (
                (f" {number} ", look.STRONG),
                (f"{sign} ", look.LABEL),
                (left(name, 10), look.PLAIN),
                (left(told, max(width - 16, 4)), look.DIM),
            )
            rows.append(BoardRow(line, key, number))
        return rows

    @on(Board.Chosen)
    def choose(self, event: Board.Chosen) -> None:
        """Go there."""
        self.dismiss(event.key)
