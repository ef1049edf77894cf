"""What the places look like, at the smallest and at a usual size."""

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
from fazhi_tui.ui.program import FazhiApp
from tests.ui.desk import ACTOR, Desk

SMALL, USUAL = (80, 24), (120, 40)
Compare = Callable[..., bool]


@pytest.fixture
def app(desk: Desk) -> FazhiApp:
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
    return FazhiApp(desk.store, desk.session, actor=ACTOR)


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_workbench(app: FazhiApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size)


def test_typing_a_number(app: FazhiApp, snap_compare: Compare) -> None:
    assert snap_compare(app, terminal_size=USUAL, press=["f7", "up", "up", "up", "enter", "8"])


def test_finding_dialog(app: FazhiApp, snap_compare: Compare) -> None:
    assert snap_compare(app, terminal_size=SMALL, press=["home", "down", "down", "f3"])


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_losses(app: FazhiApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, press=["f5"])


def test_lines_behind_a_number(app: FazhiApp, snap_compare: Compare) -> None:
    assert snap_compare(app, terminal_size=USUAL, press=["f5", "enter"])


@pytest.mark.parametrize("size", [SMALL, USUAL])
def test_gap_list(app: FazhiApp, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, press=["f6"])


def test_help(app: FazhiApp, snap_compare: Compare) -> None:
    assert snap_compare(app, terminal_size=USUAL, press=["f1"])
