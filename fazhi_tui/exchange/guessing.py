"""From a scoring rule as an office writes it to the clause of a set file that it seems to mean.

    每件扣0.1分，最多扣0.5分      → per_count, points = 0.1, cap = 0.5
    未制定计划的，扣0.3分         → fixed, points = 0.3

A guess is only a first draft for somebody to go over; what was assumed stands in `note`.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.exchange.toml_text import Value

Keys: TypeAlias = tuple[tuple[str, Value], ...]

_LONGEST = 600
"""A sentence longer than this is none; nothing is looked for in it."""

ORDINAL = "[0-9一二三四五六七八九十]"
"""A digit of the numbers that stand before headings and rules."""

_N = r"([0-9]+(?:\.[0-9]+)?)"
_COSTS = r"(?:扣减|扣除|减扣|扣|减|加)"
_UNITS = (
    r"人次|批次|件次|起次|万元|家次|项次|学时|小时|件|起|次|例|卷|人|名|项|处|条|份|个|篇|户|宗"
    r"|天|日|期|场|家|页|支"
)
_PERCENT = r"(?:个?百分点|%|％)"
_SHORT = r"(?:低于|未达到|达不到|不足|不到|未达|高于|超过|达到|大于|小于)"
_MORE = r"(?:少|缺少|缺|增加|增|多|超过|超|迟|漏|有|发现|发生|出现|查实|支付)"

_PRICE = re.compile(rf"{_COSTS}(?:去|掉)?{_N}分?")
_GIVEN = re.compile(rf"(?:得|计|记){_N}分")
_CAP = re.compile(
    rf"(?:(?:最多|最高|至多|不得超过|不超过|上限为?|扣至|扣到){_COSTS}?(?:至|到|分)?{_N}分?"
    rf"|以{_N}分(?=为限|为止|封顶))(?:为限|为止|封顶)?"
)
_CAPPING = re.compile(r"最多|最高|至多|不超过|不得超过|上限|为限|封顶|扣完为止|扣至|扣到|为止")
_ALL_SO_FAR = re.compile(r"以上|上述|各条|各款|[两三四五]条|[两三四五]款|本项合计|各项合计")
_EACH = re.compile(rf"每{_MORE}*(?:1|一)?个?({_UNITS})[^0-9，。；]{{0,12}}?{_COSTS}{_N}")
_ONE = re.compile(rf"^[^0-9]{{0,20}}(?<!第)(?:1|一)({_UNITS})[^0-9，]{{0,6}}{_COSTS}{_N}")
_STEP = re.compile(rf"每{_MORE}?{_N}({_UNITS})[^0-9，。；]{{0,8}}?{_COSTS}{_N}")
_MISSING = re.compile(
    rf"每(?:缺少|减少|少|缺)(?:1|一)?个?({_UNITS})[^0-9，。；]{{0,8}}?{_COSTS}{_N}"
)
_LEAST = re.compile(
    rf"(?:不少于|不足|少于|不低于|低于|应当?[^0-9]{{0,4}}|达到|不到|未满){_N}个?(?:{_UNITS})"
)
_GAP = re.compile(
    rf"每(低于|低|降低|下降|降|少|差|高于|高|超过|超|上升|升|){_N}?一?{_PERCENT}"
    rf"[^0-9，。；]{{0,8}}?{_COSTS}{_N}"
)
_GOAL = re.compile(rf"{_SHORT}{_N}(?:[%％]|(?=的?，))")
_BAND = re.compile(rf"{_SHORT}{_N}[%％]的?部分.*?{_PERCENT}[^0-9，。；]{{0,8}}?{_COSTS}{_N}")
_RATE = re.compile(rf"([\u4e00-\u9fff]{{1,16}}?(?:率|比例|占比)){_SHORT}")
_RANGE = re.compile(rf"{_N}分?(?:至|到|-|—|–|~|～|－){_N}分?")
_NOTHING_LEFT = re.compile(r"不得分|不给分|得0分|计0分|全部扣完|扣完本项|扣除全部|扣全部")
_VETO = re.compile(
    r"一票否决|取消[^，。]{0,8}(?:评优|评先|资格)|不得评(?:优|先)|(?:年度|考核)不合格"
)
_SHARE = re.compile(
    r"按[^，。]{0,12}(?:率|比例)[^，。]{0,6}(?:得|计|给|折)分"
    r"|乘以[^，。]{0,12}分|按比例得"
)
_LIMIT = re.compile(
    rf"(?:不少于|少于|不足|不低于|低于|高于|多于|大于|小于|超过|未达到|达不到|达到|不到|未满)"
    rf"({_N[1:-1]}|{ORDINAL}{{1,3}})个?(?!日|天)(?:{_UNITS}|[%％])"
)
_NTH = re.compile(
    rf"第(?:[0-9]|[一二三四五])({_UNITS})(?:起|以后|及以后)?[^0-9，]{{0,8}}?{_COSTS}{_N}"
)
_LEVEL = re.compile(
    rf"(?:^|，)([^，0-9]{{1,16}}?)的?，?每({_UNITS})[^0-9，。；]{{0,4}}?{_COSTS}{_N}"
)
_TIER = re.compile(rf"([^，]+?)的?(?:不(?:扣|减)分|{_COSTS}{_N}分)")
_BOUND = re.compile(rf"{_N}(%|％|{_UNITS})以上")
_NUMBERING = re.compile(rf"^\s*(?:[(（]?{ORDINAL}{{1,2}}[)）.．、](?![0-9])|[①-⑳])\s*")
_ENDS = re.compile(rf"[；;。\n\r]+|(?=[①-⑳])|(?<=[，,\s])(?=[(（]{ORDINAL}{{1,2}}[)）])")


class Guess(Struct, frozen=True):
    """A clause as guessed. `keys` are those of its kind; no `kind` where nothing was recognised."""

    text: str
    kind: str = ""
    keys: Keys = ()
    problem: str = ""
    note: str = ""
    cap: Decimal | None = None
    joint_cap: Decimal | None = None
    """What this and all clauses before it may cost together (以上合计不超过)."""


def guess_all(text: str) -> list[Guess]:
    """The clauses of all rules in a cell."""
    found: list[Guess] = []
    for rule in split_rules(text):
        if len(rule) > _LONGEST:
            found.append(Guess(rule))
            continue
        cap = _cap(rule)
        band = _BAND.search(rule)
        if found and found[-1].kind == "rate_gap" and band:
            found[-1] = _banded(found[-1], rule, cap, band)
        elif found and _CAPPING.search(rule) and not _priced(_CAP.sub("", rule)):
            found[-1] = _capped(found[-1], rule, cap)
        else:
            found.append(replace(_guess(rule), cap=cap))
    return found


def split_rules(text: str) -> Iterator[str]:
    """The single rules of a cell: its sentences, and at commas where a new price begins."""
    for sentence in _ENDS.split(text.replace(",", "，")):
        rule = ""
        whole = _NUMBERING.sub("", sentence.strip())
        if len(whole) > _LONGEST:
            yield whole
            continue
        if _nth(whole) or _levels(whole) or _tiers(whole):
            yield whole
            continue
        for piece in whole.split("，"):
            begins = _priced(piece) and not _CAPPING.search(piece)
            if rule and begins and _priced(rule):
                yield rule
                rule = piece
            else:
                rule = f"{rule}，{piece}" if rule else piece
        if rule.strip():
            yield rule.strip()


def _priced(text: str) -> bool:
    return bool(_PRICE.search(text) or _NOTHING_LEFT.search(text) or _GIVEN.search(text))


def _cap(rule: str) -> Decimal | None:
    found = _CAP.search(rule)
    return Decimal(found.group(1) or found.group(2)) if found else None


def _capped(guess: Guess, rule: str, cap: Decimal | None) -> Guess:
    """A clause with the limit that a sentence of its own states for it, or for all before it."""
    text = f"{guess.text}；{rule}"
    if cap is not None and _ALL_SO_FAR.search(rule):
        return replace(guess, text=text, joint_cap=cap)
    return replace(guess, text=text, cap=guess.cap if cap is None else cap)


def _banded(guess: Guess, rule: str, cap: Decimal | None, band: re.Match[str]) -> Guess:
    """A rate's clause with what a sentence of its own states for the part beyond a bound."""
    keys = dict(guess.keys)
    bands = keys.get("bands", ())
    assert isinstance(bands, tuple)
    keys["bands"] = (*bands, (Decimal(band.group(1)), Decimal(band.group(2))))
    text = f"{guess.text}；{rule}"
    return replace(
        guess, text=text, keys=tuple(keys.items()), cap=guess.cap if cap is None else cap
    )


