"""What each cell of a fill-in workbook accepts, offers and explains: its data validation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from fazhi_tui.domain.indicators import Clause, Judged, PerCount, Tiers
from fazhi_tui.domain.points import MILLI
from fazhi_tui.exchange.fill_in import (
    CLEAR,
    DRAFT,
    FINAL,
    FINDINGS,
    IDENTITY,
    NO,
    NO_LOSS,
    SEE_ROWS,
    YES,
    PageKind,
    asked_form,
    by_unit,
    choices,
)
from fazhi_tui.exchange.portion import Line
from fazhi_tui.wording import NOTHING

Rule: TypeAlias = dict[str, Any]

_INLINE = 250
"""Characters that a list within the cell may have; the format ends at 255."""

AT = "{at}"
"""Stands in a formula for the address of the cell, which is known when the page is done."""

_MOST_RANGES = 50
_FIRST_LIST = 3
"""The column of the hidden page, from 0, where the lists begin."""


class Rules:
    """The rules of a page's cells; cells of a column that have the same one share it.

    The library takes a millisecond for a formula, and a page has hundreds.
    """

    def __init__(self) -> None:
        self._rules: dict[int, Rule] = {}
        self._rows: dict[tuple[int, int], list[int]] = {}

    def add(self, row: int, place: int, rule: Rule | None) -> None:
        """A cell goes by a rule (if any), in which `AT` stands for its address."""
        if rule is not None:
            self._rules[id(rule)] = rule
            self._rows.setdefault((place, id(rule)), []).append(row)

    def write(self, page: Any) -> None:  # noqa: ANN401  (the library has no types)
        """All rules, each with the ranges of its cells; a formula speaks of the first of them."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        alike: dict[tuple[int, str], tuple[Rule, list[int]]] = {}
        for (place, which), rows in self._rows.items():
            rule = self._rules[which]
            alike.setdefault((place, repr(rule)), (rule, []))[1].extend(rows)
        for (place, _), (shared, rows) in alike.items():
            ranges = list(_ranges(sorted(rows)))
            for start in range(0, len(ranges), _MOST_RANGES):
                (first, last), *others = ranges[start : start + _MOST_RANGES]
                rule = dict(shared)
                if rule["validate"] == "custom":
                    rule["value"] = rule["value"].replace(AT, xl_rowcol_to_cell(first, place))
                rule["other_cells"] = [[top, place, bottom, place] for top, bottom in others]
                page.data_validation(first, place, last, place, rule)


