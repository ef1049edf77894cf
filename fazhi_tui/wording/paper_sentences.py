"""What can be wrong with letters, cut-offs and the report; see `sentences`."""

from fazhi_tui.domain.problems import Code

PAPER_SENTENCES: dict[Code, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Code.UNKNOWN_CUT_OFF: (
        ("还没有定过“{value}”", "还没有定过这一稿"),
        ("已定的有：{wanted}", "请先用 fazhi finalize 定稿"),
    ),
    Code.CUT_OFF_ELSEWHERE: (
        ("“{value}”是在别的台账里定的，这里没有那时的记录", "这一稿是在别的台账里定的"),
        ("请到原来的数据库里查看，或者在这里重新定稿",),
    ),
    Code.UNKNOWN_LETTER: (
        ("没有编号为“{value}”的函件", "没有这份函件"),
        ("已拟的函件有：{wanted}", "还没有拟过函件，请先拟函"),
    ),
    Code.NOTHING_TO_WRITE: (
        ("“{value}”没有要整改的事项，不必发函", "没有哪个单位有要整改的事项，不必发函"),
        ("请核对单位，或者先记入失分项",),
    ),
    Code.LETTER_NUMBERED: (
        ("这份函件已经登记为 {value}", "这份函件已经登记过文号"),
        ("登记错了的，请先作废，再重新拟函",),
    ),
    Code.LETTER_VOID: (
        ("这份函件已经作废（{value}）", "这份函件已经作废"),
        ("请重新拟函",),
    ),
    Code.NUMBER_NEEDED: (("没有写文号",), ("请写签发后的文号，如 市法办函〔2025〕3号",)),
    Code.NUMBER_TAKEN: (
        ("文号“{value}”已经用于 {wanted}", "文号“{value}”已经用过", "这个文号已经用过"),
        ("文号不能重复使用，请核对后重新登记",),
    ),
    Code.DATE_BEFORE: (
        ("日期“{value}”早于 {wanted}", "没有写日期"),
        ("请写 {wanted} 或以后的日期", "请写日期"),
    ),
    Code.DATE_FAR: (
        ("日期“{value}”离 {wanted} 太远", "日期太远"),
        ("请核对年份",),
    ),
    Code.LETTER_UNSIGNED: (
        ("这份函件还没有签发",),
        ("请先登记文号和成文日期，再登记签收",),
    ),
    Code.STAGE_BACKWARDS: (
        ("已经有了后一步的稿子，不能再定前一步的",),
        ("确需重定的，请用同一步再定一次",),
    ),
    Code.STILL_PENDING: (
        (
            "还有 {wanted} 项指标没有填完，待定 {value} 分",
            "还有 {wanted} 项指标没有填完",
            "还有没有填完的指标",
        ),
        ("填完以后才能定为审定稿",),
    ),
    Code.STILL_UNATTRIBUTED: (
        ("还有 {value} 笔失分的单位待认定", "还有失分的单位待认定"),
        ("逐笔写明失分单位以后才能定为审定稿",),
    ),
    Code.STILL_UNWRITTEN: (
        ("报告还有 {value} 处【待补】", "报告还有【待补】"),
        (
            "请在总览的“报告文字”里写，"
            "或者用 fazhi report 名称 --words-new 文件 取出待补的部分，写好后用 --words 文件 存入",
        ),
    ),
    Code.UNKNOWN_SECTION: (
        ("报告里没有“{value}”这一部分", "报告里没有这一部分"),
        ("标题请照取出的文件，不要改动",),
    ),
    Code.PART_MISSING: (
        ("没有以“## ”起头的标题", "缺少标题"),
        ("可以用的标题有：{wanted}",),
    ),
    Code.PART_UNKNOWN: (
        ("没有“{value}”这一部分", "不认识这一部分"),
        ("可以用的标题有：{wanted}", "请照样稿写标题"),
    ),
    Code.TEMPLATE_SIGN: (
        ("“$”后面的“{value}”不能代入", "“$”的后面没有可以代入的名称"),
        ("请照样稿写代入的名称，要写“$”本身的写两个",),
    ),
}
"""For each code what is wrong, and how to mend it."""
