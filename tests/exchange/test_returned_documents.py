"""The page of evidence as clerks leave it: rows copied, sorted, under keys that nothing has."""

import pytest

from fazhi_tui.domain.changes import AttachEvidence
from fazhi_tui.domain.problems import Code
from tests.exchange.clerk import Clerk
from tests.exchange.filled import ANSWERED, after, workbook
from tests.exchange.returned import SAID, SAID_FORM, UNIT, fresh, read

STRANGE_KEYS = ["009-2025-77", "77/asked/1", f"1/asked/{'9' * 5000}", "/asked/1", "乱"]


@pytest.mark.parametrize("key", STRANGE_KEYS, ids=lambda key: key[:12])
def test_evidence_under_a_key_that_nothing_has_is_told_in_its_cell(key: str) -> None:
    clerk = fresh()
    at = clerk.put("印证材料", "", 材料名称="通报")
    clerk.cell("印证材料", at - 1, 0, key)
    (problem,) = read(clerk).rejected
    assert (problem.code, problem.path) == (Code.UNKNOWN_INDICATOR, f"印证材料!B{at}")


@pytest.mark.parametrize("above", [True, False])
def test_a_row_of_evidence_copied_and_changed_is_a_document_of_its_own(above: bool) -> None:
    clerk = Clerk(SAID_FORM)
    at = clerk.row("印证材料", "001-2025-01")
    copy = list(clerk.pages["印证材料"][at])  # with its hidden key
    clerk.insert("印证材料", at + (not above))
    clerk.pages["印证材料"][at + (not above)] = copy
    for heading, value in (("材料名称", "第二份"), ("成文日期", "")):
        clerk.cell("印证材料", at + (not above), clerk.column("印证材料", heading), value)
    told = {row.title: (row.id, row.date) for row in read(clerk, SAID).section.evidence}
    assert told == {"案卷评查通报": ("001-2025-01", "2025-03-01"), "第二份": ("", "")}


def test_documents_sorted_without_their_keys_stay_the_documents_they_were() -> None:
    other = AttachEvidence(("2",), "表彰决定", UNIT, "〔2024〕9号", "2024-03-01")
    base = after(*ANSWERED, other)
    clerk = Clerk(workbook(base))
    clerk.sort("印证材料", key=lambda row: str(row[4]), first=1)
    clerk.put("印证材料", "", 指标=1, 材料名称="新的一件")
    incoming = read(clerk, base)
    assert {row.id: row.title for row in incoming.section.evidence} == {
        "001-2025-01": "案卷评查通报",
        "002-2025-01": "表彰决定",
        "": "新的一件",
    }
