"""How an assessment comes to be there: sets, new ones, moments, portable files."""

import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from fazhi_tui.domain.changes import AdoptDuties, AdoptSet
from fazhi_tui.domain.indicators import Duty
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.store import Store, open_store, sha256_of
from fazhi_tui.work.opening import (
    find_set,
    new_assessment,
    open_session,
    read_adoptable,
    shipped_sets,
    snapshot_at,
)
from tests.catalog.small_set import SMALL, changed
from tests.store.making import (
    FINDING,
    ME,
    NAME,
    a_session,
    play_on,
    small_set,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "a.db"))


@pytest.fixture
def in_beijing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def problems_of(caught: pytest.ExceptionInfo[Refused]) -> tuple[Problem, ...]:
    return caught.value.problems


# ── sets ─────────────────────────────────────────────────────────────────────────────────────


def test_a_set_is_found_by_its_id_or_in_a_file(tmp_path: Path) -> None:
    assert find_set("demo-98").set.id == "demo-98"
    path = tmp_path / "我的.toml"
    path.write_text(SMALL, encoding="utf-8")
    adopted = find_set(str(path))
    assert (adopted.set.id, adopted.sha256) == ("small", sha256_of(SMALL))
    plain = path.rename(tmp_path / "without-suffix")
    assert find_set(str(plain)).set.id == "small"


def test_a_folder_named_like_a_shipped_set_is_not_in_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "demo-98").mkdir()
    assert find_set("demo-98").set.id == "demo-98"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("demo-89", Code.UNKNOWN_SET),
        ("", Code.UNKNOWN_SET),
        ("长" * 300, Code.UNKNOWN_SET),
        ("missing.toml", Code.FILE_MISSING),
        ("长" * 300 + ".toml", Code.FILE_UNREADABLE),
    ],
)
def test_a_set_that_is_not_there_is_told(asked: str, code: Code) -> None:
    with pytest.raises(Refused) as caught:
        find_set(asked)
    (problem,) = problems_of(caught)
    assert problem.code is code
    assert problem.hint == ("demo-98" if asked == "demo-89" else "")


def test_a_set_with_errors_is_refused_with_all_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(changed("worth = 10", "worth = 11").replace('"司局"', "7"), encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read_adoptable(path)
    assert len(problems_of(caught)) > 1
    assert {problem.file for problem in problems_of(caught)} == {str(path)}


def test_all_shipped_sets_can_be_adopted(store: Store) -> None:
    for adopted in shipped_sets():
        head = new_assessment(store, adopted.set.id, adopted, actor=ME)
        session = open_session(store, adopted.set.id, actor=ME)
        assert session.snapshot.roster.set == adopted.set
        assert session.snapshot.tally().pending == adopted.set.total
        assert head.set_sha256 == adopted.sha256


# ── new ──────────────────────────────────────────────────────────────────────────────────────


def test_a_new_assessment_begins_with_its_set_and_duties(store: Store) -> None:
    duties = AdoptDuties({"1": Duty("城管局", ("市司法局",))})
    new_assessment(store, NAME, small_set(), actor=f" {ME}\n", duties=duties)
    session = open_session(store, NAME, actor=ME)
    assert [line.kind for line in session.lines] == ["adopt_set", "adopt_duties"]
    assert {line.actor for line in session.lines} == {ME}
    assert session.snapshot.assessment.entry("1").duty == Duty("城管局", ("司法局",))
    assert broken_at(session.lines) is None


def test_duties_that_do_not_fit_leave_nothing_behind(store: Store) -> None:
    with pytest.raises(Refused):
        new_assessment(store, NAME, small_set(), actor=ME, duties=AdoptDuties({"1": Duty("法院")}))
    assert store.heads() == []


@pytest.mark.usefixtures("in_beijing")
def test_the_year_is_the_one_of_the_calendar_on_the_wall(store: Store) -> None:
    new_assessment(store, NAME, small_set(), actor=ME, clock=lambda: "2024-12-31T16:30:00.000Z")
    (line,) = open_session(store, NAME, actor=ME).lines
    assert line.change == AdoptSet(small_set().sha256, 2025)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("演示市2025年度自评", 2025),
        ("２０２５年第一轮", 2025),
        ("2025年第二轮（2025年12月）", 2025),
        ("2024年和2025年对照", 2026),
        ("第2025轮", 2026),
        ("12025年", 2026),
        ("自评", 2026),
    ],
)
def test_the_year_is_the_one_that_the_name_tells(store: Store, name: str, year: int) -> None:
    new_assessment(store, name, small_set(), actor=ME, clock=lambda: "2026-01-15T08:00:00.000Z")
    assert open_session(store, name, actor=ME).snapshot.assessment.year == year


