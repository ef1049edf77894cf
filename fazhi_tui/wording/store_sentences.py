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
    Code.STORE_DRIVER: (
        ("没有安装连接共用数据库的组件",),
        ('请安装 psycopg（pip install "fazhi[postgres]"），或者改用数据库文件',),
    ),
    Code.STORE_UNREACHABLE: (
        ("数据库服务器连接不上（{value}）", "数据库服务器连接不上"),
        ("请核对主机和端口，看网络通不通、服务器是否在运行",),
    ),
    Code.STORE_LOGIN: (
        ("数据库服务器拒绝登录（{value}）", "数据库服务器拒绝登录"),
        ("请核对用户名、密码和库名，或者请管理员开通",),
    ),
    Code.STORE_LOST: (
        ("与数据库的连接断了，刚才的修改没有保存",),
        ("请看网络和服务器是否正常，再试一次",),
    ),
    Code.STORE_UNSURE: (
        ("保存的时候与数据库的连接断了，不能确定是否已经存上",),
        ("连接恢复以后请先看记录里有没有这一条，再决定要不要重做",),
    ),
    Code.STORE_MOVED: (
        ("数据库文件 {value} 被移走、删除或者换掉了", "数据库文件被移走、删除或者换掉了"),
        ("刚才的修改没有保存，请把文件放回原处，再重新打开",),
    ),
    Code.STORE_DAMAGED: (
        ("数据库 {value} 已经损坏", "数据库已经损坏"),
        ("请停止使用，保留原件，用 fazhi restore 从备份恢复",),
    ),
}