def _ranges(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Rows in order as runs from first to last."""
    first = last = rows[0]
    for row in rows[1:]:
        if row != last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


class Lists:
    """The words that drop-downs offer; long lists stand in columns of the hidden page."""

    def __init__(self, named: Mapping[str, Sequence[str]]) -> None:
        self._kept: dict[tuple[str, ...], int] = {}
        self.named = {name: tuple(words) for name, words in named.items()}

    def source(self, words: tuple[str, ...]) -> list[str] | str:
        """The source of a drop-down: the words themselves, or where they stand."""
        if len(",".join(words)) <= _INLINE and not any("," in word for word in words):
            return list(words)
        from xlsxwriter.utility import xl_col_to_name

        column = xl_col_to_name(self._kept.setdefault(words, _FIRST_LIST + len(self._kept)))
        return f"={IDENTITY}!${column}$1:${column}${len(words)}"

    def columns(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The lists kept on the hidden page, each with its column from 0."""
        return ((place, words) for words, place in self._kept.items())


def takes(page: PageKind, key: str, clause: Clause | None) -> bool:
    """Whether a row about this clause takes anything in that column."""
    if clause is None:
        return page != "answers" or key in {"value", "reason"}
    rated = asked_form(clause) == "rate"
    if page == "answers":
        return rated or key not in {"num", "den", "stated"}
    if page == "figures":
        return key not in ({"value"} if rated else {"num", "den", "stated"})
    if page == "findings" and key == "level":
        return asked_form(clause) == "levels"
    return True


def rule_of(page: PageKind, key: str, line: Line, lists: Lists, at: str = AT) -> Rule | None:
    """The validation of the cell `at`; None where anything may be written without a word."""
    if (page, key) == ("answers", "value"):
        return _answer(line.clause, at, lists)
    if (page, key) in _PLAIN:
        return _PLAIN[page, key]
    return _chosen(page, key, line, lists) or _measured(key, line.clause, at)


def _chosen(page: PageKind, key: str, line: Line, lists: Lists) -> Rule | None:
    """What is taken from a list."""
    match page, key:
        case "cover", "purpose":
            return _list(lists, (FINAL, DRAFT))
        case "notes", "na":
            return _list(lists, (YES, NO))
        case "findings", "level" if line.clause and isinstance(line.clause.rule, PerCount):
            return _list(lists, tuple(name for name, _ in line.clause.rule.levels))
        case "findings" | "figures", "clause":
            return _list(lists, lists.named[page])
        case "findings", "bearers":
            told = "从列表里选；几家分担的，写成“甲单位:2、乙单位:1”。"
            rule = _list(lists, lists.named["bearers"]) | _message("失分单位", told)
            return rule | {"show_error": False}
        case "findings" | "figures", "subject":
            return _list(lists, lists.named["bearers"])
        case "figures", "value" if line.clause and isinstance(line.clause.rule, Tiers):
            if line.clause.rule.labels:
                return _list(lists, (*(name for name, _ in line.clause.rule.labels), CLEAR))
    return None


def _measured(key: str, clause: Clause | None, at: str) -> Rule | None:
    """What is a number; in a row about no clause yet it may be a word too."""
    match key:
        case "quantity":
            told = f"这一笔有几件。要去掉这一笔，填“{CLEAR}”。"
            return _number(at, (CLEAR,)) | _message("数量", told)
        case "value" if clause is None:
            return None
        case "value" if clause and isinstance(clause.rule, Judged):
            low, high = clause.rule.minimum, clause.rule.maximum
            return _between(at, f"{low / MILLI:g}", f"{high / MILLI:g}", (CLEAR,))
        case "num" | "den" | "value":
            return _number(at, (CLEAR,))
        case "stated":
            told = "材料上写着百分之几，就填几，不写百分号。没有写的不用填。"
            return _between(at, "0", "100", (CLEAR,)) | _message("写明的比率", told)
    return None


def _answer(clause: Clause | None, at: str, lists: Lists) -> Rule:
    """The cell where a clause is answered; without a clause it is a rate from outside."""
    if clause is None:
        return _between(at, "0", "100", (CLEAR,)) | _message("外部基准", "填百分数，不写百分号。")
    offered = choices(clause)
    match asked_form(clause):
        case "count" | "amount" as form:
            rule = _number(at, (NOTHING, SEE_ROWS, CLEAR), whole=form == "count")
            told = f"没有的填 0。要写明单位或者有几笔的，到“{FINDINGS.name}”里写。"
        case "reached":
            rule = _number(at, (NO_LOSS, SEE_ROWS, CLEAR), whole=True)
            told = "填实际做到的数，一次也没有的填 0。"
        case "number":
            rule, told = _number(at, (NO_LOSS, CLEAR), least=None), "填一个数。"
        case "points" if isinstance(clause.rule, Judged):
            low, high = clause.rule.minimum, clause.rule.maximum
            words = (NO_LOSS, SEE_ROWS, CLEAR) if by_unit(clause) else (NO_LOSS, CLEAR)
            rule = _between(at, f"{low / MILLI:g}", f"{high / MILLI:g}", words)
            told = "填扣几分，并在右边写明理由。"
        case "rate":
            rule, told = _list(lists, offered), "一般不用选，直接在右边填分子和分母。"
        case _:
            rule, told = _list(lists, offered), "从列表里选。"
    return rule | _message("填写", told)


# ── kinds of validation ──────────────────────────────────────────────────────────────────────


def _any() -> Rule:
    return {"validate": "any"}


def _message(title: str, text: str) -> Rule:
    return {"input_title": title[:32], "input_message": text[:255]}


def _list(lists: Lists, words: tuple[str, ...]) -> Rule:
    told = "请从列表里选一个。"
    return {"validate": "list", "source": lists.source(words)} | _error(told)


def _whole(low: int, high: int) -> Rule:
    rule = {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
    return rule | _error(f"请填 {low} 到 {high} 的整数。")


def _number(at: str, words: Sequence[str], *, whole: bool = False, least: str | None = "0") -> Rule:
    """A number, not below `least`, or one of some words."""
    tests = [f"ISNUMBER({at})"]
    if least is not None:
        tests.append(f"{at}>={least}")
    if whole:
        tests.append(f"{at}=INT({at})")
    kind = "整数" if whole else "数字"
    return _custom(at, tests, words) | _error(f"请填{kind}{_or(words)}。")


def _between(at: str, low: str, high: str, words: Sequence[str]) -> Rule:
    tests = [f"ISNUMBER({at})", f"{at}>={low}", f"{at}<={high}"]
    return _custom(at, tests, words) | _error(f"请填 {low} 到 {high} 之间的数{_or(words)}。")


def _custom(at: str, tests: Sequence[str], words: Sequence[str]) -> Rule:
    """A comparison with a text is an error in no spreadsheet, but it may be true: IF asks first."""
    number, *more = tests
    numeric = f"IF({number},AND({','.join(more)}),FALSE)" if more else number
    said = ",".join(f'{at}="{word}"' for word in words)
    return {"validate": "custom", "value": f"=OR({numeric},{said})"}


def _or(words: Sequence[str]) -> str:
    return f"，或者“{'”“'.join(words)}”"


def _error(text: str) -> Rule:
    return {"error_title": "请核对", "error_message": text[:255]}


_PLAIN: dict[tuple[PageKind, str], Rule] = {
    ("cover", "report"): _whole(1, 99) | _message("报送次数", "第一次报送填 1，以后每报一次加 1。"),
    ("evidence", "indicators"): _any() | _message("指标", "用于几项指标的，写成“50、51”。"),
    ("evidence", "date"): _any() | _message("日期", "如 2025-03-01"),
    ("findings", "date"): _any() | _message("日期", "如 2025-03-01"),
    ("figures", "date"): _any() | _message("日期", "如 2025-03-01"),
}
"""Cells that accept and say the same wherever they are."""
