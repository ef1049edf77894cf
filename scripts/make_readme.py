"""The parts of README.md that the program itself knows: the key table and the pictures.

    python -m scripts.make_readme              write the key table
    python -m scripts.make_readme --check      tell whether it is up to date
    python -m scripts.make_readme --pictures   write the pictures of the documents too

The pictures are taken from the running app on the filled demonstration, so they are never stale
for long; they are vector graphics that any browser shows.
"""

import asyncio
import os
import re
import sys
import time
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot

from fazhi_tui.shipped import sample_session
from fazhi_tui.store.settings import Settings
from fazhi_tui.store.store import open_store
from fazhi_tui.ui.commands import key_table
from fazhi_tui.ui.program import FazhiApp
from fazhi_tui.work.opening import import_file, open_session

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PICTURES = ROOT / "docs" / "pictures"
BEGIN, END = "<!-- keys:begin -->\n", "<!-- keys:end -->"

CHARACTER = 12.2
"""The width of one cell in the pictures that rich draws."""

FONTS = "Consolas, Menlo, DejaVu Sans Mono, Liberation Mono, Noto Sans CJK SC, Microsoft YaHei"
"""Narrow characters from the first ones, Chinese from the last."""

SHOTS: dict[str, tuple[str, ...]] = {
    "workbench": ("/", *"50", "enter", "right"),
    "finding": ("/", *"50", "enter", "right", "f3"),
    "find": ("/", "=执法"),
    "filter": ("ctrl+t", "=有失分", "enter", "ctrl+t", "=市司法局", "enter"),
    "overview": ("ctrl+l",),
    "units": ("ctrl+d",),
    "review": ("ctrl+r",),
    "losses": ("f5",),
    "gaps": ("f6",),
    "light": ("/", *"50", "enter", "right"),
}
"""Each picture and the keys that lead to it; `=` stands before text that is pasted."""

THEMES = {"light": "fazhi-light"}
MOMENT = "2025-08-15T02:32:00.000Z"


def keys_section() -> str:
    """The key table in Markdown, one table for each place."""
    parts: list[str] = []
    for place, rows in groupby(key_table(), key=lambda row: row[0]):
        parts += [f"**{place}**", "", "| 按键 | 功能 | 说明 |", "|---|---|---|"]
        parts += [f"| {keys} | {name} | {told} |" for _, keys, name, told in rows]
        parts.append("")
    return "\n".join(parts)


def with_keys(readme: str) -> str:
    """The README's text with the key table of today."""
    head, _, rest = readme.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}{keys_section()}{END}{tail}"


async def _take() -> Iterator[tuple[str, str]]:
    pictures: list[tuple[str, str]] = []
    with TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "demo.db"))
        head = import_file(store, sample_session(), actor="演示", clock=lambda: MOMENT)
        for name, keys in SHOTS.items():
            session = open_session(store, head.name, actor="演示", clock=lambda: MOMENT)
            settings = Settings(theme=THEMES.get(name, ""))
            app = FazhiApp(store, session, actor="演示", settings=settings)
            async with app.run_test(size=(120, 36)) as pilot:
                await _press(pilot, keys)
                pictures.append((name, mended(app.export_screenshot(title="法治自评"))))
        store.close()
    return iter(pictures)


async def _press(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    await pilot.pause()
    for key in keys:
        if key.startswith("="):
            focused = pilot.app.focused
            assert focused is not None
            focused.post_message(events.Paste(key[1:]))
        else:
            await pilot.press(key)
        await pilot.pause()


def mended(svg: str) -> str:
    """A picture that fetches no font and whose columns stand straight in any font.

    Wide and narrow characters are set as runs of their own, each with its place and length.
    """
    svg = re.sub(r"@font-face \{.*?\}\n", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", FONTS)
    svg = re.sub(r"terminal-\d+-", "t-", svg)
    return _TEXT.sub(_in_runs, svg)


_TEXT = re.compile(r'<text class="([^"]+)" x="([\d.]+)" (y="[^"]+") textLength[^>]*>([^<]*)</text>')


def _in_runs(found: re.Match[str]) -> str:
    style, left, y, text = found.groups()
    place = float(left)
    runs: list[str] = []
    for _, chars in groupby(unescape(text), key=lambda char: (cell_len(char), char == "\xa0")):
        run = "".join(chars)
        width = CHARACTER * cell_len(run)
        if run.strip("\xa0 "):
            shown = f'textLength="{width:g}">{escape(run)}</text>'
            runs.append(f'<text class="{style}" x="{place:g}" {y} {shown}')
        place += width
    return "".join(runs)


def main() -> int:
    """Write the parts asked for, or compare the key table."""
    old = README.read_text("utf-8")
    new = with_keys(old)
    if "--check" in sys.argv:
        return int(old != new)
    README.write_text(new, "utf-8")
    if "--pictures" not in sys.argv:
        return 0
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TZ": "Asia/Shanghai"}
    os.environ.pop("NO_COLOR", None)
    time.tzset()
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, svg in asyncio.run(_take()):
        (PICTURES / f"{name}.svg").write_text(svg, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
