"""A disk that remembers the order of writes, so that the power can be cut between any two of them.

SQLite's own file functions go on doing the work; in front of them stand ours, which note what is
written, synced, cut and deleted. From the notes the files can be made as a power cut at any moment
may have left them: what was synced is there; of what was not, everything, nothing, or some sectors.
"""

import _sqlite3
import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL, CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from random import Random
from typing import NamedTuple

SECTOR = 512
_DELETE_ON_CLOSE = 0x8

_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)


class _Methods(Structure):
    _fields_ = [
        ("version", c_int), ("close", c_void_p), ("read", c_void_p), ("write", _WRITE),
        ("truncate", _TRUNCATE), ("sync", _SYNC), ("rest", c_void_p * 13),
    ]  # fmt: skip


class _File(Structure):
    _fields_ = [("methods", POINTER(_Methods))]


class _Vfs(Structure):
    _fields_ = [
        ("version", c_int), ("size", c_int), ("longest", c_int), ("next", c_void_p),
        ("name", c_char_p), ("data", c_void_p), ("open", _OPEN), ("delete", _DELETE),
        ("rest", c_void_p * 15),
    ]  # fmt: skip


class Note(NamedTuple):
    """One thing done to the disk, or (`told`) that a change was said to be saved."""

    kind: str
    path: str = ""
    place: int = 0
    data: bytes = b""


def library() -> CDLL | None:
    """The very SQLite that Python uses; None where it can't be reached from outside."""
    found = [str(getattr(_sqlite3, "__file__", ""))]
    with open("/proc/self/maps", encoding="utf-8") as stream:
        found += [line.split()[-1] for line in stream if "libsqlite3" in line]
    for path in reversed(found):
        try:
            candidate = CDLL(path)
            candidate.sqlite3_vfs_find.restype = POINTER(_Vfs)
        except (OSError, AttributeError):
            continue
        return candidate
    return None


@contextmanager
def noted(sqlite: CDLL) -> Iterator[list[Note]]:
    """Everything that SQLite does to files in the block, in order."""
    notes: list[Note] = []
    names: dict[int, str] = {}
    real = sqlite.sqlite3_vfs_find(None)
    kept: list[object] = []

    def text(pointer: int | None) -> str:
        return ctypes.string_at(pointer).decode() if pointer else ""

    def opened(vfs: int, name: int, file: int, flags: int, out: int) -> int:
        status = int(real.contents.open(vfs, name, file, flags, out))
        if status == 0 and name and not flags & _DELETE_ON_CLOSE:
            names[file] = text(name)
            notes.append(Note("open", names[file]))
            as_file = ctypes.cast(file, POINTER(_File)).contents
            as_file.methods = ctypes.pointer(shadow(as_file.methods.contents))
        return status

    def shadow(methods: _Methods) -> _Methods:
        """The file's functions, ours in front of three of them."""
        copy = _Methods.from_buffer_copy(methods)

        def write(file: int, data: int, size: int, place: int) -> int:
            notes.append(Note("write", names[file], place, ctypes.string_at(data, size)))
            return int(methods.write(file, data, size, place))

        def truncate(file: int, size: int) -> int:
            notes.append(Note("truncate", names[file], size))
            return int(methods.truncate(file, size))

        def sync(file: int, flags: int) -> int:
            status = int(methods.sync(file, flags))
            notes.append(Note("sync", names[file]))
            return status

        copy.write, copy.truncate, copy.sync = _WRITE(write), _TRUNCATE(truncate), _SYNC(sync)
        kept.extend((copy, copy.write, copy.truncate, copy.sync, methods))
        return copy

    def deleted(vfs: int, name: int, synced: int) -> int:
        status = int(real.contents.delete(vfs, name, synced))
        notes.append(Note("delete", text(name), synced))
        return status

    shim = _Vfs.from_buffer_copy(real.contents)
    shim.name = b"noted"
    shim.open, shim.delete = _OPEN(opened), _DELETE(deleted)
    kept.extend((shim, shim.open, shim.delete))
    sqlite.sqlite3_vfs_register(byref(shim), 1)
    try:
        yield notes
    finally:
        sqlite.sqlite3_vfs_unregister(byref(shim))
        sqlite.sqlite3_vfs_register(real, 1)


class Disk:
    """Files as the notes leave them: what is on the disk for sure, and what may be."""

    def __init__(self) -> None:
        self.sure: dict[str, bytes] = {}
        self._open: dict[str, list[Note]] = {}

    def take(self, note: Note) -> None:
        """One note more."""
        if note.kind in {"write", "truncate"}:
            self._open.setdefault(note.path, []).append(note)
        elif note.kind == "sync":
            content = bytearray(self.sure.get(note.path, b""))
            for earlier in self._open.pop(note.path, []):
                _apply(content, earlier)
            self.sure[note.path] = bytes(content)
        elif note.kind == "delete" and note.place:  # the folder was synced too
            self.sure.pop(note.path, None)
            self._open.pop(note.path, None)

    def cut(self, chance: Random | None, *, everything: bool) -> dict[str, bytes]:
        """The files after a cut: all that was not synced, or none, or some sectors of it."""
        files = {}
        for path in self.sure.keys() | self._open.keys():
            content = bytearray(self.sure.get(path, b""))
            for note in self._open.get(path, []):
                if chance is not None and note.kind == "write":
                    _some_sectors(content, note, chance)
                elif everything:
                    _apply(content, note)
            files[path] = bytes(content)
        return files


def _apply(content: bytearray, note: Note) -> None:
    if note.kind == "truncate":
        del content[note.place :]
        return
    content.extend(bytes(max(0, note.place - len(content))))
    content[note.place : note.place + len(note.data)] = note.data


def _some_sectors(content: bytearray, note: Note, chance: Random) -> None:
    for start in range(0, len(note.data), SECTOR):
        if chance.random() < 0.5:
            piece = note.data[start : start + SECTOR]
            _apply(content, Note("write", note.path, note.place + start, piece))


def write_out(files: dict[str, bytes], source: Path, target: Path) -> None:
    """The files of `source` as they were cut, under `target`."""
    for path, content in files.items():
        (target / Path(path).relative_to(source)).write_bytes(content)
