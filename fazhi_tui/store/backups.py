"""Backups: a whole store in one file, made while others write, checked before it is used.

Of an embedded store a copy of each day it was worked on is kept beside it, the newest seven.
"""

import os
from contextlib import closing, suppress
from datetime import UTC, datetime

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.copying import EVERYTHING, copy_everything, copy_file
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.store import Store, open_store

KEPT_DAYS = 7


def back_up(store: Store, path: str) -> None:
    """The whole store as one SQLite file that holds the copies of files too. Raises `Refused`.

    What others write meanwhile is in it wholly or not at all; the file is there wholly or not.
    """
    if os.path.exists(path):
        raise Refused(Problem(Code.FILE_EXISTS, value=path, file=path))
    if not os.path.isdir(os.path.dirname(path) or "."):
        raise Refused(Problem(Code.FILE_UNWRITABLE, value=path, wanted="folder", file=path))
    half = f"{path}.half"
    _drop(half)
    try:
        if store.database.folder:
            store.database.keep_copy(half)
        with closing(open_store(half)) as target:
            target.database.folder = ""  # the file holds all
            if not store.database.folder:
                with store.database.reading(), target.database.transaction():
                    copy_everything(store.database, target.database)
            with target.database.transaction():
                target.database.write(("DELETE FROM evidence_file", [()]))
            for file in store.files.all().values():
                copy_file(store, target, file)
        os.replace(half, path)
    except OSError as error:
        raise Refused(Problem(Code.FILE_UNWRITABLE, value=path, file=path)) from error
    finally:
        _drop(half)


def restore(store: Store, path: str) -> None:
    """The store as a backup has it, in one transaction; the backup is examined first.

    Raises `Refused` where the file is no backup or is damaged; then nothing has changed.
    """
    if not os.path.isfile(path):
        raise Refused(Problem(Code.FILE_MISSING, value=path, file=path))
    with closing(open_store(path)) as backup:
        backup.database.folder = ""
        _check(backup, path)
        for file in backup.files.all().values():
            copy_file(backup, store, file)
        with store.database.transaction():
            emptied = ("checkpoint", *reversed(EVERYTHING))
            store.database.write(*[(f"DELETE FROM {table}", [()]) for table in emptied])
            copy_everything(backup.database, store.database)


def _check(backup: Store, path: str) -> None:
    """Refuse a backup whose pages or journals are not as they were written."""
    if backup.database.examine():
        raise Refused(Problem(Code.STORE_DAMAGED, value=path, file=path))
    for head in backup.heads(archived=True):
        lines = backup.lines(head.id)
        broken = broken_at(lines)
        if broken is None and (not lines or lines[-1].hash != head.hash):
            broken = len(lines) + 1
        if broken is not None:
            raise Refused(Problem(Code.CHAIN_BROKEN, value=str(broken), file=path))


def back_up_day(store: Store) -> None:
    """Keep what an embedded store was when it was last worked on, if that was another day.

    Whatever hinders it is left for the examination of the store to tell.
    """
    if not store.database.folder:
        return
    with suppress(OSError, Refused):
        last = datetime.fromtimestamp(os.path.getmtime(store.place), UTC).astimezone().date()
        if last == datetime.now(UTC).astimezone().date():
            return
        folder = f"{store.place}.backups"
        path = os.path.join(folder, f"{last.isoformat()}.db")
        if os.path.exists(path):
            return
        os.makedirs(folder, exist_ok=True)
        store.database.keep_copy(path)
        for name in daily_backups(store)[KEPT_DAYS:]:
            os.unlink(os.path.join(folder, name))


def daily_backups(store: Store) -> list[str]:
    """The names of the copies kept beside an embedded store, the newest first."""
    try:
        names = os.listdir(f"{store.place}.backups")
    except OSError:
        return []
    return sorted((name for name in names if name.endswith(".db")), reverse=True)


def _drop(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)
