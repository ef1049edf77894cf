"""Where the store is: as asked for, else as the environment says, else the user's data folder."""

import os

VARIABLE = "FAZHI_DB"


def store_path(asked: str = "") -> str:
    """The database named on the command line or in `FAZHI_DB`, else the default file."""
    chosen = asked or os.environ.get(VARIABLE, "")
    if chosen:
        return chosen
    # importing it takes longer than opening the store
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("fazhi", appauthor=False), "fazhi.db")
