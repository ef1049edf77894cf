"""Moments as the reader's clock shows them."""

from datetime import datetime


def local(at: str) -> str:
    """A moment of the journal (UTC) in local time, to the minute."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):  # Windows knows no zone before 1970
        return at
