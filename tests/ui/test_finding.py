"""Finding: by the words, by initials, by scattered letters; what was meant stands first, marked."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input

from fazhi_tui.domain.assessment import Rate
from fazhi_tui.domain.changes import AttachEvidence, MarkNone, RecordFinding, SetReading, WriteNote
from fazhi_tui.store.initials import initials_of, work_out
from fazhi_tui.ui.dialogs.ranking import Option, hits
from fazhi_tui.ui.widgets import initials
from fazhi_tui.ui.widgets.initials import find
from fazhi_tui.ui.widgets.table import Table
from tests.ui.desk import Desk, type_text

SIZE = (120, 40)


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Nothing is known of initials before a test, nor kept after it."""
    initials._known.clear()
    yield
    initials._known.clear()


# ── how a word is found ──────────────────────────────────────────────────────────────────────


def test_initials_have_a_letter_for_each_character() -> None:
    assert initials_of("重大行政决策") == "zdxzjc"
    assert initials_of("长沙市银行") == "cssyh"
    assert initials_of("50 “五办”A级𠮷林") == "50 “wb”aj𠮷l"


def test_a_program_of_its_own_works_them_out() -> None:
    assert work_out(["市司法局", "市司法局", "甲 1"]) == {"市司法局": "ssfj", "甲 1": "j 1"}
    assert work_out([]) == {}


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("执法", (0, 1)),
        ("qgc", (2, 3, 4)),
        ("zfgcjl", (0, 1, 3, 4, 5, 6)),
        ("执法记录", (0, 1, 5, 6)),
        ("录执", None),
        ("x", None),
    ],
)
def test_a_word_is_found_as_it_is_by_initials_or_scattered(
    word: str, places: tuple[int, ...] | None
) -> None:
    name = "执法全过程记录"
    initials.learn({name: "zfqgcjl"})
    mark = find(word, name)
    assert (mark.places if mark else None) == places


@given(st.text(max_size=12), st.text(min_size=1, max_size=4))
def test_places_found_are_places_of_the_text(text: str, word: str) -> None:
    for mark in filter(None, (find(each, text) for each in initials.words_of(word))):
        assert list(mark.places) == sorted(set(mark.places))
        assert all(0 <= place < len(text) for place in mark.places)


def test_the_name_counts_more_than_what_is_said_about_it() -> None:
    options = [
        Option("1", "1 台账", "市司法局", (("标准", "每年开展案卷评查"),)),
        Option("2", "2 案卷评查", "市城管局"),
        Option("3", "3 案件与卷宗评议抽查", "市城管局"),
    ]
    found = hits(options, "案卷评查")
    assert [hit.option.key for hit in found] == ["2", "1", "3"]
    assert found[0].text.places == (2, 3, 4, 5)
    assert found[1].more.text == "标准：每年开展案卷评查"
    assert "".join(found[1].more.text[at] for at in found[1].more.places) == "案卷评查"


def test_every_word_must_be_found_and_full_width_letters_are_letters() -> None:
    options = [Option("1", "1 台账A级", "市司法局"), Option("2", "2 台账", "市交通局")]
    assert [hit.option.key for hit in hits(options, "台账 交通")] == ["2"]
    assert [hit.option.key for hit in hits(options, "ａ级")] == ["1"]


# ── on the screen ────────────────────────────────────────────────────────────────────────────


async def _find(desk: Desk, pilot: Pilot[None], wanted: str) -> str:
    await pilot.press("slash")
    await type_text(pilot, wanted)
    await desk.app.workers.wait_for_complete()
    await pilot.pause()
    return desk.text


@pytest.mark.parametrize(
    ("wanted", "no"),
    [
        ("3", "3"),
        ("zdzf", "2"),
        ("城管 记录", "1"),
        ("补正三卷", "1"),
        ("汇编", "2"),
        ("缺页", "1"),
    ],
)
async def test_an_indicator_is_found_by_anything_said_about_it(
    desk: Desk, wanted: str, no: str
) -> None:
    for change in (
        WriteNote("1", "已补正三卷", "市司法局"),
        AttachEvidence(("2",), "制度汇编"),
        RecordFinding("1", "a", reason="案卷缺页"),
    ):
        desk.session.make(change)
    desk.start()
    async with desk.app.run_test(size=SIZE) as pilot:
        await _find(desk, pilot, wanted)
        assert desk.app.screen.query_one(Table).cursor_key == no
        await pilot.press("enter")
        await pilot.pause()
        title = desk.text.splitlines()[1].partition("┐")[2]
        assert title.lstrip("┌ ").startswith(f"{no} ")


async def test_initials_are_kept_with_the_set_for_the_next_time(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await _find(desk, pilot, "zdzf")
        sha256 = desk.session.snapshot.head.set_sha256
        kept = desk.store.initials(sha256)
        assert kept is not None
        assert kept["市司法局"] == "ssfj"


async def test_a_start_and_a_search_in_words_ask_for_no_initials(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await _find(desk, pilot, "法制审核")
        await pilot.press("escape", "slash", "2")
        await pilot.pause()
        assert desk.store.initials(desk.session.snapshot.head.set_sha256) is None


async def test_names_are_completed_by_initials_while_one_types(desk: Desk) -> None:
    async with desk.app.run_test(size=SIZE) as pilot:
        await pilot.press("f3", "tab", "c", "g")
        await desk.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Tab 补全：市城管局" in desk.text
        await pilot.press("tab")
        assert desk.app.screen.query_one("#bearers", Input).value == "市城管局"


# ── filters ──────────────────────────────────────────────────────────────────────────────────


async def _sift(pilot: Pilot[None], title: str) -> None:
    await pilot.press("ctrl+t")
    await type_text(pilot, title)
    await pilot.press("enter")
    await pilot.pause()


def _listed(desk: Desk) -> set[str]:
    tree = desk.app.screen.query_one("IndicatorTree")
    return set(tree.keys)  # type: ignore[attr-defined]


async def test_filters_combine_and_each_can_be_given_up(desk: Desk) -> None:
    for change in (
        RecordFinding("1", "a"),
        MarkNone(("1",), "b"),
        SetReading("2", "a", Rate(Decimal(90), Decimal(100))),
    ):
        desk.session.make(change)
    desk.start()
    async with desk.app.run_test(size=SIZE) as pilot:
        await _sift(pilot, "有失分的")
        both = _listed(desk)
        assert both == {"1", "2"}
        await _sift(pilot, "市城管局")
        await pilot.pause()
        some = _listed(desk)
        assert some < both
        assert "有失分的 ×" in desk.text
        assert "市城管局 ×" in desk.text
        await pilot.press("backspace")
        await pilot.pause()
        assert _listed(desk) == both
        assert "市城管局 ×" not in desk.text
        await pilot.click("IndicatorTree", offset=(4, 1))
        await pilot.pause()
        assert _listed(desk) == {"1", "2", "3", "4"}


async def test_states_add_up_and_all_takes_every_filter_away(desk: Desk) -> None:
    desk.session.make(RecordFinding("1", "a"))
    desk.session.make(MarkNone(("1",), "b"))
    desk.start()
    async with desk.app.run_test(size=SIZE) as pilot:
        await _sift(pilot, "已填未报送")
        assert _listed(desk) == {"1"}
        await _sift(pilot, "未填完")
        assert _listed(desk) == {"1", "2", "3", "4"}
        await _sift(pilot, "已填未报送")
        assert _listed(desk) == {"2", "3", "4"}
        await _sift(pilot, "全部指标")
        assert _listed(desk) == {"1", "2", "3", "4"}
        assert "×" not in desk.text.splitlines()[2]
