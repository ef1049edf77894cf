"""Filling in by command: every form of answer, amending, dropping, evidence."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NEXT, Fazhi


def clause(done: Fazhi, round_: str, no: str, clause_id: str) -> dict[str, Any]:
    """What stands under a clause now."""
    shown = done("show", round_, no, "--json").json[0]
    found: dict[str, Any] = next(c for c in shown["clauses"] if c["id"] == clause_id)
    return found


def test_a_count_is_a_finding_and_says_what_it_costs(done: Fazhi, round_: str) -> None:
    told = done("record", round_, "1", "a", "--count", "3", "--bearer", "城管队")
    assert told.out == "已记入 1.a.司法所.1，失分 0.00 → 0.30（第2条记录）\n"
    again = done("record", round_, "1", "a", "--count", "４", "--bearer", "交通站", "--json")
    assert again.json == {
        "seq": 3,
        "id": "1.a.司法所.2",
        "lost_before": "0.300",
        "lost_after": "0.500",
    }


@pytest.mark.parametrize(
    ("no", "clause_id", "options", "reading", "lost"),
    [
        ("2", "a", ["--rate", "９/１０"], {"form": "rate", "value": "9/10"}, "0.300"),
        ("2", "a", ["--rate", "9/10", "--stated", "90%"], {"stated": "90"}, "0.300"),
        ("2", "a", ["--rate", "0/0"], {"value": "0/0"}, "0.000"),
        ("2", "a", ["--rate", "1/2", "--of", "城管队"], {"subject": "城管队"}, "1.500"),
        ("2", "b", ["--count", "1"], {"form": "number", "value": "1"}, "0.400"),
        ("2", "b", ["--count", "0"], {"form": "number", "value": "0"}, "0.600"),
        ("2", "c", ["--tier", "在建"], {"form": "tier", "value": "在建"}, "0.200"),
        ("2", "d", ["--points", "0。3", "--reason", "差"], {"value": "0.300"}, "0.300"),
        ("3", "d", ["--value", "1"], {"form": "number", "value": "1"}, "0.300"),
        ("3", "c", ["--benchmark", "90"], {"form": "benchmark", "value": "90"}, "0.000"),
    ],
)
def test_a_measured_value_is_a_reading(
    done: Fazhi,
    round_: str,
    *,
    no: str,
    clause_id: str,
    options: list[str],
    reading: dict[str, str],
    lost: str,
) -> None:
    made = done("record", round_, no, clause_id, *options, "--json", "--as", "李四").json
    assert (made["lost_after"], made["id"]) == (lost, None)
    found = clause(done, round_, no, clause_id)["readings"]
    assert len(found) == 1
    assert found[0].items() >= reading.items()
    if "--points" in options:
        assert found[0]["scorer"] == "李四"


@pytest.mark.parametrize(
    ("no", "clause_id", "options", "lost"),
    [
        ("1", "b", [], "1.500"),
        ("3", "a", ["--level", "重大"], "0.500"),
        ("3", "a", ["--level", "一般", "--count", "2"], "0.400"),
        ("3", "b", ["--value", "20.5"], "0.200"),
        ("3", "e", [], "0.000"),
    ],
)
def test_a_matter_is_a_finding(
    done: Fazhi, round_: str, *, no: str, clause_id: str, options: list[str], lost: str
) -> None:
    made = done("record", round_, no, clause_id, *options, "--json").json
    assert (made["lost_after"], made["id"]) == (lost, f"{no}.{clause_id}.司法所.1")


def test_a_count_of_none_is_an_explicit_nothing(done: Fazhi, round_: str) -> None:
    told = done("record", round_, "1", "a", "--count", "0")
    assert told.out == "1.a 已填“无”（第2条记录）\n"
    found = clause(done, round_, "1", "a")
    assert (found["answered"], found["findings"]) == (True, [])


def test_a_benchmark_and_a_rate_make_the_gap(done: Fazhi, round_: str) -> None:
    done("record", round_, "3", "c", "--benchmark", "90")
    made = done("record", round_, "3", "c", "--rate", "84/100", "--json").json
    assert made["lost_after"] == "0.200"


def test_bearers_have_weights(done: Fazhi, round_: str) -> None:
    done(
        "record", round_, "1", "a", "--count", "7", "--bearer", "城管队：5",
        "--bearer", "交通站:２", "--reason", "抽查", "--date", "2025年3月1日",
    )  # fmt: skip
    finding = clause(done, round_, "1", "a")["findings"][0]
    assert finding["bearers"] == [
        {"unit": "城管队", "weight": "5"},
        {"unit": "交通站", "weight": "2"},
    ]
    assert (finding["reason"], finding["date"]) == ("抽查", "2025-03-01")
    units = done("tally", round_, "--json").json["by_unit"]
    assert [(u["unit"], u["lost"]) for u in units] == [("城管队", "0.360"), ("交通站", "0.140")]


def test_the_office_has_a_track_of_its_own(done: Fazhi, round_: str) -> None:
    done("record", round_, "1", "a", "--count", "1", "--bearer", "城管队")
    made = done(
        "record", round_, "1", "b", "--track", "verified", "--bearer", "城管队", "--json"
    ).json
    assert (made["id"], made["lost_before"], made["lost_after"]) == (
        "1.b.治镇办.1",
        "0.100",
        "1.600",
    )
    assert done("tally", round_, "--json").json["lost"] == "0.100"
    assert done("tally", round_, "--json", "--track", "verified").json["lost"] == "1.600"
    done("drop", round_, "1.b.治镇办.1", "--track", "verified")
    assert done("tally", round_, "--json", "--track", "verified").json["lost"] == "0.100"


@pytest.mark.parametrize(
    "argv",
    [
        ("na", "1", "--reason", "没有这项职权"),
        ("na", "1", "--reason", "没有这项职权", "--of", "司法所"),
        ("amend", "1.b.司法所.1", "--reason", "改写"),
        ("drop", "1.b.司法所.1"),
        ("submit", "1", "--of", "司法所"),
        ("assign", "1", "--lead", "城管队"),
        ("return", "1", "--reason", "再核"),
        ("accept", "1"),
        ("deadline", f"{NEXT}-06-30"),
        ("outside", "省", "1", "1"),
        ("sample", "1"),
        ("succeed", "司法所", "--new", "司法局"),
        ("reassign", "1.b.司法所.1/司法所", "--bearer", "交通站", "--reason", "改"),
        ("dispute", "1.b.司法所.1/司法所", "--reason", "不是", "--reject"),
        ("finalize", "--stage", "送审稿"),
    ],
    ids=lambda argv: argv[0],
)
def test_a_unit_does_what_is_its_own_only(
    done: Fazhi, fazhi: Fazhi, filled: str, argv: tuple[str, ...]
) -> None:
    """As on the screens, where a unit's keys say so beforehand."""
    if argv[0] != "submit":
        fazhi("submit", filled, "1")
    if argv[0] == "dispute":
        done("dispute", filled, argv[1], "--reason", "不是", "--unit", "司法所")
    verb, *rest = argv
    before = done("log", filled, "--json").json
    refused = fazhi(verb, filled, *rest, "--unit", "城管队")
    assert refused.status == 1
    told = ("“城管队”不能办这一步，请由 治镇办 办理", "由 司法所 填报")
    assert any(sentence in refused.err for sentence in told)
    assert done("log", filled, "--json").json == before


