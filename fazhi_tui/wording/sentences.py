"""For each code what is wrong, and how to mend it.

Both are templates over the fields of a `Problem`, the fullest first: the first one whose fields are
all there is said. The last message names no field, so that there is always something to say.
"""

from fazhi_tui.domain.problems import Code
from fazhi_tui.wording.check_sentences import CHECK_SENTENCES
from fazhi_tui.wording.incoming_sentences import INCOMING_SENTENCES
from fazhi_tui.wording.paper_sentences import PAPER_SENTENCES
from fazhi_tui.wording.review_sentences import REVIEW_SENTENCES
from fazhi_tui.wording.store_sentences import STORE_SENTENCES

GUESS = "是不是“{hint}”？"
"""Comes before every remedy, where a likely right value is known."""

_LOOK = "请核对后重新填写"

SENTENCES: dict[Code, tuple[tuple[str, ...], tuple[str, ...]]] = {
    # numbers and words somebody entered
    Code.NOT_A_NUMBER: (("“{value}”不是数字", "没有填数字"), ("请填写 0.5、12 这样的数字",)),
    Code.NOT_A_COUNT: (
        ("“{value}”不是整数", "没有填数"),
        ("请填写 0、1、2 这样的数",),
    ),
    Code.NOT_A_RATE: (
        ("“{value}”不是分子/分母", "没有填分子和分母"),
        ("请填写 9/10 这样的分子和分母，本期没有发生的填 0/0",),
    ),
    Code.NOT_A_DATE: (
        ("“{value}”不是日期", "没有填日期"),
        ("请填写 2025-03-01 这样的日期",),
    ),
    Code.FINER_THAN_QUANTUM: (
        ("分数“{value}”的小数位太多", "分数的小数位太多"),
        ("最小计分单位是 {wanted} 分", "请减少小数位"),
    ),
    Code.NEGATIVE: (
        ("“{value}”太小", "数值不能是负数"),
        ("请填写不小于 {wanted} 的数", "请填写正数；没有失分的，请填“无”"),
    ),
    Code.RATE_OVER_NOTHING: (
        ("“{value}”的分母是 0，分子却不是 0", "分母是 0，分子却不是 0"),
        ("本期没有发生的，请填 0/0",),
    ),
    Code.RATE_ABOVE_ONE: (
        ("“{value}”的分子大于分母", "分子大于分母"),
        ("请核对是否填反了",),
    ),
    Code.RATE_MISSTATED: (
        ("所填比率“{value}”与分子、分母不符", "所填比率与分子、分母不符"),
        ("按 {wanted} 计算的结果不是这个数，请核对", _LOOK),
    ),
    Code.OUT_OF_RANGE: (
        ("“{value}”超出了范围", "数值超出了范围"),
        ("请填写 {wanted} 之间的数", _LOOK),
    ),
    Code.TOO_LONG: (
        ("文字太长（{value}）", "文字太长"),
        ("最多 {wanted} 个字，请缩短", "请缩短"),
    ),
    Code.WEIGHT_NOT_POSITIVE: (
        ("单位“{value}”的分担权重不是正数", "分担权重不是正数"),
        ("请填写大于零的权重，不分担的单位不要列入",),
    ),
    # names that are not there
    Code.UNKNOWN_INDICATOR: (
        ("没有编号为“{value}”的指标", "没有说明是哪一项指标"),
        ("指标编号为 {wanted}", "请填写指标编号"),
    ),
    Code.UNKNOWN_CLAUSE: (
        ("本项没有编号为“{value}”的细则", "没有说明是哪一条细则"),
        ("本项的细则有：{wanted}", "请核对细则编号"),
    ),
    Code.UNKNOWN_UNIT: (
        ("“{value}”不在单位名单里", "没有写单位"),
        ("请核对单位名称，确有此单位的先登记到单位名单",),
    ),
    Code.UNKNOWN_FINDING: (
        ("没有编号为“{value}”的失分项", "没有这个失分项"),
        ("请先查看本项的失分项编号",),
    ),
    Code.UNKNOWN_EVIDENCE: (
        ("没有编号为“{value}”的印证材料", "没有这件印证材料"),
        ("请先查看本项的材料编号",),
    ),
    Code.UNKNOWN_SLOT: (
        ("应交的材料里没有“{value}”", "应交的材料里没有这件"),
        ("请写应交材料前面的序号：{wanted}", "这一项没有写明应交的材料，不必写是第几件"),
    ),
    Code.UNKNOWN_GAP: (
        ("没有编号为“{value}”的整改事项", "没有这个整改事项"),
        ("请先查看整改清单里的编号",),
    ),
    Code.UNKNOWN_LEVEL: (
        ("没有“{value}”这个等级", "没有这个等级"),
        ("可选的等级有：{wanted}", _LOOK),
    ),
    Code.UNKNOWN_TIER: (
        ("没有“{value}”这个档次", "没有这个档次"),
        ("可选的档次有：{wanted}", _LOOK),
    ),
    Code.UNKNOWN_ASSESSMENT: (
        ("没有名为“{value}”的自评轮次", "没有这一轮自评"),
        ("现有的轮次：{wanted}", "请先新建，或者用 fazhi list 查看现有轮次"),
    ),
    Code.UNKNOWN_SET: (
        ("没有名为“{value}”的指标体系", "没有这个指标体系"),
        ("现有的体系：{wanted}", "请用 fazhi sets 查看，或者写出体系文件的路径"),
    ),
    # changes that are refused
    Code.UNIT_TWICE: (
        ("单位“{value}”写了两次", "同一个单位写了两次"),
        ("同一笔失分里一个单位只写一次，分担多少用权重表示",),
    ),
    Code.MAY_NOT_BEAR: (
        ("“{value}”不承担失分", "这个单位不承担失分"),
        ("请改为承担失分的单位",),
    ),
    Code.NOT_ANSWERER: (
        ("“{value}”不是这里的填报单位", "不是这里的填报单位"),
        ("由 {wanted} 填报", "请由填报单位填写"),
    ),
    Code.WHICH_ANSWERER: (
        ("这里不止一个填报单位，没有说明是哪一个",),
        ("请写明填报单位：{wanted}", "请写明填报单位"),
    ),
    Code.WHICH_SUBJECT: (
        ("这一条已经按单位分别填报，不能再填合计数",),
        ("请写明是哪个单位：{wanted}", "请写明是哪个单位"),
    ),
    Code.WRONG_FORM: (
        ("这一条不能这样填",),
        ("这一条填的是{wanted}", "请按评分细则填写"),
    ),
    Code.LEVEL_NEEDED: (
        ("没有写等级",),
        ("请从 {wanted} 中选一个", "请选择等级"),
    ),
    Code.REASON_NEEDED: (("没有写理由",), ("请写明理由",)),
    Code.SCORER_NEEDED: (("没有写评分人",), ("请写明由谁评的分",)),
    Code.TITLE_NEEDED: (("没有写名称",), ("请写明材料名称",)),
    Code.HAS_FINDINGS: (
        ("“{value}”已经填了内容，不能再填“无”", "已经填了内容，不能再填“无”"),
        ("请先清空这一条",),
    ),
    Code.NOTHING_BLANK: (("没有未填的细则",), ("要改已填的内容，请写明是哪一条",)),
    Code.CANNOT_BE_NONE: (
        ("这一条不能填“无”",),
        ("这一条至少扣 {wanted} 分，请填写实际情况", "请填写实际情况"),
    ),
    Code.ANSWERS_NOTHING: (
        ("“{value}”没有要填报的细则", "没有要填报的细则"),
        ("请核对责任分工，或者换一个单位",),
    ),
    Code.ITEM_ACCEPTED: (
        ("“{value}”的这一项已经审核通过，不能再改", "这一项已经审核通过，不能再改"),
        ("确需修改的，请审核单位先退回",),
    ),
    Code.ITEM_NOT_APPLICABLE: (
        ("“{value}”的这一项已经标为不涉及", "这一项已经标为不涉及"),
        ("要填写的，请先取消不涉及",),
    ),
    Code.ITEM_UNFINISHED: (
        ("“{value}”还没有填完这一项，不能报送", "这一项还没有填完，不能报送"),
        ("还差第{wanted}条，没有失分的填“无”", "请把每一条细则填上，没有失分的填“无”"),
    ),
    Code.OTHERS_FINISHED: (
        ("填完了的 {value} 项也没有报送", "填完了的也没有报送"),
        ("要先报送填完的，请再加 --finished",),
    ),
    Code.ITEM_NOT_SUBMITTED: (
        ("“{value}”还没有报送这一项", "这一项还没有报送"),
        ("报送以后才能审核",),
    ),
    Code.ITEM_SUBMITTED_ALREADY: (
        ("“{value}”已经报送过这一项", "这一项已经报送过了"),
        ("不用再报",),
    ),
    Code.NOT_MARKED: (
        ("“{value}”没有标为不涉及", "这一项没有标为不涉及"),
        ("不用取消",),
    ),
    **REVIEW_SENTENCES,
    **CHECK_SENTENCES,
    Code.NOTHING_TO_CHANGE: (("没有要改的内容",), ("请写明要改什么",)),
    Code.NOTHING_TO_UNDO: (("没有可以撤销的操作",), ()),
    Code.TOUCHED_SINCE: (
        ("这一步之后“{value}”又改过这一项，不能撤销", "这一步之后有人又改过这一项，不能撤销"),
        ("请查看现在的内容，需要时直接修改",),
    ),
    **PAPER_SENTENCES,
    # indicator sets and duties files
    Code.NOT_TOML: (
        ("文件写法有误，{value}", "文件写法有误，不是 TOML 格式"),
        ("请对照示例文件修改",),
    ),
    Code.FOREIGN_FILE: (
        ("这不是所需要的文件（里面是 {value}）", "这不是所需要的文件"),
        ("文件里应当有 [{wanted}]", "请核对选的文件"),
    ),
    Code.KEY_MISSING: (("缺少这一项",), ("请补上",)),
    Code.KEY_UNKNOWN: (
        ("不认识的键“{value}”", "有不认识的键"),
        ("这里可以用的键有：{wanted}", "请删去"),
    ),
    Code.WRONG_TYPE: (
        ("“{value}”的写法不对", "写法不对"),
        ("这里应当是{wanted}", _LOOK),
    ),
    Code.NOT_ONE_OF: (
        ("没有“{value}”这个选项", "没有这个选项"),
        ("可以填：{wanted}", _LOOK),
    ),
    Code.EMPTY: (("内容是空的",), ("请填写，不需要的请删去整行",)),
    Code.DUPLICATE: (
        ("“{value}”重复出现", "重复出现"),
        ("请删去重复的，或者改成不同的写法",),
    ),
    Code.PARENT_UNKNOWN: (
        ("没有编号为“{value}”的上级指标", "没有上级指标"),
        ("请核对上级指标的编号",),
    ),
    Code.SUM_DIFFERS: (
        ("写的是 {value} 分，各部分合计是 {wanted} 分", "与各部分的合计不符"),
        ('请改到一致；原件如此的，可在 [set] 里写 sums = "as_published"',),
    ),
    Code.GROUP_BY_EVENT_HERE: (
        ("“{value}”按事确定、没有名单，不能写在这里", "没有名单的单位组不能写在这里"),
        ("请写具体单位，或者写到配合单位里",),
    ),
    Code.GROUP_HERE: (
        ("“{value}”是单位组，这里只能写一个单位", "这里只能写一个单位"),
        ("请写具体单位",),
    ),
    Code.NUMBER_SKIPPED: (
        ("编号“{value}”没有接着上一个", "编号没有接着上一个"),
        ("按次序应当是“{wanted}”，请核对有无遗漏", "请核对有无遗漏"),
    ),
    Code.ABOVE_WORTH: (
        ("{value} 分超过了本项分值", "超过了本项分值"),
        ("本项分值是 {wanted} 分；确可突破的，请写 may_exceed = true", _LOOK),
    ),
    Code.CLAUSE_FREE: (("这一条在任何情况下都不扣分",), ("请核对扣分、上限和目标值",)),
    Code.CLAUSES_BELOW_WORTH: (
        ("本项 {value} 分，各条细则加起来最多只扣 {wanted} 分", "各条细则扣不完本项分值"),
        ("请核对有无遗漏的细则",),
    ),
    Code.NO_CLAUSE: (
        ("第{value}项没有评分细则", "没有评分细则"),
        ("每项指标至少写一条 [[indicator.clause]]",),
    ),
    Code.TIERS_HOLE: (
        ("各档没有覆盖所有情形",),
        ('最后一档请写 "*"，表示其余情形；至少要有两档',),
    ),
    Code.TIERS_OVERLAP: (
        ("“{value}”这一档与前面的档重叠，不会用到", "有的档与前面的档重叠"),
        ("请按高低次序排列，每档只写一次",),
    ),
    Code.SCHEDULE_FALLS: (
        ("扣分 {value} 比前面的 {wanted} 还少", "后面的扣分比前面的少"),
        ("扣分应当逐次不减",),
    ),
    Code.PARTS_TOGETHER: (
        ("{value}不能单独用", "这几项要一起写"),
        ("还要写上“{wanted}”", _LOOK),
    ),
    Code.PARTS_APART: (
        ("{value}与{wanted}不能同时写", "这几项不能同时写"),
        ("请只留一个",),
    ),
    Code.PLACEHOLDER_UNKNOWN: (
        ("这一条没有“{value}”可以代入", "花括号里的内容不能代入"),
        ("可以用：{wanted}", "请去掉花括号"),
    ),
    Code.GRADES_DISORDERED: (
        ("最低分 {value} 不低于上一等次的 {wanted}", "等次没有从高到低排列"),
        ("请从高到低排列",),
    ),
    Code.JOINT_OF_ONE: (
        ("合并计算的细则只有 {value} 条", "合并计算的细则不足两条"),
        ("至少写两条的编号；只限一条的，请在那一条里写 cap",),
    ),
    Code.ONE_READING: (
        ("这一条只认一个结果，却有 {value} 个单位要填", "这一条只认一个结果，却有几个单位要填"),
        ('由牵头单位一家填；要各单位各填各的、分别扣分，请写 per = "unit"',),
    ),
    Code.BONUS_REVERSED: (
        ("这一条写在加分项里，差得越多加得越多",),
        (
            '按完成率加分的，请写 kind = "rate_gap"、target = 0、direction = "at_most"；'
            "按次数加分的，请去掉 target",
        ),
    ),
    Code.JOINT_IDLE: (
        ("这几条加起来最多只扣 {wanted} 分，到不了上限 {value} 分", "这个合计上限不起作用"),
        ("请核对合计上限和各条的扣分",),
    ),
    Code.BANDS_DISORDERED: (
        ("分段界限 {value} 不比前面的 {wanted} 离目标更远", "各段没有由近到远排列"),
        ("请从目标值起，由近到远排列",),
    ),
    Code.WEIGHTS_DIFFER: (
        ("总分是 {value} 分，各一级指标的权重合计是 {wanted}", "各一级指标的权重合计不等于总分"),
        ("请把权重改到合计等于总分",),
    ),
    # tables of an office, read from a workbook
    Code.HEADER_MISSING: (
        ("{value} 里没有找到表头", "没有找到表头"),
        ("{wanted}", "表头一行至少要有三级指标（或考核内容）和评分标准两列"),
    ),
    Code.NAME_DIFFERS: (
        ("“{value}”与体系里的“{wanted}”不一样，按编号或名称认作这一项", "与体系里的不一样"),
        ("请核对是不是同一项",),
    ),
    Code.SHEET_MISSING: (
        ("没有叫“{value}”的工作表", "没有这个工作表"),
        ("这个文件里有：{wanted}", "请核对工作表的名称"),
    ),
    Code.SHEETS_LEFT: (
        ("用的是工作表“{wanted}”；另有{value}也像指标表，没有用", "另有工作表没有用"),
        ("要用别的，请写 --sheet 工作表名称",),
    ),
    Code.COLUMN_IGNORED: (
        ("“{value}”这一列没有用上", "有一列没有用上"),
        ("里面有用的内容，请另行补上",),
    ),
    Code.CLAUSE_UNGUESSED: (
        ("没有认出“{value}”怎样计分，先写成酌情", "没有认出怎样计分，先写成酌情"),
        ("请在导入的文件里改成合适的计分类型",),
    ),
    **INCOMING_SENTENCES,
    **STORE_SENTENCES,
    # files and names
    Code.FILE_MISSING: (("没有找到文件 {value}", "没有找到文件"), ("请核对路径和文件名",)),
    Code.NOT_A_FOLDER: (("{value} 是文件，不是文件夹", "这是文件"), ("请写出文件夹的名称",)),
    Code.FILE_IS_FOLDER: (("{value} 是文件夹，不是文件", "这是文件夹"), ("请写出文件名",)),
    Code.FILE_UNREADABLE: (
        ("文件 {value} 读不出来", "文件读不出来"),
        ("请检查权限，或者是否被其他程序占用",),
    ),
    Code.FILE_NOT_UTF8: (
        ("文件 {value} 不是 UTF-8 编码", "文件不是 UTF-8 编码"),
        ("请用记事本另存为 UTF-8 编码",),
    ),
    Code.FILE_TOO_LARGE: (
        ("文件太大（{value}）", "文件太大"),
        ("不能超过 {wanted}", "请核对选的文件"),
    ),
    Code.FILE_UNWRITABLE: (
        ("文件 {value} 写不进去", "文件写不进去"),
        ("{wanted}", "请检查权限和磁盘空间，或者换一个位置"),
    ),
    Code.FILE_EXISTS: (
        ("文件 {value} 已经存在", "文件已经存在"),
        ("确要换掉原文件的，请加上 {wanted}", "请换一个文件名，或者先移走原文件"),
    ),
    Code.FORMAT_UNKNOWN: (
        ("不认识的格式“{value}”", "不认识的格式"),
        ("可以用：{wanted}", "请核对格式或者文件扩展名"),
    ),
    Code.NAME_TAKEN: (("名称“{value}”已经用了", "名称已经用了"), ("请换一个名称",)),
    Code.NAME_EMPTY: (("没有写名称",), ("请写一个名称",)),
    Code.CHANGED_MEANWHILE: (
        ("别人刚刚改过同一项（{value}），您的修改没有保存", "别人刚刚改过同一项，您的修改没有保存"),
        ("您要存的是：{wanted}。请看过现在的内容，确要改的再存一次", "请看过现在的内容再决定"),
    ),
    Code.CHAIN_BROKEN: (
        ("第{value}条记录被改动过", "记录被改动过"),
        ("请停止使用，保留原件，从备份恢复",),
    ),
    Code.HEAD_DIFFERS: (
        ("记录与所给的校验值“{wanted}”不符", "记录与所给的校验值不符"),
        ("说明记录被截断或者重写过，请对照备份",),
    ),
    Code.DIGEST_DIFFERS: (
        ("文件内容与它的校验值不符",),
        ("说明文件被改动过或者没有传完，请重新索取",),
    ),
    Code.MOMENT_UNKNOWN: (
        ("没有“{value}”这个时点", "没有这个时点"),
        ("请填写第几条记录（{wanted}）或者时间", "请填写第几条记录或者时间"),
    ),
}
