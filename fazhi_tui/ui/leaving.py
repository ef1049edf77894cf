"""Ending as usual where the system, or a terminal that is closed, ends the program."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress

from textual.app import App

TOLD = ("SIGTERM", "SIGHUP")
"""Windows has not all of them."""


def leave_when_told(app: App[None], before: Callable[[], object]) -> None:
    """Leave the screen by its own door, so that the terminal and temporary files are put right.

    `before` comes first.
    """
    loop = asyncio.get_running_loop()

    def leave(number: int) -> None:
        before()
        app.exit(return_code=128 + number)

    for name in TOLD:
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError, RuntimeError):  # no such signals, or not in charge
                loop.add_signal_handler(number, leave, number)
