"""A list handed out: in the terminal, or as a file in the format asked for."""

from typing import TYPE_CHECKING

from fazhi_tui.cli.desk import Desk, terminal_width
from fazhi_tui.cli.parser import Arguments, Misuse, Parser

if TYPE_CHECKING:
    from fazhi_tui.exports.sheet import Sheet

_FORMATS = ("table", "md", "csv", "html", "xlsx", "docx")


def format_argument(parser: Parser, whose: str = "") -> None:
    """`--format`."""
    formats = (
        f"{whose}{'、'.join(_FORMATS[:-1])} 或 {_FORMATS[-1]}，缺省按文件名，没有文件名为 table"
    )
    parser.option("--format", "格式", formats, choices=_FORMATS)


def handing_out_arguments(parser: Parser) -> None:
    """`--format` and `-o`."""
    format_argument(parser)
    parser.option("--output", "文件", "写成哪个文件", short="-o")


def wants_values(desk: Desk, args: Arguments) -> bool:
    """Whether values for a program are wanted instead of a list. Raises `Misuse` on both."""
    if desk.as_json and (args.output is not None or args.format is not None):
        raise Misuse("写了 --json 就不另写文件，请去掉 --json，或者去掉文件和格式")
    return desk.as_json


def hand_out(desk: Desk, sheet: "Sheet", args: Arguments, told: str) -> bool:
    """Write a list to the file asked for and say so, else show it; whether it was shown.

    Raises `Refused`.
    """
    from pathlib import Path  # values for programs do without

    from fazhi_tui.exports.writing import render, write

    if args.output is not None:
        write(sheet, Path(args.output), args.format or "")
        desk.say(f"已写到 {args.output}，{told}")
        return False
    chosen = args.format or "table"
    if chosen in {"xlsx", "docx"}:
        raise Misuse(f"{chosen} 要写到文件里，请加上 -o 文件.{chosen}")
    text = render(sheet, chosen, terminal_width())
    if chosen == "csv":
        desk.exactly(text)
    else:
        desk.say(text.rstrip("\n"))
    return chosen == "table"