def _guess(rule: str) -> Guess:
    priced = _CAP.sub("", rule)
    for attempt in _ATTEMPTS:
        found = attempt(priced)
        if found is not None:
            return replace(found, text=rule, note="；".join(_doubts(found, priced)))
    return Guess(rule)


def _doubts(guess: Guess, rule: str) -> Iterator[str]:
    """What was assumed, and each limit in the words that the clause makes no use of."""
    if guess.note:
        yield guess.note
    used = set(_numbers(tuple(value for _, value in guess.keys)))
    for limit in _LIMIT.finditer(rule):
        number = limit.group(1)
        if not _plain(number) or Decimal(number) not in used:
            yield f"原文的“{limit.group()}”没有用上"


def _plain(number: str) -> bool:
    """Whether a number is written in digits."""
    return number[0] in "0123456789"


def _numbers(value: Value) -> Iterator[Decimal]:
    """All numbers in the value of a key."""
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, tuple):
        for inner in value:
            yield from _numbers(inner)
    elif isinstance(value, Decimal):
        yield value


def _veto(rule: str) -> Guess | None:
    return Guess(rule, "veto", (("effect", "no_award"),)) if _VETO.search(rule) else None


def _nth(rule: str) -> Guess | None:
    """第1件扣a分，第2件扣b分，第3件起每件扣c分."""
    found = list(_NTH.finditer(rule))
    if len(found) < 2:
        return None
    schedule = tuple(Decimal(one.group(2)) for one in found)
    keys: Keys = (("count_unit", found[0].group(1)), ("schedule", schedule))
    problem = _problem(rule[: found[0].start()], f"{{n}}{found[0].group(1)}")
    return Guess(rule, "progressive", keys, problem)


