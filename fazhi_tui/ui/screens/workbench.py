"""填报, where people live: the tree on the left, one indicator on the right, typed in place."""

from collections.abc import Callable, Iterable

from textual import on
from textual.widget import Widget

from fazhi_tui.domain.assessment import Entry, Finding, Reading, answerers
from fazhi_tui.domain.changes import (
    Change,
    ClearClause,
    DropEvidence,
    DropFinding,
    LiftNotApplicable,
    MarkNone,
    SubmitItem,
)
from fazhi_tui.domain.indicators import Clause, Indicator
from fazhi_tui.ui.commands import WORKBENCH, bindings
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.asking import about_clause, about_evidence, which_indicator
from fazhi_tui.ui.screens.base import Place, painted_together
from fazhi_tui.ui.screens.entering import Place as Spot
from fazhi_tui.ui.screens.entering import change_for, latest, needs_dialog
from fazhi_tui.ui.screens.indicator_view import (
    clause_key,
    detail_view,
    item_of,
    readings_of,
    split_key,
)
from fazhi_tui.ui.screens.presenting import tree_rows
from fazhi_tui.ui.screens.sifting import Sieve, next_waiting, not_ones_own
from fazhi_tui.ui.widgets.detail import Detail
from fazhi_tui.ui.widgets.indicator_tree import IndicatorTree

NEED_AN_ITEM = frozenset(
    {"finding", "evidence", "none", "not_applicable", "submit", "note", "why", "clear"}
)
"""Commands about the indicator under the cursor."""


