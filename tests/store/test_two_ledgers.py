"""Two ways to the same figures: the ledger in Python, and SQL over what is stored.

Compared before anything is applied at tally time: no conversion, caps of channels or vetoes.
"""

import sqlite3
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.indicators import UNATTRIBUTED, IndicatorSet
from fazhi_tui.store.store import open_store
from fazhi_tui.work.snapshot import Snapshot
from tests.domain.strategies import CHANCE, a_random_set
from tests.store.making import a_session, as_adopted, play_on

TRACKS: tuple[Track, ...] = ("self", "verified")


def unadorned(indicator_set: IndicatorSet) -> IndicatorSet:
    """The set without what is done only when all is added up."""
    return replace(
        indicator_set,
        not_applicable="full",
        areas=tuple(replace(area, weight=None) for area in indicator_set.areas),
        total=sum(area.worth for area in indicator_set.areas),
        bonus_cap=None,
        penalty_cap=None,
    )


def in_sql(file: Path, track: Track, *columns: str) -> Counter[tuple[str, ...]]:
    """The stored losses by these columns, summed by the database; nothing is left out."""
    keys = ", ".join(columns)
    connection = sqlite3.connect(file)
    rows = connection.execute(
        f"SELECT {keys}, SUM(lost) FROM posting WHERE track = ? GROUP BY {keys}", (track,)
    ).fetchall()
    connection.close()
    return Counter({tuple(key): lost for *key, lost in rows if lost})


def in_python(snapshot: Snapshot, track: Track) -> dict[str, Counter[tuple[str, ...]]]:
    """The same sums as the tally has them."""
    tally = snapshot.tally(track)
    units: Counter[tuple[str, ...]] = Counter({("base", UNATTRIBUTED): tally.unattributed})
    for account in tally.by_unit:
        units["base", account.unit] = account.lost
        units["bonus", account.unit] = account.bonus
        units["penalty", account.unit] = account.penalty
    return {
        "indicators": Counter({(row.indicator.no,): row.lost for row in tally.rows}),
        "units": units,
        "areas": Counter({("base", area.no): area.lost for area in tally.by_area}),
        "matrix": Counter({("base", area, unit): lost for unit, area, lost in tally.matrix}),
    }


def without_nothing(sums: Counter[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Only what is not 0, and of the other channels only what the tally tells of."""
    return {key: lost for key, lost in sums.items() if lost and key[1:2] != (UNATTRIBUTED,)}


def of_base(sums: Counter[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    return {key: lost for key, lost in sums.items() if key[0] == "base" and lost}


@given(CHANCE, st.integers(0, 25))
def test_sql_and_the_ledger_agree(chance: Random, length: int) -> None:
    adopted = as_adopted(unadorned(a_random_set(chance)))
    with TemporaryDirectory() as folder:
        file = Path(folder, "store.db")
        store = open_store(str(file))
        session = a_session(store, adopted=adopted)
        play_on(session, chance, length)
        for track in TRACKS:
            if any(case.effect != "no_award" for case in session.snapshot.tally(track).vetoes):
                continue
            wanted = in_python(session.snapshot, track)
            assert in_sql(file, track, "indicator") == +wanted["indicators"]
            by_unit = in_sql(file, track, "channel", "unit")
            assert without_nothing(by_unit) == without_nothing(wanted["units"])
            assert by_unit["base", UNATTRIBUTED] == wanted["units"]["base", UNATTRIBUTED]
            assert of_base(in_sql(file, track, "channel", "area")) == +wanted["areas"]
            assert of_base(in_sql(file, track, "channel", "area", "unit")) == +wanted["matrix"]
        store.close()
