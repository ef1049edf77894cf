"""The laws of what a whole round adds up to: nothing appears, nothing vanishes."""

from collections import Counter
from fractions import Fraction

from hypothesis import given
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Track
from fazhi_tui.domain.indicators import UNATTRIBUTED, Channel, Roster
from fazhi_tui.domain.policies import Row
from fazhi_tui.domain.scoring import score_indicator
from fazhi_tui.domain.tally import Tally, score_all, tally
from tests.domain.builders import list_gaps
from tests.domain.strategies import Played, rounds

TRACKS: tuple[Track, ...] = ("self", "verified")


def tallies(played: Played) -> list[Tally]:
    """Native and converted, on both tracks."""
    found: list[Tally] = []
    for policy in ("full", "exclude"):
        roster = Roster(replace(played.roster.set, not_applicable=policy))
        for track in TRACKS:
            scores = score_all(roster, played.assessment, track)
            found.append(tally(roster, played.assessment, track, scores))
    return found


@given(rounds(12))
def test_a_tally_that_goes_on_from_an_earlier_one_is_the_whole_one(played: Played) -> None:
    """Step by step, and over several steps at once."""
    for policy in ("full", "exclude"):
        roster = Roster(replace(played.roster.set, not_applicable=policy))
        for track in TRACKS:
            scores = score_all(roster, Assessment(year=2025), track)
            first = latest = tally(roster, Assessment(year=2025), track, scores)
            for step in played.steps:
                for no, indicator in roster.indicators.items():
                    if step.after.entry(no) is not step.before.entry(no):
                        scores = scores | {
                            no: score_indicator(roster, indicator, step.after.entry(no), track)
                        }
                latest = tally(roster, step.after, track, scores, latest)
                assert latest == tally(roster, step.after, track, scores)
            assert latest == tally(roster, played.assessment, track, scores, first)


def rows_of(result: Tally, channel: Channel) -> list[Row]:
    return [row for row in result.rows if row.score.channel == channel]


@given(rounds())
def test_every_way_of_adding_up_comes_to_the_same(played: Played) -> None:
    """L1: units with the unattributed = indicators = groups = areas = matrix = lost."""
    for result in tallies(played):
        base = rows_of(result, "base")
        assert result.earned + result.lost + result.pending == result.full
        assert result.lost == sum(row.lost for row in base)
        assert result.lost == sum(unit.lost for unit in result.by_unit) + result.unattributed
        assert result.lost == sum(lost for _, _, lost in result.matrix)
        for sums in (result.by_area, result.by_group):
            assert result.lost == sum(part.lost for part in sums)
            assert result.earned == sum(part.earned for part in sums)
            assert result.pending == sum(part.pending for part in sums)
            assert result.full == sum(part.worth for part in sums)
        assert result.balanced


@given(rounds())
def test_every_row_balances_in_every_channel(played: Played) -> None:
    for result in tallies(played):
        listed = [indicator.no for indicator in played.roster.set.indicators]
        assert [part.no for part in result.by_indicator] == listed
        for row in result.rows:
            assert row.earned + row.lost + row.pending == row.worth
            assert sum(amount for _, amount in row.shares) == row.lost
            assert all(amount >= 0 for _, amount in row.shares)
            quantum = played.roster.set.quantum
            assert all(amount % quantum == 0 for _, amount in row.shares)
            assert row.indicator.may_exceed or row.lost <= row.worth


