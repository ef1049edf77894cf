"""What `decide` asks of answers: findings, readings, an explicit 无.

Each function gives the change as it will stand in the journal, or raises `Refused`.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NoReturn, TypeVar

from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Entry,
    Finding,
    Nil,
    Reading,
    Track,
    must_answer,
)
from fazhi_tui.domain.changes import (
    AmendFinding,
    ClearClause,
    DropFinding,
    MarkNone,
    RecordFinding,
)
from fazhi_tui.domain.indicators import (
    Clause,
    Indicator,
    Judged,
    PerCount,
    Roster,
    Tiers,
)
from fazhi_tui.domain.points import could_be_typed, plain_decimal, show_points
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import read_date, read_past, read_text

_Finding = TypeVar("_Finding", RecordFinding, AmendFinding, Finding)


def refuse(code: Code, path: str = "", value: str = "", wanted: str = "") -> NoReturn:
    """Raise `Refused` with one problem."""
    raise Refused(Problem(code, path, value, wanted))


def check_numbers(path: str, *numbers: Decimal | None) -> None:
    """Refuse what is no number of sensible length, such as NaN."""
    for value in numbers:
        if value is not None and not could_be_typed(value):
            refuse(Code.NOT_A_NUMBER, path, str(value))


def known(roster: Roster, indicators: Iterable[str]) -> tuple[str, ...]:
    """The numbers of indicators, each once, at least one, all in the set. Raises `Refused`."""
    numbers = tuple(dict.fromkeys(roster.indicator(no).no for no in indicators))
    if not numbers:
        refuse(Code.UNKNOWN_INDICATOR)
    return numbers


def one_answerer(path: str, units: Sequence[str]) -> str:
    """The only unit that can be meant. Raises `Refused` where there are several."""
    if len(units) != 1:
        refuse(Code.WHICH_ANSWERER, path, wanted=" ".join(units))
    return units[0]


def answerer_of(
    roster: Roster, assessment: Assessment, place: tuple[Indicator, Clause], unit: str, track: Track
) -> str:
    """The unit that answers a clause, as claimed or the only one; on `verified` the office."""
    indicator, clause = place
    path = f"{indicator.no}.{clause.id}"
    claimed = unit and roster.unit(unit, path)
    units: Sequence[str] = (roster.office,)
    if track == "verified":
        claimed = roster.heir(claimed)
    else:
        entry = assessment.entry(indicator.no)
        if claimed and entry.excused(claimed):
            refuse(Code.ITEM_NOT_APPLICABLE, indicator.no, claimed)
        units = must_answer(roster, indicator, entry, clause)
    if not claimed:
        return one_answerer(path, units)
    speaks_for = spoken_for(roster, claimed, units)
    if not speaks_for:
        refuse(Code.NOT_ANSWERER, path, claimed, wanted=" ".join(units))
    return one_answerer(path, speaks_for)


def spoken_for(roster: Roster, claimed: str, units: Sequence[str]) -> list[str]:
    """Those of the units that one speaks for: itself, else those that it goes on for."""
    if claimed in units:
        return [claimed]
    return [unit for unit in units if roster.heir(unit) == claimed]


def check_open(entry: Entry, no: str, answerer: str, track: Track) -> None:
    """Refuse where the item may not be changed on this track."""
    if entry.excused(""):
        refuse(Code.ITEM_NOT_APPLICABLE, no)
    mark = entry.mark(answerer)
    if track == "self" and mark and mark.state == "accepted":
        refuse(Code.ITEM_ACCEPTED, no, answerer)


def _find(assessment: Assessment, finding_id: str, track: Track) -> tuple[str, Finding]:
    found = assessment.finding(finding_id, track)
    if found is None:
        refuse(Code.UNKNOWN_FINDING, value=finding_id)
    return found


# ── findings ─────────────────────────────────────────────────────────────────────────────────


def record_finding(roster: Roster, assessment: Assessment, change: RecordFinding) -> RecordFinding:
    """A new finding with its answerer, canonical names and a number of its own."""
    indicator = roster.indicator(change.indicator)
    clause = indicator.clause(change.clause)
    path = f"{indicator.no}.{clause.id}"
    entry = assessment.entry(indicator.no)
    answerer = answerer_of(roster, assessment, (indicator, clause), change.answerer, change.track)
    check_open(entry, indicator.no, answerer, change.track)
    if not clause.counts:
        refuse(Code.WRONG_FORM, path, wanted=form_of(clause))
    n = entry.serials.get(f"{clause.id}.{answerer}", 0) + 1
    decided = replace(change, answerer=answerer, id=f"{path}.{answerer}.{n}")
    return _dated(checked_finding(roster, clause, path, decided), path, assessment)


def amend_finding(roster: Roster, assessment: Assessment, change: AmendFinding) -> AmendFinding:
    """A finding entered anew, under the same rules as when it was new."""
    no, finding = _find(assessment, change.id, change.track)
    check_open(assessment.entry(no), no, finding.answerer, change.track)
    clause = roster.indicator(no).clause(finding.clause)
    path = f"{no}.{clause.id}"
    decided = checked_finding(roster, clause, path, replace(change, indicator=no))
    return _dated(decided, path, assessment)


def _dated(change: _Finding, path: str, assessment: Assessment) -> _Finding:
    """The finding on a day that can be; older journals may hold others."""
    return replace(change, date=read_past(change.date, path, assessment.year))


def drop_finding(assessment: Assessment, change: DropFinding) -> DropFinding:
    """A finding to take back, and its indicator."""
    no, finding = _find(assessment, change.id, change.track)
    check_open(assessment.entry(no), no, finding.answerer, change.track)
    return replace(change, indicator=no, reason=read_text(change.reason, no))


def checked_finding(roster: Roster, clause: Clause, path: str, change: _Finding) -> _Finding:
    """The finding's own fields, canonical. Raises `Refused`."""
    _check_quantity(clause, path, change.quantity)
    levels = [name for name, _ in clause.rule.levels] if isinstance(clause.rule, PerCount) else []
    if levels and not change.level:
        refuse(Code.LEVEL_NEEDED, path, wanted=" ".join(levels))
    if change.level and change.level not in levels:
        refuse(Code.UNKNOWN_LEVEL, path, change.level, " ".join(levels))
    return replace(
        change,
        subject=change.subject and roster.bearer(change.subject, path),
        bearers=checked_bearers(roster, path, change.bearers),
        reason=read_text(change.reason, path),
        date=read_date(change.date, path),
    )


