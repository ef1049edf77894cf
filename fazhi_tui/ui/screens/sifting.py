"""Which indicators the tree shows: all, or those of units, in states, with traits, together."""

from collections import defaultdict
from collections.abc import Callable, Collection
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from fazhi_tui.domain import speaking
from fazhi_tui.domain.answering import spoken_for
from fazhi_tui.domain.assessment import State, unit_states
from fazhi_tui.domain.scoring import IndicatorScore
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.presenting import DONE, units_of

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.chooser import Option

_STATES: dict[str, tuple[str, Callable[[IndicatorScore], bool]]] = {
    "blank": ("未填完的", lambda score: score.state not in DONE),
    "returned": ("退回修改的", lambda score: score.state == "returned"),
    "ready": ("已填未报送的", lambda score: score.state == "answered"),
    "submitted": ("报送待审的", lambda score: score.state == "submitted"),
    "accepted": ("审核通过的", lambda score: score.state == "accepted"),
    "none": ("不涉及的", lambda score: score.not_applicable),
}
_TRAITS = {"lost": "有失分的", "bare": "缺材料的"}


def speaks_for_a_unit(shown: Shown) -> bool:
    """Whether the person speaks for one unit and not for the office."""
    return not speaking.is_office(shown.snapshot.roster, shown.unit)


def not_ones_own(shown: Shown, *answerers: str) -> str:
    """Why one may not answer for these units; "" if one may."""
    own = spoken_for(shown.snapshot.roster, shown.unit, answerers)
    if own or not speaks_for_a_unit(shown):
        return ""
    return f"这里由{'、'.join(answerers[:3])}填报；您现在代表{shown.unit}，只能看。"


def scopes(shown: Shown, no: str) -> list[str]:
    """For whom one may say 不涉及: "" for the whole item; nobody for those who only look on."""
    return speaking.scopes(shown.snapshot.roster, shown.snapshot.assessment, no, shown.unit)


def next_waiting(
    shown: Shown,
    after: str = "",
    among: Collection[str] | None = None,
    failing: Collection[str] = (),
) -> str:
    """The first item behind `after`, in a circle, that is not filled in, was returned or fails.

    Of those in `among` only, if given; a unit only looks for what is its own to fill in.
    """
    numbers = [indicator.no for indicator in shown.snapshot.roster.set.indicators]
    start = numbers.index(after) + 1 if after in numbers else 0
    circle = numbers[start:] + numbers[:start]
    waiting = (no for no in circle if no in failing or _waits(shown, no))
    return next((no for no in waiting if among is None or no in among), "")


def _waits(shown: Shown, no: str) -> bool:
    if not speaks_for_a_unit(shown):
        return shown.snapshot.scores()[no].state not in DONE
    return any(state not in DONE for state in own_states(shown, no).values())


def own_states(shown: Shown, no: str) -> dict[str, State]:
    """How far the parts of an indicator have come that a unit speaks for."""
    snapshot = shown.snapshot
    roster, entry = snapshot.roster, snapshot.assessment.entry(no)
    states = unit_states(roster, roster.indicators[no], entry)
    return {unit: states[unit] for unit in spoken_for(roster, shown.unit, list(states))}


class Sieve(Struct, frozen=True):
    """What is asked for: `state:…`, `unit:…`, `has:…`.

    One of the states, one of the units, and every trait: kinds are joined by and, states and units
    among themselves by or.
    """

    keys: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return bool(self.keys)

    @property
    def chips(self) -> tuple[str, ...]:
        """What is asked for, in words, one for each key."""
        return tuple(map(_title, self.keys))

    @classmethod
    def whose(cls, shown: Shown) -> "Sieve":
        """What a unit has a duty in; all for the office, and for a unit that has none."""
        own = cls((f"unit:{shown.unit}",)) if speaks_for_a_unit(shown) else cls()
        return own if own.kept(shown) else cls()

    def turned(self, key: str) -> "Sieve":
        """With a key more, or without it if it is there; without any for `all`."""
        if key == "all":
            return Sieve()
        if key in self.keys:
            return Sieve(tuple(each for each in self.keys if each != key))
        return Sieve((*self.keys, key))

    def kept(self, shown: Shown) -> set[str] | None:
        """The numbers of the indicators shown; None if all are."""
        return self._kept(_Sorted(shown)) if self.active else None

    def options(self, shown: Shown) -> "list[Option]":
        """What can be asked for besides or given up, with how many indicators are left then."""
        from fazhi_tui.ui.dialogs.chooser import Option

        known = _Sorted(shown)
        units = [f"unit:{unit}" for unit in known.of_unit]
        keys = [*(f"state:{key}" for key in _STATES), *(f"has:{key}" for key in _TRAITS), *units]
        everything = "全部指标（去掉筛选）" if self.active else "全部指标"
        options = [Option("all", everything)]
        for key in (*self.keys, *(key for key in keys if key not in self.keys)):
            left = self.turned(key)
            count = len(left._kept(known)) if left.active else len(known.scores)
            sign = "✓ " if key in self.keys else ""
            options.append(Option(key, sign + _title(key), f"{count} 项"))
        return options

    def _kept(self, known: "_Sorted") -> set[str]:
        asked: defaultdict[str, set[str]] = defaultdict(set)
        for key in self.keys:
            kind, _, value = key.partition(":")
            group = key if kind == "has" else kind
            asked[group] |= known.having(kind, value)
        return set.intersection(*asked.values())


class _Sorted:
    """The indicators by what can be asked for, worked out when it is."""

    def __init__(self, shown: Shown) -> None:
        self._shown = shown
        self.scores = shown.snapshot.scores()

    @cached_property
    def of_unit(self) -> dict[str, set[str]]:
        """What each unit has a duty in, in the order of the set; none without any."""
        snapshot = self._shown.snapshot
        found: dict[str, set[str]] = {unit.name: set() for unit in snapshot.roster.set.units}
        for indicator in snapshot.roster.set.indicators:
            entry = snapshot.assessment.entry(indicator.no)
            for unit in units_of(snapshot.roster, indicator.no, entry):
                found.setdefault(unit, set()).add(indicator.no)
        return {unit: numbers for unit, numbers in found.items() if numbers}

    def having(self, kind: str, value: str) -> set[str]:
        """The numbers of those that one key asks for."""
        if kind == "unit":
            return self.of_unit.get(value, set())
        if kind == "state":
            keeps = _STATES[value][1]
            return {no for no, score in self.scores.items() if keeps(score)}
        if value == "lost":
            return {no for no, score in self.scores.items() if score.lost}
        return self._bare

    @cached_property
    def _bare(self) -> set[str]:
        """Those that ask for evidence and have none."""
        snapshot = self._shown.snapshot
        backed = {no for item in snapshot.assessment.evidence.values() for no in item.indicators}
        return {
            each.no
            for each in snapshot.roster.set.indicators
            if each.evidence and each.no not in backed and not self.scores[each.no].not_applicable
        }


def _title(key: str) -> str:
    kind, _, value = key.partition(":")
    if kind == "state":
        return _STATES[value][0]
    return _TRAITS[value] if kind == "has" else value
