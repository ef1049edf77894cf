"""132 real rules: each written as a set file, and worth what was worked out by hand.

The tables beside this file hold them by form (定额、计次、比率差 …). Every expected number stands
there as a literal, with the arithmetic in `hand`; nothing here computes a loss.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.domain.points import MILLI
from fazhi_tui.domain.problems import Refused
from tests.domain.builders import Round
from tests.rules.one_rule import Case, Example, answer, examples, set_of

EXAMPLES = examples()
DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"
PSEUDO_UNIT = {UNATTRIBUTED: "失分单位待认定"}
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def _name(case: Case) -> str:
    said = [
        f"{key}={words if isinstance(words, str) else '+'.join(words)}"
        for key, words in case.answers.items()
    ]
    return ",".join(said) or "都没有"


CASES = [
    pytest.param(example, case, id=f"{example.no}-{example.topic}-{_name(case)}")
    for example in EXAMPLES
    for case in example.cases
]


@pytest.mark.parametrize(("example", "case"), CASES)
def test_the_rule_costs_what_was_worked_out_by_hand(example: Example, case: Case) -> None:
    ledger = Round(of=set_of(example))
    if case.refused:
        with pytest.raises(Refused) as caught:
            answer(ledger, case)
        assert [problem.code for problem in caught.value.problems] == [case.refused], case.hand
        return
    answer(ledger, case)
    result = ledger.tally()
    found = {
        "lost": result.lost,
        "bonus": result.bonus,
        "penalty": result.penalty,
        "pending": result.pending,
        "full": result.full,
        "total": result.total,
    }
    wanted = {name: getattr(case, name) for name in found if getattr(case, name) is not None}
    assert {name: _points(found[name]) for name in wanted} == wanted, case.hand
    if example.clause:
        alone = case.lost if example.channel == "base" else getattr(case, example.channel)
        assert _points(ledger.lost()) == alone, case.hand
    if case.vetoes is not None:
        assert [veto.effect for veto in result.vetoes] == case.vetoes, case.hand
    if case.bears is not None:
        borne = {unit: _points(lost) for unit, lost in ledger.shares().items()}
        assert {PSEUDO_UNIT.get(unit, unit): lost for unit, lost in borne.items()} == case.bears
    assert result.balanced


def _points(milli: int) -> Decimal:
    return Decimal(milli) / MILLI


# ── nothing is left out ──────────────────────────────────────────────────────────────────────


def _told(heading: str) -> dict[int, str]:
    """The rules a section of the document names, with the reason."""
    text = DOCUMENT.read_text(encoding="utf-8")
    _, _, rest = text.partition(f"\n## {heading}\n")
    section, _, _ = rest.partition("\n## ")
    return {int(no): reason.strip() for no, _, reason in ROW.findall(section)}


def test_every_rule_is_worked_out_or_the_document_says_why_not() -> None:
    numbers = [example.no for example in EXAMPLES]
    assert len(numbers) == len(set(numbers))
    assert set(_told("写不出来的")) == set(range(1, 133)) - set(numbers)


def test_the_document_names_what_a_person_has_to_see_to() -> None:
    left = {example.no for example in EXAMPLES if example.short}
    assert set(_told("能写，但有一步要人把握")) == left
    counts = f"132 条里，{len(EXAMPLES)} 条写得出来，其中 {len(left)} 条有一步要人把握"
    assert counts in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.no}-{example.topic}")
def test_each_rule_has_cases_that_tell_something(example: Example) -> None:
    assert bool(example.clause) != bool(example.indicator)
    outcomes = {
        (case.lost, case.bonus, case.penalty, case.total, case.refused, str(case.vetoes))
        for case in example.cases
    }
    assert len(outcomes) >= 2
    assert ("", None, None, None, None) not in {
        (case.refused, case.lost, case.bonus, case.penalty, case.total) for case in example.cases
    }
    assert all(case.hand for case in example.cases)
    stated = re.match(r"[0-9.]+", example.full)
    if stated and example.worth is not None:
        assert example.worth == Decimal(stated[0])
    assert all(str(clause["text"]).endswith("。") for clause in example.clause)
