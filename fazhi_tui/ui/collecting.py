"""Reading what units sent back, a file at a time so that the screen stays alive, and taking it."""

import asyncio
from typing import TYPE_CHECKING

from fazhi_tui.domain.merging import merge
from fazhi_tui.domain.past import Past
from fazhi_tui.domain.problems import Refused
from fazhi_tui.ui.messages import ReportsTaken, ReportsWanted
from fazhi_tui.ui.telling import sentences
from fazhi_tui.work.sections import Preview, Refusal, files_of, look_at, settled, take
from fazhi_tui.work.session import Session

if TYPE_CHECKING:
    from fazhi_tui.exchange.returned_form import Incoming


async def read_reports(session: Session, event: ReportsWanted) -> None:
    """Read the files; the reply gets what they would change, or why nothing could be read."""
    try:
        files = files_of(event.paths)
    except Refused as refused:
        event.reply(None, sentences(refused))
        return
    reports: list[Incoming] = []
    unread: list[Refusal] = []
    for done, file in enumerate(files, 1):
        event.progress(done, len(files))
        await asyncio.sleep(0)  # the screen tells how far it is, and keys are answered
        one = look_at(session, [file])
        reports += one.reports
        unread += one.refused
    snapshot = session.snapshot
    nothing = merge(snapshot.roster, snapshot.assessment, (), Past({}, ()))
    read = Preview(snapshot.head.seq, tuple(reports), tuple(unread), nothing)
    event.reply(settled(session, read, read.choices), "")


def take_reports(session: Session, event: ReportsTaken, unit: str) -> None:
    """Make the one change. A refusal goes to the reply."""
    try:
        made = take(session, event.preview, unit)
    except Refused as refused:
        event.reply(sentences(refused))
        return
    event.reply("" if made else "这些文件里没有要改的，都已经收过了。")
