"""Spot checks: a sample that anybody can draw again, and what was found.

Things are ranked by the sha256 of the seed and their key and the first ones taken, so that the
same seed draws the same sample on every machine and for ever.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from fazhi_tui.domain.answering import record_finding, refuse
from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import DrawSample, RecordCheck
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.records import Checked, Sample, Sampled, sample_key
from fazhi_tui.domain.text import clean_line, read_text
from fazhi_tui.domain.units import LONGEST_NAME


def drawn(keys: Iterable[str], seed: str, size: int) -> tuple[str, ...]:
    """The `size` keys that `seed` draws, in the order of their ranks."""
    import hashlib  # only a spot check needs it

    def rank(key: str) -> tuple[bytes, str]:
        return hashlib.sha256(f"{seed}\n{key}".encode()).digest(), key

    return tuple(sorted(set(keys), key=rank)[:size])


def pool(roster: Roster, assessment: Assessment, of: Sampled) -> list[str]:
    """What can be drawn: the indicators that concern this place, or the evidence there is."""
    if of == "evidence":
        return sorted(assessment.evidence)
    numbers = (indicator.no for indicator in roster.set.indicators)
    return [no for no in numbers if not assessment.entry(no).excused("")]


def samples(assessment: Assessment) -> tuple[Sample, ...]:
    """All spot checks, in their order."""
    found = (record for record in assessment.records.values() if isinstance(record, Sample))
    return tuple(sorted(found, key=lambda sample: sample.n))


def draw(roster: Roster, assessment: Assessment, change: DrawSample) -> DrawSample:
    """The sample as drawn. Raises `Refused`."""
    keys = pool(roster, assessment, change.of)
    seed = clean_line(change.seed)
    if not keys:
        refuse(Code.NOTHING_TO_DRAW)
    if not 1 <= change.size <= len(keys):
        refuse(Code.OUT_OF_RANGE, value=str(change.size), wanted=f"1-{len(keys)}")
    if not seed:
        refuse(Code.SEED_NEEDED)
    if len(seed) > LONGEST_NAME:
        refuse(Code.TOO_LONG, value=seed, wanted=str(LONGEST_NAME))
    n = 1 + max((sample.n for sample in samples(assessment)), default=0)
    return DrawSample(change.of, change.size, seed, n, len(keys), drawn(keys, seed, change.size))


def with_sample(assessment: Assessment, change: DrawSample) -> Assessment:
    """The assessment with a spot check begun."""
    sample = Sample(change.n, change.of, change.seed, change.pool, change.drawn)
    return replace(assessment, records={**assessment.records, sample_key(sample.n): sample})


def check(roster: Roster, assessment: Assessment, change: RecordCheck) -> RecordCheck:
    """What was found of one thing drawn, its finding decided. Raises `Refused`."""
    sample = assessment.records.get(sample_key(change.sample))
    if not isinstance(sample, Sample):
        wanted = " ".join(str(known.n) for known in samples(assessment))
        refuse(Code.UNKNOWN_SAMPLE, value=str(change.sample or ""), wanted=wanted)
    if change.item not in sample.drawn:
        refuse(Code.NOT_DRAWN, value=change.item, wanted=" ".join(sample.drawn))
    note = read_text(change.note)
    if not change.fine and not note:
        refuse(Code.REASON_NEEDED, change.item)
    finding = change.finding
    known = sample.results.get(change.item)
    booked = known.finding if known else ""
    if booked and (change.fine or finding) and assessment.finding(booked, "verified"):
        refuse(Code.CHECK_BOOKED, change.item, booked)
    if finding:
        if change.fine:
            refuse(Code.CHECK_BOOKED, change.item)
        meant = replace(finding, track="verified", reason=finding.reason or note)
        finding = record_finding(roster, assessment, meant)
    return RecordCheck(change.sample, change.item, change.fine, note, finding)


def with_check(assessment: Assessment, change: RecordCheck) -> Assessment:
    """The assessment with what was found of it."""
    key = sample_key(change.sample)
    sample = assessment.records.get(key)
    if not isinstance(sample, Sample):
        return assessment
    known = sample.results.get(change.item)
    finding = "" if change.fine or not known else known.finding
    finding = change.finding.id if change.finding else finding
    results = {**sample.results, change.item: Checked(change.fine, change.note, finding)}
    return replace(
        assessment, records={**assessment.records, key: replace(sample, results=results)}
    )
