"""The tables of a store and the version they are at.

indicator_set   a set's text and its parsed form, by the text's sha256
assessment      one round: name, the set it goes by, the head of its journal
journal         every change, chained by hashes; only ever appended
posting         what each finding costs each unit on each track: a projection of the journal
"""

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.database import Database

VERSION = 1

_NAMES = ("meta", "indicator_set", "assessment", "journal", "posting")
_TABLES = (
    """CREATE TABLE IF NOT EXISTS meta (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS indicator_set (
        sha256 TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        parsed TEXT NOT NULL,
        parsed_by TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS assessment (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        created TEXT NOT NULL,
        set_sha256 TEXT NOT NULL REFERENCES indicator_set (sha256),
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        hash TEXT NOT NULL,
        scoring_version INTEGER NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS journal (
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
        PRIMARY KEY (assessment, seq))""",
    """CREATE TABLE IF NOT EXISTS posting (
        assessment TEXT NOT NULL REFERENCES assessment (id),
        track TEXT NOT NULL,
        indicator TEXT NOT NULL,
        channel TEXT NOT NULL,
        area TEXT NOT NULL,
        unit TEXT NOT NULL,
        clause TEXT NOT NULL,
        finding TEXT NOT NULL,
        gap TEXT NOT NULL,
        lost INTEGER NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS posting_of ON posting (assessment, track, indicator)""",
)


def prepare(database: Database, file: str) -> None:
    """Make the tables where there are none. Raises `Refused` on a newer or a foreign store."""
    tables = {
        str(name)
        for (name,) in database.query("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    if not tables:
        _make(database)
        return
    version = _version(database) if "meta" in tables else 0
    if version > VERSION:
        raise Refused(Problem(Code.STORE_NEWER, file=file, value=str(version), wanted=str(VERSION)))
    if not version or not tables.issuperset(_NAMES):
        raise Refused(Problem(Code.STORE_NOT_OURS, file=file, value=file))


def _make(database: Database) -> None:
    """Make all tables; another program may be doing the same."""
    with database.transaction():
        for statement in _TABLES:
            database.query(statement)
        database.query(
            "INSERT INTO meta VALUES ('version', ?) ON CONFLICT (name) DO NOTHING", (str(VERSION),)
        )


def _version(database: Database) -> int:
    """The version a store says it is at; 0 where it is somebody else's `meta` that answers."""
    try:
        found = database.query("SELECT value FROM meta WHERE name = 'version'")
    except Refused as refused:
        if refused.problems[0].code is Code.STORE_FAILED:
            return 0
        raise
    text = str(found[0][0]) if found else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
