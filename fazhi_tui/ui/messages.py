"""What screens and dialogs ask of the app, and the one value that the app shows them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from textual.message import Message

from fazhi_tui.domain.assessment import Evidence, Track
from fazhi_tui.domain.changes import AmendEvidence, AttachEvidence, Change
from fazhi_tui.ui.copying import Copy
from fazhi_tui.ui.drafts import Draft
from fazhi_tui.work.snapshot import Snapshot

if TYPE_CHECKING:
    from fazhi_tui.domain.merging import Choices
    from fazhi_tui.work.sections import Preview
    from fazhi_tui.work.session import Session
    from fazhi_tui.work.splitting import Form

Propose = Callable[[], Sequence[Change]]
"""Makes the changes wanted; may raise `Refused`, which only the app catches."""

Reply = Callable[[str], None]
"""Is told "" when all is saved, else the sentence that says why not."""


Writing = Callable[[], str]
"""Writes files, away from the screen; gives the sentence that says what was written."""


class Shown(Struct, frozen=True):
    """The open assessment as every screen sees it. `unit` is whom the person speaks for."""

    snapshot: Snapshot
    unit: str = ""
    practice: bool = False


class ChangeRequested(Message):
    """Changes are wanted: decide, save, then show; `reply` gets the outcome.

    `since`: how much of the journal had been seen when somebody began to fill in what is asked for.
    """

    def __init__(self, propose: Propose, reply: Reply) -> None:
        super().__init__()
        self.propose = propose
        self.reply = reply
        self.since: int | None = None


class CopyWanted(Message):
    """Evidence whose file is to be copied into the store; `reply` gets the outcome."""

    def __init__(self, change: AttachEvidence | AmendEvidence, reply: Reply) -> None:
        super().__init__()
        self.change = change
        self.reply = reply


class FileLookedFor(Message):
    """Whether the file of a piece of evidence is still what it was; `take` gets what was found."""

    def __init__(self, evidence: Evidence, take: Callable[[str], None]) -> None:
        super().__init__()
        self.evidence = evidence
        self.take = take


class CommandAsked(Message):
    """A command that is not the screen's own was given."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.command = command


class PlaceAsked(Message):
    """Another place is wanted, with the indicator (or unit) to show there."""

    def __init__(self, place: str, key: str = "") -> None:
        super().__init__()
        self.place = place
        self.key = key


class OpenRequested(Message):
    """An assessment is to be opened; the demonstration if the name is empty."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class NewRequested(Message):
    """A new assessment is wanted: its name, and the id or file of its indicator set."""

    def __init__(self, name: str, indicator_set: str, reply: Reply) -> None:
        super().__init__()
        self.name = name
        self.indicator_set = indicator_set
        self.reply = reply


class ImportRequested(Message):
    """A portable file is to be taken in as a new assessment."""

    def __init__(self, path: Path, name: str, reply: Reply) -> None:
        super().__init__()
        self.path = path
        self.name = name
        self.reply = reply


class InitialsWanted(Message):
    """Texts are to be found by their pinyin initials; `then` is called when they are known."""

    def __init__(self, texts: Sequence[str], then: Callable[[], None]) -> None:
        super().__init__()
        self.texts = texts
        self.then = then


class DraftWanted(Message):
    """A place or dialog opens: `take` is given where what is half typed there is kept."""

    def __init__(self, dialog: str, take: Callable[[Draft], None]) -> None:
        super().__init__()
        self.dialog = dialog
        self.take = take


class CopyAsked(Message):
    """Something is to go to the clipboard."""

    def __init__(self, copy: Copy) -> None:
        super().__init__()
        self.copy = copy


class ReportsWanted(Message):
    """What units sent back is to be read; `progress` is told how many files of how many."""

    def __init__(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int], None],
        reply: "Callable[[Preview | None, str], None]",
    ) -> None:
        super().__init__()
        self.paths = paths
        self.progress = progress
        self.reply = reply


class ReportsSettled(Message):
    """The same reports are wanted with these choices for their conflicts."""

    def __init__(
        self, preview: "Preview", choices: "Choices", reply: "Callable[[Preview], None]"
    ) -> None:
        super().__init__()
        self.preview = preview
        self.choices = choices
        self.reply = reply


class ReportsTaken(Message):
    """The reports are to be taken in, in one change."""

    def __init__(self, preview: "Preview", reply: Reply) -> None:
        super().__init__()
        self.preview = preview
        self.reply = reply


class SendOutRequested(Message):
    """A file to fill in is to be written for each unit that answers; `replace` those there."""

    def __init__(self, folder: Path, form: "Form", replace: bool, reply: Reply) -> None:
        super().__init__()
        self.folder = folder
        self.form = form
        self.replace = replace
        self.reply = reply


class ExportRequested(Message):
    """A list is to be written to a file; its kind, the unit it is about if only one, the track."""

    def __init__(
        self, kind: str, path: Path, unit: str, reply: Reply, track: Track = "self"
    ) -> None:
        super().__init__()
        self.kind = kind
        self.path = path
        self.unit = unit
        self.reply = reply
        self.track = track


class PaperWanted(Message):
    """Papers are to go out: `prepare` makes what change there is to make and gives the writing."""

    def __init__(self, prepare: "Callable[[Session, str], Writing]", reply: Reply) -> None:
        super().__init__()
        self.prepare = prepare
        self.reply = reply
