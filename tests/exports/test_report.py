"""The report: its numbers are the tally's, what people have to write is marked, nothing acts."""

import io
import re
import zipfile
from html.parser import HTMLParser

import pytest
from docx import Document
from msgspec.structs import replace
from python_calamine import CalamineWorkbook

from fazhi_tui.domain.figures import figures_of, moved_indicators, moved_units
from fazhi_tui.domain.papers import CutOff
from fazhi_tui.exports.chart_svg import chart
from fazhi_tui.exports.contents import losses
from fazhi_tui.exports.contents.comparing import what_moved
from fazhi_tui.exports.contents.report import Source, report_paper, report_sheets
from fazhi_tui.exports.contents.report_tables import all_indicators, top_problems
from fazhi_tui.exports.docx_file import word_file
from fazhi_tui.exports.html_file import page
from fazhi_tui.exports.paper import Grid, Paper, Words
from fazhi_tui.exports.xlsx import workbook
from tests.exports.a_round import ASSESSMENT, STAMP, Round, a_round, nothing_found

ROUND = a_round()
SOURCE = Source(ROUND.roster, ASSESSMENT, ROUND.tally, ROUND.gaps, STAMP)


def told(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Words)]


def test_the_opening_says_the_figures_of_the_tally() -> None:
    assert told(report_paper(SOURCE))[:2] == [
        "演示市2025年第一轮自评报告",
        "对照《小体系》，逐项开展了自评。满分10.00分，自评得分8.12分，失分1.88分，待定0.00分。"
        "加分0.50分，减分0.20分，总分8.42分。失分涉及3项指标、3家单位。"
        "另有1笔失分0.20分的责任单位待认定。",
    ]


def test_each_area_and_what_is_to_be_written_under_it() -> None:
    lines = told(report_paper(SOURCE))
    start = lines.index("（一）职能")
    assert lines[start : start + 3] == [
        "（一）职能",
        "满分7.00分，得分5.50分，失分1.50分，失分涉及2项指标。",
        "【待补】（主要做法）",
    ]
    assert sum("【待补】" in line for line in lines) == 4


def test_the_offices_own_words_take_the_place_of_the_mark() -> None:
    written = replace(ASSESSMENT, report={"area.一": "第一段。\n\n第二段。", "next": "抓紧。"})
    lines = told(report_paper(replace(SOURCE, assessment=written)))
    assert lines[lines.index("（一）职能") + 2 :][:2] == ["第一段。", "第二段。"]
    assert "抓紧。" in lines
    assert sum("【待补】" in line for line in lines) == 2


def test_the_stage_stands_under_the_title() -> None:
    cut_off = CutOff("deliberation", 12, "3e23e8", figures_of(ROUND.tally), n=2)
    assert told(report_paper(replace(SOURCE, cut_off=cut_off)))[1] == "（审议稿2）"


def test_the_closing_part_tells_on_what_it_rests() -> None:
    lines = told(report_paper(SOURCE))
    start = lines.index("五、关于自评依据的说明")
    text = "".join(lines[start:])
    assert "分值依据：示例分值。" in text
    assert "缺省记入责任单位的失分1笔0.50分；失分单位待认定的1笔0.20分。" in text
    assert "没有按不涉及处理的指标。" in text
    assert lines[-1] == ("本报告各项数字截至2025-11-03 10:32（第12条记录，台账校验值3e23e8）。")


def test_the_problems_are_matters_most_expensive_first() -> None:
    sheet = top_problems(ROUND.roster, ROUND.gaps)
    assert [row[3:] for row in sheet.rows] == [
        ("记录不完整4卷", 800, "城管局"),
        ("未公示", 500, "司法局"),
        ("出庭率85.71%", 250, "交通局"),
        ("记录不完整1卷", 200, "失分单位待认定"),
        ("出庭率90%", 130, "城管局"),
    ]
    assert len(top_problems(ROUND.roster, ROUND.gaps, 2).rows) == 2


def test_a_matter_borne_by_two_units_is_one_row() -> None:
    other = replace(ROUND.gaps[0], id="1.a.司法局.1/交通局", unit="交通局", lost=100)
    sheet = top_problems(ROUND.roster, (ROUND.gaps[0], other))
    assert [row[4:] for row in sheet.rows] == [(900, "城管局、交通局")]


def test_all_indicators_stand_in_the_annex() -> None:
    sheet = all_indicators(ROUND.roster, ROUND.tally)
    assert [row[0] for row in sheet.rows] == ["1", "2", "3"]
    assert sheet.total is not None
    assert sheet.total[2:6] == (10_000, 8120, 1880, 0)
    assert sheet in [
        block.sheet for block in report_paper(SOURCE).blocks if isinstance(block, Grid)
    ]


