"""Makes the shipped demonstration (`sessions/demo.toml`) anew from the data in `scripts/sample/`.

    python -m scripts.make_sample            writes the file
    python -m scripts.make_sample --check    tells whether the file is up to date

Everything goes the way an office's own entries go: each line of the data becomes a `Change`, which
a `Session` decides and writes to a store that is thrown away. Clock, actor and id are fixed, so
the same data and the same set give the same bytes. A change that is refused is told with the
line of data it comes from, and nothing is written then.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import AdoptSet, Change
from fazhi_tui.domain.evolving import evolve
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.problems import Refused
from fazhi_tui.shipped import sample_session
from fazhi_tui.store.journal import GENESIS, write_line
from fazhi_tui.store.rows import Head, Projection
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.wording.problems import say
from fazhi_tui.work.opening import export_text, find_set, open_session
from fazhi_tui.work.session import Session
from fazhi_tui.work.snapshot import Snapshot
from scripts.sample_changes import read_changes

NAME = "演示市2025年第一轮自评"
SET = "demo-98"
ACTOR = "市委依法治市办"
BEGUN = datetime(2025, 11, 14, 1, 0, tzinfo=UTC)
ID = str(uuid5(NAMESPACE_URL, "fazhi:demo"))
DATA = Path(__file__).resolve().parent / "sample"


class Spoilt(Exception):
    """Some lines of the data were refused; its text names each of them."""


def build(folder: Path) -> tuple[str, Snapshot]:
    """The sample as a portable file's text, and what stands in it. Raises `Spoilt`.

    `folder` takes the store that is worked on.
    """
    store = open_store(str(folder / "sample.db"))
    try:
        session = _begin(store)
        refusals = list(_make_all(session))
        if refusals:
            raise Spoilt("\n".join(refusals))
        return export_text(store, session.snapshot, with_set=False), session.snapshot
    finally:
        store.close()


def _begin(store: Store) -> Session:
    """A fresh assessment under a fixed id, opened with a clock that ticks once a change."""
    clock = _ticking()
    adopted = find_set(SET)
    change, at = AdoptSet(adopted.sha256, BEGUN.year), clock()
    line = write_line(ID, (0, GENESIS), at, (ACTOR, ""), change)
    head = Head(ID, NAME, at, adopted.sha256, line.seq, at, line.hash)
    empty = Snapshot(head, Roster(adopted.set), evolve(Assessment(), change))
    store.create(empty.head, [line], (adopted.text, adopted.set), Projection())
    return open_session(store, NAME, actor=ACTOR, clock=clock)


def _ticking() -> Callable[[], str]:
    minutes = count()

    def tick() -> str:
        moment = BEGUN + timedelta(minutes=next(minutes))
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    return tick


def _make_all(session: Session) -> Iterator[str]:
    """Make every change of the data; gives a sentence for each that is refused."""
    roster = session.snapshot.roster
    for place, change, unit in read_changes(DATA, roster, lambda: session.snapshot):
        try:
            session.make(change, unit)
        except Refused as refused:
            problems = "；".join(say(problem) for problem in refused.problems)
            yield f"{place} 被拒绝：{problems}\n    {_shown(change)}"


def _shown(change: Change) -> str:
    return repr(change)


def main(arguments: list[str]) -> int:
    """Write or check the shipped file; 0 if it is now (or was) up to date."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            text, _ = build(Path(folder))
        except Spoilt as spoilt:
            sys.stderr.write(f"{spoilt}\n示例未写出。\n")
            return 1
    target = sample_session()
    if arguments == ["--check"]:
        same = target.is_file() and target.read_text(encoding="utf-8") == text
        sys.stdout.write(f"{target}：{'已是最新' if same else '与数据不一致，请重新生成'}\n")
        return 0 if same else 1
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"已写出 {target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