def _levels(rule: str) -> Guess | None:
    """一般的每件扣a分，较重的每件扣b分."""
    found = list(_LEVEL.finditer(_CAP.sub("", rule)))
    labels = {one.group(1).strip(): Decimal(one.group(3)) for one in found}
    if len(labels) < 2 or len({one.group(2) for one in found}) > 1:
        return None
    unit = found[0].group(2)
    return Guess(rule, "per_count", (("count_unit", unit), ("levels", labels)))


def _tiers(rule: str) -> Guess | None:
    """甲的不扣分，乙的扣a分，丙的扣b分; or by bounds: 90%以上不扣分，80%以上扣a分，其余扣b分."""
    found = [(one.group(1).lstrip("，"), one.group(2)) for one in _TIER.finditer(rule)]
    if len(found) < 3 or found[0][1] is not None or "每" in rule:
        return None
    prices: list[Value] = [Decimal(price or 0) for _, price in found]
    bounds = [_BOUND.search(label) for label, _ in found[:-1]]
    if all(bounds):
        numbers = [Decimal(bound.group(1)) for bound in bounds if bound]
        marks: list[Value] = [*numbers, "*"]
        rates = {bound.group(2) in "%％" for bound in bounds if bound}
        if len(rates) == 1 and numbers == sorted(numbers, reverse=True):
            rows: Value = tuple(zip(marks, prices, strict=True))
            measure = "rate" if rates.pop() else "number"
            return Guess(rule, "tiers", (("measure", measure), ("rows", rows)))
    labels: list[Value] = [re.split("[，、]", label)[-1] for label, _ in found]
    rows = tuple(zip(labels, prices, strict=True))
    return (
        Guess(rule, "tiers", (("rows", rows),))
        if len(set(map(str, labels))) == len(labels)
        else None
    )


def _rate_gap(rule: str) -> Guess | None:
    found = _GAP.search(rule)
    if found is None:
        return None
    way, step, points = found.groups()
    goal, notes, keys = _GOAL.search(rule), list[str](), list[tuple[str, Value]]()
    if goal:
        keys.append(("target", Decimal(goal.group(1))))
    elif "平均" in rule:
        keys.append(("benchmark", True))
    else:
        keys.append(("target", Decimal(100)))
        notes.append("原文没有写目标，先按 100%")
    partial = _rounding(rule)
    keys += [("step", Decimal(step or 1)), ("points", Decimal(points))]
    keys.append(("partial", partial or "exact"))
    if not partial:
        notes.append("原文没有写不足一个步长怎样算，先按比例（exact）")
    if (way or (goal.group() if goal else " "))[0] in "高超升上大":
        keys.append(("direction", "at_most"))
    named = _RATE.search(rule)
    problem = f"{named.group(1)}{{rate}}%（{{num}}/{{den}}）" if named else ""
    return Guess(rule, "rate_gap", tuple(keys), problem, "；".join(notes))


def _rounding(rule: str) -> str:
    """What the rule says of less than a whole step; "" if nothing."""
    if re.search(r"按比例|据实|按实", rule):
        return "exact"
    if re.search(r"不足[^，。]{0,12}(?:不计|不扣|不算|舍去)", rule):
        return "down"
    return "up" if re.search(r"不足[^，。]{1,12}(?:按|算|计)", rule) else ""


