"""Paths that people type, and folders to write into: made where they aren't, refused where not."""

import os
from typing import TYPE_CHECKING

from fazhi_tui.domain.problems import Code, Problem, Refused

if TYPE_CHECKING:
    from pathlib import Path


def typed_path(text: str) -> "Path":
    """The path that somebody typed."""
    from pathlib import Path  # many commands load this file, few need paths

    return Path(typed_place(text))


def typed_place(text: str) -> str:
    """A place as typed, or copied with its quotes; `~` is one's own folder, where there is one."""
    return os.path.expanduser(text.strip().strip('"'))


def free_name(name: str) -> str:
    """A file's name, numbered where one of it is there: people go on writing in what was made."""
    stem, dot, suffix = name.rpartition(".")
    found, number = name, 1
    while os.path.lexists(found):
        number += 1
        found = f"{stem}_{number}{dot}{suffix}"
    return found


def check_folder(folder: "Path") -> None:
    """Whether files can be written there, or a folder be made for them. Raises `Refused`."""
    try:
        there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    except (OSError, ValueError):
        raise _refused(folder) from None
    if not there.is_dir():
        raise Refused(Problem(Code.NOT_A_FOLDER, value=str(there)))
    if not os.access(there, os.W_OK):
        raise _refused(folder)


def make_folder(folder: "Path") -> None:
    """Make it where it isn't there. Raises `Refused`."""
    check_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise _refused(folder) from error


def _refused(folder: "Path") -> Refused:
    return Refused(Problem(Code.FILE_UNWRITABLE, value=str(folder), wanted="no folder"))
