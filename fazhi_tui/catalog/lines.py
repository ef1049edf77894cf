"""Where in a TOML text a key stands: `indicator[41].clause[0].points` is on line 1874.

TOML parsers give values without lines. The text is walked here once more, and only when there is
a problem to tell. It is walked after it was parsed, so it is known to be TOML.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from fazhi_tui.domain.problems import Problem

_SPACE = re.compile(r"(?:\s+|#[^\n]*)+")
_HEADER = re.compile(r"(\[\[?)\s*([^\]\n]*?)\s*\]\]?")
_KEY = re.compile(r"""((?:[^=\n"']|"(?:\\.|[^"\\\n])*"|'[^'\n]*')+)=""")
_SEGMENT = re.compile(r"""[^\s."']+|"(?:\\.|[^"\\])*"|'[^']*'""")
_TOKEN = re.compile(
    r'"{3}(?:\\.|(?!"{3}).)*"{3,5}'  # strings of several lines, which may hold brackets and hashes
    r"|'{3}(?:(?!'{3}).)*'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\[\]{},\n]"
    r"|[^\s\[\]{},\"'\#]+",
    re.DOTALL,
)


class Lines:
    """Lines of every key, table header and list element of one TOML text."""

    def __init__(self, text: str) -> None:
        self._text = text.removeprefix("\ufeff")
        self._starts: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._breaks = [match.start() for match in re.finditer("\n", self._text)]
        self._walk()

    def line(self, path: str) -> int:
        """The line of `path`, or of the nearest place around it; 0 if there is none."""
        while path:
            start = self._starts.get(path)
            if start is not None:
                return self._line_at(start)
            path = _around(path)
        return 0

    def _line_at(self, position: int) -> int:
        return bisect_left(self._breaks, position) + 1

    def _walk(self) -> None:
        text, position, table = self._text, 0, ""
        while position < len(text):
            if space := _SPACE.match(text, position):
                position = space.end()
            elif header := _HEADER.match(text, position):
                table = self._open(header.group(2), header.group(1) == "[[")
                self._starts.setdefault(table, position)
                self._starts.setdefault(_around(table), position)
                position = header.end()
            elif key := _KEY.match(text, position):
                path = ".".join(filter(None, (table, *_segments(key.group(1)))))
                self._starts.setdefault(path, position)
                position = self._value(path, key.end())
            else:
                position = text.find("\n", position) + 1 or len(text)

    def _open(self, name: str, listed: bool) -> str:
        """The path of the table a header opens; `[[...]]` begins the next one of its list."""
        path = ""
        segments = _segments(name)
        for index, segment in enumerate(segments):
            path = f"{path}.{segment}" if path else segment
            last = index == len(segments) - 1
            if listed and last:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = f"{path}[{self._counts[path]}]"
        return path

    def _value(self, path: str, position: int) -> int:
        """Walk over a value, noting where the elements of a list begin; where it ends."""
        depth, element, fresh, listed = 0, -1, False, False
        for token in _TOKEN.finditer(self._text, position):
            sign = token.group()
            if sign == "\n" and not depth:
                return token.end()
            if sign == "\n" or sign.startswith("#"):
                continue
            if depth == 1 and fresh and sign not in {"]", "}", ","}:
                element, fresh = element + 1, False
                if listed:
                    self._starts.setdefault(f"{path}[{element}]", token.start())
            if sign in {"[", "{"}:
                listed, fresh = (sign == "[", True) if not depth else (listed, fresh)
                depth += 1
            elif sign in {"]", "}"}:
                depth -= 1
            elif sign == "," and depth == 1:
                fresh = True
        return len(self._text)


def located(problems: Iterable[Problem], text: str, file: str) -> list[Problem]:
    """The problems with file and line, in the order of the lines."""
    found = list(problems)
    if not found:
        return found
    lines = Lines(text)
    placed = [
        msgspec.structs.replace(problem, file=file, line=problem.line or lines.line(problem.path))
        for problem in found
    ]
    return sorted(placed, key=lambda problem: problem.line)


def _segments(name: str) -> list[str]:
    """The parts of a dotted key, without quotes."""
    return [segment[1:-1] if segment[0] in "\"'" else segment for segment in _SEGMENT.findall(name)]


def _around(path: str) -> str:
    """The place one step out: `a[1].b[2]` → `a[1].b` → `a[1]` → `a`."""
    if path.endswith("]"):
        return path[: path.rfind("[")]
    return path[: path.rfind(".")] if "." in path else ""
