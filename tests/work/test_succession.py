"""Units that others go on for, in an open assessment: what is stored, who else is at work."""

from decimal import Decimal
from pathlib import Path

import pytest

from fazhi_tui.domain.changes import RecordFinding, SucceedUnit
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.reminding import reminders
from tests.store.making import NAME, a_session, posted_by_fold, projection

RENAMED = SucceedUnit("司法局", ("法治局",), ("法治局",))


def borne_by(unit: str) -> RecordFinding:
    return RecordFinding("1", "b", level="轻", bearers=((unit, Decimal(1)),))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "a.db"))


def test_the_store_adds_up_by_heirs_as_soon_as_there_are_any(store: Store) -> None:
    session = a_session(store)
    session.make(borne_by("司法局"))
    assert {row.unit for row in projection(store)} == {"司法局"}
    session.make(RENAMED)
    assert {row.unit for row in projection(store)} == {"法治局"}
    assert projection(store) == posted_by_fold(session)
    session.make(borne_by("法治局"))
    assert projection(store) == posted_by_fold(session)


def test_a_new_unit_stays_while_somebody_may_be_naming_it(store: Store) -> None:
    """Undoing a rename gives way to whoever wrote in the meantime, whatever that was about."""
    office, other = a_session(store), open_session(store, NAME, actor="李")
    office.make(RENAMED)
    other.refresh()
    other.make(borne_by("法治局"))
    with pytest.raises(Refused) as caught:
        office.undo()  # has not seen it yet
    assert caught.value.problems[0].code is Code.CHANGED_MEANWHILE
    with pytest.raises(Refused) as caught:
        office.undo()
    assert caught.value.problems[0].code is Code.TOUCHED_SINCE
    assert office.snapshot.tally().balanced


def test_whoever_goes_on_for_a_unit_is_reminded_of_what_it_owes(store: Store) -> None:
    session = a_session(store)
    before = {one.unit: one for one in reminders(session.snapshot, "2025-01-01")}
    session.make(SucceedUnit("司法局", ("城管局",)))
    after = {one.unit: one for one in reminders(session.snapshot, "2025-01-01")}
    assert "司法局" not in after
    assert set(after["城管局"].blank) == {*before["司法局"].blank, *before["城管局"].blank}
