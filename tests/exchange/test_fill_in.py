"""The layout of the workbook a unit fills in: keys and tags read back as they were written."""

import pytest
from msgspec.structs import replace

from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.indicators import IndicatorSet
from fazhi_tui.exchange.fill_in import (
    FORMAT,
    PAGES,
    Identity,
    asked_form,
    by_unit,
    choices,
    clause_key,
    clause_label,
    key_in,
    read_tag,
    tag_of,
)
from tests.cli.town import TOWN
from tests.exchange.filled import headings

IDENTITY = Identity(
    FORMAT, "0f8fad5b-d9cb-469f-a165-70867728950e", "甲轮", "town", "ab" * 32, "司法所", 7, "cd"
)


@pytest.fixture(scope="module")
def town() -> IndicatorSet:
    loaded, _ = load_set(TOWN)
    assert loaded is not None
    return loaded


def test_columns_are_told_apart_by_their_headings() -> None:
    for page in PAGES:
        assert len(set(headings(page))) == len(headings(page)), page.name
    assert len({page.name for page in PAGES}) == len(PAGES)


def test_a_tag_tells_page_assessment_and_unit() -> None:
    for page in PAGES:
        tag = tag_of(page.kind, IDENTITY)
        assert read_tag(tag) == (FORMAT, page.kind, IDENTITY.assessment, "司法所")
    assert read_tag("填报") is None


def test_a_clause_is_known_from_its_key_and_from_its_label(town: IndicatorSet) -> None:
    for indicator in town.indicators:
        for clause in indicator.clauses:
            for text in (
                clause_key(indicator.no, clause),
                clause_key(indicator.no, clause, "城管队"),
                f" {clause_label(indicator.no, clause)}",
            ):
                assert key_in(text) == f"{indicator.no}.{clause.id}"


def test_every_kind_of_clause_asks_for_its_own_form(town: IndicatorSet) -> None:
    forms = {
        clause_key(i.no, clause): asked_form(clause)
        for i in town.indicators
        for clause in i.clauses
    }
    assert forms == {
        "1.a": "count",
        "1.b": "yes_no",
        "2.a": "rate",
        "2.b": "reached",
        "2.c": "tier",
        "2.d": "points",
        "3.a": "levels",
        "3.b": "amount",
        "3.c": "rate",
        "3.d": "number",
        "3.e": "yes_no",
        "4.a": "count",
    }


def test_a_list_offers_what_can_be_said(town: IndicatorSet) -> None:
    clauses = {clause_key(i.no, c): c for i in town.indicators for c in i.clauses}
    assert choices(clauses["1.b"]) == ("无", "有", "见明细", "清空")
    assert choices(clauses["2.c"]) == ("已建", "在建", "未建", "清空")
    assert choices(clauses["1.a"]) == ()
    each = replace(clauses["2.c"], per="unit")
    assert by_unit(each)
    assert choices(each) == ("已建", "在建", "未建", "见明细", "清空")
