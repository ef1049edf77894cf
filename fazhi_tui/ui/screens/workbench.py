"""填报, where people live: the tree on the left, one indicator on the right, typed in place."""

from collections.abc import Callable, Iterable

from textual import on
from textual.screen import ModalScreen
from textual.widget import Widget

from fazhi_tui.domain.answering import spoken_for
from fazhi_tui.domain.assessment import answerers
from fazhi_tui.domain.changes import (
    Change,
    LiftNotApplicable,
    MarkNone,
    SubmitItem,
)
from fazhi_tui.ui.commands import WORKBENCH, bindings
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.answering import Answering
from fazhi_tui.ui.screens.asking import which_indicator
from fazhi_tui.ui.screens.indicator_view import (
    split_key,
)
from fazhi_tui.ui.screens.presenting import TreeRows
from fazhi_tui.ui.screens.sifting import (
    Sieve,
    next_waiting,
    not_ones_own,
    scopes,
    speaks_for_a_unit,
)
from fazhi_tui.ui.screens.together import (
    assign_together,
    none_together,
    not_applicable_together,
    submit_together,
)
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.detail import Detail
from fazhi_tui.ui.widgets.indicator_tree import IndicatorTree

NEED_AN_ITEM = frozenset(
    {"finding", "evidence", "none", "not_applicable", "submit", "note", "why", "clear", "assign"}
)
"""Commands about the indicator under the cursor."""
_TOGETHER = frozenset({"none", "not_applicable", "submit", "assign"})
"""Commands that several marked indicators can be given at once."""


