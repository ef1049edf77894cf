"""What a bug leaves behind: a log of where it happened, without the values in it."""

import traceback
from datetime import UTC, datetime
from pathlib import Path
from tempfile import gettempdir

from fazhi_tui import __version__


def write_log(error: BaseException | None) -> str:
    """Write an error to a log in the user's folder; gives where it is."""
    from platformdirs import user_log_dir

    folder = Path(user_log_dir("fazhi", appauthor=False))
    moment = datetime.now(UTC)
    text = f"fazhi {__version__} {moment.isoformat()}\n{_where(error)}"
    for place in (folder, Path(gettempdir())):
        path = place / f"fazhi-{moment:%Y%m%d-%H%M%S}.log"
        try:
            place.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return str(path)
    return "（写不进去）"


def _where(error: BaseException | None) -> str:
    """The way to an error and to those that led to it; of messages only what holds no data."""
    told: list[str] = []
    while error is not None:
        about = f": {error}" if isinstance(error, _OF_CODE) else ""
        told.insert(0, f"{''.join(traceback.format_tb(error.__traceback__))}{type(error)}{about}\n")
        error = error.__cause__ or error.__context__
    return "\n".join(told)


_OF_CODE = (AttributeError, ImportError, NameError)
