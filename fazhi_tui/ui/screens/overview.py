"""总览: how the assessment stands, what was lost most, what is missing before handing in."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Horizontal
from textual.widget import Widget

from fazhi_tui.domain.points import Points
from fazhi_tui.ui.commands import OVERVIEW, bindings
from fazhi_tui.ui.messages import PlaceAsked, Shown
from fazhi_tui.ui.screens.lacking import Lack, lacks
from fazhi_tui.ui.screens.overview_view import (
    Rows,
    areas,
    biggest,
    missing,
    standing,
    worst_groups,
)
from fazhi_tui.ui.screens.reporting import Reporting
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.board import Board, BoardRow
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.work.outlook import regained

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.listing import ListingDialog

_BROAD = 110
"""From this width on the two halves stand side by side."""


class Overview(Reporting):
    """One board where the terminal is narrow, else two: figures on the left, work on the right."""

    PLACE = OVERVIEW
    BINDINGS = bindings(OVERVIEW)
    DEFAULT_CSS = "Overview Horizontal { height: 1fr; } Overview #work { display: none; }"

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._figures = Board("总览", id="figures", lit=True)
        self._work = Board("要办的事", id="work")
        self._back: Points | None = None
        self._kinds: tuple[Lack, ...] = ()

    def body(self) -> Iterable[Widget]:
        """The two boards."""
        yield Horizontal(self._figures, self._work)

    def on_mount(self) -> None:
        """Start with the figures."""
        self.show()
        self._figures.focus()

    def show(self) -> None:
        """Both boards as the snapshot has them."""
        self._back = None
        self.call_after_refresh(self._look_ahead)
        broad = self._broad
        self._work.display = broad
        self._figures.show(lambda width: self._left(width, broad=broad))
        self._work.show(self._right)

    def on_screen_resume(self) -> None:
        """What changed while one was elsewhere is looked at now."""
        if self._back is None:
            self.call_after_refresh(self._look_ahead)

    def _look_ahead(self) -> None:
        """What takes longest is told last: the check list, and what closing gaps would bring."""
        snapshot = self.now.snapshot
        if self.is_current and self._back is None:
            first = not self._kinds
            self._kinds = lacks(self.now)
            self._back = regained(snapshot, [gap.id for gap in snapshot.gaps() if gap.open])
            self._figures.relay()
            self._work.relay()
            if first:  # the check list has come before what the cursor stood on
                self._figures.begin()
                self._work.begin()
            else:
                self.renew_list()

    @property
    def _broad(self) -> bool:
        return self.app.size.width >= _BROAD

    async def on_resize(self, event: events.Resize) -> None:
        """Beside each other or below."""
        if self._work.display == self._broad:
            return
        if not self._broad and self._work.has_focus:
            self._figures.focus()
        self.show()
        self._figures.begin()

    def _left(self, width: int, *, broad: bool) -> Rows:
        rows = [*standing(self.now, width, self._back), BoardRow()]
        if broad:
            rows += areas(self.now, width)
            room = self._figures.inner_height - len(rows) - 2
            return rows + worst_groups(self.now, width, max(room, 0))
        rows += [*missing(self._kinds, width), BoardRow(), *areas(self.now, width), BoardRow()]
        return rows + biggest(self.now, width, 5)

    def _right(self, width: int) -> Rows:
        count = max((self._work.inner_height - len(self._kinds) - 4) // 2, 3)
        return [*missing(self._kinds, width), BoardRow(), *biggest(self.now, width, count)]

    # ------------------------------------------------------------ going where a line leads
    def on_key(self, event: events.Key) -> None:
        """Left, right and Tab go from one board to the other; a digit is that of the check list."""
        if not self._broad:
            return
        if self._work.choose_number(event.character or ""):
            event.stop()
        if event.key in ("tab", "shift+tab", "left", "right"):
            other = self._figures if self._work.has_focus else self._work
            other.focus()
            event.stop()
            event.prevent_default()

    def action_enter_line(self) -> None:
        """Where the line under the cursor leads."""
        board = self._work if self._work.has_focus else self._figures
        if board.cursor_key:
            self.follow(Board.Chosen(board.cursor_key))

    @on(Board.Chosen)
    def follow(self, event: Board.Chosen) -> None:
        """An indicator, the lines of an area or unit, or the list of what is missing."""
        from fazhi_tui.ui.screens.losing import lines_dialog

        kind, _, key = event.key.partition(":")
        if kind == "item":
            self.post_message(PlaceAsked("workbench", key))
        elif kind == "place":
            self.post_message(PlaceAsked(key))
        elif kind == "lack":
            self.open_list(lambda: self._lacking(key), self._go_to_line)
        else:
            self.open_list(lambda: lines_dialog(self.now, kind, key), self._go_to_line)

    def _go_to_line(self, key: str) -> None:
        self.post_message(PlaceAsked("workbench", key.partition("#")[0]))

    def _lacking(self, key: str) -> "ListingDialog":
        """The lines behind a number of the check list."""
        from fazhi_tui.ui.dialogs.listing import ListingDialog

        kind = next(kind for kind in self._kinds if kind.key == key)
        indicators = self.now.snapshot.roster.indicators
        columns = (
            Column("指标", stretch=3, least=14),
            Column("说明", stretch=3, least=8, style=look.DIM),
            Column("单位", least=8, most=18),
        )
        rows = [
            TableRow(
                f"{item.no}#{place}",
                (f"{item.no} {indicators[item.no].name}", item.text, item.unit),
                about=f"{item.no} {indicators[item.no].name}　{item.text}",
            )
            for place, item in enumerate(kind.items)
        ]
        return ListingDialog(
            kind.title, columns, rows, f"共 {len(rows)} {kind.counted}",
            "↑↓ 移动 · Enter 到该项指标 · Esc/F12 返回",
        )  # fmt: skip
