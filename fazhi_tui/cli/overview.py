"""`fazhi --help`: every command in one line, by what one is about to do."""

from fazhi_tui.cli.verbs import GROUPS, VERBS

_HEAD = """法治自评：法治政府建设指标自评、失分核算与整改销号

用法：fazhi                 打开界面
      fazhi 命令 …          不开界面，直接办一件事"""

_FOOT = """每个命令的写法：fazhi 命令 --help
各命令通用：--db 文件　--as 姓名　--unit 单位　--json"""


def overview() -> str:
    """All commands by group."""
    room = max(map(len, VERBS))
    parts = [_HEAD]
    for heading, verbs in GROUPS.items():
        lines = [f"  {name.ljust(room)}  {verb.summary}" for name, verb in verbs.items()]
        parts.append("\n".join([f"{heading}：", *lines]))
    return "\n\n".join([*parts, _FOOT])
