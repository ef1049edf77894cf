"""Care of a store at the command line."""

import os
import sqlite3
from pathlib import Path

import pytest

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.ui.drafts import Drafts, drafts_folder, key_of
from tests.cli.conftest import Fazhi
from tests.servers import Server


def test_a_sound_store_is_said_to_be_sound(done: Fazhi, round_: str) -> None:
    lines = done("doctor").out.splitlines()
    assert all(line.startswith("✓ ") for line in lines)
    found = done("doctor", "--json").json
    assert {item["check"] for item in found} == {
        "version", "place", "integrity", "backups", "chain", "clock", "set", "projection",
        "checkpoint", "letters", "evidence", "orphans",
    }  # fmt: skip
    assert {item["assessment"] for item in found} == {"", round_}
    assert list(found[0]) == ["check", "assessment", "ok", "detail", "code", "message", "remedy"]


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE journal SET actor = 'x' WHERE seq = 2", "chain"),
        ("DELETE FROM journal WHERE seq = 2", "chain"),
        ("UPDATE standing SET lost = lost + 1 WHERE indicator = '1'", "projection"),
        ("UPDATE indicator_set SET text = text || ' '", "integrity"),
        ("INSERT INTO evidence_file VALUES ('ab', '甲.pdf', 3, '', NULL)", "orphans"),
        ("DELETE FROM assessment", "integrity"),
    ],
)
def test_what_is_wrong_is_named(
    fazhi: Fazhi, round_: str, store: Path, statement: str, check: str
) -> None:
    fazhi("none", round_, "1")
    connection = sqlite3.connect(store)
    connection.execute(statement)
    connection.commit()
    connection.close()
    told = fazhi("doctor", "--json")
    bad = [item for item in told.json if not item["ok"]]
    assert told.status == 1
    assert check in {item["check"] for item in bad}
    assert all(item["message"] and item["code"] for item in bad)
    assert any(line.startswith("✗") for line in fazhi("doctor").out.splitlines())


def test_what_follows_from_the_journal_is_made_anew(
    fazhi: Fazhi, done: Fazhi, round_: str, store: Path
) -> None:
    done("none", round_, "1")
    connection = sqlite3.connect(store)
    connection.execute("DELETE FROM standing")
    connection.execute("INSERT INTO evidence_file VALUES ('ab', '甲.pdf', 3, '', NULL)")
    connection.commit()
    connection.close()
    assert fazhi("doctor").status == 1
    done("doctor", "--mend")
    done("doctor")


def test_a_backup_and_back(done: Fazhi, fazhi: Fazhi, round_: str, tmp_path: Path) -> None:
    file, kept = tmp_path / "甲.backup", tmp_path / "乙.backup"
    assert done("backup", str(file), "--json").json == {"file": str(file), "assessments": 1}
    done("none", round_, "1")
    assert done("restore", str(file), "--keep", str(kept), "--json").json == {
        "file": str(file),
        "kept": str(kept),
        "assessments": 1,
    }
    assert done("list", "--json").json[0]["seq"] == 1
    assert done("list", "--json", "--db", str(kept)).json[0]["seq"] == 2
    assert "已经存在" in fazhi("backup", str(file)).err
    assert fazhi("restore", str(tmp_path / "none"), "--keep", str(tmp_path / "k")).status == 1


def test_moved_to_a_server_and_back(
    server: Server, done: Fazhi, fazhi: Fazhi, round_: str, store: Path
) -> None:
    url = server.fresh()
    (before,) = done("list", "--json").json
    (moved,) = done("move", "--all", "--to", url, "--json").json["moved"]
    assert moved == {key: before[key] for key in ("name", "id", "seq", "head")}
    assert done("list", "--json").json == []
    done("none", round_, "1", "--db", url)
    done("move", round_, "--db", url, "--to", str(store))
    done("log", round_, "--verify", "--against", before["head"])
    assert fazhi("move", "--to", url).status == 2
    assert fazhi("move", round_, "--all", "--to", url).status == 2
    assert "就是现在的数据库" in fazhi("move", round_, "--to", str(store)).err