# ── at a moment ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def dated(store: Store) -> Store:
    """Changes on two days in Beijing."""
    moments = iter(
        (
            "2025-03-01T01:00:00.000Z",  # 3-01 09:00, asked for the year
            "2025-03-01T01:00:00.000Z",  # 3-01 09:00
            "2025-03-01T02:30:15.250Z",  # 3-01 10:30:15
            "2025-03-01T15:59:59.999Z",  # 3-01 23:59:59
            "2025-03-01T16:00:00.000Z",  # 3-02 00:00
        )
    )
    new_assessment(store, NAME, small_set(), actor=ME, clock=lambda: next(moments))
    session = open_session(store, NAME, actor=ME, clock=lambda: next(moments))
    for _ in range(3):
        session.make(FINDING)
    return store


@pytest.mark.usefixtures("in_beijing")
@pytest.mark.parametrize(
    ("at", "seq"),
    [
        ("", 4),
        ("1", 1),
        (" 3 ", 3),
        ("4", 4),
        ("2025-03-01", 3),
        ("2025-3-1", 3),
        ("2025年3月1日", 3),
        ("2025.03.01", 3),
        ("2025-03-02", 4),
        ("2025-03-01 09:00", 1),
        ("2025-03-01T10:29", 1),
        ("2025-03-01 10:30", 2),
        ("2025-3-1 9:00", 1),
        ("2025年3月1日 10：30", 2),
        ("2025. 3. 1", 3),
        ("2025-03-01 10:30:14", 1),
        ("2025-03-01 10:30:15", 2),
        ("2025-03-01T10:30:15.249", 1),
        ("2025-03-01T10:30:15.250", 2),
        ("2025-03-01 10:30:15+09:00", 1),
        ("2025-03-01T02:30:15.250Z", 2),
        ("2025-03-01 23:59:59", 3),
        ("2099-01-01", 4),
    ],
)
def test_a_moment_shows_what_was_there(dated: Store, at: str, seq: int) -> None:
    snapshot = snapshot_at(dated, NAME, at)
    lines = dated.lines(snapshot.head.id)
    assert (snapshot.head.seq, snapshot.head.hash) == (seq, lines[seq - 1].hash)
    assert snapshot.head.at == lines[seq - 1].at
    assert snapshot.tally().lost == 100 * min(1, seq - 1)
    assert len(snapshot.assessment.entry("1").own.findings) == seq - 1


@pytest.mark.usefixtures("in_beijing")
@pytest.mark.parametrize(
    "at",
    [
        "0",
        "5",
        "-1",
        "999999999",
        "99999999999999999999",
        "2025-03-01 08:59",
        "2024-12-31",
        "2025-02-30",
        "昨天",
        "0001-01-01",
        "9999-12-31T23:59:59.999999-14:00",
        "2025-03-01 25:00",
        "2025-03",
    ],
)
def test_a_moment_that_is_none_is_told(dated: Store, at: str) -> None:
    with pytest.raises(Refused) as caught:
        snapshot_at(dated, NAME, at)
    assert [p.code for p in problems_of(caught)] == [Code.MOMENT_UNKNOWN]


def test_every_moment_is_the_fold_up_to_it(store: Store) -> None:
    session = a_session(store)
    chance, seen = Random(3), {1: session.snapshot}
    for _ in range(60):
        play_on(session, chance, 1)
        seen[session.snapshot.head.seq] = session.snapshot
    for seq, snapshot in seen.items():
        then = snapshot_at(store, NAME, str(seq))
        assert then.assessment == snapshot.assessment
        assert then.tally() == snapshot.tally()
