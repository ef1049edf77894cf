"""Small sets and rounds for tests: what a test does not say is filled in plainly.

`Round` is an assessment under way: it decides, sends each change through the journal's JSON, and
evolves, as the program does.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
import pytest
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Entry,
    Number,
    Rate,
    Score,
    State,
    Tier,
    Track,
    Value,
    obliged,
    state_of,
)
from fazhi_tui.domain.changes import (
    AcceptItem,
    Change,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    ReturnItem,
    SetReading,
    SubmitItem,
    inverse,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.gaps import Gap, gaps_by_indicator
from fazhi_tui.domain.indicators import (
    Area,
    Bearer,
    Channel,
    Clause,
    Duty,
    Grade,
    Group,
    Indicator,
    IndicatorSet,
    Joint,
    NotApplicablePolicy,
    Role,
    Roster,
    Rule,
)
from fazhi_tui.domain.points import Points
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.scoring import IndicatorScore, score_indicator
from fazhi_tui.domain.succession import roster_after
from fazhi_tui.domain.tally import Scores, Tally, score_all, tally
from fazhi_tui.domain.units import Unit, UnitGroup

UNITS = (
    Unit("司法局", full_name="演示市司法局", aliases=("市司法局",)),
    Unit("城管局"),
    Unit("交通局"),
    Unit("公安局"),
    Unit("法院", bears=False),
    Unit("治市办"),
)
"""In this order; the court may not bear, the last is the office."""

ENFORCERS = UnitGroup("各执法部门", ("城管局", "交通局", "公安局"))
SUED = UnitGroup("各被诉单位", by_event=True)


def a_clause(
    rule: Rule,
    id: str = "a",  # noqa: A002  as the field is called
    *,
    cap: Points | None = None,
    unit_cap: Points | None = None,
    bearer: Bearer | None = None,
    answered_by: Role | tuple[str, ...] = "lead",
    per_unit: bool = False,
    problem: str = "",
    recoverable: bool = True,
) -> Clause:
    return Clause(
        id,
        "text",
        rule,
        problem=problem,
        cap=cap,
        unit_cap=unit_cap,
        bearer=bearer,
        answered_by=answered_by,
        per="unit" if per_unit else "indicator",
        recoverable=recoverable,
    )


def an_indicator(
    *clauses: Clause,
    no: str = "1",
    worth: Points = 1500,
    lead: str = "司法局",
    competent: Sequence[str] = (),
    supporting: Sequence[str] = (),
    area: str = "1",
    channel: Channel = "base",
    may_exceed: bool = False,
    joints: tuple[Joint, ...] = (),
) -> Indicator:
    """An indicator of group `<area>.1`; `a_set` gives it its place."""
    duty = Duty(lead, tuple(competent), tuple(supporting))
    return Indicator(
        no,
        0,
        f"{area}.1",
        area,
        f"indicator {no}",
        worth,
        duty,
        clauses,
        channel=channel,
        may_exceed=may_exceed,
        joints=joints,
    )


def a_set(
    *indicators: Indicator,
    quantum: Points = 10,
    units: tuple[Unit, ...] = UNITS,
    unit_groups: tuple[UnitGroup, ...] = (ENFORCERS, SUED),
    office: str = "治市办",
    grades: tuple[Grade, ...] = (),
    not_applicable: NotApplicablePolicy = "full",
    bonus_cap: Points | None = None,
    penalty_cap: Points | None = None,
    weights: Mapping[str, Points] | None = None,
) -> IndicatorSet:
    """A set of these indicators in this order, with areas and groups that add up.

    `weights` are what areas count in the total where that is not their worth.
    """
    placed = tuple(replace(item, ordinal=place) for place, item in enumerate(indicators))
    worths: dict[str, Points] = {}
    for item in placed:
        worths[item.area] = worths.get(item.area, 0) + item.worth * (item.channel == "base")
    return IndicatorSet(
        "test",
        "test",
        quantum,
        sum(weights.values() if weights else worths.values()),
        units,
        tuple(
            Area(no, f"area {no}", worth, weights.get(no) if weights else None)
            for no, worth in worths.items()
        ),
        tuple(Group(f"{no}.1", no, f"group {no}.1", worth) for no, worth in worths.items()),
        placed,
        unit_groups=unit_groups,
        grades=grades,
        office=office,
        not_applicable=not_applicable,
        bonus_cap=bonus_cap,
        penalty_cap=penalty_cap,
    )


def through_journal(change: Change) -> Change:
    """The change as the journal gives it back."""
    return msgspec.json.decode(msgspec.json.encode(change), type=Change)  # type: ignore[arg-type,no-any-return,unused-ignore]


def item_state(roster: Roster, indicator: Indicator, entry: Entry) -> State:
    """The state of an indicator, whatever is known of it."""
    return state_of(entry, obliged(roster, indicator, entry), entry.own.said())


def list_gaps(
    roster: Roster, assessment: Assessment, track: Track, scores: Scores
) -> tuple[Gap, ...]:
    """All gaps in the set's order: by indicator, then unit, then finding."""
    known = gaps_by_indicator(roster, assessment, track, scores)
    return tuple(gap for _, gaps in known.values() for gap in gaps)


