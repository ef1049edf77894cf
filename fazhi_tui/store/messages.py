"""Statements sent to a PostgreSQL server as one series of messages, and answered together.

A cursor's pipeline sends each statement by itself, and the server wakes for each: where many
write at once that takes longer than the writing. This is the same connection, one layer below.
A series without BEGIN is a transaction of itself. All values are spelled before anything is sent,
and a series that could not be sent whole ends the connection, so never is a part of it done.
"""

from collections.abc import Sequence
from itertools import count
from select import select

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, PipelineStatus
from psycopg.pq.abc import PGconn, PGresult

from fazhi_tui.store.database import Cells

_BAD = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)


class Messages:
    """What a connection sends in this way. Each statement is prepared when it is first sent."""

    def __init__(self, connection: "psycopg.Connection[Cells]") -> None:
        self._connection = connection
        self._spelling = Transformer(connection)
        self._names: dict[bytes, bytes] = {}
        self._numbers = count()

    def send(self, statements: Sequence[tuple[bytes, Cells]]) -> None:
        """Have the server run statements, in order. Raises `psycopg.Error`; the first one counts.

        A value is one of text, numbers, bytes and None; `$1` stands for the first one.
        """
        values = [self._spelled(row) for _, row in statements]
        fresh = {  # never a name again: what failed may be prepared nevertheless
            sql: b"fazhi_%d" % next(self._numbers)
            for sql, _ in statements
            if sql not in self._names
        }
        with self._connection.lock:
            pgconn = self._connection.pgconn
            pgconn.enter_pipeline_mode()
            try:
                for sql, name in fresh.items():
                    pgconn.send_prepare(name, sql)
                for (sql, _), row in zip(statements, values, strict=True):
                    pgconn.send_query_prepared(self._names.get(sql) or fresh[sql], row)
                pgconn.pipeline_sync()
                _push(pgconn)
                error = _answers(pgconn, len(fresh) + len(statements))
                pgconn.exit_pipeline_mode()
            finally:
                if pgconn.pipeline_status != PipelineStatus.OFF:  # broken off
                    self._connection.close()
            while pgconn.notify_handler and (notice := pgconn.notifies()):
                pgconn.notify_handler(notice)
        if error is not None:
            raise error
        self._names |= fresh

    def _spelled(self, row: Cells) -> Sequence[bytes | bytearray | memoryview | None]:
        return self._spelling.dump_sequence(row, [PyFormat.TEXT] * len(row))


def _push(pgconn: PGconn) -> None:
    """Send what is waiting to be sent, and meanwhile read what is waiting to be read."""
    while pgconn.flush():
        readable, _, _ = select([pgconn.socket], [pgconn.socket], [])
        if readable:
            pgconn.consume_input()


def _answers(pgconn: PGconn, many: int) -> psycopg.Error | None:
    """Read the answers to so many messages; the first error among them.

    Raises `psycopg.Error` where they end early.
    """
    error = None
    for _ in range(many):
        while result := _answer(pgconn):
            if error is None and result.status in _BAD:
                error = error_from_result(result)
    end = _answer(pgconn)
    if end is None or end.status != ExecStatus.PIPELINE_SYNC:
        raise error or psycopg.OperationalError("the connection was lost")
    return error


def _answer(pgconn: PGconn) -> PGresult | None:
    while pgconn.is_busy():
        select([pgconn.socket], [], [])
        pgconn.consume_input()
    return pgconn.get_result()