def _check_quantity(clause: Clause, path: str, quantity: Decimal) -> None:
    check_numbers(path, quantity)
    if quantity <= 0:
        refuse(Code.NEGATIVE, path, plain_decimal(quantity))
    in_steps = isinstance(clause.rule, PerCount) and clause.rule.step is not None
    if not in_steps and quantity != quantity.to_integral_value():
        refuse(Code.NOT_A_COUNT, path, plain_decimal(quantity))


def checked_bearers(
    roster: Roster, path: str, bearers: Iterable[tuple[str, Decimal]]
) -> tuple[tuple[str, Decimal], ...]:
    """Bearers by canonical name, in the set's order; each once, with a positive weight."""
    weights: dict[str, Decimal] = {}
    for name, weight in bearers:
        unit = roster.bearer(name, path)
        if unit in weights:
            refuse(Code.UNIT_TWICE, path, unit)
        check_numbers(path, weight)
        if weight <= 0:
            refuse(Code.WEIGHT_NOT_POSITIVE, path, unit, plain_decimal(weight))
        weights[unit] = weight
    return tuple(sorted(weights.items(), key=lambda item: roster.places[item[0]]))


def form_of(clause: Clause) -> str:
    """The form of answer a clause takes, by name."""
    if clause.counts:
        return "count"
    if clause.takes_rate:
        return "rate"
    if isinstance(clause.rule, Tiers) and clause.rule.measure == "label":
        return "tier"
    return "points" if isinstance(clause.rule, Judged) else "number"


# ── nothing to report, and blank again ───────────────────────────────────────────────────────


