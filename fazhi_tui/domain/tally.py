"""What an assessment adds up to: by area, group, indicator and unit, always exactly.

    ledger (one native score per indicator)
      → not-applicable policy (`exclude` converts by one more apportion)
      → channels (bonus and penalty, capped) → vetoes → grade

In each channel the units' amounts (with the unattributed) add up to the indicators', the
indicators' to the areas', and earned + lost + pending = full. `Tally.balanced` checks it anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeAlias, TypeVar

from msgspec import Struct

from fazhi_tui.domain.assessment import Assessment, NotApplicable, Track
from fazhi_tui.domain.indicators import UNATTRIBUTED, Area, Group, Roster
from fazhi_tui.domain.points import Points, round_half_up
from fazhi_tui.domain.policies import Row, capped, converted, native_row, vetoed
from fazhi_tui.domain.scoring import IndicatorScore, VetoCase, score_indicator

Scores = Mapping[str, IndicatorScore]


class Sum(Struct, frozen=True):
    """What an area, group or indicator adds up to (base channel)."""

    no: str
    name: str
    worth: Points
    earned: Points
    lost: Points
    pending: Points


class UnitSum(Struct, frozen=True):
    """What one unit lost. `share` of all that is lost, `rate` of the worth it answers for.

    `findings` counts its postings, `by_default` is how much of `lost` nobody booked by name.
    """

    unit: str
    lost: Points
    share: Fraction | None
    rate: Fraction | None
    bonus: Points
    penalty: Points
    indicators: int
    findings: int
    by_default: Points


class Progress(Struct, frozen=True):
    """How many indicators there are and have come how far; later states include earlier ones."""

    indicators: int
    answered: int
    submitted: int
    returned: int
    accepted: int


class Tally(Struct, frozen=True):
    """Everything an assessment adds up to on one track. Points in milli-points.

    `pending` is the base channel's; what may yet be given or taken beside it stands apart. There
    is no grade while anything is open that might change it.
    """

    track: Track
    full: Points
    earned: Points
    lost: Points
    pending: Points
    bonus: Points
    penalty: Points
    bonus_pending: Points
    penalty_pending: Points
    grade: str | None
    vetoes: tuple[VetoCase, ...]
    not_applicable: tuple[tuple[str, NotApplicable], ...]
    progress: Progress
    rows: tuple[Row, ...]
    by_area: tuple[Sum, ...]
    by_group: tuple[Sum, ...]
    by_indicator: tuple[Sum, ...]
    by_unit: tuple[UnitSum, ...]
    matrix: tuple[tuple[str, str, Points], ...]
    unattributed: Points
    unattributed_findings: int

    @property
    def low(self) -> Points:
        """What is certain already."""
        return self.earned

    @property
    def high(self) -> Points:
        """What it would be if nothing more were lost."""
        return self.earned + self.pending

    @property
    def total(self) -> Points:
        """What is earned, with bonus and penalty."""
        return self.earned + self.bonus - self.penalty

    @property
    def lowest(self) -> Points:
        """The total if nothing more is earned, and all that may yet be taken is."""
        return self.total - self.penalty_pending

    @property
    def highest(self) -> Points:
        """The total if all that is open turns out well."""
        return self.total + self.pending + self.bonus_pending

    @property
    def balanced(self) -> bool:
        """Whether every way of adding up comes to the same."""
        by_unit = sum(unit.lost for unit in self.by_unit) + self.unattributed
        by_cell = sum(lost for _, _, lost in self.matrix)
        lost = {by_unit, by_cell, self.lost}
        lost.update(sum(s.lost for s in sums) for sums in (self.by_area, self.by_group))
        lost.add(sum(row.lost for row in self.rows if row.score.channel == "base"))
        return len(lost) == 1 and self.earned + self.lost + self.pending == self.full


def score_all(roster: Roster, assessment: Assessment, track: Track) -> dict[str, IndicatorScore]:
    """Score every indicator of the set, each by itself."""
    return {
        indicator.no: score_indicator(roster, indicator, assessment.entry(indicator.no), track)
        for indicator in roster.set.indicators
    }


def tally(roster: Roster, assessment: Assessment, track: Track, scores: Scores) -> Tally:
    """Add up an assessment from the native scores of its indicators."""
    native = [native_row(indicator, scores[indicator.no]) for indicator in roster.set.indicators]
    base = [row for row in native if row.score.channel == "base"]
    base = converted(roster, base)
    vetoes = tuple(case for row in native for case in row.score.vetoes)
    void = any(case.effect == "zero_all" for case in vetoes)
    bonus_cap = 0 if void else roster.set.bonus_cap
    bonus = capped(native, "bonus", bonus_cap, roster.set.quantum)
    penalty = capped(native, "penalty", roster.set.penalty_cap, roster.set.quantum)
    booked = _booked(base, roster.set.quantum)
    base = vetoed(roster, base, vetoes)
    rows = _in_order([*base, *bonus, *penalty])
    in_group, in_area = defaultdict[str, list[Row]](list), defaultdict[str, list[Row]](list)
    for row in base:
        in_group[row.indicator.group].append(row)
        in_area[row.indicator.area].append(row)
    groups = tuple(_sum(group, in_group[group.no]) for group in roster.set.groups)
    areas = tuple(_sum(area, in_area[area.no]) for area in roster.set.areas)
    pending = sum(row.pending for row in base)
    earned = sum(row.earned for row in base)
    total = earned + sum(r.lost for r in bonus) - sum(r.lost for r in penalty)
    cells = _cells(base)
    by_unit = _by_unit(roster, assessment, (base, bonus, penalty), cells, booked)
    nobody = next((account for account in by_unit if account.unit == UNATTRIBUTED), None)
    return Tally(
        track=track,
        full=sum(row.worth for row in base),
        earned=earned,
        lost=sum(row.lost for row in base),
        pending=pending,
        bonus=sum(row.lost for row in bonus),
        penalty=sum(row.lost for row in penalty),
        bonus_pending=_open(bonus, bonus_cap),
        penalty_pending=_open(penalty, roster.set.penalty_cap),
        grade=grade_at(roster, total) if _settled(native) else None,
        vetoes=vetoes,
        not_applicable=_not_applicable(roster, assessment),
        progress=_progress(native),
        rows=rows,
        by_area=areas,
        by_group=groups,
        by_indicator=tuple(_indicator_sum(row) for row in rows),
        by_unit=tuple(account for account in by_unit if account is not nobody),
        matrix=_matrix(roster, cells),
        unattributed=nobody.lost if nobody else 0,
        unattributed_findings=nobody.findings if nobody else 0,
    )


def _settled(rows: Iterable[Row]) -> bool:
    """Whether every clause of every channel is answered."""
    return all(clause.answered for row in rows for clause in row.score.clauses)


def _open(rows: list[Row], cap: Points | None) -> Points:
    """What may yet come to a channel beside the base, under its cap."""
    pending = sum(row.pending for row in rows)
    return pending if cap is None else min(pending, max(0, cap - sum(row.lost for row in rows)))


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.indicator.ordinal))


def grade_at(roster: Roster, total: Points) -> str | None:
    """The highest grade reached; penalties can take a total below nothing, never below a grade."""
    reached = [grade for grade in roster.set.grades if max(0, total) >= grade.at_least]
    return max(reached, key=lambda grade: grade.at_least).name if reached else None


Key = TypeVar("Key")


def summed(amounts: Iterable[tuple[Key, Points]]) -> dict[Key, Points]:
    """What amounts come to by key, such as the unit."""
    sums: dict[Key, Points] = {}
    for key, amount in amounts:
        sums[key] = sums.get(key, 0) + amount
    return sums


# ── sums ─────────────────────────────────────────────────────────────────────────────────────


def _sum(part: Area | Group, rows: list[Row]) -> Sum:
    return Sum(
        part.no,
        part.name,
        sum([row.worth for row in rows]),
        sum([row.earned for row in rows]),
        sum([row.lost for row in rows]),
        sum([row.pending for row in rows]),
    )


def _indicator_sum(row: Row) -> Sum:
    indicator = row.indicator
    return Sum(indicator.no, indicator.name, row.worth, row.earned, row.lost, row.pending)


Cells: TypeAlias = dict[tuple[str, str], Points]


def _cells(rows: list[Row]) -> Cells:
    """What each unit lost in each area."""
    cells: Cells = {}
    for row in rows:
        area = row.indicator.area
        for unit, lost in row.shares:
            key = (unit, area)
            cells[key] = cells.get(key, 0) + lost
    return cells


def _matrix(roster: Roster, cells: Cells) -> tuple[tuple[str, str, Points], ...]:
    """Unit × area, only cells that are not empty, units in the set's order."""
    areas = {area.no: place for place, area in enumerate(roster.set.areas)}
    last = len(roster.places)
    ordered = sorted(cells, key=lambda key: (roster.places.get(key[0], last), areas[key[1]]))
    return tuple((unit, area, cells[unit, area]) for unit, area in ordered if cells[unit, area])


