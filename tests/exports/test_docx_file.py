"""The Word file: fonts really set for Chinese, the official layout, pages, what hides in it."""

import io
import re
import zipfile
from time import perf_counter

from docx import Document
from docx.shared import Mm
from msgspec.structs import replace

from fazhi_tui.exports.docx_file import word_file
from fazhi_tui.exports.paper import FreshPage, Grid, Paper, Words, as_paper
from fazhi_tui.exports.writing import encode
from tests.exports.samples import sheet_of

OFFICIAL = Paper(
    "关于整改的函",
    (
        Words("number", "市法办函〔2025〕3号"),
        Words("title", "关于整改的函"),
        Words("to", "市城管局："),
        Words("head", "一、问题"),
        Words("subhead", "（一）执法"),
        Words("body", "“全过程”记录【待补】不完整5卷。"),
        Words("office", "市委全面依法治市委员会办公室"),
        Words("date", "2025年7月1日"),
        FreshPage(),
        Words("annex", "附件"),
        Grid(sheet_of("甲")),
    ),
    official=True,
    origin="12 abc",
)


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_every_run_has_a_font_for_every_script() -> None:
    for data in (word_file(OFFICIAL), encode(sheet_of("甲", "A1"), "docx")):
        for name in ("word/document.xml", "word/footer1.xml"):
            text = part(data, name)
            runs = re.findall(r"<w:r>.*?</w:r>", text)
            assert runs
            for run in runs:
                fonts = re.search(r"<w:rFonts ([^>]*)/>", run)
                assert fonts
                assert 'w:hint="eastAsia"' in fonts[1]
                named = dict(re.findall(r'w:(ascii|hAnsi|eastAsia|cs)="([^"]+)"', fonts[1]))
                assert len(named) == 4
                assert len(set(named.values())) == 1
                assert 'w:eastAsia="zh-CN"' in run


def test_the_official_layout() -> None:
    data = word_file(OFFICIAL)
    section = Document(io.BytesIO(data)).sections[0]
    lengths = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(length / Mm(1)) for length in lengths if length] == [210, 297, 37, 35, 28, 26]
    text = part(data, "word/document.xml")
    looks = {
        words.text: re.search(rf"<w:p>(?:(?!</w:p>).)*{re.escape(words.text[:4])}", text)
        for words in OFFICIAL.blocks
        if isinstance(words, Words)
    }
    for told, font, size in (
        ("关于整改的函", "方正小标宋简体", 44),
        ("市城管局：", "仿宋", 32),
        ("一、问题", "黑体", 32),
        ("（一）执法", "楷体", 32),
        ("“全过程”记录【待补】不完整5卷。", "仿宋", 32),
        ("附件", "黑体", 32),
    ):
        found = looks[told]
        assert found
        assert f'w:eastAsia="{font}"' in found[0]
        assert f'<w:sz w:val="{size}"/>' in found[0]
    assert 'w:line="579" w:lineRule="exact"' in text
    assert 'w:firstLineChars="200"' in text


def test_a_seal_does_not_stand_on_a_page_by_itself() -> None:
    text = part(word_file(OFFICIAL), "word/document.xml")
    paragraphs = re.findall(r"<w:p>.*?</w:p>", text, re.DOTALL)
    office = next(n for n, told in enumerate(paragraphs) if "市委全面" in told)
    assert "<w:keepNext/>" in paragraphs[office - 1]
    assert "<w:keepNext/>" not in paragraphs[office + 1]


def test_page_numbers_stand_outside() -> None:
    data = word_file(OFFICIAL)
    assert "<w:evenAndOddHeaders" in part(data, "word/settings.xml")
    sides = {}
    for name in ("word/footer1.xml", "word/footer2.xml"):
        text = part(data, name)
        assert "PAGE" in text
        assert "— " in text
        sides[re.search(r'<w:jc w:val="(\w+)"/>', text)[1]] = name  # type: ignore[index]
    assert set(sides) == {"left", "right"}


def test_the_date_keeps_four_characters_or_the_office_two() -> None:
    def indents(office: str) -> list[int]:
        blocks = (Words("office", office), Words("date", "2025年7月1日"))
        text = part(word_file(replace(OFFICIAL, blocks=blocks)), "word/document.xml")
        return [int(value) for value in re.findall(r'w:rightChars="(\d+)"', text)]

    assert indents("市司法局") == [500, 400]
    assert indents("市委全面依法治市委员会办公室") == [200, 600]


def test_what_has_to_be_written_is_marked() -> None:
    text = part(word_file(OFFICIAL), "word/document.xml")
    marked = [run for run in re.findall(r"<w:r>.*?</w:r>", text) if "w:highlight" in run]
    assert len(marked) == 1
    assert ">【待补】<" in marked[0]


def test_a_fresh_page_where_asked() -> None:
    text = part(word_file(OFFICIAL), "word/document.xml")
    assert text.count("<w:pageBreakBefore/>") == 1
    parts = replace(sheet_of("甲", "小计", "乙", "小计"), sums=(1, 3))
    data = word_file(as_paper(parts, landscape=True))
    document = part(data, "word/document.xml")
    assert document.count("<w:pageBreakBefore/>") == 2
    assert document.count("<w:tblHeader/>") == 3
    assert "截至第3条记录" in part(data, "word/header1.xml")


def test_origin_stands_in_the_properties_only() -> None:
    data = word_file(OFFICIAL)
    core = Document(io.BytesIO(data)).core_properties
    assert (core.title, core.comments, core.author) == ("关于整改的函", "12 abc", "")
    assert "abc" not in part(data, "word/document.xml")


def test_a_long_list_takes_no_time_that_grows_with_its_square() -> None:
    sheet = sheet_of(*["执法全过程记录不完整"] * 1500)
    start = perf_counter()
    encode(sheet, "docx")
    assert perf_counter() - start < 8  # a second or less; thirty where the body was moved in


def test_no_moment_stands_in_the_package() -> None:
    package = zipfile.ZipFile(io.BytesIO(word_file(OFFICIAL)))
    assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = Document(io.BytesIO(word_file(OFFICIAL))).core_properties
    assert core.created == core.modified
    assert core.created is not None
    assert core.created.year == 2025


def test_missing_fonts_have_stand_ins() -> None:
    table = part(word_file(OFFICIAL), "word/fontTable.xml")
    assert 'w:name="方正小标宋简体"><w:altName' in table
    assert 'w:name="仿宋"><w:altName' in table
