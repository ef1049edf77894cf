"""How fast the ledger adds up, beside a bare loop over integers in the same process.

usage: python -m benchmarks.ledger [--runs 25] [--set FILE.toml]

300 indicators, 3,000 findings over 40 units: several bearers, levels, caps, caps over several
clauses, and rates about subjects. Everything is made from one seed.
"""

import argparse
import gc
import platform
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

import tomli
from msgspec.structs import replace

from benchmarks.comparison import Line, rounds, table
from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.assessment import Assessment, Rate
from fazhi_tui.domain.changes import Change, RecordFinding, SetReading
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import (
    Area,
    Clause,
    Duty,
    Fixed,
    Group,
    Indicator,
    IndicatorSet,
    Joint,
    PerCount,
    Progressive,
    RateGap,
    Ratio,
    Roster,
    Rule,
)
from fazhi_tui.domain.scoring import score_indicator
from fazhi_tui.domain.tally import score_all, tally
from fazhi_tui.domain.units import Unit, UnitGroup

INDICATORS, FINDINGS, AREAS = 300, 3000, 10
UNITS = tuple(f"单位{number:02d}" for number in range(40))
DEMO = Path(__file__).resolve().parent.parent / "indicator_sets" / "demo-98.toml"
RESCORE_AIM, ALONE_AIM, LOAD_AIM = 20.0, 1.2, 3.0

COUNTED: tuple[Rule, ...] = (
    PerCount(300),
    PerCount(200),
    PerCount(levels=(("轻", 100), ("重", 500))),
    PerCount(100, step=Decimal(20), rounding="up"),
    Progressive((100, 300, 500)),
    Fixed(800),
)
MEASURED: tuple[Rule, ...] = (RateGap(Decimal(95), Decimal(5), 300, "exact"), Ratio(1000))


# ── the set and the round ────────────────────────────────────────────────────────────────────


def an_indicator(place: int) -> Indicator:
    """Three clauses that count, every other one capped; every fifth indicator also measures."""
    counted = [
        Clause(
            name,
            "text",
            COUNTED[(place + turn) % len(COUNTED)],
            cap=1500 if (place + turn) % 2 else None,
            bearer=("lead", "competent", "named")[(place + turn) % 3],
        )
        for turn, name in enumerate("abc")
    ]
    measured = [Clause("d", "text", MEASURED[place % 2], cap=1000)] if place % 5 == 0 else []
    competent = {0: ("执法部门",), 5: (UNITS[place % 40], UNITS[(place + 7) % 40])}.get(
        place % 10, (UNITS[place % 40],)
    )
    area = str(place % AREAS + 1)
    return Indicator(
        str(place + 1),
        place,
        f"{area}.1",
        area,
        f"indicator {place + 1}",
        5000,
        Duty(UNITS[place * 3 % 40], competent),
        (*counted, *measured),
        joints=(Joint(("a", "b"), 3000),) if place % 4 == 0 else (),
    )


def a_set() -> IndicatorSet:
    """The set, 300 indicators in ten areas."""
    worth = 5000 * INDICATORS // AREAS
    numbers = [str(number + 1) for number in range(AREAS)]
    return IndicatorSet(
        "ledger",
        "ledger",
        10,
        worth * AREAS,
        tuple(map(Unit, UNITS)),
        tuple(Area(no, f"area {no}", worth) for no in numbers),
        tuple(Group(f"{no}.1", no, f"group {no}.1", worth) for no in numbers),
        tuple(an_indicator(place) for place in range(INDICATORS)),
        unit_groups=(UnitGroup("执法部门", UNITS[:8]),),
        office=UNITS[-1],
    )


def findings(roster: Roster) -> Iterable[Change]:
    """Ten findings under each indicator; more than half name whom they fall on."""
    chance = Random(1)
    for number in range(FINDINGS):
        indicator = roster.set.indicators[number % INDICATORS]
        clause = indicator.clauses[chance.randrange(3)]
        levels = clause.rule.levels if isinstance(clause.rule, PerCount) else ()
        many = chance.choice([0, 0, 0, 1, 1, 1, 1, 2])
        named = chance.sample(UNITS, many)
        yield RecordFinding(
            indicator.no,
            clause.id,
            indicator.duty.lead,
            quantity=Decimal(chance.choice([1, 1, 1, 2, 5])),
            level=chance.choice(levels)[0] if levels else "",
            bearers=tuple((unit, Decimal(chance.choice([1, 1, 2]))) for unit in sorted(named)),
        )


