"""What the places look like: in a small, a usual and a large terminal, dark and light."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from fazhi_tui.domain.assessment import Rate, Tier
from fazhi_tui.domain.changes import (
    AttachEvidence,
    MarkNone,
    PlanRectification,
    RecordFinding,
    SetReading,
    SubmitItem,
)
from fazhi_tui.store.settings import Settings
from fazhi_tui.store.store import Store
from fazhi_tui.ui.program import FazhiApp
from tests.ui.desk import ACTOR, Desk

SMALL, USUAL, LARGE = (80, 24), (120, 36), (200, 50)
DARK, LIGHT = "fazhi-dark", "fazhi-light"
Compare = Callable[..., bool]

PICTURES: dict[str, tuple[tuple[int, int], str, list[str]]] = {
    "workbench-small": (SMALL, DARK, []),
    "workbench-usual": (USUAL, DARK, []),
    "workbench-large": (LARGE, LIGHT, []),
    "typing": (USUAL, LIGHT, ["f7", "up", "up", "up", "enter", "8"]),
    "finding": (SMALL, DARK, ["home", "down", "down", "f3"]),
    "note": (USUAL, LIGHT, ["home", "down", "down", "ctrl+e"]),
    "find": (USUAL, DARK, ["slash", "1"]),
    "filter": (SMALL, LIGHT, ["ctrl+t", *["down"] * 7, "enter", "down"]),
    "overview-small": (SMALL, LIGHT, ["ctrl+l"]),
    "overview-large": (LARGE, DARK, ["ctrl+l"]),
    "units": (USUAL, DARK, ["ctrl+d"]),
    "losses-small": (SMALL, DARK, ["f5"]),
    "losses-usual": (USUAL, LIGHT, ["f5"]),
    "matrix": (LARGE, DARK, ["f5", "f7", "f7", "f7"]),
    "lines": (USUAL, DARK, ["f5", "enter"]),
    "gaps-small": (SMALL, LIGHT, ["f6"]),
    "gaps-usual": (USUAL, DARK, ["f6"]),
    "review": (USUAL, DARK, ["ctrl+r"]),
    "help": (USUAL, LIGHT, ["f1"]),
}
"""Each picture: the terminal's size, the theme, the keys that lead there."""


@pytest.fixture
def half(desk: Desk) -> Desk:
    """An assessment half filled in."""
    one, two = Decimal(1), Decimal(2)
    bearers = (("市城管局", two), ("市交通局", one))
    for change in (
        RecordFinding("1", "a", quantity=Decimal(7), bearers=bearers, reason="案卷缺页"),
        MarkNone(("1",), "b"),
        AttachEvidence(("1",), "关于印发执法全过程记录办法的通知", doc_no="甲政发〔2025〕3号"),
        SubmitItem(("1",)),
        SetReading("2", "a", Rate(Decimal(96), Decimal(100))),
        SetReading("3", "a", Tier("良好")),
    ):
        desk.session.make(change)
    gap = desk.session.snapshot.gaps()[0].id
    desk.session.make(PlanRectification(gap, measure="逐卷补齐，专人复核", owner="李四"))
    return desk


@pytest.mark.parametrize("name", PICTURES)
def test_it_looks_as_it_did(half: Desk, snap_compare: Compare, name: str) -> None:
    size, theme, keys = PICTURES[name]
    app = FazhiApp(half.store, half.session, actor=ACTOR, settings=Settings(theme=theme))
    assert snap_compare(app, terminal_size=size, press=keys)


def test_the_list_of_rounds_looks_as_it_did(store: Store, snap_compare: Compare) -> None:
    assert snap_compare(FazhiApp(store, None, actor=ACTOR), terminal_size=SMALL)
