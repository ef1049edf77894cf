"""From the words typed to an exit code: 0 done, 1 refused or bad data, 2 wrongly called."""

import gc
from collections.abc import Sequence
from typing import Protocol, cast

from fazhi_tui.cli.parser import WITH_VALUE, Arguments, Misuse, Parser
from fazhi_tui.cli.streams import finish, put, put_aside, speak_utf8
from fazhi_tui.cli.verbs import VERBS, Verb

DONE, REFUSED, MISUSED, STOPPED = 0, 1, 2, 130
_SELDOM = 100_000
"""Objects made between two looks for garbage."""


class _Declares(Protocol):
    def __call__(self, parser: Parser) -> None: ...


class _CarriesOut(Protocol):
    def __call__(self, desk: object, args: Arguments) -> int: ...


def run(argv: Sequence[str]) -> int:
    """Carry out one command line and say on stderr, in a sentence, what could not be done."""
    speak_utf8()
    try:
        status = _obey([*argv])
        if not finish():
            _complain("输出没有写全，可能是磁盘满了；命令已经办完，请清理磁盘后重新输出")
            return REFUSED
    except Misuse as wrong:
        _complain(str(wrong))
        return REFUSED if wrong.refused else MISUSED
    except KeyboardInterrupt:
        return STOPPED
    return status


def tell_bug(_: type[BaseException], error: BaseException, __: object) -> None:
    """The last hook of a process, for a bug: one sentence, the rest in a log without data."""
    from fazhi_tui.work.crash import write_log

    log = write_log(error)
    _complain(f"程序出错，这条命令没有办完；此前存好的不受影响。请把出错记录交给维护人员：{log}")


def _obey(argv: list[str]) -> int:
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for word in argv for char in word):
        raise Misuse("命令里有读不出来的字，请用 UTF-8 编码输入")
    name, rest = _split_verb(argv)
    if not name:
        return _without_verb(rest)
    verb = VERBS.get(name)
    if verb is None:
        raise Misuse(_no_such(name))
    gc.set_threshold(_SELDOM)  # what a command makes lives until it ends: little of it is garbage
    parser = Parser(name, verb.summary)
    declare, carry_out = _functions(verb)
    declare(parser)
    try:
        args = parser.read(rest)
    except Misuse as wrong:
        raise Misuse(f"{wrong}\n{parser.format_usage()}") from None
    if args is None:
        put(parser.format_help())
        return DONE
    return _at_desk(carry_out, args)


def _split_verb(argv: list[str]) -> tuple[str, list[str]]:
    """The first word that is no option and no option's value, and all the others."""
    place = 0
    while place < len(argv):
        word = argv[place]
        if not word.startswith("-"):
            return word, [*argv[:place], *argv[place + 1 :]]
        place += 2 if word in WITH_VALUE else 1
    return "", argv


def _without_verb(rest: list[str]) -> int:
    """No command: the start screen, or only the list of commands, or the version."""
    parser = Parser("", "")
    parser.flag("--version", "显示版本")
    args = parser.read(rest)
    if args is None:
        from fazhi_tui.cli.overview import overview

        put(overview())
        return DONE
    if args.version:
        from fazhi_tui import __version__

        put(f"fazhi {__version__}")
        return DONE
    from fazhi_tui.cli.screen import start_screen

    return _at_desk(cast(_CarriesOut, start_screen), args)


def _functions(verb: Verb) -> tuple[_Declares, _CarriesOut]:
    from importlib import import_module

    module = import_module(f"fazhi_tui.cli.{verb.module}")
    return getattr(module, f"{verb.stem}_arguments"), getattr(module, verb.stem)


def _at_desk(carry_out: _CarriesOut, args: Arguments) -> int:
    """The only place where a refusal ends, as one sentence for each problem."""
    from fazhi_tui.cli.desk import Desk
    from fazhi_tui.domain.problems import Refused

    desk = Desk(args)
    try:
        return carry_out(desk, args)
    except Refused as refused:
        desk.complain(refused.problems)
        return REFUSED
    finally:
        desk.close()


def _no_such(name: str) -> str:
    from fazhi_tui.cli.parser import closest
    from fazhi_tui.wording import shorten

    guess = closest(name, list(VERBS))
    hint = f"是不是“{guess}”？" if guess else "请用 fazhi --help 查看全部命令"
    return f"没有“{shorten(name)}”这个命令，{hint}"


def _complain(sentence: str) -> None:
    from fazhi_tui.wording import visible

    put_aside("\n".join(map(visible, sentence.split("\n"))))
