"""Moves and backups: on every engine the journal arrives with its hashes, once."""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from fazhi_tui.domain.changes import AttachEvidence
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store import backups
from fazhi_tui.store.backups import back_up, back_up_day, daily_backups, restore
from fazhi_tui.store.copying import archive, move, remove
from fazhi_tui.store.journal import broken_at
from fazhi_tui.store.rows import LetterRow
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.doctor import examine
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session
from tests.store.conftest import place_of, run_sql
from tests.store.making import (
    FINDING,
    ME,
    NAME,
    a_session,
    play_on,
    posted_by_fold,
    projection,
    somebody_writing,
)

AT = "2025-03-09T08:00:00.000Z"
Fresh = Callable[[str], str]


@pytest.fixture(params=[("sqlite", "sqlite"), ("sqlite", "postgres"), ("postgres", "sqlite")])
def pair(request: pytest.FixtureRequest, fresh: Fresh) -> tuple[Store, Store]:
    """A store and another one, on the same engine or on two."""
    one, other = request.param
    return open_store(fresh(one)), open_store(fresh(other))


def _code(refused: Callable[[], object]) -> Code:
    with pytest.raises(Refused) as caught:
        refused()
    return caught.value.problems[0].code


def _a_full_round(store: Store, folder: Path, name: str = NAME) -> Session:
    """A round with all that can hang on one: findings, a letter's number, a copied file."""
    session = a_session(store, name)
    play_on(session, Random(5), 40)
    paper = folder / f"{name}.pdf"
    paper.write_bytes(b"%PDF" + name.encode())
    kept = store.files.keep(str(paper), AT)
    session.make(AttachEvidence(("1",), "文件", file=kept.name, sha256=kept.sha256))
    head = session.snapshot.head
    line = session.lines[-1]
    with store.database.transaction():
        row = (f"文〔{name}〕1号", head.id, "1", line.at)
        store.database.write(("INSERT INTO letter_register VALUES (?, ?, ?, ?)", [row]))
    return session


def _all_well(store: Store) -> bool:
    return all(finding.ok for finding in examine(store))


def test_a_round_moves_with_every_hash(pair: tuple[Store, Store], tmp_path: Path) -> None:
    source, target = pair
    session = _a_full_round(source, tmp_path)
    a_session(source, "留下的")
    head, lines = session.snapshot.head, list(session.lines)
    move(source, target, head, actor=ME, at=AT)

    assert [other.name for other in source.heads()] == ["留下的"]
    assert target.head(NAME) == head
    assert target.lines(head.id) == lines
    arrived = open_session(target, NAME, actor=ME)
    assert arrived.snapshot.assessment == session.snapshot.assessment
    assert projection(target) == posted_by_fold(arrived)
    assert target.letters(head.id) == [LetterRow(f"文〔{NAME}〕1号", head.id, "1", lines[-1].at)]
    (kept,) = target.files.all().values()
    assert target.files.get(kept.sha256) == b"%PDF" + NAME.encode()
    assert _all_well(target)
    (stone,) = source.database.query("SELECT id, name, seq, hash, at, actor FROM tombstone")
    assert stone == (head.id, NAME, head.seq, head.hash, AT, ME)

    move(target, source, head, actor=ME, at=AT)
    assert source.lines(head.id) == lines
    assert target.heads() == []
    assert arrived.store.files.all()


def test_what_can_not_move_stays(pair: tuple[Store, Store]) -> None:
    source, target = pair
    session = a_session(source)
    a_session(target)
    head = session.snapshot.head
    assert _code(lambda: move(source, target, head, actor=ME, at=AT)) is Code.NAME_TAKEN
    session.make(FINDING)
    assert _code(lambda: move(source, target, head, actor=ME, at=AT)) is Code.CHANGED_MEANWHILE
    assert source.head(NAME) == session.snapshot.head
    again = open_store(source.place)
    assert _code(lambda: move(source, again, head, actor=ME, at=AT)) is Code.STORE_SAME


