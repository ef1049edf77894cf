"""Backups: a whole store in one file, made while others write, checked before it is used.

Of an embedded store a copy of each day it was worked on is kept beside it, the newest seven.
"""

import errno
import os
import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.copying import EVERYTHING, check_apart, copy_everything, copy_file
from fazhi_tui.store.database import Unsure
from fazhi_tui.store.disk import BESIDE, drop, half_of, put_in_place, unwritable
from fazhi_tui.store.journal import broken_before
from fazhi_tui.store.schema import is_earlier
from fazhi_tui.store.store import Store, open_database, open_store
from fazhi_tui.store.urls import is_url

KEPT_DAYS = 7
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\.db")
_SPARE = 3
"""How many times its own size an embedded store leaves free when it is copied by itself."""


def back_up(store: Store, path: str) -> None:
    """The whole store as one SQLite file that holds the copies of files too. Raises `Refused`.

    What others write meanwhile is in it wholly or not at all; the file is there wholly or not.
    """
    check_free(path)
    half = half_of(path)
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
        check_free(path)
        put_in_place(half, path)
    except OSError as error:
        raise Refused(unwritable(path, error)) from error
    finally:
        _drop_all(half)


def check_free(path: str) -> None:
    """Refuse a path where something is already, or whose folder nobody can write to."""
    if os.path.lexists(path):
        raise Refused(Problem(Code.FILE_EXISTS, value=path, file=path))
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        raise Refused(unwritable(path, FileNotFoundError()))
    if not os.access(folder, os.W_OK):
        raise Refused(unwritable(path, PermissionError()))


def restore(store: Store, path: str, keep: str = "") -> None:
    """The store as a backup has it, in one transaction; the backup is examined first.

    With `keep` what was there goes into another backup before. Raises `Refused` where the file is
    no backup or is damaged, or somebody writes meanwhile; then nothing has changed.
    """
    with _sound(path) as backup:
        check_apart(path, store)
        if keep:
            back_up(store, keep)
        try:
            _refill(backup, store, keep)
        except Unsure:
            raise
        except Refused:
            drop(keep)  # all is as it was
            raise


def _refill(backup: Store, store: Store, keep: str) -> None:
    for file in backup.files.all().values():
        copy_file(backup, store, file)
    with store.database.transaction():
        if keep and _heads(store) != _heads_of(keep):
            raise Refused(Problem(Code.CHANGED_MEANWHILE))
        emptied = ("checkpoint", *reversed(EVERYTHING))
        store.database.write(*[(f"DELETE FROM {table}", [()]) for table in emptied])
        copy_everything(backup.database, store.database)
    store.database.announce()


def replace_damaged(place: str, path: str, keep: str) -> Store:
    """An embedded store anew from a backup, where nobody can read the one that is there.

    That goes to `keep` as it is, with whatever SQLite left beside it. Raises `Refused` where the
    backup is damaged too; then nothing has changed.
    """
    import shutil  # every command loads this file, few need what is rare in it

    with _sound(path) as backup:
        check_free(keep)
        try:
            for end in BESIDE:
                if os.path.exists(place + end):
                    shutil.move(place + end, keep + end)
        except OSError as error:
            raise Refused(unwritable(keep, error)) from error
        backup.database.keep_copy(place)
    store = open_store(place)
    try:
        restore(store, path)
    except Refused:
        store.close()
        raise
    return store


def is_beyond_reading(place: str, refused: Refused) -> bool:
    """Whether a store was refused because its file is damaged or gone, not for another reason."""
    code = refused.problems[0].code
    ours = os.path.isdir(f"{os.path.realpath(place)}.backups")
    return not is_url(place) and (
        code in {Code.STORE_DAMAGED, Code.STORE_GONE} or (code is Code.STORE_NOT_OURS and ours)
    )


@contextmanager
def _sound(path: str) -> Iterator[Store]:
    """A backup that is whole, opened; the file itself is never changed. Raises `Refused`."""
    if not os.path.isfile(path):
        code = Code.FILE_IS_FOLDER if os.path.isdir(path) else Code.FILE_MISSING
        raise Refused(Problem(code, value=path, file=path))
    with _raised(path) as raised, closing(open_store(raised)) as backup:
        backup.database.folder = ""
        _check(backup, path)
        yield backup


