"""The way in: everything heavy is imported behind this door, with the garbage collector at rest."""

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fazhi_tui.store.store import Store


def run_app(store: "Store", name: str | None, actor: str, unit: str = "") -> int:
    """Show the assessment of that name, or the list of all; gives the exit code.

    Raises `Refused` before anything is shown if the assessment can't be opened.
    """
    gc.disable()  # until the first paint, which thaws it: a start makes much and drops little
    from fazhi_tui.ui.program import FazhiApp
    from fazhi_tui.work.opening import open_session

    session = open_session(store, name, actor=actor) if name else None
    app = FazhiApp(store, session, actor=actor, unit=unit)
    app.run()
    return app.return_code or 0
