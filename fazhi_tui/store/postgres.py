"""The shared engine: PostgreSQL, and whatever speaks its protocol; for its URL only.

What a transaction writes is sent together with its COMMIT, in one go: whoever waits for the same
row waits for a disk, not for a program.

A lost connection is made anew before a transaction and for what only reads. Inside a transaction
everything is undone by the server, so that is told and nothing is tried again; only while a COMMIT
is under way nobody can know, which is `Unsure`.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import lru_cache
from time import monotonic, time

import psycopg
from psycopg.pq import TransactionStatus

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.database import PATIENCE, Cell, Cells, Statement, Unmet, Unsure
from fazhi_tui.store.messages import Messages
from fazhi_tui.store.seeker import Seeker
from fazhi_tui.store.urls import masked, told

_CHANNEL = "fazhi"
_SCHEMA_LOCK = 0xFA2811
_AT_A_TIME = 2000
_ONCE: Sequence[Cells] = [()]
_TELLING = f"SET LOCAL synchronous_commit TO off; NOTIFY {_CHANNEL}".encode()
_PAUSE = 0.5
"""Seconds between two announcements: each of them holds a lock that all others wait for. Whoever
shows something asks for changes as often, and with that the last one is told."""
_ANYWAY, _DEAF = 10.0, 1.0
"""Seconds after which one looks although nothing was announced: an announcement may be lost, and
some engines that speak the protocol make none."""
_OLDEST = 90_600


class PostgresDatabase:
    """One connection to one database of a server."""

    folder = ""
    for_update = " FOR UPDATE"
    nests = True

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        self.place = masked(url)
        self._url = url
        self._patience = patience
        self._look_anyway = 0.0
        self.ahead = 0
        self._tell_from = 0.0
        self._untold = False
        self._unsent: list[Statement] = []  # of the transaction, from its BEGIN on
        self._begun = False  # whether the server has been told of the transaction
        self._seeker: Seeker | None = None
        self._use(self._connect())

    # ── the connection ───────────────────────────────────────────────────────────────────────

    def _connect(self) -> psycopg.Connection[Cells]:
        """Log in. Raises `Refused`: no server, no entry."""
        try:
            psycopg.conninfo.conninfo_to_dict(self._url)
            connection = psycopg.connect(
                self._url,
                autocommit=True,
                application_name="fazhi",
                client_encoding="utf8",
                connect_timeout=10,
                keepalives_idle=30,
                keepalives_interval=10,
                tcp_user_timeout=10_000,  # a cable pulled out is noticed, not waited for
                cursor_factory=psycopg.RawCursor,
                prepare_threshold=None,  # what is said often goes as messages, prepared there
            )
        except psycopg.ProgrammingError as error:
            raise Refused(Problem(Code.STORE_URL, value=self.place)) from error
        except (psycopg.Error, UnicodeError) as error:
            raise Refused(self._no_entry(error)) from error
        unfit = self._unfit(connection)
        if unfit:
            connection.close()
            raise Refused(unfit)
        try:
            connection.execute(
                "SET synchronous_commit = on;"
                f"SET lock_timeout = {int(self._patience * 1000)};"
                "SET idle_in_transaction_session_timeout = '60s'"
            )
            asked = connection.execute("SELECT EXTRACT(EPOCH FROM clock_timestamp())::bigint")
            ((now,),) = asked.fetchall()
            self.ahead = int(time()) - int(now or 0)
        except psycopg.Error as error:
            connection.close()
            raise Refused(self._no_entry(error)) from error
        return connection

    def _unfit(self, connection: psycopg.Connection[Cells]) -> Problem | None:
        """Why a server can't hold a store, if it can't."""
        told = connection.info.parameter_status
        if connection.info.server_version < _OLDEST:
            version = told("server_version") or ""
            return Problem(Code.STORE_TOO_OLD, value=version, wanted="9.6", file=self.place)
        encoding = told("server_encoding") or ""
        if encoding != "UTF8":
            return Problem(Code.STORE_ENCODING, value=encoding, file=self.place)
        return None

    def _no_entry(self, error: Exception) -> Problem:
        """Why nobody could log in: the server said no, or there is none."""
        gate = getattr(error, "pgconn", None)
        text = str(error)
        for said, code in _NOT_NOW:
            if said in text:
                return Problem(code, file=self.place)
        answered = "FATAL" in text or (gate and (gate.used_password or gate.needs_password))
        code = Code.STORE_LOGIN if answered else Code.STORE_UNREACHABLE
        return Problem(code, file=self.place)

    @property
    def _lost(self) -> bool:
        return bool(self._connection.closed)

    def _refused(self, error: psycopg.Error) -> Refused:
        """What an engine's failure means to the person who waits for it."""
        state = error.sqlstate or ""
        if self._lost:
            return Refused(Problem(Code.STORE_LOST, file=self.place))
        for start, code in _STATES:
            if state.startswith(start):
                return Refused(Problem(code, value=self.place, file=self.place))
        text = told(self._url, str(error))
        kind = Unmet if state == _NULL else Refused
        return kind(Problem(Code.STORE_FAILED, value=text, file=self.place))

    # ── reading and writing ──────────────────────────────────────────────────────────────────

    def query(self, sql: str, values: Sequence[Cell] = ()) -> list[Cells]:
        """Run a statement and fetch all its rows; anew if the connection was lost in between."""
        unsent, self._unsent = self._unsent, []
        for again in (not self._begun, False):
            try:
                if unsent:
                    self._begun = True
                    self._send(unsent)
                cursor = self._connection.execute(_spelled(sql), values)
                return cursor.fetchall() if cursor.description else []
            except psycopg.Error as error:
                if not (again and self._lost):
                    raise self._refused(error) from error
                self._use(self._connect())
        raise Refused(Problem(Code.STORE_LOST, file=self.place))

    def each(self, sql: str, values: Sequence[Cell] = ()) -> Iterator[Cells]:
        """The rows of a statement, some thousands at a time."""
        self._catch_up()
        connection = self._connection
        try:
            with connection.transaction(), connection.cursor("rows") as cursor:
                cursor.itersize = _AT_A_TIME
                yield from cursor.execute(_spelled(sql), values)
        except psycopg.Error as error:
            raise self._refused(error) from error

    def write(self, *statements: Statement) -> None:
        """Keep statements until the transaction asks something or ends; many rows go at once."""
        assert self._begun or self._unsent, "outside a transaction nothing would ever be sent"
        for sql, rows in statements:
            if not _is_bulk(sql, rows):
                self._unsent.append((sql, rows))
                continue
            self._catch_up()
            try:
                self._copy(sql.split()[2], rows)
            except psycopg.Error as error:
                raise self._refused(error) from error

    def _catch_up(self) -> None:
        """Have the server do what is kept, and find out whether it is there."""
        if self._unsent or not self._begun:
            self.query("SELECT 1")

    def _send(self, statements: Sequence[Statement]) -> None:
        self._messages.send(
            [(_spelled(sql), tuple(row)) for sql, rows in statements for row in rows]
        )

    def _copy(self, table: str, rows: Sequence[Sequence[Cell]]) -> None:
        copying = f"COPY {table} FROM STDIN".encode()
        with self._connection.cursor() as cursor, cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row(row)

    def transaction(self) -> AbstractContextManager[None]:
        """Everything in the block, durably, or nothing of it."""
        return self._block("BEGIN")

    def reading(self) -> AbstractContextManager[None]:
        """All that is read in the block is of one moment; nobody waits for it."""
        return self._block("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    @contextmanager
    def _block(self, begin: str) -> Iterator[None]:
        self._listen_in()
        self._unsent.append((begin, _ONCE))
        try:
            yield
            self._commit()
        finally:
            begun, self._begun = self._begun, False
            self._unsent.clear()
            if begun and not self._lost and self._in_transaction:
                # what went wrong before is what has to be told
                with suppress(psycopg.Error):
                    self._connection.execute("ROLLBACK")

    def _commit(self) -> None:
        """Send what is kept and COMMIT; what is sent all at once needs neither that nor BEGIN."""
        last = [*self._unsent, ("COMMIT", _ONCE)] if self._begun else self._unsent[1:]
        try:
            if last:
                self._send(last)
        except psycopg.Error as error:
            refused = self._refused(error)
            raise Unsure(self.place, refused) if self._lost else refused from error

    def _listen_in(self) -> None:
        """Notice what the server has said unasked; make the connection anew if it was good-bye."""
        with suppress(psycopg.OperationalError):
            for _ in range(2):  # why it goes, and that it went
                self._connection.pgconn.consume_input()
        if self._lost:
            self._use(self._connect())

    @property
    def _in_transaction(self) -> bool:
        status = self._connection.info.transaction_status
        return status in {TransactionStatus.INTRANS, TransactionStatus.INERROR}

    def tables(self) -> set[str]:
        """The tables there are where this login finds ours, else where it makes its own.

        A schema that comes to stand before that one later hides nothing.
        """
        rows = self.query(
            "SELECT tablename FROM pg_tables WHERE schemaname = COALESCE((SELECT n.nspname"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.oid = to_regclass('assessment')), current_schema())"
        )
        return {str(name).lower() for (name,) in rows}

    def lock_schema(self) -> None:
        """Let nobody else make or change tables until the transaction ends."""
        self.query(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")

    def examine(self) -> list[str]:
        """Nothing: a server examines its own pages."""
        return []

    def keep_copy(self, path: str) -> None:
        """Refused: files of a server are not ours to copy."""
        raise Refused(Problem(Code.STORE_UNREADABLE, value=self.place, file=path))

    # ── telling others ───────────────────────────────────────────────────────────────────────

    def announce(self) -> None:
        """Notify; of changes that follow at once, only the first and the last are told."""
        self._untold = True
        if monotonic() >= self._tell_from:
            self._tell()

    def _tell(self) -> None:
        """Without waiting for the disk: who misses it sees the change a little later."""
        if self._untold:
            with suppress(psycopg.Error):
                self._connection.execute(_TELLING)
            self._untold, self._tell_from = False, monotonic() + _PAUSE

    def changed(self) -> bool:
        """Whether anything was announced; now and then, and after a loss, it may have been."""
        self._tell()
        now = monotonic()
        if self._lost and not self._found_again():
            return False
        try:
            if now >= self._look_anyway:
                self._look_anyway = now + (_ANYWAY if self._listens() else _DEAF)
                return True
            mine = self._connection.info.backend_pid
            return len([n for n in self._connection.notifies(timeout=0) if n.pid != mine]) > 0
        except psycopg.Error as error:
            if self._lost:
                return False  # sought from the next time on
            raise self._refused(error) from error

    def _listens(self) -> bool:
        """Listen, anew where the connection is; not every engine of this protocol can."""
        try:
            self.query(f"LISTEN {_CHANNEL}")
        except Refused:
            if self._lost:
                raise
            return False
        return True

    def _found_again(self) -> bool:
        """Whether a lost connection was made anew; sought in the background, so nobody waits.

        Raises `Refused` as long as it can't be made.
        """
        if self._seeker is None:
            self._seeker = Seeker(self._connect)
        done, found = self._seeker.is_done, self._seeker.outcome
        if isinstance(found, Refused):
            if done:
                self._seeker = Seeker(self._connect, found)
            raise found
        if found is None:
            return False
        self._use(found)
        return True

    def _use(self, connection: psycopg.Connection[Cells]) -> None:
        connection.server_cursor_factory = psycopg.RawServerCursor
        self._connection, self._messages = connection, Messages(connection)
        self._seeker = None
        self._look_anyway = 0.0  # it listens to nothing yet

    def close(self) -> None:
        """Let go of the connection."""
        self._tell()
        self._connection.close()


_NOT_NOW = (
    ("starting up", Code.STORE_UNREACHABLE),
    ("shutting down", Code.STORE_UNREACHABLE),
    ("recovery mode", Code.STORE_UNREACHABLE),
    ("too many", Code.STORE_BUSY),
    ("connection slots", Code.STORE_BUSY),
)
"""What a server says at its door that has nothing to do with who asks."""

_WORTH_COPYING = 50
"""Rows of one insertion that are faster sent as a stream than one by one."""


def _is_bulk(sql: str, rows: Sequence[Sequence[Cell]]) -> bool:
    return len(rows) >= _WORTH_COPYING and sql.startswith("INSERT") and "CONFLICT" not in sql


_STATES = (
    ("55P03", Code.STORE_BUSY),
    ("40", Code.STORE_BUSY),
    ("53300", Code.STORE_BUSY),
    ("53100", Code.STORE_FULL),
    ("57014", Code.STORE_BUSY),
    ("25006", Code.STORE_RIGHTS),
    ("42501", Code.STORE_RIGHTS),
    ("3F000", Code.STORE_SCHEMA),
    ("42P01", Code.STORE_DAMAGED),
    ("42703", Code.STORE_DAMAGED),
    ("XX001", Code.STORE_DAMAGED),
    ("XX002", Code.STORE_DAMAGED),
)
"""What the beginning of an SQLSTATE means."""
_NULL = "23502"


@lru_cache
def _spelled(sql: str) -> bytes:
    """With `$1`, `$2` and so on for the values."""
    first, *others = sql.split("?")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(others, 1))]).encode()
