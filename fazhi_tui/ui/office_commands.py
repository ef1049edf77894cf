"""What the office does now and then: given from the palette, for keys are scarce."""

from fazhi_tui.ui.command import GAPS, OVERVIEW, REVIEW, UNITS, Command

OFFICE_COMMANDS: tuple[Command, ...] = (
    # looking closer
    Command(
        "sample",
        (),
        "抽查",
        "随机抽几项指标或印证材料，种子记入台账；逐项记查的结果，可以同时记核定的失分项。",
        (REVIEW,),
    ),
    Command(
        "outside",
        (),
        "外部评分",
        "记入省初审、第三方等给光标所在指标评的分。",
        (REVIEW,),
    ),
    Command(
        "outside_table",
        (),
        "导入外部评分",
        "从工作簿或 .csv 里一次读入各项指标的外部评分。",
        (REVIEW,),
    ),
    Command(
        "succeed",
        (),
        "单位承接",
        "光标所在的单位改名、并入别处或者拆分，由谁承接。",
        (UNITS,),
    ),
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
