"""Files that are there wholly or not at all, also after the power went."""

import errno
import os
import time
from collections.abc import Callable
from contextlib import suppress

from fazhi_tui.domain.problems import Code, Problem

Opener = Callable[[str, int], int]

_WINDOWS = os.name == "nt"
_TRIES, _PAUSE = 10, 0.05

BESIDE = ("", "-journal", "-wal", "-shm")
"""What SQLite may need to read a database: the file, and what an ended program left beside it."""


def half_of(path: str) -> str:
    """Where a file is written before it takes its name; no other program uses the same."""
    return f"{path}.{os.getpid()}.part"


def put_in_place(half: str, path: str) -> None:
    """Give a finished file its name, durably. Raises `OSError`."""
    for left in range(_TRIES, -1, -1):
        try:
            os.replace(half, path)
        except PermissionError:
            if not (_WINDOWS and left):
                raise
            time.sleep(_PAUSE)  # something that looks for viruses has it open for a moment
        else:
            break
    sync_folder(os.path.dirname(path))


def write_whole(path: str, content: bytes, opener: Opener | None = None) -> None:
    """Write a file, and leave nothing behind where that fails. Raises `OSError`."""
    half = half_of(path)
    try:
        with open(half, "wb", opener=opener) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        put_in_place(half, path)
    finally:
        drop(half)


def sync_folder(path: str) -> None:
    """Let the names in a folder outlive a power cut, where the system lets anybody ask for it."""
    if _WINDOWS:  # sees to it by itself
        return
    with suppress(OSError):  # some network drives know no such thing
        folder = os.open(path or ".", os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def drop(path: str) -> None:
    """Take a file away, if it is there and that is possible."""
    with suppress(OSError):
        os.unlink(path)


def unwritable(path: str, error: OSError | ValueError) -> Problem:
    """Why a file can't be written: `wanted` is `folder`, `closed` (in use or locked) or `space`."""
    wanted = ""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        wanted = "folder"
    elif isinstance(error, PermissionError):
        wanted = "closed"
    elif isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        wanted = "space"
    return Problem(Code.FILE_UNWRITABLE, value=path, wanted=wanted, file=path)
