"""Care of a store: what is examined and mended, and the way back where a file is damaged."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import AttachEvidence, DropEvidence, IssueLetters, NumberLetter
from fazhi_tui.domain.papers import Letter, Matter
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.exports.writing import save
from fazhi_tui.store.backups import back_up_day, daily_backups
from fazhi_tui.store.copying import move
from fazhi_tui.store.evidence_files import KeptFile
from fazhi_tui.store.journal import Base
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.doctor import examine
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session, now
from tests.store.conftest import place_of, run_sql
from tests.store.making import FINDING, ME, NAME, a_session, somebody_writing

AT = "2025-03-09T08:00:00.000Z"
LONG_AGO = 86_400


def bad(store: Store, *, mend: bool = False) -> set[str]:
    return {finding.check for finding in examine(store, mend=mend) if not finding.ok}


def with_copy(store: Store, folder: Path, name: str = NAME) -> tuple[Session, KeptFile]:
    """A round with one copied file of evidence."""
    session = a_session(store, name)
    paper = folder / f"{name}.pdf"
    paper.write_bytes(name.encode())
    kept = store.files.keep(str(paper), AT)
    session.make(AttachEvidence(("1",), "文件", file=kept.name, sha256=kept.sha256))
    return session, kept


# ── what is examined ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "statement", ["UPDATE set_unit SET category = 'x'", "DELETE FROM set_unit"]
)
def test_the_categories_of_units_are_held_to_the_set(store: Store, statement: str) -> None:
    a_session(store)
    before = store.database.query("SELECT * FROM set_unit ORDER BY unit")
    run_sql(place_of(store), statement)
    assert bad(store) == {"set"}
    bad(store, mend=True)
    assert bad(store) == set()
    assert store.database.query("SELECT * FROM set_unit ORDER BY unit") == before


def test_what_was_made_of_a_set_is_held_to_its_text(store: Store) -> None:
    """A forger who signs anew what the program would read instead of the set's text."""
    head = a_session(store).snapshot.head
    honest = store.parsed_set(head.set_sha256)
    assert honest is not None
    first = honest.indicators[0]
    forged = replace(honest, indicators=(replace(first, name="x"), *honest.indicators[1:]))
    store.keep_parsed(head.set_sha256, forged)
    assert "set" in bad(store)
    bad(store, mend=True)
    assert bad(store) == set()
    assert store.parsed_set(head.set_sha256) == honest


def test_a_checkpoint_that_lies_is_told_and_made_anew(store: Store) -> None:
    session = a_session(store)
    session.make(FINDING)
    head = session.snapshot.head
    store.keep_checkpoint(head, Base(head.seq, head.hash, Assessment()))
    assert bad(store) == {"checkpoint"}
    bad(store, mend=True)
    assert bad(store) == set()
    assert (
        open_session(store, NAME, actor=ME).snapshot.tally().lost == session.snapshot.tally().lost
    )


def test_a_clock_that_ran_ahead_is_told(store: Store) -> None:
    head = a_session(store).snapshot.head
    session = open_session(store, NAME, actor=ME, clock=lambda: "2999-01-01T00:00:00.000Z")
    assert bad(store) == set()
    session.make(FINDING)
    assert bad(store) == {"clock"}
    assert session.snapshot.head.at > head.at


def test_a_number_that_left_the_register_is_told_and_entered_anew(store: Store) -> None:
    session = a_session(store)
    matter = Matter("1.b.司法局.1/司法局", "1", "甲", "缺", 100, 100, "", "")
    letter = Letter(
        "司法局", "prompt", "函", ("文",), (matter,), "2025-03-01", "2025-04-01", 1, "ab"
    )
    session.make(IssueLetters((letter,)))
    (key,) = session.snapshot.assessment.letters
    session.make(NumberLetter(key, "督〔2025〕1号", "2025-03-02"))
    assert bad(store) == set()
    run_sql(place_of(store), "DELETE FROM letter_register")
    assert bad(store) == {"letters"}
    bad(store, mend=True)
    assert bad(store) == set()
    assert len(store.letters(session.snapshot.head.id)) == 1


def test_the_examination_goes_on_while_others_write(store: Store) -> None:
    a_session(store)
    with somebody_writing(place_of(store)):
        for turn in range(4):
            assert bad(store, mend=bool(turn % 2)) == set()


def test_a_database_that_can_not_be_read_at_all_is_still_examined(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = open_store(str(path))
    a_session(store)
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 16] = b"\xff" * 16
    path.write_bytes(content)
    found = list(examine(open_store(str(path))))
    assert {item.check for item in found if not item.ok} >= {"integrity"}
    assert "place" in {item.check for item in found}


# ── copies of evidence ───────────────────────────────────────────────────────────────────────


