"""Typing answers in place, on the track a place works on: what 填报 and 审核 have in common."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

from textual import on

from fazhi_tui.domain.assessment import Answers, Entry, Finding, Reading, Track
from fazhi_tui.domain.changes import ClearClause, DropEvidence, DropFinding
from fazhi_tui.domain.indicators import Clause, Indicator
from fazhi_tui.ui.drafts import Draft
from fazhi_tui.ui.messages import DraftWanted, Shown
from fazhi_tui.ui.screens.asking import (
    about_clause,
    about_evidence,
    take_out_evidence,
    told_evidence,
)
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
from fazhi_tui.ui.screens.sifting import not_ones_own
from fazhi_tui.ui.widgets.detail import Detail
from fazhi_tui.ui.widgets.detail_layout import Stop

_TYPED = ("no", "clause", "text")
"""What is kept of a value that is half typed."""


class Answering(Place):
    """A list on one side, one indicator on the other, its cells typed in place.

    Subclasses say which indicator the list stands on (`current_no`), how to stand on another
    (`stand`, `go`), and what the next one is (`turn_by`).
    """

    TRACK: ClassVar[Track] = "self"

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._detail = Detail()
        self._draft: Draft | None = None

    @property
    @abstractmethod
    def current_no(self) -> str:
        """The number of the indicator under the cursor, or a key that is none."""

    @abstractmethod
    def stand(self, no: str) -> None:
        """Put the cursor of the list on an indicator."""

    @abstractmethod
    def go(self, no: str) -> None:
        """Show an indicator, whatever was shown before."""

    @abstractmethod
    def turn_by(self, step: int) -> None:
        """To the next indicator, or the one before, staying on the right side."""

    def not_mine(self, answerer: str) -> str:
        """Why one may not answer for a unit here; "" if one may."""
        return not_ones_own(self.now, answerer)

    # ------------------------------------------------------------ what is half typed
    def on_mount(self) -> None:
        """Go on where the program was ended in the midst of typing."""
        self.call_after_refresh(self.ask_for_draft)

    def ask_for_draft(self) -> None:
        """Ask for the value that was half typed last time."""
        self._draft = None
        self.post_message(DraftWanted(self.PLACE, self._take_draft))

    def keep_draft(self) -> None:
        """Keep the value that is half typed."""
        if self._draft and self._detail.typed:
            self._draft.keep(dict(zip(_TYPED, self._detail.typed, strict=True)))
        elif self._draft:
            self._draft.drop()

    def _take_draft(self, draft: Draft) -> None:
        self._draft = draft
        no, clause, text = (draft.values.get(name, "") for name in _TYPED)
        if no not in self.now.snapshot.roster.indicators:
            return
        self.go(no)
        if text == self._detail.entry_of(clause):  # it was saved just before the end
            draft.drop()
        elif self._detail.resume(
            clause, text, "这是上次没有来得及保存的：按 Enter 保存，按 Esc 放弃。"
        ):
            self._detail.focus()

    # ------------------------------------------------------------ the right side
    def show_detail(self) -> None:
        """The right side as the snapshot has it."""
        self._detail.show(detail_view(self.now, self.current_no))

    async def moved(self) -> None:
        """The cursor of the list stands on another row: what is typed is saved first."""
        self.settle(self.follow)
        await painted_together()

    def follow(self) -> None:
        """Bring the right side and the keys in line with the cursor."""
        self.show_detail()
        self.show_keys()

    @on(Detail.Turned)
    async def turn(self, event: Detail.Turned) -> None:
        """The next indicator, staying on the right side."""
        self.turn_by(event.step)
        await painted_together()

    # ------------------------------------------------------------ answering
    @on(Detail.Entered)
    def enter_value(self, event: Detail.Entered) -> None:
        """A value was typed: save it and go on, or ask for what else must be said."""
        event.stop()
        spot = self._spot(event.clause, event.no)
        answers = self.now.snapshot.assessment.entry(event.no).answers(self.TRACK)
        if reason := self.not_mine(spot.answerer):
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
                self._detail.saved(lambda: self.turn_by(1))
                self.keep_draft()

        self.ask(lambda: [change_for(spot, answers, event.text)], reply)

    def _keep_typing(self, event: Detail.Entered, refusal: str) -> None:
        """Back to where a refused value was typed, with the value and the reason."""
        if event.no != self.current_no:
            self.stand(event.no)
            self.show_detail()
        from fazhi_tui.wording.places import place  # loaded with the sentences of problems

        spot = self._spot(event.clause, event.no)
        here = refusal.removeprefix(f"{place(f'{spot.indicator}.{spot.clause.id}')}：")
        if self._detail.resume(event.clause, event.text, here):
            self._detail.focus()
        else:
            self.notify(refusal, severity="error", markup=False, timeout=8)

    @on(Detail.Dropped)
    def tell_dropped(self, event: Detail.Dropped) -> None:
        """What was typed and given up is told."""
        if event.text:
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
        self._ask_finding(spot, latest(spot, self._answers))

    @on(Detail.Opened)
    def open_row(self, event: Detail.Opened) -> None:
        """The dialog behind a row."""
        if event.kind == "evidence":
            self._ask_evidence(event.key)
        elif event.kind == "clause":
            spot = self._spot(event.key)
            readings = readings_of(spot.clause, self._answers, spot.answerer)
            self._ask_finding(spot, readings[0] if len(readings) == 1 else None, event.typed)
        else:
            old = item_of(self._answers, event.key)
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
        readings = readings_of(spot.clause, self._answers, spot.answerer)
        alone = readings[0] if len(readings) == 1 and not spot.clause.by_subject else None
        self._ask_finding(spot, alone)

    def action_evidence(self) -> None:
        """Enter evidence, or open what is under the cursor."""
        self._ask_evidence(self._evidence_key)

    def action_fetch(self) -> None:
        """Write the copy that is kept of the evidence under the cursor as a file."""
        if key := self._evidence_key:
            self.open(take_out_evidence(self.now.snapshot.assessment.evidence[key]))

    def why_not(self, command: str) -> str:
        """A file is taken out of the evidence under the cursor."""
        if command == "fetch" and not self._evidence_key:
            return "请先按 → 进入右边，移到一件印证材料上。"
        return super().why_not(command)

    @property
    def _evidence_key(self) -> str:
        """The piece of evidence under the cursor, or nothing."""
        current = self._detail.current if self._detail.has_focus else None
        return current.key if current and current.kind == "evidence" else ""

    def action_why(self) -> None:
        """How the points of the indicator come about, step by step."""
        from fazhi_tui.ui.dialogs.why import indicator_dialog

        no = self.current_no
        self.open_list(lambda: indicator_dialog(self.now.snapshot, no, self.TRACK))

    def action_clear(self) -> None:
        """Take back what is under the cursor: a clause's answers, a finding, evidence."""
        current = self._detail.current
        if current is None:
            return
        if reason := self.not_mine(self._whose(current)):
            self.notify(reason, severity="warning", markup=False)
        elif current.kind == "evidence":
            self.request_one(DropEvidence(current.key))
        elif current.kind == "finding" and not current.key.partition("|")[1]:
            self.request_one(DropFinding(current.key, self.TRACK))
        elif current.kind == "finding":
            self._clear_reading(*current.key.split("|"))
        else:
            clause, answerer = split_key(current.key)
            self.request_one(ClearClause(self.current_no, clause, answerer, self.TRACK))

    def _whose(self, row: Stop) -> str:
        """The unit that said what stands in a row."""
        if row.kind == "evidence":
            return self.now.snapshot.assessment.evidence[row.key].unit
        if row.kind == "clause":
            return split_key(row.key)[1]
        found = item_of(self._answers, row.key)
        return found.answerer if found else ""

    def _clear_reading(self, kind: str, clause: str, answerer: str, subject: str) -> None:
        """Take back one measured value and leave the others."""
        if kind == "benchmark":
            self.notify("对照值随细则一起清空：请到细则上按 Del。", markup=False)
            return
        change = ClearClause(self.current_no, clause, answerer, self.TRACK, subject)
        self.request_one(change)

    # ------------------------------------------------------------ inside
    @property
    def _indicator(self) -> Indicator | None:
        return self.now.snapshot.roster.indicators.get(self.current_no)

    @property
    def _entry(self) -> Entry:
        return self.now.snapshot.assessment.entry(self.current_no)

    @property
    def _answers(self) -> Answers:
        return self._entry.answers(self.TRACK)

    def _spot(self, key: str, no: str = "") -> Spot:
        clause, answerer = split_key(key)
        return Spot(no or self.current_no, self._clause(clause, no), answerer, self.TRACK)

    def _clause(self, clause: str, no: str = "") -> Clause:
        return self.now.snapshot.roster.indicators[no or self.current_no].clause(clause)

    def _ask_finding(
        self, spot: Spot, old: Finding | Reading | None = None, typed: str = ""
    ) -> None:
        if reason := self.not_mine(spot.answerer):
            self.notify(reason, severity="warning", markup=False)
            return
        self.open(about_clause(self.now, spot, old, typed))

    def _ask_evidence(self, key: str) -> None:
        known = self.now.snapshot.assessment.evidence.get(key)
        if known and not_ones_own(self.now, known.unit):
            self.app.push_screen(told_evidence(known))
        else:
            self.open(about_evidence(self.now, self.current_no, key))
