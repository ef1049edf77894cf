"""What a check of the data tells: see `sentences`."""

from fazhi_tui.domain.problems import Code

CHECK_SENTENCES: dict[Code, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Code.LOSS_UNEXPLAINED: (
        ("“{value}”失了分，没有写原因", "失了分，没有写原因"),
        ("请写明原因",),
    ),
    Code.NOTE_MISSING: (
        ("没有失分，也没有自评说明",),
        ("请用一两句话写明做法和数据",),
    ),
    Code.BEARER_UNNAMED: (
        ("“{value}”还没有写明由哪家承担", "还没有写明由哪家承担"),
        ("请写明失分单位，审定以前必须认定",),
    ),
    Code.ASKED_NO_MORE: (
        ("“{value}”不再填报这一条，以前填的仍然计分", "以前的填报单位填的仍然计分"),
        ("请核对有无重复，重复的请删去或者清空",),
    ),
    Code.EXCUSE_GROUNDLESS: (
        ("不涉及的依据只写了“{value}”", "不涉及没有写依据"),
        ("请写明职权规定或者文件，或者登记一件材料",),
    ),
    Code.EVIDENCE_SHORT: (
        ("还缺应交的材料：{value}", "登记的材料不够"),
        ("请补登，已经登记的写明是应交的第几件",),
    ),
    Code.EVIDENCE_LATE: (
        ("材料“{value}”的成文日期晚于发现问题的 {wanted}", "材料的成文日期晚于发现问题的日期"),
        ("请核对日期，属于整改材料的不作为自评印证",),
    ),
    Code.DOC_NO_TWICE: (
        ("同一个文号“{value}”登记得不一样：{wanted}", "同一个文号登记得不一样"),
        ("请核对文号、名称和日期",),
    ),
}
