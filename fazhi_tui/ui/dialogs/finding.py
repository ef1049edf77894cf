"""Asking for one 失分项 or 测量值, with the fields that its clause takes."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from fazhi_tui.domain.assessment import (
    Answers,
    Benchmark,
    Finding,
    Number,
    Rate,
    Reading,
    Score,
    Tier,
    Track,
)
from fazhi_tui.domain.changes import AmendFinding, Change, RecordFinding, SetReading
from fazhi_tui.domain.indicators import Clause, Judged, PerCount, RateGap, Roster, Tiers
from fazhi_tui.domain.points import (
    normalise,
    plain_decimal,
    read_count,
    read_decimal,
    read_points,
    read_rate,
    read_signed,
    show_points,
)
from fazhi_tui.ui.dialogs.form import Field, FormDialog, Values, change_form
from fazhi_tui.ui.screens.indicator_view import value_text
from fazhi_tui.wording.paper_words import SEVERAL_UNITS
from fazhi_tui.wording.terms import TRACKS, point_word

_SHARES = re.compile(r"[、，,；;\s]+")


class Where(NamedTuple):
    """What the form is about: the indicator, its clause, who answers it ("" anyone), the track."""

    no: str
    clause: Clause
    answerer: str
    track: Track = "self"


def finding_form(
    roster: Roster,
    place: Where,
    old: Finding | Reading | None = None,
    typed: str = "",
    answers: Answers | None = None,
) -> FormDialog:
    """The form for a clause; `answers` are those there are, of the indicator and track."""
    no, clause, answerer, track = place
    known = answers or Answers()
    title = f"{no} {answerer or TRACKS[track]}：{clause.text}"
    if clause.counts:
        finding = old if isinstance(old, Finding) else None
        fields = _finding_fields(roster, clause, finding, typed)
        return change_form(
            title, fields, lambda values: [_finding(place, finding, values)],
            "" if finding else _beside(place, known), finding.id if finding else "",
        )  # fmt: skip
    reading, benchmark = old if isinstance(old, Reading) else None, _benchmark_of(known, clause)
    fields = _reading_fields(roster, clause, reading, typed, benchmark)
    quantum = roster.set.quantum
    return change_form(
        title, fields, lambda values: _readings(place, quantum, values, benchmark),
        about=reading.subject if reading else "",
    )  # fmt: skip


# ── findings ─────────────────────────────────────────────────────────────────────────────────


def _beside(place: Where, answers: Answers) -> str:
    """What is entered already: a new finding is counted besides, not in its place."""
    there = [
        finding.quantity
        for finding in answers.findings
        if finding.clause == place.clause.id and place.answerer in {"", finding.answerer}
    ]
    if not there:
        return ""
    counted = f"{plain_decimal(sum(there, Decimal(0)))}{place.clause.count_unit}"
    return f"已有 {len(there)} 笔，共 {counted}；这里另记一笔。要改已有的，在那一笔上按 Enter。"


def _finding_fields(
    roster: Roster, clause: Clause, old: Finding | None, typed: str
) -> Sequence[Field]:
    rule = clause.rule
    units = _bearing(roster)
    amount = plain_decimal(old.quantity) if old else ""
    label = f"数量（{clause.count_unit}）" if clause.count_unit else "数量"
    fields = [Field("quantity", label, amount, hint="不填按 1 计", typed=typed)]
    if isinstance(rule, PerCount) and rule.levels:
        levels = tuple(name for name, _ in rule.levels)
        priced = "；".join(f"{name} {show_points(points)}" for name, points in rule.levels)
        fields.append(
            Field("level", "档次", old.level if old else "", "choice", levels, f"每一件：{priced}")
        )
    if clause.per == "unit":
        subject = old.subject if old else ""
        fields.append(Field("subject", "所涉单位", subject, "names", units, "输入几个字，Tab 补全"))
    fields += [
        Field(
            "bearers", "失分单位", _shares(old), "names", units,
            f"{SEVERAL_UNITS}，权重写在冒号后：市城管局:2、市交通局；不填按细则规定",
        ),
        Field("reason", "事由", old.reason if old else "", "long"),
        Field("date", "日期", old.date if old else "", hint="如 2025-3-1，可以不填"),
    ]  # fmt: skip
    return fields


def _shares(old: Finding | None) -> str:
    if old is None:
        return ""
    return "、".join(
        unit if weight == 1 else f"{unit}:{plain_decimal(weight)}" for unit, weight in old.bearers
    )


def read_shares(text: str, path: str) -> tuple[tuple[str, Decimal], ...]:
    """Units with weights as typed. Raises `Refused` where a weight is no number."""
    shares: list[tuple[str, Decimal]] = []
    for part in filter(None, _SHARES.split(text.strip())):
        unit, _, weight = part.replace("：", ":").partition(":")
        shares.append((unit, read_decimal(weight, path) if weight else Decimal(1)))
    return tuple(shares)


def _finding(place: Where, old: Finding | None, values: Values) -> Change:
    no, clause, answerer, track = place
    path = f"{no}.{clause.id}"
    in_steps = isinstance(clause.rule, PerCount) and clause.rule.step is not None
    read = read_decimal if in_steps else read_count
    quantity = read(values["quantity"] or "1", path)
    level, subject = values.get("level", ""), values.get("subject", "")
    bearers = read_shares(values["bearers"], path)
    reason, date = values["reason"], values["date"]
    if old:
        return AmendFinding(old.id, track, quantity, level, subject, bearers, reason, date)
    return RecordFinding(
        no, clause.id, answerer, track, quantity, level, subject, bearers, reason, date
    )


# ── readings ─────────────────────────────────────────────────────────────────────────────────


def _reading_fields(
    roster: Roster, clause: Clause, old: Reading | None, typed: str, benchmark: Decimal | None
) -> Sequence[Field]:
    rule = clause.rule
    fields: list[Field] = []
    if clause.by_subject:
        subject = old.subject if old else ""
        hint = "这个数说的是哪个单位；说本单位的可以不填。输入几个字，Tab 补全"
        fields.append(Field("subject", "所涉单位", subject, "names", _bearing(roster), hint))
    fields.append(_value_field(roster, clause, old, typed))
    if clause.takes_rate:
        stated = old.value.stated if old and isinstance(old.value, Rate) else None
        shown = plain_decimal(stated) if stated is not None else ""
        fields.append(
            Field("stated", "所报比率（%）", shown, hint="材料上写的比率，用来核对，可以不填")
        )
    if isinstance(rule, RateGap) and rule.target is None:
        known = plain_decimal(benchmark) if benchmark is not None else ""
        fields.append(Field("benchmark", "对照值（%）", known, hint="如全省平均水平"))
    fields.append(
        Field(
            "reason",
            "理由" if isinstance(rule, Judged) else "说明",
            old.reason if old else "",
            "long",
        )
    )
    if isinstance(rule, Judged):
        scorer = old.value.scorer if old and isinstance(old.value, Score) else ""
        fields.append(Field("scorer", "评分人", scorer))
    fields.append(Field("date", "日期", old.date if old else "", hint="如 2025-3-1，可以不填"))
    return fields


def _benchmark_of(answers: Answers, clause: Clause) -> Decimal | None:
    """The benchmark given for a clause, whoever gave it."""
    for reading in answers.readings:
        if reading.clause == clause.id and isinstance(reading.value, Benchmark):
            return reading.value.value
    return None


def _value_field(roster: Roster, clause: Clause, old: Reading | None, typed: str) -> Field:
    rule = clause.rule
    now = value_text(old.value) if old and not isinstance(old.value, Benchmark) else ""
    if isinstance(rule, Tiers) and rule.measure == "label":
        labels = tuple(label for label, _ in rule.labels)
        return Field("value", "档次", now, "choice", labels, "← → 选择")
    if isinstance(rule, Judged):
        span = f"{show_points(rule.minimum)}～{show_points(rule.maximum)}"
        hint = f"{span} {point_word(roster.set)}"
        return Field("value", "扣分", now, hint=hint, typed=typed)
    if clause.takes_rate:
        return Field("value", "分子/分母", now, hint="如 9/10；没有发生的写 0/0", typed=typed)
    return Field("value", "数值", now, typed=typed)


def _readings(
    place: Where, quantum: int, values: Values, benchmark: Decimal | None
) -> Sequence[Change]:
    no, clause, answerer, track = place
    path = f"{no}.{clause.id}"
    changes: list[Change] = []
    outside = values.get("benchmark", "")
    if outside:
        known = read_decimal(normalise(outside).rstrip("%"), path)
        if known != benchmark:
            changes.append(SetReading(no, clause.id, Benchmark(known), answerer, track))
    if values["value"] or not changes:
        changes.append(
            SetReading(
                no,
                clause.id,
                _value(clause, values, quantum, path),
                answerer,
                track,
                values.get("subject", ""),
                reason=values["reason"],
                date=values["date"],
            )
        )
    return changes


def _value(clause: Clause, values: Values, quantum: int, path: str) -> Number | Rate | Tier | Score:
    text = values["value"]
    if clause.takes_rate:
        num, den = read_rate(text, path)
        stated = normalise(values["stated"]).rstrip("%")
        return Rate(num, den, read_decimal(stated, path) if stated else None)
    if isinstance(clause.rule, Judged):
        return Score(read_points(text, quantum, path), values["scorer"])
    if isinstance(clause.rule, Tiers) and clause.rule.measure == "label":
        return Tier(text)
    return Number(read_signed(text, path))


def _bearing(roster: Roster) -> tuple[str, ...]:
    return tuple(unit.name for unit in roster.set.units if unit.bears)
