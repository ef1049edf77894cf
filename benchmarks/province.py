"""A whole province for measuring and testing: thousands of filled assessments in one store.

usage: python -m benchmarks.province PLACE [--count 3000] [--states 60]

Some dozens of counties are filled in change by change, decided like at the desk; the others are
like one of them, under their own name and journal. Everything is made from one seed.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random
from uuid import UUID

from fazhi_tui.domain.assessment import Assessment, Number, Rate, Score, Tier, Value, must_answer
from fazhi_tui.domain.changes import AdoptSet, Change, Imported, MarkNone, RecordFinding, SetReading
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import (
    Clause,
    Indicator,
    Judged,
    PerCount,
    RateGap,
    Roster,
    Tiers,
    Veto,
)
from fazhi_tui.domain.problems import Refused
from fazhi_tui.store.journal import GENESIS, write_line
from fazhi_tui.store.portable import digest_of
from fazhi_tui.store.rows import Head, Projection
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.opening import shipped_set
from fazhi_tui.work.projecting import projection_of
from fazhi_tui.work.snapshot import Snapshot

AT = "2025-11-30T08:00:00.000Z"
_REASONS = (
    "抽查发现台账登记不全", "超过法定期限办结", "未按规定公示", "卷宗缺少审批手续",
    "群众评议得分偏低", "培训次数不足", "复议后被纠正", "未按时报送年度报告",
)  # fmt: skip
_CITIES = (
    "清河", "临川", "安平", "永宁", "长宁", "新城", "高阳", "泰和", "宁远", "东山",
    "南湖", "西岭", "北塘", "龙泉", "凤鸣",
)  # fmt: skip


def names(count: int) -> Iterator[str]:
    """Counties by city, each name once."""
    for number in range(count):
        city = _CITIES[number % len(_CITIES)]
        yield f"{city}市第{number // len(_CITIES) + 1}县2025年自评"


def a_county(roster: Roster, chance: Random) -> Assessment:
    """One round as a county fills it in: most is well, some is not, little is still blank."""
    assessment = Assessment(year=2025)
    care = chance.uniform(0.03, 0.3)
    for indicator in roster.set.indicators:
        for clause in indicator.clauses:
            if chance.random() < 0.01:
                continue  # still blank
            units = must_answer(roster, indicator, assessment.entry(indicator.no), clause)
            rare = 0.02 if isinstance(clause.rule, Veto) else 1
            bad = chance.random() < care * rare
            for change in _answers(roster, indicator, clause, units, chance if bad else None):
                try:
                    assessment = evolve(assessment, decide(roster, assessment, change, "办"))
                except Refused:
                    continue  # a figure this clause does not take
    return assessment


def _answers(
    roster: Roster, indicator: Indicator, clause: Clause, units: Sequence[str], bad: Random | None
) -> Iterator[Change]:
    """What every unit that must answer a clause says under it; `bad` where something is missed."""
    for unit in units:
        if not clause.counts:
            reason = bad.choice(_REASONS) if bad else "情况正常"
            value = _value(clause, bad)
            yield SetReading(indicator.no, clause.id, value, unit, "self", unit, reason)
        elif bad:
            yield _finding(roster, indicator, clause, unit, bad)
        else:
            yield MarkNone((indicator.no,), clause.id, unit)


def _finding(
    roster: Roster, indicator: Indicator, clause: Clause, unit: str, chance: Random
) -> Change:
    levels = clause.rule.levels if isinstance(clause.rule, PerCount) else ()
    able = [item.name for item in roster.set.units if item.bears]
    bearers = chance.sample(able, chance.choice([0, 0, 1, 1, 2]))
    return RecordFinding(
        indicator.no,
        clause.id,
        unit,
        quantity=Decimal(chance.choice([1, 1, 1, 2, 3, 5])),
        level=chance.choice(levels)[0] if levels else "",
        bearers=tuple((name, Decimal(chance.choice([1, 1, 2]))) for name in bearers),
        reason=chance.choice(_REASONS),
    )


def _value(clause: Clause, bad: Random | None) -> Value:
    rule = clause.rule
    if isinstance(rule, Judged):
        return Score(rule.maximum if bad else rule.minimum, "考评组")
    if isinstance(rule, Tiers) and rule.measure == "label":
        return Tier(rule.labels[-1 if bad else 0][0])
    if clause.takes_rate or isinstance(rule, RateGap):
        return Rate(Decimal(40 - (bad.randint(1, 9) if bad else 0)), Decimal(40))
    return Number(Decimal(bad.randint(0, 3) if bad else 12))


def fill(store: Store, count: int, states: int = 60, there: int = 0) -> None:
    """Write `count` assessments on the shipped set, like `states` different counties.

    `there` are there already, of which these take up the names.
    """
    adopted = shipped_set("demo-98")
    roster, chance = Roster(adopted.set), Random(2025 + there)
    made: list[tuple[Assessment, Projection]] = []
    for _ in range(min(states, count)):
        state = a_county(roster, chance)
        made.append((state, _projection(roster, state)))
    for number, name in enumerate([*names(there + count)][there:]):
        state, projection = made[number % len(made)]
        key = str(UUID(int=chance.getrandbits(128), version=4))
        first = write_line(key, (0, GENESIS), AT, ("办", ""), AdoptSet(adopted.sha256, 2025))
        then = Imported(state, digest_of(state))
        second = write_line(key, (1, first.hash), AT, ("办", ""), then)
        head = Head(key, name, AT, adopted.sha256, 2, AT, second.hash)
        store.create(head, [first, second], (adopted.text, adopted.set), projection)


def _projection(roster: Roster, state: Assessment) -> Projection:
    snapshot = Snapshot(Head("", "", "", "", 0, "", ""), roster, state)
    return projection_of(snapshot, roster.indicators)


def main() -> int:
    """Fill a store from the command line."""
    options = argparse.ArgumentParser(description="造一个省的自评数据")
    options.add_argument("place", help="数据库文件或地址")
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--states", type=int, default=60)
    chosen = options.parse_args()
    began = time.monotonic()
    store = open_store(chosen.place)
    fill(store, chosen.count, chosen.states)
    store.close()
    print(f"{chosen.count} 轮,{time.monotonic() - began:.1f} 秒", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
