"""An indicator system as a value: areas, groups, indicators, clauses, units, and who has duties.

    IndicatorSet ─ Area ─ Group ─ Indicator ─ Clause ─ Rule (one of eight kinds)
                 └ Unit, UnitGroup, Grade

Everything is frozen. `Roster` looks things up by name and expands groups of units.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.points import Points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.records import Succession
from fazhi_tui.domain.text import nearest
from fazhi_tui.domain.units import Unit, UnitGroup, canonical_names

Channel: TypeAlias = Literal["base", "bonus", "penalty"]
Role: TypeAlias = Literal["lead", "competent", "supporting"]
Bearer: TypeAlias = Literal["lead", "competent", "named"]
Rounding: TypeAlias = Literal["exact", "up", "down"]
Direction: TypeAlias = Literal["at_least", "at_most"]
NotApplicablePolicy: TypeAlias = Literal["full", "exclude"]
VetoEffect: TypeAlias = Literal["no_award", "zero_area", "zero_all"]

UNATTRIBUTED = "?"
"""The pseudo-unit that holds losses whose bearer is not named yet (失分单位待认定)."""


class Area(Struct, frozen=True, omit_defaults=True):
    """一级指标. `worth` in milli-points.

    `weight` is what it counts in the total where that is something else (权重).
    """

    no: str
    name: str
    worth: Points
    weight: Points | None = None


class Group(Struct, frozen=True):
    """二级指标. `worth` in milli-points."""

    no: str
    area: str
    name: str
    worth: Points


class Fixed(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="fixed"):
    """定额: costs `points` once if there is any finding; None means the indicator's whole worth."""

    points: Points | None = None


class PerCount(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="per_count"):
    """计次: points for each case, by level if levels are given.

    With `target` the number reached is entered and each missing one costs. With `step` the
    quantity is counted in steps (每20万元), whole or in part as `rounding` says.
    """

    points: Points = 0
    levels: tuple[tuple[str, Points], ...] = ()
    target: Decimal | None = None
    step: Decimal | None = None
    rounding: Rounding = "exact"


class Progressive(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="progressive"):
    """累进: the k-th occurrence costs `schedule[k]`, the last one repeats."""

    schedule: tuple[Points, ...]


class RateGap(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="rate_gap"):
    """比率差: `points` for each `step` percentage points away from `target` percent.

    `target` None: a benchmark from outside is entered with the reading. `bands` are (bound,
    points), ever farther from the target: what lies beyond a bound costs that band's points.
    """

    target: Decimal | None
    step: Decimal
    points: Points
    partial: Rounding
    direction: Direction = "at_least"
    bands: tuple[tuple[Decimal, Points], ...] = ()


class Ratio(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="ratio"):
    """按比例: costs points x (1 - min(1, rate / target)); `points` None is the whole worth."""

    points: Points | None = None
    target: Decimal = Decimal(100)


class Tiers(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="tiers"):
    """分档: a table from a label, or from a bound on a number or a rate in percent, to points.

    The first row whose bound is met counts; the bound None is everything else.
    """

    measure: Literal["label", "number", "rate"]
    labels: tuple[tuple[str, Points], ...] = ()
    bounds: tuple[tuple[Decimal | None, Points], ...] = ()
    direction: Direction = "at_least"


class Judged(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="judged"):
    """酌情: a value between `minimum` and `maximum`, with a reason and a scorer."""

    minimum: Points
    maximum: Points


class Veto(Struct, frozen=True, omit_defaults=True, tag_field="kind", tag="veto"):
    """一票否决: takes the award, an area's points, or all of them."""

    effect: VetoEffect = "no_award"


Rule: TypeAlias = Fixed | PerCount | Progressive | RateGap | Ratio | Tiers | Judged | Veto


