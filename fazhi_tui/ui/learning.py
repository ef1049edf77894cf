"""Pinyin initials: those kept with the set, else worked out in the background and kept."""

from collections.abc import Iterable

from fazhi_tui.domain.indicators import IndicatorSet
from fazhi_tui.store.initials import work_out
from fazhi_tui.ui.widgets.initials import learn, unknown
from fazhi_tui.work.session import Session


def recall(session: Session | None, texts: Iterable[str]) -> list[str]:
    """Learn what is kept with the set; gives the texts that have to be worked out."""
    if session:
        learn(session.store.initials(session.snapshot.head.set_sha256) or {})
    missing = unknown(texts)
    if missing and session:
        missing += unknown(_names(session.snapshot.roster.set))
    return missing


def found_out(texts: Iterable[str]) -> dict[str, str]:
    """The initials of texts; takes a second, so not on the thread that paints."""
    return work_out(texts)


def keep(session: Session | None, found: dict[str, str]) -> None:
    """Learn new initials and keep them with the set. Raises `Refused`."""
    learn(found)
    if session and found:
        sha256 = session.snapshot.head.set_sha256
        known = session.store.initials(sha256) or {}
        session.store.keep_initials(sha256, known | found)


def _names(indicator_set: IndicatorSet) -> list[str]:
    """Every name of a set that people look for."""
    units = [unit.name for unit in indicator_set.units]
    return units + [f"{each.no} {each.name}" for each in indicator_set.indicators]