def test_put_away_and_taken_out(done: Fazhi, round_: str) -> None:
    done("archive", round_)
    assert done("list", "--json").json == []
    (item,) = done("list", "--all", "--json").json
    assert item["archived"]
    assert "（已收起）" in done("list", "--all").out
    done("archive", round_, "--off")
    assert done("list", "--json").json[0]["archived"] == ""


def test_removed_with_a_file_left(done: Fazhi, fazhi: Fazhi, round_: str, tmp_path: Path) -> None:
    file = tmp_path / "甲.toml"
    file.write_text("somebody's")
    assert fazhi("remove", round_, "-o", str(file)).status == 1
    file.unlink()
    told = done("remove", round_, "-o", str(file), "--json").json
    assert list(told) == ["name", "id", "seq", "head", "file"]
    assert done("list", "--json").json == []
    done("import", str(file))
    assert done("list", "--json").json[0]["name"] == round_


def test_what_was_half_typed_goes_with_the_round(
    done: Fazhi, round_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    done("remove", round_, "-o", str(tmp_path / "甲.toml"))  # nobody ever kept one
    done("import", str(tmp_path / "甲.toml"))
    gone, left = key_of(done("list", "--json").json[0]["id"], "办"), key_of("other", "办")
    drafts = Drafts(drafts_folder())
    for key in (gone, left):
        drafts.keep(key, {"text": "写了一半"})
    (drafts_folder() / "half.json").write_text("{", "utf-8")
    done("remove", round_, "-o", str(tmp_path / "乙.toml"))
    assert (Drafts(drafts_folder()).find(gone), Drafts(drafts_folder()).find(left)) == (
        {},
        {"text": "写了一半"},
    )


def test_what_somebody_changes_meanwhile_is_not_removed(
    fazhi: Fazhi, done: Fazhi, round_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*_: object, **__: object) -> None:
        raise Refused(Problem(Code.CHANGED_MEANWHILE))

    file = tmp_path / "甲.toml"
    monkeypatch.setattr("fazhi_tui.store.copying.remove", changed)
    assert fazhi("remove", round_, "-o", str(file)).status == 1
    assert not file.exists()
    monkeypatch.undo()
    monkeypatch.setenv("FAZHI_DB", str(tmp_path / "store.db"))
    done("remove", round_, "-o", str(file))


# ── files of evidence ────────────────────────────────────────────────────────────────────────


def test_a_copy_serves_several_indicators_and_outlives_its_file(
    done: Fazhi, fazhi: Fazhi, round_: str, store: Path, tmp_path: Path
) -> None:
    paper = tmp_path / "文件 一.pdf"
    paper.write_bytes(b"%PDF")
    ids = [
        done("evidence", round_, *nos, "--title", "文", "--file", str(paper), "--copy", "--json")
        .json["id"]
        for nos in (("1", "2"), ("2",))
    ]  # fmt: skip
    paper.unlink()
    (item, _) = done("show", round_, "2", "--json").json[0]["evidence"]
    assert (item["file"], item["file_state"]) == (paper.name, "there")
    copies = [path for path in Path(f"{store}.files").rglob("*") if path.is_file()]
    assert [path.name for path in copies] == [item["sha256"]]
    out = tmp_path / "取出.pdf"
    done("fetch", round_, ids[1], "-o", str(out))
    assert out.read_bytes() == b"%PDF"
    assert fazhi("fetch", round_, ids[1], "-o", str(out)).status == 1
    done("doctor")

    copies[0].write_bytes(b"other")
    assert "内容变了" in fazhi("doctor").out
    assert "登记以后内容变了" in done("show", round_, "2").out
    assert "不符" in fazhi("fetch", round_, ids[0], "-o", str(tmp_path / "x")).err
    copies[0].unlink()
    assert "找不到了" in fazhi("doctor").out


def test_a_copy_on_a_server_is_inside_it(
    server: Server, done: Fazhi, town: Path, tmp_path: Path
) -> None:
    db = ("--db", server.fresh())
    done("new", "甲轮", "--set", str(town), *db)
    paper = tmp_path / "a.pdf"
    paper.write_bytes(bytes(range(256)))
    made = done(
        "evidence", "甲轮", "1", "--title", "文", "--file", str(paper), "--copy", "--json", *db
    )
    out = tmp_path / "b.pdf"
    done("fetch", "甲轮", made.json["id"], "-o", str(out), *db)
    assert out.read_bytes() == paper.read_bytes()
    done("doctor", *db)


def test_a_file_only_named_is_known_by_what_it_held(
    done: Fazhi, fazhi: Fazhi, round_: str, tmp_path: Path
) -> None:
    paper = tmp_path / "a.pdf"
    paper.write_bytes(b"one")
    made = done("evidence", round_, "1", "--title", "文", "--file", str(paper), "--json")
    assert not list(tmp_path.glob("*.files"))
    done("doctor")
    paper.write_bytes(b"two")
    assert "内容变了" in fazhi("doctor").out
    paper.unlink()
    assert "文件找不到了" in done("show", round_, "1").out
    refused = fazhi("fetch", round_, made.json["id"], "-o", str(tmp_path / "x"))
    assert "没有存下文件" in refused.err


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "large"])
def test_what_can_not_be_copied_is_told_and_nothing_is_recorded(
    fazhi: Fazhi, done: Fazhi, round_: str, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "x"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "large":
        with path.open("wb") as stream:
            stream.truncate(50_000_001)
    told = fazhi("evidence", round_, "1", "--title", "文", "--file", str(path), "--copy")
    assert told.status == 1
    assert told.err.count("\n") == 1
    assert done("list", "--json").json[0]["seq"] == 1
    assert fazhi("evidence", round_, "1", "--title", "文", "--copy").status == 2


# ── all rounds at once ───────────────────────────────────────────────────────────────────────


def test_all_rounds_at_once(done: Fazhi, fazhi: Fazhi, round_: str, tmp_path: Path) -> None:
    done("import", "demo")
    told = done("rollup", "--json").json
    assert list(told) == [
        "track", "assessments", "full", "earned", "lost", "pending", "bonus", "penalty",
        "by_category", "by_area", "by_indicator", "distribution", "ranking",
    ]  # fmt: skip
    assert told["assessments"] == len(told["ranking"]) == 2
    assert list(told["by_category"][0]) == ["category", "units", "lost", "share"]
    assert list(told["by_area"][0]) == [
        "set", "no", "name", "full", "earned", "lost", "pending", "rate", "items",
    ]  # fmt: skip
    assert list(told["ranking"][0]) == [
        "rank", "name", "total", "full", "rate", "lost", "pending", "indicators", "answered",
        "vetoes", "at",
    ]  # fmt: skip
    demo = next(item for item in told["ranking"] if item["name"] != round_)
    tally = done("tally", demo["name"], "--json").json
    assert (demo["lost"], demo["pending"]) == (tally["lost"], tally["pending"])
    for by in ("category", "area", "indicator", "distribution", "ranking"):
        assert "2 轮自评" in done("rollup", "--by", by).out
    file = tmp_path / "汇总.xlsx"
    done("rollup", "-o", str(file))
    assert file.read_bytes().startswith(b"PK")


def test_nothing_to_add_up_is_told(fazhi: Fazhi) -> None:
    told = fazhi("rollup")
    assert (told.status, told.err.count("\n")) == (1, 1)


def test_a_damaged_list_is_told_before_the_screen_opens(
    fazhi: Fazhi, round_: str, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(store)
    connection.execute("UPDATE assessment SET seq = 'many'")
    connection.commit()
    connection.close()
    monkeypatch.setattr("fazhi_tui.cli.screen._needs_terminal", lambda: None)
    told = fazhi()
    assert told.status == 1
    assert "已经损坏" in told.err
