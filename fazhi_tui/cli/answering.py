"""Filling in: what was counted or measured, nothing to report, not concerned."""

from decimal import Decimal

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.assessment import Benchmark, Number, Rate, Score, Tier, Value
from fazhi_tui.domain.changes import (
    Change,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    SetReading,
)
from fazhi_tui.domain.indicators import Clause, PerCount
from fazhi_tui.domain.points import (
    normalise,
    read_count,
    read_decimal,
    read_points,
    read_rate,
    read_signed,
)
from fazhi_tui.domain.text import clean_line
from fazhi_tui.wording.terms import NOT_APPLICABLE, NOTHING
from fazhi_tui.work.session import Session

ANSWERS = ("count", "rate", "value", "tier", "points", "benchmark")
"""The options of which a command takes one at most: the forms of an answer."""


def answer_arguments(parser: Parser) -> None:
    """What is said about a clause; shared by `record` and `amend`."""
    parser.option("--count", "次数", "发生了几次；应达次数的细则填实际次数；0 即“无”")
    parser.option("--rate", "分子/分母", "如 9/10；本期没有发生的填 0/0")
    parser.option("--stated", "比率", "材料上写明的百分比，用来核对分子、分母")
    parser.option("--value", "数值", "测得的数，或者按量计扣的数量")
    parser.option("--tier", "档次", "选定的档次")
    parser.option("--points", "扣分", "酌情扣分，须写明理由")
    parser.option("--benchmark", "比率", "外部基准（百分比），如全省平均数")
    parser.option("--level", "等级", "失分项的等级，如“一般”")
    parser.option("--of", "单位", "说的是哪个单位")
    parser.option("--bearer", "单位[:权重]", "失分单位，可以写几个", many=True)
    parser.option("--reason", "文字", "事由或者理由")
    parser.option("--date", "日期", "发生日期，如 2025-03-01")
    parser.track("记在自评（self）还是核定（verified），缺省 self")


def only_answer(args: Arguments) -> str:
    """The form of answer that was given, "" if none. Raises `Misuse` on two."""
    given = [name for name in ANSWERS if getattr(args, name) is not None]
    if len(given) > 1:
        raise Misuse("、".join(f"--{name}" for name in given) + " 只能写一个")
    if args.stated is not None and given != ["rate"]:
        raise Misuse("--stated 要和 --rate 一起写")
    return given[0] if given else ""


def read_bearers(args: Arguments, path: str) -> tuple[tuple[str, Decimal], ...]:
    """`单位:权重` as typed, each. Raises `Refused`."""
    bearers = []
    for text in args.bearer or ():
        unit, colon, weight = text.replace("：", ":").rpartition(":")
        if not colon:
            unit, weight = text, "1"
        bearers.append((unit, read_decimal(weight, path)))
    return tuple(bearers)


# ── record ───────────────────────────────────────────────────────────────────────────────────


def record_arguments(parser: Parser) -> None:
    parser.name()
    parser.one("indicator", "指标", "指标编号，如 50")
    parser.one("clause", "细则", "细则编号，如 a")
    answer_arguments(parser)


def record(desk: Desk, args: Arguments) -> int:
    """One answer to one clause."""
    form = only_answer(args)
    session = desk.session()
    change = _answer(session, args, form)
    place = f"{args.indicator}.{args.clause}"
    if isinstance(change, RecordFinding):
        told = "已记入 {id}"
    elif isinstance(change, MarkNone):
        told = f"{place} 已填“{NOTHING}”"
    else:
        told = f"{place} 已填 {normalise(getattr(args, form))}"
    return desk.make(session, change, told)


