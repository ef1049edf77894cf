"""What a round keeps beside its answers.

What is planned and done about gaps; which reports came in; and, as a `Record` under a key, what
concerns the round as a whole: its deadline, outside scores, spot checks, units that are succeeded.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.domain.points import Points

Outcome: TypeAlias = Literal["", "reassigned", "rejected"]


class Dispute(Struct, frozen=True):
    """责任异议: `unit` says why a matter is not its own; the office's `answer` says what became.

    `outcome` "" is still to be answered.
    """

    unit: str
    reason: str
    outcome: Outcome = ""
    answer: str = ""


class Handover(Struct, frozen=True):
    """A matter came from another unit: by reassignment, or because that unit is no more."""

    unit: str
    reason: str


class Rectification(Struct, frozen=True, omit_defaults=True):
    """What is planned and done about one gap. Dates are ISO; `first_due` survives extensions.

    `asked` is the day an extension is asked for, until the office says; `denied` why it would not.
    `reported` is what the doer says was done (报结), `sent_back` why the office would not close.
    `reported_by` and `closed_by` are persons; `fact` names the matter that several gaps come from.
    """

    gap: str
    rectifier: str = ""
    measure: str = ""
    owner: str = ""
    due: str = ""
    first_due: str = ""
    progress: tuple[str, ...] = ()
    will_not: str = ""
    closed: str = ""
    asked: str = ""
    asked_why: str = ""
    denied: str = ""
    reported: str = ""
    reported_by: str = ""
    sent_back: str = ""
    closed_by: str = ""
    fact: str = ""
    dispute: Dispute | None = None
    came_from: tuple[Handover, ...] = ()


class Word(Struct, frozen=True, omit_defaults=True):
    """The newest that a unit's reports say of one field: which report, and a digest of it.

    Of a piece of evidence also which it is, by `id`: its title may be corrected.
    """

    report: int
    digest: str
    id: str = ""


class Report(Struct, frozen=True, omit_defaults=True):
    """A report (第几次报送) taken in: whether it hands in, and the indicators it speaks of.

    `held` are the fields (indicator and name) of which something is still open: as long as no
    later report speaks of them, it does not hand in their indicators.
    """

    formal: bool = False
    indicators: tuple[str, ...] = ()
    held: tuple[tuple[str, str], ...] = ()


class Taken(Struct, frozen=True, omit_defaults=True):
    """What was taken in of one unit: its reports by number, its word on each field.

    `handed_in` is the report that last handed in (报送) an indicator's part.
    """

    reports: dict[str, Report] = {}
    words: dict[str, Word] = {}
    handed_in: dict[str, int] = {}


# ── what concerns the round as a whole ───────────────────────────────────────────────────────

Sampled: TypeAlias = Literal["indicators", "evidence"]


class Deadline(Struct, frozen=True, tag="deadline"):
    """报送截止: what comes in after this moment (UTC, as the journal writes it) is late."""

    at: str


class OutsideScores(Struct, frozen=True, tag="outside"):
    """What somebody outside (省初审, 第三方) gives the indicators, in milli-points, by number."""

    source: str
    scores: dict[str, Points]


class Checked(Struct, frozen=True, omit_defaults=True):
    """What a spot check found of one thing; `finding` is the one it led to."""

    fine: bool
    note: str = ""
    finding: str = ""


class Sample(Struct, frozen=True, omit_defaults=True, tag="sample"):
    """抽查: what was drawn with `seed` out of `pool` things, and what was found so far."""

    n: int
    of: Sampled
    seed: str
    pool: int
    drawn: tuple[str, ...]
    results: dict[str, Checked] = {}


class Succession(Struct, frozen=True, omit_defaults=True, tag="succession"):
    """A unit that others go on for: one where it was renamed or merged, several where it was split.

    Its sums go to the first. `created` are units that the indicator set does not know.
    """

    unit: str
    successors: tuple[str, ...]
    created: tuple[str, ...] = ()
    date: str = ""
    reason: str = ""


class Contact(Struct, frozen=True, omit_defaults=True, tag="contact"):
    """Whom to ask at a unit: one or several people, and their telephones."""

    person: str = ""
    phone: str = ""


Record: TypeAlias = Deadline | OutsideScores | Sample | Succession | Contact

DEADLINE = "deadline"
"""The key of the deadline; the others have theirs from the functions below."""


def outside_key(source: str) -> str:
    """Where the scores of an outside source stand."""
    return f"outside/{source}"


def sample_key(n: int) -> str:
    """Where the spot check of that number stands."""
    return f"sample/{n}"


def contact_key(unit: str) -> str:
    """Where it stands whom to ask at a unit."""
    return f"contact/{unit}"


def contact_of(records: Mapping[str, Record], unit: str) -> Contact:
    """Whom to ask at a unit, as far as it is known."""
    found = records.get(contact_key(unit))
    return found if isinstance(found, Contact) else Contact()


def unit_key(unit: str) -> str:
    """Where it stands who goes on for a unit."""
    return f"unit/{unit}"
