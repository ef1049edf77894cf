"""Sets and rounds: what sets there are, whether a file is sound, a new round, all rounds."""

from pathlib import Path

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser
from fazhi_tui.domain.points import exact_points, show_points
from fazhi_tui.domain.problems import Refused, Severity
from fazhi_tui.wording.terms import point_word

# ── sets ─────────────────────────────────────────────────────────────────────────────────────


def sets_arguments(parser: Parser) -> None:
    parser.option("--new", "文件", "写出一份带说明的起步文件，照着改成本地的体系")
    parser.option("--from", "表格文件", "与 --new 合用：由办公用的责任分解表起草", dest="table")
    parser.option("--sheet", "工作表", "与 --from 合用：表在哪个工作表里")


def sets(desk: Desk, args: Arguments) -> int:
    """The sets that travel with the program, or a starter file."""
    if args.table is not None:
        return _draft_from_table(desk, args)
    if args.sheet is not None:
        raise Misuse("--sheet 要和 --from 一起写")
    if args.new is not None:
        from fazhi_tui.catalog.starter import write_starter

        write_starter(Path(args.new))
        return _written(desk, args)
    from fazhi_tui.work.opening import shipped_sets

    adopted_sets = shipped_sets()
    found = [
        {
            "id": adopted.set.id,
            "title": adopted.set.title,
            "edition": adopted.set.edition,
            "total": exact_points(adopted.set.total),
            "areas": len(adopted.set.areas),
            "groups": len(adopted.set.groups),
            "indicators": len(adopted.set.indicators),
            "units": len(adopted.set.units),
            "demo": adopted.set.demo,
            "sha256": adopted.sha256,
            "file": adopted.file,
        }
        for adopted in adopted_sets
    ]
    if desk.as_json:
        desk.json(found)
        return 0
    for item, adopted in zip(found, adopted_sets, strict=True):
        total = f"{show_points(adopted.set.total, 0)} {point_word(adopted.set)}"
        desk.say(
            f"{item['id']}　{item['title']}，{item['edition']} 版："
            f"{item['areas']} 个一级指标、{item['groups']} 个二级指标、"
            f"{item['indicators']} 项指标，{total}\n　　文件 {adopted.file}"
        )
    return 0


def _draft_from_table(desk: Desk, args: Arguments) -> int:
    """A set file drafted from the table an office has; what could not be read is told."""
    from fazhi_tui.catalog.starter import write_new
    from fazhi_tui.exchange.set_text import IN_DOUBT
    from fazhi_tui.exchange.set_workbook import read_set_workbook
    from fazhi_tui.wording import say

    if args.new is None:
        raise Misuse("请用 --new 写明起草的体系文件写到哪里")
    text, problems = read_set_workbook(Path(args.table), args.sheet or "")
    if not text:
        raise Refused(*problems)
    for problem in problems:
        desk.warn(say(problem))
    write_new(Path(args.new), text.encode())
    doubts = text.count(f"，{IN_DOUBT}")
    told = f"，其中 {doubts} 处注明“{IN_DOUBT}”" if doubts else ""
    return _written(desk, args, told)


def _written(desk: Desk, args: Arguments, told: str = "") -> int:
    if desk.as_json:
        desk.json({"file": args.new})
    else:
        desk.say(f"已写出 {args.new}{told}，改好后用 fazhi check 检查")
    return 0


# ── check ────────────────────────────────────────────────────────────────────────────────────


def check_arguments(parser: Parser) -> None:
    parser.one("file", "文件", "指标体系文件或者责任分工文件")


def check(desk: Desk, args: Arguments) -> int:
    """Everything that is wrong with a file; 1 where there is any error."""
    from fazhi_tui.catalog.check import check_file
    from fazhi_tui.shipped import indicator_set_files
    from fazhi_tui.wording import message, remedy, say
    from fazhi_tui.wording.terms import SEVERITIES

    problems = check_file(Path(args.file), indicator_set_files())
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    if desk.as_json:
        desk.json(
            [
                {
                    "severity": str(problem.severity),
                    "code": str(problem.code),
                    "file": problem.file,
                    "line": problem.line,
                    "path": problem.path,
                    "value": problem.value,
                    "message": message(problem),
                    "remedy": remedy(problem),
                }
                for problem in problems
            ]
        )
    elif not problems:
        desk.say(f"{args.file} 没有问题")
    else:
        for problem in problems:
            desk.say(f"{SEVERITIES[problem.severity]}　{say(problem)}")
    if problems:
        desk.note(f"{args.file}：错误 {errors} 处，提醒 {len(problems) - errors} 处")
    return 1 if errors else 0


# ── rounds ───────────────────────────────────────────────────────────────────────────────────


def new_arguments(parser: Parser) -> None:
    parser.one("name", "名称", "这一轮自评叫什么")
    parser.option("--set", "体系", "指标体系的编号或者文件", needed=True)
    parser.option("--duties", "文件", "再用责任分工的文件覆盖")


def new(desk: Desk, args: Arguments) -> int:
    """A fresh round."""
    from fazhi_tui.work.opening import find_set, new_assessment

    adopted = find_set(args.set)
    duties = None
    if args.duties is not None:
        from fazhi_tui.cli.duties import read_duties
        from fazhi_tui.domain.indicators import Roster

        known = {indicator.no: indicator.duty for indicator in adopted.set.indicators}
        duties = read_duties(desk, args.duties, Roster(adopted.set), known)
    head = new_assessment(desk.store, args.name, adopted, actor=desk.actor, duties=duties)
    told = f"已新建“{head.name}”：{adopted.set.title}，{len(adopted.set.indicators)} 项指标"
    desk.tell_made(head.seq, head.id, (0, 0), told)
    return 0


def rounds_arguments(parser: Parser) -> None:
    parser.flag("--all", "收起的也列出")


def rounds(desk: Desk, args: Arguments) -> int:
    """All rounds, the one last worked on first."""
    heads = desk.store.heads(archived=args.all)
    found = [(head, desk.store.parsed_set(head.set_sha256)) for head in heads]
    if desk.as_json:
        desk.json(
            [
                {
                    "name": head.name,
                    "id": head.id,
                    "created": head.created,
                    "at": head.at,
                    "seq": head.seq,
                    "head": head.hash,
                    "set_id": chosen.id if chosen else "",
                    "set_title": chosen.title if chosen else "",
                    "set_sha256": head.set_sha256,
                    "archived": head.archived,
                }
                for head, chosen in found
            ]
        )
        return 0
    from fazhi_tui.cli.moments import local

    if not found:
        desk.say("还没有自评。新建：fazhi new 名称 --set demo-98；试用：fazhi demo")
    for head, chosen in found:
        title = chosen.title if chosen else "指标体系待重新读入"
        away = "（已收起）" if head.archived else ""
        desk.say(f"{head.name}{away}　{title}　{head.seq} 条记录，最近 {local(head.at)}")
    return 0
