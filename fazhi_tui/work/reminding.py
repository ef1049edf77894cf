"""Who still owes something, as values and as a text to paste: for each unit by itself."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import State
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.records import Contact, contact_of
from fazhi_tui.wording.moments import local
from fazhi_tui.work.progress import FILLED, HANDED_IN, progress_by_unit
from fazhi_tui.work.session import Snapshot


class Reminder(Struct, frozen=True):
    """What one unit still owes. Indicators by number; `returned` each with the office's reason.

    `parts` is how many indicators it answers, `handed_in` how many of them are with the office;
    `blank` are not begun, `unfinished` begun, `unsent` filled in but not handed in.
    """

    unit: str
    parts: int
    handed_in: int
    blank: tuple[str, ...]
    unfinished: tuple[str, ...]
    unsent: tuple[str, ...]
    returned: tuple[tuple[str, str], ...]
    overdue: tuple[Gap, ...]
    near: tuple[Gap, ...]
    contact: Contact = Contact()

    @property
    def owes(self) -> bool:
        """Whether there is anything to remind of."""
        return self.handed_in < self.parts or bool(self.overdue or self.near)


def reminders(snapshot: Snapshot, today: str) -> tuple[Reminder, ...]:
    """Every unit that owes something, in the set's order. `today` (ISO) for what is overdue."""
    roster = snapshot.roster
    parts: dict[str, dict[str, list[tuple[State, str]]]] = {}
    for progress in progress_by_unit(snapshot, today):
        mine = parts.setdefault(roster.heir(progress.unit), {})
        for no, state in progress.items.items():
            mark = snapshot.assessment.entry(no).mark(progress.unit)
            mine.setdefault(no, []).append((state, mark.reason if mark else ""))
    gaps: dict[str, list[Gap]] = {}
    for gap in snapshot.gaps():
        if gap.overdue(today) or gap.near(today):
            gaps.setdefault(gap.rectifier, []).append(gap)
    units = [unit for unit in roster.units if unit in parts or unit in gaps]
    told = (_reminder(unit, parts.get(unit, {}), gaps.get(unit, []), today) for unit in units)
    records = snapshot.assessment.records
    return tuple(
        replace(reminder, contact=contact_of(records, reminder.unit))
        for reminder in told
        if reminder.owes
    )


def _reminder(
    unit: str, parts: dict[str, list[tuple[State, str]]], gaps: list[Gap], today: str
) -> Reminder:
    def numbers(*states: State) -> tuple[str, ...]:
        return tuple(no for no, told in parts.items() if _least(told) in states)

    return Reminder(
        unit,
        len(parts),
        len(numbers(*HANDED_IN)),
        numbers("blank"),
        numbers("draft"),
        numbers(*(FILLED - HANDED_IN)),
        tuple(
            (no, next(reason for state, reason in told if state == "returned"))
            for no, told in parts.items()
            if _least(told) == "returned"
        ),
        tuple(gap for gap in gaps if gap.overdue(today)),
        tuple(gap for gap in gaps if gap.near(today)),
    )


_URGENT: tuple[State, ...] = ("returned", "blank", "draft", "answered", "submitted", "accepted")


def _least(told: list[tuple[State, str]]) -> State:
    """What a unit that goes on for others owes most urgently under an indicator."""
    return min((state for state, _ in told), key=_URGENT.index)


# ── the text ─────────────────────────────────────────────────────────────────────────────────


def reminder_text(snapshot: Snapshot, owing: tuple[Reminder, ...], moment: str) -> Iterator[str]:
    """Its lines; each unit's stand by themselves. `moment` is when it was drawn up, as text."""
    deadline = snapshot.assessment.deadline
    by = f"，报送截止 {local(deadline)}" if deadline else ""
    past = "，已过" if deadline and snapshot.head.at > deadline else ""
    yield f"【催办】{snapshot.head.name}（截至 {moment}{by}{past}）"
    if not owing:
        yield "各单位都已报送，没有超期或者临期的整改事项。"
    else:
        yield "，".join(_counts(owing)) + "。"
    for reminder in owing:
        yield ""
        yield from _unit_lines(reminder)


def _counts(owing: tuple[Reminder, ...]) -> Iterator[str]:
    """How many units owe what."""
    for words, many in (
        ("没有报全的", sum(one.handed_in < one.parts for one in owing)),
        ("退回没有改的", sum(bool(one.returned) for one in owing)),
        ("整改超期的", sum(bool(one.overdue) for one in owing)),
        ("整改快到期的", sum(bool(one.near) for one in owing)),
    ):
        if many:
            yield f"{words} {many} 家"


def _unit_lines(reminder: Reminder) -> Iterator[str]:
    contact = " ".join(filter(None, (reminder.contact.person, reminder.contact.phone)))
    told = f"{reminder.unit}（{contact}）：" if contact else f"{reminder.unit}："
    if reminder.parts:
        told += f"应报 {reminder.parts} 项，已报 {reminder.handed_in} 项"
    yield told
    for words, numbers in (
        ("未填", reminder.blank),
        ("未填完", reminder.unfinished),
        ("已填完，还没有报送", reminder.unsent),
    ):
        if numbers:
            yield f"· {words} {len(numbers)} 项：第{'、'.join(numbers)}项"
    for no, reason in reminder.returned:
        yield f"· 退回修改：第{no}项，{reason}"
    for gap in reminder.overdue:
        yield f"· 整改超期：{_gap_words(gap)}"
    for gap in reminder.near:
        yield f"· 整改快到期：{_gap_words(gap)}"


def _gap_words(gap: Gap) -> str:
    return f"第{gap.indicator.no}项，{gap.problem}，时限 {gap.plan.due}"
