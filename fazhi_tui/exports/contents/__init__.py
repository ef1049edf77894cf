"""What each list holds: values of the domain in, a `Sheet` out. No clock, no file, no format."""

from fazhi_tui.exports.contents.differences import differences
from fazhi_tui.exports.contents.gaps import findings, gap_list
from fazhi_tui.exports.contents.losses import (
    by_group,
    by_indicator,
    losses_by_area,
    losses_by_unit,
    matrix,
)

__all__ = [
    "by_group",
    "by_indicator",
    "differences",
    "findings",
    "gap_list",
    "losses_by_area",
    "losses_by_unit",
    "matrix",
]
