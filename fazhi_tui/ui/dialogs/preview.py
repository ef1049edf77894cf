"""What one change would do to many: each line with its outcome, counted, before it is made."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct
from textual import on
from textual.binding import Binding
from textual.message import Message
from textual.widget import Widget

from fazhi_tui.ui.dialogs.base import AskingDialog
from fazhi_tui.ui.messages import Reply
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Column, Table, TableRow
from fazhi_tui.ui.widgets.words import Words

_COLUMNS = (
    Column("", least=1, most=1),
    Column("选中的", stretch=2, least=14),
    Column("结果", stretch=3, least=12),
)


class Outlook(Struct, frozen=True):
    """One line: what it is about, and the reason if nothing can be done about it."""

    name: str
    refusal: str = ""


class PreviewDialog(AskingDialog):
    """Enter posts the request; nothing is changed before."""

    DEFAULT_CSS = """
    PreviewDialog > Vertical { width: 94%; max-width: 120; height: 84%; }
    PreviewDialog Table { height: 1fr; }
    """
    AUTO_FOCUS = "Table"
    BINDINGS = [Binding("enter,f2,ctrl+s", "confirm", show=False)]

    def __init__(
        self,
        title: str,
        verb: str,
        lines: Sequence[Outlook],
        request: Callable[[Reply], Message],
    ) -> None:
        """`verb` is what will be done, such as 报送."""
        super().__init__(title, f"Enter {verb} · ↑↓ 查看 · Esc/F12 取消", verb)
        self._lines = tuple(lines)
        self._request = request

    def body(self) -> Iterable[Widget]:
        """The sums, the lines, a line for what is wrong."""
        yield Words(self.told, look.STRONG)
        yield Table()
        yield Words("", look.DIM, id="about", lines=2)
        yield self.trouble()

    @property
    def told(self) -> str:
        """How many will be changed, and how many will not."""
        refused = sum(bool(line.refusal) for line in self._lines)
        count = len(self._lines) - refused
        said = f"选中 {len(self._lines)} 项，将{self._verb} {count} 项"
        return said + (f"；{refused} 项不能{self._verb}，保持原样" if refused else "")

    def on_mount(self) -> None:
        """The refused first: they are to be looked at."""
        ordered = sorted(enumerate(self._lines), key=lambda item: not item[1].refusal)
        rows = [
            TableRow(
                str(place),
                (
                    ("✗", look.LOST) if line.refusal else ("✓", look.GOOD),
                    line.name,
                    (line.refusal or self._verb, look.LOST if line.refusal else look.DIM),
                ),
                about=line.refusal,
            )
            for place, line in ordered
        ]
        self.query_one(Table).show(_COLUMNS, rows)
        self.tell_row()

    @on(Table.Moved)
    def tell_row(self) -> None:
        """The reason in full."""
        self.query_one("#about", Words).say(self.query_one(Table).about)

    @on(Table.Chosen)
    def confirm_chosen(self) -> None:
        """Enter on a line is Enter."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Post the request, if there is anything to do."""
        if all(line.refusal for line in self._lines):
            self.tell(f"没有可以{self._verb}的；按 Esc 返回。")
        else:
            self.ask(self._request(self.answered))
