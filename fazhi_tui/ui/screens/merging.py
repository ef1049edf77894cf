"""合并: what units sent back is looked at, chosen about, and taken in at once."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from textual import on
from textual.widget import Widget

from fazhi_tui.domain.merging import Choice, Choices
from fazhi_tui.ui.commands import MERGE, bindings
from fazhi_tui.ui.copying import Copy
from fazhi_tui.ui.messages import (
    CopyAsked,
    PlaceAsked,
    ReportsSettled,
    ReportsTaken,
    ReportsWanted,
    Shown,
)
from fazhi_tui.ui.screens.base import Place, painted_together
from fazhi_tui.ui.screens.merging_view import PAGES, counts, page, settled_rows
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import bar
from fazhi_tui.ui.widgets.table import Table
from fazhi_tui.ui.widgets.words import Words
from fazhi_tui.work.receipts import Receipt, receipts
from fazhi_tui.work.sections import Preview

_EMPTY = {
    "": "按 F4 给各单位发填报表。按 F3 选各单位报来的（Excel 或 .toml），可以选整个文件夹。",
    "changes": "没有要改的：报来的和现有的相同，或者都要先处理冲突。按 F7 看其他几页。",
    "conflicts": "没有冲突。",
    "asked": "没有要单位确认的。",
    "rejected": "报来的都收了。",
    "receipts": "没有读到填报件。",
}
_NEED_A_PREVIEW = frozenset({"take", "theirs", "ours", "turn_page"})


class Merging(Place):
    """Five pages over one preview; nothing is changed before 收下."""

    PLACE = MERGE
    BINDINGS = bindings(MERGE)
    DEFAULT_CSS = """
    Merging #sum { dock: bottom; margin-bottom: 1; padding: 0 2; }
    Merging #about { dock: bottom; margin-bottom: 2; padding: 0 2; }
    """

    def __init__(self, shown: Shown) -> None:
        super().__init__(shown)
        self._preview: Preview | None = None
        self._receipts: tuple[Receipt, ...] = ()
        self._taken = False
        self._page = "changes"
        self._folder = Path.cwd()
        self._table = Table(lit=True)

    def body(self) -> Iterable[Widget]:
        """The page, the line under the cursor in full, the sums."""
        yield self._table
        yield Words("", look.DIM, id="about", lines=3)
        yield Words("", look.STRONG, id="sum", lines=1)

    def on_mount(self) -> None:
        """Say how to begin."""
        self.show()
        self._table.focus()

    def show(self) -> None:
        """The page one is on."""
        if self._preview is None:
            self._table.entitle("合并")
            self._table.show((), (), _EMPTY[""])
            self._say("")
            return
        many = counts(self._preview)
        told = " · ".join(f"{title} {many[name]}" for name, title in PAGES.items())
        self._table.entitle(f"合并 · {PAGES[self._page]}", ((told, look.DIM),))
        columns, rows = page(self.now.snapshot.roster, self._preview, self._receipts, self._page)
        self._table.show(columns, rows, _EMPTY[self._page])
        read, refused = len(self._preview.reports), len(self._preview.refused)
        line = f"读好 {read} 份" + (f"，读不了 {refused} 份" if refused else "")
        undecided = len(self._preview.conflicts)
        line += f"；{'已' if self._taken else '将'}改 {many['changes']} 处"
        line += f"，{undecided} 处冲突没有定" if undecided else ""
        self._say(line)
        self._tell_row()
        self.show_keys()

    def watch_shown(self) -> None:
        """What others changed meanwhile may leave other things to take in, and other receipts."""
        super().watch_shown()
        read = self._preview
        if read and not self._taken and read.seq != self.now.snapshot.head.seq:
            self._settle(read.choices)

    def _say(self, line: str) -> None:
        self.query_one("#sum", Words).say(line)

    @on(Table.Moved)
    async def follow(self) -> None:
        """The row under the cursor in full."""
        self._tell_row()
        await painted_together()

    def _tell_row(self) -> None:
        self.query_one("#about", Words).say(self._table.about)

    # ------------------------------------------------------------ reading
    def action_choose_files(self) -> None:
        """Choose files or a folder."""
        from fazhi_tui.ui.dialogs.browse import BrowseDialog

        self.open(BrowseDialog(self._folder), self._read)

    def action_send_out(self) -> None:
        """Ask where the files for the units go."""
        from fazhi_tui.exports.naming import file_name
        from fazhi_tui.ui.dialogs.files import send_out_form

        self.open(send_out_form(file_name(self.now.snapshot.head.name, "发出")))

    def _read(self, paths: Sequence[Path]) -> None:
        self._folder = paths[0] if paths[0].is_dir() else paths[0].parent
        self.post_message(ReportsWanted(paths, self._progress, self._looked_at))

    def _progress(self, done: int, of: int) -> None:
        self._say(f"正在读 {done}/{of} 份  {bar(Fraction(done, of), 30)}")

    def _looked_at(self, preview: Preview | None, refusal: str) -> None:
        if preview is None:
            self.notify(refusal, severity="error", markup=False, timeout=8)
            return
        self._settled(preview)
        self._page = next((name for name, many in counts(preview).items() if many), "changes")
        self._table.show((), ())
        self.show()

    def _settled(self, preview: Preview) -> None:
        self._preview, self._taken = preview, False
        self._receipts = receipts(self.now.snapshot.roster, preview)
        self.show()

    # ------------------------------------------------------------ choosing
    @on(Table.Chosen)
    def open_row(self, event: Table.Chosen) -> None:
        """A conflict goes to the next choice, a receipt opens, another row leads to its item."""
        kind, _, key = event.key.partition(":")
        if kind == "choose":
            self._choose(int(key))
        elif kind == "receipt":
            self._open_receipt(self._receipts[int(key)])
        elif kind == "item":
            self.post_message(PlaceAsked("workbench", key.partition("#")[0]))

    def _choose(self, place: int) -> None:
        if self._preview is None:
            return
        row = settled_rows(self._preview)[place]
        chosen = dict(self._preview.choices.chosen)
        following: dict[Choice | None, Choice | None] = {
            None: "theirs",
            "theirs": "ours",
            "ours": None,
        }
        choice = following[chosen.pop(row.key, None)]
        if choice:
            chosen[row.key] = choice
        self._settle(Choices(chosen))

    def _settle(self, choices: Choices) -> None:
        if self._preview:
            self.post_message(ReportsSettled(self._preview, choices, self._settled))

    def _choose_all(self, choice: Choice) -> None:
        if self._preview:
            rows = settled_rows(self._preview)
            self._settle(Choices({row.key: choice for row in rows}))
            self._page = "conflicts"

    def action_theirs(self) -> None:
        """What the units sent, wherever it conflicts."""
        self._choose_all("theirs")

    def action_ours(self) -> None:
        """What stands, wherever it conflicts."""
        self._choose_all("ours")

    def action_turn_page(self) -> None:
        """The next page."""
        names = list(PAGES)
        self._page = names[(names.index(self._page) + 1) % len(names)]
        self._table.show((), ())
        self.show()

    # ------------------------------------------------------------ taking in
    def action_take(self) -> None:
        """Take in all that is to change, in one change."""
        if self._preview is None:
            return
        many, undecided = len(self._preview.changes), len(self._preview.conflicts)

        def reply(refusal: str) -> None:
            if refusal:
                self.notify(refusal, severity="warning", markup=False, timeout=8)
                return
            told = f"已收下，改了 {many} 处；按 Ctrl+Z 可以一次撤销。"
            told += f"还有 {undecided} 处冲突没有动。" if undecided else ""
            self.notify(told, markup=False, timeout=6)
            self._taken, self._page = True, "receipts"
            self._table.show((), ())
            self.show()

        self.post_message(ReportsTaken(self._preview, reply))

    def _open_receipt(self, receipt: Receipt) -> None:
        """The whole text, to be read; Ctrl+C in the list copies it."""
        from fazhi_tui.ui.dialogs.text import TextDialog

        self.open(TextDialog(f"{receipt.unit}的回执", receipt.text))

    def action_copy(self) -> None:
        """On the page of receipts their texts are copied, elsewhere cells and rows."""
        if self._page != "receipts" or not self._receipts:
            super().action_copy()
            return
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        place = int(self._table.cursor_key.partition(":")[2] or 0)
        copies = [
            Copy(f"{self._receipts[place].unit}的回执", self._receipts[place].text),
            Copy(
                f"全部回执（{len(self._receipts)} 份）", "\n\n".join(r.text for r in self._receipts)
            ),
        ]
        options = [Option(str(index), copy.title) for index, copy in enumerate(copies)]

        def answered(key: str) -> None:
            self.post_message(CopyAsked(copies[int(key)]))

        self.open(ChooserDialog("复制回执", options, "复制什么"), answered)

    # ------------------------------------------------------------ what can't be done now
    def why_not(self, command: str) -> str:
        """Something must have been read; the office takes in."""
        if command in {"take", "choose_files", "send_out"} and speaks_for_a_unit(self.now):
            deed = "发出" if command == "send_out" else "收回"
            return f"{deed}填报件由{self.now.snapshot.roster.office}办理。"
        if command in _NEED_A_PREVIEW and self._preview is None:
            return "请先按 F3 选文件。"
        if command in {"theirs", "ours"} and self._preview and not settled_rows(self._preview):
            return "没有冲突要选。"
        if command == "take" and self._preview and not self._preview.merged.change:
            return "没有要收下的：报来的和现有的相同，或者冲突还没有定。"
        return ""
