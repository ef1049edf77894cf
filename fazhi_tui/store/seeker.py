"""A lost connection sought again while people go on reading."""

from collections.abc import Callable
from threading import Thread

import psycopg

from fazhi_tui.domain.problems import Refused
from fazhi_tui.store.database import Cells


class Seeker:
    """A connection sought by a thread of its own, which nobody has to wait for."""

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection[Cells]],
        before: Refused | None = None,
    ) -> None:
        self.outcome: psycopg.Connection[Cells] | Refused | None = before
        self.is_done = False
        self._connect = connect
        Thread(target=self._seek, daemon=True).start()

    def _seek(self) -> None:
        try:
            self.outcome = self._connect()
        except Refused as refused:
            self.outcome = refused
        self.is_done = True
