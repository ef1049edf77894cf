"""How far each unit has come: what it must answer, what it has handed in, what it lacks."""

from collections.abc import Iterable

from msgspec import Struct

from fazhi_tui.domain.assessment import ADVANCE, State, unit_states
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.points import Points
from fazhi_tui.work.snapshot import Snapshot

FILLED: frozenset[State] = frozenset({"answered", "submitted", "accepted"})
HANDED_IN: frozenset[State] = frozenset({"submitted", "accepted"})


class UnitProgress(Struct, frozen=True):
    """One unit's parts, each with its state; `lost` in milli-points.

    `unproven` are the numbers of indicators filled in for which evidence is asked and none named.
    """

    unit: str
    category: str
    items: dict[str, State]
    unproven: tuple[str, ...]
    lost: Points
    gaps: int
    overdue: int

    def count(self, *states: State) -> int:
        """How many of its parts are in one of these states."""
        return sum(state in states for state in self.items.values())

    @property
    def answered(self) -> int:
        """Parts with nothing left blank."""
        return self.count(*FILLED)

    @property
    def handed_in(self) -> int:
        """Parts that are with the office."""
        return self.count(*HANDED_IN)

    @property
    def complete(self) -> bool:
        """Whether all of it is with the office."""
        return self.handed_in == len(self.items)

    @property
    def state(self) -> State:
        """All of it in a word: handed back, if any part is; else how far the whole has come."""
        states = set(self.items.values())
        if "returned" in states:
            return "returned"
        if states <= {"accepted"}:
            return "accepted"
        if states <= HANDED_IN:
            return "submitted"
        if states <= FILLED:
            return "answered"
        return "blank" if states == {"blank"} else "draft"


def progress_by_unit(snapshot: Snapshot, today: str) -> tuple[UnitProgress, ...]:
    """Every unit that must answer something, in the set's order. `today` (ISO) for overdue.

    What a unit that is no more had to answer, its heir has to; the least advanced part counts.
    """
    roster, assessment = snapshot.roster, snapshot.assessment
    shown = {no for item in assessment.evidence.values() for no in item.indicators}
    items: dict[str, dict[str, State]] = {}
    unproven: dict[str, list[str]] = {}
    for indicator in roster.set.indicators:
        states = unit_states(roster, indicator, assessment.entry(indicator.no))
        bare = bool(indicator.evidence) and indicator.no not in shown
        parts: dict[str, State] = {}
        for unit, state in states.items():
            heir = roster.heir(unit)
            parts[heir] = min(parts.get(heir, state), state, key=ADVANCE.index)
        for unit, state in parts.items():
            items.setdefault(unit, {})[indicator.no] = state
            if bare and state in FILLED:
                unproven.setdefault(unit, []).append(indicator.no)
    lost = {account.unit: account.lost for account in snapshot.tally().by_unit}
    gaps = open_gaps(snapshot.gaps(), today)
    return tuple(
        UnitProgress(
            unit.name,
            unit.category,
            items[unit.name],
            tuple(unproven.get(unit.name, ())),
            lost.get(unit.name, 0),
            *gaps.get(unit.name, (0, 0)),
        )
        for unit in roster.set.units
        if unit.name in items
    )


def open_gaps(gaps: Iterable[Gap], today: str) -> dict[str, tuple[int, int]]:
    """By unit, how many gaps it still has to mend, and how many of them are overdue."""
    counts: dict[str, tuple[int, int]] = {}
    for gap in gaps:
        if gap.open:
            waiting, late = counts.get(gap.rectifier, (0, 0))
            counts[gap.rectifier] = (waiting + 1, late + gap.overdue(today))
    return counts
