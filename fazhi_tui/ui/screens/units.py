"""单位: how far each unit has come, what it lacks, and who has not reported yet."""

from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from fazhi_tui.domain.assessment import ADVANCE, State
from fazhi_tui.domain.changes import AdmitLate
from fazhi_tui.domain.lateness import late_parts
from fazhi_tui.ui.commands import UNITS, bindings
from fazhi_tui.ui.messages import PlaceAsked, Shown
from fazhi_tui.ui.screens.base import painted_together
from fazhi_tui.ui.screens.lettering import Lettering
from fazhi_tui.ui.screens.presenting import minus, sign_of, today
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Column, Table, TableRow
from fazhi_tui.ui.widgets.words import Words
from fazhi_tui.wording.moments import local
from fazhi_tui.wording.terms import STATES
from fazhi_tui.work.progress import UnitProgress, progress_by_unit
from fazhi_tui.work.session import now

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.listing import ListingDialog

_ORDERS: tuple[tuple[str, Callable[[UnitProgress], object]], ...] = (
    ("进度慢的在前", lambda unit: (unit.complete, Fraction(unit.handed_in, len(unit.items)))),
    ("按体系次序", lambda unit: 0),
    ("失分多的在前", lambda unit: -unit.lost),
)

_URGENCY: tuple[State, ...] = ("returned", *(state for state in ADVANCE if state != "returned"))
"""The states of a unit's items, those that wait for it first."""

_COLUMNS = (
    Column("", least=1, most=1),
    Column("单位", least=14, stretch=2, most=24, style=look.STRONG),
    Column("类别", style=look.DIM, dispensable=6),
    Column("应填", "right"),
    Column("已填", "right"),
    Column("", least=6, stretch=3, most=10, style=look.GOOD, dispensable=3),
    Column("报送", "right"),
    Column("退回", "right", style=look.PENDING, dispensable=1),
    Column("通过", "right", dispensable=5),
    Column("迟报", "right", style=look.PENDING, dispensable=2),
    Column("缺材料", "right", style=look.PENDING, dispensable=1),
    Column("失分", "right", least=6, style=look.LOST),
    Column("未销号", "right", dispensable=4),
    Column("超期", "right", style=look.LOST, dispensable=3),
    Column("状态", least=8, dispensable=2),  # its sign stands in front
)