def mark_none(roster: Roster, assessment: Assessment, change: MarkNone) -> MarkNone:
    """Which clauses of which answerers get an explicit 无."""
    numbers = known(roster, change.indicators)
    parts: list[tuple[str, str, str]] = []
    for no in numbers:
        indicator = roster.indicator(no)
        chosen = [indicator.clause(change.clause)] if change.clause else indicator.clauses
        for clause in chosen:
            for answerer in _who_have_none(roster, assessment, indicator, clause, change):
                _check_none(clause, f"{no}.{clause.id}")
                parts.append((no, clause.id, answerer))
    if not parts:
        refuse(Code.NOTHING_BLANK, numbers[0])
    return replace(change, indicators=numbers, parts=tuple(parts))


def _who_have_none(
    roster: Roster, assessment: Assessment, indicator: Indicator, clause: Clause, change: MarkNone
) -> list[str]:
    """The answerers of a clause that are to say 无: one at most, but the office speaks for all."""
    entry = assessment.entry(indicator.no)
    path = f"{indicator.no}.{clause.id}"
    units = must_answer(roster, indicator, entry, clause)
    claimed = change.answerer and roster.unit(change.answerer, path)
    answers = entry.answers(change.track)
    said = answers.said()
    if not change.clause:
        if change.track == "self" and claimed and not spoken_for(roster, claimed, units):
            return []
        if said.issuperset((clause.id, unit) for unit in units):
            return []
    answerer = answerer_of(roster, assessment, (indicator, clause), change.answerer, change.track)
    check_open(entry, indicator.no, answerer, change.track)
    givers = [answerer]
    if change.track == "verified" and change.clause:
        givers = _givers(answers, clause) or givers
    told = [unit for unit in givers if (clause.id, unit) in said]
    if not told or change.replace:
        return givers
    if change.clause:
        silent = all(Nil(clause.id, unit) in answers.nils for unit in told)
        refuse(Code.NOTHING_BLANK if silent else Code.HAS_FINDINGS, path, " ".join(told))
    return []


def _givers(answers: Answers, clause: Clause) -> list[str]:
    """All who said something under a clause."""
    said: list[Finding | Reading | Nil] = [*answers.findings, *answers.readings, *answers.nils]
    return sorted({item.answerer for item in said if item.clause == clause.id})


def _check_none(clause: Clause, path: str) -> None:
    """Refuse where not losing anything is no possible answer."""
    rule = clause.rule
    lowest = 0
    if isinstance(rule, Judged):
        lowest = rule.minimum
    elif isinstance(rule, Tiers):
        lowest = min(lost for _, lost in (*rule.labels, *rule.bounds))
    if lowest > 0:
        refuse(Code.CANNOT_BE_NONE, path, wanted=show_points(lowest))


def clear_clause(roster: Roster, assessment: Assessment, change: ClearClause) -> ClearClause:
    """Everything an answerer said under a clause, to be taken back."""
    indicator = roster.indicator(change.indicator)
    clause = indicator.clause(change.clause)
    path = f"{indicator.no}.{clause.id}"
    entry = assessment.entry(indicator.no)
    givers = _givers(entry.answers(change.track), clause)
    claimed = change.answerer and roster.unit(change.answerer, path)
    if change.track == "self" and (claimed not in givers or entry.excused(claimed)):
        answerer = answerer_of(roster, assessment, (indicator, clause), claimed, "self")
    else:  # also what was said by a unit that is asked no more
        answerer = claimed if claimed in givers else one_answerer(path, givers or [roster.office])
    check_open(entry, indicator.no, answerer, change.track)
    if answerer not in givers:
        refuse(Code.NOTHING_TO_CHANGE, path)
    subject = change.subject and roster.unit(change.subject, path)
    readings = entry.answers(change.track).readings
    about = {r.subject for r in readings if (r.clause, r.answerer) == (clause.id, answerer)}
    if subject is not None and subject not in about:
        if subject != answerer or not clause.about_itself or "" not in about:
            refuse(Code.NOTHING_TO_CHANGE, path, subject)
        subject = ""  # what it says of itself is said of no one in particular
    return replace(change, answerer=answerer, subject=subject)
