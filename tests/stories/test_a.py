"""Story a: a letter goes out, a unit reports late, a loss is reassigned; each figure by hand.

指标50 (1.5分), 每卷扣0.1, 累计不超过0.5, shared by quantum 0.01:
7 卷 cost 0.70, capped 0.50: 城管 5/7 → 0.357…, 交通 2/7 → 0.142…: 0.36 + 0.14.
8 卷: 5/8 → 0.3125, 2/8 → 0.125, 1/8 → 0.0625: 0.31 + 0.12 + 0.06 leaves one hundredth, to 交通
(the largest remainder, 0.005): 0.31 + 0.13 + 0.06.
2, 2, 1, 3 of 8: 0.125, 0.125, 0.0625, 0.1875: 0.12 + 0.12 + 0.06 + 0.18 leave two hundredths: one
to 城关镇 (0.0075), one to the first of the two tied at 0.005 (50 mod 2 = 0: 城管).
"""

from pathlib import Path

from docx import Document

from tests.stories.conftest import Clock, Fazhi

NAME = "示范市2025年"
NUMBER = "市法办函〔2025〕12号"


def shares(done: Fazhi) -> dict[str, str]:
    """What each unit lost under indicator 50."""
    rows = done("tally", NAME, "--by", "indicator", "--json").json["by_indicator"]
    row = next(row for row in rows if row["no"] == "50")
    sums: dict[str, int] = {}
    for posting in row["postings"]:
        lost = int(posting["lost"].replace(".", ""))
        sums[posting["unit"]] = sums.get(posting["unit"], 0) + lost
    assert sum(sums.values()) == int(row["lost"].replace(".", ""))
    return {unit: f"{lost // 1000}.{lost % 1000:03d}" for unit, lost in sums.items()}


def letters(done: Fazhi) -> dict[str, tuple[str, str]]:
    """Number and loss of each letter, by id."""
    listed = done("letters", NAME, "--json").json
    return {letter["id"]: (letter["number"], letter["lost"]) for letter in listed}


def record(done: Fazhi, count: int, unit: str) -> str:
    told = done("record", NAME, "50", "a", "--count", str(count), "--bearer", unit, "--json")
    return str(told.json["id"])


def test_a_letter_keeps_the_figures_of_its_day(done: Fazhi, clock: Clock, tmp_path: Path) -> None:
    clock("2025-07-01T09:00")
    done("new", NAME, "--set", "demo-98")
    first = record(done, 5, "市城管局")
    record(done, 2, "市交通局")
    assert shares(done) == {"市城管局": "0.360", "市交通局": "0.140"}

    clock("2025-07-02T15:00")
    folder = tmp_path / "函件"
    done("letters", NAME, "-o", str(folder), "--points")
    assert letters(done) == {"市城管局.1": ("", "0.360"), "市交通局.1": ("", "0.140")}
    signed = ("--id", "市城管局.1", "--number", NUMBER, "--date", "2025-7-3")
    done("letters", NAME, *signed, "-o", str(folder))
    went_out = (folder / "市城管局.1_提示函.docx").read_bytes()
    words = [p.text for p in Document(str(folder / "市城管局.1_提示函.docx")).paragraphs]
    assert words[0] == NUMBER
    told = "1.行政执法全过程记录和一户式归集（指标50）：执法全过程记录不完整5卷（失0.36分）。"
    assert told in words
    assert "2025年7月3日" in words

    clock("2025-07-08T10:00")
    record(done, 1, "市农业农村局")
    assert shares(done) == {"市城管局": "0.310", "市交通局": "0.130", "市农业农村局": "0.060"}
    assert done("tally", NAME, "--json").json["lost"] == "0.500"
    assert letters(done)["市城管局.1"] == (NUMBER, "0.360")
    done("letters", NAME, "--id", "市城管局.1", "-o", str(tmp_path / "再印"))
    assert (tmp_path / "再印" / "市城管局.1_提示函.docx").read_bytes() == went_out

    clock("2025-07-09T10:00")
    gap = f"{first}/市城管局"
    bearers = ("--bearer", "市城管局:2", "--bearer", "城关镇:3")
    done("reassign", NAME, gap, *bearers, "--reason", "3卷系镇执法队办理")
    assert shares(done) == {
        "市城管局": "0.130",
        "市交通局": "0.120",
        "市农业农村局": "0.060",
        "城关镇": "0.190",
    }
    assert letters(done)["市城管局.1"] == (NUMBER, "0.360")
    gaps = {row["id"]: row for row in done("gaps", NAME, "--json").json}
    assert gaps[gap]["lost"] == "0.130"
    assert gaps[gap]["letters"] == [{"id": "市城管局.1", "number": NUMBER, "received": ""}]
    assert gaps[f"{first}/城关镇"]["letters"] == []
    assert done("log", NAME, "--verify", "--json").json["intact"]
