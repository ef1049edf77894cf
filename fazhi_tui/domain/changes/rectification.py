"""What is planned and done about gaps."""

from fazhi_tui.domain.changes.base import Base


class PlanRectification(Base, frozen=True, omit_defaults=True, tag="plan_rectification"):
    """What is planned or done about a gap; None leaves a field as it is.

    `by` is the unit that says so ("" the office); only the office closes, and `closed` is the day.
    `extend` moves `due` and keeps the first one; `progress` is added to what was reported.
    """

    gap: str
    by: str = ""
    rectifier: str | None = None
    measure: str | None = None
    owner: str | None = None
    due: str | None = None
    extend: str | None = None
    progress: str | None = None
    will_not: str | None = None
    closed: str | None = None
