"""Which indicators the tree shows: all, those of a unit, or those in a state."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from msgspec import Struct

from fazhi_tui.domain.scoring import IndicatorScore
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.presenting import DONE, units_of

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.chooser import Option

_STATES: dict[str, tuple[str, Callable[[IndicatorScore], bool]]] = {
    "blank": ("未填完的", lambda score: score.state not in DONE),
    "lost": ("有失分的", lambda score: bool(score.lost)),
    "returned": ("退回修改的", lambda score: score.state == "returned"),
    "ready": ("已填未报送的", lambda score: score.state == "answered"),
    "submitted": ("报送待审的", lambda score: score.state == "submitted"),
    "none": ("不涉及的", lambda score: score.not_applicable),
}


def speaks_for_a_unit(shown: Shown) -> bool:
    """Whether the person speaks for one unit and not for the office."""
    return bool(shown.unit) and shown.unit != shown.snapshot.roster.office


def not_ones_own(shown: Shown, *answerers: str) -> str:
    """Why one may not answer for these units; "" if one may."""
    if not speaks_for_a_unit(shown) or shown.unit in answerers:
        return ""
    return f"这里由{'、'.join(answerers[:3])}填报；您现在代表{shown.unit}，只能看。"


def next_waiting(shown: Shown, after: str = "", among: Collection[str] | None = None) -> str:
    """The first item behind `after`, in a circle, that is not filled in or was returned.

    Of those in `among` only, if given.
    """
    scores = shown.snapshot.scores()
    numbers = [indicator.no for indicator in shown.snapshot.roster.set.indicators]
    start = numbers.index(after) + 1 if after in numbers else 0
    circle = numbers[start:] + numbers[:start]
    waiting = (no for no in circle if scores[no].state not in DONE)
    return next((no for no in waiting if among is None or no in among), "")


class Sieve(Struct, frozen=True):
    """`key` is "" for all, `state:…` or `unit:…`."""

    key: str = ""
    title: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is left out."""
        return bool(self.key)

    @property
    def heading(self) -> str:
        """What stands above the tree."""
        return f"指标 · {self.title}" if self.active else "指标"

    @classmethod
    def whose(cls, shown: Shown) -> "Sieve":
        """What a unit has a duty in; all for the office, and for a unit that has none."""
        own = cls.of(f"unit:{shown.unit}") if speaks_for_a_unit(shown) else cls()
        return own if own.kept(shown) else cls()

    @classmethod
    def of(cls, key: str) -> "Sieve":
        """The sieve of an option's key."""
        kind, _, value = key.partition(":")
        if kind == "state":
            return cls(key, _STATES[value][0])
        return cls(key, value) if kind == "unit" else cls()

    def kept(self, shown: Shown) -> set[str] | None:
        """The numbers of the indicators shown; None if all are."""
        kind, _, value = self.key.partition(":")
        snapshot = shown.snapshot
        if kind == "state":
            keeps = _STATES[value][1]
            return {no for no, score in snapshot.scores().items() if keeps(score)}
        if kind == "unit":
            return {
                indicator.no
                for indicator in snapshot.roster.set.indicators
                if value
                in units_of(snapshot.roster, indicator.no, snapshot.assessment.entry(indicator.no))
            }
        return None

    def options(self, shown: Shown) -> "list[Option]":
        """What can be chosen, with how many indicators each leaves."""
        from fazhi_tui.ui.dialogs.chooser import Option

        options = [Option("all", "全部指标")]
        for key, (title, _) in _STATES.items():
            count = len(Sieve.of(f"state:{key}").kept(shown) or ())
            options.append(Option(f"state:{key}", title, f"{count} 项"))
        for unit in shown.snapshot.roster.set.units:
            count = len(Sieve.of(f"unit:{unit.name}").kept(shown) or ())
            if count:
                options.append(Option(f"unit:{unit.name}", unit.name, f"{count} 项"))
        return options
