"""函件: letters drawn up for the units, entered with their number once signed, written anew."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.handing_out import format_argument, hand_out, wants_values
from fazhi_tui.cli.moments import today
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.changes import Change, IssueLetters, NumberLetter, ReceiveLetter, VoidLetter
from fazhi_tui.domain.papers import Letter, LetterKind
from fazhi_tui.domain.points import exact_points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.wording.paper_words import (
    CONTACT,
    EQUALS_ARE_ASKED,
    NUMBER_GONE,
    drawn_unwritten,
    nothing_to_mend,
)
from fazhi_tui.wording.terms import LETTERS
from fazhi_tui.work.folders import check_folder
from fazhi_tui.work.papers import Written, write_letters
from fazhi_tui.work.session import Session
from fazhi_tui.work.snapshot import Snapshot

_KINDS: dict[str, LetterKind] = {LETTERS["prompt"]: "prompt", LETTERS["supervision"]: "supervision"}


def letters_arguments(parser: Parser) -> None:
    parser.one("name", "名称", "哪一轮自评", optional=True)
    parser.option("--output", "文件夹", "拟函，写到这个文件夹；不写则列出函件登记表", short="-o")
    kinds = "|".join(_KINDS)
    parser.option("--kind", kinds, f"缺省先提示、后督办；{EQUALS_ARE_ASKED}", choices=tuple(_KINDS))
    parser.option("--of", "单位", "只给这个单位，可以写几个", many=True)
    parser.option("--due", "日期", "整改时限，缺省是15天以后")
    parser.option("--contact", "文字", CONTACT)
    parser.flag("--points", "在函里写明失分")
    parser.option("--template", "文件", "用自己的函件样稿")
    parser.option("--template-new", "文件", "写出一份函件样稿，供修改")
    parser.option("--id", "编号", "已拟的函件：登记文号、作废，或者重新写出，可以写几个", many=True)
    parser.option("--number", "文号", "签发以后登记文号，要同时写 --id 和 --date")
    parser.option("--date", "日期", "成文日期")
    parser.option("--received", "日期", "单位哪天签收的，要同时写 --id；签收人写 --by")
    parser.option("--by", "姓名", "单位的签收人")
    parser.option("--void", "理由", f"作废一份函件，{NUMBER_GONE}")
    parser.option("--register", "文件", "把函件登记表写成文件，如 登记表.xlsx")
    format_argument(parser, "登记表的格式：")
    parser.track("按自评（self）还是核定（verified），缺省 self")
    parser.at()


def letters(desk: Desk, args: Arguments) -> int:
    """The register; or what is asked for of letters."""
    if args.template_new is not None:
        return _new_template(desk, args)
    if not args.name:
        raise Misuse("请写明是哪一轮自评")
    if any(value is not None for value in (args.number, args.void, args.received)):
        return _enter(desk, args)
    if args.by is not None:
        raise Misuse("--by 要同时写 --id 和 --received，登记谁签收的")
    if args.date is not None:
        raise Misuse("--date 要同时写 --id 和 --number，登记签发后的文号和成文日期")
    if args.output is None or args.register is not None:
        return _list(desk, args)
    if args.at and not args.id:
        raise Misuse("拟函用的是现在的数字，不能写 --at")
    if args.id:
        snapshot = desk.snapshot()
        chosen = [_letter(snapshot, key) for key in args.id]
        return _told(desk, write_letters(snapshot, chosen, Path(args.output)), chosen)
    return _draw_up(desk, args)


def _new_template(desk: Desk, args: Arguments) -> int:
    from fazhi_tui.catalog.starter import write_new
    from fazhi_tui.work.letter_words import TEMPLATE

    write_new(Path(args.template_new), TEMPLATE.read_bytes())
    if desk.as_json:
        desk.json({"file": args.template_new})
    else:
        desk.say(f"已写出函件样稿 {args.template_new}，改好以后用 --template 使用")
    return 0


def _list(desk: Desk, args: Arguments) -> int:
    from fazhi_tui.exports.contents.letter import register

    snapshot = desk.snapshot()
    listed: Iterable[Letter] = snapshot.assessment.letters.values()
    if args.id:
        listed = [_letter(snapshot, key) for key in args.id]
    args.output = args.register  # here a file, else the folder of the letters
    if wants_values(desk, args):
        desk.json([_plain(letter) for letter in listed])
    else:
        sheet = register(snapshot.roster, listed, snapshot.head.name)
        hand_out(desk, sheet, args, f"{len(sheet.rows)} 份函件")
    return 0


def _draw_up(desk: Desk, args: Arguments) -> int:
    from fazhi_tui.work.letter_words import read_words
    from fazhi_tui.work.letters import Wish, draw_up, left_out

    session = desk.session()
    wish = Wish(
        day=today(),
        track=args.track,
        units=tuple(args.of or ()),
        kind=_KINDS[args.kind] if args.kind else None,
        due=args.due or "",
        contact=args.contact or "",
        with_points=args.points,
        words=read_words(Path(args.template)) if args.template is not None else None,
    )
    change = IssueLetters(draw_up(session.snapshot, wish))
    check_folder(Path(args.output))  # a letter that can't be written isn't entered either
    made = session.make(change, desk.unit(session))
    drawn_up = _changed(session)
    try:
        written = write_letters(session.snapshot, drawn_up, Path(args.output))
    except Refused:
        keys = " ".join(f"--id {letter.id}" for letter in drawn_up)
        desk.warn(f"{drawn_unwritten(len(drawn_up))}，不必再拟，请用 {keys} 重新写出。")
        raise
    lost = (made.lost_before, made.lost_after)
    for unit in left_out(session.snapshot, wish, drawn_up):
        desk.warn(nothing_to_mend(unit))
    return _told(desk, written, drawn_up, made.seq, lost)


def _changed(session: Session) -> list[Letter]:
    """The letters of the change just made, as they stand."""
    change = session.lines[-1].change
    return list(change.letters) if isinstance(change, IssueLetters) else []


def _enter(desk: Desk, args: Arguments) -> int:
    """A letter's number and date, or why it is withdrawn."""
    if not args.id or len(args.id) != 1:
        raise Misuse("请用 --id 写明是哪一份函件，一次一份")
    if sum(value is not None for value in (args.number, args.void, args.received)) > 1:
        raise Misuse("--number、--received、--void 只能写一个")
    key = args.id[0]
    session = desk.session()
    change: Change = NumberLetter(key, args.number or "", args.date or "")
    told = f"{{id}} 已登记文号 {args.number}"
    if args.received is not None:
        change = ReceiveLetter(key, args.received, args.by or "")
        told = "{id} 已登记签收"
    if args.void is not None:
        change, told = VoidLetter(key, args.void), "{id} 已作废"
    status = desk.make(session, change, told, given=key)
    if args.output is not None:
        snapshot = session.snapshot
        written = write_letters(snapshot, [_letter(snapshot, key)], Path(args.output))
        if not desk.as_json:
            desk.say(f"已写到 {'、'.join(written.files)}")
            _tell_aside(desk, written)
    return status