def _by_unit(
    roster: Roster,
    assessment: Assessment,
    channels: tuple[list[Row], list[Row], list[Row]],
    cells: Cells,
    by_default: Mapping[str, Points],
) -> tuple[UnitSum, ...]:
    """Each unit that has lost or gained something, and the unattributed, in the set's order."""
    base, bonus, penalty = channels
    postings = [posting for row in base for posting in row.score.postings]
    findings = Counter([posting.unit for posting in postings])
    indicators = Counter([unit for row in base for unit, _ in row.shares])
    lost = summed((unit, lost) for (unit, _), lost in cells.items())
    gained, fined = _borne(bonus), _borne(penalty)
    worth = _worth_borne(roster, assessment, base)
    total = sum(lost.values())
    last = len(roster.places)
    return tuple(
        UnitSum(
            unit,
            lost.get(unit, 0),
            Fraction(lost.get(unit, 0), total) if total else None,
            Fraction(lost.get(unit, 0), worth[unit]) if worth.get(unit) else None,
            gained.get(unit, 0),
            fined.get(unit, 0),
            indicators[unit],
            findings[unit],
            by_default.get(unit, 0),
        )
        for unit in sorted({*lost, *gained, *fined}, key=lambda u: roster.places.get(u, last))
    )


def _booked(rows: list[Row], quantum: Points) -> dict[str, Points]:
    """How much of the units' shares is booked by default, converted as the shares are."""
    booked: dict[str, Points] = {}
    for row in rows:
        by_default = [(p.unit, p.lost) for p in row.score.postings if p.by_default]
        if not by_default:
            continue
        native, assumed = row.score.shares, summed(by_default)
        if row.shares != native:
            factors = {
                unit: Fraction(share, of)
                for (unit, share), (_, of) in zip(row.shares, native, strict=True)
                if of
            }
            assumed = {
                unit: round_half_up(lost * factors[unit], quantum)
                for unit, lost in assumed.items()
                if lost
            }
        for unit, lost in assumed.items():
            booked[unit] = booked.get(unit, 0) + lost
    return booked


