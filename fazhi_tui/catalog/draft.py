"""A set file as read: values beside the tables they stand in, before anything was checked."""

from decimal import Decimal
from typing import Literal, NamedTuple

from fazhi_tui.catalog.clauses import PlacedIndicator, read_indicators
from fazhi_tui.catalog.levels import Levels, filled_areas, filled_groups, read_levels
from fazhi_tui.catalog.names import Names, read_names
from fazhi_tui.catalog.reader import Table
from fazhi_tui.domain.indicators import Area, Grade, Group, IndicatorSet, NotApplicablePolicy
from fazhi_tui.domain.points import MILLI, Points
from fazhi_tui.domain.problems import Code

_ROOT_KEYS = frozenset({"set", "grade", "unit", "unit_group", "area", "group", "indicator"})
_SET_KEYS = frozenset(
    {"id", "title", "edition", "basis", "quantum", "not_applicable", "total", "demo", "sums"}
    | {"default_bearer", "office", "bonus_cap", "penalty_cap", "levels", "point_name"}
)
_AREA_KEYS = frozenset({"no", "name", "worth", "weight"})
_GROUP_KEYS = frozenset({"no", "area", "name", "worth"})
_GRADE_KEYS = frozenset({"name", "at_least"})

_QUANTA = tuple(Decimal(text) for text in ("0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1"))
_QUANTUM: Points = 10
_POLICIES: tuple[NotApplicablePolicy, ...] = ("full", "exclude")
_DEFAULT_BEARERS: tuple[Literal["lead", "competent"], ...] = ("lead", "competent")


class Draft(NamedTuple):
    """All that was read. `flawed` are the paths at which something could not be read."""

    head: Table
    names: Names
    areas: list[tuple[Table, Area]]
    groups: list[tuple[Table, Group]]
    indicators: list[PlacedIndicator]
    grades: list[tuple[Table, Grade]]
    as_published: bool
    set: IndicatorSet
    flawed: frozenset[str]


def read_draft(root: Table) -> Draft:
    """Everything in a set file, with a stand-in wherever something could not be read."""
    root.only(_ROOT_KEYS)
    root.need("set", "unit", "area", "group", "indicator")
    head = root.table("set")
    head.only(_SET_KEYS)
    root.log.quantum = _quantum(head)
    levels = read_levels(head)
    names = read_names(root)
    areas = [(table, _area(table, levels)) for table in root.tables("area")]
    groups = [(table, _group(table, levels)) for table in root.tables("group")]
    by_no = {group.no: group for _, group in groups}
    indicators = list(read_indicators(root, names, by_no, levels))
    if levels:
        groups = filled_groups(groups, [placed.value for placed in indicators])
        areas = filled_areas(areas, groups)
    grades = [(table, _grade(table)) for table in root.tables("grade")]
    found = IndicatorSet(
        id=head.identifier("id"),
        title=head.line("title", required=True),
        quantum=root.log.quantum,
        total=_total(head, areas, levels),
        units=tuple(names.units.values()),
        areas=tuple(area for _, area in areas),
        groups=tuple(group for _, group in groups),
        indicators=tuple(indicator.value for indicator in indicators),
        unit_groups=tuple(names.groups.values()),
        grades=tuple(grade for _, grade in grades),
        edition=head.line("edition"),
        basis=head.text("basis"),
        office=_office(head, names),
        demo=head.flag("demo"),
        not_applicable=head.choice("not_applicable", _POLICIES, "full"),
        default_bearer=head.choice("default_bearer", _DEFAULT_BEARERS, "lead"),
        bonus_cap=head.points("bonus_cap"),
        penalty_cap=head.points("penalty_cap"),
        point_name=head.line("point_name"),
    )
    as_published = head.choice("sums", ("strict", "as_published"), "strict") == "as_published"
    flawed = frozenset(problem.path for problem in root.log.problems)
    return Draft(head, names, areas, groups, indicators, grades, as_published, found, flawed)


def _quantum(head: Table) -> Points:
    """The finest part of a point that the set uses, in milli-points."""
    value = head.number("quantum")
    if value is None:
        return _QUANTUM
    if value not in _QUANTA:
        allowed = " ".join(str(step) for step in _QUANTA)
        head.wrong(Code.NOT_ONE_OF, "quantum", value, allowed)
        return _QUANTUM
    return int(value * MILLI)


def _office(head: Table, names: Names) -> str:
    name = head.line("office")
    return names.resolve(head, "office", name, "one") if name else ""


def _total(head: Table, areas: list[tuple[Table, Area]], levels: Levels) -> Points:
    if levels and "total" not in head:
        return sum(area.worth for _, area in areas)
    return head.worth("total")


def _worth(table: Table, levels: Levels) -> Points:
    """Required points; in a set without points they may be left out and are filled in later."""
    return 0 if levels and "worth" not in table else table.worth("worth")


def _area(table: Table, levels: Levels) -> Area:
    table.only(_AREA_KEYS)
    return Area(
        no=table.identifier("no"),
        name=table.line("name", required=True),
        worth=_worth(table, levels),
        weight=table.points("weight"),
    )


def _group(table: Table, levels: Levels) -> Group:
    table.only(_GROUP_KEYS)
    return Group(
        no=table.identifier("no"),
        area=table.line("area", required=True),
        name=table.line("name", required=True),
        worth=_worth(table, levels),
    )


def _grade(table: Table) -> Grade:
    table.only(_GRADE_KEYS)
    return Grade(table.line("name", required=True), table.worth("at_least"))
