"""The page of instructions of a fill-in workbook: short, and only what this unit needs."""

from msgspec import Struct

from fazhi_tui.exchange.fill_in import (
    ANSWERS,
    CLEAR,
    COVER_LABELS,
    DRAFT,
    EVIDENCE,
    FIGURES,
    FINAL,
    FINDINGS,
    NOTES,
    RETURNED,
    SEE_ROWS,
    YES,
)
from fazhi_tui.exchange.portion import Portion
from fazhi_tui.wording import NOT_APPLICABLE, NOTHING


class Sender(Struct, frozen=True, omit_defaults=True):
    """Whom a unit sends its workbook back to and may ask, and by which day (ISO)."""

    office: str
    person: str = ""
    phone: str = ""
    due: str = ""


class Paragraph(Struct, frozen=True):
    """A heading and its text; `warns` where it must not be overlooked."""

    heading: str
    text: str
    warns: bool = False


def instructions(portion: Portion, sender: Sender) -> list[Paragraph]:
    """What is to be done, in the order in which it is done."""
    found = [Paragraph("填多少", _amount(portion))]
    if portion.returned:
        told = f"{portion.returned} 项退回修改，理由见“{RETURNED.name}”，请改好后再报。"
        found.insert(0, Paragraph("退回", told, warns=True))
    found += [
        Paragraph(
            "填在哪里",
            f"在“{ANSWERS.name}”里逐条填浅黄色的格子，其他格子不能改。"
            f"每条细则都要填：没有失分的填 0 或者选“{NOTHING}”。",
        ),
        Paragraph(
            "空着与清空",
            f"空着就是不改动以前填过的内容；要取消以前填的，在那一格填“{CLEAR}”。",
        ),
    ]
    if any(clause.counts for _, clause in portion.listed):
        found.append(
            Paragraph(
                FINDINGS.name,
                "要写明是哪家单位、有几笔或者分等级的，一件事写一行，"
                f"“{ANSWERS.name}”里选“{SEE_ROWS}”。几家分担的写成“甲单位:2、乙单位:1”。"
                f"要去掉原来的一笔，在它的数量里填“{CLEAR}”。",
            )
        )
    if any(not clause.counts for _, clause in portion.listed):
        found.append(
            Paragraph(
                FIGURES.name,
                "由你单位统计各家数据的，一家写一行；只填你单位自己的，不用填这一页。"
                "比率填分子和分母，不用自己算；材料上写明了百分比的，可以一并填上，用来核对。",
            )
        )
    found += [
        Paragraph(
            EVIDENCE.name,
            "一件材料写一行，只登记名称、文号和存放处，材料本身另外报送。"
            "要求提供的已逐件列出，写在哪一行就是交的哪一件；另有的写在下面的空行。"
            "不要在表里粘贴图片和文件，收不回来。涉密材料不要登记。",
        ),
        Paragraph(
            NOTES.name,
            "每项可以写一段说明，写数据和做法。没有这项职权的，"
            f"“{NOT_APPLICABLE}”选“{YES}”，并写明依据。",
        ),
        Paragraph("报回", _handing_in(sender)),
    ]
    return found


def _amount(portion: Portion) -> str:
    told = f"共 {portion.indicators} 项指标、{portion.clauses} 条细则"
    return (
        f"{told}，以前已填 {portion.answered} 条，都已带出。" if portion.answered else f"{told}。"
    )


def _handing_in(sender: Sender) -> str:
    whom = sender.office
    if sender.person or sender.phone:
        whom = f"{whom}（{' '.join(filter(None, (sender.person, sender.phone)))}）"
    by = f"请于 {sender.due} 前报回{whom}" if sender.due else f"请报回{whom}"
    return (
        f"填完的，上面的{COVER_LABELS['purpose']}选“{FINAL}”；还没有填完、先发来看看的，选“{DRAFT}”。"
        f"报过以后又有更正的，{COVER_LABELS['report']}加 1 再报，以次数大的为准。"
        f"{by}。文件名可以改，请仍存为 xlsx 格式。"
    )
