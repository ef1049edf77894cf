"""A set that counts items (项) instead of points says so on the screen as well."""

from pathlib import Path

from fazhi_tui.domain.assessment import Score, Tier
from fazhi_tui.domain.changes import SetReading
from fazhi_tui.store.store import open_store
from fazhi_tui.ui.dialogs.finding import Where, finding_form
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.indicator_view import detail_view
from fazhi_tui.work.opening import find_set, new_assessment, open_session
from tests.catalog.test_algebra import POINTLESS
from tests.ui.desk import ACTOR, NAME, Desk, clock

JUDGED = """
[[indicator.clause]]
id = "b"
kind = "judged"
text = "酌情"
min = 0
max = 0.8
"""


async def test_items_are_never_called_points(tmp_path: Path) -> None:
    chosen = tmp_path / "list.toml"
    chosen.write_text(POINTLESS + JUDGED, encoding="utf-8")
    store = open_store(str(tmp_path / "items.db"))
    new_assessment(store, NAME, find_set(str(chosen)), actor=ACTOR, clock=clock)
    session = open_session(store, NAME, actor=ACTOR, clock=clock)
    session.make(SetReading("1", "a", Tier("部分达标")))
    session.make(SetReading("3", "b", Score(300, "王五"), reason="不实"))
    desk = Desk(store)
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f5", "enter")
        await pilot.pause()
        assert "共 2 笔，合计 0.80 项" in desk.text
        await pilot.press("f12", "f2", "slash", "b", "a", "enter")
        await desk.app.workers.wait_for_complete()
        await pilot.pause()
        assert "0.30 ]项" in desk.text
    clause = session.snapshot.roster.indicator("3").clause("b")
    view = detail_view(Shown(session.snapshot), "3")
    assert view.clauses[1].hint.startswith("酌情扣 0.00～0.80 项")
    form = finding_form(session.snapshot.roster, Where("3", clause, "司法局"))
    assert next(f.hint for f in form._fields if f.key == "value") == "0.00～0.80 项"
    store.close()


def test_what_counts_otherwise_than_it_is_filled_in_is_told(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "weights.db"))
    for name, chosen, told in (("甲", "demo-dept", "2.40 分"), ("乙", "demo-98", None)):
        new_assessment(store, name, find_set(chosen), actor=ACTOR, clock=clock)
        session = open_session(store, name, actor=ACTOR, clock=clock)
        view = detail_view(Shown(session.snapshot), "1")
        assert dict(view.facts).get("折合") == told
