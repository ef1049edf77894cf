"""`fazhi merge` for people: what would change, one change, receipts; 1 where not all is in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fazhi_tui.cli import collecting
from tests.cli.conftest import Fazhi
from tests.exchange.clerk import Clerk


def test_look_take_and_receipts(fazhi: Fazhi, done: Fazhi, round_: str, tmp_path: Path) -> None:
    out, back = tmp_path / "发出", tmp_path / "收回"
    done("split", round_, "-o", str(out), "--of", "司法所")
    back.mkdir()
    (form,) = out.iterdir()
    clerk = Clerk(form.read_bytes())
    clerk.put("填报", "1.b", 填写="有", 原因="[/]=cmd|x")
    asked = clerk.put("填报", "2.b", 填写="约2")
    (back / "司法所.xlsx").write_bytes(clerk.save())

    looked = done("merge", round_, str(back), "--dry-run")
    assert "试读 1 份，会改 1 处" in looked.out
    assert "[/]=cmd|x" in looked.out
    assert done("tally", round_, "--json").json["lost"] == "0.000"

    taken = done("merge", round_, str(back))
    assert "收下 1 份，改了 1 处，失分 0.00 → 1.50" in taken.out
    assert "【回执】司法所 第1次（正式报送）" in taken.out
    assert f"填报!G{asked}：“约2”看不出" in taken.out
    assert "没有要改的" in done("merge", round_, str(back)).out

    (back / "坏.xlsx").write_bytes(b"PK\x03\x04")
    bad = fazhi("merge", round_, str(back))
    assert bad.status == 1
    assert "已经损坏" in bad.err
    done("undo", round_)
    assert done("tally", round_, "--json").json["lost"] == "0.000"


def test_a_conflict_is_left_until_one_side_is_taken(
    fazhi: Fazhi, done: Fazhi, round_: str, tmp_path: Path
) -> None:
    done("split", round_, "-o", str(tmp_path / "发出"), "--of", "司法所")
    (form,) = (tmp_path / "发出").iterdir()
    clerk = Clerk(form.read_bytes())
    clerk.put("填报", "1.b", 填写="有")
    path = tmp_path / "司法所.xlsx"
    path.write_bytes(clerk.save())
    done("none", round_, "1", "--clause", "b")
    left = fazhi("merge", round_, str(path))
    assert left.status == 1
    assert "有 1 处冲突，没有动" in left.out
    assert done("tally", round_, "--json").json["lost"] == "0.000"
    taken = done("merge", round_, str(path), "--take", "theirs", "--json").json
    assert taken["lost_after"] == "1.500"


def test_a_name_too_long_for_a_file_is_told(fazhi: Fazhi, round_: str) -> None:
    refused = fazhi("merge", round_, "长" * 300 + ".xlsx")
    assert (refused.status, "读不出来" in refused.err) == (1, True)


def test_a_long_table_ends_and_shows_first_what_somebody_must_see_to(
    fazhi: Fazhi, done: Fazhi, round_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("split", round_, "-o", str(tmp_path / "发出"), "--of", "司法所")
    (form,) = (tmp_path / "发出").iterdir()
    clerk = Clerk(form.read_bytes())
    clerk.put("填报", "1.a", 填写=2)
    clerk.put("填报", "1.b", 填写="有")
    path = tmp_path / "司法所.xlsx"
    path.write_bytes(clerk.save())
    done("none", round_, "1", "--clause", "b")
    monkeypatch.setattr(collecting, "_MOST_ROWS", 1)
    told = fazhi("merge", round_, str(path), "--dry-run").out
    assert "共 2 处，只列出前 1 处；全部的加上 --json 查看" in told
    assert "冲突" in told.split("共 2 处")[0]


@pytest.mark.parametrize("pipe", ["| true", "2>&1 | true"])
def test_what_nobody_reads_is_taken_in_all_the_same(
    done: Fazhi, round_: str, tmp_path: Path, pipe: str
) -> None:
    done("split", round_, "-o", str(tmp_path / "发出"), "--of", "司法所")
    (form,) = (tmp_path / "发出").iterdir()
    clerk = Clerk(form.read_bytes())
    clerk.put("填报", "1.b", 填写="有")
    path = tmp_path / "司法所.xlsx"
    path.write_bytes(clerk.save())
    script = f"{sys.executable} -u -m fazhi_tui merge {round_} {path} --dry-run 坏.xlsx {pipe}; "
    script += f"{sys.executable} -u -m fazhi_tui merge {round_} {path} 坏.xlsx {pipe}; "
    script += "echo ${PIPESTATUS[0]}"
    folder = Path(__file__).parents[2]
    ended = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, check=False)
    assert b"Traceback" not in ended.stderr
    assert ended.stdout == b"1\n"  # the bad file; not the pipe
    assert done("tally", round_, "--json").json["lost"] == "1.500"


def test_names_of_files_in_another_encoding_are_told_as_json_too(
    done: Fazhi, fazhi: Fazhi, round_: str, tmp_path: Path
) -> None:
    name = os.fsencode(tmp_path) + b"/" + "表.xlsx".encode("gbk")
    try:
        with open(name, "wb") as stream:
            stream.write(b"no workbook")
    except OSError:  # a system that knows no such names
        return
    told = fazhi("merge", round_, str(tmp_path), "--json")
    assert told.status == 1
    assert [one["problems"][0]["code"] for one in told.json["refused"]] == ["not-a-workbook"]
