"""应交材料 in the form: a row for each that is lacking; who fills it in says which it is."""

from functools import cache

from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import AmendEvidence, AttachEvidence
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.fields import digest_of, plain
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.merging import Merged, merge
from fazhi_tui.domain.past import Past, Step
from fazhi_tui.domain.records import Report, Taken, Word
from fazhi_tui.domain.section import evidence_rows
from fazhi_tui.domain.slots import slots_of
from fazhi_tui.exchange.fill_in_book import fill_in_workbook
from fazhi_tui.exchange.instructions import Sender
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.portion import Portion, portion_of, portions
from fazhi_tui.exchange.returned_form import Had, Incoming, read_form
from fazhi_tui.exchange.section_file import dump, load
from fazhi_tui.work.receipts import said_text
from tests.exchange.clerk import Clerk
from tests.exchange.filled import identity, roster
from tests.exchange.returned import BLANK, UNIT
from tests.exchange.test_section_file import section_of_round


@cache
def asking() -> Roster:
    chosen = roster().set
    first, *others = chosen.indicators
    asked = replace(first, evidence=("评查通报", "整改报告", "会议纪要"))
    return Roster(replace(chosen, indicators=(asked, *others)))


def given(*changes: AttachEvidence) -> Assessment:
    assessment = BLANK
    for change in changes:
        assessment = evolve(assessment, decide(asking(), assessment, change))
    return assessment


def portion(assessment: Assessment) -> Portion:
    items = portions(asking(), assessment)[UNIT]
    return portion_of(asking(), assessment, items, identity())


def clerk(assessment: Assessment) -> Clerk:
    return Clerk(fill_in_workbook(asking(), portion(assessment), Sender("治镇办")))


def read(form: Clerk, base: Assessment) -> Incoming:
    had = Had({}, {row.id: row for row in evidence_rows(base, UNIT)})
    return read_form(open_form(form.save(), "表.xlsx"), asking(), had)


def taken(incoming: Incoming, base: Assessment) -> Merged:
    return merge(asking(), base, [incoming.section], Past({7: base}, []))


def rows(assessment: Assessment) -> list[tuple[str, object, object]]:
    lines = portion(assessment).lines["evidence"]
    return [(line.key, line.cells.get("asked"), line.cells.get("title")) for line in lines]


def test_what_is_given_stands_beside_what_was_asked_and_only_the_rest_is_asked_again() -> None:
    assert [key for key, _, _ in rows(BLANK)] == ["1/asked/1", "1/asked/2", "1/asked/3"]
    there = given(AttachEvidence(("1",), "关于报送整改报告的函", UNIT))
    assert rows(there) == [
        ("001-2025-01", "整改报告", "关于报送整改报告的函"),
        ("1/asked/1", "评查通报", None),
        ("1/asked/3", "会议纪要", None),
    ]


def test_the_row_it_is_written_in_says_which_it_is() -> None:
    form = clerk(BLANK)
    form.put("印证材料", "1/asked/3", 材料名称="情况说明")
    incoming = read(form, BLANK)
    (evidence,) = incoming.section.evidence
    assert (evidence.indicators, evidence.asked) == (("1",), ("会议纪要",))
    (row,) = taken(incoming, BLANK).rows
    assert said_text(asking(), row.field, row.said) == "情况说明（应交的“会议纪要”）"
    after = taken(incoming, BLANK).after
    slots = slots_of(asking().indicator("1"), after.evidence_of("1"))
    assert [(slot.given, slot.guessed) for slot in slots] == [
        ((), False),
        ((), False),
        (("001-2025-01",), False),
    ]
    assert taken(incoming, after).change is None  # the same again
    again = clerk(after)
    again.put("印证材料", "001-2025-01", 文号="〔2025〕3号")
    (kept,) = read(again, after).section.evidence
    assert (kept.asked, kept.doc_no) == (("会议纪要",), "〔2025〕3号")


def test_put_under_another_indicator_it_is_no_longer_what_that_one_asks_for() -> None:
    form = clerk(BLANK)
    form.put("印证材料", "1/asked/3", 指标="2", 材料名称="情况说明")
    incoming = read(form, BLANK)
    (evidence,) = incoming.section.evidence
    assert (evidence.indicators, evidence.asked) == (("2",), ())
    assert [row.outcome for row in taken(incoming, BLANK).rows] == ["new"]