@contextmanager
def _raised(path: str) -> Iterator[str]:
    """The file itself, or a copy for the time being where an earlier version wrote it."""
    with closing(open_database(path)) as database:
        if not database.tables():  # an empty file would be made a store
            raise Refused(Problem(Code.STORE_NOT_OURS, value=path, file=path))
        earlier = is_earlier(database)
    if not earlier:
        yield path
        return
    from shutil import copyfile
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="fazhi-") as folder:
        yield copyfile(path, os.path.join(folder, "backup.db"))


def _heads(store: Store) -> list[tuple[object, ...]]:
    """Where each journal ends; nobody writes on before the transaction does."""
    asked = "SELECT id, seq, hash FROM assessment ORDER BY id" + store.database.for_update
    return sorted(store.database.query(asked), key=str)


def _heads_of(path: str) -> list[tuple[object, ...]]:
    with closing(open_store(path)) as kept:
        return _heads(kept)


def _check(backup: Store, path: str) -> None:
    """Refuse a backup whose pages or journals are not as they were written."""
    if backup.database.examine():
        raise Refused(Problem(Code.STORE_DAMAGED, value=path, file=path))
    for head in backup.heads(archived=True):
        broken = broken_before(backup.lines(head.id), (head.seq, head.hash))
        if broken is not None:
            raise Refused(Problem(Code.CHAIN_BROKEN, value=str(broken), file=path))


def back_up_day(store: Store) -> None:
    """Keep what an embedded store was when it was last worked on, if that was another day.

    Where the disk has little room left it is not filled with copies, and copies of a damaged file
    never take the place of good ones. Whatever hinders it is left for the examination to tell.
    """
    if not store.database.folder:
        return
    with suppress(OSError, Refused):
        last = datetime.fromtimestamp(os.path.getmtime(store.place), UTC).astimezone().date()
        if last == datetime.now(UTC).astimezone().date():
            return
        folder = backup_folder(store)
        path = os.path.join(folder, f"{last.isoformat()}.db")
        if os.path.exists(path):
            return
        os.makedirs(folder, exist_ok=True)
        _clear(store, folder)
        if not _has_room(store, folder) or not _is_sound(store):
            return
        store.database.keep_copy(path)
        _clear(store, folder)


def _clear(store: Store, folder: str) -> None:
    """Leave the newest copies, and nothing that an ended program left half made."""
    yesterday = time.time() - 86_400
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if ".part" in name and os.path.getmtime(path) < yesterday:
            os.unlink(path)
    for name in daily_backups(store)[KEPT_DAYS:]:
        os.unlink(os.path.join(folder, name))


def hindrance(store: Store) -> Problem | None:
    """What keeps an embedded store from being copied each day, if anything does."""
    folder = backup_folder(store)
    there = folder if os.path.lexists(folder) else os.path.dirname(folder)
    if not os.path.isdir(there):
        return unwritable(folder, NotADirectoryError())
    if not os.access(there, os.W_OK):
        return unwritable(folder, PermissionError())
    if not _has_room(store, there):
        return unwritable(folder, OSError(errno.ENOSPC, ""))
    return None


def _has_room(store: Store, folder: str) -> bool:
    import shutil

    return shutil.disk_usage(folder).free > _SPARE * os.path.getsize(store.place)


def _is_sound(store: Store) -> bool:
    return store.database.query("PRAGMA quick_check(1)") == [("ok",)]


def backup_folder(store: Store) -> str:
    """Where the copies of each day lie."""
    return f"{os.path.realpath(store.place)}.backups"


def daily_backups(store: Store) -> list[str]:
    """The names of the copies kept beside an embedded store, the newest first."""
    try:
        names = os.listdir(backup_folder(store))
    except OSError:
        return []
    return sorted(filter(_DAY.fullmatch, names), reverse=True)


def _drop_all(path: str) -> None:
    for end in BESIDE:
        drop(path + end)