class Workbench(Place):
    """Shows the snapshot's indicators; asks for changes."""

    PLACE = WORKBENCH
    BINDINGS = bindings(WORKBENCH)
    DEFAULT_CSS = "Workbench.-narrow IndicatorTree { min-width: 26; }"

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._sieve = Sieve()
        self._tree = IndicatorTree("指标", lit=True)
        self._detail = Detail()
        self.begin()

    def begin(self) -> None:
        """Stand where work is waiting; a unit sees its own, the office everything."""
        self._sieve = Sieve.whose(self.now)
        kept = self._sieve.kept(self.now)
        self._tree.entitle(self._sieve.heading)
        self._tree.show(tree_rows(self.now), next_waiting(self.now, among=kept), kept)
        self._show_detail()

    def body(self) -> Iterable[Widget]:
        """Tree and detail."""
        yield self._tree
        yield self._detail

    def on_mount(self) -> None:
        """Start in the tree."""
        self._tree.focus()

    @property
    def now(self) -> Shown:
        """The snapshot; this place is only shown with one."""
        if self.shown is None:
            raise RuntimeError("the workbench needs a snapshot")
        return self.shown

    def show(self) -> None:
        """Tree and detail as the new snapshot has them."""
        kept = self._sieve.kept(self.now)
        if kept is not None:  # the item just filled in stays until one goes on
            kept.add(self._tree.cursor_key)
        self._tree.show(tree_rows(self.now), keep=kept)
        self._show_detail()

    def go(self, key: str) -> None:
        """Stand on an indicator, whatever the filter, on the side one is on."""
        same = key == self._no
        if self._sieve.active and key not in (self._sieve.kept(self.now) or ()):
            self._sift(Sieve())
        self._tree.go(key)
        self._show_detail()
        if not self._detail.has_focus:
            self._tree.focus()
        elif not same:
            self._detail.begin()
        self.show_keys()

    # ------------------------------------------------------------ moving about
    @on(IndicatorTree.Moved)
    async def follow(self, event: IndicatorTree.Moved) -> None:
        """The right side follows the cursor."""
        event.stop()
        self.settle(self._follow)
        await painted_together()

    def _follow(self) -> None:
        self._show_detail()
        self.show_keys()

    @on(IndicatorTree.Chosen)
    def enter_detail(self, event: IndicatorTree.Chosen) -> None:
        """To the right side, perhaps with a digit typed already."""
        self._detail.focus()
        self._detail.begin(event.typed)

    @on(Detail.Left)
    def leave_detail(self) -> None:
        """Back to the tree."""
        self._tree.focus()

    @on(Detail.Turned)
    async def turn(self, event: Detail.Turned) -> None:
        """The next indicator, staying on the right side."""
        self._turn(event.step)
        await painted_together()

    def _turn(self, step: int) -> None:
        keys = self._tree.keys
        here = self._tree.cursor_key
        place = keys.index(here) + step if here in keys else 0
        if 0 <= place < len(keys):
            self._tree.go(keys[place])
            self._show_detail()
            self._detail.begin()
            self.show_keys()
        else:
            self._tree.focus()

    def _show_detail(self) -> None:
        self._detail.show(detail_view(self.now, self._tree.cursor_key))

    @on(Detail.CaretMoved)
    def park_cursor(self, event: Detail.CaretMoved) -> None:
        """The terminal's own cursor stands where text is typed: input methods open there."""
        self.app.cursor_position = event.offset

    # ------------------------------------------------------------ answering
    @on(Detail.Entered)
    def enter_value(self, event: Detail.Entered) -> None:
        """A value was typed: save it and go on, or ask for what else must be said."""
        event.stop()
        spot = self._spot(event.clause, event.no)
        answers = self.now.snapshot.assessment.entry(event.no).own
        if reason := not_ones_own(self.now, spot.answerer):
            self._keep_typing(event, reason)
            return
        if needs_dialog(spot, answers, event.text):
            self._detail.give_up()
            self._ask_finding(spot, None, event.text)
            return

        def reply(refusal: str) -> None:
            if refusal:
                self._keep_typing(event, refusal)
            else:
                self._detail.saved(lambda: self._turn(1))

        self.ask(lambda: [change_for(spot, answers, event.text)], reply)

    def _keep_typing(self, event: Detail.Entered, refusal: str) -> None:
        """Back to where a refused value was typed, with the value and the reason."""
        if event.no != self._no:
            self._tree.go(event.no)
            self._show_detail()
        self._detail.resume(event.clause, event.text, refusal)
        self._detail.focus()

    @on(Detail.Dropped)
    def tell_dropped(self, event: Detail.Dropped) -> None:
        """What was typed and given up is told."""
        self.notify(f"已放弃所填的“{event.text}”，没有保存。", markup=False)

    def settle(self, then: Callable[[], object]) -> None:
        """Save what is being typed, then `then`."""
        if self._detail.typing:
            self._detail.leave(then)
        else:
            then()

    def action_command(self, command: str) -> None:
        """While a value is typed, undoing means that value; a finding is the one it makes."""
        current = self._detail.current
        if command == "undo" and self._detail.typing:
            self._detail.drop()
        elif command == "finding" and self._detail.typing and current:
            self._detail.leave(lambda: self._ask_latest(current.key))
        else:
            super().action_command(command)

    def _ask_latest(self, key: str) -> None:
        """The dialog of what was just entered under a clause."""
        spot = self._spot(key)
        self._ask_finding(spot, latest(spot, self._entry.own))

    @on(Detail.Opened)
    def open_row(self, event: Detail.Opened) -> None:
        """The dialog behind a row."""
        if event.kind == "evidence":
            self._ask_evidence(event.key)
        elif event.kind == "clause":
            spot = self._spot(event.key)
            readings = readings_of(spot.clause, self._entry.own, spot.answerer)
            self._ask_finding(spot, readings[0] if len(readings) == 1 else None, event.typed)
        else:
            old = item_of(self._entry.own, event.key)
            if old:
                self._ask_finding(self._spot(clause_key(old.clause, old.answerer)), old)

    def action_finding(self) -> None:
        """Enter another finding under the clause, or open the one under the cursor."""
        current = self._detail.current
        if current is None:
            return
        if current.kind == "finding":
            self.open_row(Detail.Opened("finding", current.key))
            return
        clauses = self._detail.clause_keys
        spot = self._spot(current.key if current.kind == "clause" else clauses[0])
        readings = readings_of(spot.clause, self._entry.own, spot.answerer)
        alone = readings[0] if len(readings) == 1 and not spot.clause.by_subject else None
        self._ask_finding(spot, alone)

    def action_evidence(self) -> None:
        """Enter evidence, or open what is under the cursor."""
        current = self._detail.current if self._detail.has_focus else None
        self._ask_evidence(current.key if current and current.kind == "evidence" else "")

    def action_none(self) -> None:
        """无 under all clauses that are blank."""
        no = self._no
        units = self._mine
        blank = [unit for unit in units if self._blank(unit)]

        def propose() -> list[Change]:
            return [MarkNone((no,), answerer=unit) for unit in blank or units[:1]]

        self.request(propose, self._on_to_next)

    def action_not_applicable(self) -> None:
        """Mark 不涉及 with a reason, or lift it."""
        from fazhi_tui.ui.dialogs.item import not_applicable_form

        marked = self._entry.not_applicable
        if marked:
            self.request_one(LiftNotApplicable((self._no,), marked[-1].unit))
            return
        roster = self.now.snapshot.roster
        by = self.now.unit or roster.office
        self.open(not_applicable_form(roster, self._no, self._answerers, by))

    def action_note(self) -> None:
        """Explain the answers."""
        from fazhi_tui.ui.dialogs.item import note_form

        self.open(note_form(self._no, self._entry, self._mine, self.now.unit))

    def action_why(self) -> None:
        """How the points of the indicator come about, step by step."""
        from fazhi_tui.ui.dialogs.why import indicator_dialog

        self.app.push_screen(indicator_dialog(self.now.snapshot, self._no))

    def action_submit(self) -> None:
        """Hand the item in."""
        unit = self.now.unit if self.now.unit in self._answerers else ""
        self.request_one(SubmitItem((self._no,), unit), self._on_to_next)

    def action_clear(self) -> None:
        """Take back what is under the cursor: a clause's answers, a finding, evidence."""
        current = self._detail.current
        if current is None:
            return
        if current.kind == "evidence":
            self.request_one(DropEvidence(current.key))
        elif current.kind == "finding" and not current.key.partition("|")[1]:
            self.request_one(DropFinding(current.key))
        else:
            parts = current.key.split("|")
            clause, answerer = parts[1:3] if current.kind == "finding" else parts
            others = readings_of(self._clause(clause), self._entry.own, answerer)
            if current.kind == "finding" and len(others) > 1:
                self.notify(
                    "这条细则还有别的数；按 Enter 改这一笔，全部清空请到细则上按 Del。",
                    markup=False,
                )
                return
            self.request_one(ClearClause(self._no, clause, answerer))

    # ------------------------------------------------------------ finding one's way
    def action_next_blank(self) -> None:
        """To the next item with something left to fill in."""
        own = Sieve.whose(self.now).kept(self.now)
        found = next_waiting(self.now, self._tree.cursor_key, own)
        if found:
            self.go(found)
        else:
            self.notify("所有指标都已填完。", markup=False)

    def action_find(self) -> None:
        """Choose an indicator by a few letters."""
        self.open(which_indicator(self.now, self._no), self.go)

    def action_filter(self) -> None:
        """Choose what the tree is to show."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog

        dialog = ChooserDialog("筛选", self._sieve.options(self.now), "单位、状态", self._sieve.key)
        self.open(dialog, lambda key: self._sift(Sieve.of(key)))

    def _sift(self, sieve: Sieve) -> None:
        self._sieve = sieve
        self._tree.entitle(sieve.heading)
        self._tree.show(tree_rows(self.now), keep=sieve.kept(self.now))
        self._show_detail()
        self._tree.focus()

    # ------------------------------------------------------------ what can't be done now
    def why_not(self, command: str) -> str:
        """Most commands need an indicator; some need something under the cursor."""
        if command in NEED_AN_ITEM and self._indicator is None:
            return "请先把光标移到一项三级指标上。"
        if command in {"finding", "none"} and self._entry.excused(""):
            return "本项不涉及，按 F8 取消后才能填。"
        if command in {"none", "submit"} and self._indicator:
            return not_ones_own(self.now, *self._answerers)
        if command == "clear" and not self._detail.has_focus:
            return "请先按 → 进入右边，移到要清空的细则、失分项或材料上。"
        return ""

    # ------------------------------------------------------------ inside
    @property
    def _no(self) -> str:
        return self._tree.cursor_key

    @property
    def _indicator(self) -> Indicator | None:
        return self.now.snapshot.roster.indicators.get(self._no)

    @property
    def _entry(self) -> Entry:
        return self.now.snapshot.assessment.entry(self._no)

    @property
    def _answerers(self) -> list[str]:
        roster = self.now.snapshot.roster
        indicator = roster.indicators[self._no]
        found = answerers(roster, indicator, self._entry)
        return found or [self.now.snapshot.assessment.duty(indicator).lead]

    @property
    def _mine(self) -> list[str]:
        """Those one may speak for."""
        unit = self.now.unit
        return [unit] if unit in self._answerers else self._answerers

    def _blank(self, unit: str) -> bool:
        own = self._entry.own
        keys = map(split_key, self._detail.clause_keys)
        return any(who == unit and not own.given_by(clause, unit) for clause, who in keys)

    def _spot(self, key: str, no: str = "") -> Spot:
        clause, answerer = split_key(key)
        return Spot(no or self._no, self._clause(clause, no), answerer)

    def _clause(self, clause: str, no: str = "") -> Clause:
        return self.now.snapshot.roster.indicators[no or self._no].clause(clause)

    def _on_to_next(self) -> None:
        if self._detail.has_focus:
            self._turn(1)

    def _ask_finding(
        self, spot: Spot, old: Finding | Reading | None = None, typed: str = ""
    ) -> None:
        if reason := not_ones_own(self.now, spot.answerer):
            self.notify(reason, severity="warning", markup=False)
            return
        self.open(about_clause(self.now, spot, old, typed))

    def _ask_evidence(self, key: str) -> None:
        self.open(about_evidence(self.now, self._no, key))
