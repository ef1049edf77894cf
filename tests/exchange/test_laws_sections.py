"""L7: a unit's answers go through its workbook and its section file and make the same ledger."""

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.merging import merge
from fazhi_tui.domain.past import Past
from fazhi_tui.domain.section import Section, evidence_rows, parts_of
from fazhi_tui.domain.tally import Tally, score_all, tally
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.returned_form import Had, read_form
from fazhi_tui.exchange.section_file import dump, load
from tests.exchange.filled import identity, portion, roster
from tests.exchange.returned import BLANK, SAID, SAID_FORM, UNIT


def ledger(assessment: Assessment) -> Tally:
    return tally(roster(), assessment, "self", score_all(roster(), assessment, "self"))


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
