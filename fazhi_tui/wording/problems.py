"""A problem as one Chinese sentence: where it is, what is wrong, how to mend it."""

from string import Formatter

from fazhi_tui.domain.problems import Code, Problem
from fazhi_tui.wording.places import key_name, place
from fazhi_tui.wording.sentences import GUESS, SENTENCES
from fazhi_tui.wording.shown import nested, shorten, visible
from fazhi_tui.wording.values import FORMS, HEADERS, TOML_REASONS, TYPES, UNWRITABLE

__all__ = ["message", "place", "remedy", "say"]

_KEYS_AS_VALUE = {Code.KEY_MISSING, Code.PARTS_APART, Code.PARTS_TOGETHER}
_LISTED = {
    Code.FOREIGN_FILE,
    Code.ITEM_UNFINISHED,
    Code.KEY_UNKNOWN,
    Code.LEVEL_NEEDED,
    Code.NOT_ANSWERER,
    Code.NOT_A_SUCCESSOR,
    Code.NOT_DRAWN,
    Code.NOT_ONE_OF,
    Code.PART_MISSING,
    Code.PART_UNKNOWN,
    Code.PLACEHOLDER_UNKNOWN,
    Code.UNKNOWN_ASSESSMENT,
    Code.UNKNOWN_CLAUSE,
    Code.UNKNOWN_CUT_OFF,
    Code.UNKNOWN_LETTER,
    Code.UNKNOWN_LEVEL,
    Code.UNKNOWN_SAMPLE,
    Code.UNKNOWN_SET,
    Code.UNKNOWN_TIER,
    Code.WHICH_ANSWERER,
}
"""Codes whose `wanted` is several words with a space between them."""


def say(problem: Problem) -> str:
    """One sentence: file and line, place, what is wrong, how to mend it."""
    start = _start(problem)
    mend = remedy(problem)
    told = message(problem)
    joined = f"{told}，{mend}" if mend else told
    if start:
        joined = f"{start}{'，' if place(problem.path) else '：'}{joined}"
    return joined if joined.endswith("？") else f"{joined}。"


def message(problem: Problem) -> str:
    """What is wrong, and at which place inside; without file and line."""
    told = _filled(SENTENCES[problem.code][0], problem)
    where = place(problem.path)
    return f"{where}：{told}" if where else told


def remedy(problem: Problem) -> str:
    """How to mend it; the likeliest right value where there is one."""
    return _filled((GUESS, *SENTENCES[problem.code][1]), problem)


def _start(problem: Problem) -> str:
    """File and line, unless the sentence itself is about the file."""
    if not problem.file or problem.value == problem.file:
        return ""
    file = shorten(visible(problem.file), 80)
    if "://" in file:
        return f"数据库 {file}"
    return f"文件 {file} 第 {problem.line} 行" if problem.line else f"文件 {file}"


def _filled(templates: tuple[str, ...], problem: Problem) -> str:
    """The first template for which the problem has every field, filled."""
    fields = _fields(problem)
    for template in templates:
        if all(fields[name] for name in fields_of(template)):
            between = {
                name: nested(told) for name, told in fields.items() if f"“{{{name}}}”" in template
            }
            return template.format_map(fields | between)
    return ""


def fields_of(template: str) -> list[str]:
    """The fields of a problem that a template names."""
    return [name for _, name, _, _ in Formatter().parse(template) if name]


def _fields(problem: Problem) -> dict[str, str]:
    return {
        "path": shorten(visible(problem.path)),
        "value": _value(problem),
        "wanted": _wanted(problem),
        "hint": shorten(visible(problem.hint)),
        "file": shorten(visible(problem.file), 80),
        "line": str(problem.line) if problem.line else "",
    }


def _value(problem: Problem) -> str:
    value = problem.value
    if problem.code is Code.NOT_TOML:
        return next((told for start, told in TOML_REASONS if value.startswith(start)), "")
    if problem.code in _KEYS_AS_VALUE:
        return key_name(shorten(visible(value)))
    long = problem.value == problem.file or problem.code is Code.CHANGED_MEANWHILE
    return shorten(visible(value), 80 if long else 40)


def _wanted(problem: Problem) -> str:
    wanted = visible(problem.wanted)
    if problem.code is Code.WRONG_TYPE:
        return TYPES.get(wanted, wanted)
    if problem.code is Code.WRONG_FORM:
        return FORMS.get(wanted, wanted)
    if problem.code is Code.HEADER_MISSING:
        return HEADERS.get(wanted, "")
    if problem.code is Code.FILE_UNWRITABLE:
        return UNWRITABLE.get(wanted, "")
    if problem.code in _KEYS_AS_VALUE:
        return key_name(shorten(wanted))
    if problem.code in {Code.OUT_OF_RANGE, Code.MOMENT_UNKNOWN}:
        return wanted.replace("-", "～")
    if problem.code is Code.CHANGED_MEANWHILE:
        return shorten(wanted, 80)
    if problem.code in _LISTED:
        return shorten("、".join(wanted.split()), 80)
    return shorten(wanted)
