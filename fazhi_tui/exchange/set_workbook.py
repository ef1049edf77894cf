"""An office's own table in a workbook, made into the text of a set file that it can go on editing.

    text, problems = read_set_workbook(Path("责任分解表.xlsx"))

Everything is a draft: what was guessed or assumed stands in a comment beside it, and what could not
be read is told with its sheet and cell.
"""

import re
from decimal import Decimal
from pathlib import Path
from string import ascii_lowercase

from msgspec.structs import replace

from fazhi_tui.domain.points import normalise, plain_decimal
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.exchange.guessing import Guess, guess_all
from fazhi_tui.exchange.set_table import NUMBERING, read_table
from fazhi_tui.exchange.set_text import (
    LEAD_UNKNOWN,
    AreaDraft,
    ClauseDraft,
    GroupDraft,
    IndicatorDraft,
    SetDraft,
    as_toml,
)
from fazhi_tui.exchange.tables import Cell, Line, Table
from fazhi_tui.exchange.units_draft import UnitsDraft

_WORTH = re.compile(r"^(.*?)[（(]\s*([0-9]+(?:\.[0-9]+)?)\s*分?\s*[）)]\s*$", re.DOTALL)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LISTED = re.compile(r"[；;\n]+")
_LONGEST_NAME = 40


def read_set_workbook(path: Path, sheet: str = "") -> tuple[str, list[Problem]]:
    """The text of a set file and what somebody must look at; with no table there is no text.

    `sheet` says which sheet to read; without it the one with the longest table is.
    """
    try:
        table = read_table(path, sheet)
    except Refused as refused:
        return "", list(refused.problems)
    reading = _Reading(table, path)
    for line in table.lines:
        reading.add(line)
    return as_toml(reading.finished()), reading.problems


class _Reading:
    """The rows taken in one by one: where a merged or empty cell goes on, so does what it names."""

    def __init__(self, table: Table, path: Path) -> None:
        self.problems = list(table.problems)
        self._file = str(path)
        self._units = UnitsDraft()
        self._set = SetDraft(table.title or path.stem, path.name)
        self._numbers = _numbers(table)
        self._before: dict[str, Cell] = {}
        self._left_out: set[str] = set()

    def finished(self) -> SetDraft:
        """The whole set. Worths that were not stated are the sums of what they hold."""
        draft = self._set
        for area in draft.areas:
            for group in area.groups:
                parts = sum((i.worth for i in group.indicators if i.channel == "base"), Decimal(0))
                group.worth = self._agreed(group.stated, parts)
            parts = sum((group.worth for group in area.groups), Decimal(0))
            area.worth = self._agreed(area.stated, parts)
        draft.units, draft.unit_groups = self._units.units(), self._units.groups()
        return draft

    def _agreed(self, stated: tuple[Decimal, Cell] | None, parts: Decimal) -> Decimal:
        """The worth as stated; a warning where the parts make another."""
        if stated is None:
            return parts
        worth, cell = stated
        if worth != parts and parts:
            self._set.as_published = True
            self._warn(Code.SUM_DIFFERS, cell, plain_decimal(worth), plain_decimal(parts))
        return worth if parts else Decimal(0)

    def add(self, line: Line) -> None:
        """Take in a row of the table."""
        area = self._area(line)
        group = self._group(line, area)
        if self._goes_on(line, "indicator") and group.indicators:
            indicator = group.indicators[-1]
        elif not line["indicator"].text:
            return
        else:
            indicator = self._indicator(line, area, group)
        self._before = {**self._before, "indicator": line["indicator"]}
        self._add_clauses(line, indicator)

    def _goes_on(self, line: Line, role: str) -> bool:
        """Whether a cell is the same as in the row before: empty, merged, or written once more."""
        cell, before = line[role], self._before.get(role)
        if before is None:
            return False
        return not cell.text or cell.origin == before.origin or cell.text == before.text

    def _area(self, line: Line) -> AreaDraft:
        areas = self._set.areas
        if areas and self._goes_on(line, "area"):
            return areas[-1]
        cell = line["area"]
        name, worth = _named(cell.text or self._set.title)
        areas.append(AreaDraft(f"{len(areas) + 1}", name, self._stated(line, "area_worth", worth)))
        self._before = {"area": cell}
        return areas[-1]

    def _group(self, line: Line, area: AreaDraft) -> GroupDraft:
        if area.groups and self._goes_on(line, "group"):
            return area.groups[-1]
        cell = line["group"]
        name, worth = _named(cell.text or area.name)
        number = f"{area.no}.{len(area.groups) + 1}"
        stated = self._stated(line, "group_worth", worth)
        area.groups.append(GroupDraft(number, name, stated))
        self._before = {"area": self._before.get("area", Cell()), "group": cell}
        return area.groups[-1]

    def _stated(self, line: Line, role: str, named: Decimal | None) -> tuple[Decimal, Cell] | None:
        """The worth of an area or group, in a column of its own or behind its name."""
        cell = line[role] if line[role].text else line[role.removesuffix("_worth")]
        number = _NUMBER.search(normalise(line[role].text))
        worth = Decimal(number.group()) if number else named
        return None if worth is None else (worth, cell)

    def _indicator(self, line: Line, area: AreaDraft, group: GroupDraft) -> IndicatorDraft:
        name, worth = _named(line["indicator"].text)
        cell = line["worth"]
        number = _NUMBER.search(normalise(cell.text))
        found = Decimal(number.group()) if number else worth
        if not found:
            self._wrong(Code.NOT_A_NUMBER, cell, cell.text)
        short = name if len(name) <= _LONGEST_NAME else _first_words(name)
        asked = line["criterion"].text or (name if short != name else "")
        indicator = IndicatorDraft(
            no=self._numbers.get(line["no"].origin) or f"{self._set.count() + 1}",
            name=short,
            worth=found or Decimal(1),
            worth_known=bool(found),
            channel=_channel(area.name, group.name),
            criterion=asked,
            judged_by=tuple(filter(None, re.split(r"[、,，;；/\s]+", line["judged"].text))),
            evidence=tuple(_listed(line["evidence"].text)),
            leader=_one_line(line["leader"].text),
            person=_one_line(line["person"].text),
            due=_one_line(line["due"].text),
        )
        self._duties(line, indicator)
        group.indicators.append(indicator)
        return indicator

    def _duties(self, line: Line, indicator: IndicatorDraft) -> None:
        leads, groups = self._units.read(line["lead"].text, bearing=True)
        others, more_groups = self._units.read(line["competent"].text, bearing=True)
        helping, silent = self._units.read(line["supporting"].text, bearing=False)
        if not leads:
            self._wrong(Code.EMPTY, line["lead"])
            leads = [self._units.stand_in(LEAD_UNKNOWN)]
        indicator.lead = leads[0]
        competent = dict.fromkeys([*leads[1:], *others])
        indicator.competent = tuple(name for name in competent if name != leads[0])
        supporting = dict.fromkeys([*groups, *more_groups, *helping, *silent])
        taken = {indicator.lead, *indicator.competent}
        indicator.supporting = tuple(name for name in supporting if name not in taken)

    def _add_clauses(self, line: Line, indicator: IndicatorDraft) -> None:
        cell = line["rules"]
        if cell.text and cell.origin == self._before.get("rules", Cell()).origin:
            return  # one cell merged over several rows says its rules once
        self._before["rules"] = cell
        guesses = guess_all(cell.text)
        if not guesses and not indicator.clauses:
            self._wrong(Code.EMPTY, cell)
            guesses = [Guess(indicator.name)]
        for guess in guesses:
            if not guess.kind:
                self._warn(Code.CLAUSE_UNGUESSED, cell, guess.text)
            name = _clause_id(len(indicator.clauses))
            indicator.clauses.append(ClauseDraft(name, guess))
            ids = tuple(clause.id for clause in indicator.clauses)
            if guess.joint_cap is not None and len(ids) > 1:
                indicator.joints.append((ids, guess.joint_cap))
            elif guess.joint_cap is not None:
                indicator.clauses[0].guess = replace(guess, cap=guess.joint_cap)

    def _wrong(self, code: Code, cell: Cell, value: str = "") -> None:
        self.problems.append(Problem(code, cell.at, value, file=self._file))

    def _warn(self, code: Code, cell: Cell, value: str = "", wanted: str = "") -> None:
        told = Problem(code, cell.at, value, wanted, file=self._file, severity=Severity.WARNING)
        self.problems.append(told)


