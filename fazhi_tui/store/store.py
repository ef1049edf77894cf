"""A store: several assessments in one database, each with its journal and its projection.

Everything that one change does to the database happens in one transaction: the journal line, the
assessment's head, the postings of the indicators it touched.
"""

import hashlib
from collections.abc import Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace

from fazhi_tui import __version__
from fazhi_tui.domain.indicators import IndicatorSet, nearest
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.store.database import Database
from fazhi_tui.store.journal import Line
from fazhi_tui.store.schema import prepare

_set_encoder = msgspec.json.Encoder()
_set_decoder = msgspec.json.Decoder(IndicatorSet)

_HEAD = "SELECT id, name, created, set_sha256, seq, at, hash, scoring_version FROM assessment"
_LINE = (
    "SELECT assessment, seq, at, actor, unit, kind, version, payload, previous, hash FROM journal"
)


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


class Stale(Exception):
    """Another program has written to the assessment since it was read."""


def open_store(place: str) -> "Store":
    """The store at a file or URL, made where there is none. Raises `Refused`."""
    if "://" in place:
        raise Refused(Problem(Code.STORE_URL, value=place.partition("://")[0]))
    from fazhi_tui.store.sqlite import SqliteDatabase

    database = SqliteDatabase(place)
    try:
        prepare(database, place)
    except Refused:
        database.close()
        raise
    return Store(database, place)


def sha256_of(text: str) -> str:
    """How a set's text is named."""
    return hashlib.sha256(text.encode()).hexdigest()


class Store:
    """Reads and writes assessments. Every method that writes is one durable transaction."""

    def __init__(self, database: Database, place: str) -> None:
        self._database = database
        self.place = place

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    # ── assessments ──────────────────────────────────────────────────────────────────────────

    def heads(self) -> list[Head]:
        """All assessments, the one last worked on first."""
        return msgspec.convert(self._database.query(f"{_HEAD} ORDER BY at DESC, name"), list[Head])

    def head(self, name: str) -> Head:
        """The assessment of that name. Raises `Refused`."""
        rows = self._database.query(f"{_HEAD} WHERE name = ?", (name,))
        if not rows:
            known = [head.name for head in self.heads()]
            raise Refused(Problem(Code.UNKNOWN_ASSESSMENT, value=name, hint=nearest(name, known)))
        return msgspec.convert(rows[0], Head)

    def create(
        self,
        head: Head,
        lines: Sequence[Line],
        adopted: tuple[str, IndicatorSet],
        postings: Sequence[PostingRow],
    ) -> Head:
        """A new assessment: its set (text and value), the first lines of its journal, postings.

        Raises `Refused` where the name is taken or the database fails; nothing is written then.
        """
        with self._database.transaction():
            taken = "SELECT 1 FROM assessment WHERE name = ?"
            if self._database.query(taken, (head.name,)):
                raise Refused(Problem(Code.NAME_TAKEN, value=head.name))
            self._keep_set(*adopted)
            self._insert("assessment", [head])
            self._insert("journal", lines)
            self._project(head.id, postings)
        return head

    # ── the journal ──────────────────────────────────────────────────────────────────────────

    def lines(self, assessment: str, after: int = 0) -> list[Line]:
        """The journal of an assessment behind `after`, in order."""
        rows = self._database.query(
            f"{_LINE} WHERE assessment = ? AND seq > ? ORDER BY seq", (assessment, after)
        )
        return msgspec.convert(rows, list[Line])

    def append(
        self, head: Head, line: Line, indicators: Sequence[str], postings: Sequence[PostingRow]
    ) -> Head:
        """One change: its line, the new head, and the postings of the `indicators` it touched.

        Raises `Stale` where the journal has moved on beyond `head`, `Refused` where the database
        fails; nothing is written then.
        """
        with self._database.transaction():
            moved = self._database.query(
                "SELECT 1 FROM assessment WHERE id = ? AND seq = ? AND hash = ?",
                (head.id, head.seq, head.hash),
            )
            if not moved:
                raise Stale
            self._insert("journal", [line])
            self._database.query(
                "UPDATE assessment SET seq = ?, at = ?, hash = ? WHERE id = ?",
                (line.seq, line.at, line.hash, head.id),
            )
            self._database.write_many(
                "DELETE FROM posting WHERE assessment = ? AND indicator = ?",
                [(head.id, no) for no in indicators],
            )
            self._project(head.id, postings)
        return replace(head, seq=line.seq, at=line.at, hash=line.hash)

    def postings(self, assessment: str) -> list[PostingRow]:
        """The projection of an assessment, as stored."""
        rows = self._database.query(
            "SELECT track, indicator, channel, area, unit, clause, finding, gap, lost"
            " FROM posting WHERE assessment = ? ORDER BY rowid",
            (assessment,),
        )
        return msgspec.convert(rows, list[PostingRow])

    def _project(self, assessment: str, postings: Sequence[PostingRow]) -> None:
        rows = [(assessment, *astuple(posting)) for posting in postings]
        self._database.write_many(_insertion("posting", 10), rows)

    def _insert(self, table: str, values: Sequence[Struct]) -> None:
        rows = [astuple(value) for value in values]
        self._database.write_many(_insertion(table, len(rows[0])), rows)

    # ── indicator sets ───────────────────────────────────────────────────────────────────────

    def _keep_set(self, text: str, indicator_set: IndicatorSet) -> None:
        sha256 = sha256_of(text)
        if self._database.query("SELECT 1 FROM indicator_set WHERE sha256 = ?", (sha256,)):
            return
        parsed = _set_encoder.encode(indicator_set).decode()
        row = (sha256, indicator_set.id, indicator_set.title, text, parsed, __version__)
        self._database.write_many(_insertion("indicator_set", len(row)), [row])

    def keep_parsed(self, sha256: str, indicator_set: IndicatorSet) -> None:
        """Keep a set's parsed form as this version reads it."""
        parsed = _set_encoder.encode(indicator_set).decode()
        with self._database.transaction():
            self._database.query(
                "UPDATE indicator_set SET parsed = ?, parsed_by = ? WHERE sha256 = ?",
                (parsed, __version__, sha256),
            )

    def parsed_set(self, sha256: str) -> IndicatorSet | None:
        """A set from its parsed form; None where it is not kept, or another version parsed it."""
        rows = self._database.query(
            "SELECT parsed FROM indicator_set WHERE sha256 = ? AND parsed_by = ?",
            (sha256, __version__),
        )
        return _set_decoder.decode(str(rows[0][0])) if rows else None

    def set_text(self, sha256: str) -> str:
        """A set's text as it was adopted. Raises `Refused`."""
        rows = self._database.query("SELECT text FROM indicator_set WHERE sha256 = ?", (sha256,))
        if not rows:
            raise Refused(Problem(Code.UNKNOWN_SET, value=sha256))
        return str(rows[0][0])


def _insertion(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"
