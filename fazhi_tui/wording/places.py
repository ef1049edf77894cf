"""A path inside a file or an assessment in words: `indicator[41].clause[0].points`, `50.a`."""

import re

from fazhi_tui.wording.shown import shorten, visible

_COLUMN = r"column\[([0-9]+)\]"
_CLAUSE = r"([\w.-]*[0-9])\.([^\W\d_]\w?)"
_INDICATOR = r"[0-9]+(?:-[0-9]+)*"
_EITHER = r"[0-9-]+(?:\.[0-9-]+)+"
"""An indicator, or a clause that has a number: nothing tells which."""

_STEP = r"([^.\[\]]+)(?:\[([0-9]+)\])?(?:\.|$)"

_TABLES = {
    "set": "体系说明",
    "unit": "第{n}个单位",
    "unit_group": "第{n}个单位组",
    "area": "第{n}个一级指标",
    "group": "第{n}个二级指标",
    "indicator": "第{n}项指标",
    "clause": "第{n}条细则",
    "joint": "第{n}组合并计算",
    "grade": "第{n}个等次",
    "duty": "第{n}条责任分工",
    "contact": "第{n}个联系人",
    "parts": "第{n}段指标",
    "findings": "第{n}笔失分项",
    "readings": "第{n}个测量值",
    "evidence": "第{n}件印证材料",
}
_KEYS = {
    "aliases": "别名",
    "all": "未达到不得分",
    "answered_by": "填报单位",
    "area": "所属一级指标",
    "at_least": "最低分",
    "bands": "分段扣分",
    "basis": "分值依据",
    "bearer": "失分单位",
    "bears": "是否担分",
    "benchmark": "外部基准",
    "best": "就高不重复",
    "bonus_cap": "加分上限",
    "by_event": "按事确定",
    "cap": "最多扣分",
    "channel": "计分方式",
    "class": "单位类别",
    "clause": "评分细则",
    "clauses": "细则编号",
    "competent": "主管单位",
    "count_unit": "计量单位",
    "criterion": "标准",
    "default_bearer": "缺省失分单位",
    "demo": "是否演示",
    "direction": "方向",
    "duty": "责任分工",
    "edition": "版本",
    "effect": "否决后果",
    "evidence": "印证材料",
    "full_name": "全称",
    "grade": "等次",
    "group": "所属二级指标",
    "id": "编号",
    "indicator": "指标",
    "joint": "合并计算",
    "judged_by": "评测方式",
    "kind": "计分类型",
    "lead": "牵头单位",
    "leader": "责任领导",
    "levels": "分级扣分",
    "max": "最高扣分",
    "may_exceed": "可超过本项分值",
    "measure": "分档依据",
    "members": "成员单位",
    "min": "最低扣分",
    "name": "名称",
    "no": "编号",
    "not_applicable": "不涉及项处理办法",
    "office": "审核单位",
    "partial": "不足一个步长的处理",
    "penalty_cap": "减分上限",
    "per": "计算范围",
    "person": "责任人",
    "point_name": "计数单位",
    "points": "扣分",
    "problem": "问题表述",
    "quantum": "最小计分单位",
    "ranked": "是否排名",
    "recoverable": "能否挽回",
    "rounding": "取整方式",
    "rows": "分档表",
    "schedule": "累进扣分",
    "set": "体系说明",
    "step": "步长",
    "sums": "合计口径",
    "supporting": "配合单位",
    "target": "目标值",
    "text": "细则文字",
    "title": "名称",
    "total": "总分",
    "unit": "单位",
    "unit_cap": "每单位最多扣分",
    "unit_group": "单位组",
    "weight": "权重",
    "worth": "分值",
    # in files of duties and reports
    "asked": "应交的材料",
    "bearers": "失分单位",
    "clears": "清空的细则",
    "date": "日期",
    "den": "分母",
    "doc_no": "文号",
    "due": "时限",
    "excuse": "不涉及",
    "file": "文件",
    "formal": "是否正式报送",
    "format": "文件类别",
    "label": "档次",
    "level": "等级",
    "nils": "无失分的细则",
    "note": "自评说明",
    "num": "分子",
    "phone": "电话",
    "quantity": "数量",
    "reason": "事由",
    "report": "第几次报送",
    "scorer": "评分人",
    "stated": "写明的比率",
    "subject": "涉及单位",
    "url": "网址",
    "value": "数值",
    "version": "文件版本",
}
_ITEMS = {"bands": "第{n}段", "levels": "第{n}档", "rows": "第{n}档", "schedule": "第{n}次"}


def place(path: str) -> str:
    """Where a problem is, for people; "" if it has no place."""
    if found := re.fullmatch(_COLUMN, path):
        return f"第{found.group(1)}列"
    if re.fullmatch(_INDICATOR, path):
        return f"第{path}项"
    if re.fullmatch(_EITHER, path):
        return f"编号{path}"
    if found := re.fullmatch(_CLAUSE, path):
        return f"第{found.group(1)}项第{found.group(2)}条"
    head = re.split(r"[.\[]", path, maxsplit=1)[0]
    if head in _TABLES or path in _KEYS:
        return shorten(visible(_in_file(path)), 60)
    if "/" in path:
        return f"整改事项“{shorten(visible(path))}”"
    return shorten(visible(path))


def key_name(key: str) -> str:
    """A key of a file with its Chinese name: `lead` is 牵头单位(lead)."""
    return f"{_KEYS[key]}（{key}）" if key in _KEYS else key


def _in_file(path: str) -> str:
    words = ""
    for key, index in re.findall(_STEP, path):
        number = int(index) + 1 if index else 0
        if number and key in _TABLES:
            words += _TABLES[key].format(n=number)
        elif not words and key == "set":
            words = _TABLES[key]
        else:
            words += f"的{key_name(key)}" if words else key_name(key)
            if number:
                words += _ITEMS.get(key, "第{n}个").format(n=number)
    return words
