"""What goes out to one unit, row by row: what it answers, and what it has said already.

    Portion ─ Line (one row of a page: its key, its cells by column)

No file format here: the workbook and the section file are both made of this.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct

from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Entry,
    Number,
    Rate,
    Score,
    State,
    Tier,
    unit_state,
)
from fazhi_tui.domain.indicators import Clause, Indicator, RateGap, Roster
from fazhi_tui.domain.points import MILLI, plain_decimal, show_points
from fazhi_tui.domain.section import (
    EvidenceRow,
    FindingRow,
    Part,
    ReadingRow,
    evidence_row,
    part_of,
)
from fazhi_tui.domain.slots import slots_of
from fazhi_tui.exchange.fill_in import (
    BENCHMARK,
    HAPPENED,
    NO_LOSS,
    SEE_ROWS,
    YES,
    Identity,
    PageKind,
    asked_form,
    asked_key,
    by_unit,
    clause_key,
    clause_label,
    how,
)
from fazhi_tui.wording import NOT_APPLICABLE, NOTHING, STATES
from fazhi_tui.wording.terms import point_word

Value: TypeAlias = str | Decimal
Answered: TypeAlias = tuple[Indicator, tuple[Clause, ...]]


class Line(Struct, frozen=True):
    """One row: its hidden key, its cells by column (what is missing is empty).

    `clause` is whose answer it takes, if it is of one; `shut`: the unit may not change it.
    """

    key: str
    cells: dict[str, Value]
    clause: Clause | None = None
    shut: bool = False
    state: State = "blank"


class Portion(Struct, frozen=True):
    """All that one unit's workbook says. `clauses` and `answered` are numbers of clauses.

    `shown` is the unit as it is named today; its answers stay under the name in `identity`.
    """

    identity: Identity
    shown: str
    lines: dict[PageKind, tuple[Line, ...]]
    listed: tuple[tuple[str, Clause], ...]
    """The clauses with rows of their own, by indicator: those the drop-downs offer."""
    indicators: int
    clauses: int
    answered: int
    returned: int


def portions(roster: Roster, assessment: Assessment) -> dict[str, list[Answered]]:
    """What each unit answers: its indicators, each with its clauses; units in the set's order.

    What a unit was excused from (不涉及) is there too.
    """
    parts: dict[str, dict[str, list[Clause]]] = {}
    for indicator in roster.set.indicators:
        duty = assessment.duty(indicator)
        for clause in indicator.clauses:
            for unit in roster.answerers(clause, duty):
                parts.setdefault(unit, {}).setdefault(indicator.no, []).append(clause)
    numbers = roster.indicators
    return {
        unit: [(numbers[no], tuple(clauses)) for no, clauses in parts[unit].items()]
        for unit in sorted(parts, key=roster.places.__getitem__)
    }


def portion_of(
    roster: Roster, assessment: Assessment, items: Sequence[Answered], identity: Identity
) -> Portion:
    """What `items`, the part of a unit, look like in its workbook."""
    unit = identity.unit
    answers: list[Line] = []
    findings: list[Line] = []
    figures: list[Line] = []
    notes: list[Line] = []
    returned: list[Line] = []
    listed: list[tuple[str, Clause]] = []
    answered = 0
    for indicator, clauses in items:
        no, entry = indicator.no, assessment.entry(indicator.no)
        part = part_of(entry, no, unit)
        state = unit_state(roster, indicator, entry, unit)
        said = entry.own.said()
        answered += sum((clause.id, unit) in said for clause in clauses)
        told = _told(entry, unit, state)
        asked = [(c, _compared(roster, assessment, indicator, c, unit)) for c in clauses]
        answers += _answers(roster, indicator, asked, part, (state, told))
        for clause in clauses:
            findings += _findings(no, clause, part, state)
            by_rows = by_unit(clause) or _about_somebody(clause, part)
            if by_rows:
                duty = assessment.duty(indicator)
                subjects = _expected(roster, clause, roster.expand(duty.competent))
                figures += _figures(no, clause, part, state, subjects)
            if clause.counts or by_rows:
                listed.append((no, clause))
        notes.append(_note(indicator, part, (state, told)))
        mark = entry.mark(unit)
        if mark and mark.state == "returned":
            cells: dict[str, Value] = {"no": no, "name": indicator.name, "reason": mark.reason}
            returned.append(Line(no, cells, state=state))
    heir = roster.heir(unit)
    return Portion(
        identity,
        unit if heir == unit else f"{heir}（原{unit}）",
        {
            "returned": tuple(returned),
            "answers": tuple(answers),
            "findings": tuple(findings),
            "figures": tuple(figures),
            "evidence": tuple(_evidence(assessment, [item for item, _ in items], unit)),
            "notes": tuple(notes),
        },
        tuple(listed),
        len(items),
        sum(len(clauses) for _, clauses in items),
        answered,
        len(returned),
    )


def _told(entry: Entry, unit: str, state: State) -> str:
    """How far it has come, in a word."""
    return NOT_APPLICABLE if entry.excused("") or entry.excused(unit) else STATES[state]


# ── 填报 ─────────────────────────────────────────────────────────────────────────────────────


def _answers(
    roster: Roster,
    indicator: Indicator,
    asked: Iterable[tuple[Clause, bool]],
    part: Part,
    stands: tuple[State, str],
) -> Iterator[Line]:
    """A row for each clause, and one for the rate from outside where that is asked for too."""
    state, told = stands
    word = point_word(roster.set)
    name = f"{indicator.name}　{show_points(indicator.worth, 0)}{word}"
    if indicator.criterion:
        name = f"{name}\n{indicator.criterion}"
    for clause, compared in asked:
        cells: dict[str, Value] = {
            "no": indicator.no,
            "name": name,
            "clause": clause_key(indicator.no, clause),
            "text": clause.text,
            "how": how(clause, word),
            "state": told,
            **_said(clause, part),
        }
        shut = state == "accepted"
        yield Line(clause_key(indicator.no, clause), cells, clause, shut, state)
        name = indicator.name
        if compared:
            key = clause_key(indicator.no, clause, BENCHMARK)
            aside = {
                "no": indicator.no,
                "clause": clause_key(indicator.no, clause),
                "text": "上一条用来对照的外部基准，如全市平均数",
                "how": "百分数\n如 92.5",
                "state": told,
                **_benchmark(clause, part),
            }
            yield Line(key, aside, None, shut, state)


def _compared(
    roster: Roster, assessment: Assessment, indicator: Indicator, clause: Clause, unit: str
) -> bool:
    """Whether a unit is asked for the rate from outside: of several that answer a clause one is,
    the lead if it can be, for there is only one rate; and who has told it may correct it."""
    if not isinstance(clause.rule, RateGap) or clause.rule.target is not None:
        return False
    duty = assessment.duty(indicator)
    asked = roster.answerers(clause, duty)
    told = (
        reading.answerer
        for reading in assessment.entry(indicator.no).own.readings
        if reading.clause == clause.id and isinstance(reading.value, Benchmark)
    )
    return unit == (duty.lead if duty.lead in asked else asked[0]) or unit in told


def _said(clause: Clause, part: Part) -> dict[str, Value]:
    """What the unit said under a clause, as far as one row holds it."""
    if clause.id in part.nils:
        return {"value": NOTHING if clause.counts else NO_LOSS}
    findings = [row for row in part.findings if row.clause == clause.id]
    if findings:
        if not in_one_row(clause, findings):
            return {"value": SEE_ROWS}
        found = findings[0]
        value: Value = HAPPENED if asked_form(clause) == "yes_no" else found.quantity
        return {"value": value, "reason": found.reason}
    readings = [row for row in part.readings if row.clause == clause.id]
    measured = [row for row in readings if not isinstance(row.value, Benchmark)]
    own = next((row for row in measured if not row.subject), None)
    if own is not None:
        return {**_measured(own), "reason": own.reason}
    return {"value": SEE_ROWS} if measured else {}


def _about_somebody(clause: Clause, part: Part) -> bool:
    """Whether a reading is about a unit: the page of answers has no place to say whom."""
    return any(row.clause == clause.id and row.subject for row in part.readings)


def in_one_row(clause: Clause, findings: Sequence[FindingRow]) -> bool:
    """Whether the findings under a clause are one that needs no row of its own."""
    if len(findings) != 1:
        return False
    found = findings[0]
    if found.level or found.subject or found.bearers or found.date:
        return False
    return asked_form(clause) != "yes_no" or found.quantity == 1


def _measured(row: ReadingRow) -> dict[str, Value]:
    """A reading's value in the columns it takes."""
    match row.value:
        case Rate(num, den, stated):
            cells: dict[str, Value] = {"num": num, "den": den}
            return cells if stated is None else {**cells, "stated": stated}
        case Number(value) | Benchmark(value):
            return {"value": value}
        case Tier(label):
            return {"value": label}
        case Score(points):
            return {"value": Decimal(points) / MILLI}
        case None:
            return {}


