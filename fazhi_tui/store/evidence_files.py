"""Copies of the files that show something (印证材料), each once, named by the sha256 of its bytes.

They lie in a folder beside an embedded database, and inside a shared one, where all machines reach
them. A copy is written before the change that names it, so that no change names a file that is not
there; what is left when a change is refused is told by the examination of the store. Whoever keeps
or forgets a copy holds the database meanwhile, so that neither undoes what the other does.
"""

import os
import re
import stat
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_line, is_sha256
from fazhi_tui.store.database import Database
from fazhi_tui.store.disk import sync_folder, unwritable, write_whole

LARGEST = 50_000_000
"""Bytes of a file that is copied at most."""
LONGEST_NAME = 120

FileState: TypeAlias = Literal["there", "changed", "gone"]

_AT_A_TIME = 1 << 20
_NAMED = re.compile('"sha256":"([0-9a-f]{64})"')
_SETTLED = 3600
"""Seconds after which nobody is about to name a copy any more."""


class KeptFile(Struct, frozen=True):
    """A copy in the store: its name where it came from, its bytes' digest and number."""

    sha256: str
    name: str
    size: int
    at: str


class EvidenceFiles:
    """The copies of one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, path: str, at: str) -> KeptFile:
        """Copy a file into the store. Raises `Refused`: not there, no file, too large, bad name."""
        content = read_file(path)
        name = clean_line(os.path.basename(path))
        if len(name) > LONGEST_NAME:
            raise Refused(Problem(Code.TOO_LONG, value=name, wanted=str(LONGEST_NAME)))
        kept = KeptFile(_digest(content), name, len(content), at)
        self.put(kept, content)
        return kept

    def put(self, kept: KeptFile, content: bytes) -> None:
        """Keep these bytes, once; a copy that is damaged is made good. Raises `Refused`."""
        row = (kept.sha256, kept.name, kept.size, kept.at)
        inside = None if self._database.folder else content
        with self._database.transaction():
            if self._database.folder:
                self._write(kept.sha256, content)
            self._database.write(
                (
                    "INSERT INTO evidence_file VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256)"
                    " DO UPDATE SET at = excluded.at, content = excluded.content",
                    [(*row, inside)],
                )
            )

    def get(self, sha256: str) -> bytes:
        """The bytes of a copy. Raises `Refused` where it is gone or is not what it was."""
        content = self._content(sha256)
        if content is None:
            raise Refused(Problem(Code.FILE_MISSING, value=sha256))
        if _digest(content) != sha256:
            raise Refused(Problem(Code.DIGEST_DIFFERS, value=sha256))
        return content

    def all(self) -> dict[str, KeptFile]:
        """The copies there should be, by their digests. Raises `Refused`."""
        rows = self._database.query("SELECT sha256, name, size, at FROM evidence_file")
        return {
            str(sha256): KeptFile(str(sha256), str(name), int(size or 0), str(at))
            for sha256, name, size, at in rows
        }

    def state(self, sha256: str) -> FileState:
        """Whether a copy is still what it was."""
        content = self._content(sha256)
        if content is None:
            return "gone"
        return "there" if _digest(content) == sha256 else "changed"

    def orphans(self) -> list[KeptFile]:
        """Copies that no record of any journal names, not even one taken back. Raises `Refused`."""
        asked = 'SELECT payload FROM journal WHERE payload LIKE \'%"sha256":"%\''
        rows = self._database.each(asked)
        named = {found for (text,) in rows for found in _NAMED.findall(str(text))}
        latest = (datetime.now(UTC) - timedelta(seconds=_SETTLED)).isoformat()
        kept = self.all().values()
        return [file for file in kept if file.sha256 not in named and file.at < latest]

    def forget(self, kept: KeptFile) -> None:
        """Take a copy away, unless somebody has kept it anew since. Raises `Refused`."""
        key = (kept.sha256,)
        with self._database.transaction():
            asked = "SELECT at FROM evidence_file WHERE sha256 = ?" + self._database.for_update
            if self._database.query(asked, key) != [(kept.at,)]:
                return
            self._database.write(("DELETE FROM evidence_file WHERE sha256 = ?", [key]))
            if self._database.folder:
                self._unlink(self._path(kept.sha256))

    def strays(self) -> list[str]:
        """Files in the folder that no copy is kept in, left by a program that was ended."""
        known = {self._path(sha256) for sha256 in self.all()}
        found = [
            os.path.join(folder, name)
            for folder, _, names in os.walk(self._database.folder or os.devnull)
            for name in names
        ]
        return sorted(path for path in found if path not in known and _is_settled(path))

    def forget_stray(self, path: str) -> None:
        """Take away a file that is no copy. Raises `Refused`."""
        with self._database.transaction():
            if path in self.strays():
                self._unlink(path)

    def _unlink(self, path: str) -> None:
        try:
            with suppress(FileNotFoundError):
                os.unlink(path)
        except OSError as error:
            raise Refused(unwritable(path, error)) from error

    def _content(self, sha256: str) -> bytes | None:
        if not is_sha256(sha256):
            return None
        if self._database.folder:
            try:
                with open(self._path(sha256), "rb") as stream:
                    return stream.read()
            except OSError:
                return None
        asked = "SELECT content FROM evidence_file WHERE sha256 = ?"
        rows = self._database.query(asked, (sha256,))
        return bytes(rows[0][0]) if rows and isinstance(rows[0][0], bytes) else None

    def _path(self, sha256: str) -> str:
        return os.path.join(self._database.folder, sha256[:2], sha256)

    def _write(self, sha256: str, content: bytes) -> None:
        """A file that is there wholly or not at all, also after a power cut."""
        path = self._path(sha256)
        if self.state(sha256) == "there":
            return
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write_whole(path, content)
            sync_folder(self._database.folder)  # the folders may be new themselves
            sync_folder(os.path.dirname(self._database.folder))
        except OSError as error:
            raise Refused(unwritable(path, error)) from error


def _is_settled(path: str) -> bool:
    try:
        return os.path.getmtime(path) < time.time() - _SETTLED
    except OSError:
        return False


def read_file(path: str) -> bytes:
    """The bytes of an ordinary file that is not too large. Raises `Refused`."""
    try:
        with open(path, "rb", opener=_at_once) as stream:
            kind = os.fstat(stream.fileno())
            if not stat.S_ISREG(kind.st_mode):
                raise Refused(Problem(Code.FILE_UNREADABLE, value=path, file=path))
            content = stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Refused(Problem(Code.FILE_MISSING, value=path, file=path)) from error
    except IsADirectoryError as error:
        raise Refused(Problem(Code.FILE_IS_FOLDER, value=path, file=path)) from error
    except (OSError, ValueError) as error:
        raise Refused(Problem(Code.FILE_UNREADABLE, value=path, file=path)) from error
    if len(content) > LARGEST:
        size = f"{LARGEST // 1_000_000} MB"
        raise Refused(Problem(Code.FILE_TOO_LARGE, wanted=size, file=path))
    return content


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for whoever should write to a pipe of that name."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def digest_of_file(path: str) -> str:
    """sha256 of a file of any size; "" where it can't be read."""
    import hashlib

    found = hashlib.sha256()
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as stream:
            while piece := stream.read(_AT_A_TIME):
                found.update(piece)
    except (OSError, ValueError):
        return ""
    return found.hexdigest()


def referenced_state(path: str, sha256: str) -> FileState:
    """Whether a file that was only named is still what it was; without a digest, whether there."""
    try:
        if not os.path.exists(path):
            return "gone"
    except ValueError:
        return "gone"
    return "there" if not sha256 or digest_of_file(path) == sha256 else "changed"


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()
