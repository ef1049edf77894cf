"""One line of the journal: a change with its place, its moment, who made it, and its hashes.

Each hash covers the line and the hash before it, so a line that is changed, inserted or reordered
breaks the chain where it stands.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import Change
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.problems import Code, Problem, Refused

PAYLOAD_VERSION = 1
GENESIS = "0" * 64

_STRIDE = 64
"""How many lines lie between two states that a `History` keeps."""

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
        """The change that the payload spells. Raises `Refused`: it is damaged, or newer."""
        if self.version > PAYLOAD_VERSION:
            raise Refused(self._newer)
        try:
            return _decoder.decode(self.payload)
        except msgspec.DecodeError as error:
            # as it was written, but by a program that knows more kinds of changes
            broken = Problem(Code.CHAIN_BROKEN, value=str(self.seq))
            raise Refused(self._newer if _hash(self) == self.hash else broken) from error

    @property
    def _newer(self) -> Problem:
        return Problem(Code.STORE_NEWER, value=str(self.version), wanted=str(PAYLOAD_VERSION))


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
    import hashlib  # OpenSSL takes as long to load as the journal to read

    return hashlib.sha256(_encoder.encode(replace(line, hash=""))).hexdigest()


def fold(lines: Iterable[Line], onto: Assessment | None = None) -> Assessment:
    """The assessment that the changes make, one after the other. Raises `Refused`."""
    assessment = onto or Assessment()
    for line in lines:
        assessment = evolve(assessment, line.change, line.at)
    return assessment


class Base(Struct, frozen=True):
    """Where a reading of a journal begins: a line by its seq and hash, and the state after it."""

    seq: int = 0
    hash: str = GENESIS
    state: Assessment = Assessment()


class History:
    """A journal held in memory with the state it makes, and enough earlier ones to go back fast.

    States share all that did not change between them, so the ones kept cost little. It may begin
    at a checkpoint; `earlier` then reads the whole journal, once somebody asks for what was before.
    Raises `Refused` on lines that are not as they were written.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        base: Base | None = None,
        earlier: Callable[[], Sequence[Line]] = tuple,
    ) -> None:
        self._base = base or Base()
        self._earlier = earlier
        self._lines: list[Line] = []
        self._kept = [self._base.state]
        self.state = self._base.state
        self.extend(lines)

    @property
    def seq(self) -> int:
        """How many lines the journal has."""
        return self._base.seq + len(self._lines)

    @property
    def hash(self) -> str:
        """The hash of the last line."""
        return self._lines[-1].hash if self._lines else self._base.hash

    @property
    def lines(self) -> Sequence[Line]:
        """All lines, in order."""
        self._begin_before(1)
        return self._lines

    def since(self, seq: int) -> Sequence[Line]:
        """The lines behind `seq`."""
        self._begin_before(seq + 1)
        return self._lines[seq - self._base.seq :]

    def backwards(self) -> Iterator[Line]:
        """The lines from the last to the first; what is not needed is not read."""
        yield from reversed(self._lines)
        if first := self._base.seq:
            self._begin_before(1)
            yield from reversed(self._lines[:first])

    def add(self, line: Line, after: Assessment) -> None:
        """One more line and the state that it makes."""
        self._lines.append(line)
        self.state = after
        if len(self._lines) % _STRIDE == 0:
            self._kept.append(after)

    def extend(self, lines: Sequence[Line]) -> None:
        """Lines as they are read. Raises `Refused` where they do not follow; then all stays."""
        last = self._lines[-1].at if self._lines else ""
        broken = broken_at(lines, (self.seq, self.hash, last))
        if broken is not None:
            raise Refused(Problem(Code.CHAIN_BROKEN, value=str(broken)))
        changes = [line.change for line in lines]
        for line, change in zip(lines, changes, strict=True):
            self.add(line, evolve(self.state, change, line.at))

    def before(self, seq: int) -> Assessment:
        """The state that the line at `seq` found."""
        self._begin_before(seq)
        place = seq - 1 - self._base.seq
        kept = place // _STRIDE
        return fold(self._lines[kept * _STRIDE : place], self._kept[kept])

    def _begin_before(self, seq: int) -> None:
        """Read from the first line on, where the line at `seq` lies before the checkpoint."""
        if seq > self._base.seq:
            return
        whole = History([line for line in self._earlier() if line.seq <= self.seq])
        if (whole.seq, whole.hash) != (self.seq, self.hash):
            raise Refused(Problem(Code.CHAIN_BROKEN, value=str(self._base.seq)))
        self._base, self._lines, self._kept = whole._base, whole._lines, whole._kept


def broken_at(lines: Iterable[Line], behind: tuple[int, str, str] = (0, GENESIS, "")) -> int | None:
    """The seq of the first line that is not as it was written or does not follow, if any.

    `behind` is (seq, hash, at) of the line that the first one has to follow.
    """
    seq, head, at = behind
    for line in lines:
        follows = line.seq == seq + 1 and line.previous == head and line.at >= at
        if not follows or _hash(line) != line.hash:
            return line.seq
        head, seq, at = line.hash, line.seq, line.at
    return None


def broken_before(lines: Sequence[Line], head: tuple[int, str]) -> int | None:
    """As `broken_at`, for a whole journal that should end at `head` (seq, hash)."""
    broken = broken_at(lines)
    if broken is None and (not lines or (lines[-1].seq, lines[-1].hash) != head):
        return len(lines) + 1
    return broken
