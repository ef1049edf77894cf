"""One line of the journal: a change with its place, its moment, who made it, and its hashes.

Each hash covers the line and the hash before it, so a line that is changed, inserted or reordered
breaks the chain where it stands.
"""

import hashlib
from collections.abc import Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import Change
from fazhi_tui.domain.evolving import evolve

PAYLOAD_VERSION = 1
GENESIS = "0" * 64

_encoder = msgspec.json.Encoder(order="sorted")
_decoder: msgspec.json.Decoder[Change] = msgspec.json.Decoder(Change)


class Line(Struct, frozen=True, array_like=True):
    """A line as stored. `at` is UTC, ISO 8601 to the millisecond."""

    assessment: str
    seq: int
    at: str
    actor: str
    unit: str
    kind: str
    version: int
    payload: str
    previous: str
    hash: str

    @property
    def change(self) -> Change:
        """The change that the payload spells."""
        return _decoder.decode(self.payload)


def write_line(
    assessment: str, previous: tuple[int, str], at: str, who: tuple[str, str], change: Change
) -> Line:
    """The line that follows `previous` (seq, hash); `who` is (actor, unit)."""
    seq, head = previous[0] + 1, previous[1]
    payload = _encoder.encode(change).decode()
    kind = str(change.__struct_config__.tag)
    actor, unit = who
    line = Line(assessment, seq, at, actor, unit, kind, PAYLOAD_VERSION, payload, head, "")
    return replace(line, hash=_hash(line))


def _hash(line: Line) -> str:
    """sha256 over the line with an empty hash, as one JSON array."""
    return hashlib.sha256(_encoder.encode(replace(line, hash=""))).hexdigest()


def fold(lines: Iterable[Line]) -> Assessment:
    """The assessment that the changes make, one after the other."""
    assessment = Assessment()
    for line in lines:
        assessment = evolve(assessment, line.change)
    return assessment


def broken_at(lines: Iterable[Line]) -> int | None:
    """The seq of the first line that is not as it was written or does not follow, if any."""
    head, seq, at = GENESIS, 0, ""
    for line in lines:
        follows = line.seq == seq + 1 and line.previous == head and line.at >= at
        if not follows or _hash(line) != line.hash:
            return line.seq
        head, seq, at = line.hash, line.seq, line.at
    return None
