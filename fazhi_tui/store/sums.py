"""All assessments of a store added up by the database, on the projection.

Figures are native: by the worth of each indicator, before conversion, caps of channels and vetoes
(how many vetoes there are is told). What is put away is left out. Points in milli-points.
"""

from collections.abc import Iterable
from typing import TypeVar

from msgspec import Struct

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.indicators import UNATTRIBUTED
from fazhi_tui.domain.points import Points
from fazhi_tui.store.database import Database
from fazhi_tui.store.rows import values_of

_Row = TypeVar("_Row", bound=Struct)


class IndicatorSum(Struct, frozen=True, array_like=True):
    """An indicator of one set over all assessments that go by it."""

    set_sha256: str
    area: str
    no: str
    worth: Points
    earned: Points
    lost: Points
    pending: Points
    assessments: int
    losing: int
    not_applicable: int


class RoundSum(Struct, frozen=True, array_like=True):
    """One assessment: what its indicators add up to."""

    id: str
    full: Points
    earned: Points
    lost: Points
    pending: Points
    bonus: Points
    penalty: Points
    indicators: int
    answered: int
    vetoes: int


class CategorySum(Struct, frozen=True, array_like=True):
    """What all units of one category lost; `units` counts each unit of each set once.

    `category` is None for what nobody is named for yet, "" for units that no set puts in one; how
    many of those no set knows at all is told in `strangers`.
    """

    category: str | None
    units: int
    lost: Points
    strangers: int = 0


class StrangerSum(Struct, frozen=True, array_like=True):
    """What a unit lost in one assessment whose set does not know it: it came to be in the year."""

    id: str
    unit: str
    lost: Points


# each column is cast, because a sum of whole numbers is no whole number on every engine
_BY_INDICATOR = """
SELECT {set}, s.area, s.indicator,
    CAST(SUM(s.worth) AS BIGINT), CAST(SUM(s.earned) AS BIGINT),
    CAST(SUM(s.lost) AS BIGINT), CAST(SUM(s.pending) AS BIGINT),
    COUNT(*), COUNT(CASE WHEN s.lost > 0 THEN 1 END), CAST(SUM(s.not_applicable) AS BIGINT)
FROM standing s {listed}
WHERE s.track = ? AND s.channel = 'base'
GROUP BY {groups} s.area, s.indicator
"""

_BY_ROUND = """
SELECT s.assessment,
    CAST(SUM(CASE WHEN s.channel = 'base' THEN s.worth ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN s.channel = 'base' THEN s.earned ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN s.channel = 'base' THEN s.lost ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN s.channel = 'base' THEN s.pending ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN s.channel = 'bonus' THEN s.lost ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN s.channel = 'penalty' THEN s.lost ELSE 0 END) AS BIGINT),
    COUNT(*), COUNT(CASE WHEN s.pending = 0 THEN 1 END), CAST(SUM(s.vetoes) AS BIGINT)
FROM standing s {listed}
WHERE s.track = ?
GROUP BY s.assessment
"""

# added up for each unit of each set first: so few rows are left to join
_BY_CATEGORY = """
SELECT CASE WHEN p.unit = ? THEN NULL ELSE COALESCE(u.category, '') END AS category,
    COUNT(CASE WHEN p.unit <> ? THEN 1 END), CAST(SUM(p.lost) AS BIGINT),
    COUNT(CASE WHEN u.unit IS NULL AND p.unit <> ? THEN 1 END)
FROM (SELECT {set} AS set_sha256, s.unit AS unit, SUM(s.lost) AS lost
    FROM posting s {listed}
    WHERE s.track = ? AND s.channel = 'base'
    GROUP BY {groups} s.unit) p
LEFT JOIN set_unit u ON u.set_sha256 = p.set_sha256 AND u.unit = p.unit
GROUP BY 1
"""

_STRANGERS = """
SELECT s.assessment, s.unit, CAST(SUM(s.lost) AS BIGINT)
FROM posting s JOIN assessment a ON a.id = s.assessment AND a.archived = ''
LEFT JOIN set_unit u ON u.set_sha256 = a.set_sha256 AND u.unit = s.unit
WHERE s.track = ? AND s.channel = 'base' AND u.unit IS NULL AND s.unit <> ?
GROUP BY s.assessment, s.unit
"""


class _Scope(Struct, frozen=True):
    """Which rows count. Where all assessments are listed and go by one set, no row has to be asked
    whose it is: that takes most of the time."""

    only_set: str = ""

    def sql(self, template: str) -> str:
        """A statement for these rows."""
        if self.only_set:
            return template.format(set="CAST(? AS TEXT)", listed="", groups="")
        listed = "JOIN assessment a ON a.id = s.assessment AND a.archived = ''"
        return template.format(set="a.set_sha256", listed=listed, groups="a.set_sha256,")

    @property
    def values(self) -> tuple[str, ...]:
        """What `{set}` needs."""
        return (self.only_set,) if self.only_set else ()


def _scope(database: Database) -> _Scope:
    asked = "SELECT DISTINCT set_sha256, archived FROM assessment LIMIT 2"
    rows = database.query(asked)
    return _Scope(str(rows[0][0])) if len(rows) == 1 and not rows[0][1] else _Scope()


def by_indicator(database: Database, track: Track) -> list[IndicatorSum]:
    """Every indicator of every set in use. Raises `Refused`."""
    scope = _scope(database)
    return _read(database, IndicatorSum, scope.sql(_BY_INDICATOR), (*scope.values, track))


def by_round(database: Database, track: Track) -> list[RoundSum]:
    """Every assessment, in no order. Raises `Refused`."""
    return _read(database, RoundSum, _scope(database).sql(_BY_ROUND), (track,))


def by_category(database: Database, track: Track) -> list[CategorySum]:
    """Every category of unit, the one that lost most first. Raises `Refused`."""
    scope = _scope(database)
    values = (UNATTRIBUTED, UNATTRIBUTED, UNATTRIBUTED, *scope.values, track)
    return ordered(_read(database, CategorySum, scope.sql(_BY_CATEGORY), values))


def ordered(sums: Iterable[CategorySum]) -> list[CategorySum]:
    """The one that lost most first; last what nobody is named for."""
    return sorted(sums, key=lambda item: (item.category is None, -item.lost, item.category or ""))


def by_stranger(database: Database, track: Track) -> list[StrangerSum]:
    """Every unit that is in no set, for each assessment. Raises `Refused`."""
    return _read(database, StrangerSum, _STRANGERS, (track, UNATTRIBUTED))


def _read(database: Database, kind: type[_Row], sql: str, values: tuple[str, ...]) -> list[_Row]:
    return values_of(kind, database.query(sql, values), database.place)
