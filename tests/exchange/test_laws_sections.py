"""L7: a unit's answers go through its workbook and its section file and make the same ledger."""

from decimal import Decimal
from random import Random

from hypothesis import assume, given, settings
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment, Rate, Score, Tier
from fazhi_tui.domain.changes import Change, MarkNone
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.merging import merge
from fazhi_tui.domain.past import Past
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.section import Part, Section, evidence_rows, parts_of
from fazhi_tui.domain.tally import Tally, score_all, tally
from fazhi_tui.exchange.fill_in_book import fill_in_workbook
from fazhi_tui.exchange.instructions import Sender
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.portion import Portion, portion_of, portions
from fazhi_tui.exchange.returned_form import Had, read_form
from fazhi_tui.exchange.section_file import dump, load
from tests.domain.strategies import CHANCE, a_random_set, an_answer
from tests.exchange.clerk import Clerk
from tests.exchange.filled import after, identity, portion, reading, roster, workbook
from tests.exchange.returned import BLANK, SAID, SAID_FORM, UNIT, codes, read


def ledger(assessment: Assessment, of: Roster | None = None) -> Tally:
    whose = of or roster()
    return tally(whose, assessment, "self", score_all(whose, assessment, "self"))


def merged(section: Section) -> Assessment:
    found = merge(roster(), BLANK, [section], Past({7: BLANK}, []))
    assert {row.outcome for row in found.rows} == {"new"}
    return found.after


def test_through_the_workbook() -> None:
    incoming = read_form(open_form(SAID_FORM, "表.xlsx"), roster(), Had())
    draft = replace(incoming.section, formal=False)  # handing in is more than answering
    assert ledger(merged(draft)) == ledger(SAID)


def test_through_the_section_file() -> None:
    named = identity()
    section = Section(
        named.assessment,
        named.set_sha256,
        UNIT,
        named.seq,
        named.head,
        parts=parts_of(SAID, UNIT),
        evidence=evidence_rows(SAID, UNIT),
    )
    back = load(dump(section, portion(SAID)), "表.toml")
    assert ledger(merged(back)) == ledger(SAID)


# ── a figure about one unit where only one figure is wanted ──────────────────────────────────

ABOUT = (
    reading("2", "c", Tier("在建"), "城管队"),
    reading("2", "d", Score(100, "市司法局"), "交通站", "抽查缺项"),
)


def test_one_reading_about_a_unit_has_a_row_to_say_so() -> None:
    incoming = read(Clerk(workbook(after(*ABOUT))))
    assert (incoming.asked, incoming.rejected) == ((), ())
    (part,) = incoming.section.parts
    assert [(row.clause, row.subject) for row in part.readings] == [
        ("c", "城管队"),
        ("d", "交通站"),
    ]
    assert ledger(merged(incoming.section)) == ledger(after(*ABOUT))


def test_about_two_units_it_is_asked_about() -> None:
    clerk = Clerk(workbook(after(ABOUT[0])))
    clause = clerk.pages["分单位数据"][clerk.row("分单位数据", "2.c/城管队")][1]
    clerk.put("分单位数据", "", 细则=clause, 单位="交通站", 数值="已建")
    assert codes(read(clerk).asked) == [Code.TOLD_TWICE]


# ── over sets at random ──────────────────────────────────────────────────────────────────────


def a_round(chance: Random, whose: Roster) -> Assessment:
    """A fresh round in which the units have said this and that."""
    assessment = Assessment(year=2025)
    for _ in range(25):
        answer = an_answer(chance, whose, assessment)
        none = MarkNone((answer.indicator,), answer.clause, answer.answerer)
        change: Change = none if chance.random() < 0.2 else answer
        try:
            assessment = evolve(assessment, decide(whose, assessment, change))
        except Refused:
            continue
    return assessment


def as_if_a_sum(part: Part) -> bool:
    """Whether a unit's own rate is what those about others come to: it is taken for their sum."""
    rates = [(row.clause, row.subject, row.value) for row in part.readings]
    for clause, subject, own in rates:
        if subject or not isinstance(own, Rate):
            continue
        rest = [v for c, s, v in rates if c == clause and s and isinstance(v, Rate)]
        top, below = sum(v.num for v in rest), sum(v.den for v in rest)
        if rest and Rate(Decimal(top), Decimal(below)) == own:
            return True
    return False


def through_both(whose: Roster, said: Assessment, out: Portion) -> tuple[Section, Section]:
    """What a unit said, by way of its workbook and of its section file, read with nothing known."""
    named = out.identity
    data = fill_in_workbook(whose, out, Sender(whose.office))
    incoming = read_form(open_form(data, "表.xlsx"), whose, Had())
    assert (incoming.asked, incoming.rejected) == ((), ())
    parts = parts_of(said, named.unit)
    section = Section(
        named.assessment, named.set_sha256, named.unit, named.seq, named.head, parts=parts
    )
    draft = replace(incoming.section, formal=False)
    return draft, load(dump(section, out), "表.toml")


@settings(deadline=None, max_examples=10)
@given(CHANCE)
def test_whatever_is_said_on_any_set(chance: Random) -> None:
    whose = Roster(a_random_set(chance))
    said, blank = a_round(chance, whose), Assessment(year=2025)
    both = [
        through_both(whose, said, portion_of(whose, said, items, identity(unit)))
        for unit, items in portions(whose, said).items()
    ]
    assume(not any(as_if_a_sum(p) for unit in whose.places for p in parts_of(said, unit)))
    for sections in zip(*both, strict=True):
        found = merge(whose, blank, sections, Past({7: blank}, []))
        assert {row.outcome for row in found.rows} <= {"new"}
        assert ledger(found.after, whose) == ledger(said, whose)
