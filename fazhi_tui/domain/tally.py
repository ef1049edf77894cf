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
from itertools import repeat

from msgspec import Struct

from fazhi_tui.domain.adding import NOTHING, Sums, added_up
from fazhi_tui.domain.assessment import Assessment, NotApplicable, State, Track
from fazhi_tui.domain.indicators import UNATTRIBUTED, Channel, Roster
from fazhi_tui.domain.points import Points
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
    is no grade while anything is open that might change it. `native` are the rows before any
    policy; from them and from `sums` the next tally goes on.
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
    native: tuple[Row, ...]
    rows: tuple[Row, ...]
    sums: Sums
    by_area: tuple[Sum, ...]
    by_group: tuple[Sum, ...]
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
    def by_indicator(self) -> tuple[Sum, ...]:
        """Each indicator, of any channel."""
        return tuple(
            Sum(row.indicator.no, row.indicator.name, row.worth, row.earned, row.lost, row.pending)
            for row in self.rows
        )

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


def tally(
    roster: Roster,
    assessment: Assessment,
    track: Track,
    scores: Scores,
    before: Tally | None = None,
) -> Tally:
    """Add up an assessment from the native scores of its indicators.

    Faster where a tally of the same roster and track went `before`: where the score is the same
    object now as then, nothing has been said about the indicator since.
    """
    native = _native_rows(roster, assessment, scores, before)
    by_channel = defaultdict[Channel, list[Row]](list)
    for row in native:
        by_channel[row.score.channel].append(row)
    vetoes = tuple(case for row in native for case in row.score.vetoes)
    void = any(case.effect == "zero_all" for case in vetoes)
    bonus_cap, penalty_cap = 0 if void else roster.set.bonus_cap, roster.set.penalty_cap
    base = vetoed(roster, converted(roster, by_channel["base"]), vetoes)
    bonus = capped(by_channel["bonus"], bonus_cap, roster.set.quantum)
    penalty = capped(by_channel["penalty"], penalty_cap, roster.set.quantum)
    rows = _in_order([*base, *bonus, *penalty])
    sums = added_up(rows, (before.rows, before.sums) if before else None)
    parts = sums.parts()
    full, earned, lost, pending = parts.get(("channel", "base"), NOTHING)
    _, _, given, open_bonus = parts.get(("channel", "bonus"), NOTHING)
    _, _, taken, open_penalty = parts.get(("channel", "penalty"), NOTHING)
    by_unit = _by_unit(roster, sums)
    nobody = next((account for account in by_unit if account.unit == UNATTRIBUTED), None)
    return Tally(
        track=track,
        full=full,
        earned=earned,
        lost=lost,
        pending=pending,
        bonus=given,
        penalty=taken,
        bonus_pending=_open(given, open_bonus, bonus_cap),
        penalty_pending=_open(taken, open_penalty, penalty_cap),
        grade=grade_at(roster, earned + given - taken) if _settled(sums) else None,
        vetoes=vetoes,
        not_applicable=_not_applicable(roster, assessment),
        progress=_progress(sums),
        native=native,
        rows=rows,
        sums=sums,
        by_area=tuple(
            Sum(area.no, area.name, *parts.get(("area", area.no), NOTHING))
            for area in roster.set.areas
        ),
        by_group=tuple(
            Sum(group.no, group.name, *parts.get(("group", group.no), NOTHING))
            for group in roster.set.groups
        ),
        by_unit=tuple(account for account in by_unit if account is not nobody),
        matrix=tuple(
            (account.unit, area.no, cell)
            for account in by_unit
            for area in roster.set.areas
            if (cell := sums.borne["base", area.no, account.unit])
        ),
        unattributed=nobody.lost if nobody else 0,
        unattributed_findings=nobody.findings if nobody else 0,
    )


def _native_rows(
    roster: Roster, assessment: Assessment, scores: Scores, before: Tally | None
) -> tuple[Row, ...]:
    known = before.native if before else repeat(None)
    return tuple(
        row
        if row is not None and row.score is scores[indicator.no]
        else native_row(indicator, scores[indicator.no], assessment.duty(indicator))
        for indicator, row in zip(roster.set.indicators, known, strict=False)
    )


def _settled(sums: Sums) -> bool:
    """Whether every clause of every channel is answered."""
    return not any(rows for (_, answered), rows in sums.states.items() if not answered)


def _open(given: Points, pending: Points, cap: Points | None) -> Points:
    """What may yet come to a channel beside the base, under its cap."""
    return pending if cap is None else min(pending, max(0, cap - given))


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.indicator.ordinal))


def grade_at(roster: Roster, total: Points) -> str | None:
    """The highest grade reached; penalties can take a total below nothing, never below a grade."""
    reached = [grade for grade in roster.set.grades if max(0, total) >= grade.at_least]
    return max(reached, key=lambda grade: grade.at_least).name if reached else None


# ── sums ─────────────────────────────────────────────────────────────────────────────────────


def _by_unit(roster: Roster, sums: Sums) -> tuple[UnitSum, ...]:
    """Each unit that has lost or gained something, and the unattributed, in the set's order."""
    units = {unit for (_, unit), rows in sums.bearing.items() if rows}
    worth, borne = _worth_borne(roster, sums), Counter[tuple[Channel, str]]()
    for (channel, _, unit), amount in sums.borne.items():
        borne[channel, unit] += amount
    total = sum(amount for (channel, _), amount in borne.items() if channel == "base")
    last = len(roster.places)
    return tuple(
        UnitSum(
            unit,
            lost := borne["base", unit],
            Fraction(lost, total) if total else None,
            Fraction(lost, worth[unit]) if worth[unit] else None,
            borne["bonus", unit],
            borne["penalty", unit],
            sums.bearing["base", unit],
            sums.findings[unit],
            sums.by_default[unit],
        )
        for unit in sorted(units, key=lambda unit: (roster.places.get(unit, last), unit))
    )


def _worth_borne(roster: Roster, sums: Sums) -> Counter[str]:
    """By unit, the worth of the indicators where it is lead or competent."""
    worth = Counter[str]()
    for (lead, competent), together in sums.duties.items():
        for unit in {roster.heir(unit) for unit in (lead, *roster.members(competent))}:
            worth[unit] += together
    return worth


def _progress(sums: Sums) -> Progress:
    states = Counter[State]()
    for (state, _), rows in sums.states.items():
        states[state] += rows
    submitted = states["submitted"] + states["accepted"]
    answered = states["answered"] + submitted
    return Progress(states.total(), answered, submitted, states["returned"], states["accepted"])


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
