"""Moments as the reader's clock shows them, and what day it is."""

from datetime import datetime
from typing import TYPE_CHECKING

from fazhi_tui.cli.parser import Arguments
from fazhi_tui.store.rows import Head
from fazhi_tui.wording.moments import local

if TYPE_CHECKING:
    from fazhi_tui.domain.assessment import Track
    from fazhi_tui.exports.stamp import Stamp
    from fazhi_tui.work.snapshot import Snapshot

__all__ = ["day", "local", "stamp_of"]


def day(head: Head, args: Arguments) -> str:
    """The day (ISO) on which something is overdue: today, or that of the moment looked at."""
    return local(head.at)[:10] if args.at else today()


def today() -> str:
    """This day here (ISO)."""
    return f"{datetime.now().astimezone():%Y-%m-%d}"


def stamp_of(snapshot: "Snapshot", track: "Track") -> "Stamp":
    """What stands with every list: which assessment, up to which record."""
    from fazhi_tui.exports.stamp import Stamp

    head = snapshot.head
    return Stamp(head.name, head.seq, local(head.at), track, head.set_sha256, head.hash)
