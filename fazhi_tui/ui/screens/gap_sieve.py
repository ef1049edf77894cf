"""Which 整改事项 are listed: by unit, by state, by what is due or waits for an answer."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from fazhi_tui.domain.gaps import Gap, of_unit
from fazhi_tui.domain.indicators import UNATTRIBUTED, Roster
from fazhi_tui.wording.terms import GAP_STATES, unit_name

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.chooser import Option

_TRAITS: dict[str, tuple[str, Callable[[Gap, str], bool]]] = {
    "open": ("未销号", lambda gap, day: gap.open),
    "overdue": ("超期", lambda gap, day: gap.overdue(day)),
    "near": ("临近时限", lambda gap, day: gap.near(day)),
    "undated": ("没有定时限", lambda gap, day: gap.open and not gap.plan.due),
    "asked": ("申请延期待批", lambda gap, day: bool(gap.plan.asked)),
    "disputed": ("有责任异议", lambda gap, day: gap.disputed),
}


_STATES: dict[str, str] = dict(GAP_STATES.items())


class GapSieve(Struct, frozen=True):
    """`keys` are `unit:…`, `state:…` or `is:…`; of one kind any will do, except of `is`."""

    keys: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """What is asked for, in words."""
        return "".join(f" · {_title(key)}" for key in self.keys)

    @property
    def unit(self) -> str:
        """The only unit asked for, if there is one."""
        units = [key.partition(":")[2] for key in self.keys if key.startswith("unit:")]
        return units[0] if len(units) == 1 else ""

    def turned(self, key: str) -> "GapSieve":
        """With a key more, or without it if it is there; without any for `all`."""
        if key == "all":
            return GapSieve()
        if key in self.keys:
            return GapSieve(tuple(each for each in self.keys if each != key))
        return GapSieve((*self.keys, key))

    def kept(self, gaps: Sequence[Gap], day: str) -> tuple[Gap, ...]:
        """The gaps that pass; `day` (ISO) decides what is due."""
        asked: defaultdict[str, list[str]] = defaultdict(list)
        for key in self.keys:
            kind, _, value = key.partition(":")
            asked[key if kind == "is" else kind].append(value)
        kept = tuple(gaps)
        for kind, values in asked.items():
            kept = tuple(g for g in kept if any(_has(g, kind, value, day) for value in values))
        return kept

    def options(self, roster: Roster, gaps: Sequence[Gap], day: str) -> "list[Option]":
        """What can be asked for besides or given up, with how many are left then."""
        from fazhi_tui.ui.dialogs.chooser import Option

        units = [unit.name for unit in roster.set.units] + [UNATTRIBUTED]
        keys = [f"is:{key}" for key in _TRAITS] + [f"state:{state}" for state in GAP_STATES]
        keys += [f"unit:{unit}" for unit in units if of_unit(gaps, unit)]
        options = [Option("all", "全部事项", f"{len(gaps)} 项")]
        for key in (*self.keys, *(key for key in keys if key not in self.keys)):
            count = len(self.turned(key).kept(gaps, day))
            sign = "✓ " if key in self.keys else ""
            options.append(Option(key, sign + _title(key), f"{count} 项"))
        return options


def _has(gap: Gap, kind: str, value: str, day: str) -> bool:
    if kind == "unit":
        return value in {gap.unit, gap.rectifier}
    if kind == "state":
        return gap.state == value
    return _TRAITS[value][1](gap, day)


def _title(key: str) -> str:
    kind, _, value = key.partition(":")
    if kind == "unit":
        return unit_name(value)
    return _STATES[value] if kind == "state" else _TRAITS[value][0]
