"""A set with a clause of every form, small enough to reckon by hand."""

TOWN = """\
[set]
id = "town"
title = "小镇体系"
edition = "2025"
basis = "测试"
quantum = 0.01
total = 10
office = "治镇办"
bonus_cap = 1

[[grade]]
name = "优秀"
at_least = 9

[[grade]]
name = "合格"
at_least = 0

[[unit]]
name = "治镇办"
class = "党委"
ranked = false

[[unit]]
name = "司法所"
full_name = "镇司法所"
aliases = ["司所"]
class = "政府"

[[unit]]
name = "城管队"
class = "政府"

[[unit]]
name = "交通站"
class = "政府"

[[unit]]
name = "法庭"
class = "司法"
bears = false

[[area]]
no = "1"
name = "执法"
worth = 6

[[area]]
no = "2"
name = "决策"
worth = 4

[[group]]
no = "1.1"
area = "1"
name = "执法程序"
worth = 6

[[group]]
no = "2.1"
area = "2"
name = "决策程序"
worth = 4

[[indicator]]
no = "1"
group = "1.1"
name = "全过程记录"
worth = 2
criterion = "记录完整"
lead = "司法所"
competent = ["城管队", "交通站"]

[[indicator.clause]]
id = "a"
kind = "per_count"
text = "记录不完整的，每卷扣0.1分，最多扣0.5分"
problem = "记录不完整{n}卷"
count_unit = "卷"
points = 0.1
cap = 0.5
bearer = "named"

[[indicator.clause]]
id = "b"
kind = "fixed"
text = "未建归集制度的，扣1.5分"
problem = "归集制度未建立"
points = 1.5

[[indicator]]
no = "2"
group = "1.1"
name = "出庭应诉"
worth = 4
lead = "司法所"
competent = ["城管队", "交通站"]

[[indicator.clause]]
id = "a"
kind = "rate_gap"
text = "出庭率每低1个百分点扣0.03分"
target = 100
step = 1
points = 0.03
partial = "exact"

[[indicator.clause]]
id = "b"
kind = "per_count"
text = "培训应办3次，每少1次扣0.2分"
points = 0.2
target = 3

[[indicator.clause]]
id = "c"
kind = "tiers"
text = "平台：已建不扣，在建扣0.2分，未建扣0.4分"
rows = [["已建", 0], ["在建", 0.2], ["未建", 0.4]]

[[indicator.clause]]
id = "d"
kind = "judged"
text = "酌情扣0到0.4分"
min = 0
max = 0.4

[[indicator]]
no = "3"
group = "2.1"
name = "合法性审查"
worth = 4
lead = "司法所"

[[indicator.clause]]
id = "a"
kind = "per_count"
text = "漏审的，一般每件扣0.2分，重大每件扣0.5分"
levels = { "一般" = 0.2, "重大" = 0.5 }

[[indicator.clause]]
id = "b"
kind = "per_count"
text = "罚没款未入库的，每20万元扣0.1分"
points = 0.1
step = 20
rounding = "up"

[[indicator.clause]]
id = "c"
kind = "rate_gap"
text = "合格率低于全县平均数的，每低5个百分点扣0.1分"
benchmark = true
step = 5
points = 0.1
partial = "up"

[[indicator.clause]]
id = "d"
kind = "tiers"
text = "专职人员2名以上不扣，1名扣0.3分，没有扣0.6分"
measure = "number"
rows = [[2, 0], [1, 0.3], ["*", 0.6]]

[[indicator.clause]]
id = "e"
kind = "veto"
text = "弄虚作假的，一票否决"

[[indicator]]
no = "4"
group = "2.1"
name = "表彰"
worth = 1
channel = "bonus"
lead = "司法所"

[[indicator.clause]]
id = "a"
kind = "per_count"
text = "受表彰的，每次加0.5分"
points = 0.5
"""
