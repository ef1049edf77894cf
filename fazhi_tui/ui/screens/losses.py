"""失分情况: by unit, by area, by unit and area; Enter opens the lines behind a number."""

from collections.abc import Iterable
from fractions import Fraction

from textual import on
from textual.widget import Widget

from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.domain.points import show_points
from fazhi_tui.ui.commands import LOSSES, bindings
from fazhi_tui.ui.messages import PlaceAsked, Shown
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.presenting import balance_line, file_name, minus, numeral, percent
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Cell, Column, Table, TableRow
from fazhi_tui.ui.widgets.words import Words
from fazhi_tui.wording.terms import point_word, unit_name

_VIEWS = ("按单位", "按一级指标", "单位 × 一级指标")


class Losses(Place):
    """Three ways to cut the same loss; the balance line stands under all of them."""

    PLACE = LOSSES
    BINDINGS = bindings(LOSSES)
    DEFAULT_CSS = "Losses #balance { dock: bottom; margin-bottom: 1; padding: 0 2; }"

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._view = 0
        self._table = Table(lit=True)

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
        tally = self.now.snapshot.tally()
        make = (unit_table, area_table, matrix_table)[self._view]
        columns, rows = make(self.now)
        others = " · ".join(name for name in _VIEWS if name != _VIEWS[self._view])
        self._table.entitle(f"失分情况 · {_VIEWS[self._view]}", ((f"F7 换：{others}", look.DIM),))
        empty = "还没有失分。填报中登记的每一笔失分都会列在这里；按 F2 回去填报。"
        self._table.show(columns, rows, empty)
        self.show_keys()
        booked = sum(unit.by_default for unit in tally.by_unit)
        line = balance_line(tally)
        if tally.unattributed_findings:
            line += f"    {unit_name(UNATTRIBUTED)} {show_points(tally.unattributed)}"
        if booked:
            line += f"    缺省记入 {show_points(booked)}"
        if tally.bonus or tally.penalty:
            line += f"    加分 {show_points(tally.bonus)} · 减分 {show_points(tally.penalty)}"
        self.query_one("#balance", Words).say(line)

    def action_turn(self) -> None:
        """The next view."""
        self._view = (self._view + 1) % len(_VIEWS)
        self.show()

    @on(Table.Chosen)
    def open_lines(self, event: Table.Chosen) -> None:
        """The lines behind the row."""
        from fazhi_tui.ui.dialogs.listing import ListingDialog

        kind, _, key = event.key.partition(":")
        gaps = self.now.snapshot.gaps()
        if kind == "unit":
            chosen = [gap for gap in gaps if gap.unit == key]
            title = f"{unit_name(key)} 的失分"
        else:
            chosen = [gap for gap in gaps if gap.indicator.area == key]
            areas = {area.no: area.name for area in self.now.snapshot.roster.set.areas}
            title = f"{numeral(key)}{areas[key]} 的失分"
        columns, rows = line_table(chosen)
        total = show_points(sum(gap.lost for gap in chosen))
        word = point_word(self.now.snapshot.roster.set)
        dialog = ListingDialog(
            title, columns, rows, f"共 {len(chosen)} 笔，合计 {total} {word}",
            "↑↓ 移动 · Enter 到该项指标 · Esc/F12 返回",
        )  # fmt: skip

        def answered(no: str | None) -> None:
            if no:
                self.post_message(PlaceAsked("workbench", no.partition("#")[0]))

        self.app.push_screen(dialog, answered)

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
        self.app.push_screen(unit_dialog(self.now.snapshot, unit))

    def action_export(self) -> None:
        """Write the view to a file."""
        from fazhi_tui.ui.dialogs.files import export_form

        kind = ("losses_by_unit", "losses_by_area", "matrix")[self._view]
        name = file_name(self.now.snapshot.head.name, "失分情况.xlsx")
        self.app.push_screen(export_form(kind, "导出失分情况", name, ""))