def _missing(rule: str) -> Guess | None:
    found, least = _MISSING.search(rule), _LEAST.search(rule)
    if found is None or least is None:
        return None
    unit, points = found.groups()
    keys = (("count_unit", unit), ("target", Decimal(least.group(1))), ("points", Decimal(points)))
    return Guess(rule, "per_count", keys, _problem(rule[: least.start()], f"差{{missing}}{unit}"))


def _step(rule: str) -> Guess | None:
    found = _STEP.search(rule)
    if found is None or Decimal(found.group(1)) <= 1:
        return None
    step, unit, points = found.groups()
    rounding, least = _rounding(rule), _LEAST.search(rule[: found.start()])
    keys: list[tuple[str, Value]] = [("count_unit", unit), ("points", Decimal(points))]
    if least and "少" in found.group():
        keys.append(("target", Decimal(least.group(1))))
    keys += [("step", Decimal(step)), ("rounding", rounding or "down")]
    note = "" if rounding else "原文没有写不足一个步长怎样算，先按舍去（down）"
    before = _problem(rule[: found.start()], "" if least else f"{{n}}{unit}")
    return Guess(rule, "per_count", tuple(keys), before, note)


def _per_count(rule: str) -> Guess | None:
    found = _EACH.search(rule) or _ONE.search(rule)
    if found is None:
        return None
    unit, points = found.groups()
    keys = (("count_unit", unit), ("points", Decimal(points)))
    return Guess(rule, "per_count", keys, _problem(rule[: found.start()], f"{{n}}{unit}"))


def _ratio(rule: str) -> Guess | None:
    if not _SHARE.search(rule):
        return None
    points = re.search(rf"(?:以|得|计){_N}分|乘以{_N}分", rule)
    given = points and (points.group(1) or points.group(2))
    return Guess(rule, "ratio", (("points", Decimal(given)),) if given else ())


def _judged(rule: str) -> Guess | None:
    if not re.search(r"酌情|视情|酌予", rule):
        return None
    span, price = _RANGE.search(rule), _PRICE.search(rule)
    if span:
        low, high = Decimal(span.group(1)), Decimal(span.group(2))
        return Guess(rule, "judged", (("min", low), ("max", high)) if low else (("max", high),))
    return Guess(rule, "judged", (("max", Decimal(price.group(1))),) if price else ())


def _below(rule: str) -> Guess | None:
    """合格率低于90%的，扣1分: a table of two rows."""
    named, limit, price = _RATE.search(rule), _LIMIT.search(rule), _PRICE.search(rule)
    if not (named and limit and price) or limit.group()[-1] not in "%％" or "每" in rule:
        return None
    if limit.group().startswith("达到") or not _plain(limit.group(1)):
        return None
    bound, points = Decimal(limit.group(1)), Decimal(price.group(1))
    keys: list[tuple[str, Value]] = [("measure", "rate")]
    if limit.group()[0] in "高超大多":
        keys.append(("direction", "at_most"))
    keys.append(("rows", ((bound, Decimal(0)), ("*", points))))
    return Guess(rule, "tiers", tuple(keys), f"{named.group(1)}{{rate}}%（{{num}}/{{den}}）")


def _fixed(rule: str) -> Guess | None:
    price = _PRICE.search(rule)
    if price:
        points = (("points", Decimal(price.group(1))),)
        return Guess(rule, "fixed", points, _problem(rule[: price.start()]))
    gone = _NOTHING_LEFT.search(rule)
    if gone:
        return Guess(rule, "fixed", (("all", True),), _problem(rule[: gone.start()]))
    given = _GIVEN.search(rule)
    if given is None:
        return None
    note = "原文写的是得分，先按没有做到就扣这么多"
    return Guess(rule, "fixed", (("points", Decimal(given.group(1))),), note=note)


_ATTEMPTS: tuple[Callable[[str], Guess | None], ...] = (
    _veto,
    _nth,
    _rate_gap,
    _levels,
    _tiers,
    _missing,
    _step,
    _judged,
    _per_count,
    _ratio,
    _below,
    _fixed,
)
"""Tried in this order; the first that recognises the rule is taken."""


def _problem(before: str, told: str = "") -> str:
    """The sentence for lists and letters: what stands before the price, and how many."""
    words = re.sub(r"(?:的|者|，|：|:|一律|按|均|则|全年|\s)+$", "", before)
    words = re.sub(r"[{}]", "", words)
    return f"{words}{told}" if words and len(words) <= 60 else ""
