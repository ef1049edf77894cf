"""Copies of the files that show something (印证材料), each once, named by the sha256 of its bytes.

They lie in a folder beside an embedded database, and inside a shared one, where all machines reach
them. A copy is written before the change that names it, so that no change names a file that is not
there; what is left when a change is refused is told by the examination of the store.
"""

import os
import stat
from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_line, is_sha256
from fazhi_tui.store.database import Database

LARGEST = 50_000_000
"""Bytes of a file that is copied at most."""
LONGEST_NAME = 120

FileState: TypeAlias = Literal["there", "changed", "gone"]

_AT_A_TIME = 1 << 20


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
        name = clean_line(os.path.basename(path))
        if not name or len(name) > LONGEST_NAME:
            raise Refused(Problem(Code.TOO_LONG, value=name, wanted=str(LONGEST_NAME)))
        content = read_file(path)
        kept = KeptFile(_digest(content), name, len(content), at)
        self.put(kept, content)
        return kept

    def put(self, kept: KeptFile, content: bytes) -> None:
        """Keep these bytes; what is kept already stays. Raises `Refused`."""
        if self._database.folder:
            self._write(kept.sha256, content)
        row = (kept.sha256, kept.name, kept.size, kept.at)
        inside = None if self._database.folder else content
        with self._database.transaction():
            self._database.write(
                (
                    "INSERT INTO evidence_file VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT (sha256) DO NOTHING",
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

    def forget(self, sha256: str) -> None:
        """Take a copy away that nothing names any more. Raises `Refused`."""
        with self._database.transaction():
            self._database.write(("DELETE FROM evidence_file WHERE sha256 = ?", [(sha256,)]))
        if self._database.folder and os.path.exists(self._path(sha256)):
            try:
                os.unlink(self._path(sha256))
            except OSError as error:
                raise Refused(Problem(Code.FILE_UNWRITABLE, value=self._path(sha256))) from error

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
        half = f"{path}.{os.getpid()}"
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(half, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(half, path)
        except OSError as error:
            raise Refused(Problem(Code.FILE_UNWRITABLE, value=path, file=path)) from error


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
