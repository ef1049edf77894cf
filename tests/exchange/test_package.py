"""Files from outside: of every format, with things pasted in, damaged, or made to do harm."""

import io
import struct
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
import xlsxwriter

from fazhi_tui.domain.assessment import Number, Rate, Tier
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.section import EvidenceRow, FindingRow, ReadingRow
from fazhi_tui.exchange import package, unpacking
from fazhi_tui.exchange.package import Aside, bytes_of, inspect
from fazhi_tui.exchange.pages import open_form
from fazhi_tui.exchange.returned_form import Had, read_form
from fazhi_tui.wording import say
from tests.exchange.filled import roster
from tests.exchange.returned import BLANK_FORM, SAID, SAID_FORM, fresh, had, part

FILES = Path(__file__).parent / "files"
SHEET = "xl/worksheets/sheet2.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def with_parts(parts: Mapping[str, bytes], data: bytes = BLANK_FORM) -> bytes:
    """A workbook with some parts put in or in place of others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def refused(data: bytes) -> Code:
    with pytest.raises(Refused) as caught:
        open_form(data, "表.xlsx")
    (problem,) = caught.value.problems
    assert say(problem).endswith("。")
    return problem.code


# ── formats ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "asides"),
    [
        ("filled.xls", None),
        ("filled.et", None),
        ("filled.ods", ()),
        ("filled-libreoffice.xlsx", ()),
    ],
)
def test_every_format_says_the_same(name: str, asides: object) -> None:
    """Written by LibreOffice; `.et` is the old format under another name."""
    data = bytes_of(FILES / name.replace(".et", ".xls"))
    incoming = read_form(open_form(data, name), roster(), Had())
    assert (incoming.asked, incoming.rejected, incoming.told) == ((), (), ())
    assert incoming.asides == asides
    assert part(incoming, "1").findings == (
        FindingRow("b", reason="没有制度"),
        FindingRow(
            "a",
            quantity=Decimal(5),
            bearers=(("城管队", Decimal(1)),),
            reason="缺页",
            date="2025-03-05",
        ),
    )
    assert part(incoming, "1").note == "第一行\n第二行"
    assert part(incoming, "2").readings == (
        ReadingRow("a", Rate(Decimal(9), Decimal(10))),
        ReadingRow("b", Number(Decimal(2))),
        ReadingRow("c", Tier("在建")),
    )
    assert part(incoming, "3").nils == ("e",)
    assert incoming.section.evidence == (
        EvidenceRow(("1",), "通报", doc_no="〔2025〕3号", date="2025-03-05"),
    )


# ── beside the cells ─────────────────────────────────────────────────────────────────────────


def test_pictures_objects_and_comments_are_counted_by_their_sheets(tmp_path: Path) -> None:
    picture, out = tmp_path / "图.png", io.BytesIO()
    picture.write_bytes(PNG)
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name in ("填报 & 说明", "空"):
        book.add_worksheet(name)
    book.get_worksheet_by_name("填报 & 说明").insert_image(0, 0, str(picture))
    book.get_worksheet_by_name("空").write_comment(1, 1, "批注")
    book.close()
    data = with_parts({"xl/embeddings/oleObject1.bin": b"MZ"}, out.getvalue())
    assert inspect(data, "表.xlsx").asides == (
        Aside("picture", 1, ("填报 & 说明",)),
        Aside("object", 1, ()),
        Aside("comment", 1, ("空",)),
    )


def test_a_picture_in_a_cell_as_wps_keeps_it_is_counted() -> None:
    parts = {"xl/cellimages.xml": b"<etc:cellImages/>", "xl/media/image1.png": PNG}
    assert inspect(with_parts(parts), "表.xlsx").asides == (Aside("picture", 1, ()),)


def test_macros_and_links_to_elsewhere_do_nothing(tmp_path: Path) -> None:
    parts = {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macro",
        "xl/externalLinks/externalLink1.xml": b'<externalLink r:id="rId1"/>',
        "xl/connections.xml": b"<connections/>",
        f"../../{tmp_path.name}/evil.txt": b"out of the folder",
        "/etc/evil": b"absolute",
    }
    incoming = read_form(open_form(with_parts(parts, SAID_FORM), "表"), roster(), had(SAID))
    assert (incoming.asked, incoming.rejected) == ((), ())
    assert [item.indicator for item in incoming.section.parts] == ["1", "2", "3"]
    assert list(tmp_path.iterdir()) == []


def test_a_reader_gets_what_was_looked_at_and_no_more() -> None:
    parts = {"xl/media/a.png": PNG, "xl/vbaProject.bin": b"MZ", "docProps/x.xml": b"<x/>"}
    data = inspect(with_parts(parts), "表").data
    with zipfile.ZipFile(io.BytesIO(data)) as plain, zipfile.ZipFile(io.BytesIO(BLANK_FORM)) as old:
        assert plain.testzip() is None
        assert {part.compress_type for part in plain.infolist()} == {zipfile.ZIP_STORED}
        names = {name for name in old.namelist() if not name.startswith(("docProps", "xl/theme"))}
        assert set(plain.namelist()) == names
        assert all(plain.read(name) == old.read(name) for name in names)


# ── what would fill the memory ───────────────────────────────────────────────────────────────


def _cell(at: bytes) -> bytes:
    return b'<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c ' + at + b"><v>1</v></c></row>"


FAR: dict[str, bytes] = {
    "far": _cell(b'r="XFD1048576"'),
    "a million rows": _cell(b'r="A1048576"'),
    "single quotes": _cell(b"r = 'XFD1048576'"),
    "small letters": _cell(b'r="xfd1048576"'),
    "other attributes first": _cell(b's="1" r="XFD1048576"'),
    "line break": _cell(b'\nr="XFD1048576"'),
    "no places": b"<row><c><v>1</v></c></row>" * 3000 + b"<row>" + b"<c><v>1</v></c>" * 3000,
    "prefix": b'<x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
}


@pytest.mark.parametrize("rows", FAR.values(), ids=FAR.keys())
def test_a_cell_far_out_is_refused(rows: bytes) -> None:
    assert refused(with_parts({SHEET: HEAD + rows + TAIL})) is Code.SHEET_TOO_LARGE


def test_formatting_far_out_does_no_harm() -> None:
    blank = b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    with zipfile.ZipFile(io.BytesIO(BLANK_FORM)) as parts:
        xml = parts.read("xl/worksheets/sheet2.xml")
    data = with_parts({SHEET: xml.replace(b"</sheetData>", blank + b"</sheetData>")})
    assert open_form(data, "表").tables


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_UNPACKED", 1_000_000)
    assert refused(with_parts({"xl/media/bomb.bin": bytes(1_000_001)})) is Code.FILE_TOO_LARGE
    many = {f"xl/media/{n}": b"" for n in range(unpacking.MOST_PARTS)}
    assert refused(with_parts(many)) is Code.FILE_TOO_LARGE


def test_a_part_longer_than_it_says_is_refused() -> None:
    """Others would unpack all of it; the directory's word is not taken for it."""
    data = bytearray(with_parts({"xl/sharedStrings.xml": bytes(100_000)}))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/sharedStrings.xml"))
    struct.pack_into("<I", data, at + 24, 10)
    assert refused(bytes(data)) is Code.FILE_DAMAGED


