"""The shipped demonstration holds the official frame: areas, groups, indicators, leading units."""

import csv
from functools import cache
from pathlib import Path

from fazhi_tui.catalog.set_file import read_set
from fazhi_tui.domain.indicators import Indicator, IndicatorSet
from fazhi_tui.domain.points import MILLI
from fazhi_tui.shipped import indicator_set_files

EXPECTED = Path(__file__).with_name("demo_98_expected.tsv")


@cache
def _demo() -> IndicatorSet:
    path = next(path for path in indicator_set_files() if path.name == "demo-98.toml")
    found, problems = read_set(path)
    assert problems == []
    assert found is not None
    return found


def _expected() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def _row(demo: IndicatorSet, indicator: Indicator) -> dict[str, str]:
    area = next(area for area in demo.areas if area.no == indicator.area)
    group = next(group for group in demo.groups if group.no == indicator.group)
    return {
        "area_no": area.no,
        "area_name": area.name,
        "group_no": group.no,
        "group_name": group.name,
        "group_worth": f"{group.worth / MILLI:g}",
        "indicator_no": indicator.no,
        "indicator_name": indicator.name,
        "indicator_worth": f"{indicator.worth / MILLI:g}",
        "lead": indicator.duty.lead,
    }


def test_the_demonstration_is_the_official_table_row_by_row() -> None:
    demo = _demo()
    expected = _expected()
    for row in expected:
        for key in ("group_worth", "indicator_worth"):
            row[key] = f"{float(row[key]):g}"
    assert [_row(demo, indicator) for indicator in demo.indicators] == expected


def test_its_numbers() -> None:
    demo = _demo()
    assert (len(demo.areas), len(demo.groups), len(demo.indicators)) == (8, 34, 98)
    assert demo.total == 100 * MILLI
    assert demo.demo
    kinds = {type(clause.rule) for indicator in demo.indicators for clause in indicator.clauses}
    assert len(kinds) == 8
    assert all(clause.problem for indicator in demo.indicators for clause in indicator.clauses)
