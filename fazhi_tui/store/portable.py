"""An assessment as one text file (TOML): its state, a digest of it, and where it came from.

The file carries the text of the indicator set it goes by, so that it can be opened anywhere;
the shipped sample leaves it out and is found by the set's id.
"""

import hashlib
import re
from typing import Any

import msgspec
from msgspec import Struct

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import clean_text

FORMAT = "fazhi-assessment"
VERSION = 1
LARGEST = 50_000_000
"""Bytes of a portable file that are read at most."""

_encoder = msgspec.json.Encoder(order="sorted")
_AT = re.compile(r" - at `\$?\.?(.*)`$")


class SetReference(Struct, frozen=True, omit_defaults=True):
    """The indicator set an assessment goes by; `text` is the set file itself."""

    sha256: str
    id: str
    text: str = ""


class Portable(Struct, frozen=True, omit_defaults=True):
    """What a portable file holds."""

    format: str
    version: int
    name: str
    digest: str
    indicator_set: SetReference
    state: Assessment
    source_head: str = ""
    source_seq: int = 0


def digest_of(state: Assessment) -> str:
    """sha256 over the state as canonical JSON."""
    return hashlib.sha256(_encoder.encode(state)).hexdigest()


def dump(
    name: str, state: Assessment, indicator_set: SetReference, source: tuple[int, str] = (0, "")
) -> str:
    """The text of a portable file; `source` is the (seq, hash) of the journal's head."""
    import tomli_w

    portable = Portable(
        FORMAT, VERSION, name, digest_of(state), indicator_set, state, source[1], source[0]
    )
    plain: dict[str, Any] = msgspec.to_builtins(portable)
    return tomli_w.dumps(plain, multiline_strings=True)


def load(text: str, file: str) -> Portable:
    """Read a portable file's text. Raises `Refused` on anything that is not one, or is damaged."""
    import tomli

    try:
        raw = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        problem = Problem(Code.NOT_TOML, value=str(error), file=file, line=error.lineno)
        raise Refused(problem) from error
    if raw.get("format") != FORMAT:
        raise Refused(Problem(Code.FOREIGN_FILE, file=file, value=str(raw.get("format", ""))))
    version = raw.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise Refused(Problem(Code.STORE_NEWER, file=file, value=str(version), wanted=str(VERSION)))
    try:
        portable = msgspec.convert(_cleaned(raw), Portable)
    except msgspec.ValidationError as error:
        where = _AT.search(str(error))
        path = where[1] if where else ""
        raise Refused(Problem(Code.WRONG_TYPE, path, file=file, value="?")) from error
    if digest_of(portable.state) != portable.digest:
        raise Refused(Problem(Code.DIGEST_DIFFERS, file=file))
    return portable


def _cleaned(value: object) -> object:
    """Every text without characters that can't be seen, except the set's own text."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {
            clean_text(key): item if key == "text" and "sha256" in value else _cleaned(item)
            for key, item in value.items()
        }
    return value