def test_whose_value_the_office_corrects_is_no_claim_to_speak_for_it(
    done: Fazhi, round_: str
) -> None:
    done("record", round_, "2", "a", "--rate", "9/10", "--of", "城管队")
    corrected = ("2", "a", "--rate", "8/10", "--of", "城管队", "--track", "verified")
    done("record", round_, *corrected, "--unit", "司法所")
    assert [line["unit"] for line in done("log", round_, "--json").json] == ["", "", ""]


# ── mending ──────────────────────────────────────────────────────────────────────────────────


def test_amending_keeps_what_is_not_given(done: Fazhi, round_: str) -> None:
    done(
        "record", round_, "3", "a", "--level", "一般", "--count", "2", "--bearer", "城管队",
        "--reason", "漏审", "--date", "2025-03-01",
    )  # fmt: skip
    made = done("amend", round_, "3.a.司法所.1", "--count", "1", "--json").json
    assert made == {
        "seq": 3,
        "id": "3.a.司法所.1",
        "lost_before": "0.400",
        "lost_after": "0.200",
    }
    done("amend", round_, "3.a.司法所.1", "--level", "重大", "--reason", "")
    assert clause(done, round_, "3", "a")["findings"] == [
        {
            "id": "3.a.司法所.1",
            "answerer": "司法所",
            "quantity": "1",
            "level": "重大",
            "subject": "",
            "bearers": [{"unit": "城管队", "weight": "1"}],
            "reason": "",
            "date": "2025-03-01",
        }
    ]
    done("amend", round_, "3.a.司法所.1", "--bearer", "")
    assert clause(done, round_, "3", "a")["findings"][0]["bearers"] == []


