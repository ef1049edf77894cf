"""Reading what a clerk made of a form on the small town's set."""

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.problems import Code
from fazhi_tui.domain.section import Part, evidence_rows, parts_of
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.returned_form import Had, Incoming, read_form
from tests.exchange.clerk import Clerk
from tests.exchange.filled import ANSWERED, after, roster, workbook

UNIT = "司法所"
BLANK = after()
SAID = after(*ANSWERED)
BLANK_FORM, SAID_FORM = workbook(BLANK), workbook(SAID)


def had(assessment: Assessment) -> Had:
    parts = {part.indicator: part for part in parts_of(assessment, UNIT)}
    return Had(parts, {row.id: row for row in evidence_rows(assessment, UNIT)})


def read(clerk: Clerk, base: Assessment = BLANK) -> Incoming:
    return read_form(open_form(clerk.save(), "表.xlsx"), roster(), had(base))


def fresh() -> Clerk:
    return Clerk(BLANK_FORM)


def part(incoming: Incoming, no: str) -> Part:
    return next((p for p in incoming.section.parts if p.indicator == no), Part(no))


def codes(problems: tuple[object, ...]) -> list[Code]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]
