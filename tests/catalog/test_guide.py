"""The guide to writing sets: its passages make whole sets, and what it says they cost is right.

Each ```toml block that begins with [set] begins another file; the blocks after it belong to it.
A table whose first heading tells what is entered holds examples worked out by hand; they are
entered here, and the ledger must come to the same.
"""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.assessment import Value
from fazhi_tui.domain.indicators import Clause, IndicatorSet, Judged, PerCount, Tiers
from fazhi_tui.domain.points import read_points, read_rate, show_points
from tests.domain.builders import Round, benchmark, judged, number, rate, tier

GUIDE = (Path(__file__).parents[2] / "docs" / "indicator-sets.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"\| (?:第(\d+)项)?填的 \|.*\| (扣分|加分|减分|总分) \|")
ANSWER = re.compile(r"(?:第(\d+)项)?([a-z])：(.+)")
AMOUNT = re.compile(r"(-?[0-9./]+)\D*")


class Example(NamedTuple):
    """A row of a table: the set it is about, what is entered, and what it comes to."""

    file: int
    no: str
    entered: str
    kind: str
    amount: str


def _read() -> tuple[list[str], list[Example]]:
    files: list[str] = []
    examples: list[Example] = []
    last = 0
    for block in [*BLOCK.finditer(GUIDE), None]:
        examples += _examples(GUIDE[last : block.start() if block else None], len(files) - 1)
        if block is None:
            break
        last = block.end()
        if block.group(1) != "toml":
            continue
        if block.group(2).startswith("[set]"):
            files.append("")
        files[-1] += block.group(2) + "\n"
    return files, examples


def _examples(text: str, file: int) -> list[Example]:
    found: list[Example] = []
    heading: re.Match[str] | None = None
    for line in text.splitlines():
        if not line.startswith("|"):
            heading = None
        elif starts := HEADING.fullmatch(line):
            heading = starts
        elif heading and not line.startswith("|---"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            found.append(
                Example(file, heading.group(1) or "", cells[0], heading.group(2), cells[-1])
            )
    return found


FILES, EXAMPLES = _read()


def _set(file: int) -> IndicatorSet:
    found, problems = load_set(FILES[file], "indicator-sets.md")
    assert problems == []
    assert found is not None
    return found


def _enter(under_way: Round, no: str, key: str, said: str) -> None:
    """One answer as the guide writes it: 无, 3件, 17/20, 内容违法 1件, 基准 9、1/2."""
    clause = under_way.roster.indicator(no).clause(key)
    if said == "无":
        under_way.none(no, clause=key)
        return
    for piece in said.split("、"):
        words = piece.split()
        of = words[0] if words[0] in under_way.roster.units else ""
        if words[0] == "基准":
            under_way.read(benchmark(words[1]), no=no, clause=key)
        elif clause.counts:
            level = words[0] if len(words) > 1 and not of else ""
            quantity = "1" if piece == "有" else _number(words[-1])
            under_way.record(quantity, of=of, no=no, clause=key, level=level)
        else:
            by = "" if clause.answered_by == "lead" else of
            value = _value(clause, words[-1])
            under_way.read(value, of=of, by=by, no=no, clause=key, reason="查看台账后认定")


def _value(clause: Clause, said: str) -> Value:
    rule = clause.rule
    if isinstance(rule, Tiers) and rule.measure == "label":
        return tier(said)
    if isinstance(rule, Judged):
        return judged(read_points(_number(said), 10))
    if isinstance(rule, PerCount) or (isinstance(rule, Tiers) and rule.measure == "number"):
        return number(_number(said))
    top, bottom = read_rate(said)
    return rate(str(top), str(bottom))


def _number(said: str) -> str:
    found = AMOUNT.fullmatch(said)
    assert found is not None, said
    return found.group(1)


@pytest.mark.parametrize("file", range(len(FILES)))
def test_the_passages_of_the_guide_make_whole_sets(file: int) -> None:
    assert _set(file).indicators


def test_the_guide_shows_every_kind_and_key_of_a_clause() -> None:
    text = "".join(FILES)
    for kind in (
        "fixed",
        "per_count",
        "progressive",
        "rate_gap",
        "ratio",
        "tiers",
        "judged",
        "veto",
    ):
        assert f'kind = "{kind}"' in text
    for key in ("cap", "unit_cap", "bands", "best", "levels", "benchmark", "weight", "answered_by"):
        assert re.search(rf"^{key} = ", text, re.MULTILINE), key


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.no or '总分'}-{e.entered}")
def test_what_the_guide_says_an_answer_costs(example: Example) -> None:
    under_way = Round(of=_set(example.file))
    for part in example.entered.split("；"):
        found = ANSWER.fullmatch(part)
        assert found is not None, part
        _enter(under_way, found.group(1) or example.no, found.group(2), found.group(3))
    if example.kind == "总分":
        assert show_points(under_way.tally().total) == example.amount
        return
    score = under_way.score(example.no)
    assert show_points(score.lost) == example.amount
    assert score.pending == 0


def test_a_missing_share_goes_to_the_unit_that_fell_short() -> None:
    """What the guide tells of its example with two units."""
    under_way = Round(of=_set(0))
    _enter(under_way, "6", "a", "市城管局 9/10、市交通局 6/10")
    assert under_way.shares("6")["市交通局"] == 600


def test_the_guide_has_examples_of_all_its_tables() -> None:
    assert len(FILES) == 3
    assert len(EXAMPLES) > 30