def test_amending_nothing_is_refused(fazhi: Fazhi, round_: str) -> None:
    fazhi("record", round_, "1", "b")
    told = fazhi("amend", round_, "1.b.司法所.1")
    assert (told.status, told.out) == (1, "")
    assert "没有要改的内容" in told.err


def test_drop_knows_findings_from_evidence(done: Fazhi, round_: str) -> None:
    done("record", round_, "1", "b")
    number = done("evidence", round_, "1", "2", "--title", "制度", "--json").json["id"]
    done("drop", round_, number)
    assert done("show", round_, "2", "--json").json[0]["evidence"] == []
    assert done("drop", round_, "1.b.司法所.1", "--json").json["lost_after"] == "0.000"
    assert clause(done, round_, "1", "b")["answered"] is False


def test_evidence_whose_file_is_missing_is_told_and_kept(
    fazhi: Fazhi, round_: str, tmp_path: Path
) -> None:
    path = tmp_path / "文件.pdf"
    told = fazhi(
        "evidence", round_, "1", "--title", "制度", "--doc-no", "镇发〔2025〕3号",
        "--date", "2025.3.1", "--file", str(path), "--url", "https://example.gov.cn",
    )  # fmt: skip
    assert told.status == 0
    assert told.err == f"提醒：现在找不到文件 {path}，路径已照记。\n"
    path.write_bytes(b"")
    assert fazhi("evidence", round_, "1", "--title", "再一件", "--file", str(path)).err == ""
    first = fazhi("show", round_, "1", "--json").json[0]["evidence"][0]
    assert (first["doc_no"], first["date"], first["file"]) == (
        "镇发〔2025〕3号",
        "2025-03-01",
        str(path),
    )


def test_none_and_not_applicable(done: Fazhi, round_: str) -> None:
    assert done("none", round_, "1", "3").out.startswith("第1、3项其余各条已填“无”")
    done("na", round_, "2", "--reason", "没有行政诉讼", "--as", "王五")
    tally = done("tally", round_, "--json").json
    assert tally["not_applicable"] == [{"indicator": "2", "unit": "", "reason": "没有行政诉讼"}]
    assert (tally["earned"], tally["pending"]) == ("10.000", "0.000")
    done("na", round_, "2", "--off")
    assert done("tally", round_, "--json").json["not_applicable"] == []


@pytest.mark.parametrize("typed", ["-2", "－２", "−2"])
def test_places_lost_are_a_negative_number(done: Fazhi, tmp_path: Path, typed: str) -> None:
    path = tmp_path / "places.toml"
    path.write_text(PLACES_LOST, encoding="utf-8")
    done("new", "位次轮", "--set", str(path))
    assert (
        done("record", "位次轮", "1", "a", "--value", typed, "--json").json["lost_after"] == "0.200"
    )


PLACES_LOST = """
set = { id = "t", title = "位次", total = 1 }
unit = [{ name = "司法所" }]
area = [{ no = "1", name = "一", worth = 1 }]
group = [{ no = "1.1", area = "1", name = "一一", worth = 1 }]
[[indicator]]
no = "1"
group = "1.1"
name = "位次升降"
worth = 1
lead = "司法所"
[[indicator.clause]]
id = "a"
kind = "tiers"
text = "位次下降2位以内的扣0.2分，下降更多的扣1分"
measure = "number"
rows = [[0, 0], [-2, 0.2], ["*", 1]]
"""
