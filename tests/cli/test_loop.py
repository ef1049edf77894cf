"""Review and rectification from the command line, to the end: deadline, parts, checks, closing."""

from tests.cli.conftest import LAST, NEXT, Fazhi
from tests.stories.conftest import Clock, clock

__all__ = ["clock"]

GAP = "1.b.司法所.1/司法所"


# ── filling in and handing in ────────────────────────────────────────────────────────────────


def test_a_note_is_written_and_taken_away(done: Fazhi, filled: str) -> None:
    done("note", filled, "1", "已建制度", "--unit", "司法所")
    assert done("show", filled, "1", "--json").json[0]["note"] == "已建制度"
    done("note", filled, "1", "", "--unit", "司法所")
    assert done("show", filled, "1", "--json").json[0]["note"] == ""


def test_a_clause_is_made_blank_again(done: Fazhi, fazhi: Fazhi, filled: str) -> None:
    made = done("clear", filled, "1", "b", "--json").json
    assert (made["lost_before"], made["lost_after"]) == ("2.000", "0.500")
    assert "没有要改的内容" in fazhi("clear", filled, "1", "b").err
    done("record", filled, "2", "a", "--rate", "9/10", "--of", "城管队")
    done("record", filled, "2", "a", "--rate", "12/14", "--of", "交通站")
    done("clear", filled, "2", "a", "--of", "城管队")
    (reading,) = done("show", filled, "2", "--json").json[0]["clauses"][0]["readings"]
    assert reading["subject"] == "交通站"


def test_handing_in_all_is_refused_with_everything_that_is_missing(
    done: Fazhi, fazhi: Fazhi, filled: str
) -> None:
    refused = fazhi("submit", filled, "--all", "--unit", "司法所")
    assert refused.status == 1
    lines = refused.err.splitlines()
    assert len(lines) >= 2
    *lacking, others = lines
    assert all("还没有填完这一项，不能报送，还差第" in line for line in lacking)
    assert others == "填完了的 1 项也没有报送，要先报送填完的，请再加 --finished。"
    finished = fazhi("submit", filled, "--all", "--finished", "--unit", "司法所")
    assert (finished.status, finished.out.startswith("已报送第1项")) == (0, True)
    assert finished.err.splitlines()[: len(lacking)] == [f"提醒：{line}" for line in lacking]
    nothing = fazhi("submit", filled, "--all", "--finished", "--unit", "司法所")
    assert (nothing.status, nothing.err.splitlines()) == (1, lacking)
    assert fazhi("submit", filled, "1", "--finished").status == 2
    done("return", filled, "1", "--of", "司法所", "--reason", "再核")
    assert done("show", filled).out.startswith("退回修改：第1项 全过程记录（司法所）：再核\n")
    assert "再核" in done("show", filled, "--unit", "司法所").out
    assert "再核" not in done("show", filled, "--unit", "城管队").out
    marks = done("show", filled, "1", "--json").json[0]["marks"]
    assert marks == [{"unit": "司法所", "state": "returned", "reason": "再核"}]
    assert fazhi("submit", filled, "1").status == 0
    assert "第1项" in done("accept", filled, "--all").out
    assert "没有可以办的部分" in fazhi("accept", filled, "--all").err
    assert fazhi("submit", filled).status == 2
    assert fazhi("submit", filled, "1", "--all").status == 2


# ── deadline and reminders ───────────────────────────────────────────────────────────────────


def test_what_comes_after_the_deadline_is_late_until_admitted(
    done: Fazhi, fazhi: Fazhi, filled: str
) -> None:
    assert done("deadline", filled).out == "没有定报送截止\n"
    for wrong in ("昨天", "2020-02-30", "12"):
        refused = fazhi("deadline", filled, wrong)
        assert (refused.status, "2025-06-30 18:00 这样的时间" in refused.err) == (1, True)
    assert f"{LAST}-06-30 23:59" in done("deadline", filled, f"{LAST}-6-30").out
    told = done("deadline", filled, "--json").json
    assert [(part["indicator"], part["unit"], part["admitted"]) for part in told["late"]] == [
        ("1", "司法所", False)
    ]
    assert "迟报" in done("show", filled, "1").out
    assert "没有迟报" in fazhi("admit", filled, "2").err
    done("admit", filled, "1", "--of", "司法所")
    assert "已采纳" in done("deadline", filled).out
    assert done("show", filled, "1", "--json").json[0]["late"][0]["admitted"] is True
    done("undo", filled)
    assert "未采纳" in done("deadline", filled).out
    done("deadline", filled, f"{NEXT}-06-30 18:00")
    assert "迟报 0 项" in done("deadline", filled).out
    done("deadline", filled, "--off")
    assert done("deadline", filled).out == "没有定报送截止\n"
    assert fazhi("deadline", filled, "明天").status == 1


