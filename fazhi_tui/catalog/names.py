"""The units of a set: every way to write them, their groups, and duties given in their names."""

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from fazhi_tui.catalog.reader import Table
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.text import nearest
from fazhi_tui.domain.units import Unit, UnitGroup, canonical_names

Place: TypeAlias = Literal["one", "fixed", "any"]
"""What may stand somewhere: one unit; units and fixed groups; by-event groups too."""

_UNIT_KEYS = frozenset({"name", "full_name", "aliases", "class", "bears", "ranked"})
_GROUP_KEYS = frozenset({"name", "members", "by_event"})


class Names:
    """Units and groups by name. Aliases and full names are made canonical."""

    def __init__(self, units: Iterable[Unit], groups: Iterable[UnitGroup] = ()) -> None:
        self.units = {unit.name: unit for unit in units}
        self.groups = {group.name: group for group in groups}
        self.canonical = canonical_names(self.units.values())

    def __contains__(self, name: str) -> bool:
        return name in self.canonical or name in self.groups

    def unit(self, table: Table, key: str, name: str) -> str:
        """The canonical name of one unit written at `key`; a note where there is none."""
        found = self.canonical.get(name)
        if found is None:
            self._missing(table, key, name, groups=False)
        return found or name

    def resolve(self, table: Table, key: str, name: str, place: Place) -> str:
        """The canonical name of a unit or group written at `key`; a note if it may not be there."""
        found = self.canonical.get(name)
        if found is not None:
            return found
        group = self.groups.get(name)
        if group is None:
            self._missing(table, key, name, groups=place != "one")
        elif place == "one":
            table.wrong(Code.GROUP_HERE, key, name)
        elif group.by_event and place == "fixed":
            table.wrong(Code.GROUP_BY_EVENT_HERE, key, name)
        return name

    def resolve_all(self, table: Table, key: str, place: Place) -> tuple[str, ...]:
        """The canonical names of a list; a note for each that is unknown or stands there twice."""
        found: dict[str, int] = {}
        for index, name in table.placed_lines(key):
            spot = f"{key}[{index}]"
            unit = self.resolve(table, spot, name, place)
            if unit in found:
                table.wrong(Code.DUPLICATE, spot, name)
            found.setdefault(unit, index)
        return tuple(found)

    def silent(self, name: str) -> str:
        """The first unit meant by a name (a unit or a group's member) that may not lose points."""
        group = self.groups.get(name)
        for member in group.members if group else (name,):
            unit = self.units.get(member)
            if unit is not None and not unit.bears:
                return member
        return ""

    def _missing(self, table: Table, key: str, name: str, *, groups: bool) -> None:
        known = [*self.canonical, *self.groups] if groups else list(self.canonical)
        near = nearest(name, known)
        hint = self.canonical.get(near, near)
        table.log.add(Code.UNKNOWN_UNIT, table.at(key), name, hint=hint)


def read_names(root: Table) -> Names:
    """The units and groups of a set file."""
    units = list(_units(root))
    names = Names(units)
    names.groups = {group.name: group for group in _groups(root, names)}
    return names


def lead_of(table: Table, names: Names) -> str:
    """The leading unit of a duty: exactly one, and one that may lose points."""
    name = table.line("lead", required=True)
    if not name:
        return ""
    lead = names.resolve(table, "lead", name, "one")
    if names.silent(lead):
        table.wrong(Code.MAY_NOT_BEAR, "lead", lead)
    return lead


def competent_of(table: Table, names: Names) -> tuple[str, ...]:
    """The competent units of a duty: units and fixed groups that may lose points."""
    found = names.resolve_all(table, "competent", "fixed")
    for name in found:
        if silent := names.silent(name):
            table.wrong(Code.MAY_NOT_BEAR, "competent", silent)
    return found


def supporting_of(table: Table, names: Names) -> tuple[str, ...]:
    """The supporting units of a duty: units and groups of any sort."""
    return names.resolve_all(table, "supporting", "any")


def _units(root: Table) -> Iterator[Unit]:
    taken: dict[str, str] = {}
    for table in root.tables("unit"):
        table.only(_UNIT_KEYS)
        unit = Unit(
            name=table.name("name"),
            full_name=table.line("full_name"),
            aliases=table.lines("aliases"),
            category=table.line("class"),
            bears=table.flag("bears", True),
            ranked=table.flag("ranked", True),
        )
        _claim(table, unit, taken)
        yield unit


def _claim(table: Table, unit: Unit, taken: dict[str, str]) -> None:
    """Note every name of a unit that another unit has already."""
    named = [("name", unit.name), ("full_name", unit.full_name)]
    named += [("aliases", alias) for alias in unit.aliases]
    for key, name in named:
        if name and taken.setdefault(name, table.path) != table.path:
            table.wrong(Code.DUPLICATE, key, name)


def _groups(root: Table, names: Names) -> Iterator[UnitGroup]:
    taken = set(names.canonical)
    for table in root.tables("unit_group"):
        table.only(_GROUP_KEYS)
        name = table.name("name")
        if name in taken:
            table.wrong(Code.DUPLICATE, "name", name)
        taken.add(name)
        by_event = table.flag("by_event")
        _check_members(table, by_event)
        members = _members(table, names)
        yield UnitGroup(name, members, by_event)


def _check_members(table: Table, by_event: bool) -> None:
    if by_event and "members" in table:
        table.wrong(Code.PARTS_APART, "members", "by_event", "members")
    elif not by_event:
        table.need("members")


def _members(table: Table, names: Names) -> tuple[str, ...]:
    found: dict[str, int] = {}
    for index, name in table.placed_lines("members"):
        unit = names.unit(table, f"members[{index}]", name)
        if unit in found:
            table.wrong(Code.DUPLICATE, f"members[{index}]", name)
        found.setdefault(unit, index)
    return tuple(found)
