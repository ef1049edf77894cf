"""The fields that a report speaks of, each by itself, and what it says there.

A field is one clause of one unit (all its findings and readings there), its note on an indicator,
its 不涉及, or one piece of its evidence (a new one goes by what is asked for that it
is, else by its title). Its value is a `Part` with nothing else in it, or an
`EvidenceRow`; None where there is none.
"""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Entry,
)
from fazhi_tui.domain.records import Taken, Word
from fazhi_tui.domain.section import (
    EvidenceRow,
    FindingRow,
    Part,
    ReadingRow,
    evidence_row,
    finding_row,
    part_of,
    reading_row,
)
from fazhi_tui.domain.text import clean_text

NOTE, EXCUSE = "/note", "/excuse"
_EVIDENCE = "/evidence"
BY_ID, BY_ASKED, BY_TITLE = f"{_EVIDENCE}#", f"{_EVIDENCE}@", f"{_EVIDENCE}/"

Said: TypeAlias = Part | EvidenceRow | None
"""The value of a field."""

_encoder = msgspec.json.Encoder(order="sorted")


class Field(Struct, frozen=True, order=True):
    """One field. `name` is a clause's id, or one of the names that begin with a slash."""

    unit: str
    indicator: str
    name: str

    @property
    def key(self) -> str:
        """What it is called among the fields of its unit."""
        return f"{self.indicator}.{self.name}"

    @property
    def clause(self) -> str:
        """The clause it is; "" where it is something else."""
        return "" if self.name.startswith("/") else self.name

    @property
    def is_evidence(self) -> bool:
        """Whether it is a piece of evidence."""
        return self.name.startswith(_EVIDENCE)


def named_by(row: EvidenceRow) -> tuple[str, str]:
    """The indicator a row of evidence stands under, and what its field is called: by the id of the
    one it goes on with, else by what is asked for that it is, else by its title."""
    no = row.indicators[0] if row.indicators else ""
    if row.id:
        return no, f"{BY_ID}{row.id}"
    if len(row.asked) == 1:
        return no, f"{BY_ASKED}{row.asked[0]}"
    return no, by_title(row)


def by_title(row: EvidenceRow) -> str:
    """What the field of a row of evidence is called by its title."""
    return f"{BY_TITLE}{clean_text(row.title).strip()}"


def nth(name: str, n: int) -> str:
    """What the field of the n-th piece of evidence of one title is called."""
    return name if n == 1 else name.replace(_EVIDENCE, f"{_EVIDENCE}{n}", 1)


# ── what stands ──────────────────────────────────────────────────────────────────────────────


def value_of(assessment: Assessment, field: Field, words: Mapping[str, Word] | None = None) -> Said:
    """What stands in a field; `words` of its unit tell which evidence it named, else those taken
    in."""
    if field.is_evidence:
        if words is None:
            words = assessment.taken.get(field.unit, Taken()).words
        return _evidence_of(assessment, field, words)
    entry = assessment.entries.get(field.indicator)
    if entry is None:
        return None
    if field.name not in {NOTE, EXCUSE}:
        return _clause_of(entry, field)
    part = part_of(entry, field.indicator, field.unit)
    if field.name == NOTE:
        return Part(part.indicator, note=part.note) if part.note else None
    return Part(part.indicator, excuse=part.excuse) if part.excuse else None


def _clause_of(entry: Entry, field: Field) -> Part | None:
    own, mine = entry.own, (field.name, field.unit)
    findings = [finding_row(f) for f in own.findings if (f.clause, f.answerer) == mine]
    readings = [reading_row(r) for r in own.readings if (r.clause, r.answerer) == mine]
    nils = [nil.clause for nil in own.nils if (nil.clause, nil.answerer) == mine]
    if not (findings or readings or nils):
        return None
    return Part(field.indicator, tuple(findings), tuple(readings), tuple(nils))


def _evidence_of(
    assessment: Assessment, field: Field, words: Mapping[str, Word]
) -> EvidenceRow | None:
    """The evidence of that id or that the field named; else the unit's own of that title (the n-th)
    under that indicator, if it was not named as what is asked for."""
    word = words.get(field.key)
    named = word.id if word else ""  # whatever id its row goes by: it may be of another store
    if not named and field.name.startswith(BY_ID):
        named = field.name.removeprefix(BY_ID)
    if named:
        known = assessment.evidence.get(named)
        return evidence_row(known) if known and known.unit == field.unit else None
    if field.name.startswith(BY_ASKED):
        return None
    n, _, title = field.name.removeprefix(_EVIDENCE).partition("/")
    found = [
        item.id
        for item in assessment.evidence.values()
        if item.unit == field.unit and item.title == title
        if item.indicators[0] == field.indicator
    ]
    if found:
        apart = {word.id for key, word in words.items() if f".{BY_ASKED}" in key}
        found = sorted(set(found) - apart, key=lambda key: (len(key), key))
    here = found[int(n or 1) - 1 :]
    return evidence_row(assessment.evidence[here[0]]) if here else None


def plain(said: Said) -> Said:
    """A value without the ids it was given, its rows in one order: what equal values share."""
    if isinstance(said, EvidenceRow):
        return replace(said, id="")
    if said is None or not (said.findings or len(said.readings) > 1):
        return said
    return replace(
        said,
        findings=tuple(sorted([replace(row, id="") for row in said.findings], key=content)),
        readings=tuple(sorted(said.readings, key=about)),
    )


def digest_of(told: Said) -> str:
    """A short name for a plain value: equal ones share it."""
    from hashlib import sha256  # only who merges pays for it

    return sha256(_encoder.encode(told)).hexdigest()[:16]


def content(row: FindingRow) -> tuple[object, ...]:
    """All that a finding says, without its id."""
    return (row.subject, row.level, row.quantity, row.reason, row.date, row.bearers)


def about(row: ReadingRow) -> tuple[str, bool]:
    """Whom a reading is about; a benchmark stands beside a rate."""
    return (row.subject, isinstance(row.value, Benchmark))
