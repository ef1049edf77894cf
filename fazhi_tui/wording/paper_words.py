"""What both the command line and the screens say of letters, drafts and the report."""

from fazhi_tui.domain.papers import CutOff
from fazhi_tui.wording.terms import cut_off_name

NO_DRAFT = "还没有定过稿"
CONTACT = "联系人和电话"
NUMBER_GONE = "文号不再使用"
EQUALS_ARE_ASKED = "党委、司法机关一律用函"
MADE_IF_MISSING = "还没有这个文件夹的，会建好"
SEVERAL_UNITS = "几个单位用顿号隔开"


def nothing_to_mend(unit: str) -> str:
    """Why a unit gets no letter."""
    return f"{unit}没有要整改的事项，没有拟函"


def drawn_unwritten(count: int) -> str:
    """Letters are entered, but their files could not be written."""
    return f"{count} 份函件已经登记，文件没有写全"


def format_by_name(*suffixes: str) -> str:
    """Which formats a file's name can ask for."""
    return f"按扩展名定格式：{' '.join(suffixes)}"


def scored_otherwise(cut_off: CutOff) -> str:
    """A draft's figures are not made again by this program."""
    name = cut_off_name(cut_off)
    return f"算分规则已经更新，重算的结果与{name}定稿时的数字不同"


def late_left_out(count: int) -> str:
    """What came late is not in a draft."""
    return f"迟报没有采纳的 {count} 处不在这一稿里，按截止时的样子算"
