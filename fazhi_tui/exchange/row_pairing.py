"""Which finding, or document, each row of a returned page goes on with.

A row's hidden key tells, as long as it still stands beside its row: sorting only the columns one
sees parts them. Then rows are known by what they say, and of the rest each clause's keys go to its
rows as they come, which leaves the same rows in all.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from fazhi_tui.domain.fields import content
from fazhi_tui.domain.problems import Refused
from fazhi_tui.domain.section import EvidenceRow, FindingRow
from fazhi_tui.exchange.entries import saying, text_of
from fazhi_tui.exchange.fill_in import CLEAR, asked_in
from fazhi_tui.exchange.pages import Row
from fazhi_tui.exchange.told_together import Place


class Paired(NamedTuple):
    """A row, the id of the finding it goes on with ("": a new one), and what that one said.

    `old` is None where it is not sure which one it was: then nothing may be kept of it.
    """

    place: Place
    row: Row
    id: str
    old: FindingRow | None


class _Reads(NamedTuple):
    """A row, its key, and what it says by itself; None where that can't be read."""

    place: Place
    row: Row
    says: FindingRow | None


def pair(
    rows: Iterable[tuple[Place, Row]],
    olds: Mapping[str, FindingRow],
    read: Callable[[Place, Row], FindingRow | None],
) -> list[Paired]:
    """The rows of the page of findings with the findings they go on with; `olds` by id."""
    reads = [_Reads(place, row, _alone(read, place, row)) for place, row in rows]
    left = dict(olds)
    found: dict[int, str] = {}
    for number, item in enumerate(reads):  # beside its own key, and unchanged
        if item.row.key in left and _same(item, item.row.key, left):
            found[number] = item.row.key
            del left[item.row.key]
    for number, item in enumerate(reads):  # unchanged, but away from its key
        if number not in found:
            twin = next((key for key in left if _same(item, key, left)), None)
            if twin is not None:
                found[number] = twin
                del left[twin]
    parted = any(
        item.row.key and item.row.key != found.get(number, item.row.key)
        for number, item in enumerate(reads)
    ) or any(item.row.key and not _of(item.place, item.row.key) for item in reads)
    keys = {item.row.key for item in reads if item.row.key} - set(found.values())
    return [
        Paired(item.place, item.row, found[number], olds[found[number]])
        if number in found
        else _rest(item, keys, left, parted=parted)
        for number, item in enumerate(reads)
    ]


def known_again(
    rows: Iterable[Row],
    olds: Mapping[str, EvidenceRow],
    read: Callable[[Row], EvidenceRow | None],
) -> list[Row]:
    """The rows of the page of evidence, each with the key of the document that it goes on with.

    One that says what went out (`olds` by id) goes on with that, wherever its key is now. Another
    goes by the key beside it; where that is somebody else's, it was copied with its row, and the
    row is new. What is asked for, several may be.
    """
    listed = list(rows)
    says = [_document(read, row) for row in listed]
    left: dict[EvidenceRow | None, list[str]] = {}
    for key, old in olds.items():
        left.setdefault(replace(old, id="", asked=()), []).append(key)
    found: dict[int, str] = {}
    for its_own in (True, False):
        for number, row in enumerate(listed):
            keys = left.get(says[number], [])
            key = row.key if its_own else next(iter(keys), "")
            if number not in found and key in keys:
                found[number] = key
                keys.remove(key)
    taken = set(found.values())
    for number, row in enumerate(listed):
        if number not in found and not asked_in(row.key)[0]:
            found[number] = "" if row.key in taken else row.key
            taken.add(row.key)
    return [replace(row, key=found.get(number, row.key)) for number, row in enumerate(listed)]


def _document(read: Callable[[Row], EvidenceRow | None], row: Row) -> EvidenceRow | None:
    """What a row says by itself; None where that can't be read."""
    try:
        return read(replace(row, key=""))
    except Refused:
        return None


def _rest(item: _Reads, keys: set[str], left: Mapping[str, FindingRow], *, parted: bool) -> Paired:
    """A row that changed or is new."""
    place, row, _ = item
    if not parted:
        known = row.key if row.key in keys else ""
        keys.discard(known)
        return Paired(place, row, known, left.get(known))
    mine = sorted(key for key in keys if _of(place, key))
    if _is_cleared(row):
        mine = [key for key in mine if key in left and _same_but_quantity(item, left[key])]
        mine = mine if len(mine) == 1 else []
    key = mine[0] if mine else ""
    keys.discard(key)
    return Paired(place, row, key, None)


def _alone(
    read: Callable[[Place, Row], FindingRow | None], place: Place, row: Row
) -> FindingRow | None:
    try:
        return read(place, row)
    except Refused:
        return None  # it is told where the row is really read


def _of(place: Place, key: str) -> bool:
    return key.startswith(f"{place.key}.")


def _same(item: _Reads, key: str, olds: Mapping[str, FindingRow]) -> bool:
    says = item.says
    return says is not None and _of(item.place, key) and content(says) == content(olds[key])


def _is_cleared(row: Row) -> bool:
    try:
        return saying(row.raw("quantity")) == CLEAR
    except Refused:
        return False


def _same_but_quantity(item: _Reads, old: FindingRow) -> bool:
    told = [text_of(item.row.cells.get(column, "")) for column in ("level", "subject", "reason")]
    return told == [old.level, old.subject, old.reason]