def _benchmark(clause: Clause, part: Part) -> dict[str, Value]:
    for row in part.readings:
        if row.clause == clause.id and isinstance(row.value, Benchmark):
            return {"value": row.value.value, "reason": row.reason}
    return {}


# ── 失分明细, 分单位数据 ─────────────────────────────────────────────────────────────────────


def _findings(no: str, clause: Clause, part: Part, state: State) -> Iterator[Line]:
    rows = [row for row in part.findings if row.clause == clause.id]
    if not rows or in_one_row(clause, rows):
        return
    for row in rows:
        cells: dict[str, Value] = {
            "clause": clause_label(no, clause),
            "quantity": row.quantity,
            "level": row.level,
            "bearers": bearers_text(row.bearers),
            "subject": row.subject,
            "reason": row.reason,
            "date": row.date,
        }
        yield Line(row.id, _filled(cells), clause, state == "accepted", state)


def bearers_text(bearers: Iterable[tuple[str, Decimal]]) -> str:
    """Who bears a finding, with weights where they are not all alike: `甲:2、乙`."""
    return "、".join(
        unit if weight == 1 else f"{unit}:{plain_decimal(weight)}" for unit, weight in bearers
    )


def _expected(roster: Roster, clause: Clause, competent: Iterable[str]) -> list[str]:
    """The units whose figures are likely wanted: those competent, where one unit tells of all."""
    if clause.about_itself or clause.answered_by != "lead" or clause.bearer == "lead":
        return []
    return [unit for unit in competent if roster.units[unit].bears]


