"""Every command, declared once: bindings, key bar, palette, help and the key table come from here.

`action` methods are named after the id: `action_next_blank`. A command that has none on its own
screen is the app's.
"""

from collections.abc import Iterator

from textual.binding import Binding, BindingType

from fazhi_tui.ui.command import (
    GAPS,
    LOSSES,
    MERGE,
    OPENED,
    OVERVIEW,
    PLACES,
    REVIEW,
    START,
    UNITS,
    WORKBENCH,
    Command,
    all_but,
    key_name,
)
from fazhi_tui.ui.office_commands import OFFICE_COMMANDS

COMMANDS: tuple[Command, ...] = (
    # the start screen
    Command("open", ("enter",), "打开", "打开选中的一轮自评。", (START,), "打开"),
    Command("new", ("f2",), "新建", "按一套指标体系新建一轮自评。", (START,), "新建"),
    Command(
        "demo", ("f3",), "演示", "打开一轮填好的演示自评，可以随意试，不留痕迹。", (START,), "演示"
    ),
    Command(
        "import", ("f4",), "导入", "把导出的自评文件（.toml）导入为一轮自评。", (START,), "导入"
    ),
    # going about
    Command("workbench", ("f2",), "填报", "回到填报。", all_but(WORKBENCH), "填报"),
    Command(
        "places", ("ctrl+g", "f11"), "前往", "到另一处去，各处的情况一目了然。", OPENED, "前往"
    ),
    # taking in what units send back
    Command(
        "choose_files",
        ("f3",),
        "选文件",
        "选单位交回来的文件：Excel 或 .toml，可以选几个或整个文件夹。",
        (MERGE,),
        "选文件",
    ),
    Command(
        "theirs",
        ("f8",),
        "用报来的",
        "冲突处都用单位报来的；在一行上按 Enter 只定这一处。",
        (MERGE,),
        "用报来的",
    ),
    Command("ours", ("f10",), "保留现有", "冲突处都保留现有的。", (MERGE,), "保留现有"),
    Command(
        "send_out",
        ("f4",),
        "发出",
        "写出各单位的填报表，一家一个文件，以前填的都带出来。",
        (MERGE,),
        "发出",
    ),
    Command("take", ("f9",), "收下", "把将要改变的一次收下，撤销也是一次。", (MERGE,), "收下"),
    # reviewing
    Command(
        "next_submitted",
        ("f7",),
        "下一待审",
        "到下一项报送待审、或报后又改过的指标。",
        (REVIEW,),
        "下一待审",
    ),
    Command(
        "hand_back",
        ("f8",),
        "退回",
        "写明理由，退回本项（或选中的各项）修改。",
        (REVIEW,),
        "退回",
    ),
    Command("accept", ("f9",), "通过", "本项（或选中的各项）审核通过。", (REVIEW,), "通过"),
    Command(
        "differences",
        ("f10",),
        "差异",
        "自评和核定不一致的各项，差多少、为什么。",
        (REVIEW,),
        "差异",
    ),
    # losses and rectification
    Command("deadline", ("f3",), "报送截止", "定各单位最迟哪天报送。", (UNITS,), "截止"),
    Command("admit", ("f4",), "采纳迟报", "采纳光标所在单位迟报的内容。", (UNITS,), "采纳迟报"),
    Command(
        "remind",
        ("f8",),
        "催办",
        "列出谁还欠什么（选中的，或全部单位），可以复制去催。",
        (UNITS,),
        "催办",
    ),
    Command(
        "turn",
        ("f7",),
        "换排法",
        "换一种排法：按单位、分类排名、按一级指标、单位和一级指标对照；单位进度换次序。",
        (LOSSES, UNITS),
        "换排法",
    ),
    Command(
        "turn_page",
        ("f7", "tab"),
        "换一页",
        "依次看将要改变的、冲突、请确认、没有收的、回执。",
        (MERGE,),
        "换一页",
    ),
    Command(
        "lines",
        ("enter",),
        "看明细",
        "打开这个数背后的每一笔；单位和一级指标对照时，用 ← → 移到一格，只看那一格。",
        (LOSSES, UNITS),
        "明细",
    ),
    Command("enter_line", ("enter",), "打开", "打开光标所在的一行。", (OVERVIEW,), "打开"),
    Command(
        "plan",
        ("enter", "f3"),
        "整改措施",
        "定责任单位、措施、责任人、期限，记进展；选中几项的一起定。",
        (GAPS,),
        "措施",
    ),
    Command(
        "deeds",
        ("f4",),
        "办理",
        "报结、申请和批准延期、退回重办、责任异议、改派等。",
        (GAPS,),
        "办理",
    ),
    Command(
        "outlook",
        ("f7",),
        "预测",
        "选中的（或列出的全部）事项销号以后，能追回多少分。",
        (GAPS,),
        "预测",
    ),
    Command("close", ("f8",), "销号", "整改到位，销号。", (GAPS,), "销号"),
    Command(
        "export",
        ("f9",),
        "导出",
        "导出为 xlsx、docx、html、csv 或 md 文件。",
        (LOSSES, GAPS),
        "导出",
    ),
    Command(
        "track",
        ("f10",),
        "自评或核定",
        "换一种数：按单位自评的，或按审核核定的。",
        (LOSSES, GAPS),
        "自评/核定",
    ),
    *OFFICE_COMMANDS,
    # filling in
    Command(
        "finding",
        ("f3",),
        "失分项",
        "登记或修改失分项：数量、档次、失分单位及权重、事由；比率可分单位登记。",
        (WORKBENCH, REVIEW),
        "失分项",
    ),
    Command("evidence", ("f4",), "材料", "登记或修改印证材料。", (WORKBENCH,), "材料"),
    Command(
        "fetch",
        (),
        "取出材料",
        "把光标所在印证材料存进来的文件取出一份。",
        (WORKBENCH, REVIEW),
    ),
    Command(
        "next_blank",
        ("f7",),
        "下一未填",
        "到下一项未填完、退回修改或数据自相矛盾的指标。",
        (WORKBENCH,),
        "下一未填",
    ),
    Command("submit", ("f9",), "报送", "本项（或选中的各项）报送审核。", (WORKBENCH,), "报送"),
    Command(
        "find",
        ("slash", "ctrl+f"),
        "查找",
        "按编号、名称、单位、说明、材料、标准或拼音首字母找指标；在列表里跳到那一行。",
        (WORKBENCH, LOSSES, GAPS, UNITS, REVIEW),
        "查找",
    ),
    Command("undo", ("ctrl+z",), "撤销", "撤销自己最近一次修改。", OPENED, "撤销"),
    Command(
        "none",
        ("f10", "ctrl+n"),
        "其余无失分",
        "本项尚未填的细则都记为无失分。",
        (WORKBENCH,),
        "无失分",
    ),
    Command(
        "not_applicable",
        ("f8",),
        "不涉及",
        "本项（或其中一个单位）不涉及，须写明理由；再按一次取消。",
        (WORKBENCH,),
        "不涉及",
    ),
    Command(
        "mark",
        ("space",),
        "选中",
        "选中或取消选中光标所在的一行，在一级、二级指标上即其下各项；随后的操作对选中的一起做。",
        (WORKBENCH, REVIEW, GAPS, UNITS),
        "选中",
    ),
    Command(
        "mark_all",
        ("ctrl+a",),
        "全选",
        "选中列出的全部；再按一次全不选。",
        (WORKBENCH, REVIEW, GAPS, UNITS),
    ),
    Command(
        "losses",
        ("f5",),
        "失分情况",
        "按单位、按一级指标看失分，逐笔可查。",
        all_but(LOSSES),
        "失分情况",
    ),
    Command("gaps", ("f6",), "整改", "看整改清单，定措施、期限，销号。", all_but(GAPS), "整改"),
    Command(
        "assign",
        ("ctrl+k",),
        "分工",
        "给本项（或选中的各项）指定牵头、主管、配合单位和责任人。",
        (WORKBENCH,),
    ),
    Command("note", ("ctrl+e",), "说明", "写自评说明。", (WORKBENCH,), "说明"),
    Command(
        "why",
        ("ctrl+y",),
        "失分由来",
        "逐步说明这项指标、这个单位的失分是怎么算出来的。",
        (WORKBENCH, LOSSES, REVIEW),
        "由来",
    ),
    Command("clear", ("delete",), "清空细则", "把光标所在的细则恢复为未填。", (WORKBENCH, REVIEW)),
    Command(
        "filter",
        ("ctrl+t",),
        "筛选",
        "只看某些单位、某些状态、有失分或缺材料的，可以叠加；按退格键去掉一个。",
        (WORKBENCH, GAPS, REVIEW),
        "筛选",
    ),
    # everywhere
    Command(
        "overview",
        ("ctrl+l",),
        "总览",
        "得分、失分、待定和最后可得的范围，还缺什么要补。",
        all_but(OVERVIEW),
    ),
    Command(
        "units",
        ("ctrl+d",),
        "单位进度",
        "各单位填了多少、报了多少、缺什么，谁还没有报。",
        all_but(UNITS),
    ),
    Command(
        "review",
        ("ctrl+r",),
        "审核",
        "逐项审核：自评和核定对照，调整、通过、退回。",
        all_but(REVIEW),
    ),
    Command(
        "merge",
        ("ctrl+b",),
        "合并",
        "收回单位交回来的文件：先看会改什么，再一次收下，给每家回执。",
        all_but(MERGE),
    ),
    Command("start", ("ctrl+o",), "自评轮次", "关上这一轮，回到各轮自评。", OPENED),
    Command(
        "palette",
        ("ctrl+p",),
        "全部命令",
        "列出这里的全部命令，输入几个字就能找到。",
        (START, *OPENED),
    ),
    Command(
        "copy",
        ("ctrl+c",),
        "复制",
        "复制光标所在的一格、一行或整张表，粘贴到 Excel、WPS 里各在各格。",
        (START, *OPENED),
    ),
    Command("theme", (), "配色", "换深色、浅色或其他配色，下次打开仍用它。", (START, *OPENED)),
    Command(
        "signs",
        (),
        "简单符号",
        "框线和符号画得错位、缺字时，换成简单符号；再来一次换回。",
        (START, *OPENED),
    ),
    Command("quit", ("ctrl+q",), "退出", "退出程序；每次改动都已保存。", (START, *OPENED), "退出"),
    Command("help", ("f1",), "帮助", "列出这里的全部按键。", (START, *OPENED), "帮助"),
)


def commands_at(place: str) -> list[Command]:
    """The commands that can be given at a place."""
    return [command for command in COMMANDS if place in command.places]


def bindings(place: str) -> list[BindingType]:
    """The key bindings of a place."""
    return [
        Binding(key, f"command('{command.id}')", command.name, show=False)
        for command in commands_at(place)
        for key in command.keys
    ]


def key_table() -> Iterator[tuple[str, str, str, str]]:
    """Every command with its place, keys, name and help, for the documents."""
    for place, title in PLACES.items():
        for command in commands_at(place):
            yield title, command.all_keys, command.name, command.help


__all__ = [
    "COMMANDS",
    "GAPS",
    "LOSSES",
    "MERGE",
    "OVERVIEW",
    "PLACES",
    "REVIEW",
    "START",
    "UNITS",
    "WORKBENCH",
    "Command",
    "bindings",
    "commands_at",
    "key_name",
    "key_table",
]
