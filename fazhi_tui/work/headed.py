"""Plain text in parts, as the office edits it: `## heading`, its text below, `# ` for remarks.

Everything that is wrong with such a file is told at once, with its line.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from string import Template

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_text

_HEADING, _REMARK = "## ", "# "


class Part(Struct, frozen=True):
    """The text under one heading, and the line where it begins."""

    text: str
    line: int


class Wording(Template):
    """Text with `${名称}` in it; nothing else after `$` has a meaning, nothing is evaluated."""

    idpattern = r"(?!)"
    braceidpattern = r"[^{}\s]+"


def read_parts(path: Path, headings: Collection[str]) -> dict[str, Part]:
    """The parts of a file, each heading one of `headings`. Raises `Refused`."""
    from fazhi_tui.catalog.source import read_text

    text = read_text(path)
    if isinstance(text, Problem):
        raise Refused(text)
    parts, problems = parts_of(text, str(path), headings)
    if problems:
        raise Refused(*problems)
    return parts


def parts_of(
    text: str, file: str, headings: Collection[str]
) -> tuple[dict[str, Part], list[Problem]]:
    """The parts of a text by heading, and what is wrong with it."""
    lines: dict[str, list[str]] = {}
    starts: dict[str, int] = {}
    problems: list[Problem] = []
    current: list[str] = []
    known = " ".join(headings)
    for number, line in enumerate(clean_text(text).split("\n"), 1):
        if line.startswith(_HEADING):
            heading = line.removeprefix(_HEADING).strip()
            if heading not in headings:
                unknown = Problem(Code.PART_UNKNOWN, "", heading, known, file=file, line=number)
                problems.append(unknown)
            elif heading in lines:
                problems.append(Problem(Code.DUPLICATE, value=heading, file=file, line=number))
            current = lines.setdefault(heading, [])
            starts.setdefault(heading, number + 1)
        elif not line.startswith(_REMARK) and line != _REMARK.strip():
            current.append(line)
            if not lines and line.strip():  # no such file at all: told once
                return {}, [Problem(Code.PART_MISSING, wanted=known, file=file, line=number)]
    if not lines:
        return {}, [Problem(Code.PART_MISSING, wanted=known, file=file)]
    found = {
        heading: Part("\n".join(said).strip("\n"), starts[heading])
        for heading, said in lines.items()
    }
    return found, problems


def check_placeholders(
    parts: Mapping[str, Part], names: Collection[str], file: str
) -> list[Problem]:
    """Every `$` in some parts that stands for nothing that can be filled in."""
    problems: list[Problem] = []
    for part in parts.values():
        for found in Wording.pattern.finditer(part.text):
            line = part.line + part.text.count("\n", 0, found.start())
            name = found["braced"]
            if found["invalid"] is not None:
                after = part.text[found.end() : found.end() + 4].split("\n")[0]
                problems.append(Problem(Code.TEMPLATE_SIGN, value=after, file=file, line=line))
            elif name is not None and name not in names:
                wanted = " ".join(names)
                unknown = Problem(Code.PLACEHOLDER_UNKNOWN, "", name, wanted, file=file, line=line)
                problems.append(unknown)
    return problems
