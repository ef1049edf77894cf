"""The app towards files: lists that go out, and what units send back."""

from abc import abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on, work
from textual.reactive import reactive

from fazhi_tui.domain.problems import Refused
from fazhi_tui.ui.messages import (
    ChangeRequested,
    CopyWanted,
    ExportRequested,
    FileLookedFor,
    PaperWanted,
    Reply,
    ReportsSettled,
    ReportsTaken,
    ReportsWanted,
    SendOutRequested,
    Shown,
    Writing,
)
from fazhi_tui.ui.telling import sentences
from fazhi_tui.ui.terminal import TerminalApp
from fazhi_tui.wording import say
from fazhi_tui.work.evidence import file_state, with_copy
from fazhi_tui.work.session import Session

if TYPE_CHECKING:
    from fazhi_tui.work.splitting import SentOut


class ExchangingApp(TerminalApp):
    """What the app does with files, for the assessment that is open."""

    shown: reactive[Shown | None] = reactive(None, init=False, repaint=False)
    _session: Session | None
    _unit: str

    @abstractmethod
    def _shown_now(self, session: Session) -> Shown:
        """What the session holds, for every screen."""

    # ------------------------------------------------------------ export
    @on(ExportRequested)
    def export(self, event: ExportRequested) -> None:
        """Write a list in the background; the outcome comes back as a sentence."""
        if self.shown:
            self._export(event, self.shown)

    @work(thread=True, exclusive=True)
    def _export(self, event: ExportRequested, shown: Shown) -> None:
        from fazhi_tui.ui.exporting import write_list

        try:
            path = write_list(shown, event.kind, event.path, event.unit, event.track)
        except Refused as refused:
            self.call_from_thread(event.reply, sentences(refused))
            return
        self.call_from_thread(event.reply, "")
        self.call_from_thread(self._tell_written, path)

    def _tell_written(self, path: Path) -> None:
        self.notify(f"已导出到 {path}", markup=False, timeout=6)

    # ------------------------------------------------------------ what goes out to units
    @on(SendOutRequested)
    def send_out(self, event: SendOutRequested) -> None:
        """Write a file for each unit in the background."""
        if self.shown:
            self._send_out(event, self.shown)

    @work(thread=True, exclusive=True)
    def _send_out(self, event: SendOutRequested, shown: Shown) -> None:
        from fazhi_tui.work.splitting import split

        try:
            found = split(shown.snapshot, event.folder, form=event.form, replace=event.replace)
            done = list(found)
        except Refused as refused:
            self.call_from_thread(event.reply, sentences(refused))
            return
        self.call_from_thread(event.reply, "")
        self.call_from_thread(self._tell_sent, done, event.folder)

    def _tell_sent(self, done: "Sequence[SentOut]", folder: Path) -> None:
        from fazhi_tui.work.splitting import sent_sentence

        problems = [sent.problem for sent in done if sent.problem]
        told = sent_sentence(done, folder.absolute())
        if not problems:
            self.notify(told, markup=False, timeout=6)
            return
        told += f"；{len(problems)} 家没有写出，如：{say(problems[0])}"
        self.notify(told, severity="warning", markup=False, timeout=10)

    # ------------------------------------------------------------ files of evidence
    @on(CopyWanted)
    def keep_copy(self, event: CopyWanted) -> None:
        """Copy a file into the store, then make the change that names it."""
        if self._session:
            store, wanted = self._session.store, event.change
            self.post_message(ChangeRequested(lambda: [with_copy(store, wanted)], event.reply))

    @on(FileLookedFor)
    def look_for_file(self, event: FileLookedFor) -> None:
        """Tell whether a file is still what it was."""
        if self._session:
            store = self._session.store
            with suppress(Refused):  # a store that is away is told of elsewhere
                event.take(file_state(store, store.files.all(), event.evidence))

    # ------------------------------------------------------------ letters, reports, drafts
    @on(PaperWanted)
    def prepare_papers(self, event: PaperWanted) -> None:
        """Make the change that papers begin with, show it, then write them in the background."""
        session = self._session
        if session is None:
            return
        seq = session.snapshot.head.seq
        try:
            writing = event.prepare(session, self._unit)
        except Refused as refused:
            event.reply(sentences(refused))
        else:
            self._write_papers(writing, event.reply)
        if session.snapshot.head.seq != seq:
            self.shown = self._shown_now(session)

    @work(thread=True, group="papers")
    def _write_papers(self, writing: Writing, reply: Reply) -> None:
        try:
            told = writing()
        except Refused as refused:
            self.call_from_thread(reply, sentences(refused))
            return
        self.call_from_thread(reply, "")
        self.call_from_thread(self.notify, told, markup=False, timeout=8)

    # ------------------------------------------------------------ what units send back
    @on(ReportsWanted)
    def read_reports(self, event: ReportsWanted) -> None:
        """Read files of units, a file at a time."""
        from fazhi_tui.ui.collecting import read_reports

        if self._session:
            self.run_worker(read_reports(self._session, event), group="reports", exclusive=True)

    @on(ReportsSettled)
    def settle_reports(self, event: ReportsSettled) -> None:
        """The same reports with what was chosen."""
        from fazhi_tui.work.sections import settled

        if self._session:
            event.reply(settled(self._session, event.preview, event.choices))

    @on(ReportsTaken)
    def take_reports(self, event: ReportsTaken) -> None:
        """Take the reports in, then show."""
        from fazhi_tui.ui.collecting import take_reports

        session = self._session
        if session is None:
            return
        seq = session.snapshot.head.seq
        take_reports(session, event, self._unit)
        if session.snapshot.head.seq != seq:  # what others wrote may have been read, too
            self.shown = self._shown_now(session)
