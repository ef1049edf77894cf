"""argparse with Chinese words: what a command takes, its help, and what was typed wrongly."""

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

Arguments = argparse.Namespace

WITH_VALUE = ("--db", "--as", "--unit")
"""The options of every command that take a value."""

_ERRORS = (
    (r"the following arguments are required: (-.+)", "缺少 {0}"),
    (r"the following arguments are required: (.+)", "缺少{0}"),
    (r"argument (.+): expected (?:one|at least one) argument", "{0} 的后面要写一个值"),
    (r"argument (.+): not allowed with argument (.+)", "{0} 和 {1} 只能写一个"),
    (r"argument (.+): ignored explicit argument .+", "{0} 的后面不用写值"),
    (
        r"argument (.+): invalid choice: '(.+?)' \(choose from (.+)\)",
        "{0} 里没有“{1}”这个选择，可以写：{2}",
    ),
)


class Misuse(Exception):
    """A command line that can't be understood; the sentence says why. Nothing was done.

    `refused`: it can be understood, but not done with what is there.
    """

    def __init__(self, sentence: str, *, refused: bool = False) -> None:
        super().__init__(sentence)
        self.refused = refused


class Parser(argparse.ArgumentParser):
    """One command's parser. Every command takes the common options too."""

    def __init__(self, verb: str, summary: str) -> None:
        super().__init__(
            prog=f"fazhi {verb}".strip(),
            add_help=False,
            allow_abbrev=False,
            formatter_class=_formatter,
        )
        self.description = summary
        self.add_argument("-h", "--help", action="store_true", help="显示这份说明")
        self.flag("--json", "输出 JSON，供程序读取")
        self.option("--db", "文件", "数据库文件或地址，缺省用 FAZHI_DB、设置文件或本用户的数据目录")
        self.option("--as", "姓名", "操作人，缺省是登录名", dest="actor")
        self.option("--unit", "单位", "代表哪个单位填报")

    # ── what a command takes ─────────────────────────────────────────────────────────────────

    def name(self) -> None:
        """The assessment that the command is about."""
        self.add_argument("name", metavar="名称", help="哪一轮自评")

    def one(self, dest: str, metavar: str, told: str, *, optional: bool = False) -> None:
        """One word by its place."""
        nargs = "?" if optional else None
        self.add_argument(
            dest, metavar=metavar, help=told, nargs=nargs, default="" if optional else None
        )

    def several(self, dest: str, metavar: str, told: str, *, optional: bool = False) -> None:
        """One or more words by their place; none at all where they are optional."""
        self.add_argument(dest, metavar=metavar, help=told, nargs="*" if optional else "+")

    def option(
        self,
        name: str,
        metavar: str,
        told: str,
        *,
        dest: str | None = None,
        many: bool = False,
        needed: bool = False,
        choices: Sequence[str] = (),
        short: str = "",
    ) -> None:
        """An option with a value; None where it is not written, a list where it may be repeated."""
        self.add_argument(
            *([short] if short else []),
            name,
            dest=dest or name.lstrip("-").replace("-", "_"),
            metavar=metavar,
            help=told,
            action="append" if many else "store",
            required=needed,
            choices=choices or None,
        )

    def flag(self, name: str, told: str) -> None:
        """An option without a value."""
        self.add_argument(name, action="store_true", help=told)

    def at(self) -> None:
        """`--at`: another moment than now."""
        told = "截至第几条记录、某时（如 2025-06-30）或者某一稿（如 送审稿），缺省是现在"
        self.option("--at", "时点", told)

    def track(self, told: str = "自评数（self）或者核定数（verified），缺省 self") -> None:
        """`--track`: the units' word or the office's."""
        self.option("--track", "self|verified", told, choices=("self", "verified"))
        self.set_defaults(track="self")

    # ── reading what was typed ───────────────────────────────────────────────────────────────

    def read(self, argv: Sequence[str]) -> Arguments | None:
        """What was typed; None where only help is wanted. Raises `Misuse`."""
        if any(word in {"-h", "--help"} for word in argv):
            return None
        plainly = "--" in argv  # a name may begin with a dash: intermixed, argparse forgets it
        parse = self.parse_args if plainly else self.parse_intermixed_args
        return parse(self._joined(argv))

    def _joined(self, argv: Sequence[str]) -> list[str]:
        """A value that begins with a dash (-1/2) is tied to its option, so that it is one.

        Raises `Misuse` where it is `--` alone, of which argparse makes an empty list.
        """
        taking = {
            name for action in self._actions if action.nargs is None
            for name in action.option_strings
        }  # fmt: skip
        joined: list[str] = []
        words = iter(argv)
        for word in words:
            name, tied, told = word.partition("=")
            value = next(words, None) if word in taking else None
            if name in taking and (told if tied else value) == "--":
                raise Misuse(f"{name} 的后面要写一个值")
            if value is None:
                joined.append(word)
            elif value.startswith("-") and value not in self._option_string_actions:
                joined.append(f"{word}={value}" if word.startswith("--") else f"{word}{value}")
            else:
                joined += [word, value]
        return joined

    def error(self, message: str) -> NoReturn:
        """argparse's sentence, said in Chinese."""
        strange = re.fullmatch(r"unrecognized arguments: (.+)", message, re.DOTALL)
        if strange:
            raise Misuse(self._strange(strange[1].split()[0]))
        for pattern, told in _ERRORS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                raise Misuse(told.format(*map(_listed, found.groups())))
        one_of = re.fullmatch(r"one of the arguments (.+) is required", message)
        raise Misuse(f"请写 {one_of[1].replace(' ', '、')} 里的一个" if one_of else "参数写法不对")

    def _strange(self, word: str) -> str:
        from fazhi_tui.wording import shorten

        if not word.startswith("-"):
            return f"多出了“{shorten(word)}”"
        name = shorten(word.partition("=")[0])
        guess = closest(name, self._option_string_actions)
        return f"没有“{name}”这个选项" + (f"，是不是“{guess}”？" if guess else "")

    # ── help ─────────────────────────────────────────────────────────────────────────────────

    def format_usage(self) -> str:
        """One line: how the command is written."""
        words = [_written(action) for action in self._own()]
        return " ".join(["用法：" + self.prog, *words])

    def format_help(self) -> str:
        """How it is written, what it does, and what everything in it means."""
        own = self._own()
        parts = [f"{self.format_usage()}\n\n{self.description}。"]
        parts += _section("参数", [action for action in own if not action.option_strings])
        parts += _section("选项", [action for action in own if action.option_strings])
        parts += _section("各命令通用", self._actions[:_COMMON])
        return "\n\n".join(parts)

    def _own(self) -> list[argparse.Action]:
        own = self._actions[_COMMON:]
        return sorted(own, key=lambda action: bool(action.option_strings))