def _answer(session: Session, args: Arguments, form: str) -> RecordFinding | MarkNone | SetReading:
    """The change that says it; one of another form than the clause's is for `decide` to refuse."""
    indicator = session.snapshot.roster.indicator(args.indicator)
    clause = indicator.clause(args.clause)
    path = f"{indicator.no}.{clause.id}"
    if clause.counts:
        in_steps = isinstance(clause.rule, PerCount) and clause.rule.step is not None
        finds = form in {"", "count"} or (form == "value" and in_steps)
    else:
        reached = isinstance(clause.rule, PerCount) and form == "count"
        finds = not form or (form == "count" and not reached) or args.level is not None
    if finds:
        return _finding(args, clause, path, form)
    if args.bearer:
        raise Misuse(f"{path} 填的是测量值，不写 --bearer，说的是哪个单位请写 --of", refused=True)
    return SetReading(
        indicator.no,
        clause.id,
        _value(session, args, form, path),
        args.unit or "",
        args.track,
        args.of or "",
        args.reason or "",
        args.date or "",
    )


def _finding(args: Arguments, clause: Clause, path: str, form: str) -> RecordFinding | MarkNone:
    quantity = read_quantity(args, path)
    answerer, track = args.unit or "", args.track
    if form == "count" and quantity == 0 and clause.counts:
        return MarkNone((args.indicator,), clause.id, answerer, track)
    return RecordFinding(
        args.indicator,
        clause.id,
        answerer,
        track,
        Decimal(1) if quantity is None else quantity,
        args.level or "",
        args.of or "",
        read_bearers(args, path),
        args.reason or "",
        args.date or "",
    )


def read_quantity(args: Arguments, path: str) -> Decimal | None:
    """The number of cases, or the amount, as typed; None where neither is. Raises `Refused`."""
    if args.count is not None:
        return read_count(args.count, path)
    return None if args.value is None else read_decimal(args.value, path)


def _value(session: Session, args: Arguments, form: str, path: str) -> Value:
    """The measured value as typed. Raises `Refused`."""
    if form == "rate":
        stated = None if args.stated is None else _percent(args.stated, path)
        return Rate(*read_rate(args.rate, path), stated)
    if form == "tier":
        return Tier(clean_line(args.tier))
    if form == "points":
        quantum = session.snapshot.roster.set.quantum
        return Score(read_points(args.points, quantum, path), session.actor)
    if form == "benchmark":
        return Benchmark(_percent(args.benchmark, path))
    read = read_count if form == "count" else read_signed
    return Number(read(getattr(args, form), path))


def _percent(text: str, path: str) -> Decimal:
    """A rate in percent, with or without its sign."""
    return read_decimal(normalise(text).removesuffix("%"), path)


# ── nothing to report, not concerned ─────────────────────────────────────────────────────────


def none_arguments(parser: Parser) -> None:
    parser.name()
    parser.several("indicators", "指标", "指标编号，可以写几个")
    parser.option("--clause", "细则", "只填这一条细则")
    parser.track("填在自评（self）还是核定（verified），缺省 self")


def none(desk: Desk, args: Arguments) -> int:
    """An explicit 无 under what is still blank."""
    session = desk.session()
    change = MarkNone(tuple(args.indicators), args.clause or "", args.unit or "", args.track)
    which = f"第{args.clause}条" if args.clause else "其余各条"
    told = f"第{'、'.join(args.indicators)}项{which}已填“{NOTHING}”"
    return desk.make(session, change, told)


def na_arguments(parser: Parser) -> None:
    parser.name()
    parser.several("indicators", "指标", "指标编号，可以写几个")
    parser.option("--of", "单位", "只是这个单位不涉及")
    parser.option("--reason", "文字", "理由，如“没有规章制定权”")
    parser.flag("--off", "取消不涉及")


def na(desk: Desk, args: Arguments) -> int:
    """不涉及, or not any more."""
    session = desk.session()
    numbers, unit = tuple(args.indicators), args.of or ""
    change: Change = MarkNotApplicable(numbers, args.reason or "", unit, session.actor)
    if args.off:
        change = LiftNotApplicable(numbers, unit)
    verb = "已取消" if args.off else "已标为"
    return desk.make(session, change, f"第{'、'.join(numbers)}项{verb}{NOT_APPLICABLE}")
