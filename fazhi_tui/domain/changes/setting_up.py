"""The set an assessment goes by, and who answers for what."""

from msgspec import field

from fazhi_tui.domain.changes.base import Base
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.domain.records import Contact


class AdoptSet(Base, frozen=True, omit_defaults=True, tag="adopt_set"):
    """The assessment goes by this indicator set (its text's sha256); the first change of all."""

    sha256: str
    year: int


class AdoptDuties(Base, frozen=True, omit_defaults=True, tag="adopt_duties"):
    """A duties file is laid over the set: who answers for which indicator, and whom to ask there.

    A contact without name and telephone takes away what was known of its unit.
    """

    duties: dict[str, Duty]
    sha256: str = ""
    contacts: dict[str, Contact] = field(default_factory=dict)


class AssignDuty(Base, frozen=True, omit_defaults=True, tag="assign_duty"):
    """The office says who answers for some indicators."""

    indicators: tuple[str, ...]
    duty: Duty
