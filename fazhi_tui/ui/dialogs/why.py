"""Why a loss is what it is: the steps from the answers to the last thousandth."""

from collections.abc import Iterable

from fazhi_tui.ui.dialogs.listing import ListingDialog
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.work.explain import Step


def why_dialog(title: str, steps: Iterable[Step]) -> ListingDialog:
    """The explanation of an indicator's or a unit's loss, a line a step."""
    rows = [TableRow("", (step.text,), about=step.text.strip()) for step in steps]
    return ListingDialog(title, (Column("", style=look.PLAIN, stretch=1),), rows)
