"""Who still owes something, as values and as a text to paste: for each unit by itself."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from fazhi_tui.domain.assessment import State
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.records import Contact, contact_of
from fazhi_tui.wording.moments import local
from fazhi_tui.work.progress import FILLED, HANDED_IN, progress_by_unit
from fazhi_tui.work.snapshot import Snapshot


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
    records = snapshot.assessment.records
    gaps: dict[str, list[Gap]] = {}
    for gap in snapshot.gaps():
        if gap.overdue(today) or gap.near(today):
            gaps.setdefault(gap.rectifier, []).append(gap)
    parts = {one.unit: one.items for one in progress_by_unit(snapshot, today)}
    told = (
        Reminder(
            unit,
            len(items),
            len(_those(items, *HANDED_IN)),
            _those(items, "blank"),
            _those(items, "draft"),
            _those(items, *(FILLED - HANDED_IN)),
            tuple((no, _why(snapshot, no, unit)) for no in _those(items, "returned")),
            tuple(gap for gap in gaps.get(unit, ()) if gap.overdue(today)),
            tuple(gap for gap in gaps.get(unit, ()) if gap.near(today)),
            contact_of(records, unit),
        )
        for unit in snapshot.roster.units
        if (items := parts.get(unit, {})) or unit in gaps
    )
    return tuple(reminder for reminder in told if reminder.owes)


def _those(items: Mapping[str, State], *states: State) -> tuple[str, ...]:
    return tuple(no for no, state in items.items() if state in states)


def _why(snapshot: Snapshot, no: str, unit: str) -> str:
    """The office's reason for handing an indicator back to a unit, or to one it goes on for."""
    marks = snapshot.assessment.entry(no).marks
    heir = snapshot.roster.heir
    return next((m.reason for m in marks if m.state == "returned" and heir(m.unit) == unit), "")


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