class Clause(Struct, frozen=True, omit_defaults=True, dict=True):
    """One rule of an indicator (评分细则). `cap` and `unit_cap` in milli-points."""

    id: str
    text: str
    rule: Rule
    problem: str = ""
    count_unit: str = ""
    cap: Points | None = None
    unit_cap: Points | None = None
    bearer: Bearer | None = None
    answered_by: Role | tuple[str, ...] = "lead"
    per: Literal["indicator", "unit"] = "indicator"
    recoverable: bool = True

    @cached_property
    def counts(self) -> bool:
        """Whether findings are entered for it (else one or several readings)."""
        rule = self.rule
        if isinstance(rule, PerCount):
            return rule.target is None
        return isinstance(rule, Fixed | Progressive | Veto)

    @cached_property
    def takes_rate(self) -> bool:
        """Whether its readings are numerator and denominator."""
        rule = self.rule
        return isinstance(rule, RateGap | Ratio) or (
            isinstance(rule, Tiers) and rule.measure == "rate"
        )

    @cached_property
    def by_subject(self) -> bool:
        """Whether it may hold readings about several units (else exactly one reading)."""
        if isinstance(self.rule, Tiers | Judged) and self.per == "unit":
            return True
        return self.takes_rate or isinstance(self.rule, PerCount)

    @cached_property
    def takes_one(self) -> bool:
        """Whether exactly one reading counts, so that one unit answers for all."""
        return not self.counts and not self.by_subject

    @cached_property
    def about_itself(self) -> bool:
        """Whether a reading about no one in particular is about the unit that gave it."""
        if self.bearer is None:
            return self.by_subject
        return self.bearer == "named" and self.answered_by != "lead"


class Joint(Struct, frozen=True, omit_defaults=True):
    """Clauses of one indicator that count together: at most `cap` in all (几条合计不超过).

    `cap` None: only the one that makes most counts (就高不重复).
    """

    clauses: tuple[str, ...]
    cap: Points | None = None


class Duty(Struct, frozen=True, omit_defaults=True):
    """Who answers for an indicator: units, groups in the next two, people; until when, in words."""

    lead: str
    competent: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    leader: str = ""
    person: str = ""
    due: str = ""