def unit_table(shown: Shown) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Who lost how much, the most first; what nobody bears yet on a line of its own."""
    tally = shown.snapshot.tally()
    units = sorted(tally.by_unit, key=lambda unit: -unit.lost)
    most = max([unit.lost for unit in units] + [tally.unattributed, 1])
    columns = (
        Column("失分单位", least=8, stretch=1, most=24),
        Column("失分", "right", least=6, style=look.LOST),
        Column("", least=10, stretch=3, most=10),
        Column("占比", "right", least=5),
        Column("失分率", "right", least=6),
        Column("指标", "right"),
        Column("笔数", "right"),
        Column("缺省记入", "right", style=look.DIM, dispensable=2),
    )
    rows = [
        TableRow(
            f"unit:{unit.unit}",
            (
                unit.unit,
                minus(unit.lost),
                Fraction(unit.lost, most),
                percent(unit.share),
                percent(unit.rate),
                str(unit.indicators),
                str(unit.findings),
                show_points(unit.by_default) if unit.by_default else "",
            ),
        )
        for unit in units
    ]
    if tally.unattributed_findings:
        share = percent(Fraction(tally.unattributed, tally.lost)) if tally.lost else ""
        cells: tuple[Cell, ...] = (
            unit_name(UNATTRIBUTED), minus(tally.unattributed),
            Fraction(tally.unattributed, most), share, "", "",
            str(tally.unattributed_findings), "",
        )  # fmt: skip
        rows.append(TableRow(f"unit:{UNATTRIBUTED}", cells, look.PENDING))
    return columns, rows


def area_table(shown: Shown) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Each 一级指标: full, earned, lost, pending."""
    tally = shown.snapshot.tally()
    columns = (
        Column("一级指标", stretch=2, least=12),
        Column("满分", "right", least=6),
        Column("得", "right", least=6, style=look.GOOD),
        Column("失", "right", least=6, style=look.LOST),
        Column("待定", "right", least=6, style=look.PENDING),
        Column("", least=10, stretch=3, most=10),
    )
    most = max([part.lost for part in tally.by_area] + [1])
    rows = [
        TableRow(
            f"area:{part.no}",
            (
                numeral(part.no) + part.name,
                show_points(part.worth),
                show_points(part.earned),
                minus(part.lost),
                show_points(part.pending) if part.pending else "",
                Fraction(part.lost, most),
            ),
        )
        for part in tally.by_area
    ]
    total = (
        "合计", show_points(tally.full), show_points(tally.earned), minus(tally.lost),
        show_points(tally.pending) if tally.pending else "", Fraction(0),
    )  # fmt: skip
    rows.append(TableRow("", total, look.STRONG))
    return columns, rows


def matrix_table(shown: Shown) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Unit by area; empty cells are nothing lost."""
    tally = shown.snapshot.tally()
    areas = shown.snapshot.roster.set.areas
    columns = (
        Column("失分单位", least=8, stretch=1, most=24),
        *(Column(numeral(area.no).rstrip("、"), "right", least=5) for area in areas),
        Column("合计", "right", least=6, style=look.LOST),
    )
    cells: dict[str, dict[str, int]] = {}
    for unit, area, lost in tally.matrix:
        cells.setdefault(unit, {})[area] = lost
    ordered = sorted(cells.items(), key=lambda item: -sum(item[1].values()))
    rows = [
        TableRow(
            f"unit:{unit}",
            (
                unit_name(unit),
                *(show_points(row[area.no]) if row.get(area.no) else "" for area in areas),
                minus(sum(row.values())),
            ),
            look.PENDING if unit == UNATTRIBUTED else None,
        )
        for unit, row in ordered
    ]
    if rows:
        sums = [sum(row.get(area.no, 0) for row in cells.values()) for area in areas]
        totals = (show_points(lost) if lost else "" for lost in sums)
        rows.append(TableRow("", ("合计", *totals, minus(tally.lost)), look.STRONG))
    return columns, rows


def line_table(gaps: list[Gap]) -> tuple[tuple[Column, ...], list[TableRow]]:
    """Postings one by one: clause, problem, before caps, lost."""
    columns = (
        Column("失分项", style=look.DIM, most=22, dispensable=2),
        Column("指标", stretch=2, least=10),
        Column("问题", stretch=3, least=10),
        Column("单位", most=16),
        Column("封顶前", "right", style=look.DIM, dispensable=1),
        Column("失分", "right", style=look.LOST),
    )
    rows = [
        TableRow(
            f"{gap.indicator.no}#{place}",
            (
                gap.id.partition("/")[0],
                f"{gap.indicator.no} {gap.indicator.name}",
                gap.problem + (f"（{gap.reason}）" if gap.reason else ""),
                unit_name(gap.unit) + ("*" if gap.by_default else ""),
                show_points(gap.before_caps),
                minus(gap.lost),
            ),
            about=f"{gap.indicator.no} {gap.indicator.name}　细则：{gap.clause.text}"
            + (f"　事由：{gap.reason}" if gap.reason else ""),
        )
        for place, gap in enumerate(gaps)
    ]
    return columns, rows
