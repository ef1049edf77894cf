"""Explanations add up on the page: for every indicator and unit of the sample, on both tracks."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.changes import SucceedUnit
from fazhi_tui.domain.indicators import UNATTRIBUTED, NotApplicablePolicy, PerCount, Veto
from fazhi_tui.shipped import sample_session
from fazhi_tui.store.rows import Head
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.brief import balance_line, brief_text
from fazhi_tui.work.explain import exact_shares, exact_text, why_indicator, why_unit
from fazhi_tui.work.opening import import_file, snapshot_at
from fazhi_tui.work.projecting import TRACKS
from fazhi_tui.work.snapshot import Snapshot
from tests.domain.builders import Round, a_clause, a_set, an_indicator


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """The filled demonstration."""
    store: Store = open_store(str(tmp_path_factory.mktemp("explain") / "store.db"))
    head = import_file(store, Path(sample_session()), actor="试")
    yield snapshot_at(store, head.name)
    store.close()


def snapshot_of(ledger: Round) -> Snapshot:
    """A round as it stands, without a store."""
    head = Head("id", "甲轮", "", "", 1, "", "")
    return Snapshot(head, ledger.roster, ledger.assessment)


@pytest.mark.parametrize("track", TRACKS)
def test_every_indicator_adds_up(sample: Snapshot, track: Track) -> None:
    quantum = sample.roster.set.quantum
    for indicator in sample.roster.set.indicators:
        score = sample.scores(track)[indicator.no]
        steps = why_indicator(sample, indicator, track)
        assert not [step for step in steps if "✗" in step.text]
        shares = {step.unit: step for step in steps if step.kind == "share"}
        postings = [step for step in steps if step.kind == "posting"]
        if score.not_applicable:
            assert steps[-1].kind == "not_applicable"
            continue
        assert sum(step.points or 0 for step in steps if step.kind == "share") == score.lost
        for unit, step in shares.items():
            own = sum(line.points or 0 for line in postings if line.unit == unit)
            assert own == step.points
            assert step.exact is not None
            assert abs(step.exact - own) < quantum
        if score.lost:
            assert sum(exact_shares(sample.roster, score).values()) == score.lost


@pytest.mark.parametrize("track", TRACKS)
def test_every_unit_adds_up(sample: Snapshot, track: Track) -> None:
    tally = sample.tally(track)
    units = [(account.unit, account.lost) for account in tally.by_unit]
    for unit, lost in [*units, (UNATTRIBUTED, tally.unattributed), ("市科技局", None)]:
        steps = why_unit(sample, unit, track)
        assert not [step for step in steps if "✗" in step.text]
        rows = [step.points or 0 for step in steps if step.kind == "indicator"]
        lines = [step.points or 0 for step in steps if step.kind in {"posting", "policy"}]
        assert sum(rows) == sum(lines)
        if lost is not None:
            assert steps[-1].points == lost


def test_what_a_unit_lost_is_explained_for_its_heir() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100), cap=500)))
    ledger.record(5, bearers={"城管局": 2, "交通局": 1})
    ledger.record(2, bearers={"公安局": 1})
    ledger.do(SucceedUnit("城管局", ("公安局",)))
    steps = why_indicator(snapshot_of(ledger), ledger.roster.indicator("1"), "self")
    assert not [step for step in steps if "✗" in step.text]
    shares = {step.unit: step.points for step in steps if step.kind == "share"}
    assert shares == ledger.shares()
    assert {"公安局", "交通局"} == shares.keys()


def test_a_veto_is_not_said_to_cost_nothing() -> None:
    ledger = Round(an_indicator(a_clause(PerCount(100)), a_clause(Veto("zero_area"), "b")))
    ledger.record(1, clause="b")
    ledger.none("1", clause="a")
    steps = why_indicator(snapshot_of(ledger), ledger.roster.indicator("1"), "self")
    first, second = (step.text for step in steps if step.kind == "clause")
    assert first.endswith("，不失分")
    assert second.endswith("1次 → 本条不另扣分，汇总时按一票否决计")


@pytest.mark.parametrize(
    ("policy", "told"), [("full", "按满分计"), ("exclude", "分值折算到其他各项")]
)
def test_what_does_not_count_is_said_not_to(policy: NotApplicablePolicy, told: str) -> None:
    one = an_indicator(a_clause(PerCount(100)))
    ledger = Round(of=a_set(one, replace(one, no="2"), not_applicable=policy))
    ledger.record(2, of="城管局")
    ledger.record(1, of="交通局")
    ledger.excuse(unit="城管局")
    ledger.excuse("2")
    snapshot = snapshot_of(ledger)
    steps = [why_indicator(snapshot, ledger.roster.indicator(no), "self") for no in ("1", "2")]
    said = next(step.text for step in steps[0] if step.kind == "clause")
    assert "1.a.司法局.1 2次（不涉及，不计）、1.a.司法局.2 1次 →" in said
    assert told in steps[1][-1].text


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        (Fraction(0), "0.00"),
        (Fraction(500), "0.50"),
        (Fraction(357), "0.357"),
        (Fraction(1, 8), "0.000125"),
        (Fraction(2500, 7), "0.3571…（5/14）"),
        (Fraction(5000, 3), "1.6666…（5/3）"),
    ],
)
def test_exact_amounts(exact: Fraction, shown: str) -> None:
    assert exact_text(exact) == shown


def test_brief_names_the_biggest_and_what_is_overdue(sample: Snapshot) -> None:
    tally = sample.tally()
    text = brief_text(sample, "self", "2025-12-31 08:00", "2099-01-01")
    top = max(tally.by_unit, key=lambda account: account.lost)
    assert f"失分最多的单位是{top.unit}" in text
    assert "其中超期" in text
    assert "\n" not in text
    assert balance_line(tally).endswith("= 100.00 ✓")
