"""The section file: what a unit said comes back as it was, and slips are named by line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_tui.domain.assessment import Assessment, Rate
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.section import (
    EvidenceRow,
    Excuse,
    FindingRow,
    Part,
    ReadingRow,
    Section,
    evidence_rows,
    parts_of,
)
from fazhi_tui.exchange.fill_in import Identity
from fazhi_tui.exchange.section_file import dump, load
from tests.exchange.filled import ANSWERED, EXCUSED, UUID, after, identity, portion

FULL = after(*ANSWERED, *EXCUSED)


def section_of_round(assessment: Assessment, whose: Identity) -> Section:
    return Section(
        whose.assessment,
        whose.set_sha256,
        whose.unit,
        whose.seq,
        whose.head,
        parts=parts_of(assessment, whose.unit),
        evidence=evidence_rows(assessment, whose.unit),
    )


def section_of() -> Section:
    return section_of_round(FULL, identity())


def test_what_was_said_comes_back() -> None:
    text = dump(section_of(), portion(FULL))
    back = load(text, "节.toml")
    said = [part for part in back.parts if part != Part(part.indicator)]
    assert said == list(section_of().parts)
    assert back.evidence == section_of().evidence
    assert (back.unit, back.base_seq, back.report, back.formal) == ("司法所", 7, 1, False)


def test_each_indicator_is_told_with_its_clauses() -> None:
    text = dump(section_of(), portion(FULL))
    assert "\n# 4 表彰 1分\n#   a 受表彰的，每次加0.5分（次数 没有填 0）\n[[parts]]" in text


def test_the_examples_in_the_head_can_be_typed() -> None:
    text = dump(Section(UUID, "ab" * 32, "司法所", 7, "cd" * 32), portion(after()))
    for line in text.split("\n"):
        for key in ("nils", "findings", "readings", "clears", "excuse", "note"):
            if line.startswith("# ") and f" {key} = " in line:
                said = line[line.index(f" {key} = ") :]
                typed = f'{text}\n[[parts]]\nindicator = "9"\n{said}\n'
                assert getattr(load(typed, "").parts[-1], key) not in {None, ()}, line


texts = st.text(st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Co", "Cn")), max_size=8)
numbers = st.decimals(0, 9999, places=2)
findings = st.builds(
    FindingRow,
    st.just("a"),
    quantity=numbers,
    bearers=st.lists(st.tuples(texts, numbers), max_size=3).map(tuple),
    reason=texts,
)
readings = st.builds(ReadingRow, st.just("b"), st.builds(Rate, numbers, numbers), subject=texts)


@given(
    st.lists(findings, max_size=3).map(tuple),
    st.lists(readings, max_size=2).map(tuple),
    st.one_of(st.none(), texts),
    st.lists(st.builds(EvidenceRow, st.just(("1",)), texts, url=texts), max_size=2).map(tuple),
)
def test_any_section_comes_back(
    found: tuple[FindingRow, ...],
    read: tuple[ReadingRow, ...],
    note: str | None,
    evidence: tuple[EvidenceRow, ...],
) -> None:
    import unicodedata

    part = Part("1", found, read, ("c",), note=note, excuse=Excuse("因"))
    section = Section(UUID, "", "司法所", 7, "", 3, formal=True, parts=(part,), evidence=evidence)
    back = load(unicodedata.normalize("NFC", dump(section, portion(after()))), "")
    composed = unicodedata.normalize("NFC", repr(section.parts))
    assert repr(tuple(p for p in back.parts if p != Part(p.indicator))) == composed
    assert (back.report, back.formal, len(back.evidence)) == (3, True, len(evidence))


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ('format = "fazhi-section"', 'format = "别的"', Code.FOREIGN_FILE, 0),
        ("version = 1", "version = 2", Code.STORE_NEWER, 0),
        ('indicator = "2"', 'indicater = "2"', Code.KEY_UNKNOWN, -1),
        ('indicator = "2"', "indicator = 2", Code.WRONG_TYPE, -1),
        ("report = 1", "report = [", Code.NOT_TOML, -1),
        ("version = 1", "", Code.KEY_MISSING, 0),
        ("report = 1", "report = 0", Code.OUT_OF_RANGE, -1),
        ("report = 1", "report = 20250301", Code.OUT_OF_RANGE, -1),
    ],
)
def test_slips_are_named_with_their_line(old: str, new: str, code: Code, line: int) -> None:
    text = dump(section_of(), portion(FULL))
    assert old in text
    with pytest.raises(Refused) as refused:
        load(text.replace(old, new, 1), "节.toml")
    problem = refused.value.problems[0]
    assert (problem.code, problem.file) == (code, "节.toml")
    wanted = text[: text.index(old)].count("\n") + 1 if line else 0
    assert problem.line in {wanted, wanted + 1} if line else problem.line == 0


def test_numbers_may_be_written_bare_or_quoted() -> None:
    for quantity in ("2", '"2"', "2.0"):
        text = dump(section_of(), portion(FULL))
        text += (
            f'[[parts]]\nindicator = "9"\nfindings = [{{ clause = "a", quantity = {quantity} }}]'
        )
        assert load(text, "").parts[-1].findings[0].quantity == Decimal(2)