def test_a_reminder_says_what_each_unit_owes(done: Fazhi, fazhi: Fazhi, filled: str) -> None:
    assert fazhi("submit", filled, "1").status == 0
    done("return", filled, "1", "--reason", "缺文号")
    done("rectify", filled, GAP, "--due", f"{LAST}-01-01")
    done("deadline", filled, f"{LAST}-06-30 18:00")
    page = done("remind", filled).out
    assert page.startswith("【催办】甲轮（截至 ")
    assert f"报送截止 {LAST}-06-30 18:00，已过）" in page
    assert "退回没有改的 1 家，整改超期的 1 家。" in page
    assert "· 退回修改：第1项，缺文号" in page
    assert f"· 整改超期：第1项，归集制度未建立，时限 {LAST}-01-01" in page
    told = done("remind", filled, "--json").json
    mine = next(unit for unit in told["units"] if unit["unit"] == "司法所")
    assert mine["returned"] == [{"indicator": "1", "reason": "缺文号"}]
    assert mine["overdue"] == [GAP]
    assert mine["parts"] == mine["handed_in"] + sum(
        len(mine[key]) for key in ("blank", "unfinished", "unsent", "returned")
    )
    (only,) = done("remind", filled, "--of", "司所", "--json").json["units"]
    assert only == mine


def test_nobody_owes_anything(done: Fazhi, fazhi: Fazhi, round_: str) -> None:
    done("na", round_, "1", "2", "3", "4", "--reason", "没有")
    for no in "1234":
        fazhi("submit", round_, no)
    assert "各单位都已报送" in done("remind", round_).out


# ── units that others go on for ──────────────────────────────────────────────────────────────


def test_what_a_document_shows_is_booked_where_it_belongs(
    done: Fazhi, fazhi: Fazhi, filled: str
) -> None:
    one = done("evidence", filled, "1", "--title", "制度", "--json").json["id"]
    two = done("evidence", filled, "1", "2", "--title", "台账", "--json").json["id"]
    done("sample", filled, "2", "--from", "evidence", "--seed", "甲")
    wrong = ("--problem", "过期", "--clause", "b")
    done("inspect", filled, one, *wrong)
    unclear = fazhi("inspect", filled, two, *wrong)
    assert (unclear.status, "用于第1、2项，请用 --indicator" in unclear.err) == (2, True)
    done("inspect", filled, two, *wrong, "--indicator", "1")
    results = done("sample", filled, "--json").json[0]["results"]
    booked = {result["item"]: result["finding"] for result in results}
    assert booked == {one: "1.b.治镇办.1", two: "1.b.治镇办.2"}
    assert fazhi("inspect", filled, one, "--problem", "过期", "--indicator", "1").status == 2


def test_a_unit_is_renamed(done: Fazhi, fazhi: Fazhi, filled: str) -> None:
    lost = done("tally", filled, "--json").json["lost"]
    assert fazhi("succeed", filled, "城管队").status == 2
    assert fazhi("succeed", filled, "城管队", "--to", "城市队").status == 1
    done("succeed", filled, "城管队", "--new", "城市队", "--reason", "改革", "--date", "2025-7-1")
    result = done("tally", filled, "--json").json
    assert (result["lost"], result["balanced"]) == (lost, True)
    assert "城市队" in {unit["unit"] for unit in result["by_unit"]}
    assert "城管队" not in {unit["unit"] for unit in result["by_unit"]}
    gaps = done("gaps", filled, "--of", "城管队", "--json").json
    assert [(gap["id"], gap["unit"], gap["rectifier"]) for gap in gaps] == [
        ("1.a.司法所.1/城管队", "城市队", "城市队")
    ]
    assert gaps[0]["came_from"] == [{"unit": "城管队", "reason": "改革"}]
    assert done("why", filled, "城管队").out == done("why", filled, "城市队").out
    done("record", filled, "1", "a", "--count", "1", "--bearer", "城管队")  # the old name is known
    done("rectify", filled, gaps[0]["id"], "--progress", "在办", "--unit", "城市队")
    assert done("succeed", filled, "--json").json == [
        {
            "unit": "城管队",
            "successors": ["城市队"],
            "heir": "城市队",
            "date": "2025-07-01",
            "reason": "改革",
        }
    ]
    assert "城管队由城市队承接" in done("log", filled).out


