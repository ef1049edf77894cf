"""A document as one self-contained HTML page: nothing is loaded, nothing in it acts.

User text is escaped; charts are inline SVG; printed, each part of a list stands on its own page.
"""

import re
from collections.abc import Iterator
from html import escape

from fazhi_tui.exports.cells import shown
from fazhi_tui.exports.chart_svg import chart
from fazhi_tui.exports.paper import FreshPage, Grid, Paper, Picture, Role, Words
from fazhi_tui.exports.sheet import Cell, Column
from fazhi_tui.exports.widths import widths_of
from fazhi_tui.wording.shown import harmless, one_line

_TO_WRITE = re.compile(r"【待补[^】]*】")

_TAGS: dict[Role, str] = {
    "title": "h1",
    "list_title": "h1",
    "annex_title": "h1",
    "head": "h2",
    "subhead": "h3",
}

_STYLE = """\
:root{--song:"SimSun","宋体","Songti SC","Noto Serif CJK SC",serif;
--hei:"SimHei","黑体","PingFang SC","Noto Sans CJK SC",sans-serif;
--fang:"仿宋","FangSong","仿宋_GB2312","STFangsong","Noto Serif CJK SC",serif;
--kai:"楷体","KaiTi","楷体_GB2312","STKaiti","Noto Serif CJK SC",serif;
--xiao:"FZXiaoBiaoSong-B05S","STZhongsong","华文中宋","SimSun","Noto Serif CJK SC",serif}
*{box-sizing:border-box}
body{margin:0;background:#efede8;color:#1c1b19;font:16px/1.75 var(--song)}
main{margin:24px auto;padding:36px 44px;max-width:1180px;background:#fff;
box-shadow:0 1px 4px #0002}
main.landscape{max-width:1720px;min-width:1280px}
main.official{max-width:860px;padding:64px 88px;font:18px/1.85 var(--fang)}
h1{margin:.4em 0 .6em;text-align:center;font:normal 26px/1.5 var(--xiao)}
main.official h1{font-size:29px}
h2{margin:1em 0 .2em;text-indent:2em;font:normal 1em/1.85 var(--hei)}
h3{margin:.4em 0 .2em;text-indent:2em;font:normal 1em/1.85 var(--kai)}
p{margin:0;white-space:pre-line}
.body,.enclosure{text-indent:2em;text-align:justify}.enclosure{margin-top:1em}.number,.subtitle{text-align:right}
.subtitle,.note,.foot{font:13px/1.7 var(--song)}.note,.foot{margin-top:6px}
.office,.date{text-align:right;padding-right:4em}.office{margin-top:2em}
.stage{text-align:center;font-family:var(--kai);margin-bottom:1em}
.annex{font-family:var(--hei)}
mark{background:#ffe9a8}
.wide{overflow-x:auto;margin:.5em 0}
table{width:100%;table-layout:fixed;border-collapse:collapse;font:14px/1.5 var(--song)}
th,td{border:1px solid #4a4843;padding:4px 7px;vertical-align:middle;white-space:pre-line;
overflow-wrap:break-word}
th{background:#efede8;font:normal 1em/1.4 var(--hei)}
.short{white-space:nowrap}
tr.sum td{background:#f7f6f3;font-weight:bold}
.right{text-align:right}.center{text-align:center}.hand{height:3.6em}
figure{margin:1em auto;max-width:800px}figcaption{text-align:center;font:15px var(--hei)}
svg{width:100%;height:auto}svg text{font:13px var(--song);fill:#1c1b19}
@media print{body{background:none}main,main.official,main.landscape{margin:0;padding:0;
max-width:none;min-width:0;box-shadow:none}.fresh{break-before:page}tr,figure{break-inside:avoid}thead{
display:table-header-group}.wide{overflow:visible}table{font-size:10px}th,td{padding:3px 3px}}
"""

_PADDING = 2.5
"""What a cell keeps free beside its text, in half characters."""

_SUM = ' class="sum"'
_PRINTED = "@page{{size:A4{turned};margin:{margins}}}"


def page(paper: Paper) -> str:
    """The whole page."""
    margins = "37mm 26mm 35mm 28mm" if paper.official else "15mm"
    turned = " landscape" if paper.landscape else ""
    printed = _PRINTED.format(turned=turned, margins=margins)
    layout = "official" if paper.official else "landscape" if paper.landscape else "list"
    title = escape(one_line(paper.title))
    origin = f'<meta name="description" content="{escape(one_line(paper.origin))}">\n'
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{origin if paper.origin else ''}<title>{title}</title>\n"
        f"<style>\n{_STYLE}{printed}\n</style>\n</head>\n"
        f'<body>\n<main class="{layout}">\n{"".join(_parts(paper))}</main>\n</body>\n</html>\n'
    )


def _parts(paper: Paper) -> Iterator[str]:
    fresh = False
    widths: dict[int, list[float]] = {}
    for block in paper.blocks:
        starts = " fresh" if fresh else ""
        match block:
            case Words(role, text):
                tag = _TAGS.get(role, "p")
                yield f'<{tag} class="{role}{starts}">{_marked(harmless(text))}</{tag}>\n'
            case Grid():
                key = id(block.sheet)
                widths[key] = widths.get(key) or widths_of(block.sheet)
                yield f'<div class="wide{starts}">{_table(block, widths[key])}</div>\n'
            case Picture(sheet, drawn):
                caption = escape(drawn.title)
                yield f"<figure>{chart(sheet, drawn)}<figcaption>{caption}</figcaption></figure>\n"
            case FreshPage():
                pass
        fresh = isinstance(block, FreshPage)


def _marked(text: str) -> str:
    return _TO_WRITE.sub(lambda found: f"<mark>{found[0]}</mark>", escape(text))


def _table(grid: Grid, needed: list[float]) -> str:
    sheet = grid.sheet
    widths = [wide + _PADDING for wide in needed]
    columns = "".join(f'<col style="width:{wide * 100 / sum(widths):.2f}%">' for wide in widths)
    heads = "".join(f"<th>{_escaped(column.heading)}</th>" for column in sheet.columns)
    rows = []
    for place in grid.chosen:
        strong = sheet.strong(place)
        cells = "".join(
            f"<td{_classes(cell, column, strong=strong)}>"
            f"{_escaped(shown(cell, column.kind, sheet.places))}</td>"
            for cell, column in zip(sheet.body[place], sheet.columns, strict=True)
        )
        rows.append(f"<tr{_SUM if strong else ''}>{cells}</tr>\n")
    if not sheet.rows:
        whole = f'<td class="center" colspan="{len(sheet.columns)}">'
        rows.append(f"<tr>{whole}{_escaped(sheet.empty)}</td></tr>\n")
    head = f"<colgroup>{columns}</colgroup>\n<thead><tr>{heads}</tr></thead>"
    return f"<table>\n{head}\n<tbody>\n{''.join(rows)}</tbody>\n</table>"


def _classes(cell: Cell, column: Column, *, strong: bool) -> str:
    words = isinstance(cell, str) and column.kind not in {"text", "date"}
    align = "center" if words else column.align
    names: list[str] = [align] if align != "left" else []
    if column.kind != "text":
        names.append("short")
    if column.by_hand and not strong:
        names.append("hand")
    return f' class="{" ".join(names)}"' if names else ""


def _escaped(text: str) -> str:
    return escape(harmless(text))
