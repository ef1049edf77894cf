"""Which commands there are: for each its module, and the line that says what it does.

The module has two functions for a verb: `<stem>_arguments(parser)` declares what it takes,
`<stem>(desk, args)` carries it out and gives the exit code.
"""

from typing import NamedTuple


class Verb(NamedTuple):
    """One command: its module and the stem of its two functions there, and what it does."""

    module: str
    stem: str
    summary: str


GROUPS: dict[str, dict[str, Verb]] = {
    "开始": {
        "demo": Verb("screen", "demo", "打开一轮填好的演示，随意试用，不留痕迹"),
        "open": Verb("screen", "open_screen", "打开一轮自评的界面（不写命令时打开起始界面）"),
        "sets": Verb("setting_up", "sets", "列出随附的指标体系，或写出一份起步文件"),
        "check": Verb("setting_up", "check", "检查指标体系文件或责任分工文件"),
        "new": Verb("setting_up", "new", "用一套指标体系新建一轮"),
        "list": Verb("setting_up", "rounds", "列出各轮自评"),
        "import": Verb("carrying", "take_in", "把带走的自评文件读进来，成为新的一轮"),
        "export": Verb("carrying", "carry_out", "把一轮自评存成一份可以带走的文件"),
    },
    "分责任": {
        "duties": Verb("reviewing", "duties", "用责任分工文件覆盖牵头、主管、配合单位"),
        "assign": Verb("reviewing", "assign", "指定几项指标的牵头、主管、配合单位"),
        "succeed": Verb("succeeding", "succeed", "单位改名、合并、拆分，由谁承接"),
    },
    "收发": {
        "split": Verb("sending", "split", "给每个填报单位写一份填报用的工作簿"),
        "merge": Verb("collecting", "merge", "收回填报件：先列出会改什么，再一次改好"),
    },
    "填报": {
        "record": Verb("answering", "record", "填一条细则：次数、比率、数值、档次或扣分"),
        "none": Verb("answering", "none", "其余没有失分：把还没有填的细则都填“无”"),
        "na": Verb("answering", "na", "标为不涉及，或者取消"),
        "amend": Verb("amending", "amend", "修改一笔失分项或者一件印证材料，没有写的保持原样"),
        "drop": Verb("amending", "drop", "删去一笔失分项或者一件印证材料"),
        "evidence": Verb("amending", "evidence", "登记印证材料"),
        "note": Verb("amending", "note", "写一项指标的自评说明，或者删去"),
        "clear": Verb("amending", "clear", "清空一条细则所填的内容，或者其中一个测量值"),
    },
    "审核": {
        "verify": Verb("checking", "verify", "报送前核验：没填的、没写原因的、缺材料的"),
        "submit": Verb("reviewing", "submit", "报送"),
        "return": Verb("reviewing", "hand_back", "退回修改，须写明理由"),
        "accept": Verb("reviewing", "accept", "审核通过"),
        "deadline": Verb("deadlines", "deadline", "定报送截止，列出迟报的"),
        "admit": Verb("deadlines", "admit", "采纳迟报的部分"),
        "remind": Verb("deadlines", "remind", "催办名单：谁没有报、没有报全、退回没改、整改超期"),
        "outside": Verb("verifying", "outside", "记入省初审、第三方等外部评分"),
        "sample": Verb("verifying", "sample", "抽查：随机抽几项指标或者印证材料，可以重抽核对"),
        "inspect": Verb("verifying", "inspect", "记录抽查结果，可同时记一笔核定的失分"),
    },
    "算账": {
        "tally": Verb("tallying", "tally", "得分、失分、待定，按单位或者指标汇总"),
        "show": Verb("showing", "show", "看一轮自评，或者其中一项指标"),
        "brief": Verb("telling", "brief", "一段可以向领导汇报的话"),
        "rollup": Verb("rolling", "rollup", "数据库里全部自评的汇总：类别、指标、分布、排名"),
        "why": Verb("telling", "why", "一项指标或一个单位的失分是怎么算出来的"),
    },
    "整改": {
        "gaps": Verb("rectifying", "gaps", "整改清单，可导出"),
        "rectify": Verb("rectifying", "rectify", "填整改事项的措施、时限、进展，报结、延期、销号"),
        "dispute": Verb("rectifying", "dispute", "对整改事项提出责任异议，或者答复不采纳"),
        "reassign": Verb("rectifying", "reassign", "把一笔失分改派给别的单位，留下记录"),
    },
    "发文": {
        "letters": Verb("lettering", "letters", "给各单位拟函，登记文号，列出函件登记表"),
        "report": Verb("reporting", "report", "自评报告：Word、网页或者工作簿"),
        "finalize": Verb("reporting", "finalize", "定稿：送审稿、审议稿、审定稿，两稿对照"),
    },
    "记录": {
        "log": Verb("history", "log", "谁在什么时候改了什么；核对记录是否被改动过"),
        "undo": Verb("history", "undo", "撤销自己最近的一次修改"),
    },
    "保管": {
        "doctor": Verb("caring", "doctor", "检查数据库：是否损坏、记录是否完整、材料文件还在不在"),
        "backup": Verb("caring", "backup", "把整个数据库备份成一份文件，别人可以照常填报"),
        "restore": Verb("caring", "restore", "用备份文件换掉现在的数据库"),
        "move": Verb("caring", "move", "把一轮或者全部自评搬到另一个数据库，记录原样带走"),
        "archive": Verb("caring", "archive", "收起一轮自评，不再列出；或者取消"),
        "remove": Verb("caring", "remove", "先导出，再删去一轮自评"),
        "fetch": Verb("caring", "fetch", "取出一件存下的印证材料文件"),
    },
}

VERBS: dict[str, Verb] = {name: verb for group in GROUPS.values() for name, verb in group.items()}
