"""What `decide` asks of readings: their form and range, and whose the office corrects."""

from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from fazhi_tui.domain.answering import (
    answerer_of,
    check_numbers,
    check_open,
    form_of,
    one_answerer,
    refuse,
    spoken_for,
)
from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Entry,
    Number,
    Rate,
    Reading,
    Score,
    Tier,
    must_answer,
)
from fazhi_tui.domain.changes import SetReading
from fazhi_tui.domain.indicators import Clause, Indicator, Judged, PerCount, RateGap, Roster, Tiers
from fazhi_tui.domain.points import Points, plain_decimal, show_points
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.text import read_past, read_text


def set_reading(
    roster: Roster, assessment: Assessment, change: SetReading, actor: str
) -> SetReading:
    """A reading of the form its clause takes, with its answerer and canonical subject.

    Who judged is `actor` where nobody else is named.
    """
    indicator = roster.indicator(change.indicator)
    clause = indicator.clause(change.clause)
    path = f"{indicator.no}.{clause.id}"
    entry = assessment.entry(indicator.no)
    subject = change.subject and roster.bearer(change.subject, path)
    if change.track == "verified":
        change = replace(change, subject=subject)
        answerer, subject = _corrected(roster, entry, (indicator, clause), change)
    else:
        answerer = answerer_of(roster, assessment, (indicator, clause), change.answerer, "self")
        if clause.about_itself and subject == answerer:
            subject = ""  # said in two ways, it would count twice
    check_open(entry, indicator.no, answerer, change.track)
    check_value(roster, clause, path, change)
    overall = clause.by_subject and not clause.about_itself
    if overall and not subject:
        _check_not_broken_down(entry, path, answerer, change)
    value = change.value
    if isinstance(value, Score):
        value = replace(value, scorer=read_text(value.scorer or actor, path))
        if not value.scorer:
            refuse(Code.SCORER_NEEDED, path)
    return replace(
        change,
        value=value,
        answerer=answerer,
        subject=subject,
        reason=read_text(change.reason, path),
        date=read_past(change.date, path, assessment.year),
        sole=not clause.by_subject,
        breakdown=overall and bool(subject),
        alone=clause.takes_one or _supersedes(entry, answerer, subject, change),
    )


def _supersedes(entry: Entry, answerer: str, subject: str, change: SetReading) -> bool:
    """Whether a benchmark takes the place of others: another unit's that is the same may stay."""
    if not isinstance(change.value, Benchmark):
        return False
    return any(
        one.value != change.value or (one.answerer == answerer and one.subject != subject)
        for one in entry.answers(change.track).readings
        if one.clause == change.clause and isinstance(one.value, Benchmark)
    )


def _check_not_broken_down(entry: Entry, path: str, answerer: str, change: SetReading) -> None:
    """Refuse an overall figure beside the same answerer's figures by unit: both would count."""
    subjects = [
        reading.subject
        for reading in entry.answers(change.track).readings
        if (reading.clause, reading.answerer) == (change.clause, answerer)
        and reading.subject
        and not isinstance(reading.value, Benchmark)
    ]
    if subjects and not isinstance(change.value, Benchmark):
        refuse(Code.WHICH_SUBJECT, path, wanted=" ".join(subjects))


def _corrected(
    roster: Roster, entry: Entry, place: tuple[Indicator, Clause], change: SetReading
) -> tuple[str, str]:
    """The answerer and subject of the reading that the office corrects (or gives in their place).

    The office edits its copy of what the units say: a figure of its own beside theirs would count
    twice, and be about the office.
    """
    indicator, clause = place
    path = f"{indicator.no}.{clause.id}"
    claimed = change.answerer and roster.unit(change.answerer, path)
    named, wanted = roster.heir(claimed) not in {"", roster.office}, change.subject
    aside = isinstance(change.value, Benchmark)
    given = {
        reading.answerer: reading.subject
        for reading in entry.answers("verified").readings
        if reading.clause == clause.id and isinstance(reading.value, Benchmark) == aside
        if not named or claimed in {reading.answerer, roster.heir(reading.answerer)}
        if not clause.by_subject or wanted in {reading.subject, reading.subject or reading.answerer}
    }
    if given:
        answerer = one_answerer(path, list(given))
        return answerer, given[answerer] if clause.by_subject else wanted
    units = must_answer(roster, indicator, entry, clause)
    speaks_for = spoken_for(roster, claimed, units) if named else units
    if named and not speaks_for:
        refuse(Code.NOT_ANSWERER, path, claimed, wanted=" ".join(units))
    units = speaks_for
    if wanted in units:
        return wanted, ""
    if roster.office in units or not units or (wanted and len(units) > 1):
        return roster.office, wanted
    return one_answerer(path, units), wanted


def check_value(roster: Roster, clause: Clause, path: str, change: SetReading | Reading) -> None:
    """Refuse a value of another form than the clause's, or out of its range."""
    match change.value, clause.rule:
        case Number(value), PerCount(target=Decimal()) | Tiers(measure="number"):
            check_numbers(path, value)
            falls = isinstance(clause.rule, Tiers)  # places lost in a ranking (位次下降)
            if value < 0 and not falls:
                refuse(Code.NEGATIVE, path, plain_decimal(value))
            if not falls and value != value.to_integral_value():
                refuse(Code.NOT_A_COUNT, path, plain_decimal(value))
        case Rate() as rate, _ if clause.takes_rate:
            _check_rate(path, rate)
        case Benchmark(value), RateGap(target=None):
            check_numbers(path, value)
            if not 0 <= value <= 100:
                refuse(Code.OUT_OF_RANGE, path, plain_decimal(value), "0-100")
        case Tier(label), Tiers(measure="label"):
            labels = [name for name, _ in clause.rule.labels]
            if label not in labels:
                refuse(Code.UNKNOWN_TIER, path, label, " ".join(labels))
        case Score(points), Judged() as rule:
            _check_score(roster, rule, path, points)
            if not read_text(change.reason, path):
                refuse(Code.REASON_NEEDED, path)
        case _:
            refuse(Code.WRONG_FORM, path, wanted=form_of(clause))


def _check_score(roster: Roster, rule: Judged, path: str, points: Points) -> None:
    if not rule.minimum <= points <= rule.maximum:
        span = f"{show_points(rule.minimum)}-{show_points(rule.maximum)}"
        refuse(Code.OUT_OF_RANGE, path, show_points(points), span)
    quantum = roster.set.quantum
    if points % quantum:
        refuse(Code.FINER_THAN_QUANTUM, path, show_points(points), show_points(quantum))


def _check_rate(path: str, rate: Rate) -> None:
    check_numbers(path, rate.num, rate.den, rate.stated)
    if not 0 <= rate.num <= rate.den:
        code = Code.RATE_OVER_NOTHING if rate.den == 0 else Code.RATE_ABOVE_ONE
        refuse(Code.NEGATIVE if min(rate.num, rate.den) < 0 else code, path, _shown(rate))
    if rate.stated is None or rate.den == 0:
        return
    off = abs(Fraction(rate.stated) - 100 * Fraction(rate.num) / Fraction(rate.den))
    exponent = rate.stated.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if off > Fraction(1, 2 * 10**digits):
        refuse(Code.RATE_MISSTATED, path, plain_decimal(rate.stated), _shown(rate))


def _shown(rate: Rate) -> str:
    return f"{plain_decimal(rate.num)}/{plain_decimal(rate.den)}"
