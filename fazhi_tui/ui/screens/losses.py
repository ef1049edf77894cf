"""失分情况: by unit, by area, by unit and area; Enter opens the lines behind a number."""

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.points import show_points
from fazhi_tui.ui.commands import LOSSES, bindings
from fazhi_tui.ui.messages import PlaceAsked, Shown
from fazhi_tui.ui.screens.base import Place, painted_together
from fazhi_tui.ui.screens.losing import (
    SHADES,
    area_table,
    cell_of,
    lines_dialog,
    matrix_table,
    rank_table,
    unit_table,
)
from fazhi_tui.ui.screens.presenting import balance_line, other_track
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.grid import Grid
from fazhi_tui.ui.widgets.table import Table
from fazhi_tui.ui.widgets.words import Words
from fazhi_tui.wording.terms import TRACKS

_NO_SHADES = str.maketrans("", "", SHADES.strip())
_VIEWS = ("按单位", "分类排名", "按一级指标", "单位 × 一级指标")


class Losses(Place):
    """Four ways to cut the same loss; the balance line stands under all of them."""

    PLACE = LOSSES
    BINDINGS = bindings(LOSSES)
    DEFAULT_CSS = "Losses #balance { dock: bottom; margin-bottom: 1; padding: 0 2; }"

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._view = 0
        self._track: Track = "self"
        self._table = Grid(lit=True)

    def body(self) -> Iterable[Widget]:
        """The table and the balance line."""
        yield self._table
        yield Words("", look.STRONG, id="balance")

    def on_mount(self) -> None:
        """Start with the units."""
        self.show()
        self._table.focus()

    def show(self) -> None:
        """The table of the chosen view."""
        tally = self.now.snapshot.tally(self._track)
        make = (unit_table, rank_table, area_table, matrix_table)[self._view]
        columns, rows = make(self.now, self._track)
        self._table.across = make is matrix_table
        empty = "还没有失分。填报中登记的每一笔失分都会列在这里；按 F2 回去填报。"
        self._table.show(columns, rows, empty)
        self._entitle()
        self.show_keys()
        booked = sum(unit.by_default for unit in tally.by_unit)
        line = balance_line(tally)
        if tally.unattributed_findings:
            line += f" · 待认定 {show_points(tally.unattributed)}"
        if booked:
            line += f" · 缺省记入 {show_points(booked)}"
        if tally.bonus or tally.penalty:
            line += f" · 加分 {show_points(tally.bonus)} · 减分 {show_points(tally.penalty)}"
        self.query_one("#balance", Words).say(line)

    def _entitle(self) -> None:
        following = _VIEWS[(self._view + 1) % len(_VIEWS)]
        told = f"失分情况 · {_VIEWS[self._view]} · 按{TRACKS[self._track]}数"
        here = self._table.here.translate(_NO_SHADES)
        aside = (here, look.PLAIN) if here else (f"F7 换：{following}", look.DIM)
        self._table.entitle(told, (aside,))

    def action_turn(self) -> None:
        """The next view."""
        unit = self._table.cursor_key
        self._view = (self._view + 1) % len(_VIEWS)
        self._table.show((), ())
        self.show()
        self._table.go(unit)

    def action_find(self) -> None:
        """Go to a row by a few letters."""
        self.seek(self._table, self._table.go)

    def action_track(self) -> None:
        """By what the units say, or by what the office verified."""
        self._track = other_track(self._track)
        self.show()

    @on(Table.Moved)
    async def tell_cell(self) -> None:
        """Which cell one stands on, in full."""
        self._entitle()
        await painted_together()

    @on(Table.Chosen)
    def open_lines(self, event: Table.Chosen) -> None:
        """The lines behind the row, or behind the one cell one stands on."""
        row, across = event.key, self._table.across
        chosen = cell_of(self.now, row, self._table.column) if across else row
        kind, _, key = chosen.partition(":")
        track = self._track
        self.open_list(lambda: lines_dialog(self.now, kind, key, track), self._go_to_line)

    def _go_to_line(self, key: str) -> None:
        self.post_message(PlaceAsked("workbench", key.partition("#")[0]))

    def action_lines(self) -> None:
        """The lines behind the row under the cursor."""
        if self._table.cursor_key:
            self.open_lines(Table.Chosen(self._table.cursor_key))

    def why_not(self, command: str) -> str:
        """Only a unit's loss is explained here."""
        if command == "why" and not self._table.cursor_key.startswith("unit:"):
            return "请到按单位的列表里，把光标放在一个单位上。"
        return ""

    def action_why(self) -> None:
        """How the loss of the unit under the cursor comes about, step by step."""
        from fazhi_tui.ui.dialogs.why import unit_dialog

        unit = self._table.cursor_key.partition(":")[2]
        track = self._track
        self.open_list(lambda: unit_dialog(self.now.snapshot, unit, track))

    def action_export(self) -> None:
        """Write the view to a file."""
        from fazhi_tui.exports.naming import file_name
        from fazhi_tui.ui.dialogs.files import export_form
        from fazhi_tui.work.folders import free_name

        kind = ("losses_by_unit", "losses_by_unit", "losses_by_area", "matrix")[self._view]
        name = file_name(self.now.snapshot.head.name, "失分情况", suffix=".xlsx")
        self.open(export_form(kind, "导出失分情况", free_name(name), "", self._track))