@given(rounds())
def test_bonus_and_penalty_add_up_by_unit_and_keep_their_caps(played: Played) -> None:
    indicator_set = played.roster.set
    for result in tallies(played):
        by_unit: Counter[tuple[str, str]] = Counter()
        for row in result.rows:
            for unit, amount in row.shares:
                by_unit[row.score.channel, unit] += amount
        for unit_sum in result.by_unit:
            assert unit_sum.lost == by_unit["base", unit_sum.unit]
            assert unit_sum.bonus == by_unit["bonus", unit_sum.unit]
            assert unit_sum.penalty == by_unit["penalty", unit_sum.unit]
        assert result.unattributed == by_unit["base", UNATTRIBUTED]
        assert result.bonus == sum(row.lost for row in rows_of(result, "bonus"))
        assert result.penalty == sum(row.lost for row in rows_of(result, "penalty"))
        caps = (indicator_set.bonus_cap, result.bonus), (indicator_set.penalty_cap, result.penalty)
        assert all(cap is None or amount <= cap for cap, amount in caps)
        assert result.total == result.earned + result.bonus - result.penalty
        assert result.low <= result.high


@given(rounds())
def test_the_matrix_is_the_units_by_area(played: Played) -> None:
    for result in tallies(played):
        by_unit: Counter[str] = Counter()
        by_area: Counter[str] = Counter()
        for unit, area, lost in result.matrix:
            assert lost > 0
            by_unit[unit] += lost
            by_area[area] += lost
        assert len({(unit, area) for unit, area, _ in result.matrix}) == len(result.matrix)
        for unit_sum in result.by_unit:
            assert by_unit[unit_sum.unit] == unit_sum.lost
        assert by_unit[UNATTRIBUTED] == result.unattributed
        for part in result.by_area:
            assert by_area[part.no] == part.lost


@given(rounds())
def test_conversion_keeps_the_full_marks_and_gives_the_excused_nothing(played: Played) -> None:
    native, _, converted, _ = tallies(played)
    assert converted.full == native.full
    base = rows_of(converted, "base")
    worth = {row.indicator.no: row.worth for row in native.rows}
    quantum = played.roster.set.quantum
    if any(not row.score.not_applicable for row in base):
        for row in base:
            if row.score.not_applicable:
                assert (row.worth, row.earned, row.lost, row.pending) == (0, 0, 0, 0)
            else:
                assert row.worth > worth[row.indicator.no] - quantum
    if not any(row.score.not_applicable for row in base):
        assert converted == native


@given(rounds(20))
def test_areas_count_what_they_weigh(played: Played) -> None:
    """By weights all worths come to the total exactly, each less than a quantum from its part."""
    indicator_set = played.roster.set
    areas = {area.no: area for area in indicator_set.areas}
    native, *_ = tallies(played)
    base = rows_of(native, "base")
    assert sum(row.worth for row in base) == indicator_set.total == native.full
    for row in base:
        area = areas[row.indicator.area]
        weight = area.worth if area.weight is None else area.weight
        exact = Fraction(row.score.worth * weight, area.worth)
        assert abs(row.worth - exact) < indicator_set.quantum
        assert row.worth % indicator_set.quantum == 0


@given(rounds())
def test_a_veto_leaves_nothing_pending_or_earned_in_its_scope(played: Played) -> None:
    for result in tallies(played):
        effects = {case.effect for case in result.vetoes}
        for row in rows_of(result, "base"):
            areas = {
                played.roster.indicator(case.indicator).area
                for case in result.vetoes
                if case.effect == "zero_area"
            }
            struck = "zero_all" in effects or row.indicator.area in areas
            if struck and not row.score.not_applicable:
                assert (row.pending, max(0, row.earned)) == (0, 0)
        if "zero_all" in effects:
            assert result.bonus == 0
        if result.pending:
            assert result.grade is None


@given(rounds())
def test_gaps_carry_exactly_the_native_losses(played: Played) -> None:
    """Every gap has an id of its own; together they are what the indicators lost."""
    roster, assessment = played.roster, played.assessment
    for track in TRACKS:
        scores = score_all(roster, assessment, track)
        gaps = list_gaps(roster, assessment, track, scores)
        assert len({gap.id for gap in gaps}) == len(gaps)
        for indicator in roster.set.indicators:
            lost = sum(gap.lost for gap in gaps if gap.indicator.no == indicator.no)
            assert lost == (0 if indicator.channel == "bonus" else scores[indicator.no].lost)
