"""What is wrong with a store, and how to mend it; the form is that of `sentences`."""

from fazhi_tui.domain.problems import Code

STORE_SENTENCES: dict[Code, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Code.STORE_UNREADABLE: (
        ("数据库 {value} 打不开", "数据库打不开"),
        ("请检查路径和权限",),
    ),
    Code.STORE_NOT_OURS: (
        ("{value} 不是本程序的数据库", "这不是本程序的数据库"),
        ("请核对路径，原文件没有改动",),
    ),
    Code.STORE_NEWER: (
        ("数据库由更新的版本写成（{value}）", "数据库由更新的版本写成"),
        ("请升级本程序，原文件没有改动",),
    ),
    Code.STORE_READ_ONLY: (
        ("数据库 {value} 只能读、不能写", "数据库只能读、不能写"),
        ("请检查文件和文件夹的权限",),
    ),
    Code.STORE_BUSY: (
        ("数据库正被别人使用，暂时存不进去",),
        ("所填内容没有保存，请稍后再试",),
    ),
    Code.STORE_FAILED: (
        ("没有存进去（{value}）", "没有存进去"),
        ("请检查磁盘空间、权限和数据库连接后再试",),
    ),
    Code.STORE_URL: (
        ("数据库地址“{value}”写法不对", "数据库地址写法不对"),
        ("请写文件路径，或者 postgresql://用户@主机/库名",),
    ),
    Code.STORE_DAMAGED: (
        ("数据库 {value} 已经损坏", "数据库已经损坏"),
        ("请停止使用，保留原件，用 fazhi restore 从备份恢复",),
    ),
}
