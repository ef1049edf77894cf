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
    left out (and named), 0 never is. `by_hand` keeps room on paper for people to write in.
    """

    heading: str
    kind: Kind = "text"
    align: Align = "left"
    width: int = 10
    wraps: bool = False
    spare: int = 0
    by_hand: bool = False


class Chart(Struct, frozen=True):
    """What some columns of a sheet look like: `values` (by place) over the column `label`.

    Bars of several columns are stacked; a radar shows one share.
    """

    kind: Literal["bar", "radar"]
    title: str
    label: int
    values: tuple[int, ...]


class Sheet(Struct, frozen=True, omit_defaults=True):
    """One table with all that belongs to it.

    `name` is short (the tab of a workbook), `subtitle` says whose figures of which moment these
    are, `notes` stand under the table, `empty` is said where there are no rows. `places` are the
    decimals of points. `sums` are the places of rows that add up those before them: on paper each
    of them ends a page.
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
    sums: tuple[int, ...] = ()
    charts: tuple[Chart, ...] = ()

    @property
    def body(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the total row where there is one."""
        return self.rows if self.total is None else (*self.rows, self.total)

    def strong(self, place: int) -> bool:
        """Whether a row of the body is a sum."""
        return place in self.sums or place >= len(self.rows)

    @property
    def pages(self) -> list[range]:
        """The rows of the body that stand on one page of paper each; one at least."""
        starts = [0, *(place + 1 for place in self.sums)]
        ends = [*starts[1:], len(self.body)]
        return [range(a, b) for a, b in zip(starts, ends, strict=True) if a < b] or [range(0)]