def test_a_rename_is_undone_only_while_nothing_came_after_it(
    done: Fazhi, fazhi: Fazhi, filled: str
) -> None:
    before = done("tally", filled, "--json").json["by_unit"]
    done("succeed", filled, "城管队", "--new", "城市队")
    done("undo", filled)
    assert done("tally", filled, "--json").json["by_unit"] == before
    done("succeed", filled, "城管队", "--new", "城市队", "--as", "甲")
    done("record", filled, "1", "a", "--count", "1", "--bearer", "城市队", "--as", "乙")
    assert "不能撤销" in fazhi("undo", filled, "--as", "甲").err


# ── rectification to the end ─────────────────────────────────────────────────────────────────


def test_a_gap_goes_its_whole_way(done: Fazhi, fazhi: Fazhi, filled: str) -> None:
    unit = ("--unit", "司法所", "--as", "赵六")
    done("rectify", filled, GAP, "--measure", "建制度", "--owner", "张三", "--due", "2025-09-30")
    assert "请申请延期" in fazhi("rectify", filled, GAP, "--due", "2025-12-31", *unit).err
    done("rectify", filled, GAP, "--ask", "2025-10-15", "--reason", "等审议", *unit)
    assert done("gaps", filled, "--of", "司法所", "--json").json[-1]["asked"] == "2025-10-15"
    assert "申请延期到2025-10-15" in done("gaps", filled).out.replace("\n", "")
    assert "请由 治镇办 办理" in fazhi("rectify", filled, GAP, "--grant", *unit).err
    done("rectify", filled, GAP, "--grant")
    assert "已报结" in done("rectify", filled, GAP, "--report", "已印发", *unit).out
    done("rectify", filled, GAP, "--send-back", "没有附件")
    done("rectify", filled, GAP, "--report", "已印发并附件", *unit)
    for doer in ("张三", "赵六"):
        assert "整改的人" in fazhi("rectify", filled, GAP, "--close", "--as", doer).err
    done("rectify", filled, GAP, "--close", "--as", "王五")
    gap = done("gaps", filled, "--of", "司法所", "--json").json[-1]
    assert (gap["state"], gap["closed_by"], gap["first_due"], gap["due"]) == (
        "closed",
        "王五",
        "2025-09-30",
        "2025-10-15",
    )
    page = done("log", filled).out
    for told in (
        "申请延期到 2025-10-15，等审议",
        "同意延期",
        "报结 已印发",
        "退回重办，理由 没有附件",
    ):
        assert told in page
    assert fazhi("rectify", filled, GAP, "--close", "--reopen").status == 2
    done("rectify", filled, GAP, "--reopen")


def test_many_gaps_in_one_command(done: Fazhi, fazhi: Fazhi, filled: str) -> None:
    gaps = [gap["id"] for gap in done("gaps", filled, "--json").json]
    assert len(gaps) == 3
    assert "3 个整改事项" in done("rectify", filled, *gaps, "--due", "2025-09-30").out
    assert {gap["due"] for gap in done("gaps", filled, "--json").json} == {"2025-09-30"}
    done("undo", filled)
    assert {gap["due"] for gap in done("gaps", filled, "--json").json} == {""}
    assert "出自同一事实" not in done("gaps", filled).out
    done("rectify", filled, *gaps[1:], "--fact", "通报的那件事")
    told = {gap["id"]: gap for gap in done("gaps", filled, "--json").json}
    assert told[gaps[1]]["same_as"] == [gaps[2]]
    assert told[gaps[0]]["same_as"] == []
    assert f"出自同一事实的：{'、'.join(sorted(gaps[1:]))}。" in done("gaps", filled).out
    refused = fazhi("rectify", filled, "甲", *gaps, "乙", "--due", "2025-09-30")
    assert (refused.status, len(refused.err.splitlines())) == (1, 2)


