"""What has to be put right: one gap for each matter and the unit that bears it (整改事项).

A gap's id is its finding's id (for a reading `indicator.clause.answerer`), a slash and the bearer;
it stays the same on both tracks and however much it costs, also when caps leave it at nothing.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Entry,
    Finding,
    Number,
    Rate,
    Reading,
    Score,
    Tier,
    Track,
)
from fazhi_tui.domain.indicators import Clause, Indicator, PerCount, RateGap, Ratio, Roster
from fazhi_tui.domain.points import Points, nearest, over_one, plain_decimal, show_points
from fazhi_tui.domain.records import Rectification
from fazhi_tui.domain.rectifying import NEAR, days_before, plan_of, split_gap
from fazhi_tui.domain.scoring import IndicatorScore, Posting
from fazhi_tui.domain.tally import Scores

GapState: TypeAlias = Literal["raised", "planned", "in_progress", "reported", "will_not", "closed"]


class Gap(Struct, frozen=True):
    """One matter to be put right. `lost` in milli-points, dates ISO.

    `unit` lost the points, `rectifier` mends it (the same unless said otherwise); `reason` and
    `date` are what was noted with the finding.
    """

    id: str
    indicator: Indicator
    clause: Clause
    problem: str
    reason: str
    lost: Points
    before_caps: Points
    unit: str
    rectifier: str
    plan: Rectification
    by_default: bool
    date: str = ""

    @property
    def state(self) -> GapState:
        """How far it has come."""
        if self.plan.closed:
            return "closed"
        if self.plan.will_not:
            return "will_not"
        if self.plan.reported:
            return "reported"
        if self.plan.progress or self.plan.sent_back:
            return "in_progress"
        return "planned" if self.plan.measure or self.plan.due else "raised"

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return not (self.plan.closed or self.plan.will_not)

    def overdue(self, today: str) -> bool:
        """Whether it should have been mended before `today` (ISO)."""
        due = self.plan.due
        return bool(due) and due < today and self.open

    def near(self, today: str) -> bool:
        """Whether it is to be mended within the next days (临期), and not overdue."""
        due = self.plan.due
        return bool(due) and days_before(due, NEAR) <= today <= due and self.open

    @property
    def disputed(self) -> bool:
        """Whether a unit's objection waits for an answer."""
        return self.plan.dispute is not None and not self.plan.dispute.outcome


Known: TypeAlias = Mapping[str, tuple[IndicatorScore, tuple[Gap, ...]]]
"""By indicator, its gaps and the score that they come from."""


def gaps_by_indicator(
    roster: Roster,
    assessment: Assessment,
    track: Track,
    scores: Scores,
    known: Known | None = None,
) -> Known:
    """The gaps of each indicator; those `known` of the very same score, and plans, are kept."""
    found: dict[str, tuple[IndicatorScore, tuple[Gap, ...]]] = {}
    for indicator in roster.set.indicators:
        no, score = indicator.no, scores[indicator.no]
        if score.postings and indicator.channel != "bonus":
            kept = known.get(no) if known else None
            if kept is None or kept[0] is not score:
                gaps = _of_indicator(roster, indicator, assessment, track, score)
                kept = (score, tuple(gaps))
            found[no] = kept
    return found


def of_unit(gaps: Iterable[Gap], unit: str) -> tuple[Gap, ...]:
    """The gaps a unit lost points by or has to mend."""
    return tuple(gap for gap in gaps if unit in {gap.unit, gap.rectifier})


def same_fact(gaps: Iterable[Gap]) -> dict[str, tuple[str, ...]]:
    """By id, the other gaps that come from the same fact, where there are any.

    The office says so by a name for the fact; unsaid, gaps of one unit with the same reason and
    day are taken for one fact.
    """
    known: dict[tuple[str, ...], list[str]] = {}
    for gap in gaps:
        if gap.plan.fact:
            known.setdefault((gap.plan.fact,), []).append(gap.id)
        elif gap.reason and gap.date:
            known.setdefault((gap.unit, gap.reason, gap.date), []).append(gap.id)
    return {
        gap: tuple(other for other in together if other != gap)
        for together in known.values()
        for gap in together
        if len(together) > 1
    }


