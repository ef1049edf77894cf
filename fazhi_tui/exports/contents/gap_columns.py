"""The columns of the gap list: a heading, and what stands under it for one gap."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.exports.contents.columns import GAP_ID, INDICATOR_NO, date, points, text
from fazhi_tui.exports.sheet import Cell, Column
from fazhi_tui.wording import RECTIFIER, unit_name
from fazhi_tui.wording.matters import problem_of, state_of
from fazhi_tui.wording.terms import LETTERS


class Context(Struct, frozen=True):
    """What a row takes from beside its gap; `today` (ISO) marks what is overdue."""

    assessment: Assessment
    today: str


class GapColumn(NamedTuple):
    """One column and its cell."""

    column: Column
    cell: Callable[[Gap, Context], Cell]


def gap_columns(gaps: Iterable[Gap], assessment: Assessment) -> tuple[GapColumn, ...]:
    """The columns that these gaps need, behind the one that counts them."""
    listed = tuple(gaps)
    capped = any(gap.before_caps != gap.lost for gap in listed)
    handed_on = any(gap.rectifier != gap.unit for gap in listed)
    columns = [
        _ID,
        _NO,
        _PROBLEM,
        *([_BEFORE] if capped else []),
        _LOST,
        _UNIT,
        *([_RECTIFIER] if handed_on else []),
        *_PLAN,
        *([_LETTER] if assessment.letters else []),
    ]
    return tuple(columns)


def _duty(gap: Gap, context: Context) -> Duty | None:
    """The indicator's duty, where the unit that mends leads it."""
    duty = context.assessment.duty(gap.indicator)
    return duty if duty.lead == gap.rectifier else None


def _leader(gap: Gap, context: Context) -> Cell:
    duty = _duty(gap, context)
    return (duty.leader if duty else "") or None


def _owner(gap: Gap, context: Context) -> Cell:
    duty = _duty(gap, context)
    return gap.plan.owner or (duty.person if duty else "") or None


def _measure(gap: Gap, _: Context) -> Cell:
    refusal = f"不予整改，理由：{gap.plan.will_not}" if gap.plan.will_not else ""
    return "\n".join(part for part in (gap.plan.measure, refusal) if part) or None


def _progress(gap: Gap, _: Context) -> Cell:
    done = f"报结：{gap.plan.reported}" if gap.plan.reported else ""
    return "\n".join(part for part in (*gap.plan.progress, done) if part) or None


def _state(gap: Gap, context: Context) -> Cell:
    state = state_of(gap, context.assessment)
    if context.today and gap.overdue(context.today):
        state += "，超期"
    elif context.today and gap.near(context.today):
        state += "，临期"
    if gap.plan.first_due and gap.plan.first_due != gap.plan.due:
        state += f"，原定{gap.plan.first_due}"
    if gap.open and gap.plan.asked:
        state += f"，申请延期到{gap.plan.asked}"
    return f"{state}，有异议" if gap.disputed else state


def _review(gap: Gap, _: Context) -> Cell:
    back = f"退回重办：{gap.plan.sent_back}" if gap.plan.sent_back else ""
    closed = f"同意销号（{gap.plan.closed_by}）" if gap.plan.closed and gap.plan.closed_by else ""
    return closed or back or None


def _letters(gap: Gap, context: Context) -> Cell:
    """The letters that tell of a gap: their 文号, or that they are still to be signed."""
    letters = context.assessment.letters_about(gap.id)
    told = (letter.number or f"{LETTERS[letter.kind]}（待签发）" for letter in letters)
    return "\n".join(told) or None


_ID = GapColumn(replace(GAP_ID, width=9), lambda gap, _: gap.id)
_NO = GapColumn(INDICATOR_NO, lambda gap, _: gap.indicator.no)
_PROBLEM = GapColumn(text("问题表述", 20), lambda gap, _: problem_of(gap))
_BEFORE = GapColumn(points("封顶前", 6, spare=9), lambda gap, _: gap.before_caps)
_LOST = GapColumn(points("失分", 6), lambda gap, _: gap.lost)
_UNIT = GapColumn(text("责任单位", 8), lambda gap, _: unit_name(gap.unit))
_RECTIFIER = GapColumn(text(RECTIFIER, 8, spare=6), lambda gap, _: unit_name(gap.rectifier))
_LETTER = GapColumn(text("函件", 9, spare=8), _letters)
_PLAN = (
    GapColumn(text("责任领导", 6, spare=13, by_hand=True), _leader),
    GapColumn(text("责任人", 6, spare=2, by_hand=True), _owner),
    GapColumn(text("整改措施", 16, spare=4, by_hand=True), _measure),
    GapColumn(date("整改时限"), lambda gap, _: gap.plan.due or None),
    GapColumn(text("进展情况", 10, spare=11, by_hand=True), _progress),
    GapColumn(text("状态", 7), _state),
    GapColumn(text("复核意见", 7, spare=12, by_hand=True), _review),
    GapColumn(date("销号日期", spare=1), lambda gap, _: gap.plan.closed or None),
)
