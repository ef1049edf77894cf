"""Story c: one unit reports three times; in any order the same 8 items, and one correction.

司法局 reports 指标49–53 first, then 60, 61 and 88 with all else blank; the third is the first again
with one value of 50 corrected. 51 is accepted before any of them comes in, with other figures.
By hand: 50.a costs 0.1 a 卷, at most 0.5: 3 卷 → 0.30; corrected to 2 卷 → 0.20.
"""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.clerk import Clerk
from tests.stories.conftest import Fazhi

NAME, UNIT = "示范市2025年", "市司法局"
FIRST, SECOND = ("49", "50", "51", "52", "53"), ("60", "61", "88")
ANSWERS: dict[str, dict[str, object]] = {
    "49.b": {"填写": 0},
    "49.c": {"填写": "无"},
    "50.a": {"填写": "3卷", "原因": "抽查"},
    "50.b": {"填写": "无"},
    "50.c": {"填写": "零"},
    "51.a": {"分子": 8, "分母": 10},
    "51.b": {"填写": 4},
    "51.c": {"填写": "无"},
    "52.a": {"填写": "无"},
    "52.b": {"填写": "０"},
    "52.c": {"填写": "无"},
    "53.b": {"填写": "清空"},
    "53.c": {"填写": 1},
    "60.b": {"填写": 1},
    "60.c": {"填写": "无"},
    "61.b": {"填写": "有", "原因": "没有年度计划"},
    "88.a": {"填写": 2},
    "88.b": {"填写": "无"},
}


@pytest.fixture
def reports(fazhi: Fazhi, done: Fazhi, tmp_path: Path) -> list[Path]:
    """The round, with 51 accepted after the forms went out, and the unit's three reports."""
    done("new", NAME, "--set", "demo-98")
    done("split", NAME, "-o", str(tmp_path / "发出"), "--of", UNIT)
    (form,) = (tmp_path / "发出").iterdir()
    done("record", NAME, "51", "a", "--rate", "10/10", "--unit", UNIT)
    done("none", NAME, "51", "--unit", UNIT)
    assert fazhi("submit", NAME, "51").status == 0
    done("accept", NAME, "51")
    versions = [(FIRST, {}), (SECOND, {}), (FIRST, {"50.a": {"填写": 2, "原因": "抽查"}})]
    paths = []
    for number, (items, other) in enumerate(versions, 1):
        clerk = Clerk(form.read_bytes())
        for key, cells in {**ANSWERS, **other}.items():
            if key.partition(".")[0] in items:
                clerk.put("填报", key, **cells)
        clerk.cover("第几次报送", number)
        paths.append(tmp_path / f"第{number}次.xlsx")
        paths[-1].write_bytes(clerk.save())
    return paths


def items(done: Fazhi) -> dict[str, Any]:
    """All that 司法局 has said, by indicator, whatever numbers its findings were given."""
    shown = done("show", NAME, "--json").json
    found = {}
    for indicator in shown:
        said = [
            (
                clause["id"],
                [{**finding, "id": ""} for finding in clause["findings"]],
                clause["readings"],
                clause["answered"],
            )
            for clause in indicator["clauses"]
        ]
        if any(findings or readings or answered for _, findings, readings, answered in said):
            found[indicator["no"]] = said
    return found


def lost(done: Fazhi, no: str) -> str:
    rows = done("tally", NAME, "--by", "indicator", "--json").json["by_indicator"]
    return str(next(row["lost"] for row in rows if row["no"] == no))


def merge(fazhi: Fazhi, *paths: Path) -> Any:  # noqa: ANN401  whatever the command prints
    result = fazhi("merge", NAME, *map(str, paths), "--json")
    assert (result.status, result.err) == (0, "")
    return result.json


def outcomes(told: dict[str, Any], *wanted: str) -> list[str]:
    return [f"{r['indicator']}.{r['field']}" for r in told["rows"] if r["outcome"] in wanted]


def test_in_any_order_the_same_items(fazhi: Fazhi, done: Fazhi, reports: list[Path]) -> None:
    first, second, _ = reports
    accepted = items(done)["51"]
    results = []
    for order in ([first, second], [second, first]):
        told = [merge(fazhi, path) for path in order]
        assert [name for t in told for name in outcomes(t, "protected")] == ["51.a", "51.b"]
        results.append((items(done), done("tally", NAME, "--json").json["by_unit"]))
        assert list(results[-1][0]) == [*FIRST, *SECOND]
        assert results[-1][0]["51"] == accepted
        done("undo", NAME)
        done("undo", NAME)
        assert list(items(done)) == ["51"]
    assert merge(fazhi, second, first, second)["seq"]
    assert items(done) == results[0][0] == results[1][0]
    assert results[0][1] == results[1][1]
    assert lost(done, "50") == "0.300"


def test_the_third_corrects_one_value_once(fazhi: Fazhi, done: Fazhi, reports: list[Path]) -> None:
    first, second, third = reports
    merge(fazhi, first, second)
    before = items(done)
    told = merge(fazhi, third)
    assert outcomes(told, "new", "corrected", "cleared") == ["50.a"]
    assert (told["lost_before"], told["lost_after"]) != (None, None)
    assert lost(done, "50") == "0.200"
    after = items(done)
    assert {no for no in after if after[no] != before[no]} == {"50"}
    again = merge(fazhi, third)
    assert again["seq"] is None
    assert items(done) == after
    assert "没有变化" in again["reports"][0]["receipt"]


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_all_three_in_any_order(
    fazhi: Fazhi, done: Fazhi, reports: list[Path], order: tuple[int, ...]
) -> None:
    for place in order:
        merge(fazhi, reports[place])
    assert list(items(done)) == [*FIRST, *SECOND]
    assert lost(done, "50") == "0.200"
    assert merge(fazhi, *reports)["seq"] is None
