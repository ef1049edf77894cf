"""The same figures in plain sentences: for a leader, and for whoever asks why."""

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.figures import meant
from fazhi_tui.cli.moments import day, local
from fazhi_tui.cli.parser import Arguments, Parser
from fazhi_tui.domain.problems import Refused
from fazhi_tui.work.brief import brief_text
from fazhi_tui.work.explain import Step, why_indicator, why_unit
from fazhi_tui.work.snapshot import Snapshot


def brief_arguments(parser: Parser) -> None:
    parser.name()
    parser.track()
    parser.at()


def brief(desk: Desk, args: Arguments) -> int:
    """One paragraph."""
    snapshot = desk.snapshot()
    head = snapshot.head
    text = brief_text(snapshot, args.track, local(head.at), day(head, args))
    if desk.as_json:
        desk.json({"assessment": head.name, "seq": head.seq, "at": head.at, "text": text})
    else:
        desk.say(text)
    return 0


def why_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("about", "指标或单位", "指标编号，或者单位名称")
    parser.track()
    parser.at()


def why(desk: Desk, args: Arguments) -> int:
    """Step by step, how a loss comes about."""
    snapshot = desk.snapshot()
    steps = _steps(snapshot, args)
    if desk.as_json:
        desk.json([step.plain() for step in steps])
    else:
        desk.say("\n".join(step.text for step in steps))
    return 0


def _steps(snapshot: Snapshot, args: Arguments) -> tuple[Step, ...]:
    """An indicator by its number, else a unit by any of its names. Raises `Refused`."""
    track, about = args.track, args.about
    roster = snapshot.roster
    if about in roster.indicators:
        return why_indicator(snapshot, roster.indicators[about], track)
    try:
        unit = meant(roster, about)
    except Refused:
        if about[:1].isdigit():
            roster.indicator(about)  # refuses with what numbers there are
        raise
    return why_unit(snapshot, unit, track)
