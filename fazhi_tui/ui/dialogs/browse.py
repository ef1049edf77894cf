"""Choosing files or a folder: lists what is there, several can be marked; a path can be typed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from os.path import isdir, isfile
from pathlib import Path

from textual import events, on
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from fazhi_tui.ui.dialogs.base import Dialog
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.clean_input import CleanInput
from fazhi_tui.ui.widgets.table import Column, Table, TableRow
from fazhi_tui.ui.widgets.words import Words
from fazhi_tui.wording import shorten
from fazhi_tui.work.folders import typed_path
from fazhi_tui.work.sections import SUFFIXES

_COLUMNS = (
    Column("", least=4, style=look.LABEL),
    Column("名称", stretch=3, least=20),
    Column("大小", "right", least=8, style=look.DIM),
    Column("修改时间", least=16, style=look.DIM),
)


class BrowseDialog(Dialog[Sequence[Path]]):
    """Returns the files chosen, or one folder."""

    DEFAULT_CSS = """
    BrowseDialog > Vertical { width: 90%; max-width: 110; height: 86%; }
    BrowseDialog Table { height: 1fr; margin-top: 1; }
    """
    AUTO_FOCUS = "Table"
    MORE_KEYS = "↑↓ 移动 · 退格 到上一级文件夹"
    BINDINGS = [
        Binding("space", "mark", show=False),
        Binding("ctrl+a", "mark_all", show=False),
        Binding("f2", "choose_folder", show=False),
        Binding("tab", "app.focus_next", show=False),
    ]

    def __init__(self, folder: Path) -> None:
        keys = (
            "Enter 打开 · 空格 选中 · Ctrl+A 全选 · F2 用整个文件夹 · Tab 输入路径 · Esc/F12 取消"
        )
        super().__init__("选填报表", keys)
        self._folder = folder

    def body(self) -> Iterable[Widget]:
        """The path, what is there, what is wrong."""
        yield CleanInput(str(self._folder), placeholder="文件或文件夹的路径")
        yield Table()
        yield Words("", look.LOST, id="trouble", lines=1)

    def on_mount(self) -> None:
        """List the folder."""
        self._list(self._folder)

    def _list(self, folder: Path) -> None:
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: (isfile(entry), entry.name))
            rows = [_row(entry) for entry in entries if _offered(entry)]
        except OSError:
            self._tell(f"打不开“{folder}”，请检查权限，或者换一个文件夹。")
            return
        self._folder = folder
        self._tell("")
        self.query_one(CleanInput).value = str(folder)
        table = self.query_one(Table)
        table.unmark()
        table.show((), ())
        up = TableRow(str(folder.parent), ("上级", "..", "", ""))
        table.show(_COLUMNS, [up, *rows])
        if rows:
            table.go(rows[0].key)

    def _tell(self, sentence: str) -> None:
        self.query_one("#trouble", Words).say(sentence)

    # ------------------------------------------------------------ choosing
    @on(Table.Chosen)
    def open_entry(self, event: Table.Chosen) -> None:
        """Into a folder; a file, or all that are marked, is what was wanted."""
        marked = [Path(key) for key in self.query_one(Table).marked]
        path = Path(event.key)
        if marked:
            self.dismiss(marked)
        elif isdir(path):
            self._list(path)
        else:
            self.dismiss([path])

    @on(Input.Submitted)
    def go_to_path(self, event: Input.Submitted) -> None:
        """Where the typed path leads."""
        event.stop()
        path = typed_path(event.value)
        if isdir(path):
            self._list(path)
            self.query_one(Table).focus()
        elif isfile(path):
            self.dismiss([path])
        else:
            self._tell(f"没有找到“{shorten(str(path), 80)}”，请核对路径。")

    def on_key(self, event: events.Key) -> None:
        """Backspace in the list goes up a folder."""
        if event.key == "backspace" and self.query_one(Table).has_focus:
            self._list(self._folder.parent)
            event.stop()

    def action_mark(self) -> None:
        """Mark the file under the cursor."""
        table = self.query_one(Table)
        if isfile(table.cursor_key):
            table.toggle()

    def action_mark_all(self) -> None:
        """Mark all files that are listed, or none if all are."""
        self.query_one(Table).toggle_all(isfile)

    def action_choose_folder(self) -> None:
        """The whole folder, with what is in its folders."""
        self.dismiss([self._folder])


def _offered(entry: Path) -> bool:
    if entry.name.startswith((".", "~")):
        return False
    return isdir(entry) or (entry.suffix.lower() in SUFFIXES and isfile(entry))


def _row(entry: Path) -> TableRow:
    if isdir(entry):
        return TableRow(str(entry), ("文件夹", entry.name, "", ""))
    try:
        found = entry.stat()
        moment = datetime.fromtimestamp(found.st_mtime, UTC).astimezone()
    except (OSError, ValueError, OverflowError):  # gone, a link to nowhere, a date of long ago
        return TableRow(str(entry), ("", entry.name, "", ""))
    size = f"{max(found.st_size // 1024, 1)} KB"
    return TableRow(str(entry), ("", entry.name, size, f"{moment:%Y-%m-%d %H:%M}"))
