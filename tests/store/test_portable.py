"""Portable files: what is written reads back equal, and nothing else gets in."""

from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Entry,
    Evidence,
    Finding,
    Note,
)
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.records import Rectification
from fazhi_tui.store.portable import SetReference, digest_of, dump, load
from tests.catalog.small_set import SMALL
from tests.domain.strategies import play

FILE = "demo.toml"
REFERENCE = SetReference("0" * 64, "small", SMALL)
FINDING = Finding("1.b.司法局.1", "b", "司法局", 1, Decimal("2.50"), "轻", reason="为何")
STATE = Assessment(
    "0" * 64,
    2025,
    {"1": Entry(Answers((FINDING,)), notes=(Note("司法局", "一\n二"),), serials={"b.司法局": 1})},
    {"001-2025-01": Evidence("001-2025-01", ("1",), "文件")},
    {"1.b.司法局.1/?": Rectification("1.b.司法局.1/?", measure="补")},
    {"001-2025": 1},
)


def refused(text: str) -> Problem:
    problems = all_refused(text)
    assert len(problems) == 1, problems
    return problems[0]


def all_refused(text: str) -> tuple[Problem, ...]:
    with pytest.raises(Refused) as caught:
        load(text, FILE)
    assert {problem.file for problem in caught.value.problems} == {FILE}
    return caught.value.problems


def edited(old: str, new: str) -> str:
    text = dump("名", STATE, REFERENCE)
    assert old in text
    return text.replace(old, new)


# ── there and back ───────────────────────────────────────────────────────────────────────────


@given(st.randoms(use_true_random=True), st.integers(0, 60))
def test_a_round_reads_back_equal(chance: Random, length: int) -> None:
    state = play(chance, length).assessment
    portable = load(dump("名", state, REFERENCE, (7, "head")), FILE)
    assert portable.state == state
    assert (portable.name, portable.indicator_set) == ("名", REFERENCE)
    assert (portable.source_seq, portable.source_head) == (7, "head")


@given(st.text(), st.text(st.characters(categories=["L", "P", "Zs"])))
def test_any_text_of_a_set_is_carried_to_the_letter(text: str, name: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    carried = load(dump(name, STATE, SetReference("0", "small", text)), FILE)
    assert carried.indicator_set.text == text


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_a_set_text_with_other_line_ends_is_carried_to_the_letter(ends: str) -> None:
    text = SMALL.replace("\n", ends)
    assert load(dump("名", STATE, replace(REFERENCE, text=text)), FILE).indicator_set.text == text


def test_the_file_is_the_same_whenever_it_is_written() -> None:
    assert dump("名", STATE, REFERENCE) == dump("名", STATE, REFERENCE)


def test_a_file_saved_with_a_byte_order_mark_and_other_line_ends_is_read() -> None:
    text = "\ufeff" + dump("名", STATE, REFERENCE).replace("\n", "\r\n")
    assert load(text, FILE).state == STATE


# ── damaged, foreign, newer ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [('"2.50"', '"2.60"'), ("year = 2025", "year = 2024"), ('"补"', '"不补"'), ("为何", "如何")],
)
def test_a_file_changed_by_hand_is_refused(old: str, new: str) -> None:
    assert refused(edited(old, new)).code is Code.DIGEST_DIFFERS


def test_broken_toml_is_located() -> None:
    text = edited('name = "名"', 'name = "名')
    problem = refused(text)
    assert (problem.code, problem.line) == (Code.NOT_TOML, 3)
    cut = refused(dump("名", STATE, REFERENCE)[:-40])
    assert cut.code in {Code.NOT_TOML, Code.DIGEST_DIFFERS, Code.WRONG_TYPE}


@pytest.mark.parametrize("text", ["", "a = 1", SMALL, 'format = "other"', "format = 7"])
def test_other_toml_is_foreign(text: str) -> None:
    assert refused(text).code is Code.FOREIGN_FILE


@pytest.mark.parametrize("version", ["2", "99999999999999999999"])
def test_a_later_format_is_told(version: str) -> None:
    assert refused(edited("version = 1", f"version = {version}")).code is Code.STORE_NEWER


