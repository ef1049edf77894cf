"""Text from people is data: no markup, no link, no escape sequence, wherever it is shown."""

from decimal import Decimal

import pytest
from textual import events

from fazhi_tui.domain.assessment import Evidence
from fazhi_tui.domain.changes import (
    AttachEvidence,
    MarkNotApplicable,
    PlanRectification,
    RecordFinding,
    WriteNote,
)
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.ui.widgets.long_text import LongText
from fazhi_tui.work.opening import AdoptedSet, find_set
from fazhi_tui.work.snapshot import Snapshot
from tests.ui.desk import ACTOR, SET, Desk

HOSTILE = ("[/]", "[@click=app.quit]退[/]", "=1+1", "[red]红[/red]", "见附件[3]、[/]")
CONTROLS = "\x1b[2J\x1b]0;x\x07\u202e\u200b\x9b"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_shown_as_it_is(desk: Desk, text: str) -> None:
    make = desk.session.make
    finding = make(RecordFinding("1", "a", quantity=Decimal(2), reason=text)).id
    make(AttachEvidence(("1",), text, doc_no=text))
    make(WriteNote("1", text, "市司法局"))
    make(MarkNotApplicable(("3",), text, decided_by=text))
    gap = next(gap.id for gap in desk.session.snapshot.gaps() if gap.id.startswith(finding))
    make(PlanRectification(gap, measure=text, owner=text))
    app = desk.app = FazhiApp(desk.store, desk.session, actor=ACTOR)
    async with app.run_test(size=(200, 50), notifications=True) as pilot:
        await pilot.pause()
        assert desk.text.count(text) >= 3
        await pilot.press("f6")
        await pilot.pause()
        assert desk.text.count(text) >= 2
        await pilot.press("enter")
        await pilot.pause()
        assert text in desk.text
        await pilot.press("f12", "f5", "enter")
        await pilot.pause()
        assert text in desk.text
        app.notify(text, markup=False)
        await pilot.pause()
        assert app.is_running


def test_control_characters_in_old_data_never_reach_the_terminal(desk: Desk) -> None:
    """A journal of an older version may hold what would be refused today."""
    from fazhi_tui.ui.messages import Shown
    from fazhi_tui.ui.screens.indicator_view import detail_view
    from fazhi_tui.ui.widgets import look
    from fazhi_tui.ui.widgets.cells import strip
    from fazhi_tui.ui.widgets.detail_layout import lay_out

    snapshot = desk.session.snapshot
    evidence = Evidence("001-2025-01", ("1",), f"办法{CONTROLS}")
    assessment = type(snapshot.assessment)(year=2025, evidence={evidence.id: evidence})
    old = Snapshot(snapshot.head, snapshot.roster, assessment)
    view = detail_view(Shown(old), "1")
    for line in lay_out(view, 80, 0, None, "").lines:
        assert "".join(segment.text for segment in strip(line, 80, look.GROUND)).isprintable()


async def test_a_paste_into_a_dialog_is_cleaned(desk: Desk) -> None:
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f3")
        field = desk.app.screen.query_one("#reason", LongText)
        field.focus()
        field.post_message(events.Paste(f"第一行{CONTROLS}\n第二行e\u0301"))
        await pilot.pause()
        assert field.value == "第一行[2J]0;x\n第二行é"


async def test_a_set_with_hostile_names_is_shown_as_it_is(desk: Desk) -> None:
    text = SET.read_text(encoding="utf-8").replace("执法人员培训", "[/]执法[b]培训")
    path = SET.with_name("unused.toml")
    adopted = find_set(str(SET))
    from fazhi_tui.catalog.set_file import load_set
    from fazhi_tui.work.opening import new_assessment, open_session

    indicator_set, problems = load_set(text, str(path))
    assert indicator_set is not None, problems
    hostile = AdoptedSet(text, indicator_set, adopted.file)
    new_assessment(desk.store, "[/]乙", hostile, actor=ACTOR)
    session = open_session(desk.store, "[/]乙", actor=ACTOR)
    app = desk.app = FazhiApp(desk.store, session, actor=ACTOR)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "[/]乙" in desk.text
        assert "[/]执法[b]培训" in desk.text
        await pilot.press("slash")
        await pilot.pause()
        assert "[/]执法[b]培训" in desk.text
