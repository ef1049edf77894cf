"""What the tables hold, as values, and the SQL that writes it."""

from collections.abc import Sequence
from typing import TypeVar, get_args
from zlib import crc32

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from fazhi_tui import __version__
from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.indicators import IndicatorSet
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.store.database import Cells, Statement
from fazhi_tui.store.journal import Line

_encoder = msgspec.json.Encoder()
_Row = TypeVar("_Row", bound=Struct)


class Head(Struct, frozen=True, array_like=True):
    """An assessment as the store lists it: its name and the last line of its journal."""

    id: str
    name: str
    created: str
    set_sha256: str
    seq: int
    at: str
    hash: str
    scoring_version: int = SCORING_VERSION
    archived: str = ""
    """When it was put away; "" while it is listed."""


class PostingRow(Struct, frozen=True, array_like=True):
    """One row of the projection. `lost` in milli-points."""

    track: str
    indicator: str
    channel: str
    area: str
    unit: str
    clause: str
    finding: str
    gap: str
    lost: int


class StandingRow(Struct, frozen=True, array_like=True):
    """How one indicator stands on one track, natively. Figures in milli-points."""

    track: str
    indicator: str
    channel: str
    area: str
    worth: int
    earned: int
    lost: int
    pending: int
    state: str
    not_applicable: int
    vetoes: int


class Projection(Struct, frozen=True):
    """What follows from some indicators of an assessment, as rows for SQL to add up."""

    postings: Sequence[PostingRow] = ()
    standings: Sequence[StandingRow] = ()


class LetterRow(Struct, frozen=True, array_like=True):
    """A letter's number (文号), given once in a whole store; `letter` names it in the journal."""

    number: str
    assessment: str
    letter: str
    at: str


def values_of(kind: type[_Row], rows: Sequence[Cells], place: str) -> list[_Row]:
    """Rows as values. Raises `Refused` where a cell is not what this program writes."""
    try:
        return msgspec.convert(rows, list[kind])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise Refused(Problem(Code.STORE_DAMAGED, value=place, file=place)) from error


def parsed_form(indicator_set: IndicatorSet) -> str:
    """A set as the store keeps it parsed."""
    return _encoder.encode(indicator_set).decode()


def signed(parsed: str) -> str:
    """Which version parsed a set, and what came of it: a byte that changes later is noticed."""
    return f"{__version__} {crc32(parsed.encode()):08x}"


# ── statements ───────────────────────────────────────────────────────────────────────────────

MOVE_ON = "UPDATE assessment SET seq = ?, at = ?, hash = ? WHERE id = ?"
_MOVE_ON_FROM = f"{MOVE_ON} AND seq = ? AND hash = ? AND scoring_version <= ?"
_MOVED_ON = "SELECT id FROM assessment WHERE id = ? AND seq = ? AND hash = ?"
_LINE_ABOUT = f"INSERT INTO journal VALUES (({{}}), {', '.join('?' * 9)})"
_NEXT_LINE = _LINE_ABOUT.format(_MOVED_ON)
_BOTH = f"WITH moved AS ({_MOVE_ON_FROM} RETURNING id) {_LINE_ABOUT.format('SELECT id FROM moved')}"


def next_line(head: Head, line: Line, *, in_one: bool) -> list[Statement]:
    """A line written behind `head`, and the head moved on to it; in one statement where it can be.

    Where the journal ends elsewhere, or a newer version scores it, the line is about no assessment
    and can't be written.
    """
    moved = (line.seq, line.at, line.hash, head.id, head.seq, head.hash, SCORING_VERSION)
    row = astuple(line)[1:]
    if in_one:
        return [(_BOTH, [(*moved, *row)])]
    return [(_MOVE_ON_FROM, [moved]), (_NEXT_LINE, [(head.id, line.seq, line.hash, *row)])]


def set_row(sha256: str, text: str, indicator_set: IndicatorSet) -> Cells:
    """A set as it is kept."""
    parsed = parsed_form(indicator_set)
    return (sha256, indicator_set.id, indicator_set.title, text, parsed, signed(parsed), "")


def units(sha256: str, indicator_set: IndicatorSet) -> list[Statement]:
    """The units of a set and their categories written, in place of what is there."""
    rows = [(sha256, unit.name, unit.category) for unit in indicator_set.units]
    gone = "DELETE FROM set_unit WHERE set_sha256 = ?", [(sha256,)]
    return [gone, (insertion("set_unit", 3, "set_sha256, unit"), rows)]


def withdrawn(assessment: str, indicators: Sequence[str]) -> list[Statement]:
    """The projection of some indicators taken away."""
    keys = [(assessment, track, no) for track in get_args(Track) for no in indicators]
    return [  # by the whole key: without the track all of the assessment's would be gone through
        (f"DELETE FROM {table} WHERE assessment = ? AND track = ? AND indicator = ?", keys)
        for table in ("posting", "standing")
    ]


def projected(assessment: str, projection: Projection) -> list[Statement]:
    """A projection written."""
    postings = [(assessment, *astuple(posting)) for posting in projection.postings]
    standings = [(assessment, *astuple(standing)) for standing in projection.standings]
    return [(insertion("posting", 10), postings), (insertion("standing", 12), standings)]


def insertion(table: str, columns: int, unless: str = "") -> str:
    """SQL for one row; where `unless` names a key, a row that has it already stays."""
    otherwise = f" ON CONFLICT ({unless}) DO NOTHING" if unless else ""
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)}){otherwise}"