def test_what_a_damaged_round_names_is_never_cleared_away(store: Store, tmp_path: Path) -> None:
    _, kept = with_copy(store, tmp_path)
    run_sql(place_of(store), "UPDATE journal SET actor = 'x' WHERE seq = 2")
    run_sql(place_of(store), "UPDATE journal SET payload = '{}' WHERE seq = 2")
    assert bad(store, mend=True) >= {"chain"}
    assert store.files.get(kept.sha256) == NAME.encode()


def test_what_was_dropped_can_come_back(store: Store, tmp_path: Path) -> None:
    session, kept = with_copy(store, tmp_path)
    (item,) = session.snapshot.assessment.evidence
    session.make(DropEvidence(item))
    assert bad(store, mend=True) == set()
    session.undo()
    assert store.files.state(kept.sha256) == "there"
    assert bad(store) == set()


def test_a_copy_just_made_is_left_for_the_change_that_names_it(
    store: Store, tmp_path: Path
) -> None:
    session = a_session(store)
    (tmp_path / "x").write_bytes(b"x")
    kept = store.files.keep(str(tmp_path / "x"), now())
    assert bad(store, mend=True) == set()
    session.make(AttachEvidence(("1",), "文件", file=kept.name, sha256=kept.sha256))
    assert bad(store) == set()


def test_a_copy_kept_anew_is_not_forgotten(store: Store, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    old = store.files.keep(str(tmp_path / "x"), AT)
    assert store.files.orphans() == [old]
    store.files.keep(str(tmp_path / "x"), "2999")
    store.files.forget(old)
    assert store.files.state(old.sha256) == "there"
    assert store.files.orphans() == []


def test_a_damaged_copy_is_made_good_by_keeping_the_file_again(
    store: Store, tmp_path: Path
) -> None:
    _, kept = with_copy(store, tmp_path)
    if store.database.folder:
        (path,) = (p for p in Path(store.database.folder).rglob("*") if p.is_file())
        path.write_bytes(b"other")
    else:
        run_sql(place_of(store), "UPDATE evidence_file SET content = 'other'")
    assert store.files.state(kept.sha256) == "changed"
    store.files.keep(str(tmp_path / f"{NAME}.pdf"), AT)
    assert store.files.state(kept.sha256) == "there"


def test_files_left_by_a_program_that_was_ended_are_told_and_go(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "a.db"))
    _, kept = with_copy(store, tmp_path)
    folder = Path(store.database.folder, kept.sha256[:2])
    for name in ("0" * 64, f"{kept.sha256}.12.part"):
        (folder / name).write_bytes(b"half")
    assert bad(store) == set()  # somebody may be at it
    for name in ("0" * 64, f"{kept.sha256}.12.part"):
        os.utime(folder / name, (LONG_AGO, LONG_AGO))
    assert bad(store) == {"orphans"}
    bad(store, mend=True)
    assert [path.name for path in folder.iterdir()] == [kept.sha256]


def test_a_copy_that_can_not_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path / "a.db"))
    (tmp_path / "x").write_bytes(b"x")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(Refused) as caught:
        store.files.keep(str(tmp_path / "x"), AT)
    problem = caught.value.problems[0]
    assert (problem.code, problem.wanted) == (Code.FILE_UNWRITABLE, "space")
    assert [path for path in Path(store.database.folder).rglob("*") if path.is_file()] == []
    assert store.files.all() == {}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_store_behind_a_link_keeps_one_folder(tmp_path: Path) -> None:
    (tmp_path / "真").mkdir()
    store = open_store(str(tmp_path / "真" / "a.db"))
    _, kept = with_copy(store, tmp_path)
    (tmp_path / "l.db").symlink_to(tmp_path / "真" / "a.db")
    behind = open_store(str(tmp_path / "l.db"))
    assert behind.files.state(kept.sha256) == "there"
    os.utime(tmp_path / "真" / "a.db", (LONG_AGO, LONG_AGO))
    back_up_day(behind)
    assert daily_backups(store) == daily_backups(behind) != []


def test_a_report_never_takes_the_place_of_a_database(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    a_session(open_store(str(path)))
    before = path.read_bytes()
    with pytest.raises(Refused) as caught:
        save(b"x", path)
    assert caught.value.problems[0].code is Code.FILE_EXISTS
    assert path.read_bytes() == before


def test_a_number_taken_elsewhere_does_not_stop_a_move(fresh: Callable[[str], str]) -> None:
    for engine in ("sqlite", "postgres"):
        source, target = open_store(fresh("sqlite")), open_store(fresh(engine))
        mine, theirs = a_session(source).snapshot.head, a_session(target, "乙").snapshot.head
        for place, head in ((source, mine), (target, theirs)):
            row = f"INSERT INTO letter_register VALUES ('1号', '{head.id}', '1', '{AT}')"
            run_sql(place_of(place), row)
        move(source, target, mine, actor=ME, at=AT)
        assert target.letters(mine.id) == []
        assert len(target.letters(theirs.id)) == 1
        assert target.head(NAME) == mine
