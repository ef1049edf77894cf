"""All assessments at once: what SQL adds up is what each assessment's own scores come to."""

import time
from collections import Counter, defaultdict
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from msgspec.structs import replace

from benchmarks.province import fill
from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.changes import MarkNone, RecordFinding, SucceedUnit
from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.exports.contents.province import BY, province_sheet
from fazhi_tui.exports.writing import render
from fazhi_tui.store.copying import archive
from fazhi_tui.store.rollup import Rollup
from fazhi_tui.store.store import Store
from fazhi_tui.work.opening import open_session, shipped_set, snapshot_at
from fazhi_tui.work.rollup import roll_up
from fazhi_tui.work.snapshot import Snapshot
from tests.domain.strategies import a_random_set
from tests.store.conftest import run_sql
from tests.store.making import ME, a_session, as_adopted, play_on, small_set

TRACKS: tuple[Track, ...] = ("self", "verified")


def _snapshots(store: Store) -> list[Snapshot]:
    return [snapshot_at(store, head.name) for head in store.heads()]


def _check(store: Store, track: Track) -> Rollup:
    """Every figure again, from each assessment loaded and scored in Python."""
    found = roll_up(store, track, actor=ME)
    snapshots = _snapshots(store)
    lost = Counter[str | None]()
    areas: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    items: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    totals: dict[str, int] = {}
    for snapshot in snapshots:
        roster = snapshot.roster
        categories = {unit.name: unit.category for unit in roster.set.units}
        totals[snapshot.head.name] = 0
        for no, score in snapshot.scores(track).items():
            sign = {"base": 0, "bonus": 1, "penalty": -1}[score.channel]
            totals[snapshot.head.name] += score.earned if not sign else sign * score.lost
            if sign:
                continue
            for posting in score.postings:
                lost[categories.get(posting.unit)] += posting.lost
            indicator = roster.indicators[no]
            for key, sums in (
                ((roster.set.id, indicator.area), areas),
                ((roster.set.id, no), items),
            ):
                figures = (score.worth, score.earned, score.lost, score.pending)
                sums[key] = [a + b for a, b in zip(sums[key], figures, strict=True)]
    assert {c.category: c.lost for c in found.categories if c.lost} == {
        key: value for key, value in lost.items() if value
    }
    for lines, expected in ((found.areas, areas), (found.indicators, items)):
        told: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        for line in lines:
            figures = (line.full, line.earned, line.lost, line.pending)
            key = (line.set_id, line.no)
            told[key] = [a + b for a, b in zip(told[key], figures, strict=True)]
        assert told == expected
    assert {item.name: item.total for item in found.ranking} == totals
    assert sum(count for _, count in found.distribution) == len(snapshots)
    return found


