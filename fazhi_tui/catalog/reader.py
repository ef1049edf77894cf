"""One TOML table, read key by key into typed values; whatever does not fit is noted, not raised.

    table = Table(values, "indicator[3]", log)
    table.only(KEYS)                  a key that is not among them is noted, with the nearest one
    name = table.name("name")         a value of the right type, or a harmless stand-in and a note

A stand-in is never used: a set with an error is thrown away. It only lets the reading go on, so
that all problems are found at once.
"""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import TypeVar

from fazhi_tui.domain.points import Points, plain_decimal, points_of
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.text import clean_line, clean_text, nearest
from fazhi_tui.domain.units import LONGEST_NAME, NOT_IN_NAMES

Choice = TypeVar("Choice", bound=str)

LONGEST_TEXT = 10_000
LARGEST_NUMBER = Decimal(1_000_000_000)
SMALLEST_EXPONENT = -12
_SHOWN = 200


class Log:
    """The problems found so far, and what all tables of a file have in common."""

    def __init__(self, quantum: Points = 10) -> None:
        self.problems: list[Problem] = []
        self.quantum = quantum

    def add(
        self,
        code: Code,
        path: str,
        value: object = "",
        wanted: str = "",
        hint: str = "",
        *,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a problem."""
        shown = _shown(value)
        self.problems.append(Problem(code, path, shown, wanted, hint, severity=severity))

    def warn(self, code: Code, path: str, value: object = "", wanted: str = "") -> None:
        """Note a problem that does not stop the work."""
        self.add(code, path, value, wanted, severity=Severity.WARNING)

    def points(self, value: Decimal, path: str) -> Points | None:
        """`value` in milli-points; None, and a note, where it is finer than the quantum."""
        try:
            return points_of(value, self.quantum, path)
        except Refused as refused:
            self.problems.extend(refused.problems)
            return None


class Table:
    """One table of the file: its values, where it stands, and the log."""

    __slots__ = ("log", "path", "values")

    def __init__(self, values: dict[str, object], path: str, log: Log) -> None:
        self.values = values
        self.path = path
        self.log = log

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, code: Code, key: str, value: object = "", wanted: str = "") -> None:
        """Note a problem at a key."""
        self.log.add(code, self.at(key), value, wanted)

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not known."""
        for key in self.values.keys() - known:
            self.log.add(
                Code.KEY_UNKNOWN, self.at(key), key, " ".join(sorted(known)), nearest(key, known)
            )

    def need(self, *keys: str) -> None:
        """Note every key that is missing, and every list with nothing in it."""
        for key in keys:
            if key not in self.values:
                self.wrong(Code.KEY_MISSING, key)
            elif self.values[key] == []:
                self.wrong(Code.EMPTY, key)

    # texts

    def text(self, key: str, *, required: bool = False) -> str:
        """A text of one or more lines."""
        value = self.values.get(key)
        if value is None:
            if required:
                self.need(key)
            return ""
        if not isinstance(value, str):
            self._not(key, value, "text")
            return ""
        found = clean_text(value).strip()
        if not found and required:
            self.wrong(Code.EMPTY, key)
        elif len(found) > LONGEST_TEXT:
            self.wrong(Code.TOO_LONG, key, f"{len(found)}", f"{LONGEST_TEXT}")
        return found

    def line(self, key: str, *, required: bool = False) -> str:
        """A text of one line."""
        found = self.text(key, required=required)
        if len(found) > LONGEST_NAME:
            self.wrong(Code.TOO_LONG, key, f"{len(found)}", f"{LONGEST_NAME}")
        return found if found.isprintable() else clean_line(found)

    def name(self, key: str) -> str:
        """A required name that ids and file names can hold."""
        found = self.line(key, required=True)
        if not NOT_IN_NAMES.isdisjoint(found):
            self.wrong(Code.WRONG_TYPE, key, found, "name")
        return found

    def identifier(self, key: str) -> str:
        """A required number or letter such as `50`, `1.2` or `a`."""
        found = self.line(key, required=True)
        if found and not found.replace(".", "").replace("-", "").replace("_", "").isalnum():
            self.wrong(Code.WRONG_TYPE, key, found, "identifier")
        return found

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(text for _, text in self.placed_lines(key))

    def placed_lines(self, key: str) -> Iterator[tuple[int, str]]:
        """A list of texts of one line, each with its place."""
        for index, item in enumerate(self.items(key)):
            if not isinstance(item, str):
                self._not(f"{key}[{index}]", item, "text")
            elif found := clean_line(item):
                yield index, found
            else:
                self.wrong(Code.EMPTY, f"{key}[{index}]")

    def choice(
        self, key: str, allowed: tuple[Choice, ...], default: Choice | None = None
    ) -> Choice:
        """One of the words allowed; without a default the key is required."""
        value = self.values.get(key)
        if value is None:
            if default is None:
                self.need(key)
            return default or allowed[0]
        for word in allowed:
            if word == value:
                return word
        if isinstance(value, str):
            hint = nearest(value, allowed)
            self.log.add(Code.NOT_ONE_OF, self.at(key), value, " ".join(allowed), hint)
        else:
            self._not(key, value, "text")
        return allowed[0]

    # numbers and switches

    def flag(self, key: str, default: bool = False) -> bool:
        """Yes or no."""
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        self._not(key, value, "flag")
        return default

    def number(self, key: str) -> Decimal | None:
        """A number that is not negative, if the key is there and it is one."""
        value = self.values.get(key)
        return None if value is None else self.as_number(key, value)

    def points(self, key: str) -> Points | None:
        """Points in milli-points, if the key is there and they are right."""
        value = self.values.get(key)
        return None if value is None else self.as_points(key, value)

    def worth(self, key: str) -> Points:
        """Required points."""
        self.need(key)
        return self.points(key) or 0

    def within(self, key: str, low: Decimal | int, high: Decimal | int) -> Decimal | None:
        """A number above `low` and not above `high`, if the key is there and it is one."""
        found = self.number(key)
        if found is not None and not low < found <= high:
            self.wrong(Code.OUT_OF_RANGE, key, plain_decimal(found), f"{low}-{high}")
        return found

    def as_number(self, key: str, value: object, *, signed: bool = False) -> Decimal | None:
        """`value`, which stands at `key`, as a number; only if `signed` it may be negative."""
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self._not(key, value, "number")
            return None
        found = Decimal(value)
        if not found.is_finite():
            self._not(key, value, "number")
        elif found < 0 and not signed:
            self.wrong(Code.NEGATIVE, key, value, "0")
        elif not _in_range(found):
            self.wrong(Code.OUT_OF_RANGE, key, value, f"0-{LARGEST_NUMBER}")
        else:
            return found
        return None

    def as_points(self, key: str, value: object) -> Points | None:
        """`value`, which stands at `key`, as points."""
        number = self.as_number(key, value)
        return None if number is None else self.log.points(number, self.at(key))

    # lists and tables

    def items(self, key: str) -> list[object]:
        """A list of anything; empty if the key is missing."""
        value = self.values.get(key)
        if value is None:
            return []
        if isinstance(value, list):
            return value
        self._not(key, value, "list")
        return []

    def table(self, key: str) -> "Table":
        """A table; empty if the key is missing."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self._not(key, value, "table")
            value = {}
        return Table(value, self.at(key), self.log)

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of a `[[key]]`, in order."""
        for index, item in enumerate(self.items(key)):
            place = f"{key}[{index}]"
            if isinstance(item, dict):
                yield Table(item, self.at(place), self.log)
            else:
                self._not(place, item, "table")

    def _not(self, key: str, value: object, wanted: str) -> None:
        shown = f'"{_shown(value)}"' if isinstance(value, str) else value
        self.wrong(Code.WRONG_TYPE, key, shown, wanted)


def _shown(value: object) -> str:
    """A value as it stands in the file, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain_decimal(value) if abs(value.adjusted()) < 20 else str(value)
    if isinstance(value, int) and value.bit_length() > 64:
        return hex(value)[:_SHOWN]
    text = "[…]" if isinstance(value, list) else "{…}" if isinstance(value, dict) else str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _in_range(number: Decimal) -> bool:
    if not -LARGEST_NUMBER <= number <= LARGEST_NUMBER:
        return False
    return not number or number.adjusted() >= SMALLEST_EXPONENT
