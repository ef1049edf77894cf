"""What a text typed in a clause's input cell means: a change, or that its dialog is needed."""

from msgspec import Struct

from fazhi_tui.domain.assessment import Answers, Finding, Number, Rate, Reading, Tier, Track
from fazhi_tui.domain.changes import AmendFinding, Change, MarkNone, RecordFinding, SetReading
from fazhi_tui.domain.indicators import Clause, Fixed, Judged, PerCount, Tiers, Veto
from fazhi_tui.domain.points import normalise, read_count, read_decimal, read_rate, read_signed
from fazhi_tui.ui.screens.indicator_view import readings_of
from fazhi_tui.wording.terms import NOTHING


class Place(Struct, frozen=True):
    """Where a text was typed: the indicator, its clause, and the unit that answers there.

    On the `verified` track the office speaks, of all answerers ("") or one's figure.
    """

    indicator: str
    clause: Clause
    answerer: str
    track: Track = "self"


def needs_dialog(place: Place, answers: Answers, text: str) -> bool:
    """Whether more must be said than one number."""
    clause = place.clause
    if _is_none(clause, text):
        return False
    if isinstance(clause.rule, Judged):
        return True
    if isinstance(clause.rule, PerCount) and clause.rule.levels:
        return True
    findings = _findings(place, answers)
    readings = readings_of(clause, answers, place.answerer)
    return len(findings) > 1 or len(readings) > 1 or any(r.subject for r in readings)


def change_for(place: Place, answers: Answers, text: str) -> Change:
    """The change that a typed text asks for. Raises `Refused` where it can't be read."""
    clause, no = place.clause, place.indicator
    path = f"{no}.{clause.id}"
    if _is_none(clause, text):
        return MarkNone((no,), clause.id, place.answerer, place.track, replace=True)
    if clause.counts:
        return _count(place, answers, text, path)
    if clause.takes_rate:
        num, den = read_rate(text, path)
        return SetReading(no, clause.id, Rate(num, den), place.answerer, place.track)
    if isinstance(clause.rule, Tiers) and clause.rule.measure == "label":
        return SetReading(no, clause.id, Tier(text), place.answerer, place.track)
    return SetReading(no, clause.id, Number(read_signed(text, path)), place.answerer, place.track)


def _count(place: Place, answers: Answers, text: str, path: str) -> Change:
    """A number of cases: the one finding there is gets it, else a new one."""
    rule = place.clause.rule
    in_steps = isinstance(rule, PerCount) and rule.step is not None
    quantity = read_decimal(text, path) if in_steps else read_count(text, path)
    if isinstance(rule, Fixed | Veto) and not place.clause.count_unit:
        quantity = read_count("1")
    findings = _findings(place, answers)
    if not findings:
        return RecordFinding(
            place.indicator, place.clause.id, place.answerer, place.track, quantity
        )
    old = findings[0]
    return AmendFinding(
        old.id, place.track, quantity, old.level, old.subject, old.bearers, old.reason, old.date
    )


def latest(place: Place, answers: Answers) -> Finding | Reading | None:
    """What was entered last under a clause."""
    entered: list[Finding | Reading] = [*_findings(place, answers)]
    entered += readings_of(place.clause, answers, place.answerer)
    return entered[-1] if entered else None


def _findings(place: Place, answers: Answers) -> list[Finding]:
    return [
        finding
        for finding in answers.findings
        if finding.clause == place.clause.id and place.answerer in {"", finding.answerer}
    ]


def _is_none(clause: Clause, text: str) -> bool:
    """Whether the text says 无: the word itself, or 0 where nothing is counted up to a target."""
    plain = normalise(text)
    if plain == NOTHING:
        return True
    zero = plain != "" and not plain.strip("0.")
    return zero and (clause.counts or isinstance(clause.rule, Judged))
