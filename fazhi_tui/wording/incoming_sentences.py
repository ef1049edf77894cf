"""What can be wrong with what units send back; see `sentences`."""

from fazhi_tui.domain.problems import Code

INCOMING_SENTENCES: dict[Code, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Code.NOT_A_FORM: (
        ("文件 {value} 不是发出去的填报表", "不是发出去的填报表"),
        ("请用办公室发的填报表填写，不要另建文件",),
    ),
    Code.OTHER_ROUND: (
        ("这是另一轮自评“{value}”的填报件", "这是另一轮自评的填报件"),
        ("请核对文件，或者合并到那一轮里",),
    ),
    Code.OTHER_UNIT: (
        (
            "这是“{value}”的填报件，不是“{wanted}”的",
            "这是“{value}”的填报件",
            "这是别的单位的填报件",
        ),
        ("请核对文件",),
    ),
    Code.OTHER_SET: (
        ("填报件依据的指标体系不是本轮正在用的这一版",),
        ("请用 fazhi split 重新分发后再填",),
    ),
    Code.BASE_UNKNOWN: (
        ("本轮的记录里没有这份填报件发出时的那一条", "本轮的记录里没有填报件发出时的那一条"),
        ("与现有内容不同的各项已作为冲突列出，请逐项选定",),
    ),
    Code.SHEET_IGNORED: (
        ("不是填报表里的工作表，没有收",),
        ("有用的内容请抄到填报表里再报",),
    ),
    Code.PAGE_FOREIGN: (
        ("这张工作表是“{value}”的，没有收", "这张工作表是别处的填报表里的，没有收"),
        ("请从“{wanted}”自己的填报表填写", "请用本单位的填报表填写"),
    ),
    Code.COLUMN_MISSING: (
        ("缺少“{value}”一列", "缺少一列"),
        ("请把表头改回原样",),
    ),
    Code.CELLS_MERGED: (
        ("填写的单元格合并了，“{value}”只算在第一行", "填写的单元格合并了，只算在第一行"),
        ("请核对其余各行是否也要填",),
    ),
    Code.CELL_UNCLEAR: (
        ("“{value}”看不出是多少，没有收", "看不出填的是什么，没有收"),
        ("请问清后填确切的数，没有发生的填 0 或“无”",),
    ),
    Code.CELL_IS_DATE: (
        ("这一格成了日期 {value}，没有收", "这一格成了日期，没有收"),
        ("输入 9/10 会被改成日期，请把分子、分母填在各自的列里",),
    ),
    Code.CELL_NO_VALUE: (
        ("公式没有算出结果，没有收",),
        ("请直接填数",),
    ),
    Code.VALUE_MISSING: (
        ("只写了说明“{value}”，没有填写，没有收", "只写了说明，没有填写"),
        ("请补上填写的内容",),
    ),
    Code.ROW_UNKNOWN: (
        ("看不出“{value}”这一行是哪一条细则", "看不出这一行是哪一条细则"),
        ("请在“细则”一列从列表里选一条",),
    ),
    Code.ROW_MISSING: (
        ("原有的“{value}”这一行不见了，仍按原样保留", "原有的一行不见了，仍按原样保留"),
        ("要删去的，请在原来那一行填“清空”",),
    ),
    Code.TOLD_TWICE: (
        ("“{value}”填了两处，内容不一致，没有收（另一处：{wanted}）", "同一条填了两处，内容不一致"),
        ("请只在一处填写，或者改成一致",),
    ),
    Code.PURPOSE_UNCLEAR: (
        ("报送性质“{value}”看不出是正式报送还是草稿，当作草稿", "看不出是正式报送还是草稿"),
        ("请在下拉列表里选“正式报送”或者“草稿”",),
    ),
    Code.SHEET_TOO_LARGE: (
        ("工作表太大（{value}）", "工作表太大"),
        ("不能超过 {wanted} 格，请选中有内容的部分以外的空行空列，删除以后再存", "请删去空行空列"),
    ),
    Code.NOT_A_WORKBOOK: (
        ("文件 {value} 不是工作簿", "文件不是工作簿"),
        ("请在 Excel 或 WPS 里另存为 xlsx，压缩包先解开，打不开的请对方重新发",),
    ),
    Code.NO_REPORTS: (
        ("文件夹 {value} 里没有填报件", "文件夹里没有填报件"),
        ("请核对文件夹，填报件是 xlsx、xls、et、ods 或 toml 文件",),
    ),
    Code.FILE_DAMAGED: (
        ("文件 {value} 已经损坏，读不出来", "文件已经损坏，读不出来"),
        ("请在 Excel 或 WPS 里打开后另存一份，或者请对方重新发",),
    ),
    Code.FILE_LOCKED: (
        ("文件 {value} 设了打开密码，读不了", "文件设了打开密码，读不了"),
        ("请取消密码后另存一份",),
    ),
}