class Round:
    """An assessment under way over a set."""

    def __init__(self, *indicators: Indicator, of: IndicatorSet | None = None) -> None:
        self.roster = Roster(of or a_set(*indicators))
        self.assessment = Assessment(year=2025)
        self.journal: list[tuple[Assessment, Change]] = []

    def do(self, change: Change, actor: str = "", at: str = "") -> Change:
        """Decide a change, keep it, and let it take effect."""
        decided = through_journal(decide(self.roster, self.assessment, change, actor))
        self.journal.append((self.assessment, decided))
        self.assessment = evolve(self.assessment, decided, at)
        self.roster = roster_after(self.roster, self.assessment.successions)
        return decided

    def refused(self, change: Change, actor: str = "") -> Code:
        """The code of the first problem that `change` is refused with."""
        with pytest.raises(Refused) as caught:
            decide(self.roster, self.assessment, change, actor)
        return caught.value.problems[0].code

    def undo(self, steps: int = 1) -> None:
        """Undo the change that stands `steps` from the end."""
        before, change = self.journal[-steps]
        self.do(inverse(len(self.journal) - steps, change, before))

    # what people enter

    def record(
        self,
        quantity: int | str = 1,
        *,
        of: str = "",
        by: str = "",
        no: str = "1",
        clause: str = "a",
        level: str = "",
        bearers: dict[str, int | str] | None = None,
        track: Track = "self",
        reason: str = "",
    ) -> str:
        shares = tuple((unit, Decimal(weight)) for unit, weight in (bearers or {}).items())
        change = self.do(
            RecordFinding(no, clause, by, track, Decimal(quantity), level, of, shares, reason)
        )
        assert isinstance(change, RecordFinding)
        return change.id

    def read(
        self,
        value: Value,
        *,
        of: str = "",
        by: str = "",
        no: str = "1",
        clause: str = "a",
        track: Track = "self",
        reason: str = "",
    ) -> Change:
        return self.do(SetReading(no, clause, value, by, track, of, reason))

    def none(self, *numbers: str, clause: str = "", by: str = "", track: Track = "self") -> Change:
        return self.do(MarkNone(numbers or ("1",), clause, by, track))

    def excuse(self, no: str = "1", unit: str = "") -> Change:
        return self.do(MarkNotApplicable((no,), "no such power", unit, "office"))

    def submit(self, no: str = "1", unit: str = "") -> Change:
        return self.do(SubmitItem((no,), unit))

    def send_back(self, no: str = "1", unit: str = "") -> Change:
        return self.do(ReturnItem((no,), "look again", unit))

    def accept(self, no: str = "1", unit: str = "") -> Change:
        return self.do(AcceptItem((no,), unit))

    # what it comes to

    def score(self, no: str = "1", track: Track = "self") -> IndicatorScore:
        indicator = self.roster.indicator(no)
        return score_indicator(self.roster, indicator, self.assessment.entry(no), track)

    def lost(self, no: str = "1", track: Track = "self") -> Points:
        return self.score(no, track).lost

    def shares(self, no: str = "1", track: Track = "self") -> dict[str, Points]:
        return dict(self.score(no, track).shares)

    def state(self, no: str = "1") -> str:
        return item_state(self.roster, self.roster.indicator(no), self.assessment.entry(no))

    def tally(self, track: Track = "self") -> Tally:
        scores = score_all(self.roster, self.assessment, track)
        return tally(self.roster, self.assessment, track, scores)

    def gaps(self, track: Track = "self") -> dict[str, Gap]:
        scores = score_all(self.roster, self.assessment, track)
        return {gap.id: gap for gap in list_gaps(self.roster, self.assessment, track, scores)}


def rate(num: int | str, den: int | str, stated: str | None = None) -> Rate:
    return Rate(Decimal(num), Decimal(den), None if stated is None else Decimal(stated))


def number(value: int | str) -> Number:
    return Number(Decimal(value))


def benchmark(value: int | str) -> Benchmark:
    return Benchmark(Decimal(value))


def tier(label: str) -> Tier:
    return Tier(label)


def judged(points: Points, scorer: str = "a scorer") -> Score:
    return Score(points, scorer)
