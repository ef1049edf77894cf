"""Where the store is: as asked for, as the environment or the settings say, else the user's own."""

import os

VARIABLE = "FAZHI_DB"


def store_path(asked: str = "") -> str:
    """The database named on the command line, in `FAZHI_DB` or the settings, else the default.

    Raises `Refused` where the settings can't be read.
    """
    chosen = asked or os.environ.get(VARIABLE, "")
    if chosen:
        return chosen
    # what is imported here takes longer than opening the store
    from fazhi_tui.store.settings import read_settings

    return read_settings().db or _own_file()


def _own_file() -> str:
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("fazhi", appauthor=False), "fazhi.db")