def _borne(rows: list[Row]) -> dict[str, Points]:
    """What the units bear of some rows."""
    return summed([borne for row in rows for borne in row.shares])


def _worth_borne(roster: Roster, assessment: Assessment, rows: list[Row]) -> dict[str, Points]:
    """By unit, the worth of the indicators where it is lead or competent."""
    by_duty = defaultdict[tuple[str, tuple[str, ...]], Points](int)
    for row in rows:
        duty = assessment.duty(row.indicator)
        by_duty[duty.lead, duty.competent] += row.worth
    worth = defaultdict[str, Points](int)
    for (lead, competent), together in by_duty.items():
        for unit in {roster.heir(unit) for unit in (lead, *roster.members(competent))}:
            worth[unit] += together
    return worth


def _progress(rows: list[Row]) -> Progress:
    states = [row.score.state for row in rows]
    accepted = states.count("accepted")
    submitted = states.count("submitted") + accepted
    answered = states.count("answered") + submitted
    return Progress(len(states), answered, submitted, states.count("returned"), accepted)


def _not_applicable(
    roster: Roster, assessment: Assessment
) -> tuple[tuple[str, NotApplicable], ...]:
    concerned = {no for no, entry in assessment.entries.items() if entry.not_applicable}
    return tuple(
        (indicator.no, item)
        for indicator in roster.set.indicators
        if indicator.no in concerned
        for item in assessment.entry(indicator.no).not_applicable
    )
