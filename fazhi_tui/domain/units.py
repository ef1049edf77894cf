"""Bodies that have duties, and names for several of them."""

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


class UnitGroup(Struct, frozen=True, omit_defaults=True):
    """A name for several units: a fixed roster, or one that events make (`by_event`)."""

    name: str
    members: tuple[str, ...] = ()
    by_event: bool = False
