"""What a round keeps beside its answers: what is done about gaps, which reports came in."""

from typing import Literal, TypeAlias

from msgspec import Struct

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


class Word(Struct, frozen=True):
    """The newest that a unit's reports say of one field: which report, and a digest of it."""

    report: int
    digest: str


class Report(Struct, frozen=True, omit_defaults=True):
    """A report (第几次报送) taken in: whether it hands in, what it speaks of, and what of that is
    held back because something is still open there."""

    formal: bool = False
    indicators: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


class Taken(Struct, frozen=True, omit_defaults=True):
    """What was taken in of one unit: its reports by number, its word on each field.

    `handed_in` is the report that last handed in (报送) an indicator's part.
    """

    reports: dict[str, Report] = {}
    words: dict[str, Word] = {}
    handed_in: dict[str, int] = {}