def readings(roster: Roster) -> Iterable[Change]:
    """Rates about six units under each clause that measures."""
    chance = Random(2)
    for indicator in roster.set.indicators:
        for clause in indicator.clauses[3:]:
            for unit in chance.sample(UNITS, 6):
                den = chance.randint(5, 40)
                value = Rate(Decimal(den - chance.choice([0, 0, 1, 3])), Decimal(den))
                yield SetReading(indicator.no, clause.id, value, indicator.duty.lead, "self", unit)


def a_round(roster: Roster, changes: Iterable[Change]) -> Assessment:
    """The assessment after these changes, decided one by one as they would be at the desk."""
    assessment = Assessment(year=2025)
    for change in changes:
        assessment = evolve(assessment, decide(roster, assessment, change))
    return assessment


# ── what is timed ────────────────────────────────────────────────────────────────────────────


def bare_loop(rows: list[tuple[str, int]]) -> dict[str, int]:
    """The least there is to do: integers into a dict."""
    lost: dict[str, int] = {}
    for unit, points in rows:
        lost[unit] = lost.get(unit, 0) + points
    return lost


def milliseconds(job: Callable[[], object], times: int) -> float:
    """One run of a job, of so many in a row."""
    gc.collect()
    began = time.perf_counter()
    for _ in range(times):
        job()
    return (time.perf_counter() - began) * 1e3 / times


def adding_up(runs: int) -> list[Line]:
    """The full rescore, its two halves, and one indicator of few and of many."""
    roster = Roster(a_set())
    assessment = a_round(roster, [*findings(roster), *readings(roster)])
    scores = score_all(roster, assessment, "self")
    rows = [(posting.unit, posting.lost) for score in scores.values() for posting in score.postings]
    busy = roster.set.indicators[0]
    small = Roster(replace(roster.set, indicators=(busy,)))
    entry = assessment.entry(busy.no)
    print(f"{len(rows)} 笔入账,{len({unit for unit, _ in rows})} 个单位", file=sys.stderr)

    def rescore() -> None:
        tally(roster, assessment, "self", score_all(roster, assessment, "self"))

    jobs: dict[str, tuple[Callable[[], object], int]] = {
        "bare": (partial(bare_loop, rows), 50),
        "scores": (partial(score_all, roster, assessment, "self"), 1),
        "tally": (partial(tally, roster, assessment, "self", scores), 3),
        "rescore": (rescore, 1),
        "one of 300": (partial(score_indicator, roster, busy, entry, "self"), 100),
        "one alone": (partial(score_indicator, small, busy, entry, "self"), 100),
    }
    taken = rounds({name: partial(milliseconds, *job) for name, job in jobs.items()}, runs, 2)
    aims: tuple[tuple[str, str, str, float | None], ...] = (
        ("全部重算并汇总", "rescore", "bare", RESCORE_AIM),
        ("其中:逐项计分", "scores", "bare", None),
        ("其中:汇总", "tally", "bare", None),
        ("重算一项,300 项的体系对照只有这一项的体系", "one of 300", "one alone", ALONE_AIM),
    )
    return [Line(what, "毫秒", taken[name], taken[other], aim) for what, name, other, aim in aims]


def loading(file: Path, runs: int) -> list[Line]:
    """Reading and checking a set beside reading its TOML."""
    text = file.read_text(encoding="utf-8")
    taken = rounds(
        {
            "set": partial(milliseconds, partial(load_set, text), 1),
            "toml": partial(milliseconds, partial(tomli.loads, text), 1),
        },
        runs,
        2,
    )
    return [Line("读入 98 项的体系,对照只读 TOML", "毫秒", taken["set"], taken["toml"], LOAD_AIM)]


def main() -> int:
    """Measure and print one table."""
    options = argparse.ArgumentParser(description="核算与裸整数循环成对测量,比值对照目标")
    options.add_argument("--runs", type=int, default=25, help="计入的轮数")
    options.add_argument("--set", type=Path, default=DEMO, help="测读入用的指标体系文件")
    chosen = options.parse_args()
    lines = [*adding_up(chosen.runs), *loading(chosen.set, chosen.runs)]
    print(f"{chosen.runs} 轮中位数,Python {platform.python_version()}\n\n{table(lines)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
