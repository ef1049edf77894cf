"""Reads the sample's data files and spells each line as the change a person would make.

`answers.toml` holds a table for each indicator: under a clause's id either 无 or what was found or
measured. `review.toml`, `evidence.toml` and `follow_up.toml` say what came after.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import tomli
from msgspec import Struct

from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Number,
    Rate,
    Score,
    Tier,
    Value,
    must_answer,
)
from fazhi_tui.domain.changes import (
    AcceptItem,
    AmendFinding,
    AttachEvidence,
    Change,
    DropFinding,
    IssueLetters,
    MarkNone,
    MarkNotApplicable,
    NumberLetter,
    PlanRectification,
    ReceiveLetter,
    RecordFinding,
    ReturnItem,
    SetReading,
    SubmitItem,
    WriteNote,
)
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.work.letters import Wish, draw_up
from fazhi_tui.work.snapshot import Snapshot

Made = tuple[str, Change, str]
"""Where a change comes from, the change, and the unit that makes it."""

NONE = "无"

_Record = TypeVar("_Record", bound=Struct)


class Answer(Struct, frozen=True, forbid_unknown_fields=True):
    """A finding (`n` cases, borne by `to`), or a reading in one of its forms.

    `each` holds what several units measured of themselves, `about` what one unit says of others.
    """

    n: Decimal = Decimal(1)
    level: str = ""
    to: str | dict[str, Decimal] = ""
    of: str = ""
    by: str = ""
    why: str = ""
    on: str = ""
    rate: str = ""
    number: int | None = None
    tier: str = ""
    score: int | None = None
    scorer: str = ""
    benchmark: str = ""
    each: dict[str, str | int] = {}
    about: dict[str, str | int] = {}


class Excuse(Struct, frozen=True, forbid_unknown_fields=True):
    """A 不涉及 and who decided it."""

    indicators: tuple[str, ...]
    reason: str
    decided_by: str
    unit: str = ""


class Review(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the office or a unit, in the order of the file.

    `adjust` amends a finding on the verified track, `drop` takes it out, `add` enters a new one.
    """

    step: Literal["submit", "return", "accept", "adjust", "drop", "add"]
    indicators: tuple[str, ...] = ()
    unit: str = ""
    reason: str = ""
    finding: str = ""
    clause: str = ""
    n: Decimal = Decimal(1)
    level: str = ""
    to: str | dict[str, Decimal] = ""
    on: str = ""


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of evidence."""

    of: tuple[str, ...]
    title: str
    unit: str
    doc_no: str = ""
    date: str = ""
    file: str = ""
    url: str = ""
    asked: tuple[str, ...] = ()


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """What is planned and done about one gap; `progress` in the order it was reported."""

    gap: str
    measure: str = ""
    owner: str = ""
    due: str = ""
    rectifier: str = ""
    extend: str = ""
    progress: tuple[str, ...] = ()
    will_not: str = ""
    closed: str = ""


class Post(Struct, frozen=True, forbid_unknown_fields=True):
    """A letter to a unit; without `number` it is a draft, without `received` not yet signed for."""

    unit: str
    day: str
    due: str
    contact: str
    number: str = ""
    date: str = ""
    received: str = ""
    received_by: str = ""


def read_changes(folder: Path, roster: Roster, now: Callable[[], Snapshot]) -> Iterator[Made]:
    """All changes of the sample in the order they are made; `now` gives what stands by then."""
    review = _read(folder / "review.toml")
    for excuse in _records(review["not_applicable"], Excuse):
        yield (
            "review.toml 不涉及",
            MarkNotApplicable(excuse.indicators, excuse.reason, excuse.unit, excuse.decided_by),
            excuse.unit,
        )
    for path in sorted(folder.glob("answers*.toml")):
        for no, table in _read(path).items():
            answers = _answers(f"{path.name} [{no}]", roster, no, table, lambda: now().assessment)
            yield from answers
    for proof in _records(_read(folder / "evidence.toml")["evidence"], Proof):
        yield f"evidence.toml {proof.title}", _proof(proof), proof.unit
    for step in _records(review["review"], Review):
        what = f"{step.step} {' '.join(step.indicators)}{step.finding}"
        by = step.unit if step.step == "submit" else ""  # the rest is the office's
        yield f"review.toml {what}", _step(step), by
    follow_up = _read(folder / "follow_up.toml")
    for plan in _records(follow_up["gap"], Plan):
        yield from _plan(plan)
    for post in _records(follow_up["letter"], Post):
        yield from _posted(post, now)


def _read(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def _records(tables: object, kind: type[_Record]) -> list[_Record]:
    return msgspec.convert(tables, list[kind])  # type: ignore[valid-type]


# ── answers ──────────────────────────────────────────────────────────────────────────────────


def _answers(
    place: str, roster: Roster, no: str, table: dict[str, Any], current: Callable[[], Assessment]
) -> Iterator[Made]:
    notes = table.pop("note", {})
    for clause, said in table.items():
        where = f"{place}.{clause}"
        if said == NONE:
            yield from _none(where, roster, no, clause, current())
            continue
        for answer in _records(said if isinstance(said, list) else [said], Answer):
            for change in _spelled(no, clause, answer):
                yield where, change, answer.by
    lead = current().duty(roster.indicator(no)).lead
    for unit, text in ({lead: notes} if isinstance(notes, str) else notes).items():
        yield f"{place}.note", WriteNote(no, text, unit), unit


def _none(
    where: str, roster: Roster, no: str, clause: str, assessment: Assessment
) -> Iterator[Made]:
    """An explicit 无 of each unit that must answer the clause."""
    indicator = roster.indicator(no)
    entry = assessment.entry(no)
    for unit in must_answer(roster, indicator, entry, indicator.clause(clause)):
        yield where, MarkNone((no,), clause, unit), unit


def _spelled(no: str, clause: str, answer: Answer) -> Iterator[Change]:
    for unit, measured in answer.each.items():
        yield SetReading(no, clause, _measured(measured), unit)
    for unit, measured in answer.about.items():
        yield SetReading(no, clause, _measured(measured), answer.by, subject=unit)
    if answer.each or answer.about:
        return
    value = _value(answer)
    if value:
        yield SetReading(
            no, clause, value, answer.by, subject=answer.of, reason=answer.why, date=answer.on
        )
        return
    yield RecordFinding(
        no,
        clause,
        answer.by,
        quantity=answer.n,
        level=answer.level,
        subject=answer.of,
        bearers=_bearers(answer.to),
        reason=answer.why,
        date=answer.on,
    )


def _value(answer: Answer) -> Value | None:
    """The measured value an answer holds; None for a finding."""
    if answer.rate:
        return _measured(answer.rate)
    if answer.number is not None:
        return Number(Decimal(answer.number))
    if answer.tier:
        return Tier(answer.tier)
    if answer.score is not None:
        return Score(answer.score, answer.scorer)
    return Benchmark(Decimal(answer.benchmark)) if answer.benchmark else None


def _measured(text: str | int) -> Value:
    """`9/10` as a rate, anything else as a number."""
    num, slash, den = str(text).partition("/")
    return Rate(Decimal(num), Decimal(den)) if slash else Number(Decimal(num))


def _bearers(to: str | dict[str, Decimal]) -> tuple[tuple[str, Decimal], ...]:
    if isinstance(to, str):
        return ((to, Decimal(1)),) if to else ()
    return tuple(to.items())


# ── what came after ──────────────────────────────────────────────────────────────────────────


def _proof(proof: Proof) -> Change:
    return AttachEvidence(
        proof.of, proof.title, proof.unit, proof.doc_no, proof.date, proof.file, proof.url,
        asked=proof.asked,
    )  # fmt: skip


def _step(step: Review) -> Change:
    match step.step:
        case "submit":
            return SubmitItem(step.indicators, step.unit)
        case "return":
            return ReturnItem(step.indicators, step.reason, step.unit)
        case "accept":
            return AcceptItem(step.indicators, step.unit)
        case "drop":
            return DropFinding(step.finding, "verified")
        case "adjust":
            return AmendFinding(
                step.finding,
                "verified",
                step.n,
                step.level,
                bearers=_bearers(step.to),
                reason=step.reason,
                date=step.on,
            )
        case "add":
            return RecordFinding(
                step.indicators[0],
                step.clause,
                track="verified",
                quantity=step.n,
                level=step.level,
                bearers=_bearers(step.to),
                reason=step.reason,
                date=step.on,
            )


def _plan(plan: Plan) -> Iterator[Made]:
    """First what is planned, then what was reported, at last what the office said."""
    place = f"follow_up.toml {plan.gap}"
    unit = plan.gap.rpartition("/")[2]
    yield (
        place,
        PlanRectification(
            plan.gap,
            rectifier=plan.rectifier or None,
            measure=plan.measure or None,
            owner=plan.owner or None,
            due=plan.due or None,
            will_not=plan.will_not or None,
        ),
        "",
    )
    for text in plan.progress:
        yield place, PlanRectification(plan.gap, by=unit, progress=text), unit
    if plan.extend:
        yield place, PlanRectification(plan.gap, extend=plan.extend), ""
    if plan.closed:
        yield place, PlanRectification(plan.gap, closed=plan.closed), ""


def _posted(post: Post, now: Callable[[], Snapshot]) -> Iterator[Made]:
    """Drawn up with the figures of the moment, then signed, at last signed for."""
    place = f"follow_up.toml 函件 {post.unit}"
    wish = Wish(post.day, units=(post.unit,), due=post.due, contact=post.contact)
    yield place, IssueLetters(draw_up(now(), wish)), ""
    letter = f"{post.unit}.1"
    if post.number:
        yield place, NumberLetter(letter, post.number, post.date), ""
    if post.received:
        yield place, ReceiveLetter(letter, post.received, post.received_by), ""
