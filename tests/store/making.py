"""Stores for tests: a small set adopted, a clock that ticks as told, random rounds made in them."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random

import msgspec

from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.assessment import Answers, Assessment, Entry, Evidence, Rate
from fazhi_tui.domain.changes import (
    AcceptItem,
    AdmitLate,
    AdoptDuties,
    AdoptSet,
    AmendEvidence,
    AmendFinding,
    AssignDuty,
    AttachEvidence,
    Change,
    ClearClause,
    DisputeGap,
    DrawSample,
    DropEvidence,
    DropFinding,
    FixCutOff,
    Imported,
    IssueLetters,
    LiftNotApplicable,
    MarkNone,
    MarkNotApplicable,
    NumberLetter,
    PlanRectification,
    Reassign,
    ReceiveLetter,
    RecordCheck,
    RecordFinding,
    RejectDispute,
    Restore,
    ReturnItem,
    SetDeadline,
    SetOutsideScores,
    SetReading,
    SubmitItem,
    SucceedUnit,
    TakeSections,
    VoidLetter,
    WriteNote,
    WriteReport,
)
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Duty, IndicatorSet
from fazhi_tui.domain.papers import CutOff, Figures, Letter, Matter
from fazhi_tui.domain.problems import Refused
from fazhi_tui.domain.records import Deadline, Dispute, Handover, Rectification, Taken
from fazhi_tui.store.journal import GENESIS, Base, Line, fold, write_line
from fazhi_tui.store.rows import PostingRow
from fazhi_tui.store.schema import VERSION
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.opening import AdoptedSet, new_assessment, open_session
from fazhi_tui.work.projecting import projection_of
from fazhi_tui.work.session import Session
from fazhi_tui.work.snapshot import Snapshot
from tests.catalog.small_set import SMALL
from tests.domain.strategies import MAKERS

ME, NAME = "王小明", "演示市2025"
FINDING = RecordFinding("1", "b", level="轻")


def ticking(start: str = "2025-03-01T08:00:0") -> Callable[[], str]:
    """A clock: a millisecond later each time it is asked."""
    ticks = count()
    return lambda: f"{start}{next(ticks) / 1000:.3f}Z"


def small_set(text: str = SMALL) -> AdoptedSet:
    parsed, problems = load_set(text)
    assert parsed is not None, problems
    return AdoptedSet(text, parsed)


def as_adopted(indicator_set: IndicatorSet) -> AdoptedSet:
    """A set made in a test; its text is only something to be kept."""
    return AdoptedSet(msgspec.json.encode(indicator_set).decode(), indicator_set)


def a_session(store: Store, name: str = NAME, adopted: AdoptedSet | None = None) -> Session:
    """A new assessment in a store, opened."""
    new_assessment(store, name, adopted or small_set(), actor=ME, clock=ticking())
    return open_session(store, name, actor=ME)


@contextmanager
def somebody_writing(place: str) -> Iterator[None]:
    """Another program writes to the assessment all the time."""
    writer = open_session(open_store(place), NAME, actor="李四")
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            writer.make(FINDING)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def play_on(session: Session, chance: Random, length: int) -> None:
    """`length` tries to change something; what is refused is left out."""
    for _ in range(length):
        snapshot = session.snapshot
        change = chance.choice(MAKERS)(chance, snapshot.roster, snapshot.assessment)
        try:
            session.make(change)
        except Refused:
            continue


def projection(store: Store, name: str = NAME) -> list[PostingRow]:
    """What is stored, in a fixed order."""
    return sorted(store.postings(store.head(name).id), key=msgspec.structs.astuple)


def posted_by_fold(session: Session) -> list[PostingRow]:
    """What should be stored: the postings of the journal folded from its beginning."""
    snapshot = session.snapshot
    lines = session.store.lines(snapshot.head.id)
    fresh = Snapshot(snapshot.head, snapshot.roster, fold(lines))
    rows = projection_of(fresh, snapshot.roster.indicators).postings
    return sorted(rows, key=msgspec.structs.astuple)


def make_golden(folder: Path) -> None:
    """A store as this version writes it, and what is in it, to be opened by all later ones."""
    store = open_store(str(folder / f"v{VERSION}.db"))
    told = {}
    for name, seed, length in (("甲县2025", 1, 60), ("乙县 第二轮", 2, 30)):
        session = a_session(store, name)
        play_on(session, Random(seed), length)
        head, tally = session.snapshot.head, session.snapshot.tally()
        told[name] = {
            "id": head.id,
            "seq": head.seq,
            "hash": head.hash,
            "lost": tally.lost,
            "earned": tally.earned,
            "pending": tally.pending,
            "units": {unit.unit: unit.lost for unit in tally.by_unit if unit.lost},
        }
    head = store.head(name)
    store.keep_checkpoint(head, Base(head.seq, head.hash, fold(store.lines(head.id))))
    store.close()
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (folder / f"v{VERSION}.json").write_text(text + "\n", encoding="utf-8")


def every_change() -> Iterator[Change]:
    """One accepted change of each kind, with every field filled."""
    yield AdoptSet("0" * 64, 2025)
    duty = Duty("司法局", ("城管局",), ("各执法部门",), "张三", "李四")
    yield AdoptDuties({"1": duty}, "ab")
    yield AssignDuty(("1", "2"), duty)
    bearers = (("司法局", Decimal("0.30")), ("城管局", Decimal(1)))
    finding = RecordFinding(
        "1",
        "b",
        "司法局",
        "verified",
        Decimal("2.50"),
        "轻",
        "城管局",
        bearers,
        "为\n何",
        "2025-03-01",
        "1.b.司法局.1",
    )
    yield finding
    yield AmendFinding(
        "1.b.司法局.1", "self", Decimal("1E+1"), "重", "城管局", bearers, "因", "2025-03-01", "1"
    )
    yield DropFinding("1.b.司法局.1", "verified", "1")
    rate = Rate(Decimal(7), Decimal(9), Decimal("77.78"))
    yield SetReading("2", "b", rate, "城管局", "self", "司法局", "因", "2025-03-01", sole=True)
    yield MarkNone(("1",), "a", "司法局", "verified", replace=True, parts=(("1", "a", "司法局"),))
    yield ClearClause("1", "a", "司法局", "verified")
    yield MarkNotApplicable(("1", "2"), "无此职权", "城管局", "治市办")
    yield LiftNotApplicable(("1",), "城管局")
    yield WriteNote("1", "说明“一二”\t三", "司法局")
    yield AttachEvidence(
        ("1", "2"), "文件", "司法局", "〔2025〕1号", "2025-03-01", "/a b", "http://x", "001-2025-01"
    )
    yield AmendEvidence("001-2025-01", ("2",), "新", "司法局", "号", "2025-03-02", "f", "u")
    yield DropEvidence("001-2025-01")
    yield SubmitItem(("1",), "司法局", (("1", "司法局"),))
    yield ReturnItem(("1",), "不全", "司法局", (("1", "司法局"),))
    yield AcceptItem(("1",), "司法局", (("1", "司法局"),))
    yield PlanRectification(
        "1.b.司法局.1/城管局",
        "治市办",
        "司法局",
        "补",
        "甲",
        "2025-09-01",
        "2025-10-01",
        "半",
        "",
        "",
        ("1.b.司法局.1/城管局", "1.b.司法局.2/城管局"),
        "2025-11-01",
        "等批复",
        grant=True,
        deny="不必",
        reported="办了",
        send_back="不全",
        fact="一案",
        actor="甲",
    )
    yield AdmitLate(("1",), "司法局", (("1", "司法局"),))
    yield SetDeadline("2025-06-30T15:59:59.999Z")
    yield SetOutsideScores("省初审", {"1": 1500, "2": None})
    yield DrawSample("evidence", 2, "种子", 1, 9, ("001-2025-01", "002-2025-01"))
    yield RecordCheck(1, "001-2025-01", False, "不符", finding)
    yield SucceedUnit(
        "城管局",
        ("执法局", "司法局"),
        ("执法局",),
        "2025-07-01",
        "机构改革",
        (("1.b.司法局.1/城管局", "执法局"),),
    )
    yield DisputeGap("1.b.司法局.1/城管局", "不是我的", "城管局")
    yield RejectDispute("1.b.司法局.1/城管局", "是你的")
    yield Reassign(
        "1.b.司法局.1/城管局", bearers, "改派", "1", "1.b.司法局.1", ("1.b.司法局.1/司法局",)
    )
    entry = Entry(own=Answers(), recheck=True, serials={"b.司法局": 3})
    evidence = Evidence("001-2025-01", ("1",), "文件")
    plan = Rectification(
        "g/u",
        progress=("一", "二"),
        dispute=Dispute("城管局", "因", "rejected", "答"),
        came_from=(Handover("交通局", "并入"),),
    )
    yield Restore(
        7,
        {"1": entry, "2": Entry()},
        {evidence.id: evidence, "x": None},
        {"g/u": plan, "h/u": None},
        {"城管局": Taken(handed_in={"1": 2}), "司法局": None},
        {"deadline": Deadline("2025-06-30T15:59:59.999Z"), "sample/1": None},
    )
    matter = Matter("1.b.司法局.1/城管局", "1", "甲", "缺", 100, 120, "补", "2025-09-01")
    letter = Letter(
        "城管局", "prompt", "函", ("文",), (matter,), "2025-03-01", "2025-04-01", 3, "ab",
        with_points=True, id="1",
    )  # fmt: skip
    yield IssueLetters((letter,))
    yield NumberLetter("1", "督〔2025〕1号", "2025-03-02")
    yield ReceiveLetter("1", "2025-03-05", "张三")
    yield VoidLetter("1", "重复")
    figures = Figures(10, 6, 3, 1, 1, 1, 1, {"1": (6, 3, 1)}, {"城管局": 3})
    yield FixCutOff(CutOff("final", 3, "ab", figures, "verified", 2))
    yield WriteReport({"summary": "总的看\n好"})
    yield TakeSections((finding, ClearClause("1", "a")), {"城管局": Taken(handed_in={"1": 2})})
    state = evolve(Assessment(), finding)
    yield Imported(state, "digest", "head")


def a_journal(changes: Iterable[Change], assessment: str = "A") -> list[Line]:
    """Lines that follow each other."""
    clock, lines, previous = ticking(), [], (0, GENESIS)
    for change in changes:
        line = write_line(assessment, previous, clock(), (ME, "司法局"), change)
        lines.append(line)
        previous = (line.seq, line.hash)
    return lines
