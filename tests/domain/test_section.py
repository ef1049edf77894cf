"""A section made from an assessment holds what its unit said, and nothing of the others."""

from decimal import Decimal

from fazhi_tui.domain.assessment import (
    Answers,
    Assessment,
    Entry,
    Evidence,
    Finding,
    Nil,
    NotApplicable,
    Note,
    Rate,
    Reading,
)
from fazhi_tui.domain.section import (
    EvidenceRow,
    Excuse,
    FindingRow,
    Part,
    ReadingRow,
    evidence_rows,
    parts_of,
)

RATE = Rate(Decimal(9), Decimal(10))


def test_a_unit_finds_what_it_said_and_nothing_of_the_others() -> None:
    own = Answers(
        (
            Finding("1.a.甲局.2", "a", "甲局", 2, Decimal(3), reason="缺签章"),
            Finding("1.a.乙局.1", "a", "乙局", 1),
        ),
        (Reading("b", "甲局", RATE, "乙局"), Reading("b", "乙局", RATE)),
        (Nil("c", "甲局"), Nil("c", "乙局")),
    )
    entry = Entry(
        own,
        not_applicable=(NotApplicable("甲局", "无此职权", "办公室"), NotApplicable("", "全市", "")),
        notes=(Note("乙局", "别家的"), Note("甲局", "已整改")),
    )
    assessment = Assessment(
        entries={"1": entry, "2": Entry(Answers(nils=(Nil("a", "乙局"),)))},
        evidence={
            "001-2025-02": Evidence("001-2025-02", ("1",), "制度", "甲局", "甲发〔2025〕2号"),
            "001-2025-01": Evidence("001-2025-01", ("1",), "别家的", "乙局"),
        },
    )
    assert parts_of(assessment, "甲局") == (
        Part(
            "1",
            (FindingRow("a", "1.a.甲局.2", Decimal(3), reason="缺签章"),),
            (ReadingRow("b", RATE, "乙局"),),
            ("c",),
            note="已整改",
            excuse=Excuse("无此职权", "办公室"),
        ),
    )
    assert evidence_rows(assessment, "甲局") == (
        EvidenceRow(("1",), "制度", "001-2025-02", "甲发〔2025〕2号"),
    )


def test_the_clauses_a_part_speaks_of() -> None:
    part = Part("1", (FindingRow("a"),), (ReadingRow("b", None),), ("c",), ("d",))
    assert part.clauses() == {"a", "b", "c", "d"}
