"""整改清单: every matter to be put right, with measures and dates; one or several at once."""

from collections.abc import Iterable

from textual import events, on
from textual.widget import Widget

from fazhi_tui.domain.answering import spoken_for
from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.gaps import Gap, of_unit
from fazhi_tui.domain.points import show_points
from fazhi_tui.ui.commands import GAPS, bindings
from fazhi_tui.ui.messages import PlaceAsked, Shown
from fazhi_tui.ui.screens.base import painted_together
from fazhi_tui.ui.screens.gap_list import COLUMNS, gap_row, in_full
from fazhi_tui.ui.screens.gap_sieve import GapSieve
from fazhi_tui.ui.screens.lettering import Lettering
from fazhi_tui.ui.screens.presenting import other_track, today
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Table, TableRow
from fazhi_tui.ui.widgets.words import Words
from fazhi_tui.wording.matters import state_of
from fazhi_tui.wording.terms import TRACKS, unit_name

_NEED_A_GAP = frozenset({"plan", "close", "deeds", "outlook", "mark", "mark_all"})


class Gaps(Lettering):
    """The list, of all units or of one."""

    PLACE = GAPS
    BINDINGS = bindings(GAPS)
    DEFAULT_CSS = """
    Gaps #sum { dock: bottom; margin-bottom: 1; padding: 0 2; }
    Gaps #about { dock: bottom; margin-bottom: 2; padding: 0 2; }
    """

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._sieve = GapSieve()
        self._track: Track = "self"
        self._listed: dict[str, Gap] = {}
        self._made: dict[str, tuple[Gap, tuple[str, str], TableRow]] = {}
        self._table = Table(lit=True)

    def body(self) -> Iterable[Widget]:
        """The table and what it sums up to."""
        yield self._table
        yield Words("", look.DIM, id="about", lines=3)
        yield Words("", look.STRONG, id="sum", lines=1)

    def on_mount(self) -> None:
        """Show all, or what one's own unit has to do."""
        unit = self.now.unit
        if speaks_for_a_unit(self.now) and of_unit(self.now.snapshot.gaps(), unit):
            self._sieve = GapSieve((f"unit:{unit}",))
        self.show()
        self._table.focus()

    @property
    def _chosen(self) -> tuple[Gap, ...]:
        """The marked gaps, or the one under the cursor."""
        keys = self._table.marked or (self._table.cursor_key,)
        return tuple(self._listed[key] for key in keys if key in self._listed)

    @property
    def _by(self) -> str:
        """The unit that speaks, "" for the office."""
        return self.now.unit if speaks_for_a_unit(self.now) else ""

    def show(self) -> None:
        """The list as the snapshot has it."""
        day = today()
        listed = self._sieve.kept(self.now.snapshot.gaps(self._track), day)
        self._listed = {gap.id: gap for gap in listed}
        empty = "没有需要整改的事项。登记的失分项会自动列到这里；按 F2 回去填报。"
        if self._sieve.keys:
            empty = "没有符合筛选的事项。按退格键去掉一个条件。"
        self._table.show(COLUMNS, [self._row(gap, day) for gap in listed], empty)
        self._tell_row()
        self._entitle()
        waiting = sum(gap.open for gap in listed)
        late = sum(gap.overdue(day) for gap in listed)
        near = sum(gap.near(day) for gap in listed)
        line = f"共 {len(listed)} 项，失分 {show_points(sum(gap.lost for gap in listed))}"
        line += "（汇总折算前）" if self._converted else ""
        line += f"，未销号 {waiting} 项" + (f"，超期 {late} 项" if late else "")
        line += f"，临期 {near} 项" if near else ""
        self.query_one("#sum", Words).say(line)
        self.show_keys()

    @property
    def _converted(self) -> bool:
        """Whether the sums count otherwise than the lines do."""
        snapshot = self.now.snapshot
        lines = sum(gap.lost for gap in snapshot.gaps(self._track))
        return lines != snapshot.tally(self._track).lost

    def _row(self, gap: Gap, day: str) -> TableRow:
        """Its line, the one made before if it is the very same gap, day and state."""
        state = state_of(gap, self.now.snapshot.assessment)
        known = self._made.get(gap.id)
        if known is None or known[0] is not gap or known[1] != (day, state):
            known = self._made[gap.id] = (gap, (day, state), gap_row(gap, day, state))
        return known[2]

    def _entitle(self) -> None:
        marked, count = len(self._table.marked), len(self._listed)
        told = f"选中 {marked} 项 · Esc 取消" if marked else f"{count} 项"
        if self._sieve.keys and not marked:
            told += " · 退格键去掉筛选"
        self._table.entitle(
            f"整改清单 · 按{TRACKS[self._track]}数{self._sieve.heading}",
            ((told, look.PENDING if marked else look.DIM),),
        )

    @on(Table.Moved)
    async def follow(self) -> None:
        """The row under the cursor in full; what a unit can do depends on whose it is."""
        self._tell_row()
        if self._by:
            self.show_keys()
        await painted_together()

    def _tell_row(self) -> None:
        here = self._listed.get(self._table.cursor_key)
        self.query_one("#about", Words).say(in_full(here) if here else "")

    # ------------------------------------------------------------ choosing
    def action_mark(self) -> None:
        """Mark the gap under the cursor."""
        self._table.toggle()
        self._entitle()

    def action_mark_all(self) -> None:
        """Mark all that is listed."""
        self._table.toggle_all()
        self._entitle()

    def on_key(self, event: events.Key) -> None:
        """Esc marks nothing; Backspace takes away the last condition."""
        if event.key == "escape" and self._table.marked:
            self._unmark()
        elif event.key == "backspace" and self._sieve.keys:
            self._sift(self._sieve.turned(self._sieve.keys[-1]))

    def _unmark(self, _: object = None) -> None:
        self._table.unmark()
        self._entitle()

    def action_find(self) -> None:
        """Go to a gap by a few letters."""
        self.seek(self._table, self._table.go)

    def action_filter(self) -> None:
        """By unit, by state, by what is due; conditions add up."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog

        snapshot = self.now.snapshot
        options = self._sieve.options(snapshot.roster, snapshot.gaps(self._track), today())
        dialog = ChooserDialog("筛选", options, "单位、状态、超期…")
        self.open(dialog, lambda key: self._sift(self._sieve.turned(key)))

    def _sift(self, sieve: GapSieve) -> None:
        self._sieve = sieve
        self._table.unmark()
        self.show()

    # ------------------------------------------------------------ what is done about them
    @on(Table.Chosen)
    def plan_chosen(self) -> None:
        """Plan the gap under the cursor."""
        self.action_command("plan")

    def action_plan(self) -> None:
        """Measure, persons, dates; with several marked one for all."""
        from fazhi_tui.ui.dialogs.gap import many_plan_form, plan_form

        gaps = self._chosen
        if self._table.marked:
            self.open(many_plan_form(gaps, self._by), self._unmark)
        else:
            self.open(plan_form(self.now.snapshot.roster, gaps[0], self._by))

    def action_close(self) -> None:
        """Close the gap under the cursor, or all that are marked and not closed yet."""
        from fazhi_tui.ui.dialogs.gap import close_form

        still_open = [gap for gap in self._chosen if not gap.plan.closed]
        self.open(close_form(still_open or self._chosen, today()), self._unmark)

    def action_deeds(self) -> None:
        """Choose what else is to be done."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option
        from fazhi_tui.ui.screens.gap_deeds import deeds

        made = {deed.name: deed for deed in deeds(self.now, self._chosen)}
        options = [Option(deed.name, deed.name, deed.help) for deed in made.values()]

        def answered(name: str) -> None:
            deed = made[name]
            if deed.dialog:
                self.open(deed.dialog(), self._unmark)
            elif deed.change:
                self.request_one(deed.change, self._unmark)

        self.open(ChooserDialog("办理", options, "要办什么"), answered)

    def action_outlook(self) -> None:
        """What closing the marked gaps, or all that are listed, would bring back."""
        from fazhi_tui.ui.screens.outlook import outlook_dialog

        gaps = self._chosen if self._table.marked else tuple(self._listed.values())
        waiting = [gap for gap in gaps if gap.open]
        self.open(outlook_dialog(self.now, waiting, self._track), self._go_to_item)

    def _go_to_item(self, no: str) -> None:
        self.post_message(PlaceAsked("workbench", no))

    def action_track(self) -> None:
        """By what the units say, or by what the office verified."""
        self._track = other_track(self._track)
        self._table.unmark()
        self.show()

    def action_export(self) -> None:
        """Write the list to a file."""
        from fazhi_tui.exports.naming import file_name
        from fazhi_tui.ui.dialogs.files import export_form
        from fazhi_tui.work.folders import free_name

        unit = self._sieve.unit
        whose = unit_name(unit) if unit else ""
        name = file_name(self.now.snapshot.head.name, whose, "整改清单", suffix=".xlsx")
        self.open(export_form("gap_list", "导出整改清单", free_name(name), unit, self._track))

    def why_not(self, command: str) -> str:
        """Most commands need a gap; closing needs the office."""
        if command in _NEED_A_GAP and not self._listed:
            return "清单里没有可以操作的事项。"
        if command == "close" and self._by:
            return "由牵头办公室销号；做完了请按 F4 报结。"
        if command in {"plan", "deeds"} and self._by:
            return self._not_ours
        return super().why_not(command)

    @property
    def _not_ours(self) -> str:
        """Why the unit has nothing to do with what is chosen; "" if it has."""
        roster = self.now.snapshot.roster
        for gap in self._chosen:
            if not spoken_for(roster, self._by, (gap.rectifier, gap.unit)):
                whose = unit_name(gap.rectifier)
                return f"这个事项归{whose}整改；您现在代表{self._by}，只能看。"
        return ""

    # ------------------------------------------------------------ letters
    def letters_to(self) -> list[str]:
        """Those who have to mend what is marked; or the unit that the list is about."""
        if self._table.marked:
            return list(dict.fromkeys(unit_name(gap.rectifier) for gap in self._chosen))
        return [self._sieve.unit] if self._sieve.unit else []

    @property
    def letters_by(self) -> Track:
        """The figures that are listed."""
        return self._track
