"""What can be refused in review and rectification; see `sentences`."""

from fazhi_tui.domain.problems import Code

REVIEW_SENTENCES: dict[Code, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Code.CLOSER_IS_RECTIFIER: (
        ("“{value}”不能自己销号", "整改单位不能自己销号"),
        ("请由 {wanted} 销号", "请由审核单位销号"),
    ),
    Code.CLOSER_IS_DOER: (
        ("“{value}”是整改的人，不能销自己办的事项", "整改的人不能销自己办的事项"),
        ("请由另一个人销号，并用 --as 写明姓名",),
    ),
    Code.CLOSER_UNNAMED: (
        ("审核单位自己的整改事项，须由写明姓名的另一个人销号",),
        ("请先写明责任人（--owner），再由另一个人用 --as 写明姓名后销号",),
    ),
    Code.OFFICE_ONLY: (
        ("“{value}”不能办这一步", "这一步不由单位自己办"),
        ("请由 {wanted} 办理", "请由审核单位办理"),
    ),
    Code.NOT_YOUR_GAP: (
        ("这个整改事项不归“{value}”", "这个整改事项不归所写的单位"),
        ("归 {wanted}", "请核对整改事项的编号"),
    ),
    Code.ASK_TO_EXTEND: (
        ("时限已定为 {value}，整改单位不能自己改", "时限已定，整改单位不能自己改"),
        ("请申请延期，由 {wanted} 批准", "请申请延期"),
    ),
    Code.NOT_ASKED: (("没有待批的延期申请",), ("请核对整改事项的编号",)),
    Code.NOT_REPORTED: (("还没有报结，不能退回重办",), ("请核对整改事项的编号",)),
    Code.DISPUTED_ALREADY: (
        ("“{value}”已经提出过异议，还没有答复", "已经提出过异议，还没有答复"),
        ("请等答复",),
    ),
    Code.NOT_DISPUTED: (("没有待答复的责任异议",), ("请核对整改事项的编号",)),
    Code.NO_FINDING: (
        ("这一笔出自测量值，不能改派",),
        ("请在核定数上更正那个单位的测量值",),
    ),
    Code.NOT_LATE: (
        ("“{value}”的这一项没有迟报，不用采纳", "这一项没有迟报，或者已经采纳"),
        ("请用 fazhi deadline 查看迟报的有哪些",),
    ),
    Code.PEOPLE_DIFFER: (
        ("责任领导、责任人与第{wanted}项的不一样", "这几项的责任领导、责任人不一样"),
        ("请分开指定",),
    ),
    Code.NO_PARTS: (
        ("“{value}”没有可以办的部分", "没有可以办的部分"),
        ("请用 fazhi show 查看各项的状态",),
    ),
    Code.UNKNOWN_SAMPLE: (
        ("没有第“{value}”次抽查", "没有这次抽查"),
        ("做过的有第 {wanted} 次", "还没有抽查过，请先抽取"),
    ),
    Code.NOT_DRAWN: (
        ("“{value}”没有抽中", "没有抽中"),
        ("抽中的有：{wanted}", "请核对编号"),
    ),
    Code.SEED_NEEDED: (("没有写抽取所用的种子",), ("请写任意几个字或者数字，以便重抽核对",)),
    Code.NOTHING_TO_DRAW: (
        ("没有可以抽取的",),
        ("抽印证材料的，请先登记；抽指标的，请核对不涉及",),
    ),
    Code.NOT_A_MOMENT: (
        ("“{value}”不是时间", "没有写时间"),
        ("请填写 2025-06-30 或者 2025-06-30 18:00 这样的时间",),
    ),
    Code.SCORES_MISSING: (
        ("“{value}”里找不到评分表", "找不到评分表"),
        ("表头要有“指标号”和“得分”两列",),
    ),
    Code.SUCCESSOR_TWICE: (
        ("承接的单位“{value}”重复", "承接的单位重复"),
        ("每家只写一次；旧单位自己只在恢复时写，不能和别的单位写在一起",),
    ),
    Code.SUCCESSOR_NEEDED: (
        ("没有写由哪个单位承接“{value}”", "没有写由哪个单位承接"),
        ("请写已有的单位或者新单位的名称",),
    ),
    Code.SUCCEEDED_ALREADY: (
        ("“{value}”自己已经由别的单位承接", "所写的单位已经由别的单位承接"),
        ("请写承接它的 {wanted}", "请写承接它的单位"),
    ),
    Code.NOT_A_SUCCESSOR: (
        ("“{value}”不在承接单位之列", "不在承接单位之列"),
        ("承接单位是 {wanted}", "请核对单位名称"),
    ),
    Code.CHECK_BOOKED: (
        ("这一项抽查已经记了失分项 {value}", "没有问题的不能同时记失分项"),
        ("请修改或者删去那一笔", "请只写一样"),
    ),
    Code.NOT_CLOSED: (("还没有销号，不用取消",), ("请核对整改事项的编号",)),
    Code.GAP_CLOSED: (
        ("已于 {value} 销号，不能再改", "已经销号，不能再改"),
        ("确需再改的，请先取消销号",),
    ),
    Code.DUE_BEFORE_FIRST: (
        ("延期后的日期 {value} 不晚于现在的时限 {wanted}", "还没有定时限，不能延期"),
        ("请填写晚于 {wanted} 的日期", "请先定时限"),
    ),
}
