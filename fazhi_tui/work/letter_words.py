"""The words of letters: the office's own template, else the one that lies beside this file."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

from fazhi_tui.domain.papers import LetterKind
from fazhi_tui.domain.problems import Refused
from fazhi_tui.wording.terms import LETTERS
from fazhi_tui.work.headed import Part, Wording, check_placeholders, parts_of, read_parts

TEMPLATE = Path(__file__).with_name("letter_template.txt")

TITLE = "标题"
PARAGRAPHS = ("依据", "问题", "要求", "反馈")
"""Why, what, what to do by which day, whom to answer."""

OF_BEFORE = PARAGRAPHS[:2]
"""In these the program's own words of supervision say that the unit was told before."""

PLACEHOLDERS = (
    "单位",
    "称呼",
    "文种",
    "自评",
    "体系",
    "截至",
    "事项数",
    "失分",
    "事项",
    "时限",
    "办公室",
    "联系",
)

_OF_A_KIND = "{kind}·{part}"

Words: TypeAlias = Mapping[str, Part]


def headings() -> list[str]:
    """Every heading that a template may have: for all kinds of letters, or for one."""
    parts = (TITLE, *PARAGRAPHS)
    of_kinds = [
        _OF_A_KIND.format(kind=kind, part=part) for kind in LETTERS.values() for part in parts
    ]
    return [*parts, *of_kinds]


@cache
def own_words() -> Words:
    """The program's own template."""
    parts, problems = parts_of(TEMPLATE.read_text(encoding="utf-8"), TEMPLATE.name, headings())
    if problems:
        raise Refused(*problems)
    return parts


def read_words(path: Path) -> Words:
    """An office's template; what it leaves out is said in the program's words. Raises `Refused`."""
    parts = read_parts(path, headings())
    problems = check_placeholders(parts, PLACEHOLDERS, str(path))
    if problems:
        raise Refused(*problems)
    return {
        **own_words(),
        **{heading: part for heading, part in parts.items() if part.text.strip()},
    }


def said(words: Words, kind: LetterKind, part: str, values: Mapping[str, str]) -> str:
    """One part of a letter of that kind, filled in."""
    chosen = words.get(_OF_A_KIND.format(kind=LETTERS[kind], part=part)) or words[part]
    return Wording(chosen.text).substitute(values)
