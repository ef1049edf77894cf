"""A round on the small town's set with an answer of every form, and its workbooks."""

import io
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from python_calamine import CalamineWorkbook

from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.assessment import (
    Assessment,
    Benchmark,
    Number,
    Rate,
    Score,
    Tier,
    Value,
)
from fazhi_tui.domain.changes import (
    AcceptItem,
    AttachEvidence,
    Change,
    MarkNone,
    MarkNotApplicable,
    RecordFinding,
    ReturnItem,
    SetReading,
    SubmitItem,
    WriteNote,
)
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.exchange.fill_in import FORMAT, Identity, Page
from fazhi_tui.exchange.fill_in_book import fill_in_workbook
from fazhi_tui.exchange.instructions import Sender
from fazhi_tui.exchange.portion import Portion, portion_of, portions
from tests.cli.town import TOWN

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def identity(unit: str = "司法所", report: int = 1) -> Identity:
    return Identity(FORMAT, UUID, "甲轮", "town", "ab" * 32, unit, 7, "cd" * 32, report)


@cache
def roster() -> Roster:
    loaded, _ = load_set(TOWN)
    assert loaded is not None
    return Roster(loaded)


def after(*changes: Change) -> Assessment:
    """A fresh round with these changes made."""
    assessment = Assessment(set_sha256="ab" * 32, year=2025)
    for change in changes:
        assessment = evolve(assessment, decide(roster(), assessment, change, "王五"))
    return assessment


def reading(no: str, clause: str, value: Value, subject: str = "", reason: str = "") -> SetReading:
    return SetReading(no, clause, value, subject=subject, reason=reason)


ANSWERED: tuple[Change, ...] = (
    RecordFinding("1", "a", quantity=Decimal(5), bearers=(("城管队", Decimal(1)),), reason="缺页"),
    RecordFinding("1", "a", quantity=Decimal(2), bearers=(("交通站", Decimal(1)),)),
    RecordFinding("1", "b", reason="=1+1"),
    reading("2", "a", Rate(Decimal(9), Decimal(10), Decimal(90)), "城管队"),
    reading("2", "a", Rate(Decimal(0), Decimal(0)), "交通站"),
    reading("2", "b", Number(Decimal(2)), reason="一次因汛情改期"),
    reading("2", "c", Tier("在建")),
    reading("2", "d", Score(100, "市司法局"), reason="抽查缺项"),
    RecordFinding("3", "a", level="重大", quantity=Decimal(2)),
    RecordFinding("3", "b", quantity=Decimal("35.5")),
    reading("3", "c", Benchmark(Decimal("92.5"))),
    reading("3", "c", Rate(Decimal(45), Decimal(50))),
    MarkNone(("3",), "e"),
    WriteNote("3", "说明一段"),
    AttachEvidence(("1", "2"), "案卷评查通报", "司法所", "〔2025〕3号", "2025-03-01"),
)
RETURNED: tuple[Change, ...] = (SubmitItem(("2",)), ReturnItem(("2",), "分母有误"))
ACCEPTED: tuple[Change, ...] = (SubmitItem(("1",)), AcceptItem(("1",)))
EXCUSED: tuple[Change, ...] = (MarkNotApplicable(("4",), "没有表彰项目", "司法所"),)


def portion(assessment: Assessment, unit: str = "司法所") -> Portion:
    items = portions(roster(), assessment)[unit]
    return portion_of(roster(), assessment, items, identity(unit))


def workbook(assessment: Assessment, unit: str = "司法所") -> bytes:
    return fill_in_workbook(roster(), portion(assessment, unit), Sender("治镇办"))


def pages(data: bytes) -> dict[str, list[list[object]]]:
    """The cells of every page, the hidden ones too."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


def column(rows: Iterable[list[object]], place: int) -> list[object]:
    return [row[place] for row in rows if len(row) > place]


def headings(page: Page) -> tuple[str, ...]:
    """All headings of a page, as they stand beside each other."""
    return tuple(column.heading for column in page.columns)


def place(page: Page, key: str) -> int:
    """The column of the worksheet, from 0, that holds `key`."""
    return 1 + [column.key for column in page.columns].index(key)
