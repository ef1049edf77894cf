"""Why a loss is what it is: the steps from the answers to the last thousandth."""

from collections.abc import Iterable

from fazhi_tui.domain.assessment import Track
from fazhi_tui.ui.dialogs.listing import ListingDialog
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.wording.terms import unit_name
from fazhi_tui.work.explain import Step, why_indicator, why_unit
from fazhi_tui.work.snapshot import Snapshot


def indicator_dialog(snapshot: Snapshot, no: str, track: Track = "self") -> ListingDialog:
    """The explanation of an indicator's points."""
    steps = why_indicator(snapshot, snapshot.roster.indicators[no], track)
    return _dialog(f"第 {no} 项的得失分由来", steps)


def unit_dialog(snapshot: Snapshot, unit: str, track: Track = "self") -> ListingDialog:
    """The explanation of a unit's loss."""
    return _dialog(f"{unit_name(unit)} 的失分由来", why_unit(snapshot, unit, track))


def _dialog(title: str, steps: Iterable[Step]) -> ListingDialog:
    rows = [TableRow("", (step.text,), about=step.text.strip()) for step in steps]
    return ListingDialog(title, (Column("", style=look.PLAIN, stretch=1),), rows)