@pytest.mark.parametrize("version", ["", 'version = "1"'])
def test_a_format_without_a_version_is_not_taken_for_a_later_one(version: str) -> None:
    problem = refused(edited("version = 1", version))
    assert (problem.code, problem.path) == (Code.KEY_MISSING, "version")


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("year = 2025", 'year = "2025"', "state.year"),
        ('quantity = "2.50"', 'quantity = "viel"', "state.entries[...].own.findings[0].quantity"),
        ('sha256 = "', 'sha = "', "indicator_set"),
        ('digest = "', 'digested = "', ""),
    ],
)
def test_what_has_the_wrong_form_is_located(old: str, new: str, path: str) -> None:
    problem = refused(edited(old, new))
    assert (problem.code, problem.path) == (Code.WRONG_TYPE, path)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 100_000,
        "x = " + "{a=" * 100_000,
        "x = " + "9" * 5_000,
        ".".join("a" * 5_000) + " = 1",
    ],
)
def test_a_file_made_to_exhaust_is_refused(text: str) -> None:
    assert refused(text).code in {Code.NOT_TOML, Code.FOREIGN_FILE}


def test_a_nested_table_nobody_knows_changes_nothing() -> None:
    text = dump("名", STATE, REFERENCE) + "\n[unknown." + ".".join("a" * 900) + "]\nb = 1\n"
    assert load(text, FILE).state == STATE


# ── hostile ──────────────────────────────────────────────────────────────────────────────────

HOSTILE = "a\x1b[2J\u202eb\ud7ff\x00\u200b\r\nc"
HARMLESS = "a[2Jb\ud7ff\nc"


def _noted(text: str) -> Assessment:
    entry = replace(STATE.entries["1"], notes=(Note("司法局", text),))
    return replace(STATE, entries={"1": entry})


def test_what_can_not_be_seen_is_taken_out() -> None:
    portable = load(dump(HOSTILE, _noted(HOSTILE), REFERENCE), FILE)
    assert portable.name == HARMLESS
    assert portable.state == _noted(HARMLESS)


def test_a_key_that_looks_like_the_sets_own_text_hides_nothing() -> None:
    text = dump("名", _noted(HOSTILE), REFERENCE)
    text = text.replace('{ unit = "司法局"', '{ sha256 = "x", unit = "司法局"')
    assert 'sha256 = "x"' in text
    assert load(text, FILE).state == _noted(HARMLESS)


def _twice(state: Assessment) -> Assessment:
    entry = replace(state.entries["1"], own=Answers((FINDING, FINDING)))
    return replace(state, entries={"1": entry})


def _twice_verified(state: Assessment) -> Assessment:
    entry = replace(state.entries["1"], verified=Answers((FINDING, FINDING)))
    return replace(state, entries={"1": entry})


def _number_given_again(state: Assessment) -> Assessment:
    return replace(state, entries={"1": replace(state.entries["1"], serials={})})


def _evidence_given_again(state: Assessment) -> Assessment:
    return replace(state, evidence_serials={})


def _evidence_without_number(state: Assessment) -> Assessment:
    return replace(state, evidence={"x-y": Evidence("x-y", ("1",), "文件")})


def _plan_of_another_gap(state: Assessment) -> Assessment:
    return replace(state, rectifications={"a": Rectification("b")})


@pytest.mark.parametrize(
    ("spoil", "code", "value"),
    [
        (_twice, Code.DUPLICATE, FINDING.id),
        (_twice_verified, Code.DUPLICATE, FINDING.id),
        (_number_given_again, Code.DUPLICATE, FINDING.id),
        (_evidence_given_again, Code.DUPLICATE, "001-2025-01"),
        (_evidence_without_number, Code.UNKNOWN_EVIDENCE, "x-y"),
        (_plan_of_another_gap, Code.UNKNOWN_GAP, "a"),
    ],
)
def test_ids_that_would_be_given_twice_are_refused(
    spoil: Callable[[Assessment], Assessment], code: Code, value: str
) -> None:
    problem = refused(dump("名", spoil(STATE), REFERENCE))
    assert (problem.code, problem.value) == (code, value)


def test_all_of_them_are_told_at_once() -> None:
    spoilt = _evidence_given_again(_number_given_again(STATE))
    assert len(all_refused(dump("名", spoilt, REFERENCE))) == 2


def test_a_digest_is_of_the_whole_state() -> None:
    assert digest_of(STATE) == digest_of(replace(STATE))
    assert digest_of(STATE) != digest_of(replace(STATE, year=2026))
