"""Ending as usual where the system, or a terminal that is closed, ends the program."""

import asyncio
import signal
from contextlib import suppress
from functools import partial

from textual.app import App

TOLD = ("SIGTERM", "SIGHUP")
"""Windows has not all of them."""


def leave_when_told(app: App[None]) -> None:
    """Leave the screen by its own door, so that the terminal and temporary files are put right."""
    loop = asyncio.get_running_loop()
    for name in TOLD:
        number = getattr(signal, name, None)
        if number is not None:
            with suppress(NotImplementedError, RuntimeError):  # no such signals, or not in charge
                loop.add_signal_handler(number, partial(app.exit, return_code=128 + number))
