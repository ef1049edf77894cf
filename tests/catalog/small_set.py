"""A small valid set in the language of set files; tests change a passage and see what is told."""

SMALL = """\
[set]
id = "small"
title = "小样"
quantum = 0.01
total = 10
office = "治市办"

[[grade]]
name = "好"
at_least = 9

[[grade]]
name = "差"
at_least = 0

[[unit]]
name = "治市办"
ranked = false

[[unit]]
name = "司法局"
full_name = "市司法局"
aliases = ["司局"]

[[unit]]
name = "城管局"

[[unit]]
name = "法院"
bears = false

[[unit_group]]
name = "各执法部门"
members = [
    "城管局",  # 括号 ] 在注释里
    "市司法局",
]

[[unit_group]]
name = "各被诉单位"
by_event = true

[[area]]
no = "1"
name = "一"
worth = 10

[[group]]
no = "1.1"
area = "1"
name = "甲"
worth = 4

[[group]]
no = "1.2"
area = "1"
name = "乙"
worth = 6

[[indicator]]
no = "1"
group = "1.1"
name = "定额和计次"
worth = 4
criterion = \"\"\"
第一行 [[indicator]]
第二行 # 不是注释
\"\"\"
lead = "司局"
competent = ["各执法部门"]
supporting = ["各被诉单位", "法院"]

[[indicator.clause]]
id = "a"
kind = "fixed"
text = "未建制度的，不得分"
problem = "未建制度"
all = true

[[indicator.clause]]
id = "b"
kind = "per_count"
text = "每件扣"
problem = "少{n}件"
levels = { "轻" = 0.1, "重" = 0.3 }
step = 20
rounding = "up"
cap = 2
bearer = "named"
answered_by = ["司局"]

[[indicator]]
no = "2"
group = "1.2"
name = "其余各种"
worth = 4
lead = "城管局"
competent = ["司法局"]

[[indicator.clause]]
id = "a"
kind = "progressive"
text = "逐次"
schedule = [0.1, 0.2, 0.3]

[[indicator.clause]]
id = "b"
kind = "rate_gap"
text = "比率差"
problem = "{rate}%（{num}/{den}），低于{target}%"
target = 90
step = 5
points = 0.1
partial = "up"
per = "unit"
unit_cap = 0.5

[[indicator.clause]]
id = "c"
kind = "ratio"
text = "按比例"
points = 1

[[indicator.clause]]
id = "d"
kind = "tiers"
text = "分档"
rows = [["优", 0], ["差", 0.5]]

[[indicator.clause]]
id = "e"
kind = "tiers"
text = "按数分档"
measure = "number"
rows = [
    [9, 0],
    [5, 0.25],
    ["*", 0.5],
]

[[indicator.clause]]
id = "f"
kind = "judged"
text = "酌情"
max = 0.5

[[indicator.clause]]
id = "g"
kind = "veto"
text = "否决"

[[indicator]]
no = "3"
group = "1.2"
name = "应达次数"
worth = 2
lead = "城管局"

[[indicator.clause]]
id = "a"
kind = "per_count"
text = "少一次"
problem = "差{missing}次"
target = 4
points = 0.5
"""


def changed(old: str, new: str, text: str = SMALL) -> str:
    """The set with one passage changed; the passage must be there exactly once."""
    assert text.count(old) == 1, f"{text.count(old)} x {old!r}"
    return text.replace(old, new)
