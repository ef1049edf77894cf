"""What a short-lived process can do without: a tenth of a command's time each."""

import atexit
import gc
import sys


def make_haste() -> None:
    """Collect no garbage, not at the end either; load msgspec without typing_extensions.

    A command ends before garbage matters; a screen collects it again after its first paint.
    msgspec takes what it needs from `typing` where typing_extensions (which loads `inspect`) is
    not to be had.
    """
    gc.disable()
    atexit.register(gc.freeze)  # else the interpreter looks for some once more
    if "msgspec" in sys.modules or "typing_extensions" in sys.modules:
        return
    hidden: dict[str, None] = {"typing_extensions": None}
    vars(sys)["modules"].update(hidden)
    try:
        import msgspec  # noqa: F401  loaded for what comes after
    finally:
        del sys.modules["typing_extensions"]
