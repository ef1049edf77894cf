"""Whatever is done to a set file, it is loaded or refused; nothing raises, and all can be said."""

from typing import Any

import tomli
import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fazhi_tui.catalog.duties_file import load_duties
from fazhi_tui.catalog.set_file import load_set
from fazhi_tui.domain.problems import Problem, Severity
from fazhi_tui.wording import say
from tests.catalog.small_set import SMALL

SET = load_set(SMALL).set
VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["司局", "各被诉单位", "a", "1", "*", "unit", "lead"])
    | st.dates()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


def _places(value: object) -> list[tuple[Any, Any]]:
    """Every (container, key) of a nested value."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        found += [(value, key) for key in value]
    elif isinstance(value, list):
        found += [(value, index) for index in range(len(value))]
    for container, key in list(found):
        found += _places(container[key])
    return found


def _check(text: str) -> None:
    found, problems = load_set(text, "样.toml")
    assert (found is None) == any(one.severity is Severity.ERROR for one in problems)
    _check_said(problems)


def _check_said(problems: list[Problem]) -> None:
    for problem in problems:
        assert say(problem).isprintable()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_value_anywhere(data: st.DataObject) -> None:
    values = tomli.loads(SMALL)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(_places(values)))
        if data.draw(st.booleans()):
            container[key] = data.draw(VALUES)
        else:
            del container[key]
    _check(tomli_w.dumps(values))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SMALL)), st.integers(0, 30), st.text(max_size=3))
def test_any_piece_cut_out_or_put_in(start: int, length: int, piece: str) -> None:
    _check(SMALL[:start] + piece + SMALL[start + length :])


@settings(max_examples=100, deadline=None)
@given(st.text() | st.binary().map(lambda data: data.decode("utf-8", "surrogateescape")))
@example("a = 0x" + "f" * 9999)
@example("[set]\ntotal = 0x" + "f" * 9999)
@example("[set]\ntotal = 1e999999999\nquantum = inf")
@example("[set]\n[[indicator]]\n[[indicator.clause]]\nkind = {}\nrows = 1979-05-27")
def test_any_text(text: str) -> None:
    _check(text)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["indicator", "lead", "competent", "leader", "x"]), VALUES))
def test_any_duty(duty: dict[str, Any]) -> None:
    assert SET is not None
    _check_said(load_duties(tomli_w.dumps({"duty": [duty]}), SET).problems)
