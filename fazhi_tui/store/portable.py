"""An assessment as one text file (TOML): its state, a digest of it, and where it came from.

The file carries the text of the indicator set it goes by, so that it can be opened anywhere;
the shipped sample leaves it out and is found by the set's id.
"""

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Answers, Assessment, Finding
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.text import check_kind, clean_text

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
    import hashlib  # see journal

    return hashlib.sha256(_encoder.encode(state)).hexdigest()


def dump(
    name: str, state: Assessment, indicator_set: SetReference, source: tuple[int, str] = (0, "")
) -> str:
    """The text of a portable file; `source` is the (seq, hash) of the journal's head."""
    import tomli_w

    portable = Portable(
        FORMAT, VERSION, name, digest_of(state), indicator_set, state, source[1], source[0]
    )
    # TOML reads every line end of a text over several lines as "\n": digest and sha256 would differ
    other_ends = b"\\r" in _encoder.encode(portable)
    return tomli_w.dumps(msgspec.to_builtins(portable), multiline_strings=not other_ends)


def load(text: str, file: str) -> Portable:
    """Read a portable file's text. Raises `Refused` on anything that is not one, or is damaged."""
    import tomli

    try:
        raw = tomli.loads(text.removeprefix("\ufeff"))
    except tomli.TOMLDecodeError as error:
        column = f"column[{error.colno}]"
        problem = Problem(Code.NOT_TOML, column, error.msg, file=file, line=error.lineno)
        raise Refused(problem) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, deep nesting
        raise Refused(Problem(Code.NOT_TOML, value=str(error), file=file)) from error
    check_kind(raw, FORMAT, VERSION, file)
    try:
        portable = msgspec.convert(raw, Portable)
    except msgspec.ValidationError as error:
        where = _AT.search(str(error))
        path = where[1] if where else ""
        raise Refused(Problem(Code.WRONG_TYPE, path, file=file)) from error
    if digest_of(portable.state) != portable.digest:
        raise Refused(Problem(Code.DIGEST_DIFFERS, file=file))
    state = _cleaned_state(portable.state)
    problems = [replace(problem, file=file) for problem in _unsound(state)]
    if problems:
        raise Refused(*problems)
    return replace(portable, name=clean_text(portable.name), state=state)


def _cleaned_state(state: Assessment) -> Assessment:
    """The state without characters that can't be seen; itself where there are none."""
    plain = msgspec.to_builtins(state)
    clean = _cleaned(plain)
    return state if clean == plain else msgspec.convert(clean, Assessment)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list | tuple):
        return tuple(_cleaned(item) for item in value)
    if isinstance(value, dict):
        return {clean_text(key): _cleaned(item) for key, item in value.items()}
    return value


# ── what no program of ours writes, and later work would trip over ───────────────────────────


def _unsound(state: Assessment) -> Iterator[Problem]:
    """Ids that are given twice, or would be given again."""
    for entry in state.entries.values():
        yield from _findings(entry.own, entry.serials)
        if entry.verified is not None:
            yield from _findings(entry.verified, entry.serials)
    for key in state.evidence:
        head, _, n = key.rpartition("-")
        if not _is_serial(n):
            yield Problem(Code.UNKNOWN_EVIDENCE, value=key)
        elif int(n) > state.evidence_serials.get(head, 0):
            yield Problem(Code.DUPLICATE, value=key)
    for key, plan in state.rectifications.items():
        if key != plan.gap:
            yield Problem(Code.UNKNOWN_GAP, value=key)


def _findings(answers: Answers, serials: dict[str, int]) -> Iterator[Problem]:
    seen: set[str] = set()
    for finding in answers.findings:
        if finding.id in seen or finding.n > serials.get(_serial(finding), 0):
            yield Problem(Code.DUPLICATE, value=finding.id)
        seen.add(finding.id)


def _serial(finding: Finding) -> str:
    """The register that a finding's number comes from."""
    return f"{finding.clause}.{finding.answerer}"


def _is_serial(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