class Indicator(Struct, frozen=True, omit_defaults=True):
    """三级指标. `ordinal` is its place in the set, from 0; `worth` in milli-points."""

    no: str
    ordinal: int
    group: str
    area: str
    name: str
    worth: Points
    duty: Duty
    clauses: tuple[Clause, ...]
    channel: Channel = "base"
    criterion: str = ""
    judged_by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    may_exceed: bool = False
    joints: tuple[Joint, ...] = ()

    def clause(self, clause_id: str) -> Clause:
        """The clause of that id. Raises `Refused`."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        ids = " ".join(clause.id for clause in self.clauses)
        raise Refused(Problem(Code.UNKNOWN_CLAUSE, self.no, clause_id, ids))


class Grade(Struct, frozen=True):
    """等次: its name and the least total that reaches it, in milli-points."""

    name: str
    at_least: Points


class IndicatorSet(Struct, frozen=True, omit_defaults=True):
    """A whole indicator system. Indicators stand in their official order."""

    id: str
    title: str
    quantum: Points
    total: Points
    units: tuple[Unit, ...]
    areas: tuple[Area, ...]
    groups: tuple[Group, ...]
    indicators: tuple[Indicator, ...]
    unit_groups: tuple[UnitGroup, ...] = ()
    grades: tuple[Grade, ...] = ()
    edition: str = ""
    basis: str = ""
    office: str = ""
    demo: bool = False
    not_applicable: NotApplicablePolicy = "full"
    default_bearer: Literal["lead", "competent"] = "lead"
    bonus_cap: Points | None = None
    penalty_cap: Points | None = None
    point_name: str = ""
    """What is counted where it is not points (a set without points counts indicators)."""


class Roster:
    """Look-ups over one set: indicators by number, units by any of their names, groups expanded.

    Since the set was `adopted`, units may have come (`set` has all) and gone (they have `heirs`).
    """

    def __init__(
        self,
        adopted: IndicatorSet,
        units: tuple[Unit, ...] = (),
        heirs: Mapping[str, str] | None = None,
        successions: tuple[Succession, ...] = (),
    ) -> None:
        self.adopted = adopted
        self.set = replace(adopted, units=units) if units else adopted
        self.heirs = heirs or {}
        self.successions = successions
        self._expanded: dict[tuple[str, ...], tuple[str, ...]] = {}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Indicators by number."""
        return {indicator.no: indicator for indicator in self.set.indicators}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Units by their canonical name, in the set's order."""
        return {unit.name: unit for unit in self.set.units}

    @cached_property
    def places(self) -> dict[str, int]:
        """Each unit's place in the set, from 0."""
        return {unit.name: place for place, unit in enumerate(self.set.units)}

    @cached_property
    def bearing(self) -> frozenset[str]:
        """The units that may lose points."""
        return frozenset(unit.name for unit in self.set.units if unit.bears)

    @cached_property
    def answering(self) -> dict[str, frozenset[tuple[str, str]]]:
        """By indicator, as the set says: which clause has to be answered by which unit."""
        return {
            indicator.no: frozenset(
                (clause.id, unit)
                for clause in indicator.clauses
                for unit in self.answerers(clause, indicator.duty)
            )
            for indicator in self.set.indicators
        }

    @cached_property
    def groups(self) -> dict[str, UnitGroup]:
        """Unit groups by name."""
        return {group.name: group for group in self.set.unit_groups}

    @cached_property
    def _canonical(self) -> dict[str, str]:
        """Every way to write a unit to its canonical name."""
        return canonical_names(self.set.units)

    @property
    def office(self) -> str:
        """The unit that verifies; the set's first unit where it names none."""
        return self.heir(self.set.office or self.set.units[0].name)

    def indicator(self, no: str) -> Indicator:
        """The indicator of that number. Raises `Refused`."""
        try:
            return self.indicators[no]
        except KeyError:
            raise Refused(Problem(Code.UNKNOWN_INDICATOR, value=no, wanted=self._span())) from None

    def unit(self, name: str, path: str = "") -> str:
        """The canonical name of the unit written as `name`. Raises `Refused`."""
        found = self._canonical.get(name.strip())
        if found is None:
            if name.strip() in self.groups:
                raise Refused(Problem(Code.GROUP_HERE, path, name.strip()))
            hint = nearest(name, self._canonical)
            raise Refused(Problem(Code.UNKNOWN_UNIT, path, name, hint=hint))
        return found

    def bearer(self, name: str, path: str = "") -> str:
        """The canonical name of a unit that may lose points. Raises `Refused`."""
        unit = self.unit(name, path)
        if not self.units[unit].bears:
            raise Refused(Problem(Code.MAY_NOT_BEAR, path, unit))
        return unit

    def heir(self, unit: str) -> str:
        """The unit that goes on for `unit`; itself where none does."""
        return self.heirs.get(unit, unit)

    def expand(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Units in the set's order, each once; fixed groups expanded, by-event groups empty."""
        found = self._expanded.get(names)
        if found is None:
            found = tuple(sorted(self.members(names), key=self.places.__getitem__))
            self._expanded[names] = found
        return found

    def members(self, names: Iterable[str]) -> set[str]:
        """The same units in no order."""
        found: set[str] = set()
        for name in names:
            group = self.groups.get(name)
            found.update(group.members if group else (name,))
        return found

    def answerers(self, clause: Clause, duty: Duty) -> tuple[str, ...]:
        """The units that must answer a clause.

        The lead does where the role it names is empty, and where one reading is wanted and that
        role has several units.
        """
        units = self.asked(clause, duty)
        return (duty.lead,) if not units or (len(units) > 1 and clause.takes_one) else units

    def asked(self, clause: Clause, duty: Duty) -> tuple[str, ...]:
        """The units of the role, or the list, that a clause names as its answerers."""
        if clause.answered_by == "lead":
            return (duty.lead,)
        if clause.answered_by == "competent":
            return self.expand(duty.competent)
        if clause.answered_by == "supporting":
            return self.expand(duty.supporting)
        return self.expand(clause.answered_by)

    def _span(self) -> str:
        numbers = [indicator.no for indicator in self.set.indicators]
        return f"{numbers[0]}-{numbers[-1]}" if numbers else ""