def _numbers(table: Table) -> dict[tuple[int, int], str]:
    """The numbers in the table's own column by their cell, if all are there and all different."""
    cells = {line["no"].origin: line["no"].text for line in table.lines if line["indicator"].text}
    numbers = list(cells.values())
    usable = all(re.fullmatch(r"[0-9]{1,6}", number) for number in numbers)
    return cells if usable and len(set(numbers)) == len(numbers) else {}


def _named(text: str) -> tuple[str, Decimal | None]:
    """A name without its number, and the worth that stands behind it in brackets."""
    found = _WORTH.match(text)
    name, worth = (found.group(1), Decimal(found.group(2))) if found else (text, None)
    plain = NUMBERING.sub("", " ".join(name.split())).strip()
    return plain or text.strip(), worth


def _one_line(text: str) -> str:
    """Names or a date that stand below one another, on one line."""
    return "、".join(filter(None, (part.strip() for part in text.splitlines())))[:200]


def _first_words(text: str) -> str:
    """A short title: the text up to its first stop."""
    return re.split(r"[，。；：,;:]", text)[0][:_LONGEST_NAME]


def _listed(text: str) -> list[str]:
    """The items of a cell, without their numbers."""
    items = (NUMBERING.sub("", item.strip()) for item in _LISTED.split(text))
    return [item for item in items if item]


def _channel(area: str, group: str) -> str:
    for name in (group, area):
        if re.search(r"加分", name) and not re.search(r"减分|扣分", name):
            return "bonus"
        if re.search(r"减分|扣分项|倒扣", name) and "加分" not in name:
            return "penalty"
    return "base"


def _clause_id(place: int) -> str:
    if place < len(ascii_lowercase):
        return ascii_lowercase[place]
    turn, rest = divmod(place, len(ascii_lowercase))
    return f"{ascii_lowercase[rest]}{turn}"
