"""All keys that work at a place, from the one list of commands; those of a box, from its own."""

from textual.binding import Binding

from fazhi_tui.ui.commands import PLACES, WORKBENCH, commands_at
from fazhi_tui.ui.dialogs.listing import ListingDialog
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Column, TableRow

_MOVING = {
    WORKBENCH: (
        ("↑ ↓ PgUp PgDn", "移动", "在指标之间、细则之间移动。"),
        ("→ Enter", "进入", "展开；到右边填报。"),
        ("← Esc Tab", "返回", "折叠；回到左边的指标。"),
        (
            "数字 Enter",
            "填数",
            "直接输入数字，回车保存并到下一条；移到别处也会保存，Esc 放弃。比率输入 9/10。",
        ),
    ),
}


_EVERY_BOX = "F1 再按一次关上这份说明"


class HelpDialog(ListingDialog):
    """F1 closes what F1 opened."""

    BINDINGS = [Binding("f1", "leave", show=False)]


def help_dialog(place: str) -> HelpDialog:
    """The help of a place."""
    columns = (
        Column("按键", style=look.PENDING, most=20),
        Column("命令", style=look.STRONG),
        Column("用途", stretch=1),
    )
    rows = [TableRow("", cells, about=cells[2]) for cells in _MOVING.get(place, ())]
    rows += [
        TableRow("", (command.all_keys, command.name, command.help), about=command.help)
        for command in commands_at(place)
    ]
    return HelpDialog(f"帮助：{PLACES[place]}", columns, rows)


def keys_dialog(title: str, *keys: str) -> HelpDialog:
    """The help of a box: `keys` as written in its bottom line, parted by dots."""
    columns = (Column("按键", style=look.PENDING, most=20), Column("用途", stretch=1))
    told = [part for line in (*keys, _EVERY_BOX) for part in line.split(" · ") if part]
    rows = [TableRow("", (key, what)) for key, _, what in (part.partition(" ") for part in told)]
    return HelpDialog(f"帮助：{title}", columns, rows)
