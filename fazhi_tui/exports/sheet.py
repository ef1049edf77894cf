"""A table for people, without a file format: headings and typed cells that every writer shows."""

from fractions import Fraction
from typing import Literal, TypeAlias

from msgspec import Struct

Kind: TypeAlias = Literal["text", "points", "number", "percent", "date"]
Align: TypeAlias = Literal["left", "right", "center"]
Cell: TypeAlias = str | int | Fraction | None
"""By kind: text and ISO dates are `str`, points whole milli-points, numbers `int`, percents
`Fraction`; None is an empty cell. A `str` in a column of numbers (合计) is shown as text."""


class Column(Struct, frozen=True, omit_defaults=True):
    """One column. `width` is what it takes on paper, in cells of a terminal.

    On a terminal a column that `wraps` gives way first; then those with the highest `spare` are
    left out (and named), 0 never is.
    """

    heading: str
    kind: Kind = "text"
    align: Align = "left"
    width: int = 10
    wraps: bool = False
    spare: int = 0


class Sheet(Struct, frozen=True, omit_defaults=True):
    """One table with all that belongs to it.

    `name` is short (the tab of a workbook), `subtitle` says whose figures of which moment these
    are, `notes` stand under the table, `empty` is said where there are no rows. `places` are the
    decimals of points.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    subtitle: str = ""
    total: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()
    empty: str = ""
    places: int = 2

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the total row where there is one."""
        return self.rows if self.total is None else (*self.rows, self.total)
