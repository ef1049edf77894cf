"""分发: a file to fill in for each unit that answers."""

from pathlib import Path

from fazhi_tui.cli.desk import Desk, terminal_width
from fazhi_tui.cli.parser import Arguments, Parser
from fazhi_tui.work.splitting import SentOut


def split_arguments(parser: Parser) -> None:
    parser.name()
    parser.option("--output", "文件夹", "写到哪个文件夹，没有的会建好", short="-o", needed=True)
    parser.option("--format", "格式", "xlsx 或 toml，缺省 xlsx", choices=("xlsx", "toml"))
    parser.option("--of", "单位", "只发给这个单位或者单位组，可以写几个", many=True)
    parser.flag("--replace", "文件夹里已有的同名文件换成新的")
    parser.at()


def split(desk: Desk, args: Arguments) -> int:
    """Write the files, then tell of all; 1 where any unit has none."""
    from fazhi_tui.work.splitting import sent_sentence
    from fazhi_tui.work.splitting import split as send_out

    done = list(
        send_out(
            desk.snapshot(),
            Path(args.output),
            form=args.format or "xlsx",
            units=args.of or (),
            replace=args.replace,
        )
    )
    if desk.as_json:
        desk.json([_plain(sent) for sent in done])
    else:
        desk.say(_table(done))
    problems = [sent.problem for sent in done if sent.problem]
    desk.complain(problems)
    if not desk.as_json:
        desk.say(sent_sentence(done, Path(args.output)))
    return 1 if problems else 0


def _plain(sent: SentOut) -> dict[str, object]:
    from fazhi_tui.wording import say

    return {
        "unit": sent.unit,
        "indicators": sent.indicators,
        "clauses": sent.clauses,
        "answered": sent.answered,
        "returned": sent.returned,
        "file": None if sent.problem else sent.file,
        "problem": say(sent.problem) if sent.problem else None,
    }


def _table(done: list[SentOut]) -> str:
    from fazhi_tui.exports.sheet import Column, Sheet
    from fazhi_tui.exports.writing import render

    columns = (
        Column("单位", width=20),
        Column("指标", "number", "right", 6),
        Column("细则", "number", "right", 6),
        Column("已填", "number", "right", 6),
        Column("退回", "number", "right", 6),
        Column("文件", width=50, wraps=True),
    )
    rows = tuple(
        (
            sent.unit,
            sent.indicators,
            sent.clauses,
            sent.answered,
            sent.returned,
            "没有写出" if sent.problem else Path(sent.file).name,
        )
        for sent in done
    )
    sheet = Sheet("填报件", "填报件", columns, rows)
    return render(sheet, "table", terminal_width()).rstrip("\n")
