"""审核: self beside verified, item by item; adjust, accept, hand back, one or several at once."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.changes import AcceptItem
from fazhi_tui.domain.points import show_points
from fazhi_tui.ui.commands import REVIEW, bindings
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.answering import Answering
from fazhi_tui.ui.screens.probing import Probing
from fazhi_tui.ui.screens.review_view import (
    COLUMNS,
    KINDS,
    Case,
    case_row,
    cases,
    outside_scores,
    review_view,
)
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Part
from fazhi_tui.ui.widgets.detail import Detail
from fazhi_tui.ui.widgets.table import Column, Table, TableRow

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.listing import ListingDialog

_NEED_AN_ITEM = frozenset({"finding", "why", "accept", "hand_back", "clear"})
_EMPTY = "没有这样的指标。按 Ctrl+T 看其他的。"
_FOR_THE_OFFICE = frozenset({"finding", "accept", "hand_back", "clear"})


class Review(Probing, Answering):
    """The list on the left, one item on the right; what is typed there is the office's word."""

    PLACE = REVIEW
    TRACK: ClassVar[Track] = "verified"
    BINDINGS = bindings(REVIEW)
    DEFAULT_CSS = """
    Review Horizontal { height: 1fr; }
    Review Table { width: 42%; min-width: 36; max-width: 80; }
    Review.-narrow Table { min-width: 26; }
    """

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._kind = "waiting"
        self._table = Table(lit=True)

    def body(self) -> Iterable[Widget]:
        """List and item."""
        yield Horizontal(self._table, self._detail)

    def on_mount(self) -> None:
        """Start with what waits; if nothing does, with all that was handed in."""
        if not any(case.waiting for case in cases(self.now)):
            self._kind = "all"
        self.show()
        self._table.focus()

    @property
    def current_no(self) -> str:
        """The number of the indicator under the cursor."""
        return self._table.cursor_key

    def stand(self, no: str) -> None:
        """Put the cursor on an indicator, listing all if it is not listed."""
        if no not in {case.indicator.no for case in self._listed}:
            self._kind = "all"
            self.show()
        self._table.go(no)

    @property
    def _listed(self) -> list[Case]:
        keeps = KINDS[self._kind][1]
        return [case for case in cases(self.now) if keeps(case)]

    def show(self) -> None:
        """List and item as the snapshot has them; the one being looked at stays listed."""
        self._relist(self.current_no)

    def _relist(self, kept: str = "") -> None:
        keeps = KINDS[self._kind][1]
        listed = [c for c in cases(self.now) if keeps(c) or c.indicator.no == kept]
        empty = (
            _EMPTY
            if any(case.handed_in for case in cases(self.now))
            else "还没有报送的指标。按 F2 回去填报，填完按 F9 报送。"
        )
        self._table.show(COLUMNS, [case_row(case) for case in listed], empty)
        self._entitle(len(listed))
        self.show_detail()
        self.show_keys()

    def _entitle(self, count: int) -> None:
        marked = len(self._table.marked)
        told = f"选中 {marked} 项 · Esc 取消" if marked else f"{count} 项"
        self._table.entitle(
            f"审核 · {KINDS[self._kind][0]}", ((told, look.PENDING if marked else look.DIM),)
        )

    def show_detail(self) -> None:
        """Self and verified of the item."""
        self._detail.show(review_view(self.now, self.current_no))

    def not_mine(self, answerer: str) -> str:
        """Only the office verifies."""
        if speaks_for_a_unit(self.now):
            return (
                f"审核由{self.now.snapshot.roster.office}进行；您现在代表{self.now.unit}，只能看。"
            )
        return ""

    # ------------------------------------------------------------ moving about
    @on(Table.Moved)
    async def move(self, event: Table.Moved) -> None:
        """The right side follows the cursor."""
        event.stop()
        await self.moved()

    @on(Table.Chosen)
    def enter_detail(self, event: Table.Chosen) -> None:
        """To the right side."""
        self._detail.focus()
        self._detail.begin(first_blank=False)

    @on(Detail.Left)
    def leave_detail(self) -> None:
        """Back to the list."""
        self._table.focus()
        self._relist()

    def turn_by(self, step: int) -> None:
        """The next item of the list; behind the last one back to it."""
        before = self.current_no
        self._table.step(step)
        self.show_detail()
        if self.current_no == before:
            self._table.focus()
        else:
            self._detail.begin(first_blank=False)

    def action_next_submitted(self) -> None:
        """To the next item that waits."""
        order = [case.indicator.no for case in cases(self.now) if case.waiting]
        ordinals = {i.no: i.ordinal for i in self.now.snapshot.roster.set.indicators}
        here = ordinals.get(self.current_no, -1)
        beyond = [no for no in order if ordinals[no] > here]
        if order:
            self.stand((beyond or order)[0])
            self.follow()
        else:
            self.notify("没有待审的指标了。", markup=False)

    def action_find(self) -> None:
        """Go to an item by a few letters."""
        self.seek(self._table, self.go)

    def action_filter(self) -> None:
        """Choose what is listed."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        known = cases(self.now)
        options = [
            Option(key, name, f"{sum(map(keeps, known))} 项")
            for key, (name, keeps) in KINDS.items()
        ]

        def answered(kind: str) -> None:
            self._kind = kind
            self._table.unmark()
            self._relist()

        self.open(ChooserDialog("列出哪些", options, "待审、退回…", self._kind), answered)

    # ------------------------------------------------------------ marking
    def action_mark(self) -> None:
        """Mark the item under the cursor."""
        self._table.toggle()
        self._entitle(len(self._listed))
        self.follow()

    def action_mark_all(self) -> None:
        """Mark all that is listed."""
        self._table.toggle_all()
        self._entitle(len(self._listed))

    def key_escape(self) -> None:
        """Mark nothing."""
        self._unmark()

    def _unmark(self, _: object = None) -> None:
        self._table.unmark()
        self._entitle(len(self._listed))

    # ------------------------------------------------------------ the office's word
    def action_accept(self) -> None:
        """Accept the item, or all that are marked."""
        from fazhi_tui.ui.screens.together import preview

        marked = self._table.marked
        if marked:
            self.open(preview(self.now, marked, "审核通过", AcceptItem), self._settled)
        else:
            self.request_one(AcceptItem((self.current_no,)), self._settled)

    def _settled(self, _: object = None) -> None:
        """What was dealt with leaves the list; on to the next."""
        self._table.unmark()
        self._table.focus()
        self._relist()

    def action_hand_back(self) -> None:
        """Hand the item back with a reason, or all that are marked."""
        from fazhi_tui.ui.screens.together import hand_back_together

        numbers = self._table.marked or (self.current_no,)
        self.open(hand_back_together(self.now, numbers), self._settled)

    def action_differences(self) -> None:
        """Every item that the office sees otherwise."""
        self.open_list(self._differences, self.go)

    def _differences(self) -> "ListingDialog":
        from fazhi_tui.ui.dialogs.listing import ListingDialog

        differing = [case for case in cases(self.now) if case.differs]
        assessment = self.now.snapshot.assessment
        sources = list(outside_scores(self.now))
        columns = (
            *COLUMNS,
            *(Column(source, "right", least=6, most=12) for source in sources),
            Column("牵头单位", least=8, most=18),
        )
        rows = [
            TableRow(
                case.indicator.no,
                (
                    *case_row(case).cells,
                    *_outside_cells(case, sources),
                    assessment.duty(case.indicator).lead,
                ),
                about=f"{case.indicator.no} {case.indicator.name}",
            )
            for case in differing
        ]
        kind = sum(case.more for case in differing if case.more > 0)
        hard = -sum(case.more for case in differing if case.more < 0)
        foot = f"{len(rows)} 项不一致：自评少报失分 {show_points(kind)}，多报 {show_points(hard)}"
        return ListingDialog(
            "自评和核定的差异", columns, rows, foot, "↑↓ 移动 · Enter 到该项 · Esc/F12 返回"
        )

    def go(self, no: str) -> None:
        """Stand on an item."""
        self.stand(no)
        self.follow()

    # ------------------------------------------------------------ what can't be done now
    def why_not(self, command: str) -> str:
        """Most commands need an item, and the office."""
        if command in _FOR_THE_OFFICE and (reason := self.not_mine("")):
            return reason
        if command in {"accept", "hand_back"} and self._table.marked:
            return ""
        if command in _NEED_AN_ITEM and self._indicator is None:
            return "这里没有可以审核的指标。"
        if command == "clear" and not self._detail.has_focus:
            return "请先按 → 进入右边，移到要清空的细则或失分项上。"
        return super().why_not(command)


def _outside_cells(case: Case, sources: Sequence[str]) -> list[Part]:
    """What each source gives; marked where the units gave themselves more."""
    given = dict(case.outside)
    return [
        ("", look.DIM)
        if source not in given
        else (
            f"得 {show_points(given[source])}",
            look.PENDING if given[source] < case.own.earned else look.DIM,
        )
        for source in sources
    ]
