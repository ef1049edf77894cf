"""L8 over real workbooks: what the forms that came back come to depends on the forms alone."""

import shutil
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from fazhi_tui.domain.changes import AcceptItem, MarkNone, RecordFinding, SubmitItem, WriteNote
from fazhi_tui.domain.merging import NO_CHOICES
from fazhi_tui.exchange.returned_form import Incoming
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.sections import Preview, look_at, settled, take
from fazhi_tui.work.session import Session
from fazhi_tui.work.splitting import split
from tests.cli.town import TOWN
from tests.domain.strategies import CHANCE
from tests.domain.test_laws_merging import plain
from tests.exchange.clerk import Clerk
from tests.work.test_sections import Office

ROWS: dict[str, tuple[tuple[str, dict[str, tuple[object, ...]]], ...]] = {
    "填报": (
        ("1.a", {"填写": (0, 2, "3卷", "无", "约2", "清空", "三十")}),
        ("1.b", {"填写": ("有", "无", "清空"), "原因": ("", "没有制度")}),
        ("2.a", {"分子": (9, "清空"), "分母": (10, "１０", 5)}),
        ("2.b", {"填写": (1, "2", 3)}),
        ("2.c", {"填写": ("已建", "在建", "清空", "没有这一档")}),
        ("2.d", {"填写": (0.1, 0.4, 9), "原因": ("抽查缺项",)}),
        ("3.b", {"填写": (0, 35.5)}),
        ("3.c", {"分子": (8, 9), "分母": (10, 20)}),
        ("3.c/benchmark", {"填写": (90, "92.5", "清空")}),
        ("3.d", {"填写": (1, 2, "清空")}),
    ),
    "失分明细": (
        (
            "",
            {"细则": ("1.a",), "数量": (1, 2), "失分单位": ("城管队", "交通站:2、城管队", "别家")},
        ),
        ("", {"细则": ("3.a",), "数量": (1,), "等级": ("一般", "重大")}),
    ),
    "分单位数据": (
        ("", {"细则": ("2.a",), "单位": ("城管队", "交通站"), "分子": (3,), "分母": (4,)}),
    ),
    "印证材料": (
        ("", {"指标": (1, "1、2"), "材料名称": ("通报", "名单"), "文号": ("", "〔2025〕3号")}),
        ("1/asked/1", {"材料名称": ("通报", "通报（二）", "清空"), "文号": ("", "〔2025〕4号")}),
        ("1/asked/2", {"指标": (1, 2), "材料名称": ("名单",)}),
    ),
    "自评说明": (
        ("1", {"自评说明": ("做法一", "做法二", "清空")}),
        ("3", {"自评说明": ("数据",)}),
        ("4", {"不涉及": ("是", "否"), "不涉及的理由": ("没有表彰项目",)}),
    ),
}
"""What clerks may type: by page, the key of a row ("" a new one), a choice of values a column."""


ASKING = TOWN.replace(
    'lead = "司法所"', 'lead = "司法所"\nevidence = ["评查通报", "人员名单"]', 1
).replace("benchmark = true", 'benchmark = true\nanswered_by = ["城管队", "司法所"]')
"""The town, where the first indicator asks for two documents, and two units are compared with one
benchmark."""


class Forms:
    """An office with forms of two moments sent out, between which something was done here."""

    def __init__(self, folder: Path) -> None:
        office = Office(folder, ASKING)
        sent = [path.read_bytes() for path in sorted(office.out.iterdir())]
        make = office.session.make
        make(RecordFinding("1", "b", reason="办公室补记"))
        make(WriteNote("3", "先写的说明", "司法所"))
        make(MarkNone(("4",), "a"))
        make(SubmitItem(("4",)))
        make(AcceptItem(("4",)))
        make(RecordFinding("1", "b", track="verified"))
        later = folder / "再发"
        sent += [Path(out.file).read_bytes() for out in split(office.session.snapshot, later)]
        office.store.close()
        self.sent: list[bytes] = sent
        self._store = folder / "store.db"
        self._copies = 0

    def session(self) -> Session:
        """The office as it is before anything comes back, on a store of its own."""
        self._copies += 1
        path = self._store.with_name(f"{self._copies % 40}.db")
        shutil.copy(self._store, path)
        return open_session(open_store(str(path)), "甲轮", actor="王五")

    def returned(self, chance: Random, many: int) -> list[bytes]:
        """Some of the forms, each filled in by a clerk, and each another report (第几次报送)."""
        return [_filled(chance, Clerk(chance.choice(self.sent)), n + 1) for n in range(many)]


def _filled(chance: Random, clerk: Clerk, number: int) -> bytes:
    for page, rows in ROWS.items():
        known = {row[0] for row in clerk.pages.get(page, [])}
        for key, columns in rows:
            if chance.random() < 0.4 and page in clerk.pages and (not key or key in known):
                cells = {name: chance.choice(values) for name, values in columns.items()}
                clerk.put(page, key, **cells)
    clerk.cover("第几次报送", chance.choice([number, f"第{number}次"]))
    clerk.cover("报送性质", chance.choice(["正式报送", "草稿"]))
    return clerk.save()


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    return Forms(tmp_path_factory.mktemp("forms"))


def read(session: Session, folder: Path, books: Sequence[bytes]) -> Preview:
    """The books as files of a folder, looked at together."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number, data in enumerate(books):
        (folder / f"{number}.xlsx").write_bytes(data)
    return look_at(session, [folder])


def state(session: Session) -> object:
    """What stands, but for when each came in: that goes by the clock."""
    assessment = session.snapshot.assessment
    entries = {no: replace(entry, moments=()) for no, entry in assessment.entries.items()}
    return plain(replace(assessment, entries=entries))


def taken(forms: Forms, together: Preview, reports: Sequence[Incoming]) -> Session:
    """The office after these reports came in one after the other, each twice."""
    session = forms.session()
    for report in reports:
        one = replace(together, reports=(report,), refused=())
        take(session, settled(session, one, NO_CHOICES))
        seq = session.snapshot.head.seq
        assert take(session, settled(session, one, NO_CHOICES)) is None, "the same again is nothing"
        assert session.snapshot.head.seq == seq
    return session


def told(preview: Preview) -> set[tuple[object, ...]]:
    """What becomes of each field, whatever ids were given out."""
    return {(row.field, row.report, row.outcome, row.why) for row in preview.rows}


def check(forms: Forms, folder: Path, chance: Random, many: int) -> None:
    books = forms.returned(chance, many)
    office = forms.session()
    together = read(office, folder, books)
    again = read(office, folder, [*reversed(books), *books])
    assert told(again) == told(together)
    take(office, together)
    whole = state(office)
    for order in permutations(together.reports):
        session = taken(forms, together, order)
        assert state(session) == whole
        entry = session.snapshot.assessment.entry("4")
        assert entry == forms.session().snapshot.assessment.entry("4"), "accepted: as it was"


@settings(max_examples=6)
@given(CHANCE)
def test_in_any_order_and_however_often(
    forms: Forms, tmp_path_factory: pytest.TempPathFactory, chance: Random
) -> None:
    check(forms, tmp_path_factory.getbasetemp() / "收回", chance, 3)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(200))
def test_in_any_order_many_times_over(forms: Forms, tmp_path: Path, seed: int) -> None:
    check(forms, tmp_path / "收回", Random(seed), 2 + seed % 3)