def test_who_bears_it_is_disputed_and_settled(done: Fazhi, fazhi: Fazhi, filled: str) -> None:
    gap = "1.a.司法所.1/城管队"
    done("dispute", filled, gap, "--reason", "有三卷不是我们的", "--unit", "城管队")
    told = next(one for one in done("gaps", filled, "--json").json if one["id"] == gap)
    assert told["dispute"] == {
        "unit": "城管队",
        "reason": "有三卷不是我们的",
        "outcome": "",
        "answer": "",
    }
    assert "有异议" in done("gaps", filled).out
    done("dispute", filled, gap, "--reject", "--reason", "核实过了")
    assert "有异议" not in done("gaps", filled).out
    assert (
        "没有待答复的责任异议" in fazhi("dispute", filled, gap, "--reject", "--reason", "再说").err
    )
    done("dispute", filled, gap, "--reason", "再核", "--unit", "城管队")
    made = done(
        "reassign", filled, gap,
        "--bearer", "城管队:2", "--bearer", "交通站:2", "--bearer", "司法所:3",
        "--reason", "三卷是司法所的", "--json",
    ).json  # fmt: skip
    assert made["lost_before"] == made["lost_after"]
    gaps = {one["id"]: one for one in done("gaps", filled, "--json").json}
    assert gaps[gap]["dispute"]["outcome"] == "reassigned"
    assert gaps["1.a.司法所.1/司法所"]["came_from"] == [
        {"unit": "城管队", "reason": "三卷是司法所的"}
    ]
    page = done("log", filled).out
    assert "城管队提出责任异议，有三卷不是我们的" in page
    assert "不采纳责任异议，核实过了" in page
    assert "改派给（司法所 3、城管队 2、交通站 2），三卷是司法所的" in page


# ── what is late stays out of a cut-off ──────────────────────────────────────────────────────


def test_a_cut_off_is_without_what_is_late_until_it_is_admitted(
    done: Fazhi, fazhi: Fazhi, filled: str, clock: Clock
) -> None:
    done("deadline", filled, f"{NEXT}-06-30")
    clock(f"{NEXT}-07-01T12:00:00")
    done("record", filled, "3", "a", "--level", "重大", "--unit", "司法所")  # 0.5, late
    assert done("tally", filled, "--json").json["lost"] == "2.500"
    fixed = fazhi("finalize", filled, "--stage", "送审稿")
    assert fixed.status == 0
    assert "迟报没有采纳的 1 处不在这一稿里" in fixed.err
    (first,) = done("finalize", filled, "--json").json
    assert (first["lost"], first["earned"]) == ("2.000", "0.000")
    at = done("tally", filled, "--at", first["name"], "--json").json
    assert (at["lost"], at["pending"], at["balanced"]) == ("2.000", first["pending"], True)

    done("admit", filled, "3")
    assert fazhi("finalize", filled, "--stage", "送审稿").err == ""
    again, second = done("finalize", filled, "--json").json
    assert (again, second["lost"]) == (first, "2.500")


def test_a_split_unit_hands_each_gap_to_whom_it_says(
    done: Fazhi, fazhi: Fazhi, filled: str
) -> None:
    done("record", filled, "1", "a", "--count", "1", "--bearer", "城管队")
    first, second = "1.a.司法所.1/城管队", "1.a.司法所.2/城管队"
    split = ("succeed", filled, "城管队", "--to", "交通站", "--new", "市容队")
    assert fazhi(*split, "--gap", "甲").status == 2
    assert "不在承接单位之列" in fazhi(*split, "--gap", f"{first}=司法所").err
    assert "没有编号为" in fazhi(*split, "--gap", "1.b.司法所.1/司法所=市容队").err
    done(*split, "--gap", f"{second}＝市容队")
    gaps = {gap["id"]: gap["rectifier"] for gap in done("gaps", filled, "--json").json}
    assert (gaps[first], gaps[second]) == ("交通站", "市容队")
    assert "城管队由交通站、市容队承接，移交整改事项 2 个" in done("log", filled).out
    done("succeed", filled, "城管队", "--to", "城管队")  # taken back
    assert "城管队" in {unit["unit"] for unit in done("tally", filled, "--json").json["by_unit"]}
