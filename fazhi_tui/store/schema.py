"""The tables of a store, the version they are at, and the steps from one version to the next.

indicator_set    a set's text and its parsed form, by the text's sha256
set_unit         the category of each unit of a set
assessment       one round: name, the set it goes by, the head of its journal
journal          every change, chained by hashes; only ever appended
checkpoint       what a journal makes up to some line: a cache, so that opening stays fast
posting          what each finding costs each unit on each track: a projection of the journal
standing         how each indicator stands on each track: a projection too
letter_register  the numbers given to letters, each once in a store
evidence_file    files of evidence that were copied into the store, by their sha256
tombstone        what was removed, by whom, and the head of its journal then
"""

import msgspec

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.database import Database

VERSION = 2

_TABLES = {
    "meta": """
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL""",
    "indicator_set": """
        sha256 TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        parsed TEXT NOT NULL,
        parsed_by TEXT NOT NULL,
        initials TEXT NOT NULL DEFAULT ''""",
    "set_unit": """
        set_sha256 TEXT NOT NULL REFERENCES indicator_set (sha256),
        unit TEXT NOT NULL,
        category TEXT NOT NULL,
        PRIMARY KEY (set_sha256, unit)""",
    "assessment": """
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        created TEXT NOT NULL,
        set_sha256 TEXT NOT NULL REFERENCES indicator_set (sha256),
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        hash TEXT NOT NULL,
        scoring_version INTEGER NOT NULL,
        archived TEXT NOT NULL DEFAULT ''""",
    "journal": """
        assessment TEXT NOT NULL REFERENCES assessment (id),
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        unit TEXT NOT NULL,
        kind TEXT NOT NULL,
        version INTEGER NOT NULL,
        payload TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL,
        PRIMARY KEY (assessment, seq)""",
    "checkpoint": """
        assessment TEXT PRIMARY KEY REFERENCES assessment (id),
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        state TEXT NOT NULL,
        digest TEXT NOT NULL,
        made_by TEXT NOT NULL""",
    "posting": """
        assessment TEXT NOT NULL REFERENCES assessment (id),
        track TEXT NOT NULL,
        indicator TEXT NOT NULL,
        channel TEXT NOT NULL,
        area TEXT NOT NULL,
        unit TEXT NOT NULL,
        clause TEXT NOT NULL,
        finding TEXT NOT NULL,
        gap TEXT NOT NULL,
        lost BIGINT NOT NULL""",
    "standing": """
        assessment TEXT NOT NULL REFERENCES assessment (id),
        track TEXT NOT NULL,
        indicator TEXT NOT NULL,
        channel TEXT NOT NULL,
        area TEXT NOT NULL,
        worth BIGINT NOT NULL,
        earned BIGINT NOT NULL,
        lost BIGINT NOT NULL,
        pending BIGINT NOT NULL,
        state TEXT NOT NULL,
        not_applicable INTEGER NOT NULL,
        vetoes INTEGER NOT NULL,
        PRIMARY KEY (assessment, track, indicator)""",
    "letter_register": """
        number TEXT PRIMARY KEY,
        assessment TEXT NOT NULL REFERENCES assessment (id),
        letter TEXT NOT NULL,
        at TEXT NOT NULL""",
    "evidence_file": """
        sha256 TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        size BIGINT NOT NULL,
        at TEXT NOT NULL,
        content BYTEA""",
    "tombstone": """
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        at TEXT NOT NULL,
        actor TEXT NOT NULL""",
}
_INDEX = "CREATE INDEX IF NOT EXISTS posting_of ON posting (assessment, track, indicator)"
_IN_EVERY_VERSION = {"meta", "indicator_set", "assessment", "journal", "posting"}


def prepare(database: Database, file: str) -> None:
    """Make the tables where there are none, raise those of an earlier version to this one.

    Raises `Refused` on a newer or a foreign store; an earlier one is copied before it is changed.
    """
    tables = database.tables()
    if not tables:
        with database.transaction():
            database.lock_schema()
            _make(database)
        return
    version = _version(database) if "meta" in tables else 0
    if version > VERSION:
        raise Refused(Problem(Code.STORE_NEWER, file=file, value=str(version), wanted=str(VERSION)))
    if not version or not tables.issuperset(_TABLES if version == VERSION else _IN_EVERY_VERSION):
        raise Refused(Problem(Code.STORE_NOT_OURS, file=file, value=file))
    if version < VERSION:
        _raise_from(database, version)


def is_earlier(database: Database) -> bool:
    """Whether a store is of a version that `prepare` would change. Raises `Refused`."""
    return "meta" in database.tables() and 0 < _version(database) < VERSION


def _make(database: Database) -> None:
    """Make all tables that are missing; another program may be doing the same."""
    for name, columns in _TABLES.items():
        database.query(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
    database.query(_INDEX)
    database.query(
        "INSERT INTO meta VALUES ('version', ?) ON CONFLICT (name) DO NOTHING", (str(VERSION),)
    )


def _raise_from(database: Database, found: int) -> None:
    """Go up step by step, in one transaction; who comes second finds it done."""
    with database.transaction():
        database.lock_schema()
        if _version(database) != found:
            return
        if database.folder:
            database.keep_copy(f"{database.place}.v{found}")
        _from_1_to_2(database)
        database.query("UPDATE meta SET value = ? WHERE name = 'version'", (str(VERSION),))


def _from_1_to_2(database: Database) -> None:
    """Room for initials, for what is archived, and the new tables.

    The projection is made anew when an assessment is opened next: none has standings yet.
    """
    for table, column in (("indicator_set", "initials"), ("assessment", "archived")):
        database.query(f"ALTER TABLE {table} ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    _make(database)
    for sha256, parsed in database.query("SELECT sha256, parsed FROM indicator_set"):
        rows = [(str(sha256), *unit) for unit in _units_of(str(parsed))]
        database.write(("INSERT INTO set_unit VALUES (?, ?, ?)", rows))
    database.query("UPDATE assessment SET scoring_version = 0")


def _units_of(parsed: str) -> list[tuple[str, str]]:
    """The units of a set and their categories; none where it has to be parsed anew anyway."""
    try:
        units = msgspec.json.decode(parsed)["units"]
        return [(str(unit["name"]), str(unit.get("category", ""))) for unit in units]
    except (ValueError, KeyError, TypeError):
        return []


def _version(database: Database) -> int:
    """The version a store says it is at; 0 where it is somebody else's `meta` that answers."""
    rows = database.query("SELECT * FROM meta LIMIT 100")  # its columns may have other names
    text = next((str(row[1]) for row in rows if len(row) == 2 and row[0] == "version"), "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
