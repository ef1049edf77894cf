"""What is done to several marked indicators at once: a preview that counts, then one change."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from fazhi_tui.domain.changes import (
    AssignDuty,
    Change,
    MarkNone,
    MarkNotApplicable,
    ReturnItem,
    SubmitItem,
)
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.ui.messages import ChangeRequested, Reply, Shown
from fazhi_tui.ui.screens.sifting import scopes, speaks_for_a_unit
from fazhi_tui.ui.telling import sentences
from fazhi_tui.wording.terms import NOT_APPLICABLE, NOTHING
from fazhi_tui.work.bulk import Sifted, people_of, sift

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.form import FormDialog
    from fazhi_tui.ui.dialogs.preview import PreviewDialog

Numbers = tuple[str, ...]
_MOST_TOLD = 3


def submit_together(shown: Shown, numbers: Numbers) -> "PreviewDialog":
    """Hand in several items; a unit its parts of them."""
    unit = shown.unit if speaks_for_a_unit(shown) else ""
    return preview(shown, numbers, "报送", lambda chosen: SubmitItem(chosen, unit))


def none_together(shown: Shown, numbers: Numbers) -> "PreviewDialog":
    """无 under all that is blank of several items."""
    unit = shown.unit if speaks_for_a_unit(shown) else ""
    verb = f"填“{NOTHING}”"
    return preview(shown, numbers, verb, lambda chosen: MarkNone(chosen, answerer=unit))


def preview(
    shown: Shown, numbers: Numbers, verb: str, make: Callable[[Numbers], Change]
) -> "PreviewDialog":
    """What `make` would do to each indicator, and the one change for those it can be made for."""
    from fazhi_tui.ui.dialogs.preview import Outlook, PreviewDialog

    sifted = sift(shown.snapshot, numbers, make)
    whys = {no: sentences(why) for no, why in sifted.refused}
    names = shown.snapshot.roster.indicators
    lines = [Outlook(f"{no} {names[no].name}", whys.get(no, "")) for no in numbers]

    def request(reply: Reply) -> ChangeRequested:
        return ChangeRequested(lambda: [make(sifted.possible)], reply)

    return PreviewDialog(f"{verb} {len(numbers)} 项", verb, lines, request)


def not_applicable_together(shown: Shown, numbers: Numbers) -> "FormDialog":
    """Mark several items 不涉及, with one reason: whole, or a unit its own part of them."""
    from fazhi_tui.ui.dialogs.item import many_not_applicable_form

    by_scope: dict[str, list[str]] = {}
    refused: list[tuple[str, Refused]] = []
    for no in numbers:
        if found := scopes(shown, no):
            by_scope.setdefault(found[0], []).append(no)
        else:
            refused.append((no, Refused(Problem(Code.NOT_ANSWERER, no, shown.unit))))
    possible: dict[str, Numbers] = {}
    for scope, some in by_scope.items():
        make = partial(_excuse, scope, NOT_APPLICABLE, "")
        sifted = sift(shown.snapshot, some, make)
        possible[scope], refused = sifted.possible, [*refused, *sifted.refused]
    chosen = tuple(no for some in possible.values() for no in some)

    def propose(reason: str, decided_by: str) -> Sequence[Change]:
        parts = [(scope, some) for scope, some in possible.items() if some] or [("", ())]
        return [_excuse(scope, reason, decided_by, some) for scope, some in parts]

    return many_not_applicable_form(
        shown.unit or shown.snapshot.roster.office,
        propose,
        f"标为{NOT_APPLICABLE}：选中 {len(numbers)} 项",
        counted("标为" + NOT_APPLICABLE, numbers, Sifted(chosen, tuple(refused))),
    )


def _excuse(scope: str, reason: str, decided_by: str, numbers: Numbers) -> Change:
    return MarkNotApplicable(numbers, reason, scope, decided_by)


def assign_together(shown: Shown, numbers: Numbers) -> "FormDialog":
    """Say who answers for several items; who differs among them is not shown as if all had him."""
    from fazhi_tui.ui.dialogs.duty import duty_form

    snapshot = shown.snapshot
    roster, first = snapshot.roster, snapshot.roster.indicators[numbers[0]]
    duties = [snapshot.assessment.duty(roster.indicators[no]) for no in numbers]
    alike = len({(duty.leader, duty.person) for duty in duties}) == 1
    known = duties[0] if alike else replace(duties[0], leader="", person="")
    title, intro = f"分工：{first.no} {first.name}", ""
    if len(numbers) > 1:
        title = f"分工：选中 {len(numbers)} 项"
        intro = f"选中的 {len(numbers)} 项都改成下面的分工。"
    if not alike:
        intro += "这几项的责任领导、责任人不一样：写了就都改成所写的。"

    def propose(duty: Duty) -> Sequence[Change]:
        if not (alike or duty.leader or duty.person):
            leader, person = people_of(snapshot, numbers, duty.lead)
            duty = replace(duty, leader=leader, person=person)
        return [AssignDuty(numbers, duty)]

    return duty_form(roster, known, propose, title, intro)


def hand_back_together(shown: Shown, numbers: Numbers) -> "FormDialog":
    """Hand back one item or several, with one reason."""
    from fazhi_tui.ui.dialogs.item import hand_back_form

    def make(chosen: Numbers, reason: str, unit: str = "") -> Change:
        return ReturnItem(chosen, reason, unit)

    snapshot = shown.snapshot
    sifted = sift(snapshot, numbers, lambda chosen: make(chosen, "退回"))
    first = snapshot.roster.indicators[numbers[0]]
    if len(numbers) == 1:
        marks = snapshot.assessment.entry(first.no).marks
        units: Numbers = tuple(mark.unit for mark in marks if mark.state != "returned")
        title, intro = f"退回：{first.no} {first.name}", ""
        possible: Numbers = numbers  # a refusal is told in the dialog
    else:
        units, title = (), f"退回：选中 {len(numbers)} 项"
        intro, possible = counted("退回", numbers, sifted), sifted.possible
    return hand_back_form(units, lambda *told: [make(possible, *told)], title, intro)


def counted(verb: str, numbers: Numbers, sifted: Sifted) -> str:
    """How many will be changed, and why the others will not."""
    told = f"将{verb} {len(sifted.possible)} 项"
    if not sifted.refused:
        return told + "。"
    whys = [sentences(why) for _, why in sifted.refused[:_MOST_TOLD]]
    more = len(sifted.refused) - _MOST_TOLD
    tail = f"\n（另有 {more} 项）" if more > 0 else ""
    return f"{told}；{len(sifted.refused)} 项不能，保持原样：\n" + "\n".join(whys) + tail
