"""The journal's lines: what is written is read again, and a tampered chain is located."""

from collections.abc import Callable
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import Change, WriteNote
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store import journal
from fazhi_tui.store.journal import PAYLOAD_VERSION, History, Line, broken_at, fold
from tests.domain.strategies import play
from tests.store.making import a_journal, every_change

_KINDS = list(every_change())


def _notes(many: int) -> list[Change]:
    return [WriteNote("1", f"note {n}", "司法局") for n in range(many)]


# ── each change comes back as it went in ─────────────────────────────────────────────────────


def test_every_kind_of_change_is_among_the_examples() -> None:
    kinds = {type(change) for change in _KINDS}
    assert kinds == set(Change.__args__)


@pytest.mark.parametrize("change", _KINDS, ids=lambda change: type(change).__name__)
def test_a_change_reads_back_equal(change: Change) -> None:
    (line,) = a_journal([change])
    assert line.change == change
    assert line.kind == msgspec.json.decode(line.payload)["kind"]


def test_a_payload_is_written_the_same_way_every_time() -> None:
    first, again = a_journal(every_change()), a_journal([line.change for line in a_journal(_KINDS)])
    assert first == again


def undated(state: Assessment) -> Assessment:
    """The state as it is where nobody looks at the clock."""
    entries = {no: replace(entry, moments=()) for no, entry in state.entries.items()}
    return replace(state, entries=entries)


@given(st.randoms(use_true_random=True), st.integers(0, 60))
def test_folding_the_journal_gives_the_state_that_was_made(chance: Random, length: int) -> None:
    played = play(chance, length)
    lines = a_journal([step.change for step in played.steps])
    start = Assessment(year=2025)
    assert undated(fold(lines, start)) == played.assessment
    assert broken_at(lines) is None


# ── damage ───────────────────────────────────────────────────────────────────────────────────

_LINES = a_journal(_notes(6))


def _other(value: object) -> object:
    return value + 1 if isinstance(value, int) else f"{value}0"


@pytest.mark.parametrize("field", asdict(_LINES[0]))
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_changed_field_is_located(field: str, place: int) -> None:
    lines = list(_LINES)
    lines[place] = replace(lines[place], **{field: _other(getattr(lines[place], field))})
    expected = lines[place].seq
    assert broken_at(lines) == expected


def _removed(lines: list[Line]) -> list[Line]:
    return [*lines[:2], *lines[3:]]


def _swapped(lines: list[Line]) -> list[Line]:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def _doubled(lines: list[Line]) -> list[Line]:
    return [*lines[:3], lines[2], *lines[3:]]


def _foreign(lines: list[Line]) -> list[Line]:
    return [*lines[:2], a_journal(_notes(6), "B")[2], *lines[3:]]


def _headless(lines: list[Line]) -> list[Line]:
    return lines[1:]


@pytest.mark.parametrize(
    ("damage", "seq"),
    [(_removed, 4), (_swapped, 4), (_doubled, 3), (_foreign, 3), (_headless, 2)],
)
def test_a_line_too_many_too_few_or_out_of_place_is_located(
    damage: Callable[[list[Line]], list[Line]], seq: int
) -> None:
    assert broken_at(damage(list(_LINES))) == seq


def test_a_moment_before_the_last_one_breaks_the_chain() -> None:
    early = a_journal(_notes(1))[0]
    late = replace(early, at="2020-01-01T00:00:00.000Z")
    assert broken_at([early, replace(late, seq=2, previous=early.hash)]) == 2


def test_an_intact_journal_and_an_empty_one_are_whole() -> None:
    assert broken_at(_LINES) is None
    assert broken_at([]) is None


@pytest.mark.parametrize(
    "payload", ["", "{", "{}", '{"kind":"unheard_of"}', '{"kind":"write_note"}']
)
def test_a_payload_that_can_not_be_read_is_refused(payload: str) -> None:
    with pytest.raises(Refused) as caught:
        fold([_LINES[0], replace(_LINES[1], payload=payload)])
    assert [(p.code, p.value) for p in caught.value.problems] == [(Code.CHAIN_BROKEN, "2")]


def test_a_kind_that_only_a_later_program_knows_is_no_tampering() -> None:
    text = '{"kind":"unheard_of"}'
    line = replace(_LINES[1], payload=text)
    genuine = replace(line, hash=journal._hash(line))
    assert broken_at([_LINES[0], genuine]) is None
    with pytest.raises(Refused) as caught:
        History([_LINES[0], genuine])
    assert caught.value.problems[0].code is Code.STORE_NEWER


def test_a_payload_of_a_later_version_is_refused_and_not_half_read() -> None:
    with pytest.raises(Refused) as caught:
        fold([replace(_LINES[0], version=PAYLOAD_VERSION + 1)])
    assert caught.value.problems[0].code is Code.STORE_NEWER


# ── going back ───────────────────────────────────────────────────────────────────────────────


def test_a_history_finds_the_state_before_any_line() -> None:
    lines = a_journal(_notes(200))
    history, state = History(lines), Assessment()
    for line in lines:
        assert history.before(line.seq) == state
        state = evolve(state, line.change, line.at)
    assert history.state == state
