"""A store: several assessments in one database, each with its journal and its projection.

Everything that one change does to the database happens in one transaction: the journal line, the
assessment's head, the postings of the indicators it touched.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import astuple, replace

from fazhi_tui import __version__
from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.indicators import IndicatorSet
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.scoring import SCORING_VERSION
from fazhi_tui.domain.text import clean_line, nearest
from fazhi_tui.store.database import PATIENCE, Cells, Database, Unmet, Unsure
from fazhi_tui.store.evidence_files import EvidenceFiles
from fazhi_tui.store.journal import Base, Line
from fazhi_tui.store.rows import (
    Head,
    LetterRow,
    PostingRow,
    Projection,
    StandingRow,
    insertion,
    next_line,
    parsed_form,
    projected,
    set_row,
    signed,
    units,
    values_of,
    withdrawn,
)
from fazhi_tui.store.schema import prepare
from fazhi_tui.store.urls import is_told_in_words, is_url

_set_decoder = msgspec.json.Decoder(IndicatorSet)
_state_decoder = msgspec.json.Decoder(Assessment)
_initials_decoder = msgspec.json.Decoder(dict[str, str])

_HEAD = (
    "SELECT id, name, created, set_sha256, seq, at, hash, scoring_version, archived FROM assessment"
)
_LINE = (
    "SELECT assessment, seq, at, actor, unit, kind, version, payload, previous, hash FROM journal"
)
_Row = TypeVar("_Row", bound=Struct)


class Stale(Exception):
    """Another program has written to the assessment since it was read."""


def open_store(place: str, patience: float = PATIENCE) -> "Store":
    """The store at a file or URL, made where there is none. Raises `Refused`.

    Another program that is writing is waited for, `patience` seconds at most.
    """
    database = open_database(place, patience)
    try:
        prepare(database, database.place)
    except Refused:
        database.close()
        raise
    return Store(database)


def open_database(place: str, patience: float = PATIENCE) -> Database:
    """A connection to the engine that a place names; only that engine is loaded."""
    if is_told_in_words(place):  # it may hold a password, and is no name for a file
        raise Refused(Problem(Code.STORE_URL))
    if not is_url(place):
        from fazhi_tui.store.sqlite import SqliteDatabase

        return SqliteDatabase(place, patience)
    if place.startswith(("postgresql://", "postgres://")):
        try:
            from fazhi_tui.store.postgres import PostgresDatabase
        except ImportError as error:
            raise Refused(Problem(Code.STORE_DRIVER)) from error
        return PostgresDatabase(place, patience)
    raise Refused(Problem(Code.STORE_URL, value=place.partition("://")[0]))


def sha256_of(text: str) -> str:
    """How a set's text is named."""
    import hashlib  # see journal

    return hashlib.sha256(text.encode()).hexdigest()


