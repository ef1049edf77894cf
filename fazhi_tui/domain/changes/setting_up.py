"""The set an assessment goes by, and who answers for what."""

from fazhi_tui.domain.changes.base import Base
from fazhi_tui.domain.indicators import Duty


class AdoptSet(Base, frozen=True, omit_defaults=True, tag="adopt_set"):
    """The assessment goes by this indicator set (its text's sha256); the first change of all."""

    sha256: str
    year: int


class AdoptDuties(Base, frozen=True, omit_defaults=True, tag="adopt_duties"):
    """A duties file is laid over the set: who answers for which indicator."""

    duties: dict[str, Duty]
    sha256: str = ""


class AssignDuty(Base, frozen=True, omit_defaults=True, tag="assign_duty"):
    """The office says who answers for some indicators."""

    indicators: tuple[str, ...]
    duty: Duty