class Units(Lettering):
    """One line for each unit; Enter opens its items."""

    PLACE = UNITS
    BINDINGS = bindings(UNITS)
    DEFAULT_CSS = """
    Units #sum { dock: bottom; margin-bottom: 1; padding: 0 2; }
    Units #late { dock: bottom; margin-bottom: 2; padding: 0 2; }
    """

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._order = 0
        self._units: tuple[UnitProgress, ...] = ()
        self._late: Counter[str] = Counter()
        self._table = Table(lit=True)

    def body(self) -> Iterable[Widget]:
        """The table, who is behind, and the sums."""
        yield self._table
        yield Words("", look.PENDING, id="late", lines=2)
        yield Words("", look.STRONG, id="sum", lines=1)

    def on_mount(self) -> None:
        """Start with those that are behind."""
        self.show()
        self._table.focus()

    def show(self) -> None:
        """The table as the snapshot has it."""
        self._units = progress_by_unit(self.now.snapshot, today())
        waiting = (part for part in late_parts(self.now.snapshot.assessment) if not part.admitted)
        self._late = Counter(part.unit for part in waiting)
        self._show_table()
        behind = [unit.unit for unit in self._units if not unit.complete]
        done = len(self._units) - len(behind)
        line = f"共 {len(self._units)} 个单位，报齐 {done} 个，没有报齐 {len(behind)} 个"
        line += self._deadline_told
        self.query_one("#sum", Words).say(line)
        told = f"没有报齐：{'、'.join(behind)}" if behind else "各单位都已报齐。"
        self.query_one("#late", Words).say(told)

    @property
    def _deadline_told(self) -> str:
        """The day by which to report, and whether it is over."""
        deadline = self.now.snapshot.assessment.deadline
        if not deadline:
            return " · 还没有报送截止，按 F3 定"
        late = sum(self._late.values())
        past = "，已过" if deadline < now() else ""
        return f" · 报送截止 {local(deadline)}{past}" + (f"，迟报 {late} 项" if late else "")

    def _show_table(self) -> None:
        name, key = _ORDERS[self._order]
        following = _ORDERS[(self._order + 1) % len(_ORDERS)][0]
        self._table.entitle(f"单位进度 · {name}", ((f"F7 换：{following}", look.DIM),))
        rows = [_row(unit, self._late[unit.unit]) for unit in sorted(self._units, key=key)]  # type: ignore[arg-type]
        self._table.show(
            _COLUMNS,
            rows,
            "这套指标体系没有指明由谁填报。按 F2 回去，用 Ctrl+K 给各项指定牵头单位。",
        )

    # ------------------------------------------------------------ what the office does
    def action_deadline(self) -> None:
        """Say by when units have to report."""
        from fazhi_tui.ui.dialogs.round import deadline_form

        self.open(deadline_form(self.now.snapshot.assessment.deadline))

    def action_succeed(self) -> None:
        """Say who goes on for the unit under the cursor."""
        from fazhi_tui.ui.dialogs.round import succession_form

        snapshot, unit = self.now.snapshot, self._table.cursor_key
        gaps = [gap for gap in snapshot.gaps() if gap.open and gap.rectifier == unit]
        self.open(succession_form(snapshot.roster, unit, gaps))

    def action_remind(self) -> None:
        """Who still owes what, as a text to paste: the unit under the cursor first."""
        from fazhi_tui.ui.dialogs.text import TextDialog
        from fazhi_tui.work.reminding import reminder_text, reminders

        snapshot = self.now.snapshot
        owing = reminders(snapshot, today())
        chosen = set(self._table.marked)
        if chosen:
            owing = tuple(one for one in owing if one.unit in chosen)
        text = "\n".join(reminder_text(snapshot, owing, local(now())))
        self.open(TextDialog("催办", text))

    def action_admit(self) -> None:
        """Take what the unit under the cursor reported late."""
        unit = self._table.cursor_key
        late = late_parts(self.now.snapshot.assessment)
        numbers = tuple(p.indicator for p in late if p.unit == unit and not p.admitted)
        self.request_one(AdmitLate(numbers, unit))

    def action_mark(self) -> None:
        """Mark the unit under the cursor, to remind it."""
        self._table.toggle()

    def action_mark_all(self) -> None:
        """Mark all units."""
        self._table.toggle_all()

    def why_not(self, command: str) -> str:
        """Deadlines and late parts are the office's; there must be something late to admit."""
        if command in {"deadline", "admit", "succeed"} and speaks_for_a_unit(self.now):
            return f"这由{self.now.snapshot.roster.office}办理。"
        if command == "admit" and not self._late[self._table.cursor_key]:
            return "这个单位没有待采纳的迟报。"
        if command == "succeed" and not self._table.cursor_key:
            return "请先把光标移到一个单位上。"
        return super().why_not(command)

    def letters_to(self) -> tuple[str, ...]:
        """The marked units, or the one under the cursor."""
        return self._table.marked or tuple(filter(None, (self._table.cursor_key,)))

    def action_find(self) -> None:
        """Go to a unit by a few letters."""
        self.seek(self._table, self._table.go)

    def action_turn(self) -> None:
        """Another order."""
        self._order = (self._order + 1) % len(_ORDERS)
        self._show_table()

    @on(Table.Moved)
    async def follow(self) -> None:
        """One paint for a move; what can be done depends on the unit."""
        self.show_keys()
        await painted_together()

    @on(Table.Chosen)
    def open_items(self, event: Table.Chosen) -> None:
        """The items of a unit, those that wait for it first."""
        self.open_list(lambda: self._items_of(event.key), self._go_to_item)

    def _items_of(self, name: str) -> "ListingDialog":
        from fazhi_tui.ui.dialogs.listing import ListingDialog

        gone = UnitProgress(name, "", {}, (), 0, 0, 0)  # others took all of it away meanwhile
        unit = next((unit for unit in self._units if unit.unit == name), gone)
        columns = (
            Column("", least=1, most=1),
            Column("状态", least=8),
            Column("指标", stretch=3, least=14),
            Column("说明", stretch=2, least=6, style=look.DIM),
            Column("失分", "right", least=6, style=look.LOST),
        )
        return ListingDialog(
            f"{unit.unit}应填的指标", columns, self._item_rows(unit),
            f"共 {len(unit.items)} 项，已填 {unit.answered} 项，已报送 {unit.handed_in} 项",
            "↑↓ 移动 · Enter 到该项指标 · Esc/F12 返回",
        )  # fmt: skip

    def _go_to_item(self, no: str) -> None:
        self.post_message(PlaceAsked("workbench", no))

    def _item_rows(self, unit: UnitProgress) -> list[TableRow]:
        snapshot = self.now.snapshot
        rows: list[TableRow] = []
        for no, state in sorted(unit.items.items(), key=lambda item: _URGENCY.index(item[1])):
            indicator, score = snapshot.roster.indicators[no], snapshot.scores()[no]
            mark = snapshot.assessment.entry(no).mark(unit.unit)
            lost = sum(points for who, points in score.shares if who == unit.unit)
            told = "缺材料" if no in unit.unproven else ""
            if mark and mark.reason:
                told = mark.reason
            rows.append(
                TableRow(
                    no,
                    (sign_of(state), STATES[state], f"{no} {indicator.name}", told, minus(lost)),
                    about=f"{no} {indicator.name}　{told}",
                )
            )
        return rows

    def action_lines(self) -> None:
        """The items of the unit under the cursor."""
        if self._table.cursor_key:
            self.open_items(Table.Chosen(self._table.cursor_key))


def _row(unit: UnitProgress, late: int) -> TableRow:
    sign = sign_of(unit.state)

    def shown(count: int) -> str:
        return str(count) if count else ""

    return TableRow(
        unit.unit,
        (
            sign,
            unit.unit,
            unit.category,
            str(len(unit.items)),
            str(unit.answered),
            Fraction(unit.answered, len(unit.items)),
            str(unit.handed_in),
            shown(unit.count("returned")),
            shown(unit.count("accepted")),
            shown(late),
            shown(len(unit.unproven)),
            minus(unit.lost),
            shown(unit.gaps),
            shown(unit.overdue),
            (STATES[unit.state], sign[1]),
        ),
    )
