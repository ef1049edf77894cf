"""Bodies that have duties, and names for several of them."""

from collections.abc import Iterable

from msgspec import Struct

LONGEST_NAME = 200
NOT_IN_NAMES = frozenset("./\\:?*|<>\"'")
"""Signs that would break ids (`50.a.U.1`), shares (`U:2`), gaps (`F/U`) or file names."""


class Unit(Struct, frozen=True, omit_defaults=True):
    """A body that has duties. `category` is 党委, 政府 …; only one that `bears` can lose points."""

    name: str
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    category: str = ""
    bears: bool = True
    ranked: bool = True


def canonical_names(units: Iterable[Unit]) -> dict[str, str]:
    """Every way to write some units, with the name that stands for each; real names come first."""
    known = {unit.name: unit for unit in units}
    names = {name: name for name in known}
    for unit in known.values():
        for name in (*unit.aliases, unit.full_name):
            names.setdefault(name, unit.name)
    names.pop("", None)
    return names


class UnitGroup(Struct, frozen=True, omit_defaults=True):
    """A name for several units: a fixed roster, or one that events make (`by_event`)."""

    name: str
    members: tuple[str, ...] = ()
    by_event: bool = False