def _of_indicator(
    roster: Roster,
    indicator: Indicator,
    assessment: Assessment,
    track: Track,
    score: IndicatorScore,
) -> list[Gap]:
    merged: dict[str, Gap] = {}
    for posting in score.postings:
        gap = _gap(roster, indicator, assessment, track, posting)
        twin = merged.get(gap.id)
        if twin:  # two readings of one answerer that come to the same bearer
            gap = _joined(twin, gap)
        merged[gap.id] = gap
    return list(merged.values())


def _joined(one: Gap, other: Gap) -> Gap:
    return replace(one, lost=one.lost + other.lost, before_caps=one.before_caps + other.before_caps)


def _gap(
    roster: Roster,
    indicator: Indicator,
    assessment: Assessment,
    track: Track,
    posting: Posting,
) -> Gap:
    entry = assessment.entry(indicator.no)
    clause = indicator.clause(posting.clause)
    plan = plan_of(assessment, posting.gap)
    source = _source(entry, track, posting)
    benchmark = _benchmark(entry, track, clause)
    return Gap(
        posting.gap,
        indicator,
        clause,
        problem_sentence(clause, source, benchmark),
        source.reason if source else "",
        posting.lost,
        posting.before_caps,
        posting.unit,
        roster.heir(plan.rectifier or posting.unit),
        plan,
        posting.by_default,
        source.date if source else "",
    )


def _source(entry: Entry, track: Track, posting: Posting) -> Finding | Reading | None:
    """The finding a posting comes from, or the reading: about its unit, else about no one."""
    answers = entry.answers(track)
    if posting.finding:
        return next((f for f in answers.findings if f.id == posting.finding), None)
    matter, bearer = split_gap(posting.gap)
    readings = [
        reading
        for reading in answers.readings
        if reading.clause == posting.clause
        and not isinstance(reading.value, Benchmark)
        and matter.endswith(f".{reading.clause}.{reading.answerer}")
    ]
    about = [reading for reading in readings if reading.subject == bearer]
    return next(iter(about or [r for r in readings if not r.subject]), None)


def _benchmark(entry: Entry, track: Track, clause: Clause) -> Decimal | None:
    for reading in entry.answers(track).readings:
        if reading.clause == clause.id and isinstance(reading.value, Benchmark):
            return reading.value.value
    return None


# ── the sentence ─────────────────────────────────────────────────────────────────────────────


def problem_sentence(
    clause: Clause, source: Finding | Reading | None, benchmark: Decimal | None = None
) -> str:
    """The clause's `problem` with its placeholders filled from a finding or reading.

    A clause without a `problem` lends its text. Placeholders are replaced one by one and never
    evaluated: both the sentence and the values come from people.
    """
    sentence = clause.problem or clause.text
    if source is None or "{" not in sentence:
        return sentence
    for name, shown in _placeholders(clause, source, benchmark).items():
        sentence = sentence.replace("{" + name + "}", shown)
    return sentence


def _placeholders(
    clause: Clause, source: Finding | Reading, benchmark: Decimal | None
) -> dict[str, str]:
    shown: dict[str, str] = {}
    rule = clause.rule
    if isinstance(rule, PerCount | RateGap | Ratio) and rule.target is not None:
        shown["target"] = plain_decimal(rule.target)
    elif benchmark is not None:
        shown["target"] = plain_decimal(benchmark)
    if isinstance(source, Finding):
        return shown | {"n": plain_decimal(source.quantity), "level": source.level}
    match source.value:
        case Number(value):
            shown["n"] = plain_decimal(value)
            if isinstance(rule, PerCount) and rule.target is not None:
                shown["missing"] = plain_decimal(max(Decimal(0), rule.target - value))
        case Rate(num, den):
            shown |= {"num": plain_decimal(num), "den": plain_decimal(den)}
            shown["rate"] = show_rate(num, den)
        case Tier(label):
            shown["tier"] = label
        case Score(points):
            shown["n"] = show_points(points)
        case Benchmark():
            pass
    return shown


def show_rate(num: Decimal, den: Decimal) -> str:
    """A rate in percent for people, to two decimals, halves upward, without idle zeros."""
    if not den:
        return "0"
    (top, bottom), _ = over_one([num, den])
    hundredths = nearest(10_000 * top, bottom, 1)
    return plain_decimal(Decimal(hundredths).scaleb(-2))
