"""The tally's values for programs, pinned, and its tables for people."""

from fractions import Fraction
from typing import Any

import pytest

from fazhi_tui.cli.figures import ratio
from tests.cli.conftest import Fazhi


@pytest.fixture
def filled(done: Fazhi, round_: str) -> str:
    """A round of which every figure can be reckoned by hand."""
    done("record", round_, "1", "a", "--count", "7", "--bearer", "城管队:5", "--bearer", "交通站:2")
    done("none", round_, "1")
    done("record", round_, "2", "a", "--rate", "9/10", "--of", "交通站")
    done("record", round_, "3", "a", "--level", "重大")
    done("record", round_, "4", "a", "--count", "3")
    return round_


def test_the_tally_as_promised(done: Fazhi, filled: str) -> None:
    tally = done("tally", filled, "--json").json
    head = done("list", "--json").json[0]
    assert list(tally) == [
        "assessment", "seq", "at", "set", "track", "full", "earned", "lost", "pending", "low",
        "high", "bonus", "penalty", "bonus_pending", "penalty_pending", "total", "grade", "vetoes",
        "not_applicable", "progress", "by_area", "by_unit", "unattributed", "balanced",
    ]  # fmt: skip
    assert tally == {
        "assessment": filled,
        "seq": 6,
        "at": head["at"],
        "set": {"id": "town", "edition": "2025", "sha256": head["set_sha256"]},
        "track": "self",
        "full": "10.000",
        "earned": "1.500",
        "lost": "1.300",
        "pending": "7.200",
        "low": "1.500",
        "high": "8.700",
        "bonus": "1.000",
        "penalty": "0.000",
        "bonus_pending": "0.000",
        "penalty_pending": "0.000",
        "total": "2.500",
        "grade": None,
        "vetoes": [],
        "not_applicable": [],
        "progress": {
            "indicators": 4,
            "answered": 2,
            "submitted": 0,
            "returned": 0,
            "accepted": 0,
        },
        "by_area": [
            _sum("1", "执法", "6.000", "1.500", "0.800", "3.700"),
            _sum("2", "决策", "4.000", "0.000", "0.500", "3.500"),
        ],
        "by_unit": [
            _unit(
                "司法所", "0.500", "0.3846", "0.0500", findings=1, default="0.500", bonus="1.000"
            ),
            _unit("城管队", "0.360", "0.2769", "0.0600", findings=1),
            _unit("交通站", "0.440", "0.3385", "0.0733", findings=2, indicators=2),
        ],
        "unattributed": "0.000",
        "balanced": True,
    }


def _sum(no: str, name: str, *amounts: str) -> dict[str, str]:
    worth, earned, lost, pending = amounts
    return {
        "no": no,
        "name": name,
        "worth": worth,
        "earned": earned,
        "lost": lost,
        "pending": pending,
    }


def _unit(
    unit: str,
    lost: str,
    share: str,
    rate: str,
    *,
    findings: int,
    indicators: int = 1,
    default: str = "0.000",
    bonus: str = "0.000",
) -> dict[str, Any]:
    return {
        "unit": unit,
        "lost": lost,
        "share": share,
        "rate": rate,
        "bonus": bonus,
        "penalty": "0.000",
        "indicators": indicators,
        "findings": findings,
        "by_default": default,
        "open_gaps": findings,
        "overdue": 0,
    }


def test_what_by_adds(done: Fazhi, filled: str) -> None:
    plain = done("tally", filled, "--json").json
    for by, key in (("matrix", "matrix"), ("group", "by_group"), ("indicator", "by_indicator")):
        more = done("tally", filled, "--json", "--by", by).json
        rows = more.pop(key)
        assert more == plain
        assert rows
    for by in ("unit", "area"):
        assert done("tally", filled, "--json", "--by", by).json == plain


def test_by_indicator(done: Fazhi, filled: str) -> None:
    rows = done("tally", filled, "--json", "--by", "indicator").json["by_indicator"]
    assert [row["no"] for row in rows] == ["1", "2", "3", "4"]
    assert rows[0] == {
        **_sum("1", "全过程记录", "2.000", "1.500", "0.500", "0.000"),
        "recoverable": "0.500",
        "state": "answered",
        "postings": [
            {"unit": "城管队", "clause": "a", "finding": "1.a.司法所.1", "lost": "0.360"},
            {"unit": "交通站", "clause": "a", "finding": "1.a.司法所.1", "lost": "0.140"},
        ],
    }
    assert rows[1]["postings"] == [
        {"unit": "交通站", "clause": "a", "finding": None, "lost": "0.300"}
    ]


def test_by_matrix(done: Fazhi, filled: str) -> None:
    assert done("tally", filled, "--json", "--by", "matrix").json["matrix"] == [
        {"unit": "司法所", "area": "2", "lost": "0.500"},
        {"unit": "城管队", "area": "1", "lost": "0.360"},
        {"unit": "交通站", "area": "1", "lost": "0.440"},
    ]


def test_a_loss_without_a_bearer_has_a_name(done: Fazhi, round_: str) -> None:
    done("record", round_, "1", "a", "--count", "2")
    tally = done("tally", round_, "--json", "--by", "indicator").json
    assert (tally["unattributed"], tally["by_unit"]) == ("0.200", [])
    assert tally["by_indicator"][0]["postings"][0]["unit"] == "失分单位待认定"
    assert "失分单位待认定" in done("tally", round_).out


def test_a_veto_is_told(done: Fazhi, round_: str) -> None:
    done("record", round_, "3", "e", "--bearer", "城管队")
    assert done("tally", round_, "--json").json["vetoes"] == [
        {"indicator": "3", "effect": "no_award", "units": ["城管队"]}
    ]


def test_at_shows_an_earlier_moment(done: Fazhi, filled: str) -> None:
    before = done("tally", filled, "--at", "2", "--json").json
    assert (before["seq"], before["lost"]) == (2, "0.500")
    moment = done("log", filled, "--json").json[1]["at"]
    assert done("tally", filled, "--at", moment, "--json").json["seq"] >= 2
    assert done("show", filled, "--at", "1", "--json").json[0]["state"] == "blank"
    assert done("gaps", filled, "--at", "1", "--json").json == []
    assert "第2条记录" in done("brief", filled, "--at", "2").out
    assert done("why", filled, "城管队", "--at", "1", "--json").json[-1]["points"] == "0.000"


def test_a_grade_once_everything_is_answered(done: Fazhi, round_: str) -> None:
    done("none", round_, "1", "3")
    done("na", round_, "2", "--reason", "没有")
    done("none", round_, "4")
    assert done("tally", round_, "--json").json["grade"] == "优秀"


@pytest.mark.parametrize("by", ["unit", "area", "group", "indicator", "matrix"])
def test_tables_balance_on_the_page(done: Fazhi, filled: str, by: str) -> None:
    out = done("tally", filled, "--by", by).out
    assert out.splitlines()[0].startswith("甲轮")
    assert out.splitlines()[-1] == "得 1.50 + 失 1.30 + 待定 7.20 = 10.00 ✓"


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (None, None),
        (Fraction(0), "0.0000"),
        (Fraction(1), "1.0000"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(5, 100_000), "0.0001"),
        (Fraction(49, 1_000_000), "0.0000"),
        (Fraction(31, 20), "1.5500"),
    ],
)
def test_shares_have_four_decimals_halves_upward(share: Fraction | None, shown: str | None) -> None:
    assert ratio(share) == shown