def _figures(
    no: str, clause: Clause, part: Part, state: State, expected: Sequence[str]
) -> Iterator[Line]:
    rows = [
        row
        for row in part.readings
        if row.clause == clause.id and not isinstance(row.value, Benchmark)
    ]
    given = {row.subject: row for row in rows if row.subject}
    shut = state == "accepted"
    wanted = expected if not rows and not shut else ()
    for subject in given or wanted:
        cells: dict[str, Value] = {"clause": clause_label(no, clause), "subject": subject}
        row = given.get(subject)
        if row is not None:
            cells |= {**_measured(row), "reason": row.reason, "date": row.date}
        yield Line(clause_key(no, clause, subject), _filled(cells), clause, shut, state)


# ── 印证材料, 自评说明 ───────────────────────────────────────────────────────────────────────


def _evidence(assessment: Assessment, indicators: Iterable[Indicator], unit: str) -> Iterator[Line]:
    """What the unit has named already, then a row for each document asked for and not there."""
    own = sorted((e for e in assessment.evidence.values() if e.unit == unit), key=lambda e: e.id)
    asked: dict[str, list[str]] = {}
    lacking: list[Line] = []
    for indicator in indicators:
        shown = [item for item in own if indicator.no in item.indicators]
        for place, slot in enumerate(slots_of(indicator, shown), 1):
            for key in slot.given:
                asked.setdefault(key, []).append(slot.asked)
            if not slot.given:
                cells: dict[str, Value] = {"indicators": indicator.no, "asked": slot.asked}
                lacking.append(Line(asked_key(indicator.no, place), cells))
    for item in own:
        told: dict[str, Value] = {"asked": "；".join(dict.fromkeys(asked.get(item.id, ())))}
        yield Line(item.id, _filled({**_document(evidence_row(item)), **told}))
    yield from lacking


def _document(row: EvidenceRow) -> dict[str, Value]:
    return {
        "indicators": "、".join(row.indicators),
        "title": row.title,
        "doc_no": row.doc_no,
        "date": row.date,
        "file": row.file,
        "url": row.url,
    }


def _note(indicator: Indicator, part: Part, stands: tuple[State, str]) -> Line:
    state, told = stands
    cells: dict[str, Value] = {
        "no": indicator.no,
        "name": indicator.name,
        "note": part.note or "",
        "na": YES if part.excuse else "",
        "na_reason": part.excuse.reason if part.excuse else "",
        "state": told,
    }
    return Line(indicator.no, _filled(cells), shut=state == "accepted", state=state)


def _filled(cells: dict[str, Value]) -> dict[str, Value]:
    return {key: value for key, value in cells.items() if value != ""}
