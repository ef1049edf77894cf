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
        ("由更新的版本写成（{value}），这个版本读不了", "由更新的版本写成，这个版本读不了"),
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
    Code.STORE_FULL: (
        ("磁盘已经满了，没有存进去",),
        ("请清理磁盘后再试，所填内容还在",),
    ),
    Code.STORE_DISK: (
        ("读写磁盘出错，没有存进去",),
        ("请看磁盘是不是满了、有没有掉线，再试一次；还是不行的，用 fazhi doctor 检查",),
    ),
    Code.STORE_URL: (
        ("数据库地址“{value}”写法不对", "数据库地址写法不对"),
        ("请写文件路径，或者 postgresql://用户@主机/库名",),
    ),
    Code.STORE_DRIVER: (
        ("没有安装连接共用数据库的组件",),
        ('请安装 psycopg（pip install "fazhi[postgres]"），或者改用数据库文件',),
    ),
    Code.STORE_RIGHTS: (
        ("登录数据库的用户没有权限，读不到或者存不进去",),
        ("请管理员授予建表、读和写的权限",),
    ),
    Code.STORE_SCHEMA: (
        ("数据库里没有可以放数据表的模式（schema）",),
        ("请管理员核对这个用户的 search_path，或者为他另建一个",),
    ),
    Code.STORE_UNREACHABLE: (
        ("数据库服务器连接不上",),
        ("请核对主机和端口，看网络通不通、服务器是否在运行",),
    ),
    Code.STORE_LOGIN: (
        ("数据库服务器拒绝登录",),
        ("请核对用户名、密码和库名，或者请管理员开通",),
    ),
    Code.STORE_TOO_OLD: (
        ("数据库服务器的版本是 {value}，太旧了", "数据库服务器的版本太旧"),
        ("请管理员升级到 PostgreSQL {wanted} 或更新版本", "请管理员升级"),
    ),
    Code.STORE_ENCODING: (
        ("数据库的编码是 {value}，存不了汉字", "数据库的编码存不了汉字"),
        ("请管理员用 UTF8 编码另建一个库",),
    ),
    Code.STORE_LOST: (
        ("与数据库的连接断了，刚才的修改没有保存",),
        ("请看网络和服务器是否正常，再试一次",),
    ),
    Code.STORE_UNSURE: (
        ("保存的时候连接断了或者磁盘出错，不能确定是否已经存上",),
        ("恢复以后请先看记录里有没有这一条，再决定要不要重做",),
    ),
    Code.NO_ASSESSMENT: (
        ("数据库里还没有自评",),
        ("请先新建（fazhi new）或者导入（fazhi import）",),
    ),
    Code.NETWORK_DRIVE: (
        ("数据库 {value} 在网络驱动器上，几个人同时用可能损坏", "数据库在网络驱动器上"),
        ("请放到本机硬盘；几台电脑共用的，请改用 postgresql:// 数据库",),
    ),
    Code.CLOCK_DIFFERS: (
        ("这台电脑的时间与数据库服务器相差 {value} 分钟", "这台电脑的时间与数据库服务器不同"),
        ("请校准，否则记录的时间不准，迟报也会算错",),
    ),
    Code.CLOCK_AHEAD: (
        ("最后一条记录的日期是 {value}，还没有到", "最后一条记录的日期还没有到"),
        ("有电脑的时间不对，请校准；以后的记录不会早于这一条，迟报请另行核对",),
    ),
    Code.PROJECTION_DIFFERS: (
        ("汇总用的数据与记录对不上",),
        ("请用 fazhi doctor --mend 由记录重新算出",),
    ),
    Code.EVIDENCE_CHANGED: (
        ("登记以后文件 {value} 的内容变了", "登记以后文件的内容变了"),
        ("请核对，确要更换的重新登记",),
    ),
    Code.EVIDENCE_GONE: (
        ("文件 {value} 在这台电脑上找不到了", "文件在这台电脑上找不到了"),
        ("请放回原处，或者重新登记；在别的电脑上的，请到那里核对，或者复制一份存进来",),
    ),
    Code.EVIDENCE_NOT_KEPT: (
        ("材料“{value}”只登记了位置，没有存下文件", "这件材料没有存下文件"),
        ("请按登记的位置去找",),
    ),
    Code.EVIDENCE_ORPHAN: (
        ("存下的文件“{value}”没有哪件材料用到", "存下的文件没有哪件材料用到"),
        ("不再需要的，用 fazhi doctor --mend 清除",),
    ),
    Code.STORE_SAME: (
        ("“{value}”就是现在的数据库", "来处和去处是同一个数据库"),
        ("请写另一个数据库的文件或地址",),
    ),
    Code.STORE_MOVED: (
        ("数据库文件 {value} 被移走、删除或者换掉了", "数据库文件被移走、删除或者换掉了"),
        ("刚才的修改没有保存，请把文件放回原处，再重新打开",),
    ),
    Code.STORE_GONE: (
        ("数据库文件 {value} 不见了或者是空的，它的每日备份还在", "数据库文件不见了或者是空的"),
        ("请把文件放回原处，或者用 fazhi restore 从备份恢复；确要重新开始的，先移走备份文件夹",),
    ),
    Code.STORE_DAMAGED: (
        ("数据库 {value} 已经损坏", "数据库已经损坏"),
        ("请停止使用，保留原件，用 fazhi restore 从备份恢复",),
    ),
}
