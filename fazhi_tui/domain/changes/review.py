"""Handing in, handing back, accepting."""

from fazhi_tui.domain.changes.base import Base


class SubmitItem(Base, frozen=True, omit_defaults=True, tag="submit_item"):
    """A unit hands in its part of indicators (报送); with unit "" every answerer's part.

    `parts` name each (indicator, unit); asked for without them, `decide` works them out. So in
    all that follow.
    """

    indicators: tuple[str, ...]
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class ReturnItem(Base, frozen=True, omit_defaults=True, tag="return_item"):
    """The office hands parts back with a reason (退回修改)."""

    indicators: tuple[str, ...]
    reason: str
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class AcceptItem(Base, frozen=True, omit_defaults=True, tag="accept_item"):
    """The office accepts parts (审核通过)."""

    indicators: tuple[str, ...]
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()


class AdmitLate(Base, frozen=True, omit_defaults=True, tag="admit_late"):
    """The office takes parts that came late (迟报采纳)."""

    indicators: tuple[str, ...]
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()