def test_a_name_twice_a_second_directory_and_a_strange_packing_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BLANK_FORM)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("XL/Workbook.xml", b"")
    assert refused(out.getvalue()) is Code.FILE_DAMAGED
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("xl/workbook.xml", b"")
        new.comment = b"PK\x05\x06 another one"
    assert refused(out.getvalue()) is Code.FILE_DAMAGED
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as new:
        new.writestr("xl/workbook.xml", b"<workbook/>")
    assert refused(out.getvalue()) is Code.FILE_DAMAGED


def test_rows_of_an_ods_that_repeat_without_end_are_refused() -> None:
    value = b'<table:table-cell office:value-type="float" office:value="1"/>'
    row = b'<table:table-row table:number-rows-repeated="1048576">' + value + b"</table:table-row>"
    content = b"<table:table table:name='x'>" + row + row + b"</table:table>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("content.xml", content)
    assert refused(out.getvalue()) is Code.SHEET_TOO_LARGE


def test_a_file_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LARGEST_FILE", 10)
    path = tmp_path / "大.xlsx"
    path.write_bytes(bytes(11))
    with pytest.raises(Refused) as caught:
        bytes_of(path)
    assert caught.value.problems[0].code is Code.FILE_TOO_LARGE


# ── what is no workbook ──────────────────────────────────────────────────────────────────────


def _docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("word/document.xml", b"<w:document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.NOT_A_WORKBOOK),
        (b"<html><table><tr><td>1</td></tr></table></html>", Code.NOT_A_WORKBOOK),
        (_docx(), Code.NOT_A_WORKBOOK),
        (b"PK\x03\x04", Code.FILE_DAMAGED),
        (BLANK_FORM[:-100], Code.FILE_DAMAGED),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            Code.FILE_LOCKED,
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), Code.FILE_DAMAGED),
    ],
    ids=["empty", "html", "docx", "head of a zip", "cut off", "locked", "old and damaged"],
)
def test_what_is_no_workbook_is_told(data: bytes, code: Code) -> None:
    assert refused(data) is code


def test_damage_anywhere_is_a_refusal_or_read_and_nothing_else() -> None:
    """Also in the old format, whose reader may break down altogether."""
    for seed in range(30):
        chance = Random(seed)
        with zipfile.ZipFile(io.BytesIO(SAID_FORM)) as parts:
            name = chance.choice(parts.namelist())
            content = bytearray(parts.read(name))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        _try(with_parts({name: bytes(content)}, SAID_FORM))
    old = (FILES / "filled.xls").read_bytes()
    for seed in range(4):
        chance, data = Random(seed), bytearray(old)
        for _ in range(200):
            data[chance.randrange(512, len(data))] = chance.randrange(256)
        _try(bytes(data))


def _try(data: bytes) -> None:
    try:
        read_form(open_form(data, "表"), roster(), had(SAID))
    except Refused as told:
        assert told.problems  # noqa: PT017  either is right


def test_hostile_text_is_data() -> None:
    clerk = fresh()
    for text in ("=cmd|' /C calc'!A0", "[/]", "[@click=app.quit]x[/]", "\x1b]0;x\x07", "../../x"):
        clerk.put("印证材料", "", 指标=1, 材料名称=text, 文件名=text)
    incoming = read_form(open_form(clerk.save(), "表"), roster(), Had())
    titles = [row.title for row in incoming.section.evidence]
    assert titles == ["=cmd|' /C calc'!A0", "[/]", "[@click=app.quit]x[/]", "]0;x", "../../x"]
