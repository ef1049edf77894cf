"""The way in: everything heavy is imported behind this door, with the garbage collector at rest."""

from typing import TYPE_CHECKING

from fazhi_tui.ui.collector import rest

if TYPE_CHECKING:
    from fazhi_tui.store.store import Store
    from fazhi_tui.work.session import Session


def run_app(
    store: "Store", session: "Session | None", actor: str, unit: str = "", *, practice: bool = False
) -> int:
    """Show an open assessment, or the list of all; gives the exit code.

    `practice`: the store is thrown away afterwards, and the screen says so.

    Raises `Refused` where the settings can't be read.
    """
    rest()
    from fazhi_tui.store.settings import read_settings
    from fazhi_tui.ui.program import FazhiApp

    settings = read_settings()
    app = FazhiApp(store, session, actor=actor, unit=unit, settings=settings, practice=practice)
    app.run()
    return app.return_code or 0
