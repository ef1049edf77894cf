"""Mending what was filled in: amend and drop findings, evidence."""

from decimal import Decimal

from fazhi_tui.cli.answering import answer_arguments, only_answer, read_bearers, read_quantity
from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.changes import (
    AmendEvidence,
    AmendFinding,
    AttachEvidence,
    Change,
    ClearClause,
    DropEvidence,
    DropFinding,
    WriteNote,
)
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.work.session import Session

_ITEM = "失分项编号（50.a.市城管局.1）或者材料编号（050-2025-01）"


_OF_DOCUMENTS = ("title", "doc_no", "file", "url", "asked")


def amend_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("finding", "编号", _ITEM)
    answer_arguments(parser)
    parser.option("--title", "名称", "材料名称")
    _document_arguments(parser)


def amend(desk: Desk, args: Arguments) -> int:
    """A finding or evidence entered anew; what is not given stays."""
    form = only_answer(args)
    if form not in {"", "count", "value"}:
        raise Misuse(f"失分项没有 --{form}；测量值请用 fazhi record 重新填写")
    session = desk.session()
    if args.finding in session.snapshot.assessment.evidence:
        return _amend_evidence(desk, session, args)
    if given := [name for name in _OF_DOCUMENTS if getattr(args, name) is not None]:
        raise Misuse(f"失分项没有 --{given[0].replace('_', '-')}，只有印证材料才有")
    track = args.track
    found = session.snapshot.assessment.finding(args.finding, track)
    if found is None:
        raise Refused(Problem(Code.UNKNOWN_FINDING, value=args.finding))
    no, old = found
    path = f"{no}.{old.clause}"
    quantity = read_quantity(args, path)
    change = AmendFinding(
        old.id,
        track,
        old.quantity if quantity is None else quantity,
        _kept(args.level, old.level),
        _kept(args.of, old.subject),
        old.bearers if args.bearer is None else _new_bearers(args, path),
        _kept(args.reason, old.reason),
        _kept(args.date, old.date),
    )
    if change == AmendFinding(
        old.id, track, old.quantity, old.level, old.subject, old.bearers, old.reason, old.date
    ):
        raise Refused(Problem(Code.NOTHING_TO_CHANGE, path))
    return desk.make(session, change, "已修改 {id}", given=old.id)


def _amend_evidence(desk: Desk, session: Session, args: Arguments) -> int:
    from fazhi_tui.work.evidence import About, as_named

    old = session.snapshot.assessment.evidence[args.finding]
    if any((args.count, args.value, args.level, args.of, args.bearer, args.reason)):
        raise Misuse("印证材料可以改 --title、--doc-no、--date、--file、--url、--asked")
    change: About = AmendEvidence(
        old.id,
        old.indicators,
        _kept(args.title, old.title),
        old.unit,
        _kept(args.doc_no, old.doc_no),
        _kept(args.date, old.date),
        _kept(args.file, old.file),
        _kept(args.url, old.url),
        asked=old.asked if args.asked is None else tuple(args.asked),
    )
    given = (args.title, args.doc_no, args.date, args.file, args.url, args.asked)
    if all(value is None for value in given):
        raise Refused(Problem(Code.NOTHING_TO_CHANGE, old.id))
    if change.file != old.file:
        change = as_named(change)
    return desk.make(session, change, "已修改 {id}", given=old.id)


def _kept(given: str | None, old: str) -> str:
    return old if given is None else given


def _new_bearers(args: Arguments, path: str) -> tuple[tuple[str, Decimal], ...]:
    """The bearers as typed; one empty `--bearer` takes them all away."""
    return () if args.bearer == [""] else read_bearers(args, path)


def drop_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("item", "编号", _ITEM)
    parser.track("从自评（self）还是核定（verified）里删，缺省 self")


def drop(desk: Desk, args: Arguments) -> int:
    """A finding or evidence taken back."""
    session = desk.session()
    track = args.track
    change: Change = DropFinding(args.item, track)
    if args.item in session.snapshot.assessment.evidence:
        change = DropEvidence(args.item)
    return desk.make(session, change, "已删去 {id}", given=args.item)


def note_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("indicator", "指标", "指标编号")
    parser.one("text", "说明", '自评说明；写 "" 则删去')


def note(desk: Desk, args: Arguments) -> int:
    """自评说明."""
    change = WriteNote(args.indicator, args.text, args.unit or "")
    word = "已写" if args.text.strip() else "已删去"
    return desk.make(desk.session(), change, f"{word}第{args.indicator}项的说明")


def clear_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("indicator", "指标", "指标编号")
    parser.one("clause", "细则", "细则编号")
    parser.option("--of", "单位", "只去掉说这个单位的测量值")
    parser.track("清空自评（self）还是核定（verified），缺省 self")


def clear(desk: Desk, args: Arguments) -> int:
    """A clause made blank again, or one measured value under it taken back."""
    change = ClearClause(args.indicator, args.clause, args.unit or "", args.track, args.of)
    return desk.make(desk.session(), change, f"已清空第{args.indicator}项第{args.clause}条")


def evidence_arguments(parser: Parser) -> None:
    parser.name()
    parser.several("indicators", "指标", "证明哪几项指标")
    parser.option("--title", "名称", "材料名称", needed=True)
    parser.option("--date", "日期", "成文日期")
    parser.flag("--copy", "把文件复制一份存进来；不写的只记路径和校验值")
    _document_arguments(parser)


def _document_arguments(parser: Parser) -> None:
    parser.option("--doc-no", "文号", "发文字号")
    parser.option("--file", "路径", "文件放在哪里")
    parser.option("--url", "网址", "网上公开的地址")
    parser.option("--asked", "第几件", "是应交材料的第几件，如 2、51/2，可以写几个", many=True)


def evidence(desk: Desk, args: Arguments) -> int:
    """印证材料: a copy of its file is kept, or its path and what it holds now."""
    from fazhi_tui.work.evidence import About, as_named, with_copy

    session = desk.session()
    change: About = AttachEvidence(
        tuple(args.indicators),
        args.title,
        args.unit or "",
        args.doc_no or "",
        args.date or "",
        args.file or "",
        args.url or "",
        asked=tuple(args.asked or ()),
    )
    if args.copy and not change.file:
        raise Misuse("要复制的文件请用 --file 写明")
    change = with_copy(desk.store, change) if args.copy else as_named(change)
    status = desk.make(session, change, "已登记 {id}")
    if change.file and not change.sha256:
        desk.warn(f"现在找不到文件 {change.file}，路径已照记。")
    return status
