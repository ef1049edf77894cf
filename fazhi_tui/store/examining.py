"""What the examination of a store asks it: all that is kept of a round, and what hangs on it."""

from collections.abc import Iterable

from msgspec import Struct

from fazhi_tui.domain.indicators import IndicatorSet
from fazhi_tui.store.journal import Base, Line
from fazhi_tui.store.rows import Head, LetterRow, Projection, insertion
from fazhi_tui.store.store import Store


class Kept(Struct, frozen=True):
    """Everything that is kept of one assessment, as of one moment: others may be writing."""

    head: Head
    lines: list[Line]
    projection: Projection
    base: Base


def read_kept(store: Store, name: str) -> Kept:
    """All of it at once. Raises `Refused`."""
    with store.database.reading():
        head = store.head(name)
        return Kept(
            head,
            store.lines(head.id),
            Projection(store.postings(head.id), store.standings(head.id)),
            store.checkpoint(head.id),
        )


def keeps_units(store: Store, sha256: str, indicator_set: IndicatorSet) -> bool:
    """Whether the categories of a set's units are those that the set gives them."""
    asked = "SELECT unit, category FROM set_unit WHERE set_sha256 = ?"
    due = {(unit.name, unit.category) for unit in indicator_set.units}
    return set(store.database.query(asked, (sha256,))) == due


def unregistered(store: Store, numbers: Iterable[LetterRow]) -> list[LetterRow]:
    """Those numbers of letters that are in no register, and might be given out again."""
    asked = "SELECT 1 FROM letter_register WHERE number = ?"
    return [row for row in numbers if not store.database.query(asked, (row.number,))]


def register(store: Store, letters: Iterable[LetterRow]) -> None:
    """Enter numbers; one that was taken meanwhile stays whose it is. Raises `Refused`."""
    rows = [(row.number, row.assessment, row.letter, row.at) for row in letters]
    with store.database.transaction():
        store.database.write((insertion("letter_register", 4, "number"), rows))