class Store:
    """Reads and writes assessments. Every method that writes is one durable transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.files = EvidenceFiles(database)
        self._is_alone = False
        self._written: list[Line] = []

    @property
    def place(self) -> str:
        """Where it is, as it may be shown."""
        return self.database.place

    def changed(self) -> bool:
        """Whether another program may have written since this was last asked. Raises `Refused`."""
        return self.database.changed()

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    # ── assessments ──────────────────────────────────────────────────────────────────────────

    def heads(self, *, archived: bool = False) -> list[Head]:
        """All assessments, the one last worked on first; `archived` ones too if asked for."""
        heads = self._read(Head, self.database.query(_HEAD))
        heads = [head for head in heads if archived or not head.archived]
        heads.sort(key=lambda head: head.name)  # not by SQL: engines order texts each in its way
        heads.sort(key=lambda head: head.at, reverse=True)
        return heads

    def head(self, name: str) -> Head:
        """The assessment of that name. Raises `Refused`."""
        clean = clean_line(name)
        rows = self.database.query(f"{_HEAD} WHERE name = ?", (clean,))
        if not rows:
            known = [head.name for head in self.heads()]
            raise Refused(Problem(Code.UNKNOWN_ASSESSMENT, value=name, hint=nearest(clean, known)))
        head = self._read(Head, rows)[0]
        if head.name != clean:  # an index that finds another row than it names
            raise Refused(Problem(Code.STORE_DAMAGED, value=self.place, file=self.place))
        return head

    def create(
        self,
        head: Head,
        lines: Sequence[Line],
        adopted: tuple[str, IndicatorSet],
        projection: Projection,
        letters: Sequence[LetterRow] = (),
    ) -> Head:
        """A new assessment: its set (text and value), the first lines of its journal, postings.

        `letters` are numbers it brings along; one that is taken already stays whose it is.
        Raises `Refused` where the name is taken or the database fails; nothing is written then.
        """
        with self.database.transaction():
            self._keep_set(*adopted)
            self.database.write((insertion("assessment", 9, "name"), [astuple(head)]))
            mine = "SELECT id FROM assessment WHERE name = ?"
            if self.database.query(mine, (head.name,)) != [(head.id,)]:
                raise Refused(Problem(Code.NAME_TAKEN, value=head.name))
            self.database.write(
                (insertion("journal", 10), [astuple(line) for line in lines]),
                *projected(head.id, projection),
                (insertion("letter_register", 4, "number"), [astuple(row) for row in letters]),
            )
        self.database.announce()
        return head

    # ── the journal ──────────────────────────────────────────────────────────────────────────

    def lines(self, assessment: str, after: int = 0) -> list[Line]:
        """The journal of an assessment behind `after`, in order."""
        rows = self.database.query(
            f"{_LINE} WHERE assessment = ? AND seq > ? ORDER BY seq", (assessment, after)
        )
        return self._read(Line, rows)

    def checkpoint(self, assessment: str) -> Base:
        """Where reading a journal may begin: the state kept last, else the very beginning.

        What another version made, or is damaged, or does not belong to the journal, is left alone.
        """
        rows = self.database.query(
            "SELECT c.seq, c.hash, c.state, c.digest, c.made_by FROM checkpoint c"
            " JOIN journal j ON j.assessment = c.assessment AND j.seq = c.seq AND j.hash = c.hash"
            " WHERE c.assessment = ?",
            (assessment,),
        )
        for seq, last, state, digest, made_by in rows:
            if made_by == __version__ and sha256_of(str(state)) == digest:
                return Base(int(seq or 0), str(last), _state_decoder.decode(str(state)))
        return Base()

    def keep_checkpoint(self, head: Head, base: Base) -> None:
        """Keep what the journal makes up to a line, so that opening stays fast."""
        state = msgspec.json.encode(base.state).decode()
        row = (head.id, base.seq, base.hash, state, sha256_of(state), __version__)
        with self.alone(head):
            self.database.write(
                ("DELETE FROM checkpoint WHERE assessment = ?", [(head.id,)]),
                (insertion("checkpoint", 6), [row]),
            )

    def append(
        self,
        head: Head,
        line: Line,
        indicators: Sequence[str],
        projection: Projection,
        letters: Sequence[LetterRow] = (),
        *,
        base: Base | None = None,
    ) -> Head:
        """One change: its line, the new head, the projection of the `indicators` it touched.

        `letters` are numbers it gives out, `base` a checkpoint worth keeping with it. Raises
        `Stale` where the journal has moved on beyond `head`, `Refused` where a number is taken or
        the database fails; nothing is written then.
        """
        with self.alone(head):
            self.database.write(*next_line(head, line, in_one=self.database.nests))
            if indicators:
                anew = projected(head.id, projection)
                self.database.write(*withdrawn(head.id, indicators), *anew)
            for letter in letters:
                self._register(letter)
            if base:
                self.keep_checkpoint(head, base)
            self._written.append(line)
        return replace(head, seq=line.seq, at=line.at, hash=line.hash)

    @contextmanager
    def alone(self, head: Head) -> Iterator[None]:
        """One durable transaction in which nobody else writes to an assessment.

        A block inside the block is part of it. Raises `Stale` where it appends to a journal that
        has moved on beyond `head`, and `Refused`; then nothing was written.
        """
        if self._is_alone:
            yield
            return
        self._is_alone = True
        self._written.clear()
        try:
            with self.database.transaction():
                yield
        except Unsure as unsure:
            if not (self._written and all(self._stands(head, line) for line in self._written)):
                raise unsure.undone from unsure
        except Unmet as unmet:
            self._check_head(head)
            raise Stale from unmet
        finally:
            self._is_alone = False
        if self._written:
            self.database.announce()

    def hold(self, head: Head) -> Cells:
        """Inside `alone`: wait for whoever writes, and let nobody else begin.

        Gives the seq and hash there are. Raises `Refused` where the assessment is gone, or scored
        by a newer version.
        """
        asked = "SELECT seq, hash, scoring_version FROM assessment WHERE id = ?"
        rows = self.database.query(asked + self.database.for_update, (head.id,))
        if not rows:
            raise Refused(Problem(Code.UNKNOWN_ASSESSMENT, value=head.name))
        seq, last, by = rows[0]
        if int(by or 0) > SCORING_VERSION:
            wanted = str(SCORING_VERSION)
            raise Refused(Problem(Code.STORE_NEWER, "", str(by), wanted, file=self.place))
        return seq, last

    def _stands(self, head: Head, line: Line) -> bool:
        """Whether a line whose COMMIT nobody confirmed was written; waits for one under way."""
        try:
            with self.database.transaction():
                self.hold(head)
                written = "SELECT hash FROM journal WHERE assessment = ? AND seq = ?"
                rows = self.database.query(written, (line.assessment, line.seq))
        except Refused as refused:
            raise Unsure(self.place, refused) from refused
        return rows == [(line.hash,)]

    def project_anew(self, head: Head, projection: Projection) -> Head:
        """The whole projection as this version scores. Raises `Stale` and `Refused` as above."""
        with self.database.transaction():
            self._check_head(head)
            self.database.write(
                ("DELETE FROM posting WHERE assessment = ?", [(head.id,)]),
                ("DELETE FROM standing WHERE assessment = ?", [(head.id,)]),
                *projected(head.id, projection),
                (
                    "UPDATE assessment SET scoring_version = ? WHERE id = ?",
                    [(SCORING_VERSION, head.id)],
                ),
            )
        return replace(head, scoring_version=SCORING_VERSION)

    def _check_head(self, head: Head) -> None:
        """Raise `Stale` where an assessment has moved on; `Refused` as `hold` does."""
        if self.hold(head) != (head.seq, head.hash):
            raise Stale

    def postings(self, assessment: str) -> list[PostingRow]:
        """The projection of an assessment, as stored."""
        order = "track, indicator, clause, finding, unit"
        return self._rows_of(PostingRow, "posting", assessment, order)

    def standings(self, assessment: str) -> list[StandingRow]:
        """How the indicators of an assessment stand, as stored."""
        return self._rows_of(StandingRow, "standing", assessment, "track, indicator")

    # ── letters ──────────────────────────────────────────────────────────────────────────────

    def letters(self, assessment: str) -> list[LetterRow]:
        """The numbers given to an assessment's letters, in the order of their moments."""
        return self._rows_of(LetterRow, "letter_register", assessment, "at, number")

    def _register(self, letter: LetterRow) -> None:
        row = astuple(letter)
        self.database.write((insertion("letter_register", 4, "number"), [row]))
        kept = "SELECT number, assessment, letter, at FROM letter_register WHERE number = ?"
        if self.database.query(kept, (letter.number,)) != [row]:
            raise Refused(Problem(Code.NUMBER_TAKEN, value=letter.number))

    def _rows_of(self, kind: type[_Row], table: str, assessment: str, order: str) -> list[_Row]:
        """The rows of an assessment in a table, as many columns of them as the value has."""
        columns = ", ".join(kind.__struct_fields__)
        asked = f"SELECT {columns} FROM {table} WHERE assessment = ? ORDER BY {order}"
        return self._read(kind, self.database.query(asked, (assessment,)))

    def _read(self, kind: type[_Row], rows: list[Cells]) -> list[_Row]:
        return values_of(kind, rows, self.place)

    # ── indicator sets ───────────────────────────────────────────────────────────────────────

    def _keep_set(self, text: str, indicator_set: IndicatorSet) -> None:
        sha256 = sha256_of(text)
        if self.database.query("SELECT 1 FROM indicator_set WHERE sha256 = ?", (sha256,)):
            return
        self.database.write(
            (insertion("indicator_set", 7, "sha256"), [set_row(sha256, text, indicator_set)]),
            *units(sha256, indicator_set),
        )

    def keep_parsed(self, sha256: str, indicator_set: IndicatorSet) -> None:
        """Keep a set's parsed form as this version reads it."""
        parsed = parsed_form(indicator_set)
        with self.database.transaction():
            self.database.write(
                (
                    "UPDATE indicator_set SET parsed = ?, parsed_by = ? WHERE sha256 = ?",
                    [(parsed, signed(parsed), sha256)],
                ),
                *units(sha256, indicator_set),
            )

    def initials(self, sha256: str) -> dict[str, str] | None:
        """The initials that names of a set are found by; None where they are not kept yet."""
        rows = self.database.query("SELECT initials FROM indicator_set WHERE sha256 = ?", (sha256,))
        try:
            return _initials_decoder.decode(str(rows[0][0])) if rows else None
        except msgspec.DecodeError:
            return None

    def keep_initials(self, sha256: str, initials: dict[str, str]) -> None:
        """Keep the initials of a set's names for the next time. Raises `Refused`."""
        text = msgspec.json.encode(initials).decode()
        with self.database.transaction():
            self.database.write(
                ("UPDATE indicator_set SET initials = ? WHERE sha256 = ?", [(text, sha256)])
            )

    def parsed_set(self, sha256: str, *, by_any_version: bool = False) -> IndicatorSet | None:
        """A set from its parsed form; None where it is not kept, or another version parsed it."""
        rows = self.database.query(
            "SELECT parsed, parsed_by FROM indicator_set WHERE sha256 = ?", (sha256,)
        )
        if not rows or not (by_any_version or rows[0][1] == signed(str(rows[0][0]))):
            return None
        try:
            return _set_decoder.decode(str(rows[0][0]))
        except msgspec.DecodeError:
            return None

    def set_text(self, sha256: str) -> str:
        """A set's text as it was adopted. Raises `Refused`."""
        rows = self.database.query("SELECT text FROM indicator_set WHERE sha256 = ?", (sha256,))
        if not rows:
            raise Refused(Problem(Code.UNKNOWN_SET, value=sha256))
        text = str(rows[0][0])
        if sha256_of(text) != sha256:
            raise Refused(Problem(Code.STORE_DAMAGED, value=self.place, file=self.place))
        return text