def test_a_round_begun_meanwhile_is_counted_and_nothing_is_said_to_be_wrong(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_session(store, "甲")
    heads = Store.heads

    def and_then_another(store: Store, **options: bool) -> object:
        found = heads(store, **options)
        monkeypatch.undo()
        a_session(store, "乙")
        return found

    monkeypatch.setattr(Store, "heads", and_then_another)
    assert len(roll_up(store, "self", actor=ME).ranking) == 2


def test_who_took_over_in_the_year_counts_where_that_unit_counted(store: Store) -> None:
    small = small_set().set
    classes = {"司法局": "政府", "城管局": "党委"}
    units = tuple(replace(unit, category=classes.get(unit.name, "")) for unit in small.units)
    adopted = as_adopted(replace(small, units=units))
    for name in ("甲", "乙", "丙"):
        session = a_session(store, name, adopted)
        for unit in classes:
            session.make(RecordFinding("1", "b", level="轻", bearers=((unit, Decimal(1)),)))
        if name != "丙":
            session.make(SucceedUnit("司法局", ("法治局",), ("法治局",)))
    found = _check(store, "self")
    units_in = {item.category: item.units for item in found.categories if item.lost}
    assert units_in == {"政府": 2, "党委": 1}
    again = open_session(store, "丙", actor=ME)
    again.make(SucceedUnit("司法局", ("城管局",)))
    _check(store, "self")


@pytest.mark.parametrize("seed", range(2))
def test_what_the_database_adds_up_is_what_the_scores_come_to(store: Store, seed: int) -> None:
    chance = Random(seed)
    sets = [a_random_set(chance) for _ in range(2)]
    sets = [replace(one, id=f"set{n}") for n, one in enumerate(sets)]
    for n in range(4):
        session = a_session(store, f"县{n}", as_adopted(sets[n % 2]))
        play_on(session, chance, 20)
    for track in TRACKS:
        _check(store, track)


def test_equals_share_a_rank_and_the_next_one_skips(store: Store) -> None:
    for name, level in (("甲", ""), ("乙", "轻"), ("丙", "轻"), ("丁", "重")):
        session = a_session(store, name)
        session.make(MarkNone(("1",)))
        if level:
            session.make(RecordFinding("1", "b", level=level))
    ranking = roll_up(store, "self", actor=ME).ranking
    assert [(item.rank, item.name) for item in ranking] == [
        (1, "甲"),
        (2, "丙"),
        (2, "乙"),
        (4, "丁"),
    ]
    assert ranking[1].rate == ranking[2].rate > ranking[3].rate


def test_an_empty_round_is_not_the_best(store: Store) -> None:
    a_session(store, "空")
    session = a_session(store, "填")
    session.make(MarkNone(("1",)))
    session.make(RecordFinding("1", "b", level="轻"))
    found = roll_up(store, "self", actor=ME)
    assert [item.name for item in found.ranking] == ["填", "空"]
    assert found.ranking[1].total == 0
    assert found.distribution[-1] == (0, 1)


def test_what_is_put_away_is_left_out(store: Store) -> None:
    kept, away = a_session(store, "甲"), a_session(store, "乙")
    away.make(RecordFinding("1", "b", level="轻"))
    kept.make(RecordFinding("1", "b", level="轻"))
    archive(store, away.snapshot.head, "2025-03-01T08:00:00.000Z")
    found = _check(store, "self")
    assert [item.name for item in found.ranking] == ["甲"]
    assert [(c.category, c.units, c.lost) for c in found.categories] == [(None, 0, 100)]
    assert UNATTRIBUTED not in {c.category for c in found.categories}


def test_nothing_there_is_told(store: Store) -> None:
    with pytest.raises(Refused) as caught:
        roll_up(store, "self", actor=ME)
    assert caught.value.problems[0].code is Code.NO_ASSESSMENT


@pytest.mark.parametrize(
    "damage", ["UPDATE posting SET lost = lost + 1", "UPDATE standing SET earned = earned + 1"]
)
def test_figures_that_do_not_fit_together_are_not_told(
    store: Store, place: str, damage: str
) -> None:
    a_session(store).make(RecordFinding("1", "b", level="轻"))
    run_sql(place, damage)
    with pytest.raises(Refused) as caught:
        roll_up(store, "self", actor=ME)
    assert caught.value.problems[0].code is Code.PROJECTION_DIFFERS


def test_a_projection_of_an_earlier_version_is_made_anew_first(store: Store, place: str) -> None:
    a_session(store).make(RecordFinding("1", "b", level="轻"))
    run_sql(place, "DELETE FROM standing", "UPDATE assessment SET scoring_version = 0")
    _check(store, "self")


def test_every_table_shows_it(store: Store) -> None:
    a_session(store, "甲").make(RecordFinding("1", "b", level="轻"))
    other = replace(small_set().set, id="other")
    a_session(store, "乙", as_adopted(other))
    found = roll_up(store, "self", actor=ME)
    for by in BY:
        text = render(province_sheet(found, by))
        assert "2 轮自评" in text
    assert "other" in render(province_sheet(found, "area"))


def test_a_small_province(store: Store) -> None:
    fill(store, 12, states=4)
    found = _check(store, "self")
    assert len(found.ranking) == 12
    assert len(found.indicators) == 98
    assert {line.items for line in found.indicators} == {12}
    assert [line.no for line in found.indicators] == list(
        map(str, [i.no for i in shipped_set("demo-98").set.indicators])
    )
    assert found.ranking[0].rank == found.ranking[2].rank == 1  # three are like the first one
    name = found.ranking[0].name
    assert open_session(store, name, actor=ME).snapshot.tally().earned == found.ranking[0].total


@pytest.mark.thorough
def test_a_whole_province(store: Store) -> None:
    fill(store, 3000)
    began = time.monotonic()
    found = roll_up(store, "self", actor=ME)
    assert time.monotonic() - began < 30
    assert len(found.ranking) == 3000
    for item in found.ranking[::500]:
        scores = snapshot_at(store, item.name).scores().values()
        assert item.sums.lost == sum(score.lost for score in scores)
        assert item.sums.pending == sum(score.pending for score in scores)
        assert item.rate == Fraction(sum(score.earned for score in scores), 100_000)
