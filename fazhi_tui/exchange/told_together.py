"""What the pages of a returned workbook tell of one clause, one indicator, brought together."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.indicators import Clause
from fazhi_tui.domain.section import Excuse, FindingRow, Part, ReadingRow
from fazhi_tui.exchange.row_reading import Answer, Cleared, Nil


class Place(NamedTuple):
    """The clause that a row is about."""

    no: str
    clause: Clause

    @property
    def key(self) -> str:
        """What it is called: `50.a`."""
        return f"{self.no}.{self.clause.id}"


class Said:
    """What is said of one clause, on three pages."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.one: tuple[Answer, str] | None = None
        self.findings: list[FindingRow] = []
        self.readings: list[ReadingRow] = []
        self.benchmark: ReadingRow | None = None

    def agrees(self) -> bool:
        """Whether the pages tell the same; where they do, rows of their own are what counts."""
        if self.one is None:
            return True
        answer = self.one[0]
        rows = [row for row in self.findings if not row.cleared]
        if isinstance(answer, Cleared):
            self.findings, self.readings = [row for row in rows if not row.id], []
            return not self.findings
        if isinstance(answer, FindingRow) and rows:
            return sum(row.quantity for row in rows) == answer.quantity
        if isinstance(answer, ReadingRow) and self.readings:
            if _sum(self.readings) == answer.value:
                return True
            if self.place.clause.about_itself:  # its own figure beside those about others
                self.readings.append(answer)
            return self.place.clause.about_itself
        return not rows and not self.readings


class Draft:
    """What is said of one indicator, as it comes together."""

    def __init__(self) -> None:
        self.findings: list[FindingRow] = []
        self.readings: list[ReadingRow] = []
        self.nils: list[str] = []
        self.clears: list[str] = []

    def add(self, said: Said) -> None:
        """Add what is said of a clause; rows of its own count before one figure for all."""
        name = said.place.clause.id
        answer = said.one[0] if said.one else None
        if said.benchmark is not None:
            self.readings.append(said.benchmark)
        if said.findings or said.readings:
            self.findings += said.findings
            self.readings += said.readings
            return
        match answer:
            case Nil():
                self.nils.append(name)
            case Cleared():
                self.clears.append(name)
            case FindingRow():
                self.clears.append(name)  # this one and no other
                self.findings.append(answer)
            case ReadingRow():
                self.readings.append(answer)

    def part(self, no: str, note: str | None, excuse: Excuse | None) -> Part:
        """All of it."""
        return Part(
            no,
            tuple(self.findings),
            tuple(self.readings),
            tuple(self.nils),
            tuple(self.clears),
            note,
            excuse,
        )


def _sum(rows: Iterable[ReadingRow]) -> object:
    """The figures of several units as one; None where they are no rates."""
    rates = [row.value for row in rows if isinstance(row.value, Rate)]
    if not rates:
        return None
    top = sum((rate.num for rate in rates), Decimal(0))
    return Rate(top, sum((rate.den for rate in rates), Decimal(0)))


def readings(part: Part, clause: Clause) -> list[ReadingRow]:
    """The readings under a clause."""
    return [row for row in part.readings if row.clause == clause.id]


def shown(part: Part) -> Iterator[FindingRow]:
    """The findings that have a row of their own on their page."""
    for clause in dict.fromkeys(row.clause for row in part.findings):
        rows = [row for row in part.findings if row.clause == clause]
        if len(rows) > 1 or rows[0].level or rows[0].subject or rows[0].bearers or rows[0].date:
            yield from rows