class Workbench(Answering):
    """Shows the snapshot's indicators; asks for changes."""

    PLACE = WORKBENCH
    BINDINGS = bindings(WORKBENCH)
    DEFAULT_CSS = "Workbench.-narrow IndicatorTree { min-width: 26; }"

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._sieve = Sieve()
        self._rows = TreeRows()
        self._tree = IndicatorTree("指标", lit=True)
        self.begin()

    def begin(self) -> None:
        """Stand where work is waiting; a unit sees its own, the office everything."""
        self._tree.unmark()
        self._sieve = Sieve.whose(self.now)
        kept = self._sieve.kept(self.now)
        self._entitle()
        self._tree.show(self._rows.of(self.now), next_waiting(self.now, among=kept), kept)
        self.show_detail()

    def body(self) -> Iterable[Widget]:
        """Tree and detail."""
        yield self._tree
        yield self._detail

    def on_mount(self) -> None:
        """Start in the tree."""
        self._tree.focus()

    @property
    def current_no(self) -> str:
        """The key of the row the tree stands on."""
        return self._tree.cursor_key

    def stand(self, no: str) -> None:
        """Put the tree's cursor on an indicator."""
        self._tree.go(no)

    def show(self) -> None:
        """Tree and detail as the new snapshot has them."""
        kept = self._sieve.kept(self.now)
        if kept is not None:  # the item just filled in stays until one goes on
            kept.add(self._tree.cursor_key)
        self._tree.show(self._rows.of(self.now), keep=kept)
        self.show_detail()

    def go(self, key: str) -> None:
        """Stand on an indicator, whatever the filter, on the side one is on."""
        same = key == self.current_no
        if self._sieve.active and key not in (self._sieve.kept(self.now) or ()):
            self._sift(Sieve())
        self._tree.go(key)
        self.show_detail()
        if not self._detail.has_focus:
            self._tree.focus()
        elif not same:
            self._detail.begin()
        self.show_keys()

    # ------------------------------------------------------------ moving about
    @on(IndicatorTree.Moved)
    async def move(self, event: IndicatorTree.Moved) -> None:
        """The right side follows the cursor."""
        event.stop()
        await self.moved()

    @on(IndicatorTree.Chosen)
    def enter_detail(self, event: IndicatorTree.Chosen) -> None:
        """To the right side, perhaps with a digit typed already."""
        self._detail.focus()
        self._detail.begin(event.typed)

    @on(Detail.Left)
    def leave_detail(self) -> None:
        """Back to the tree."""
        self._tree.focus()

    def turn_by(self, step: int) -> None:
        """The next indicator of those shown; behind the last one back to the tree."""
        keys = self._tree.keys
        here = self._tree.cursor_key
        place = keys.index(here) + step if here in keys else 0
        if 0 <= place < len(keys):
            self._tree.go(keys[place])
            self.show_detail()
            self._detail.begin()
            self.show_keys()
        else:
            self._tree.focus()

    # ------------------------------------------------------------ the whole indicator
    def action_none(self) -> None:
        """无 under all clauses that are blank."""
        if self._several(none_together):
            return
        no = self.current_no
        units = self._mine
        blank = [unit for unit in units if self._blank(unit)]

        def propose() -> list[Change]:
            return [MarkNone((no,), answerer=unit) for unit in blank or units[:1]]

        self.request(propose, self._on_to_next)

    def action_not_applicable(self) -> None:
        """Mark 不涉及 with a reason, or lift it."""
        from fazhi_tui.ui.dialogs.item import not_applicable_form

        if self._several(not_applicable_together):
            return
        no, roster, mine = (
            self.current_no,
            self.now.snapshot.roster,
            scopes(self.now, self.current_no),
        )
        marked = [item.unit for item in self._entry.not_applicable if item.unit in mine]
        if marked:
            self.request_one(LiftNotApplicable((no,), marked[-1]))
        else:
            by = self.now.unit or roster.office
            self.open(not_applicable_form(roster, no, mine, by))

    def action_assign(self) -> None:
        """Say who answers for the item, or for all that are marked."""
        numbers = self._tree.marked or (self.current_no,)
        self.open(assign_together(self.now, numbers), self._unmark)

    def _several(self, make: Callable[[Shown, tuple[str, ...]], ModalScreen[bool | None]]) -> bool:
        """If indicators are marked, ask about all of them together."""
        numbers = self._tree.marked
        if numbers:
            self.open(make(self.now, numbers), self._unmark)
        return bool(numbers)

    def _unmark(self, _: object = None) -> None:
        self._tree.unmark()
        self._entitle()

    def action_mark(self) -> None:
        """Mark what is under the cursor."""
        self._tree.toggle()
        self._entitle()
        self.follow()

    def action_mark_all(self) -> None:
        """Mark all that is listed."""
        self._tree.toggle_all()
        self._entitle()

    def _entitle(self) -> None:
        """What is listed, and how many are marked."""
        count = len(self._tree.marked)
        aside = ((f"选中 {count} 项 · Esc 取消", look.PENDING),) if count else ()
        self._tree.entitle("指标", aside)
        self._tree.sift(self._sieve.chips)

    def key_escape(self) -> None:
        """Mark nothing."""
        if self._tree.marked:
            self._unmark()

    def action_note(self) -> None:
        """Explain the answers."""
        from fazhi_tui.ui.dialogs.item import note_form

        units = self._mine
        if speaks_for_a_unit(self.now) and not self._own:  # others' words are theirs
            units = [self.now.unit]
        self.open(note_form(self.current_no, self._entry, units, self.now.unit, self._lead))

    def action_submit(self) -> None:
        """Hand the item in, or all that are marked."""
        if self._several(submit_together):
            return
        unit = self.now.unit if self._own else ""
        self.request_one(SubmitItem((self.current_no,), unit), self._on_to_next)

    # ------------------------------------------------------------ finding one's way
    def action_next_blank(self) -> None:
        """To the next item with something left to fill in, handed back, or contradicting itself."""
        from fazhi_tui.ui.screens.lacking import contradicts, remarks_of

        own = Sieve.whose(self.now).kept(self.now)
        failing = {remark.indicator for remark in remarks_of(self.now) if contradicts(remark)}
        found = next_waiting(self.now, self._tree.cursor_key, own, failing)
        if found:
            self.go(found)
        else:
            whose = f"{self.now.unit}填报的" if speaks_for_a_unit(self.now) else "所有"
            self.notify(f"{whose}指标都已填完，没有退回的，也没有自相矛盾的。", markup=False)

    def action_find(self) -> None:
        """Choose an indicator by a few letters."""
        self.open(which_indicator(self.now, self.current_no), self.go)

    def action_filter(self) -> None:
        """Choose what the tree is to show."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog

        options = self._sieve.options(self.now)
        dialog = ChooserDialog("筛选（可以叠加，再选一次去掉）", options, "单位、状态、缺材料")
        self.open(dialog, lambda key: self._sift(self._sieve.turned(key)))

    @on(IndicatorTree.ChipDropped)
    def drop_chip(self, event: IndicatorTree.ChipDropped) -> None:
        """One thing less is asked for."""
        self._sift(self._sieve.turned(self._sieve.keys[event.place]))

    def _sift(self, sieve: Sieve) -> None:
        self._sieve = sieve
        self._tree.sift(sieve.chips)
        self._tree.show(self._rows.of(self.now), keep=sieve.kept(self.now))
        self.show_detail()
        self._tree.focus()

    # ------------------------------------------------------------ what can't be done now
    def why_not(self, command: str) -> str:
        """Most commands need an indicator; some need something under the cursor."""
        if command == "assign" and speaks_for_a_unit(self.now):
            return "分工由牵头办公室指定。"
        if command in _TOGETHER and self._tree.marked:
            return ""
        if command in {"mark", "mark_all"} and self._detail.has_focus:
            return "请先按 Esc 回到左边，再选中指标。"
        if command in NEED_AN_ITEM and self._indicator is None:
            return "请先把光标移到一项三级指标上。"
        if command in {"finding", "none"} and self._entry.excused(""):
            return "本项不涉及，按 F8 取消后才能填。"
        if command in {"none", "submit"} and self._indicator:
            return not_ones_own(self.now, *self._answerers)
        if command == "not_applicable" and self._indicator:
            return self._not_excusable
        if command == "clear" and not self._detail.has_focus:
            return "请先按 → 进入右边，移到要清空的细则、失分项或材料上。"
        return super().why_not(command)

    # ------------------------------------------------------------ inside
    @property
    def _answerers(self) -> list[str]:
        roster = self.now.snapshot.roster
        indicator = roster.indicators[self.current_no]
        found = answerers(roster, indicator, self._entry)
        return found or [self._lead]

    @property
    def _not_excusable(self) -> str:
        """Why one may not say, or take back, 不涉及; "" if one may."""
        mine, marked = scopes(self.now, self.current_no), self._entry.not_applicable
        if not mine:
            return not_ones_own(self.now, *self._answerers)
        if marked and not any(item.unit in mine for item in marked) and self._entry.excused(""):
            by = marked[-1].decided_by or self.now.snapshot.roster.office
            return f"整项不涉及是{by}认定的，要取消请与其联系。"
        return ""

    @property
    def _lead(self) -> str:
        roster = self.now.snapshot.roster
        return self.now.snapshot.assessment.duty(roster.indicators[self.current_no]).lead

    @property
    def _mine(self) -> list[str]:
        """Those one may speak for."""
        return self._own or self._answerers

    @property
    def _own(self) -> list[str]:
        """Those that one's own unit is, or goes on for."""
        return spoken_for(self.now.snapshot.roster, self.now.unit, self._answerers)

    def _blank(self, unit: str) -> bool:
        own = self._entry.own
        keys = map(split_key, self._detail.clause_keys)
        return any(who == unit and not own.given_by(clause, unit) for clause, who in keys)

    def _on_to_next(self) -> None:
        if self._detail.has_focus:
            self.turn_by(1)
