"""What the office does now and then: given from the palette, for keys are scarce."""

from fazhi_tui.ui.command import GAPS, OVERVIEW, UNITS, Command

OFFICE_COMMANDS: tuple[Command, ...] = (
    # papers that go out
    Command(
        "draw_letters",
        (),
        "拟函",
        "给各单位（或光标所在、选中的）拟提示函、督办函，写成 Word 和文本文件。",
        (GAPS, UNITS),
    ),
    Command(
        "letters",
        (),
        "函件登记表",
        "列出拟过的函件；按 Enter 登记文号、作废、再写一遍。",
        (GAPS, UNITS),
    ),
    Command(
        "report",
        (),
        "自评报告",
        "把现在的或者定过的一稿写成报告：.docx、.html 或 .xlsx。",
        (OVERVIEW,),
    ),
    Command(
        "report_words",
        (),
        "报告文字",
        "报告里由人写的几段；空着的在报告里标为【待补】。",
        (OVERVIEW,),
    ),
    Command(
        "finalize",
        (),
        "定稿",
        "把现在的数字定为送审稿、审议稿或审定稿；以后再改也不影响这一稿。",
        (OVERVIEW,),
    ),
    Command(
        "compare",
        (),
        "两稿对照",
        "列出一稿和另一稿（或现在）之间变动的指标。",
        (OVERVIEW,),
    ),
)
