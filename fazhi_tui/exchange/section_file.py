"""A unit's report (填报件) as a text file: for whoever fills in by editor or by another program.

    text = dump(section, portion)        section = load(text, file)

The file names its assessment, set and unit; below it each indicator has a `[[parts]]` of its own,
with what is to be answered told in comments. What is left out says nothing, as everywhere.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from fazhi_tui.catalog.lines import located
from fazhi_tui.catalog.source import Values, parse
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.section import EvidenceRow, Excuse, FindingRow, Part, ReadingRow, Section
from fazhi_tui.domain.text import check_kind, clean_text
from fazhi_tui.exchange.fill_in import MOST_REPORTS, asked_in
from fazhi_tui.exchange.portion import Portion
from fazhi_tui.exchange.toml_text import quoted

FORMAT = "fazhi-section"
VERSION = 1

_HOW = """\
# {unit}填报件：{name}
#
# 每项指标一段 [[parts]]，不写的就是不改动。例：
#   没有失分的细则        nils = ["a", "b"]
#   失分项，一笔一行      findings = [{{ clause = "a", quantity = 2, reason = "事由" }}]
#   几家分担              findings = [{{ clause = "a", bearers = [["甲单位", 2], ["乙单位", 1]] }}]
#   比率，本期未发生的0/0 readings = [{{ clause = "a", value = {{ form = "rate", num = 9, den = 10 }} }}]
#   数值                  readings = [{{ clause = "b", value = {{ form = "number", value = 3 }} }}]
#   档次                  readings = [{{ clause = "c", value = {{ form = "tier", label = "已建" }} }}]
#   酌情扣分（千分之一分）readings = [{{ clause = "d", value = {{ form = "score", points = 100 }}, reason = "理由" }}]
#   取消以前填的          clears = ["a"]
#   不涉及                excuse = {{ reason = "依据" }}
#   自评说明              note = "说明"
# 材料一件一段 [[evidence]]，写 indicators = ["50"]、title、doc_no、date、file、url；
# 是应交的哪一件，写 asked = ["那一件的名称"]。
# 正式报送的，formal = true；更正以前报过的，report 加 1。
"""  # noqa: E501  (an example stands on one line)

_FIELDS: dict[str, tuple[str, ...]] = {
    "": ("format", "version", "name", *Section.__struct_fields__),
    "parts": Part.__struct_fields__,
    "findings": FindingRow.__struct_fields__,
    "readings": ReadingRow.__struct_fields__,
    "excuse": Excuse.__struct_fields__,
    "evidence": EvidenceRow.__struct_fields__,
}
_AT = re.compile(r" - at `\$?\.?(.*)`$")


def dump(section: Section, portion: Portion) -> str:
    """The text of a section file; `portion` tells what is asked."""
    identity = portion.identity
    plain: dict[str, object] = msgspec.to_builtins(section)
    parts = {part["indicator"]: part for part in _tables(plain.pop("parts", ()))}
    evidence = _tables(plain.pop("evidence", ()))
    head = {"format": FORMAT, "version": VERSION, "name": identity.name, **plain}
    head |= {"report": section.report, "formal": section.formal}
    lines = [_HOW.format(unit=_comment(portion.shown), name=_comment(identity.name))]
    lines += _pairs(head)
    told = _told(portion)
    for no, comments in told.items():
        part = parts.pop(no, {"indicator": no})
        lines += ["", *comments, "[[parts]]", *_pairs(part)]
    for part in parts.values():
        lines += ["", "[[parts]]", *_pairs(part)]
    for item in evidence:
        lines += ["", "[[evidence]]", *_pairs(item)]
    return "\n".join(lines) + "\n"


def _tables(value: object) -> list[dict[str, object]]:
    return (
        [item for item in value if isinstance(item, dict)]
        if isinstance(value, list | tuple)
        else []
    )


def _told(portion: Portion) -> dict[object, list[str]]:
    """For each indicator the comment lines on what is asked."""
    told: dict[object, list[str]] = {}
    for line in portion.lines["answers"]:
        cells = line.cells
        lines = told.setdefault(cells["no"], [])
        name = str(cells.get("name", "")).split("\n")[0]
        if not lines:
            lines.append(f"# {_comment(str(cells['no']))} {_comment(name)}")
        if line.clause is not None:
            asked = _comment(f"{line.clause.id}  {cells['text']}（{cells['how']}）")
            lines.append(f"#   {asked}")
    for line in portion.lines["evidence"]:
        if asked_in(line.key)[0]:
            lines = told.setdefault(line.cells["indicators"], [])
            lines.append(f"#   应交材料：{_comment(str(line.cells['asked']))}")
    return told


def _comment(text: str) -> str:
    """A text on one line, fit to stand in a comment."""
    return " ".join(clean_text(text).split())


def _pairs(table: dict[str, object]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in table.items())


def _value(value: object) -> str:
    """A value as TOML on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return f"{{ {', '.join(_pairs(value))} }}"
        case list() | tuple():
            if len(value) > 1 and all(isinstance(item, dict) for item in value):
                return "".join(["[\n", *(f"  {_value(item)},\n" for item in value), "]"])
            return f"[{', '.join(map(_value, value))}]"
        case str():
            return quoted(value)
        case _:
            return str(value)


# ── and back ─────────────────────────────────────────────────────────────────────────────────


def load(text: str, file: str) -> Section:
    """Read a section file's text. Raises `Refused` with everything that is wrong with it."""
    values = parse(text, file)
    if isinstance(values, Problem):
        raise Refused(values)
    check_kind(values, FORMAT, VERSION, file)
    strange = list(_strange(values, "", ""))
    if strange:
        raise Refused(*located(strange, text, file))
    try:
        section = msgspec.convert(_cleaned(values), Section)
    except msgspec.ValidationError as error:
        where = _AT.search(str(error))
        problem = Problem(Code.WRONG_TYPE, where[1] if where else "")
        raise Refused(*located([problem], text, file)) from error
    if not 1 <= section.report <= MOST_REPORTS:
        told = Problem(Code.OUT_OF_RANGE, "report", str(section.report), f"1-{MOST_REPORTS}")
        raise Refused(*located([told], text, file))
    return section


def _strange(table: object, name: str, path: str) -> Iterator[Problem]:
    """Keys that mean nothing here: a word misspelt would say nothing without a word."""
    known = _FIELDS.get(name)
    if known is None:
        return
    for item, at in _each(table, path):
        for key, value in item.items():
            where = f"{at}.{key}" if at else key
            if key not in known:
                yield Problem(Code.KEY_UNKNOWN, where, key, " ".join(known))
            else:
                yield from _strange(value, key, where)


def _each(table: object, path: str) -> Iterable[tuple[Values, str]]:
    if isinstance(table, dict):
        return [(table, path)]
    if isinstance(table, list):
        return [(t, f"{path}[{i}]") for i, t in enumerate(table) if isinstance(t, dict)]
    return []


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value
