"""Where the store is: as asked for, as the environment or the settings say, else the user's own."""

import os

from fazhi_tui.store.urls import is_url

VARIABLE = "FAZHI_DB"


def store_path(asked: str = "") -> str:
    """The database named on the command line, in `FAZHI_DB` or the settings, else the default.

    What the settings name lies beside them, wherever the program is called. Raises `Refused` where
    they can't be read.
    """
    chosen = asked or os.environ.get(VARIABLE, "")
    if chosen:
        return _at_home(chosen)
    # what is imported here takes longer than opening the store
    from fazhi_tui.store.settings import read_settings, settings_path

    settled = _at_home(read_settings().db)
    if settled and not is_url(settled):
        return os.path.join(os.path.dirname(settings_path()), settled)
    return settled or _own_file()


def _at_home(place: str) -> str:
    """The place with `~` read as one's own folder, as a shell does where it sees it."""
    return os.path.expanduser(place) if place.startswith("~") else place


def _own_file() -> str:
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("fazhi", appauthor=False), "fazhi.db")
