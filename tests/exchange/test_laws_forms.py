"""L7 for real workbooks: whatever a unit said goes out and comes back as it was, byte for byte."""

from decimal import Decimal

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fazhi_tui.domain.assessment import Assessment, Benchmark, Number, Rate, Score, Tier
from fazhi_tui.domain.changes import (
    AcceptItem,
    AttachEvidence,
    Change,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    SetReading,
    SubmitItem,
    WriteNote,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.problems import Refused
from fazhi_tui.domain.section import Part, evidence_rows, parts_of
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.returned_form import read_form
from fazhi_tui.exchange.section_file import dump, load
from tests.exchange.filled import identity, portion, roster, workbook
from tests.exchange.returned import UNIT, had
from tests.exchange.test_section_file import section_of_round

counts = st.integers(1, 10**6).map(Decimal)
amounts = st.decimals(0, 10**6, places=3).filter(bool)
days = st.sampled_from(["", "2025-03-01", "2024-12-31"])
words = st.one_of(
    st.sampled_from(["", "因汛情改期", "=1+1", "+8", "@甲", "'引", "1-2", "2025-03-01", "1.10"]),
    st.text(st.sampled_from("甲乙=+-@'\t\n \U00018cd6·0/:、,&<\"\\"), max_size=6),
)
units = st.sampled_from(["城管队", "交通站", "司法所"])
shares = st.dictionaries(units, st.sampled_from([Decimal(1), Decimal(2), Decimal("0.5")])).map(
    lambda found: tuple(found.items())
)
rates = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(
    lambda pair: Rate(Decimal(min(pair)), Decimal(max(pair)))
)
places = st.sampled_from([("1", "a"), ("1", "b"), ("3", "a"), ("3", "b"), ("3", "e"), ("4", "a")])


@st.composite
def findings(draw: st.DrawFn) -> Change:
    no, clause = draw(places)
    quantity = draw(amounts if (no, clause) == ("3", "b") else counts)
    level = draw(st.sampled_from(["一般", "重大"])) if (no, clause) == ("3", "a") else ""
    subject = draw(st.sampled_from(["", "城管队"]))
    bearers, reason, day = draw(shares), draw(words), draw(days)
    return RecordFinding(no, clause, UNIT, "self", quantity, level, subject, bearers, reason, day)


def reading(no: str, clause: str, values: st.SearchStrategy[object]) -> st.SearchStrategy[Change]:
    about = st.sampled_from(["", "城管队", "交通站"]) if (no, clause) == ("2", "a") else st.just("")
    return st.builds(SetReading, st.just(no), st.just(clause), values, subject=about, reason=words)


changes = st.one_of(
    findings(),
    reading("2", "a", rates),
    reading("2", "b", st.integers(0, 9).map(lambda n: Number(Decimal(n)))),
    reading("2", "c", st.sampled_from([Tier("已建"), Tier("在建"), Tier("未建")])),
    reading("2", "d", st.sampled_from([Score(0), Score(150), Score(400)])),
    reading("3", "c", rates),
    reading("3", "c", st.integers(0, 100).map(lambda n: Benchmark(Decimal(n)))),
    reading("3", "d", st.integers(-3, 9).map(lambda n: Number(Decimal(n)))),
    st.builds(MarkNone, st.sampled_from([("1",), ("2",), ("3",), ("4",)])),
    st.builds(WriteNote, st.sampled_from(["1", "2", "3"]), words),
    st.builds(MarkNotApplicable, st.just(("4",)), words, st.just(UNIT)),
    st.builds(AttachEvidence, st.just(("1", "3")), words, st.just(UNIT), words, days, words, words),
    st.builds(SubmitItem, st.sampled_from([("1",), ("2",)])),
    st.builds(AcceptItem, st.sampled_from([("1",), ("2",)])),
)


def after_all(made: list[Change]) -> Assessment:
    """A fresh round with those of the changes that may be made."""
    assessment = Assessment(set_sha256="ab" * 32, year=2025)
    for change in made:
        try:
            decided = decide(roster(), assessment, change, "王五")
        except Refused:
            continue
        assessment = evolve(assessment, decided)
    return assessment


@settings(deadline=None, max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(changes, max_size=12))
def test_what_a_unit_said_comes_back_as_it_was(made: list[Change]) -> None:
    base = after_all(made)
    incoming = read_form(open_form(workbook(base), "表.xlsx"), roster(), had(base))
    assert (incoming.asked, incoming.rejected, incoming.told) == ((),) * 3
    back = {one.indicator: one for one in incoming.section.parts}
    for was in parts_of(base, UNIT):
        now = back.get(was.indicator, Part(was.indicator))
        assert set(now.findings) == set(was.findings)
        assert set(now.readings) <= set(was.readings)
        left = set(was.readings) - set(now.readings)  # one that equals the sum of the others stays
        assert all(not one.subject for one in left)
        assert not left or len(was.readings) > 1
        assert (now.nils, now.note, now.excuse) == (was.nils, was.note, was.excuse)
    assert incoming.section.evidence == evidence_rows(base, UNIT)


@settings(deadline=None, max_examples=100)
@given(st.lists(changes, max_size=12))
def test_and_through_a_section_file(made: list[Change]) -> None:
    base = after_all(made)
    section = section_of_round(base, identity())
    back = load(dump(section, portion(base)), "节.toml")
    said = {one.indicator: one for one in back.parts if one != Part(one.indicator)}
    assert said == {one.indicator: one for one in section.parts}
    assert back.evidence == section.evidence