def test_a_move_cut_short_is_taken_up_again(
    pair: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = pair
    head = a_session(source).snapshot.head

    def gone(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fazhi_tui.store.copying.bury", gone)
    with pytest.raises(KeyboardInterrupt):
        move(source, target, head, actor=ME, at=AT)
    assert source.heads() == target.heads() == [head]
    monkeypatch.undo()
    move(source, target, head, actor=ME, at=AT)
    assert (source.heads(), target.heads()) == ([], [head])


def test_what_is_damaged_does_not_leave(pair: tuple[Store, Store]) -> None:
    source, target = pair
    session = a_session(source)
    session.make(FINDING)
    with source.database.transaction():
        source.database.write(("UPDATE journal SET actor = 'x' WHERE seq = 2", [()]))
    head = session.snapshot.head
    assert _code(lambda: move(source, target, head, actor=ME, at=AT)) is Code.CHAIN_BROKEN
    assert source.heads() == [head]
    assert target.heads() == []


def test_a_round_put_away_is_not_listed(store: Store) -> None:
    head = a_session(store).snapshot.head
    archive(store, head, AT)
    assert store.heads() == []
    assert [other.archived for other in store.heads(archived=True)] == [AT]
    assert store.head(NAME).archived == AT
    archive(store, head, "")
    assert store.heads() == [head]


def test_a_round_removed_leaves_a_stone_and_its_name_is_free(store: Store) -> None:
    session = a_session(store)
    head = session.snapshot.head
    session.make(FINDING)
    assert _code(lambda: remove(store, head, actor=ME, at=AT)) is Code.CHANGED_MEANWHILE
    remove(store, session.snapshot.head, actor=ME, at=AT)
    assert store.heads() == []
    assert _code(lambda: session.make(FINDING)) is Code.UNKNOWN_ASSESSMENT
    a_session(store)
    assert _all_well(store)


# ── backups ──────────────────────────────────────────────────────────────────────────────────


def test_a_backup_holds_all_and_gives_it_back(store: Store, fresh: Fresh, tmp_path: Path) -> None:
    session = _a_full_round(store, tmp_path)
    a_session(store, "乙")
    file = str(tmp_path / "b.backup")
    back_up(store, file)
    assert _code(lambda: back_up(store, file)) is Code.FILE_EXISTS
    session.make(FINDING)
    remove(store, store.head("乙"), actor=ME, at=AT)

    restore(store, file)
    assert {head.name for head in store.heads()} == {NAME, "乙"}
    again = open_session(store, NAME, actor=ME)
    assert again.snapshot.head.seq == session.snapshot.head.seq - 1
    assert broken_at(again.lines) is None
    assert _all_well(store)
    with pytest.raises(Refused) as caught:
        session.make(FINDING)  # it knows of a later record
    assert caught.value.problems[0].code is Code.HEAD_DIFFERS

    for engine in ("sqlite", "postgres"):
        other = open_store(fresh(engine))
        restore(other, file)
        assert _all_well(other)
        (kept,) = other.files.all().values()
        assert other.files.get(kept.sha256) == b"%PDF" + NAME.encode()
    assert sorted(path.suffix for path in tmp_path.glob("b.*")) == [".backup"]


def test_a_backup_made_while_others_write_is_of_one_moment(store: Store, tmp_path: Path) -> None:
    a_session(store)
    with somebody_writing(place_of(store)):
        for turn in range(5):
            back_up(store, str(tmp_path / f"{turn}.backup"))
    for turn in range(5):
        assert _all_well(open_store(str(tmp_path / f"{turn}.backup")))
    assert _all_well(store)


def test_what_is_no_backup_is_not_restored(store: Store, tmp_path: Path) -> None:
    session = a_session(store)
    file = tmp_path / "b.backup"
    assert _code(lambda: restore(store, str(file))) is Code.FILE_MISSING
    assert _code(lambda: restore(store, str(tmp_path))) is Code.FILE_IS_FOLDER
    for content in ("x" * 4000, ""):
        file.write_text(content)
        assert _code(lambda: restore(store, str(file))) is Code.STORE_NOT_OURS
        assert file.read_text() == content
    file.unlink()
    session.make(FINDING)
    back_up(store, str(file))
    run_sql(str(file), "UPDATE journal SET payload = replace(payload, '1', '2') WHERE seq = 2")
    assert _code(lambda: restore(store, str(file))) is Code.CHAIN_BROKEN
    assert store.heads() == [session.snapshot.head]


def test_a_backup_that_can_not_be_written_leaves_nothing(store: Store, tmp_path: Path) -> None:
    a_session(store)
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(Refused):
        back_up(store, str(tmp_path / "no" / "b.backup"))
    assert sorted(os.listdir(tmp_path)) == before


# ── the copy of each day ─────────────────────────────────────────────────────────────────────


def test_the_first_opening_of_a_day_keeps_the_day_before(fresh: Fresh) -> None:
    place = fresh("sqlite")
    store = open_store(place)
    session = a_session(store)
    assert daily_backups(store) == []
    for day in range(1, backups.KEPT_DAYS + 4):
        session.make(FINDING)
        seq = session.snapshot.head.seq
        os.utime(place, (day * 86_400 + 43_200, day * 86_400 + 43_200))
        open_session(store, NAME, actor=ME)
        os.utime(place, (day * 86_400 + 43_200, day * 86_400 + 43_200))
        open_session(store, NAME, actor=ME)
        newest = daily_backups(store)[0]
        kept = open_store(str(Path(f"{place}.backups", newest)))
        assert kept.head(NAME).seq == seq
    names = daily_backups(store)
    assert len(names) == backups.KEPT_DAYS
    assert names[0] == "1970-01-11.db"


def test_a_store_that_no_backup_can_be_made_of_opens_all_the_same(fresh: Fresh) -> None:
    place = fresh("sqlite")
    store = open_store(place)
    a_session(store)
    Path(f"{place}.backups").write_text("a file in the way")
    os.utime(place, (86_400, 86_400))
    back_up_day(store)
    assert open_session(store, NAME, actor=ME).snapshot.head.seq == 1
