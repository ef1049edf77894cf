"""The day by which to report, what came later, and who has to be reminded."""

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.moments import day, local
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.changes import AdmitLate, SetDeadline
from fazhi_tui.domain.lateness import late_parts
from fazhi_tui.domain.points import normalise


def deadline_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("moment", "时限", "报送截止，如 2025-06-30 或者“2025-06-30 18:00”", optional=True)
    parser.flag("--off", "不再设时限")
    parser.at()


def deadline(desk: Desk, args: Arguments) -> int:
    """Set the deadline, or tell it and what came after it."""
    if args.moment and args.off:
        raise Misuse("时限和 --off 只能写一个")
    if not args.moment and not args.off:
        return _tell(desk)
    from fazhi_tui.work.opening import moment_of

    at = "" if args.off else moment_of(normalise(args.moment))
    told = "已不设报送截止" if args.off else f"报送截止定为 {local(at)}"
    return desk.make(desk.session(), SetDeadline(at), told)


def _tell(desk: Desk) -> int:
    snapshot = desk.snapshot()
    assessment, places = snapshot.assessment, list(snapshot.roster.indicators)
    late = sorted(late_parts(assessment), key=lambda part: places.index(part.indicator))
    if desk.as_json:
        desk.json({"deadline": assessment.deadline, "late": late})
        return 0
    if not assessment.deadline:
        desk.say("没有定报送截止")
        return 0
    desk.say(f"报送截止 {local(assessment.deadline)}，迟报 {len(late)} 项")
    for part in late:
        state = "已采纳" if part.admitted else "未采纳"
        desk.say(f"第{part.indicator}项　{part.unit}　{local(part.at)}　{state}")
    return 0


def admit_arguments(parser: Parser) -> None:
    parser.name()
    parser.several("indicators", "指标", "迟报的指标，可以写几个")
    parser.option("--of", "单位", "只采纳这个单位的")


def admit(desk: Desk, args: Arguments) -> int:
    """迟报采纳."""
    change = AdmitLate(tuple(args.indicators), args.of or "")
    return desk.make(desk.session(), change, f"已采纳迟报的第{'、'.join(args.indicators)}项")


def remind_arguments(parser: Parser) -> None:
    parser.name()
    parser.option("--of", "单位", "只要这个单位的")
    parser.at()


def remind(desk: Desk, args: Arguments) -> int:
    """Who still owes what, ready to be pasted."""
    from fazhi_tui.work.reminding import Reminder, reminder_text, reminders

    snapshot = desk.snapshot()
    roster = snapshot.roster
    owing = reminders(snapshot, day(snapshot.head, args))
    if args.of:
        unit = roster.heir(roster.unit(args.of))
        owing = tuple(reminder for reminder in owing if reminder.unit == unit)

    def plain(reminder: Reminder) -> dict[str, object]:
        return {
            "unit": reminder.unit,
            "parts": reminder.parts,
            "handed_in": reminder.handed_in,
            "blank": reminder.blank,
            "unfinished": reminder.unfinished,
            "unsent": reminder.unsent,
            "returned": [{"indicator": no, "reason": why} for no, why in reminder.returned],
            "overdue": [gap.id for gap in reminder.overdue],
            "near": [gap.id for gap in reminder.near],
            "contact": {"person": reminder.contact.person, "phone": reminder.contact.phone},
        }

    if desk.as_json:
        deadline_at = snapshot.assessment.deadline
        desk.json({"deadline": deadline_at, "units": [plain(one) for one in owing]})
        return 0
    desk.say("\n".join(reminder_text(snapshot, owing, local(snapshot.head.at))))
    return 0
