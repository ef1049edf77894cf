"""整改清单: every matter to be put right, by unit, with measures and dates; closing and export."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from fazhi_tui.domain.gaps import Gap, of_unit
from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.domain.points import show_points
from fazhi_tui.ui.commands import GAPS, bindings
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.base import Place, painted_together
from fazhi_tui.ui.screens.presenting import file_name, minus, today
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import block
from fazhi_tui.ui.widgets.table import Column, Table, TableRow
from fazhi_tui.ui.widgets.words import Words
from fazhi_tui.wording.terms import GAP_STATES, unit_name

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.form import FormDialog

_SIGNS = {
    "raised": "·",
    "planned": "◔",
    "in_progress": "◐",
    "reported": "◕",
    "will_not": "—",
    "closed": "●",
}

_COLUMNS = (
    Column("", least=1, most=1),
    Column("指标", stretch=2, least=8),
    Column("问题", stretch=4, least=12),
    Column("失分", "right", style=look.LOST),
    Column("责任单位", stretch=1, least=8, most=14),
    Column("整改措施", stretch=3, least=8, dispensable=2),
    Column("责任人", most=8, dispensable=3),
    Column("时限", least=10),
    Column("状态", least=8, dispensable=1),  # its sign stands in front
)


class Gaps(Place):
    """The list, of all units or of one."""

    PLACE = GAPS
    BINDINGS = bindings(GAPS)
    DEFAULT_CSS = """
    Gaps #sum { dock: bottom; margin-bottom: 1; height: 1; padding: 0 2; }
    Gaps #about { dock: bottom; margin-bottom: 2; height: 3; padding: 0 2; }
    """

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._unit = ""
        self._table = Table(lit=True)

    def body(self) -> Iterable[Widget]:
        """The table and what it sums up to."""
        yield self._table
        yield Words("", look.DIM, id="about")
        yield Words("", look.STRONG, id="sum")

    def on_mount(self) -> None:
        """Show all, or what one's own unit has to do."""
        if self.now.unit and of_unit(self.now.snapshot.gaps(), self.now.unit):
            self._unit = self.now.unit
        self.show()
        self._table.focus()

    @property
    def _listed(self) -> tuple[Gap, ...]:
        gaps = self.now.snapshot.gaps()
        return of_unit(gaps, self._unit) if self._unit else gaps

    def show(self) -> None:
        """The list as the snapshot has it."""
        day = today()
        listed = self._listed
        whose = f" · {unit_name(self._unit)}" if self._unit else ""
        self._table.entitle(f"整改清单{whose}", ((f"{len(listed)} 项", look.DIM),))
        empty = "没有需要整改的事项。登记的失分项会自动列到这里；按 F2 回去填报。"
        self._table.show(_COLUMNS, [_row(gap, day) for gap in listed], empty)
        self._tell_row()
        waiting = sum(gap.open for gap in listed)
        late = sum(gap.overdue(day) for gap in listed)
        lost = show_points(sum(gap.lost for gap in listed))
        line = f"共 {len(listed)} 项，失分 {lost}，未销号 {waiting} 项"
        self.query_one("#sum", Words).say(line + (f"，超期 {late} 项" if late else ""), fixed=True)

    @on(Table.Moved)
    async def follow(self) -> None:
        """The row under the cursor in full."""
        self._tell_row()
        await painted_together()

    def _tell_row(self) -> None:
        told = block(self._table.about, self.app.size.width - 4, 3)
        self.query_one("#about", Words).say(told, fixed=True)

    @on(Table.Chosen)
    def plan_chosen(self) -> None:
        """Plan the gap under the cursor."""
        self.action_command("plan")

    def action_plan(self) -> None:
        """Measure, persons, dates."""
        from fazhi_tui.ui.dialogs.gap import plan_form

        self._with_gap(lambda gap: plan_form(self.now.snapshot.roster, gap))

    def action_close(self) -> None:
        """Close the gap under the cursor."""
        from fazhi_tui.ui.dialogs.gap import close_form

        self._with_gap(lambda gap: close_form(gap, today()))

    def action_filter(self) -> None:
        """One unit's gaps only, or all."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        gaps = self.now.snapshot.gaps()
        units = [unit.name for unit in self.now.snapshot.roster.set.units]
        options = [Option("all", "全部单位", f"{len(gaps)} 项")]
        for unit in (*units, UNATTRIBUTED):
            count = len(of_unit(gaps, unit))
            if count:
                options.append(Option(unit, unit_name(unit), f"{count} 项"))

        def answered(unit: str | None) -> None:
            if unit:
                self._unit = "" if unit == "all" else unit
                self.show()

        self.app.push_screen(ChooserDialog("按单位筛选", options, "单位", self._unit), answered)

    def action_export(self) -> None:
        """Write the list to a file."""
        from fazhi_tui.ui.dialogs.files import export_form

        whose = unit_name(self._unit) if self._unit else ""
        name = file_name(self.now.snapshot.head.name, whose, "整改清单.xlsx")
        self.app.push_screen(export_form("gap_list", "导出整改清单", name, self._unit))

    def why_not(self, command: str) -> str:
        """Planning and closing need a gap."""
        if command in {"plan", "close"} and not self._listed:
            return "清单里没有可以操作的事项。"
        return ""

    def _with_gap(self, make: Callable[[Gap], "FormDialog"]) -> None:
        for gap in self._listed:
            if gap.id == self._table.cursor_key:
                self.app.push_screen(make(gap))


def _row(gap: Gap, day: str) -> TableRow:
    state = GAP_STATES[gap.state]
    late = gap.overdue(day)
    return TableRow(
        gap.id,
        (
            _SIGNS[gap.state],
            f"{gap.indicator.no} {gap.indicator.name}",
            gap.problem + (f"（{gap.reason}）" if gap.reason else ""),
            minus(gap.lost),
            unit_name(gap.rectifier),
            gap.plan.will_not or gap.plan.measure or "（待填）",
            gap.plan.owner,
            gap.plan.due,
            f"{state}！超期" if late else state,
        ),
        look.LOST if late else look.DIM if not gap.open else None,
        about=_in_full(gap),
    )


def _in_full(gap: Gap) -> str:
    plan = gap.plan
    told = [f"{gap.indicator.no} {gap.indicator.name}：{gap.problem}"]
    if gap.reason:
        told.append(f"事由：{gap.reason}")
    if plan.measure:
        told.append(f"措施：{plan.measure}")
    if plan.progress:
        told.append(f"进展：{plan.progress[-1]}")
    if plan.first_due and plan.first_due != plan.due:
        told.append(f"原定时限：{plan.first_due}")
    return "　".join(told)
