"""应交材料 one by one: who says so comes first, then the titles, then the place as a guess."""

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Evidence
from fazhi_tui.domain.indicators import Indicator, Roster
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.domain.slots import Slot, read_asked, slots_of
from tests.exchange.filled import roster

ASKED = ("执法案卷和音像记录", "执法记录仪管理制度", "归集平台查询结果")


def asking() -> Roster:
    """The small town's set, whose first two indicators ask for documents."""
    chosen = roster().set
    first, second, *others = chosen.indicators
    first = replace(first, evidence=ASKED)
    second = replace(second, evidence=("通报", ASKED[0]))
    return Roster(replace(chosen, indicators=(first, second, *others)))


def indicator() -> Indicator:
    return asking().indicator("1")


def papers(*titles: str, **asked: str) -> list[Evidence]:
    """Evidence numbered from 1; `_2="…"`: the second is said to be that."""
    return [
        Evidence(str(n), ("1",), title, asked=(asked[f"_{n}"],) if f"_{n}" in asked else ())
        for n, title in enumerate(titles, 1)
    ]


def test_titles_tell_whatever_their_order() -> None:
    given = papers(
        "关于印发执法记录仪使用管理制度的通知", "归集平台查询结果（截图）", "案卷和音像记录"
    )
    assert slots_of(indicator(), given) == (
        Slot(ASKED[0], ("3",)),
        Slot(ASKED[1], ("1",)),
        Slot(ASKED[2], ("2",)),
    )


def test_what_titles_do_not_tell_is_a_guess_by_place() -> None:
    given = papers("情况说明", "执法记录仪管理制度")
    assert slots_of(indicator(), given) == (
        Slot(ASKED[0], ("1",), guessed=True),
        Slot(ASKED[1], ("2",)),
        Slot(ASKED[2]),
    )


def test_who_says_so_comes_first() -> None:
    given = papers("执法记录仪管理制度", "情况说明", "又一份", _1=ASKED[2], _3=ASKED[2])
    assert slots_of(indicator(), given) == (
        Slot(ASKED[0], ("2",), guessed=True),
        Slot(ASKED[1]),
        Slot(ASKED[2], ("1", "3")),
    )


def test_words_a_later_edition_does_not_have_say_nothing() -> None:
    given = papers("归集平台查询结果", _1="去年要的材料")
    assert slots_of(indicator(), given)[2] == Slot(ASKED[2], ("1",))


def test_one_document_gives_one_and_more_than_asked_give_no_more() -> None:
    many = papers(*("情况说明",) * 9)
    assert [slot.given for slot in slots_of(indicator(), many)] == [("1",), ("2",), ("3",)]
    (one,) = papers("执法案卷和音像记录、执法记录仪管理制度")
    assert [slot.given for slot in slots_of(indicator(), [one])] == [("1",), (), ()]


@pytest.mark.parametrize(
    ("numbers", "typed", "meant"),
    [
        (["1"], ["2"], (ASKED[1],)),
        (["1"], ["２", " 3 ", ""], (ASKED[1], ASKED[2])),
        (["1", "2"], ["2/1", "1/3"], ("通报", ASKED[2])),
        (["2", "1"], ["1"], ("通报",)),
        (["1"], [ASKED[0], "1"], (ASKED[0],)),
    ],
)
def test_which_is_meant(numbers: list[str], typed: list[str], meant: tuple[str, ...]) -> None:
    assert read_asked(asking(), numbers, typed) == meant


def test_what_nobody_asks_for_any_more_is_left_out_and_no_refusal() -> None:
    kept = read_asked(asking(), ["1"], ["去年要的材料", "2"], had=("去年要的材料",))
    assert kept == (ASKED[1],)


@pytest.mark.parametrize("typed", ["4", "0", "2/1", "别的"])
def test_what_is_not_asked_for_is_refused_with_what_is(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        read_asked(asking(), ["1"], [typed])
    (problem,) = refused.value.problems
    assert (problem.code, problem.value, problem.wanted) == (Code.UNKNOWN_SLOT, typed, "1 2 3")