def test_a_section_file_tells_what_is_asked_and_which_it_is() -> None:
    there = given(AttachEvidence(("1",), "情况说明", UNIT, asked=("2",)))
    text = dump(section_of_round(there, identity()), portion(there))
    assert "#   应交材料：评查通报\n#   应交材料：会议纪要\n" in text
    (evidence,) = load(text, "节.toml").evidence
    assert evidence.asked == ("整改报告",)


def test_a_row_that_does_not_say_which_it_is_leaves_that_as_it_was() -> None:
    form = clerk(BLANK)
    form.put("印证材料", "", 指标=1, 材料名称="情况说明")
    first = taken(read(form, BLANK), BLANK).after
    (paper,) = first.evidence
    told = AmendEvidence(paper, ("1",), "情况说明", UNIT, asked=("2",))
    decided = decide(asking(), first, told)
    here = evolve(first, decided)
    form.cover("第几次报送", 2)
    past = Past({7: BLANK}, [Step(9, decided, first, here)])
    section = read(form, BLANK).section
    again = merge(asking(), here, [section], past)
    assert [row.outcome for row in again.rows] == ["same"]
    assert again.after.evidence[paper].asked == ("整改报告",)


def test_a_title_corrected_in_the_row_of_an_old_form_is_no_second_document() -> None:
    form = clerk(BLANK)
    form.put("印证材料", "1/asked/3", 材料名称="会议记要")
    first = taken(read(form, BLANK), BLANK).after
    form.cover("第几次报送", 2)
    form.put("印证材料", "1/asked/3", 材料名称="会议纪要第3号")
    again = taken(read(form, BLANK), first)
    assert [row.outcome for row in again.rows] == ["corrected"]
    assert {item.id: item.title for item in again.after.evidence.values()} == {
        "001-2025-01": "会议纪要第3号"
    }
    late = clerk(BLANK)  # the first one, on its way for long
    late.put("印证材料", "1/asked/3", 材料名称="会议记要")
    assert taken(read(late, BLANK), again.after).change is None
    form.cover("第几次报送", 3)
    form.put("印证材料", "1/asked/3", 材料名称="清空")
    assert taken(read(form, BLANK), again.after).after.evidence == {}


def test_another_document_for_the_same_row_stands_beside_the_first() -> None:
    form = clerk(BLANK)
    form.put("印证材料", "1/asked/3", 材料名称="会议纪要")
    form.put("印证材料", "", 指标=1, 材料名称="会议签到表")
    assert len(taken(read(form, BLANK), BLANK).after.evidence) == 2
    section = read(form, BLANK).section
    both = tuple(replace(row, asked=("会议纪要",)) for row in section.evidence)
    twice = replace(section, evidence=both)
    one = merge(asking(), BLANK, [twice], Past({7: BLANK}, []))
    other = merge(asking(), BLANK, [replace(twice, evidence=both[::-1])], Past({7: BLANK}, []))
    titles = [{item.title for item in merged.after.evidence.values()} for merged in (one, other)]
    assert titles == [{"会议纪要", "会议签到表"}] * 2
    assert {row.field for row in one.rows} == {row.field for row in other.rows}


def test_what_an_earlier_version_took_in_by_its_title_is_known_again() -> None:
    form = clerk(BLANK)
    form.put("印证材料", "1/asked/3", 材料名称="情况说明")
    there = given(AttachEvidence(("1",), "情况说明", UNIT, asked=("3",)))
    section = read(form, BLANK).section
    word = Word(1, digest_of(plain(section.evidence[0])))
    report = Report(section.formal, indicators=("1",))
    known = Taken({"1": report}, {"1./evidence/情况说明": word})
    before = replace(there, taken={UNIT: known})
    assert taken(read(form, BLANK), before).change is None
    form.cover("第几次报送", 2)
    form.put("印证材料", "1/asked/3", 文号="〔2025〕3号")
    after = taken(read(form, BLANK), before).after
    assert [item.doc_no for item in after.evidence.values()] == ["〔2025〕3号"]
