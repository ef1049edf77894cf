"""What is planned and done about gaps, and who says that one is not his."""

from decimal import Decimal

from fazhi_tui.domain.changes.base import Base


class PlanRectification(Base, frozen=True, omit_defaults=True, tag="plan_rectification"):
    """What is planned or done about a gap, or about several `gaps`; None leaves a field as it is.

    `by` is the unit that says so ("" the office), `actor` the person, filled in by `decide`. Only
    the office extends, closes (`closed` is the day, "" opens again), sends back and says that
    nothing will be done. `extend` moves `due` and keeps the first one, `grant` moves it to the day
    asked for; `progress` is added to what was reported; `reported` "" takes a report back.
    """

    gap: str = ""
    by: str = ""
    rectifier: str | None = None
    measure: str | None = None
    owner: str | None = None
    due: str | None = None
    extend: str | None = None
    progress: str | None = None
    will_not: str | None = None
    closed: str | None = None
    gaps: tuple[str, ...] = ()
    ask: str | None = None
    ask_why: str = ""
    grant: bool = False
    deny: str | None = None
    reported: str | None = None
    send_back: str | None = None
    fact: str | None = None
    actor: str = ""

    @property
    def which(self) -> tuple[str, ...]:
        """The gaps it is about."""
        return self.gaps or (self.gap,)


class DisputeGap(Base, frozen=True, omit_defaults=True, tag="dispute_gap"):
    """A unit says why a gap is not its own (责任异议); `by` "" is the unit that bears it."""

    gap: str
    reason: str
    by: str = ""


class RejectDispute(Base, frozen=True, omit_defaults=True, tag="reject_dispute"):
    """The office leaves a disputed gap where it is, and says why."""

    gap: str
    reason: str


class Reassign(Base, frozen=True, omit_defaults=True, tag="reassign"):
    """The office names the bearers of a gap's finding anew (改派), on both tracks, and says why.

    Accepted, `indicator` and `finding` are those of the gap, `new_gaps` the ones that come to be.
    """

    gap: str
    bearers: tuple[tuple[str, Decimal], ...]
    reason: str
    indicator: str = ""
    finding: str = ""
    new_gaps: tuple[str, ...] = ()
