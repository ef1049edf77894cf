"""Moments as the reader's clock shows them, and what day it is."""

from datetime import datetime

from fazhi_tui.cli.parser import Arguments
from fazhi_tui.store.rows import Head
from fazhi_tui.wording.moments import local
from fazhi_tui.work.papers import stamp_of

__all__ = ["day", "local", "stamp_of", "today"]


def day(head: Head, args: Arguments) -> str:
    """The day (ISO) on which something is overdue: today, or that of the moment looked at."""
    return local(head.at)[:10] if args.at else today()


def today() -> str:
    """This day here (ISO)."""
    return f"{datetime.now().astimezone():%Y-%m-%d}"