@pytest.mark.parametrize("of", [ROUND, nothing_found()], ids=["filled", "empty"])
def test_every_format_every_time_the_same(of: Round) -> None:
    source = Source(of.roster, ASSESSMENT if of is ROUND else replace(ASSESSMENT, entries={}),
                    of.tally, of.gaps, STAMP)  # fmt: skip
    paper = report_paper(source)
    assert word_file(paper) == word_file(paper)
    assert page(paper) == page(paper)
    assert workbook(*report_sheets(source)) == workbook(*report_sheets(source))


def test_word_shows_the_tables_and_no_chart() -> None:
    data = word_file(report_paper(SOURCE))
    headings = [table.rows[0].cells[0].text for table in Document(io.BytesIO(data)).tables]
    assert headings == ["编号", "序号", "指标号", "序号"]
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not any("chart" in name or "media" in name for name in names)


class _Acts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.places: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.places += [name for name, _ in attrs if name in {"src", "href", "action"}]
        assert not [name for name, _ in attrs if name.startswith("on")]


def test_the_page_loads_nothing_and_nothing_in_it_acts() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=y>&\"'"
    gaps = tuple(replace(gap, problem=hostile, reason=hostile) for gap in ROUND.gaps)
    stamp = replace(STAMP, assessment=hostile)
    text = page(report_paper(replace(SOURCE, gaps=gaps, stamp=stamp)))
    reader = _Acts()
    reader.feed(text)
    assert {"svg", "table", "mark"} <= reader.tags
    assert not reader.tags & {"script", "img", "link", "iframe", "a", "object"}
    assert reader.places == []
    assert "url(" not in text
    assert text.count("&lt;script&gt;") >= 5


def test_charts_show_the_figures() -> None:
    sheet = losses.losses_by_area(ROUND.roster, ROUND.tally, STAMP)
    bars, radar = (chart(sheet, drawn) for drawn in sheet.charts)
    assert "5.50 / 1.50 / 0.00" in bars
    widths = [int(value) for value in re.findall(r'<rect x="\d+" y="34" width="(\d+)"', bars)]
    assert widths[0] == 5500 * (860 - 210 - 270) // 7000
    assert "职能 78.57%" in radar
    units = losses.losses_by_unit(ROUND.roster, ROUND.tally, ROUND.gaps, STAMP)
    assert chart(units, units.charts[0]).count("<rect") == len(units.rows) + 1


def test_excel_draws_its_own_charts_on_their_own_page() -> None:
    data = workbook(*report_sheets(SOURCE))
    package = zipfile.ZipFile(io.BytesIO(data))
    charts = [package.read(name).decode() for name in package.namelist() if "/charts/chart" in name]
    assert len(charts) == 3
    assert sum("<c:radarChart>" in text for text in charts) == 1
    assert any("按一级指标!$D$" in text for text in charts)
    names = CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names
    assert names == ["按一级指标", "按单位", "各项指标", "全部问题", "印证材料", "图表"]


def test_closed_refused_and_waiting_matters_add_up_to_all() -> None:
    (line,) = (text for text in told(report_paper(SOURCE)) if "整改事项已销号" in text)
    assert "不予整改1个" in line
    everything, closed, refused, waiting = map(int, re.findall(r"(\d+)个", line)[:4])
    assert everything == len(ROUND.gaps) == closed + refused + waiting


def test_what_moved_between_two_drafts() -> None:
    before, after = figures_of(nothing_found().tally), figures_of(ROUND.tally)
    moved = moved_indicators(before, after)
    assert [pair.key for pair in moved] == ["1", "2", "3", "4", "5"]
    assert moved_indicators(after, after) == []
    sheet = what_moved(ROUND.roster, moved, (("送审稿", before), ("审议稿", after)))
    assert sheet.rows[0] == ("1", "全过程记录", 0, 0, 2000, 1000, 1000, 0, 1000)
    assert sheet.total == ("合计", None, 0, 0, 10_000, 8120, 1880, 0, 1880)
    units = moved_units(before, after)
    by_unit = what_moved(ROUND.roster, units, (("送审稿", before), ("审议稿", after)), units=True)
    assert by_unit.rows[0] == ("司法局", 0, 500, 500)
    assert what_moved(ROUND.roster, [], (("甲", after), ("乙", after))).empty == "甲与乙没有变动"
    (first, lost), *rest = after.units.items()
    passed_on = replace(after, units={**dict(rest), first: lost - 10})
    told = what_moved(ROUND.roster, [], (("甲", after), ("乙", passed_on))).empty
    assert told == "甲与乙各项指标没有变动，各单位的失分有变动，请按单位对照"
