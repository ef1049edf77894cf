"""One example rule: how a table says it, its set file as text, and a case answered in it.

A rule holds the clauses of one indicator, or several indicators (and areas). What it leaves out, a
set file needs as well: units, areas, groups. Where nothing is in the base channel an indicator of
100 points stands beside it, so that there is something to add to.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import tomli
import tomli_w
from msgspec import Struct

from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.assessment import Rate, Value
from fazhi_tui.domain.changes import Change, MarkNone, MarkNotApplicable, RecordFinding, SetReading
from fazhi_tui.domain.indicators import Clause, Indicator, IndicatorSet, Judged, Tiers
from fazhi_tui.domain.points import read_decimal, read_points, read_rate, read_signed
from fazhi_tui.domain.problems import Severity
from tests.domain.builders import Round, benchmark, judged, number, tier

HERE = Path(__file__).parent
ANSWER = re.compile(r"([0-9]*)([a-z]?)")
"""The key of an answer: `a` a clause of the only indicator, `2b` of the second, `2` all of it."""

LEAD = "市司法局"
UNITS = ("市委依法治市办", LEAD, "市统计局", "市交通局")


class Case(Struct, forbid_unknown_fields=True):
    """What is answered, and what was worked out by hand for it (points; None: not told)."""

    hand: str
    answers: dict[str, str | list[str]]
    reason: str = "查看台账后认定"
    lost: Decimal | None = None
    bonus: Decimal | None = None
    penalty: Decimal | None = None
    pending: Decimal = Decimal(0)
    full: Decimal | None = None
    total: Decimal | None = None
    vetoes: list[str] | None = None
    bears: dict[str, Decimal] | None = None
    refused: str = ""


class Example(Struct, forbid_unknown_fields=True):
    """One rule of the tables. `full` is the original's; `short` what a person has to see to."""

    no: int
    topic: str
    full: str
    case: list[dict[str, object]]
    worth: Decimal | None = None
    channel: str = "base"
    may_exceed: bool = False
    chosen: str = ""
    short: str = ""
    set: dict[str, object] = {}
    clause: list[dict[str, object]] = []
    indicator: list[dict[str, object]] = []
    area: list[dict[str, object]] = []

    @property
    def cases(self) -> list[Case]:
        """The cases, answers apart from what is expected."""
        return [_case(table) for table in self.case]


def examples() -> list[Example]:
    """All rules of the tables, in the order of their numbers."""
    found: list[Example] = []
    for path in sorted(HERE.glob("*.toml")):
        table = tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        found += msgspec.convert(table["rule"], list[Example])
    return sorted(found, key=lambda example: example.no)


def _case(table: dict[str, object]) -> Case:
    answers = {key: value for key, value in table.items() if ANSWER.fullmatch(key)}
    rest = {key: value for key, value in table.items() if key not in answers}
    return msgspec.convert({**rest, "answers": answers}, Case)


# ── the set file ─────────────────────────────────────────────────────────────────────────────


def set_of(example: Example) -> IndicatorSet:
    """The rule's set, loaded from its text as a program's user would write it."""
    loaded = load_set(set_text(example))
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    assert loaded.set is not None, errors
    return loaded.set


def set_text(example: Example) -> str:
    """The set file that holds the rule."""
    indicators = example.indicator or [_only_indicator(example)]
    if all(table.get("channel", "base") != "base" for table in indicators):
        everything = {"id": "a", "kind": "fixed", "all": True, "text": "没有做的，不得分。"}
        beside = {"no": f"{len(indicators) + 1}", "name": "其他工作", "worth": 100}
        indicators = [*indicators, {**beside, "clause": [everything]}]
    pointless = "levels" in example.set
    areas = example.area or [{"no": "1", "name": example.topic}]
    if not example.area and not pointless:
        areas[0]["worth"] = sum(_worth(table) for table in indicators)
    groups = [{**area, "no": f"{area['no']}.1", "area": area["no"]} for area in areas]
    head = {"id": f"rule-{example.no}", "title": example.topic, "office": UNITS[0], **example.set}
    if not pointless:
        head["total"] = sum(_decimal(area.get("weight", area["worth"])) for area in areas)
    return tomli_w.dumps(
        {
            "set": head,
            "unit": [{"name": name} for name in UNITS],
            "area": areas,
            "group": [_without(group, "weight") for group in groups],
            "indicator": [
                {**_without(table, "area"), "group": f"{table.get('area', 1)}.1", "lead": LEAD}
                for table in indicators
            ],
        }
    )


def _only_indicator(example: Example) -> dict[str, object]:
    return {
        "no": "1",
        "name": example.topic,
        "worth": example.worth,
        "channel": example.channel,
        "may_exceed": example.may_exceed,
        "clause": example.clause,
    }


def _worth(indicator: dict[str, object]) -> Decimal:
    base = indicator.get("channel", "base") == "base"
    return _decimal(indicator["worth"]) if base else Decimal(0)


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def _without(table: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in table.items() if name != key}


# ── the answers ──────────────────────────────────────────────────────────────────────────────


def answer(ledger: Round, case: Case) -> None:
    """Enter what the case says; every clause it does not mention has nothing to report."""
    told: set[tuple[str, str]] = set()
    for key, said in case.answers.items():
        indicator, clauses = _place(ledger, key)
        told.update((indicator.no, clause.id) for clause in clauses)
        for words in [said] if isinstance(said, str) else said:
            for change in _changes(ledger.roster.set, indicator, clauses[0], words, case.reason):
                ledger.do(change)
    for indicator in ledger.roster.set.indicators:
        for clause in indicator.clauses:
            if (indicator.no, clause.id) not in told:
                ledger.none(indicator.no, clause=clause.id)


def _place(ledger: Round, key: str) -> tuple[Indicator, tuple[Clause, ...]]:
    """The indicator and clauses that the key of an answer means."""
    found = ANSWER.fullmatch(key)
    assert found is not None, key
    indicator = ledger.roster.indicator(found[1] or "1")
    return indicator, (indicator.clause(found[2]),) if found[2] else indicator.clauses


def _changes(
    of: IndicatorSet, indicator: Indicator, clause: Clause, words: str, reason: str
) -> Iterator[Change]:
    no = indicator.no
    if words == "不涉及":
        yield MarkNotApplicable((no,), "没有这项权限", decided_by=UNITS[0])
    elif words == "无":
        yield MarkNone((no,), clause.id)
    elif words.startswith("基准 "):
        yield SetReading(no, clause.id, benchmark(words.removeprefix("基准 ")))
    elif words == "未填":
        return
    elif clause.counts:
        yield _finding(no, clause, words)
    else:
        yield SetReading(no, clause.id, _value(of, clause, words), reason=reason)


def _finding(no: str, clause: Clause, words: str) -> RecordFinding:
    """`3`, `较重 3`, `3 @市统计局`: the level, the number of cases, who bears it."""
    what, _, bearer = words.partition(" @")
    level, _, quantity = what.rpartition(" ")
    bearers = ((bearer, Decimal(1)),) if bearer else ()
    return RecordFinding(
        no, clause.id, quantity=read_decimal(quantity), level=level, bearers=bearers
    )


def _value(of: IndicatorSet, clause: Clause, words: str) -> Value:
    if clause.takes_rate:
        return Rate(*read_rate(words))
    if isinstance(clause.rule, Judged):
        return judged(read_points(words, of.quantum))
    if isinstance(clause.rule, Tiers) and clause.rule.measure == "label":
        return tier(words)
    return number(str(read_signed(words)))
