"""Whole sets and whole rounds at random: sensible changes and silly ones.

Hypothesis draws the seed and the length of a round, so a failing one shrinks to its shortest
beginning. A silly change is one that `decide` may refuse; a round simply goes on without it.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random
from typing import NamedTuple, TypeAlias

from hypothesis import strategies as st

from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Number,
    Rate,
    Score,
    Tier,
    Track,
    Value,
    must_answer,
)
from fazhi_tui.domain.changes import (
    AcceptItem,
    AdmitLate,
    AmendFinding,
    AssignDuty,
    AttachEvidence,
    Change,
    ClearClause,
    DisputeGap,
    DrawSample,
    DropEvidence,
    DropFinding,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    PlanRectification,
    Reassign,
    RecordCheck,
    RecordFinding,
    RejectDispute,
    ReturnItem,
    SetDeadline,
    SetOutsideScores,
    SetReading,
    SubmitItem,
    SucceedUnit,
    WriteNote,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import (
    Bearer,
    Channel,
    Clause,
    Duty,
    Grade,
    Indicator,
    IndicatorSet,
    Joint,
    Judged,
    PerCount,
    RateGap,
    Role,
    Roster,
    Tiers,
    Veto,
)
from fazhi_tui.domain.problems import Refused
from fazhi_tui.domain.sampling import samples
from fazhi_tui.domain.scoring import score_indicator
from fazhi_tui.domain.units import Unit, UnitGroup
from tests.domain.builders import a_set, through_journal
from tests.domain.rules import Prices, a_rule

NAMES = ("城管局", "交通局", "公安局", "司法局", "住建局", *(f"第{n}局" for n in range(6, 41)))
FEW = 5
COURT = Unit("法院", bears=False)
ROLES: tuple[Role, ...] = ("lead", "lead", "competent", "supporting")
BEARERS: tuple[Bearer | None, ...] = (None, "lead", "competent", "named")
TRACKS: tuple[Track, ...] = ("self", "self", "self", "verified")
CHANNELS: tuple[Channel, ...] = (*("base",) * 5, "bonus", "penalty")  # type: ignore[assignment,unused-ignore]


class Step(NamedTuple):
    """One change of a round, and the assessment before and after it."""

    before: Assessment
    change: Change
    after: Assessment


class Played(NamedTuple):
    """A round that was played: its set, its steps, where it stands."""

    roster: Roster
    steps: list[Step]
    assessment: Assessment


# ── sets ─────────────────────────────────────────────────────────────────────────────────────


def _some(chance: Random, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(chance.sample(names, chance.randint(0, min(3, len(names)))))


def _clause(chance: Random, clause_id: str, prices: Prices, names: Sequence[str]) -> Clause:
    rule = a_rule(chance, prices)
    by_unit = chance.random() < 0.4
    answered_by: Role | tuple[str, ...] = chance.choice(ROLES)
    if chance.random() < 0.2:
        answered_by = (chance.choice([*names, COURT.name]), "各执法部门")
    return Clause(
        clause_id,
        "text",
        rule,
        problem=chance.choice(["", "{n} of {target}, {level}{num}/{den}"]),
        cap=chance.choice([None, prices.one()]),
        unit_cap=chance.choice([None, prices.one()]) if by_unit else None,
        bearer=chance.choice(BEARERS),
        answered_by=answered_by,
        per="unit" if by_unit else "indicator",
        recoverable=chance.random() < 0.5,
    )


def _duty(chance: Random, names: Sequence[str]) -> Duty:
    many = [*names, COURT.name, "各执法部门", "各被诉单位"]
    return Duty(chance.choice(names), _some(chance, many), _some(chance, many))


def _joints(chance: Random, clauses: Sequence[Clause], prices: Prices) -> tuple[Joint, ...]:
    """Nothing, a joint of some clauses, or that one inside another of all."""
    names = [clause.id for clause in clauses if not isinstance(clause.rule, Veto)]
    sizes = sorted(chance.sample(range(2, 5), chance.choice([0, 1, 1, 2])))
    chosen = dict.fromkeys(min(size, len(names)) for size in sizes)
    inner = chance.sample(names, len(names))
    return tuple(
        Joint(
            tuple(name for name in names if name in inner[:size]),
            chance.choice([None, prices.one()]),
        )
        for size in chosen
        if size > 1
    )


def _indicator(chance: Random, no: int, quantum: int, names: Sequence[str]) -> Indicator:
    worth = quantum * chance.choice([chance.randint(1, 300), chance.randint(1, 20)])
    area = chance.choice("123")
    prices = Prices(chance, worth, quantum)
    many = chance.randint(1, 4)
    clauses = tuple(_clause(chance, name, prices, names) for name in "abcd"[:many])
    return Indicator(
        str(no),
        0,
        f"{area}.1",
        area,
        f"indicator {no}",
        worth,
        _duty(chance, names),
        clauses,
        channel=chance.choice(CHANNELS),
        may_exceed=chance.random() < 0.2,
        joints=_joints(chance, clauses, prices), evidence=("x", "y"),
    )  # fmt: skip


def a_random_set(chance: Random) -> IndicatorSet:
    quantum = chance.choice([10, 50, 1])
    most = len(NAMES) if chance.random() < 0.15 else FEW
    names = NAMES[: chance.randint(1, most)]
    members = _some(chance, names) or names[:1]
    many = chance.randint(1, 8)
    indicators = [_indicator(chance, no, quantum, names) for no in range(1, many + 1)]
    weights = {i.area: quantum * chance.randint(1, 400) for i in indicators if i.channel == "base"}
    return a_set(
        *indicators,
        quantum=quantum,
        units=(*map(Unit, names), COURT),
        unit_groups=(UnitGroup("各执法部门", members), UnitGroup("各被诉单位", by_event=True)),
        office=names[-1],
        grades=(Grade("good", 90 * quantum), Grade("fair", 20 * quantum)),
        not_applicable=chance.choice(("full", "exclude")),
        bonus_cap=chance.choice([None, quantum * chance.randint(0, 200)]),
        penalty_cap=chance.choice([None, quantum * chance.randint(0, 200)]),
        weights=chance.choice([None, None, weights]),
    )


# ── values and answers ───────────────────────────────────────────────────────────────────────

SILLY = [Decimal(text) for text in ("0", "-1", "0.5", "NaN", "1E+40", "-Infinity")]


def _quantity(chance: Random, clause: Clause) -> Decimal:
    if chance.random() < 0.06:
        return chance.choice(SILLY)
    in_steps = isinstance(clause.rule, PerCount) and clause.rule.step
    return Decimal(chance.randint(1, 999)) / 10 if in_steps else Decimal(chance.randint(1, 9))


def _value(chance: Random, clause: Clause) -> Value:
    """Mostly a value that the clause takes."""
    rule = clause.rule
    if chance.random() < 0.06:
        silly: list[Value] = [
            Tier("?"),
            Number(Decimal("NaN")),
            Score(7),
            Benchmark(Decimal(101)),
        ]
        return chance.choice(silly)
    if isinstance(rule, RateGap) and rule.target is None and chance.random() < 0.5:
        return Benchmark(Decimal(chance.randint(0, 100)))
    if clause.takes_rate:
        den = chance.choice([0, *range(1, 15)])
        num = chance.randint(0, den) if chance.random() < 0.97 else den + 1
        return Rate(Decimal(num), Decimal(den), chance.choice([None, None, None, Decimal(90)]))
    if isinstance(rule, Judged):
        return Score(chance.choice([rule.minimum, rule.maximum]), "scorer")
    if isinstance(rule, Tiers) and rule.measure == "label":
        return Tier(chance.choice(rule.labels)[0])
    return Number(Decimal(chance.randint(0, 12)))


def _unit(chance: Random, roster: Roster) -> str:
    """A unit of the set, or nobody in particular, seldom one that is not there."""
    return chance.choice([*roster.places, *roster.places, "", "nobody"])


def _named(roster: Roster) -> Sequence[str]:
    """The units of the set, and as many more as make a few."""
    return NAMES[: max(len(roster.places) - 1, FEW)]


def _answerer(
    chance: Random, roster: Roster, assessment: Assessment, indicator: Indicator, clause: Clause
) -> str:
    units = must_answer(roster, indicator, assessment.entry(indicator.no), clause)
    return chance.choice(units) if units and chance.random() < 0.95 else _unit(chance, roster)


def an_answer(
    chance: Random, roster: Roster, assessment: Assessment, track: Track = "self"
) -> RecordFinding | SetReading:
    """A finding or a reading, mostly one that fits."""
    indicator = chance.choice(roster.set.indicators)
    clause = chance.choice(indicator.clauses)
    answerer = _answerer(chance, roster, assessment, indicator, clause)
    answerer = "" if track == "verified" else answerer
    subject = _unit(chance, roster) if chance.random() < 0.4 else ""
    if clause.counts != (chance.random() < 0.03):
        levels = clause.rule.levels if isinstance(clause.rule, PerCount) else ()
        weights = [Decimal(text) for text in ("1", "1", "2", "0.5", "3.7", "100")]
        bearers = tuple((unit, chance.choice(weights)) for unit in _some(chance, _named(roster)))
        return RecordFinding(
            indicator.no,
            clause.id,
            answerer,
            track,
            _quantity(chance, clause),
            chance.choice(levels)[0] if levels else "",
            subject,
            bearers if chance.random() < 0.5 else (),
        )
    value = _value(chance, clause)
    return SetReading(indicator.no, clause.id, value, answerer, track, subject, "because")


# ── all other changes ────────────────────────────────────────────────────────────────────────

Maker: TypeAlias = Callable[[Random, Roster, Assessment], Change]


def _numbers(chance: Random, roster: Roster) -> tuple[str, ...]:
    return tuple(chance.choice(roster.set.indicators).no for _ in range(chance.choice([1, 1, 2])))


def _answer(chance: Random, roster: Roster, assessment: Assessment) -> Change:
    return an_answer(chance, roster, assessment, chance.choice(TRACKS))


def _none(chance: Random, roster: Roster, assessment: Assessment) -> Change:
    track = chance.choice(TRACKS)
    indicator = chance.choice(roster.set.indicators)
    clause = chance.choice(indicator.clauses)
    answerer = _answerer(chance, roster, assessment, indicator, clause)
    answerer = "" if track == "verified" else answerer
    if chance.random() < 0.2:
        return ClearClause(indicator.no, clause.id, answerer, track)
    named, over = chance.choice([clause.id, ""]), chance.random() < 0.3
    return MarkNone((indicator.no,), named, answerer, track, over)


def _finding(chance: Random, roster: Roster, assessment: Assessment) -> Change:
    track = chance.choice(TRACKS)
    ids = [f.id for entry in assessment.entries.values() for f in entry.answers(track).findings]
    chosen = chance.choice([*ids, "1.a.nobody.1"])
    if chance.random() < 0.5:
        return DropFinding(chosen, track)
    return AmendFinding(chosen, track, Decimal(chance.randint(0, 9)))


def _excuse(chance: Random, roster: Roster, _: Assessment) -> Change:
    unit = _unit(chance, roster) if chance.random() < 0.7 else ""
    if chance.random() < 0.3:
        return LiftNotApplicable(_numbers(chance, roster), unit)
    return MarkNotApplicable(_numbers(chance, roster), chance.choice(["", "why", "why"]), unit)


def _review(chance: Random, roster: Roster, _: Assessment) -> Change:
    unit = _unit(chance, roster) if chance.random() < 0.5 else ""
    numbers = _numbers(chance, roster)[:1]
    submit = SubmitItem(numbers, unit)
    steps: list[Change] = [submit, submit, AcceptItem(numbers, unit)]
    return chance.choice([*steps, ReturnItem(numbers, "why", unit)])


def _side(chance: Random, roster: Roster, assessment: Assessment) -> Change:
    kind = chance.randrange(5)
    numbers = _numbers(chance, roster)
    if kind == 0:
        return WriteNote(numbers[0], chance.choice(["", "a note"]), _unit(chance, roster))
    if kind == 1:
        return AttachEvidence(numbers, "a title", date="2025-3-1", asked=("2",))
    if kind == 2:
        return DropEvidence(chance.choice([*assessment.evidence, "none"]))
    if kind == 3:
        return AssignDuty(numbers, _duty(chance, tuple(roster.places)))
    entry = assessment.entry(numbers[0])
    score = score_indicator(roster, roster.indicator(numbers[0]), entry, "self")
    gap = chance.choice([*(posting.gap for posting in score.postings), "none"])
    closed = chance.choice([None, None, "2025-12-1"])
    due = chance.choice([None, "2025-9-1"])
    return PlanRectification(gap, measure="mend", due=due, closed=closed, progress="begun")


def _loop(chance: Random, roster: Roster, assessment: Assessment) -> Change:
    """What the office and the units do about a round, and who bears what of it."""
    numbers, unit = _numbers(chance, roster), _unit(chance, roster)
    score = score_indicator(
        roster, roster.indicator(numbers[0]), assessment.entry(numbers[0]), chance.choice(TRACKS)
    )
    gap = chance.choice([*(posting.gap for posting in score.postings), "none"])
    drawn = [(one.n, item) for one in samples(assessment) for item in one.drawn] or [(1, "1")]
    n, item = chance.choice(drawn)
    answer = an_answer(chance, roster, assessment, "verified")
    finding = answer if isinstance(answer, RecordFinding) else None
    bearers = tuple((name, Decimal(chance.randint(1, 3))) for name in _some(chance, _named(roster)))
    changes: list[Change] = [
        SetDeadline(chance.choice(["", "2025-06-30T16:00:00.000Z", "2025-07-31"])),
        AdmitLate(numbers),
        SetOutsideScores("outside", {no: chance.choice([None, 0, 10]) for no in numbers}),
        DrawSample(chance.choice(["indicators", "evidence"]), 1, str(chance.random())),
        RecordCheck(n, item, fine=finding is None, note="seen", finding=finding),
        SucceedUnit(unit, tuple(_some(chance, _named(roster)))),
        DisputeGap(gap, "not ours"),
        RejectDispute(gap, "yours"),
        Reassign(gap, bearers, "theirs"),
        Reassign(gap, bearers, "theirs"),
    ]
    return chance.choice(changes)


MAKERS: tuple[Maker, ...] = (
    *(_answer,) * 12,
    *(_none,) * 3,
    *(_finding, _excuse, _review, _review, _side, _loop, _loop),
)


def play(chance: Random, length: int) -> Played:
    """A set and `length` tries to change a round on it; what is refused is left out."""
    roster = Roster(a_random_set(chance))
    assessment = Assessment(year=2025)
    steps: list[Step] = []
    for _ in range(length):
        change = chance.choice(MAKERS)(chance, roster, assessment)
        try:
            decided = through_journal(decide(roster, assessment, change))
        except Refused:
            continue
        after = evolve(assessment, decided)
        steps.append(Step(assessment, decided, after))
        assessment = after
    return Played(roster, steps, assessment)


CHANCE = st.randoms(use_true_random=True)
"""A generator whose seed is drawn; its choices are not shrunk, lengths of rounds are."""


def rounds(most: int = 40) -> st.SearchStrategy[Played]:
    return st.builds(play, CHANCE, st.integers(0, most))
