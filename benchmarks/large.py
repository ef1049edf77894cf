"""A large round to measure on: a set of many indicators, and findings under them, from one seed.

usage: python -m benchmarks.large STORE.db [--indicators 1000] [--findings 5000]
"""

import argparse
import sys
from decimal import Decimal
from pathlib import Path
from random import Random

from fazhi_tui.domain.changes import MarkNone, RecordFinding
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import find_set, new_assessment, open_session

NAME = "大"
AREAS, GROUPS, UNITS = 10, 100, 60


def set_text(indicators: int) -> str:
    """A set file with so many indicators, each with three counted clauses, worth 1 point."""
    each = indicators // GROUPS
    parts = [
        '[set]\nid = "large"\ntitle = "大型指标体系"\nedition = "2025"\nbasis = "测量"\n'
        f'quantum = 0.01\nnot_applicable = "full"\ntotal = {each * GROUPS}\n'
        'default_bearer = "lead"\noffice = "单位01"\n'
    ]
    parts += [
        f'[[unit]]\nname = "单位{number:02}"\nclass = "政府"\n' for number in range(1, UNITS + 1)
    ]
    per_area = GROUPS // AREAS
    parts += [
        f'[[area]]\nno = "{area}"\nname = "一级指标{area}"\nworth = {each * per_area}\n'
        for area in range(1, AREAS + 1)
    ]
    parts += [
        f'[[group]]\nno = "{group // per_area + 1}.{group % per_area + 1}"\n'
        f'area = "{group // per_area + 1}"\nname = "二级指标{group + 1}"\nworth = {each}\n'
        for group in range(GROUPS)
    ]
    parts += [_indicator(number, number // each) for number in range(each * GROUPS)]
    return "\n".join(parts)


def _indicator(number: int, group: int) -> str:
    per_area = GROUPS // AREAS
    lead, other = number % UNITS + 1, (number * 7 + 3) % UNITS + 1
    rows = [
        f'[[indicator]]\nno = "{number + 1}"\n'
        f'group = "{group // per_area + 1}.{group % per_area + 1}"\n'
        f'name = "第{number + 1}项工作落实到位"\nworth = 1\n'
        'criterion = "制度健全,落实到位,材料齐备。"\njudged_by = ["材料"]\nevidence = ["台账"]\n'
        f'lead = "单位{lead:02}"\ncompetent = ["单位{other:02}"]\n'
    ]
    rows += [
        f'[[indicator.clause]]\nid = "{clause}"\nkind = "per_count"\n'
        f'text = "第{clause}类问题,每件扣0.1分,最多扣0.3分。"\n'
        f'problem = "第{clause}类问题{{n}}件"\n'
        'points = 0.1\ncap = 0.3\ncount_unit = "件"\nbearer = "competent"\n'
        for clause in "abc"
    ]
    return "\n".join(rows)


def make(place: Path, indicators: int, findings: int) -> None:
    """The store with one round of that set, so many findings in it."""
    file = place.with_suffix(".toml")
    file.write_text(set_text(indicators), encoding="utf-8")
    store = open_store(str(place))
    new_assessment(store, NAME, find_set(str(file)), actor="测量")
    session = open_session(store, NAME, actor="测量")
    numbers = [each.no for each in session.snapshot.roster.set.indicators]
    chance = Random(1)
    for turn in range(findings):
        no, clause = numbers[turn % len(numbers)], "ab"[turn // len(numbers) % 2]
        quantity = Decimal(chance.randint(1, 4))
        session.make(RecordFinding(no, clause, quantity=quantity, reason="抽查发现"))
    session.make(MarkNone(tuple(numbers[: len(numbers) // 2])))
    store.close()


def main() -> int:
    """Make it where the command line says."""
    options = argparse.ArgumentParser(description="造一轮大的自评,供测量用")
    options.add_argument("store", type=Path)
    options.add_argument("--indicators", type=int, default=1000)
    options.add_argument("--findings", type=int, default=5000)
    asked = options.parse_args()
    make(asked.store, asked.indicators, asked.findings)
    return 0


if __name__ == "__main__":
    sys.exit(main())
