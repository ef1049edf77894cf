"""What units report is taken in field by field; blank says nothing; who else spoke is asked."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import DropFinding, TakeSections, WriteNote
from fazhi_tui.domain.fields import Field
from fazhi_tui.domain.indicators import Fixed, Indicator, PerCount, RateGap
from fazhi_tui.domain.merging import Choices, Merged, Outcome, merge
from fazhi_tui.domain.past import Past, Step
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.section import (
    EvidenceRow,
    Excuse,
    FindingRow,
    Part,
    ReadingRow,
    Section,
)
from tests.domain.builders import Round, a_clause, an_indicator, rate

COUNT = PerCount(100)
RATE = RateGap(Decimal(100), Decimal(1), 100, "exact")


class Town(Round):
    """A round that sections come into: indicators 1 and 2 of 司法局, 3 of 城管局 and 交通局.

    Or the indicators that are given.
    """

    def __init__(self, *indicators: Indicator) -> None:
        usual = (
            an_indicator(a_clause(COUNT), a_clause(Fixed(500), "b")),
            an_indicator(a_clause(COUNT), a_clause(RATE, "b", bearer="lead"), no="2"),
            an_indicator(
                a_clause(RATE, answered_by="competent"),
                no="3",
                competent=("城管局", "交通局"),
            ),
        )
        super().__init__(*(indicators or usual))

    def section(
        self,
        *parts: Part,
        report: int = 1,
        unit: str = "司法局",
        base: int | None = None,
        formal: bool = False,
        evidence: tuple[EvidenceRow, ...] = (),
    ) -> Section:
        """A section made from the assessment as it is (or was at `base`)."""
        seq = len(self.journal) if base is None else base
        return Section("uuid", "", unit, seq, "", report, formal, parts, evidence)

    def merged(self, *sections: Section, choices: Choices | None = None) -> Merged:
        states = [before for before, _ in self.journal] + [self.assessment]
        steps = [
            Step(seq, change, before, states[seq])
            for seq, (before, change) in enumerate(self.journal, 1)
        ]
        past = Past(dict(enumerate(states)), steps)
        return merge(self.roster, self.assessment, sections, past, choices or Choices())

    def take(self, *sections: Section, choices: Choices | None = None) -> list[Outcome]:
        """Take sections in; the outcomes, in order."""
        merged = self.merged(*sections, choices=choices)
        if merged.change:
            self.do(merged.change)
        return [row.outcome for row in merged.rows]

    def quantities(self, no: str = "1", clause: str = "a") -> list[Decimal]:
        findings = self.assessment.entry(no).own.findings
        return [f.quantity for f in findings if f.clause == clause]


@pytest.fixture
def town() -> Town:
    return Town()


def counted(*quantities: int, no: str = "1", clause: str = "a") -> Part:
    return Part(no, tuple(FindingRow(clause, quantity=Decimal(n)) for n in quantities))


def test_what_is_said_is_taken_and_what_is_not_stays(town: Town) -> None:
    town.none("2", clause="a")
    outcomes = town.take(
        town.section(
            replace(counted(3, 2), nils=("b",), note="说明"),
            evidence=(EvidenceRow(("1",), "制度", doc_no="司发〔2025〕1号"),),
        )
    )
    assert outcomes == ["new"] * 4
    entry = town.assessment.entry("1")
    assert [f.id for f in entry.own.findings] == ["1.a.司法局.1", "1.a.司法局.2"]
    assert entry.notes[0].text == "说明"
    assert town.state("1") == "answered"
    assert town.state("2") == "draft"
    assert town.assessment.evidence["001-2025-01"].doc_no == "司发〔2025〕1号"


def test_the_same_file_twice_changes_nothing(town: Town) -> None:
    section = town.section(counted(3), evidence=(EvidenceRow(("1",), "制度"),), formal=True)
    town.take(section)
    assert town.merged(section).change is None
    assert {row.outcome for row in town.merged(section, section).rows} == {"same"}


def test_a_later_report_corrects_an_earlier_one_in_either_order(town: Town) -> None:
    first = town.section(counted(3, 2), counted(1, no="2"))
    second = town.section(counted(3, 4), report=2)
    assert town.take(first) == ["new", "new"]
    assert town.take(second) == ["corrected"]
    assert town.quantities() == [3, 4]
    other = Town()
    assert other.take(second) == ["new"]
    assert other.take(first) == ["superseded", "new"]
    assert other.quantities() == [3, 4]
    assert other.quantities("2") == [1]


def test_a_row_that_is_gone_stays_and_only_a_clear_takes_it_away(town: Town) -> None:
    town.record(3, reason="甲")
    town.record(5, reason="乙")
    kept = FindingRow("a", "1.a.司法局.2", Decimal(6), reason="乙")
    town.take(town.section(Part("1", (kept,))))
    assert town.quantities() == [3, 6]
    town.take(
        town.section(Part("1", (FindingRow("a", "1.a.司法局.1", cleared=True),)), report=2),
    )
    assert town.quantities() == [6]
    town.take(town.section(Part("1", clears=("a",)), report=3))
    assert town.state() == "blank"
    assert town.take(town.section(Part("1"), report=4)) == []


def test_a_row_goes_on_with_its_finding_and_a_copied_one_is_new(town: Town) -> None:
    town.record(3, reason="甲")
    row = FindingRow("a", "1.a.司法局.1", Decimal(4), reason="甲")
    copy = FindingRow("a", "1.a.司法局.1", Decimal(1), reason="丙")
    town.take(town.section(Part("1", (row, copy))))
    assert town.quantities() == [4, 1]
    assert [f.id for f in town.assessment.entry("1").own.findings] == [
        "1.a.司法局.1",
        "1.a.司法局.2",
    ]


def test_a_none_takes_the_place_of_what_was_said(town: Town) -> None:
    town.record(3)
    assert town.take(town.section(Part("1", nils=("a",)))) == ["corrected"]
    assert town.quantities() == []
    assert town.merged(town.section(replace(counted(1), nils=("a",)))).rows[0].problems[0].code is (
        Code.HAS_FINDINGS
    )


def test_what_went_out_and_comes_back_says_nothing(town: Town) -> None:
    town.record(3)
    form = town.section(Part("1", (FindingRow("a", "1.a.司法局.1", Decimal(3)),)))
    town.do(DropFinding("1.a.司法局.1"))
    assert town.take(form) == []
    assert town.quantities() == []


def test_a_form_filled_anew_from_the_old_one_is_asked_about(town: Town) -> None:
    town.record(3)
    base = len(town.journal)
    row = FindingRow("a", "1.a.司法局.1", Decimal(3))
    town.take(town.section(Part("1", (replace(row, quantity=Decimal(7)),)), base=base))
    assert town.take(town.section(Part("1", (row,)), report=2, base=base)) == ["unsure"]
    assert town.quantities() == [7]


def test_two_people_on_one_field_are_a_conflict_until_somebody_chooses(town: Town) -> None:
    form = town.section(counted(3), counted(1, no="2"))
    town.record(5)
    merged = town.merged(form)
    conflict = merged.rows[0]
    assert [(row.outcome, row.why) for row in merged.rows] == [("conflict", "changed"), ("new", "")]
    assert conflict.field == Field("司法局", "1", "a")
    town.take(form)
    assert town.quantities() == [5]
    assert town.quantities("2") == [1]
    assert town.take(form) == ["conflict", "same"], "it stays open"
    ours = Choices({conflict.key: "ours"})
    assert town.take(form, choices=ours) == ["kept", "same"]
    assert town.take(form) == ["same", "same"], "chosen once"
    assert town.quantities() == [5]
    later = replace(form, report=2, parts=(counted(4),))
    assert town.take(later, choices=Choices(otherwise="theirs")) == ["corrected"]
    assert town.quantities() == [4]


def test_both_said_the_same_and_changed_back_is_no_conflict(town: Town) -> None:
    form = town.section(counted(3), counted(2, no="2"))
    town.record(3)
    town.record(9, no="2")
    town.do(DropFinding("2.a.司法局.1"))
    assert town.take(form) == ["same", "new"]


def test_what_the_office_has_reviewed_is_a_conflict_unless_handed_back(town: Town) -> None:
    form = town.section(counted(3), Part("1", nils=("b",)), formal=True)
    town.take(form)
    assert town.state() == "submitted"
    town.record(4, track="verified")
    later = replace(form, report=2, parts=(counted(2),))
    assert [row.why for row in town.merged(later).rows] == ["reviewed"]
    town.send_back()
    assert town.take(form) == ["same", "same"]
    assert town.state() == "returned", "the same report is no answer to being handed back"
    assert town.take(later) == ["corrected"]
    assert town.state() == "submitted"


def test_accepted_is_protected(town: Town) -> None:
    form = town.section(counted(3), Part("1", nils=("b",)), formal=True)
    town.take(form)
    town.accept()
    later = replace(form, report=2, parts=(counted(2), Part("1", note="新说明")))
    assert town.take(later) == ["protected", "protected"]
    assert town.take(later, choices=Choices(otherwise="theirs")) == ["protected", "protected"]
    assert town.quantities() == [3]


def test_two_files_of_one_number_are_a_conflict_where_they_differ(town: Town) -> None:
    one = town.section(counted(3), counted(1, no="2"))
    other = town.section(counted(4), counted(1, no="2"))
    merged = town.merged(one, other)
    assert [(row.outcome, row.why) for row in merged.rows] == [
        ("conflict", "twice"),
        ("new", ""),
        ("conflict", "twice"),
        ("same", ""),
    ]
    assert merged == town.merged(other, one, other)
    chosen = Choices({merged.rows[0].key: "theirs"})
    assert town.merged(one, other, choices=Choices(otherwise="theirs")).rows == merged.rows
    town.take(one, other, choices=chosen)
    assert town.quantities() == [3]
    assert next((r.outcome, r.why) for r in town.merged(other).rows) == ("conflict", "twice")
    town.take(other, choices=Choices(otherwise="theirs"))
    assert town.quantities() == [4]


def test_units_of_one_indicator_do_not_meet(town: Town) -> None:
    one = town.section(Part("3", readings=(ReadingRow("a", rate(9, 10)),)), unit="城管局")
    other = town.section(Part("3", readings=(ReadingRow("a", rate(12, 14)),)), unit="交通局")
    assert town.take(other, one) == ["new", "new"]
    assert [r.answerer for r in town.assessment.entry("3").own.readings] == ["交通局", "城管局"]


def test_figures_by_unit_stand_beside_each_other_and_end_an_overall_one(town: Town) -> None:
    town.read(rate(1, 2), no="2", clause="b")
    part = Part("2", readings=(ReadingRow("b", rate(9, 10), "城管局"),))
    town.take(town.section(part))
    part = Part("2", readings=(ReadingRow("b", rate(3, 4), "交通局"),))
    town.take(town.section(part, report=2))
    assert [(r.subject, r.value) for r in town.assessment.entry("2").own.readings] == [
        ("交通局", rate(3, 4)),
        ("城管局", rate(9, 10)),
    ]
    gone = Part("2", readings=(ReadingRow("b", None, "城管局"),))
    town.take(town.section(gone, report=3))
    assert [r.subject for r in town.assessment.entry("2").own.readings] == ["交通局"]


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (Part("9", nils=("a",)), Code.UNKNOWN_INDICATOR),
        (Part("1", nils=("z",)), Code.UNKNOWN_CLAUSE),
        (Part("3", readings=(ReadingRow("a", rate(1, 2)),)), Code.NOT_ANSWERER),
        (Part("1", readings=(ReadingRow("a", rate(1, 2)),)), Code.WRONG_FORM),
        (Part("2", (FindingRow("b"),)), Code.WRONG_FORM),
        (Part("1", (FindingRow("a", "1.a.城管局.1"),)), Code.UNKNOWN_FINDING),
        (Part("1", (FindingRow("a", quantity=Decimal("0.5")),)), Code.NOT_A_COUNT),
        (Part("2", readings=(ReadingRow("b", rate(3, 2)),)), Code.RATE_ABOVE_ONE),
        (Part("2", readings=(ReadingRow("b", rate(1, 2), "法院"),)), Code.MAY_NOT_BEAR),
    ],
)
def test_what_can_not_be_is_refused_by_itself(town: Town, part: Part, code: Code) -> None:
    merged = town.merged(town.section(part, counted(1, no="2"), formal=True))
    assert [row.outcome for row in merged.rows] == ["refused", "new"]
    assert merged.rows[0].problems[0].code is code


def test_evidence_with_endless_a_title_is_refused_by_itself(town: Town) -> None:
    evidence = (EvidenceRow(("1",), "长" * 4001), EvidenceRow(("1",), "制度"))
    merged = town.merged(town.section(evidence=evidence))
    assert [row.outcome for row in merged.rows] == ["refused", "new"]
    assert merged.rows[0].problems[0].code is Code.TOO_LONG


def test_excused_by_the_unit_itself(town: Town) -> None:
    excuse = Part("1", excuse=Excuse("本级无此职权", "司法局"))
    later = town.section(excuse, report=2)
    earlier = town.section(counted(3))
    town.take(later)
    assert town.take(earlier) == ["new"], "an earlier report may come later"
    assert town.lost() == 0
    straight = Town()
    straight.take(earlier)
    straight.take(later)
    assert straight.assessment.entries == town.assessment.entries
    lifted = town.section(Part("1", excuse=Excuse()), report=3)
    assert town.take(lifted) == ["cleared"]
    assert town.lost() == 300


def test_only_a_formal_report_hands_in_and_only_what_is_complete(town: Town) -> None:
    draft = town.section(counted(3), Part("1", nils=("b",)))
    town.take(draft)
    assert town.state() == "answered"
    town.take(replace(draft, report=2, formal=True))
    town.take(town.section(counted(1, no="2")))
    assert (town.state("1"), town.state("2")) == ("submitted", "draft")
    unread = replace(
        draft, report=3, formal=True, parts=(Part("2", readings=(ReadingRow("b", rate(1, 2)),)),)
    )
    town.take(replace(unread, unread=("2",)))
    assert town.state("2") == "answered"
    town.take(unread)
    assert town.state("2") == "submitted"


def test_documents_of_one_title_are_each_a_document_of_their_own(town: Town) -> None:
    one, other = (EvidenceRow(("1",), "通知", doc_no=no) for no in ("1号", "2号"))
    town.take(town.section(evidence=(one, other, one)))
    known = town.assessment.evidence
    assert {key: e.doc_no for key, e in known.items()} == {
        "001-2025-01": "1号",
        "001-2025-02": "2号",
    }
    town.take(town.section(evidence=(one, replace(other, doc_no="3号")), report=2, base=0))
    assert [e.doc_no for e in town.assessment.evidence.values()] == ["1号", "3号"]


def test_a_document_under_an_id_of_elsewhere_is_taken_in_once(town: Town) -> None:
    row = EvidenceRow(("1",), "通知", id="009-2024-03", doc_no="1号")
    town.take(town.section(evidence=(row,)))
    town.take(town.section(evidence=(replace(row, doc_no="2号"),), report=2, base=0))
    assert [e.doc_no for e in town.assessment.evidence.values()] == ["2号"]


def test_a_document_does_not_take_the_place_of_one_of_its_title(town: Town) -> None:
    named = EvidenceRow(("1",), "通知", doc_no="1号")
    town.take(town.section(evidence=(named,)))
    new = replace(named, doc_no="2号")  # in a form that shows the first one with its id
    town.take(town.section(evidence=(replace(named, id="001-2025-01"), new), report=2))
    town.take(town.section(evidence=(new,), report=3))  # written down once more
    assert [e.doc_no for e in town.assessment.evidence.values()] == ["1号", "2号"]


def test_evidence_goes_on_by_its_id_or_its_title(town: Town) -> None:
    row = EvidenceRow(("1", "2"), "制度", doc_no="1号")
    town.take(town.section(evidence=(row,)))
    town.take(town.section(evidence=(replace(row, doc_no="2号"),), report=2, base=0))
    assert [e.doc_no for e in town.assessment.evidence.values()] == ["2号"]
    renamed = replace(row, id="001-2025-01", title="新制度")
    town.take(town.section(evidence=(renamed,), report=3))
    assert [e.title for e in town.assessment.evidence.values()] == ["新制度"]
    town.take(town.section(evidence=(replace(renamed, cleared=True),), report=4))
    assert town.assessment.evidence == {}


def test_one_undo_takes_it_all_back_and_the_file_may_come_again(town: Town) -> None:
    section = town.section(
        counted(3), counted(2, no="2"), evidence=(EvidenceRow(("1",), "制度"),), formal=True
    )
    town.take(section)
    town.undo()
    assert (town.state("1"), town.state("2")) == ("blank", "blank")
    assert (town.assessment.evidence, town.assessment.taken) == ({}, {})
    assert town.take(section) == ["new", "new", "new"]


def test_notes_of_somebody_else_are_not_overwritten(town: Town) -> None:
    form = town.section(Part("1", note="表里写的"))
    town.do(WriteNote("1", "屏幕上写的", "司法局"))
    assert [row.why for row in town.merged(form).rows] == ["changed"]


def test_an_unknown_base_asks_wherever_something_stands(town: Town) -> None:
    town.record(3)
    form = town.section(counted(4), counted(1, no="2"))
    steps = [Step(1, town.journal[0][1], Assessment(), town.assessment)]
    merged = merge(town.roster, town.assessment, [replace(form, base_seq=0)], Past({}, steps))
    assert [row.outcome for row in merged.rows] == ["conflict", "new"]
    assert isinstance(merged.change, TakeSections)
