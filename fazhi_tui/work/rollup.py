"""A whole province at once: the sums the database makes, with the names their sets give them."""

from collections import defaultdict
from collections.abc import Iterable

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.store.rollup import Line, Rollup, ranked
from fazhi_tui.store.rows import Head
from fazhi_tui.store.store import Store
from fazhi_tui.store.sums import (
    CategorySum,
    IndicatorSum,
    RoundSum,
    StrangerSum,
    by_category,
    by_indicator,
    by_round,
    by_stranger,
    ordered,
)
from fazhi_tui.work.opening import open_session, roster_of, snapshot_at


def roll_up(store: Store, track: Track, *, actor: str) -> Rollup:
    """Add up what is listed. Raises `Refused`: nothing there, or the figures don't fit together."""
    for head in store.heads():
        if head.scoring_version < SCORING_VERSION:
            open_session(store, head.name, actor=actor)  # makes its projection anew
    with store.database.reading():
        heads = store.heads()  # others may have begun one since
        if not heads:
            raise Refused(Problem(Code.NO_ASSESSMENT))
        rounds = by_round(store.database, track)
        categories = by_category(store.database, track)
        sums = by_indicator(store.database, track)
        strange = any(item.strangers for item in categories)
        strangers = by_stranger(store.database, track) if strange else []
    first = {head.set_sha256: head for head in reversed(heads)}
    rosters = {sha256: roster_of(store, head) for sha256, head in first.items()}
    going_by = {head.id: rosters[head.set_sha256] for head in heads}
    known = [(item, going_by[item.id]) for item in rounds if item.id in going_by]
    strangers = [item for item in strangers if item.id in going_by]
    if len(known) != len(heads) or not _balanced(known, categories, sums):
        raise Refused(Problem(Code.PROJECTION_DIFFERS, file=store.place))
    return Rollup(
        track,
        _with_heirs(store, categories, strangers, heads) if strangers else categories,
        _lines(rosters, sums, areas=True),
        _lines(rosters, sums, areas=False),
        ranked(heads, rounds),
    )


def _balanced(
    rounds: list[tuple[RoundSum, Roster]],
    categories: list[CategorySum],
    sums: list[IndicatorSum],
) -> bool:
    """Whether the figures add up all three ways, and to what the sets are worth."""
    even = all(item.earned + item.lost + item.pending == item.full for item, _ in rounds)
    whole = all((item.full, item.indicators) == _worth(roster) for item, roster in rounds)
    ways: tuple[Iterable[RoundSum | CategorySum | IndicatorSum], ...] = (
        [item for item, _ in rounds],
        categories,
        sums,
    )
    lost = {sum(item.lost for item in way) for way in ways}
    full = {sum(item.worth for item in sums), sum(item.full for item, _ in rounds)}
    return even and whole and len(lost) == len(full) == 1


def _worth(roster: Roster) -> tuple[Points, int]:
    indicators = roster.set.indicators
    base = sum(indicator.worth for indicator in indicators if indicator.channel == "base")
    return base, len(indicators)


def _with_heirs(
    store: Store, categories: list[CategorySum], strangers: list[StrangerSum], heads: list[Head]
) -> list[CategorySum]:
    """Units that took over another's duties in the year, each in the category of that one."""
    found = {item.category: item for item in categories}
    known = {head.id: head for head in heads}
    of_unit: dict[str, dict[str, str]] = {}
    counted = set[tuple[str, str]]()
    for item in strangers:
        head = known[item.id]
        if item.id not in of_unit:
            units = snapshot_at(store, head.name).roster.set.units
            of_unit[item.id] = {unit.name: unit.category for unit in units}
        many = 0 if (head.set_sha256, item.unit) in counted else 1
        counted.add((head.set_sha256, item.unit))
        for place, sign in (("", -1), (of_unit[item.id].get(item.unit, ""), 1)):
            old = found.get(place, CategorySum(place, 0, 0))
            found[place] = CategorySum(place, old.units + sign * many, old.lost + sign * item.lost)
    return ordered(item for item in found.values() if item.units or item.lost)


# ── indicators and areas by their names ──────────────────────────────────────────────────────

_Names = dict[str, dict[str, tuple[int, str]]]
"""By set (sha256): place and name of each indicator (`50`) and area (`area 4`)."""


def _names(rosters: dict[str, Roster]) -> _Names:
    found: _Names = {}
    for sha256, roster in rosters.items():
        keys = [(f"area {area.no}", area.name) for area in roster.set.areas]
        keys += [(indicator.no, indicator.name) for indicator in roster.set.indicators]
        found[sha256] = {key: (place, name) for place, (key, name) in enumerate(keys)}
    return found


def _lines(rosters: dict[str, Roster], sums: Iterable[IndicatorSum], *, areas: bool) -> list[Line]:
    """Sums of the same set id, number and name come together, in the order of the sets."""
    names = _names(rosters)
    groups: defaultdict[tuple[str, int, str, str], list[IndicatorSum]] = defaultdict(list)
    for item in sums:
        no = item.area if areas else item.no
        known = names[item.set_sha256].get(f"area {no}" if areas else no)
        if known is None:  # no set has it: a row that is not as it was written
            raise Refused(Problem(Code.PROJECTION_DIFFERS))
        place, name = known
        groups[rosters[item.set_sha256].set.id, place, no, name].append(item)
    return [
        Line(
            set_id,
            no,
            name,
            sum(item.worth for item in some),
            sum(item.earned for item in some),
            sum(item.lost for item in some),
            sum(item.pending for item in some),
            sum(item.assessments for item in some),
            sum(item.losing for item in some),
            sum(item.not_applicable for item in some),
        )
        for (set_id, _, no, name), some in sorted(groups.items())
    ]
