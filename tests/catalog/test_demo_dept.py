"""The second shipped set: a department's table, of another shape in every respect."""

from functools import cache

from fazhi_tui.catalog.set_file import read_set
from fazhi_tui.domain.indicators import IndicatorSet, PerCount, RateGap, Tiers
from fazhi_tui.domain.points import MILLI
from fazhi_tui.shipped import indicator_set_files
from tests.domain.builders import Round, number, rate


@cache
def _demo() -> IndicatorSet:
    path = next(path for path in indicator_set_files() if path.name == "demo-dept.toml")
    found, problems = read_set(path)
    assert problems == []
    assert found is not None
    return found


def test_its_shape_is_its_own() -> None:
    demo = _demo()
    assert (len(demo.areas), len(demo.groups), len(demo.indicators)) == (5, 17, 53)
    assert demo.total == 100 * MILLI == sum(area.weight or 0 for area in demo.areas)
    assert sum(area.worth for area in demo.areas) == 260 * MILLI
    assert demo.demo
    assert demo.not_applicable == "exclude"
    assert demo.default_bearer == "competent"


def test_it_uses_what_the_other_does_not() -> None:
    indicators = _demo().indicators
    rules = [clause.rule for indicator in indicators for clause in indicator.clauses]
    joints = [joint for indicator in indicators for joint in indicator.joints]
    rates = [rule for rule in rules if isinstance(rule, RateGap)]
    assert {type(rule).__name__ for rule in rules} == {
        *("Fixed", "PerCount", "Progressive", "RateGap", "Ratio", "Tiers", "Judged", "Veto")
    }
    assert {joint.cap is None for joint in joints} == {True, False}
    assert {indicator.channel for indicator in indicators} == {"base", "bonus", "penalty"}
    assert len(rates) >= len(rules) // 6
    assert sum(bool(rule.bands) for rule in rates) >= 3
    assert any(rule.target is None for rule in rates)
    assert any(rule.direction == "at_most" for rule in rates)
    assert any(isinstance(rule, PerCount) and rule.step for rule in rules)
    assert any(
        bound is not None and bound < 0
        for rule in rules
        if isinstance(rule, Tiers)
        for bound, _ in rule.bounds
    )


def test_an_area_counts_its_weight() -> None:
    """Area 3 holds 100 points and counts 40: what is lost there counts two fifths."""
    under_way = Round(of=_demo())
    under_way.read(rate(0, 0), no="20", by="一大队")
    under_way.read(rate(0, 0), no="20", by="二大队")
    under_way.read(rate(0, 0), no="20", by="三大队")
    under_way.none(no_of(under_way, "罚没财物管理"))
    tally = under_way.tally()
    assert tally.full == 100 * MILLI
    assert sum(row.earned for row in tally.by_area if row.no == "3") == 10 * MILLI * 2 // 5


def test_a_fall_in_the_ranking_is_entered_as_a_negative_number() -> None:
    under_way = Round(of=_demo())
    no = no_of(under_way, "位次下降")
    under_way.read(number(-2), no=no)
    assert under_way.lost(no) == 500
    under_way.read(number(-4), no=no)
    assert under_way.lost(no) == 2000


def no_of(under_way: Round, name: str) -> str:
    """The number of the indicator of that name."""
    return next(one.no for one in under_way.roster.set.indicators if one.name == name)
