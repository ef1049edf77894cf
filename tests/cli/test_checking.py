"""fazhi verify: what to look at, for people and programs; 1 where something is missing."""

from pathlib import Path

from tests.cli.conftest import Fazhi


def test_verify_tells_everything_at_once(fazhi: Fazhi, done: Fazhi, round_: str) -> None:
    done("record", round_, "1", "b")
    done("none", round_, "1")
    found = fazhi("verify", round_, "--json")
    assert found.status == 1
    assert [(item["severity"], item["code"], item["indicator"]) for item in found.json] == [
        ("warning", "loss-unexplained", "1"),
        ("error", "item-unfinished", "2"),
        ("error", "item-unfinished", "3"),
        ("error", "item-unfinished", "4"),
    ]
    assert found.json[0] == {
        "severity": "warning",
        "code": "loss-unexplained",
        "indicator": "1",
        "unit": "司法所",
        "message": "第1项第b条：“1.b.司法所.1”失了分，没有写原因",
        "remedy": "请写明原因",
    }
    shown = fazhi("verify", round_)
    assert "甲轮核验清单" in shown.out
    assert "还差第a条，没有失分的填“无”" in shown.out
    assert shown.err == "错误 3 处，提醒 1 处\n"


def test_only_warnings_end_well(done: Fazhi, fazhi: Fazhi, round_: str) -> None:
    for no in "1234":
        done("none", round_, no)
    found = fazhi("verify", round_)
    assert found.status == 0
    assert "没有失分，也没有自评说明" in found.out


def test_verify_of_one_unit_into_a_file(fazhi: Fazhi, round_: str, tmp_path: Path) -> None:
    path = tmp_path / "核验.md"
    found = fazhi("verify", round_, "--of", "城管队", "-o", str(path))
    assert found.status == 0
    assert "没有发现问题" in path.read_text(encoding="utf-8")
    assert fazhi("verify", round_, "--of", "城管对").status == 1


def test_evidence_asked_for_and_given(done: Fazhi) -> None:
    done("new", "名称", "--set", "demo-98")
    done("evidence", "名称", "50", "--title", "台账", "--unit", "市司法局")
    told = done("verify", "名称", "--evidence", "--of", "市司法局", "--json").json
    (item,) = [item for item in told if item["indicator"] == "50"]
    assert list(item) == ["indicator", "unit", "year", "asked", "given", "lacking", "slots"]
    assert (len(item["given"]), item["lacking"]) == (1, len(item["asked"]) - 1)
    assert "应交" in done("verify", "名称", "--evidence").out


def test_which_document_is_which_is_said_and_changed(fazhi: Fazhi, done: Fazhi) -> None:
    done("new", "名称", "--set", "demo-98")

    def given() -> list[tuple[list[str], bool]]:
        told = done("verify", "名称", "--evidence", "--json").json
        (item,) = [item for item in told if item["indicator"] == "50"]
        return [(slot["given"], slot["guessed"]) for slot in item["slots"]]

    who = ("--unit", "市司法局", "--json")
    paper = done("evidence", "名称", "50", "--title", "情况说明", *who).json["id"]
    assert given() == [([paper], True), ([], False), ([], False)]
    assert "（按次序对上，请核对）" in done("show", "名称", "50").out
    done("amend", "名称", paper, "--asked", "3", "--date", "2025-3-1")
    assert given() == [([], False), ([], False), ([paper], False)]
    (shown,) = done("show", "名称", "50", "--json").json
    (item,) = shown["evidence"]
    assert (item["title"], item["date"], len(item["asked"])) == ("情况说明", "2025-03-01", 1)
    done("amend", "名称", paper, "--asked", "")
    assert given()[0] == ([paper], True)
    assert "序号：1 2 3。" in fazhi("amend", "名称", paper, "--asked", "4").err
    assert fazhi("amend", "名称", paper, "--count", "4").status == 2
    assert "没有要改的内容" in fazhi("amend", "名称", paper).err
    assert fazhi("amend", "名称", "50.a.市司法局.1", "--asked", "4").status == 2


def test_handing_in_tells_what_is_missing_and_warns_of_the_rest(
    fazhi: Fazhi, done: Fazhi, round_: str
) -> None:
    done("record", round_, "1", "b")
    refused = fazhi("submit", round_, "1", "2")
    assert refused.status == 1
    assert "还差第a条" in refused.err
    assert "还差第a、b、c、d条" in refused.err
    done("none", round_, "1")
    handed_in = fazhi("submit", round_, "1")
    assert handed_in.status == 0
    assert handed_in.err == "提醒：第1项第b条：“1.b.司法所.1”失了分，没有写原因，请写明原因。\n"


def test_whoever_goes_on_for_a_unit_sees_what_it_lacks(
    fazhi: Fazhi, done: Fazhi, round_: str
) -> None:
    def lacking(unit: str) -> list[str]:
        found = fazhi("verify", round_, "--of", unit, "--json").json
        return [one["indicator"] for one in found if one["severity"] == "error"]

    before = lacking("司法所")
    assert before
    done("succeed", round_, "司法所", "--new", "法治所")
    assert lacking("法治所") == lacking("司法所") == before
