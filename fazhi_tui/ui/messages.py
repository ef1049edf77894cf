"""What screens and dialogs ask of the app, and the one value that the app shows them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from fazhi_tui.domain.changes import Change
from fazhi_tui.work.session import Snapshot

Propose = Callable[[], Sequence[Change]]
"""Makes the changes wanted; may raise `Refused`, which only the app catches."""

Reply = Callable[[str], None]
"""Is told "" when all is saved, else the sentence that says why not."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The open assessment as every screen sees it. `unit` is whom the person speaks for."""

    snapshot: Snapshot
    unit: str = ""
    practice: bool = False


@dataclass
class ChangeRequested(Message):
    """Changes are wanted: decide, save, then show; `reply` gets the outcome."""

    propose: Propose
    reply: Reply


@dataclass
class CommandAsked(Message):
    """A command that is not the screen's own was given."""

    command: str


@dataclass
class PlaceAsked(Message):
    """Another place is wanted, with the indicator (or unit) to show there."""

    place: str
    key: str = ""


@dataclass
class OpenRequested(Message):
    """An assessment is to be opened; the demonstration if the name is empty."""

    name: str


@dataclass
class NewRequested(Message):
    """A new assessment is wanted: its name, and the id or file of its indicator set."""

    name: str
    indicator_set: str
    reply: Reply


@dataclass
class ImportRequested(Message):
    """A portable file is to be taken in as a new assessment."""

    path: Path
    name: str
    reply: Reply


@dataclass
class ExportRequested(Message):
    """A list is to be written to a file; its kind, and the unit it is about if only one."""

    kind: str
    path: Path
    unit: str
    reply: Reply
