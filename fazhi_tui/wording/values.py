"""What words inside a problem stand for: types, forms of an answer, causes, a parser's reasons."""

TYPES = {
    "flag": " true 或 false（不加引号）",
    "identifier": "由字母、数字、点和短横线组成并加引号的编号",
    "list": '方括号里的一列值，如 ["甲", "乙"]',
    "name": "不含 . / \\ : ? * | < > 和引号的名称",
    "number": "数字（不加引号）",
    "row": "[档次或界限, 扣分] 这样的一行",
    "table": "一张表（[[…]] 或 {…}）",
    "text": "加引号的文字",
}

FORMS = {
    "count": "失分项的次数",
    "number": "一个数值",
    "points": "一个分数，并写明理由",
    "rate": "分子和分母，如 9/10",
    "tier": "一个档次",
}

HEADERS = {
    "duty": "责任分工的表头要有指标和牵头单位（或责任人）两列，联系人的表头要有单位和电话两列",
}

UNWRITABLE = {
    "closed": "文件可能正在 Excel 或 WPS 中打开，请关闭后再试，或者检查是否有写入权限",
    "folder": "文件夹不存在，请先建好文件夹",
    "no folder": "不能在那里建文件夹或者写文件，请检查权限，或者换一个位置",
    "space": "磁盘空间不够，请清理后再试",
}

TOML_REASONS = (
    ("Invalid statement", "这一行不是“键 = 值”的形式，键只能用英文字母"),
    ("Expected '='", "键的后面没有英文等号“=”"),
    ("Expected newline", "一行里写了两个值，或者值的后面有多余的字"),
    ("Expected ']", "方括号没有配对"),
    ("Invalid value", "等号后面的值写法不对，文字要用英文双引号括起来"),
    ("Invalid initial", "键的写法不对，键只能用英文字母"),
    ("Unterminated string", "文字少了后一个英文双引号"),
    ("Unclosed array", "方括号没有配对"),
    ("Unclosed inline", "花括号没有配对"),
    ("Unescaped", "文字里的反斜杠“\\”要写成“\\\\”"),
    ("Cannot overwrite", "同一个键写了两次"),
    ("Cannot declare", "同一个表头写了两次"),
    ("Duplicate inline", "同一个键写了两次"),
    ("Illegal character", "有看不见的控制字符，或者一行文字中间断了行"),
    ("Found invalid", "有看不见的控制字符"),
    ("Invalid date", "日期写法不对"),
    ("TOML inline", "括号套得太深"),
    ("Exceeds the limit", "有一个数太长"),
)
"""How the parser's reasons begin, and what they mean."""
