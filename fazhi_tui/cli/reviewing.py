"""Duties, and the steps of review: hand in, hand back, accept."""

from collections.abc import Iterable
from typing import TypeAlias

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.assessment import State, unit_states
from fazhi_tui.domain.changes import AcceptItem, AssignDuty, ReturnItem, SubmitItem
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.reviewing import missing
from fazhi_tui.wording import say
from fazhi_tui.work.bulk import people_of
from fazhi_tui.work.session import Session

Parts: TypeAlias = tuple[tuple[str, str], ...]
"""Indicators, each with the unit whose part of it is meant."""

_INDICATORS = "指标编号，可以写几个"
_MOST_WARNINGS = 10


def duties_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("file", "文件", "责任分工文件（.toml），或者办公用的责任分解表、联系人表（.xlsx）")


def duties(desk: Desk, args: Arguments) -> int:
    """A duties file laid over the set."""
    from fazhi_tui.cli.duties import read_duties

    session = desk.session()
    roster, assessment = session.snapshot.roster, session.snapshot.assessment
    known = {indicator.no: assessment.duty(indicator) for indicator in roster.set.indicators}
    change = read_duties(desk, args.file, roster, known)
    told = f"已调整 {len(change.duties)} 项指标的责任单位"
    if change.contacts:
        told += f"，登记 {len(change.contacts)} 家联系人"
    return desk.make(session, change, told)


def assign_arguments(parser: Parser) -> None:
    parser.name()
    parser.several("indicators", "指标", _INDICATORS)
    parser.option("--lead", "单位", "牵头单位", needed=True)
    parser.option("--competent", "单位", "主管单位，可以写几个", many=True)
    parser.option("--supporting", "单位", "配合单位，可以写几个", many=True)


def assign(desk: Desk, args: Arguments) -> int:
    """Who answers for some indicators."""
    session = desk.session()
    leader, person = people_of(session.snapshot, args.indicators, args.lead)
    duty = Duty(
        args.lead, tuple(args.competent or ()), tuple(args.supporting or ()), leader, person
    )
    change = AssignDuty(tuple(args.indicators), duty)
    told = f"已指定第{'、'.join(args.indicators)}项的责任单位"
    return desk.make(session, change, told)


# ── review ───────────────────────────────────────────────────────────────────────────────────


def _arguments(parser: Parser, all_of: str, reason: bool = False) -> None:
    parser.name()
    parser.several("indicators", "指标", _INDICATORS, optional=True)
    parser.flag("--all", all_of)
    parser.option("--of", "单位", "只是这个填报单位的部分")
    if reason:
        parser.option("--reason", "文字", "退回的理由")


def submit_arguments(parser: Parser) -> None:
    _arguments(parser, "全部还没有报送的")
    parser.flag("--finished", "和 --all 一起写：只报送填完的，没有填完的列出来")


def submit(desk: Desk, args: Arguments) -> int:
    """报送; what should be looked at again is told, and stops nothing."""
    if args.finished and not args.all:
        raise Misuse("--finished 要和 --all 一起写")
    session, unit = desk.session(), args.of or args.unit or ""
    parts = _parts(session, args, unit, {"blank", "draft", "answered", "returned"})
    finished = _finished(session, parts)
    left = [part for part in parts if part not in finished]
    if left and finished and not args.finished:
        raise Refused(*_unfinished(session, left), _others(finished))
    if args.finished:
        parts = finished or parts  # where nothing is finished, all of it is refused
    change = SubmitItem(tuple(args.indicators), "" if parts else unit, parts)
    status = desk.make(session, change, _told(args, parts, "已报送"))
    for problem in _unfinished(session, left):
        desk.warn(say(problem))
    _warn(desk, session, {no for no, _ in parts} or set(args.indicators), unit)
    return status


def _finished(session: Session, parts: Parts) -> Parts:
    """Those of the parts in which nothing is missing."""
    snapshot = session.snapshot
    roster, entry = snapshot.roster, snapshot.assessment.entry
    return tuple(
        (no, unit)
        for no, unit in parts
        if not missing(roster, roster.indicator(no), entry(no), unit)
    )


def _unfinished(session: Session, parts: Iterable[tuple[str, str]]) -> list[Problem]:
    """What is missing in each of the parts."""
    snapshot = session.snapshot
    roster, entry = snapshot.roster, snapshot.assessment.entry
    lacking = (
        (no, unit, missing(roster, roster.indicator(no), entry(no), unit)) for no, unit in parts
    )
    return [Problem(Code.ITEM_UNFINISHED, no, unit, " ".join(lack)) for no, unit, lack in lacking]


def _others(finished: Parts) -> Problem:
    return Problem(Code.OTHERS_FINISHED, value=str(len({no for no, _ in finished})))


def _warn(desk: Desk, session: Session, numbers: set[str], unit: str) -> None:
    """What should be looked at again; where it is much, only how much."""
    from fazhi_tui.domain.checking import checklist

    found = [
        remark.problem
        for remark in checklist(session.snapshot.roster, session.snapshot.assessment, unit)
        if remark.indicator in numbers and remark.problem.severity is Severity.WARNING
    ]
    for problem in found[:_MOST_WARNINGS]:
        desk.warn(say(problem))
    if len(found) > _MOST_WARNINGS:
        rest = len(found) - _MOST_WARNINGS
        desk.warn(f"还有 {rest} 处要核对，请用 fazhi verify 查看")


def hand_back_arguments(parser: Parser) -> None:
    _arguments(parser, "全部已报送的", reason=True)


def hand_back(desk: Desk, args: Arguments) -> int:
    """退回修改."""
    session, unit = desk.session(), args.of or ""
    parts = _parts(session, args, unit, {"submitted"})
    change = ReturnItem(tuple(args.indicators), args.reason or "", "" if parts else unit, parts)
    return desk.make(session, change, _told(args, parts, "已退回"))


def accept_arguments(parser: Parser) -> None:
    _arguments(parser, "全部已报送的")


def accept(desk: Desk, args: Arguments) -> int:
    """审核通过."""
    session, unit = desk.session(), args.of or ""
    parts = _parts(session, args, unit, {"submitted"})
    change = AcceptItem(tuple(args.indicators), "" if parts else unit, parts)
    return desk.make(session, change, _told(args, parts, "已审核通过"))


def _parts(session: Session, args: Arguments, unit: str, states: set[State]) -> Parts:
    """With `--all`, every part of a unit (or of all) that is in one of these states."""
    if args.all == bool(args.indicators):
        both = "指标编号和 --all 只能写一个"
        raise Misuse(both if args.all else "请写指标编号，或者写 --all")
    if not args.all:
        return ()
    snapshot = session.snapshot
    roster = snapshot.roster
    wanted = unit and roster.unit(unit)
    parts = tuple(
        (indicator.no, name)
        for indicator in roster.set.indicators
        for name, state in unit_states(
            roster, indicator, snapshot.assessment.entry(indicator.no)
        ).items()
        if state in states and wanted in {"", name, roster.heir(name)}
    )
    if not parts:
        raise Refused(Problem(Code.NO_PARTS, value=unit))
    return parts


def _told(args: Arguments, parts: Parts, done: str) -> str:
    numbers = list(dict.fromkeys(no for no, _ in parts)) or args.indicators
    return f"{done}第{'、'.join(numbers)}项"
