"""The journal: who did what and when, whether it is whole, and back by one step."""

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.moments import local
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.journal import Line, broken_before
from fazhi_tui.work.deeds import what_was_done

SHORTEST_HEAD = 8
"""Digits of a hash that name a line of the journal at least."""


def log_arguments(parser: Parser) -> None:
    parser.name()
    parser.flag("--verify", "核对记录是否被改动、插入或者打乱过")
    parser.option("--against", "校验值", "核对以前打印的校验值还在不在记录里")
    parser.at()


def log(desk: Desk, args: Arguments) -> int:
    """Every change, or whether they are all as they were written."""
    if args.verify or args.against is not None:
        return _verify(desk, args)
    snapshot = desk.snapshot()
    head, roster = snapshot.head, snapshot.roster
    lines = desk.store.lines(head.id)[: head.seq]
    if desk.as_json:
        desk.json([_plain(line, roster) for line in lines])
        return 0
    for line in lines:
        who = f"{line.actor}（{line.unit}）" if line.unit else line.actor
        desk.say(f"{line.seq}　{local(line.at)}　{who}　{what_was_done(line.change, roster)}")
    return 0


def _plain(line: Line, roster: Roster) -> dict[str, object]:
    return {
        "seq": line.seq,
        "at": line.at,
        "actor": line.actor,
        "unit": line.unit,
        "kind": line.kind,
        "summary": what_was_done(line.change, roster),
        "hash": line.hash,
    }


def _verify(desk: Desk, args: Arguments) -> int:
    against = None if args.against is None else _against(args.against)
    with desk.store.database.reading():  # others may be writing
        head = desk.store.head(args.name)
        lines = desk.store.lines(head.id)
    broken = broken_before(lines, (head.seq, head.hash))
    found = against is None or any(line.hash.startswith(against) for line in lines)
    if desk.as_json:
        desk.json(
            {
                "intact": broken is None and found,
                "count": len(lines),
                "broken_at": broken,
                "head": head.hash,
                "against": against,
                "against_found": None if against is None else found,
            }
        )
    if broken is not None:
        raise Refused(Problem(Code.CHAIN_BROKEN, value=str(broken)))
    if not found:
        raise Refused(Problem(Code.HEAD_DIFFERS, wanted=str(args.against)))
    if not desk.as_json:
        desk.say(f"完好：{len(lines)} 条记录，校验值 {head.hash[:16]}")
        if against:
            at = next(line for line in lines if line.hash.startswith(against))
            desk.say(f"所给的校验值是第{at.seq}条记录的")
        desk.say("汇总数据、印证材料的文件和备份请用 fazhi doctor 检查")
    return 0


def _against(text: str) -> str:
    plain = text.strip().lower()
    if len(plain) < SHORTEST_HEAD:
        raise Misuse(f"校验值至少写前 {SHORTEST_HEAD} 位")
    return plain


def undo_arguments(parser: Parser) -> None:
    parser.name()


def undo(desk: Desk, args: Arguments) -> int:
    """One's own last change taken back."""
    del args
    session = desk.session()
    made, line = session.undo(desk.unit(session))
    lost = (made.lost_before, made.lost_after)
    told = f"已撤销第{line.seq}条记录（{what_was_done(line.change, session.snapshot.roster)}）"
    desk.tell_made(made.seq, "", lost, told)
    return 0
