"""A store: several assessments in one database, each with its journal and its projection.

Everything that one change does to the database happens in one transaction: the journal line, the
assessment's head, the postings of the indicators it touched.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace

from fazhi_tui import __version__
from fazhi_tui.domain.indicators import IndicatorSet, nearest
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.domain.text import clean_line
from fazhi_tui.store.database import PATIENCE, Cells, Database
from fazhi_tui.store.journal import Line
from fazhi_tui.store.schema import prepare

_set_encoder = msgspec.json.Encoder()
_set_decoder = msgspec.json.Decoder(IndicatorSet)

_HEAD = "SELECT id, name, created, set_sha256, seq, at, hash, scoring_version FROM assessment"
_LINE = (
    "SELECT assessment, seq, at, actor, unit, kind, version, payload, previous, hash FROM journal"
)
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


def open_store(place: str, patience: float = PATIENCE) -> "Store":
    """The store at a file or URL, made where there is none. Raises `Refused`.

    Another program that is writing is waited for, `patience` seconds at most.
    """
    if "://" in place:
        raise Refused(Problem(Code.STORE_URL, value=place.partition("://")[0]))
    from fazhi_tui.store.sqlite import SqliteDatabase

    database = SqliteDatabase(place, patience)
    try:
        prepare(database, place)
    except Refused:
        database.close()
        raise
    return Store(database, place)


def sha256_of(text: str) -> str:
    """How a set's text is named."""
    import hashlib  # see journal

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
        return self._read(Head, self._database.query(f"{_HEAD} ORDER BY at DESC, name"))

    def head(self, name: str) -> Head:
        """The assessment of that name. Raises `Refused`."""
        clean = clean_line(name)
        rows = self._database.query(f"{_HEAD} WHERE name = ?", (clean,))
        if not rows:
            known = [head.name for head in self.heads()]
            raise Refused(Problem(Code.UNKNOWN_ASSESSMENT, value=name, hint=nearest(clean, known)))
        return self._read(Head, rows)[0]

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
        return self._read(Line, rows)

    def append(
        self, head: Head, line: Line, indicators: Sequence[str], postings: Sequence[PostingRow]
    ) -> Head:
        """One change: its line, the new head, and the postings of the `indicators` it touched.

        Raises `Stale` where the journal has moved on beyond `head`, `Refused` where the database
        fails; nothing is written then.
        """
        with self._database.transaction():
            self._check_head(head)
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

    def project_anew(self, head: Head, postings: Sequence[PostingRow]) -> Head:
        """The whole projection as this version scores. Raises `Stale` and `Refused` as above."""
        with self._database.transaction():
            self._check_head(head)
            self._database.query("DELETE FROM posting WHERE assessment = ?", (head.id,))
            self._project(head.id, postings)
            self._database.query(
                "UPDATE assessment SET scoring_version = ? WHERE id = ?", (SCORING_VERSION, head.id)
            )
        return replace(head, scoring_version=SCORING_VERSION)

    def _check_head(self, head: Head) -> None:
        """Raise where an assessment is gone, scored by a newer version, or has moved on."""
        rows = self._database.query(
            "SELECT seq, hash, scoring_version FROM assessment WHERE id = ?", (head.id,)
        )
        if not rows:
            raise Refused(Problem(Code.UNKNOWN_ASSESSMENT, value=head.name))
        seq, last, scored_by = rows[0]
        if int(scored_by or 0) > SCORING_VERSION:
            raise Refused(self._newer(scored_by))
        if (seq, last) != (head.seq, head.hash):
            raise Stale

    def _newer(self, version: object) -> Problem:
        wanted = str(SCORING_VERSION)
        return Problem(Code.STORE_NEWER, file=self.place, value=str(version), wanted=wanted)

    def postings(self, assessment: str) -> list[PostingRow]:
        """The projection of an assessment, as stored."""
        rows = self._database.query(
            "SELECT track, indicator, channel, area, unit, clause, finding, gap, lost"
            " FROM posting WHERE assessment = ? ORDER BY rowid",
            (assessment,),
        )
        return self._read(PostingRow, rows)

    def _project(self, assessment: str, postings: Sequence[PostingRow]) -> None:
        rows = [(assessment, *astuple(posting)) for posting in postings]
        self._database.write_many(_insertion("posting", 10), rows)

    def _insert(self, table: str, values: Sequence[Struct]) -> None:
        rows = [astuple(value) for value in values]
        self._database.write_many(_insertion(table, len(rows[0])), rows)

    def _read(self, kind: type[_Row], rows: list[Cells]) -> list[_Row]:
        """Rows as values. Raises `Refused` where a cell is not what this program writes."""
        try:
            return msgspec.convert(rows, list[kind])  # type: ignore[valid-type]
        except msgspec.ValidationError as error:
            raise Refused(
                Problem(Code.STORE_NOT_OURS, value=self.place, file=self.place)
            ) from error

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

    def parsed_set(self, sha256: str, *, by_any_version: bool = False) -> IndicatorSet | None:
        """A set from its parsed form; None where it is not kept, or another version parsed it."""
        rows = self._database.query(
            "SELECT parsed, parsed_by FROM indicator_set WHERE sha256 = ?", (sha256,)
        )
        if not rows or not (by_any_version or rows[0][1] == __version__):
            return None
        try:
            return _set_decoder.decode(str(rows[0][0]))
        except msgspec.DecodeError:
            return None

    def set_text(self, sha256: str) -> str:
        """A set's text as it was adopted. Raises `Refused`."""
        rows = self._database.query("SELECT text FROM indicator_set WHERE sha256 = ?", (sha256,))
        if not rows:
            raise Refused(Problem(Code.UNKNOWN_SET, value=sha256))
        return str(rows[0][0])


def _insertion(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"
