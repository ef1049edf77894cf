"""What was typed and not saved: kept until it is, also where the program is killed meanwhile.

Each draft is a small file in the user's own folder, for a shared store would show it to others.
Where that folder can't be written, drafts live as long as the program does.
"""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import DecodeError, Struct, json

Values = Mapping[str, str]

_KEPT_FOR = 90 * 24 * 3600
"""Seconds after which a draft that nobody took up is thrown away."""


def drafts_folder() -> Path:
    """Where the drafts of this user lie."""
    from platformdirs import user_state_dir

    return Path(user_state_dir("fazhi", appauthor=False)) / "drafts"


class _Kept(Struct, frozen=True):
    """A file: whose it is, and what was typed."""

    key: str
    values: dict[str, str]


class Drafts:
    """All of them; without `folder` none survives the program."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._known: dict[str, Values] = {}
        self._tidy = False

    def find(self, key: str) -> Values:
        """What was typed there; empty if there is nothing."""
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def keep(self, key: str, values: Values) -> None:
        """Keep this until it is dropped."""
        if values == self.find(key):
            return
        self._known[key] = dict(values)
        if self._folder:
            with suppress(OSError):  # then it is kept as long as the program runs
                self._folder.mkdir(parents=True, exist_ok=True)
                self._write(self._folder, key)

    def drop(self, key: str) -> None:
        """It is saved, or not wanted any more."""
        if self.find(key):
            self._known[key] = {}
            if self._folder:
                with suppress(OSError):  # an old draft that comes back does no harm
                    _place(self._folder, key).unlink(missing_ok=True)

    def _read(self, key: str) -> Values:
        if self._folder is None:
            return {}
        try:
            kept = json.decode(_place(self._folder, key).read_bytes(), type=_Kept)
        except (OSError, DecodeError):  # there is none, or no whole one
            return {}
        return kept.values if kept.key == key else {}

    def _write(self, folder: Path, key: str) -> None:
        path = _place(folder, key)
        half = path.with_suffix(f".{os.getpid()}")
        with open(half, "wb", opener=_private) as stream:
            stream.write(json.encode(_Kept(key, dict(self._known[key]))))
        os.replace(half, path)
        if not self._tidy:
            self._tidy = True
            _throw_away_old(folder)


def key_of(assessment: str, *place: str) -> str:
    """What a draft is kept under: its assessment comes first."""
    return "|".join((assessment, *place))


def drop_drafts_of(assessment: str) -> None:
    """Throw away what this user has half typed in an assessment that is no more."""
    for path in drafts_folder().glob("*.json"):
        with suppress(OSError, DecodeError):  # what stays goes by its age
            kept = json.decode(path.read_bytes(), type=_Kept)
            if kept.key.startswith(key_of(assessment, "")):
                path.unlink(missing_ok=True)


class Drafting:
    """A screen on which something may be half typed."""

    def keep_draft(self) -> None:
        """Keep it; asked for every now and then, and when the program is told to end."""


class Draft:
    """The one of one dialog or cell."""

    def __init__(self, drafts: Drafts, key: str) -> None:
        self._drafts = drafts
        self._key = key

    @property
    def values(self) -> Values:
        """What was typed; empty if there is nothing."""
        return self._drafts.find(self._key)

    def keep(self, values: Values) -> None:
        """Keep this for the next time."""
        self._drafts.keep(self._key, values)

    def drop(self) -> None:
        """It is saved, or not wanted any more."""
        self._drafts.drop(self._key)


def _place(folder: Path, key: str) -> Path:
    from hashlib import sha256  # not before the first paint

    return folder / f"{sha256(key.encode()).hexdigest()[:32]}.json"


def _private(path: str, flags: int) -> int:
    """For its owner's eyes."""
    return os.open(path, flags, 0o600)


def _throw_away_old(folder: Path) -> None:
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > _KEPT_FOR:
            path.unlink(missing_ok=True)