def _letter(snapshot: Snapshot, key: str) -> Letter:
    letters = snapshot.assessment.letters
    if key not in letters:
        raise Refused(Problem(Code.UNKNOWN_LETTER, value=key, wanted=" ".join(letters)))
    return letters[key]


# ── told ─────────────────────────────────────────────────────────────────────────────────────


def _told(
    desk: Desk,
    written: Written,
    letters: Sequence[Letter],
    seq: int | None = None,
    lost: tuple[int, int] | None = None,
) -> int:
    if desk.as_json:
        value: dict[str, object] = {}
        if seq is not None and lost is not None:
            before, after = map(exact_points, lost)
            value = {"seq": seq, "id": None, "lost_before": before, "lost_after": after}
        told = [_plain(letter) for letter in letters]
        desk.json({**value, "letters": told, "files": written.files, "aside": written.aside})
        return 0
    for letter in letters:
        desk.say(f"{letter.id}　{LETTERS[letter.kind]}，{len(letter.matters)} 个事项")
    record = f"（第{seq}条记录）" if seq is not None else ""
    desk.say(f"已写出 {len(letters)} 份函件，共 {len(written.files)} 个文件{record}")
    _tell_aside(desk, written)
    return 0


def _tell_aside(desk: Desk, written: Written) -> None:
    if written.told:
        desk.say(written.told)


def _plain(letter: Letter) -> dict[str, object]:
    return {
        "id": letter.id,
        "unit": letter.unit,
        "kind": letter.kind,
        "number": letter.number,
        "date": letter.date,
        "day": letter.day,
        "due": letter.due,
        "seq": letter.seq,
        "head": letter.head,
        "void": letter.void,
        "received": letter.received,
        "received_by": letter.received_by,
        "lost": exact_points(sum(matter.lost for matter in letter.matters)),
        "matters": [
            {
                "gap": matter.gap,
                "indicator": matter.indicator,
                "problem": matter.problem,
                "lost": exact_points(matter.lost),
            }
            for matter in letter.matters
        ],
    }
