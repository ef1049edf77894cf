"""The heat map: one stands on a cell, and its lines open; more columns than fit scroll sideways."""

import pytest
from textual.app import App, ComposeResult

from fazhi_tui.ui.screens.losing import lines_dialog
from fazhi_tui.ui.terminal import TerminalApp
from fazhi_tui.ui.widgets.grid import Grid
from fazhi_tui.ui.widgets.table import Column, TableRow
from tests.ui.desk import Desk

SIZE, SMALL = (120, 40), (80, 24)


@pytest.mark.parametrize("size", [SMALL, SIZE])
async def test_enter_opens_just_the_cell_one_stands_on(losers: Desk, size: tuple[int, int]) -> None:
    async with losers.app.run_test(size=size) as pilot:
        await pilot.press("f5", "f7", "f7", "f7", "right")
        await pilot.pause()
        assert "一、行政执法严格规范 0.30" in losers.text.splitlines()[1]
        assert "0.30]" in losers.text.splitlines()[3]
        await pilot.press("enter")
        await pilot.pause()
        assert "市城管局 × 一、行政执法严格规范 的失分" in losers.text
        assert "共 1 笔，合计 0.30 分" in losers.text
        await pilot.press("escape", "right", "enter")
        await pilot.pause()
        assert "市城管局 × 二、法治政府建设保障 的失分" in losers.text
        assert "共 0 笔，合计 0.00 分" in losers.text


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["left", "enter"], "市城管局 的失分"),
        (["right", "right", "right", "enter"], "市城管局 的失分"),
        (["right", "end", "enter"], "一、行政执法严格规范 的失分"),
        (["end", "enter"], "全部 的失分"),
    ],
)
async def test_names_and_sums_open_their_row_or_column(
    losers: Desk, keys: list[str], told: str
) -> None:
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5", "f7", "f7", "f7", *keys)
        await pilot.pause()
        assert told in losers.text


async def test_the_other_views_know_no_cells(losers: Desk) -> None:
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5", "right")
        await pilot.pause()
        assert "市城管局 的失分" in losers.text


async def test_the_lines_of_all_cells_are_the_lines_of_all(losers: Desk) -> None:
    shown = losers.app.shown
    assert shown is not None
    matrix = shown.snapshot.tally().matrix
    assert len(matrix) == 2
    for unit, area, _ in matrix:
        assert len(lines_dialog(shown, "cell", f"{unit}|{area}")._rows) == 1
    assert len(lines_dialog(shown, "all", "")._rows) == 2


# ── more columns than fit ────────────────────────────────────────────────────────────────────


class Wide(TerminalApp):
    """A grid of thirty columns."""

    def compose(self) -> ComposeResult:
        """The grid."""
        yield Grid(lit=True)

    def on_mount(self) -> None:
        """Fill it."""
        grid = self.query_one(Grid)
        grid.across = True
        columns = [Column("单位", least=10), *(Column(f"列{n}", least=5) for n in range(30))]
        rows = [TableRow(unit, (unit, *(str(n) for n in range(30)))) for unit in ("甲", "乙")]
        grid.show(columns, rows)
        grid.focus()


def _lines(app: App[None]) -> list[str]:
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


async def test_the_cell_one_stands_on_is_always_seen_beside_its_row() -> None:
    app = Wide()
    async with app.run_test(size=(60, 10)) as pilot:
        grid = app.query_one(Grid)
        for way, stops in (("right", range(1, 31)), ("left", range(29, -1, -1))):
            for column in stops:
                await pilot.press(way)
                assert grid.column == column
                head, first = _lines(app)[1:3]
                assert "单位" in head
                assert f"列{column - 1} " in head or not column
                assert "[" in first
                assert "]" in first
                assert len(grid.here) > 3 or not column


async def test_a_click_goes_to_a_cell_and_a_second_one_opens_it(losers: Desk) -> None:
    async with losers.app.run_test(size=SIZE) as pilot:
        await pilot.press("f5", "f7", "f7", "f7")
        await pilot.pause()
        spot = losers.text.splitlines()[3].index("0.30") + 4  # behind two wide characters or more
        await pilot.click("Grid", offset=(spot, 2))
        await pilot.pause()
        assert "一、行政执法严格规范 0.30" in losers.text.splitlines()[1]
        await pilot.click("Grid", offset=(spot, 2))
        await pilot.pause()
        assert "市城管局 × 一、行政执法严格规范 的失分" in losers.text