def _listed(words: str) -> str:
    """Several words of argparse's, as Chinese lists them; what was typed may be of any length."""
    from fazhi_tui.wording import shorten

    return "、".join(shorten(word.strip("'")) for word in words.split(", "))


def _formatter(prog: str) -> argparse.HelpFormatter:
    """argparse's own, never seen; told a width, it needn't load `shutil` to ask for one."""
    return argparse.HelpFormatter(prog, width=100)


_COMMON = 5


def closest(word: str, known: Sequence[str] | dict[str, argparse.Action]) -> str:
    """The known word most like `word`, or nothing if none is near."""
    from difflib import get_close_matches  # only a wrong word pays for it

    return next(iter(get_close_matches(word, list(known), 1, 0.6)), "")


def _written(action: argparse.Action) -> str:
    """An argument as the usage line shows it."""
    value = str(action.metavar or "")
    if action.option_strings:
        name = action.option_strings[-1]
        text = f"{name} {value}".strip()
        text = text if action.required else f"[{text}]"
        return f"{text}…" if isinstance(action.default, list) or _repeats(action) else text
    if action.nargs == "?":
        return f"[{value}]"
    if action.nargs == "*":
        return f"[{value}…]"
    return f"{value}…" if action.nargs == "+" else value


def _repeats(action: argparse.Action) -> bool:
    return type(action).__name__ == "_AppendAction"


def _section(heading: str, actions: Sequence[argparse.Action]) -> list[str]:
    from fazhi_tui.wording.measured import width_of

    if not actions:
        return []
    names = [
        " ".join([*action.option_strings, str(action.metavar or "")]).strip() for action in actions
    ]
    room = max(map(width_of, names))
    lines = [
        f"  {name}{' ' * (room - width_of(name))}  {action.help}"
        for name, action in zip(names, actions, strict=True)
    ]
    return ["\n".join([f"{heading}：", *lines])]
