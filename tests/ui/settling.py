"""Waiting until the program has done all it was told to, where Textual waits some time for that."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import pytest
from textual import app, pilot
from textual._context import active_app
from textual._wait import wait_for_idle


async def settled(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Until no task can go on and what changed is painted; `max_sleep` at most.

    It takes the place of Textual's own, which always sleeps a fiftieth of a second, and longer
    while the processor works. That one is still right for threads: they are seen by nothing else.
    """
    running = active_app.get()
    loop: Any = asyncio.get_running_loop()
    end = monotonic() + max_sleep
    threads = True
    while monotonic() < end:
        await asyncio.sleep(min_sleep)
        if loop._ready:
            continue
        if threads and any(worker.is_running for worker in running.workers):
            await wait_for_idle(min_sleep, max_sleep)
            threads = False
            continue
        there: list[Any] = running.screen_stack[-1:]  # none while the program ends
        if running._resize_timer:
            running._check_resize()
        elif there and there[0]._update_timer._active.is_set():
            there[0]._on_timer_update()
        else:
            return


@contextmanager
def settling() -> Iterator[None]:
    """Pilots wait so."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (app, pilot):
            patch.setattr(module, "wait_for_idle", settled)
        yield
