"""The places of an open assessment: made once and kept, and chosen from what stands there."""

from typing import TYPE_CHECKING

from textual.app import App

from fazhi_tui.ui.commands import GAPS, LOSSES, MERGE, OVERVIEW, PLACES, REVIEW, START, UNITS
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.base import Place

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.base import Dialog


class Places:
    """Every place but the workbench, made when first asked for; cursor and filters stay in it."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._made: dict[str, Place] = {}

    def at(self, place: str, shown: Shown) -> Place:
        """The place, showing what there is now."""
        known = self._made.get(place)
        if known is None:
            known = self._made[place] = _make(place, shown)
            self._app.install_screen(known, place)
        known.shown = shown
        return known

    def forget(self) -> None:
        """Another assessment begins with places of its own. None of them may be on the screen."""
        for place in self._made.values():
            self._app.uninstall_screen(place)
            place.remove()
        self._made.clear()


def _make(place: str, shown: Shown) -> Place:
    """A place other than the workbench; its module is loaded now."""
    if place == OVERVIEW:
        from fazhi_tui.ui.screens.overview import Overview

        return Overview(shown)
    if place == LOSSES:
        from fazhi_tui.ui.screens.losses import Losses

        return Losses(shown)
    if place == UNITS:
        from fazhi_tui.ui.screens.units import Units

        return Units(shown)
    if place == MERGE:
        from fazhi_tui.ui.screens.merging import Merging

        return Merging(shown)
    if place == REVIEW:
        from fazhi_tui.ui.screens.review import Review

        return Review(shown)
    from fazhi_tui.ui.screens.gaps import Gaps

    return Gaps(shown)


def places_dialog(shown: Shown, here: str) -> "Dialog[str]":
    """All places, each with how it stands there."""
    from fazhi_tui.ui.dialogs.places import PlacesDialog

    told = _standing(shown)
    lines = [(key, name, told.get(key, "")) for key, name in PLACES.items() if key != START]
    return PlacesDialog(lines, here)


def _standing(shown: Shown) -> dict[str, str]:
    from fazhi_tui.domain.points import show_points
    from fazhi_tui.ui.screens.presenting import today
    from fazhi_tui.ui.screens.review_view import cases

    snapshot = shown.snapshot
    tally, day = snapshot.tally(), today()
    progress, gaps = tally.progress, snapshot.gaps()
    late = sum(gap.overdue(day) for gap in gaps)
    waiting = sum(gap.open for gap in gaps)
    submitted = sum(case.waiting for case in cases(shown))
    return {
        MERGE: "收各单位的表",
        REVIEW: f"待审 {submitted} 项" if submitted else "没有待审的",
        "workbench": f"已填 {progress.answered}/{progress.indicators}",
        OVERVIEW: f"得 {show_points(tally.low)}～{show_points(tally.high)}",
        LOSSES: f"失 {show_points(tally.lost)}，{len(tally.by_unit)} 个单位",
        GAPS: f"未销号 {waiting} 项" + (f"，超期 {late} 项" if late else ""),
        UNITS: f"已报送 {progress.submitted} 项，退回 {progress.returned} 项",
    }
