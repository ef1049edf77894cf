"""The office's own tables of duties and contacts (责任分解表, 联系人), read from its workbook.

    change, problems = read_duty_workbook(path, roster, duties)

Sheets with indicators and responsible units are duties, those with units and telephones are
contacts; other sheets are left alone. What can't be read is told with its sheet and cell, and then
nothing of the file is adopted. An empty cell leaves what is there.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec.structs import replace

from fazhi_tui.domain.changes import AdoptDuties
from fazhi_tui.domain.indicators import Duty, Roster
from fazhi_tui.domain.points import normalise
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.records import Contact
from fazhi_tui.domain.text import nearest
from fazhi_tui.exchange.set_table import NUMBERING, ROLES
from fazhi_tui.exchange.sheets import read_sheets
from fazhi_tui.exchange.tables import Cell, Heads, Line, tables

_DUTIES = Heads(
    tuple((role, re.compile(words)) for role, words in ROLES),
    frozenset({"indicator"}),
    frozenset({"lead", "competent", "supporting", "leader", "person", "due"}),
)
_CONTACTS = Heads(
    tuple(
        (role, re.compile(words))
        for role, words in (
            ("unit", r"(?:填报|责任|报送|所在|成员)?(?:单位|部门)(?:名称)?"),
            ("person", r"(?:业务)?(?:联系人|联络员|经办人|填报人|姓名)(?:姓名)?"),
            ("phone", r"(?:联系|办公|移动|手机)?(?:电话|手机|手机号|手机号码|号码|方式)"),
            ("", r"序号|职务|备注|邮箱|科室|微信"),
        )
    ),
    frozenset({"unit"}),
    frozenset({"person", "phone"}),
)
_PEOPLE_KEYS = ("leader", "person", "due")
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_AND_OTHERS = re.compile(r"等(?:单位|部门)?$|^(?:牵头|责任|配合|主管)(?:单位|部门)?[:：]")


def read_duty_workbook(
    path: Path, roster: Roster, duties: Mapping[str, Duty]
) -> tuple[AdoptDuties | None, list[Problem]]:
    """The change that adopts what a workbook says; with an error there is none.

    `duties` are those in force, by indicator. Raises `Refused` where there is no such table.
    """
    reading = _Reading(roster, duties, str(path))
    sheets = read_sheets(path)
    duty_tables = list(tables(path, sheets, _DUTIES, _each_once))
    contact_tables = list(tables(path, sheets, _CONTACTS, _each_once))
    for table in duty_tables:
        reading.problems += table.problems
        for line in table.lines:
            reading.add_duty(line)
    for table in contact_tables:
        for line in table.lines:
            reading.add_contact(line)
    if not duty_tables and not contact_tables:
        raise Refused(Problem(Code.HEADER_MISSING, value=path.name, wanted="duty", file=str(path)))
    stopped = any(problem.severity is Severity.ERROR for problem in reading.problems)
    change = AdoptDuties(reading.duties, contacts=reading.contacts)
    return None if stopped else change, reading.problems


def _each_once(columns: dict[int, str]) -> dict[int, str]:
    """The first column of each use; 责任单位 lead where no column says who does."""
    used: dict[int, str] = {}
    leads = "lead" in columns.values()
    for column, role in sorted(columns.items()):
        name = "lead" if role == "competent" and not leads else role
        if name and name not in used.values():
            used[column] = name
    return used


class _Reading:
    """Duties and contacts taken in row by row."""

    def __init__(self, roster: Roster, before: Mapping[str, Duty], file: str) -> None:
        self.roster = roster
        self.duties: dict[str, Duty] = {}
        self.contacts: dict[str, Contact] = {}
        self.problems: list[Problem] = []
        self._before = before
        self._file = file
        self._said: dict[str, tuple[str, ...]] = {}
        self._names = {_plain(i.name): i.no for i in roster.set.indicators}

    # ── duties ───────────────────────────────────────────────────────────────────────────────

    def add_duty(self, line: Line) -> None:
        """One row: its indicator, the units and people named for it."""
        if not any(line[role].text for role in ("no", "indicator")):
            return
        no = self._indicator(line)
        if no is None:
            return
        roles = ("lead", "competent", "supporting", *_PEOPLE_KEYS)
        said = tuple(line[role].text for role in roles)
        if no in self._said:
            if self._said[no] != said:  # rows of one indicator, one for each of its clauses
                self._wrong(Code.DUPLICATE, line["indicator"], no)
            return
        self._said[no] = said
        duty = self._units(line, self._before[no])
        people = {key: line[key].text for key in _PEOPLE_KEYS if line[key].text}
        duty = replace(duty, **people)
        if duty != self._before[no]:
            self.duties[no] = duty

    def _indicator(self, line: Line) -> str | None:
        """The indicator a row is about: by its name, else by its number."""
        number, name = line["no"], line["indicator"]
        no = normalise(number.text)
        by_name = self._names.get(_plain(name.text))
        if by_name is not None:
            if no in self.roster.indicators and no != by_name:
                self._differs(number, no, by_name)
            return by_name
        if no in self.roster.indicators:
            if name.text:
                self._differs(name, name.text, self.roster.indicators[no].name)
            return no
        guess = nearest(_plain(name.text), self._names)
        hint = self.roster.indicators[self._names[guess]].name if guess else ""
        self._wrong(Code.UNKNOWN_INDICATOR, name, name.text or no, hint=hint)
        return None

    def _differs(self, cell: Cell, value: str, wanted: str) -> None:
        told = Problem(Code.NAME_DIFFERS, cell.at, value, wanted, file=self._file)
        self.problems.append(replace(told, severity=Severity.WARNING))

    def _units(self, line: Line, before: Duty) -> Duty:
        """The three lists of units; where several are named to lead, the first one does."""
        lead, *others = self._named(line["lead"]) or [before.lead]
        if lead in self.roster.groups:
            self._wrong(Code.GROUP_HERE, line["lead"], lead)
        elif line["lead"].text and not self.roster.units[lead].bears:
            self._wrong(Code.MAY_NOT_BEAR, line["lead"], lead)
        named, helping = self._named(line["competent"]), self._named(line["supporting"])
        self._check_competent(line["lead"], others)
        self._check_competent(line["competent"], named)
        competent = (*others, *(named or before.competent))
        return replace(
            before,
            lead=lead,
            competent=tuple(dict.fromkeys(name for name in competent if name != lead)),
            supporting=tuple(helping) or before.supporting,
        )

    def _check_competent(self, cell: Cell, names: Iterable[str]) -> None:
        for name in names:
            group = self.roster.groups.get(name)
            if group and group.by_event:
                self._wrong(Code.GROUP_BY_EVENT_HERE, cell, name)
            for unit in self.roster.expand((name,)):
                if not self.roster.units[unit].bears:
                    self._wrong(Code.MAY_NOT_BEAR, cell, unit)

    def _named(self, cell: Cell) -> list[str]:
        """Units and groups by their canonical names; those nobody knows are told."""
        found: list[str] = []
        for written in _BETWEEN.split(cell.text):
            name = _AND_OTHERS.sub("", written.strip("。.（）()")).strip()
            if not name:
                continue
            if name in self.roster.groups:
                found.append(name)
                continue
            unit = self._unit(cell, name)
            if unit:
                found.append(unit)
        return list(dict.fromkeys(found))

    def _unit(self, cell: Cell, name: str) -> str:
        try:
            return self.roster.unit(name)
        except Refused as refused:
            for problem in refused.problems:
                hint = problem.hint or nearest(name, self.roster.groups)
                self._wrong(problem.code, cell, name, hint=hint)
            return ""

    # ── contacts ─────────────────────────────────────────────────────────────────────────────

    def add_contact(self, line: Line) -> None:
        """One row: a person and a telephone at a unit; several rows of a unit are joined."""
        if not line["unit"].text or not (line["person"].text or line["phone"].text):
            return
        unit = self._unit(line["unit"], line["unit"].text)
        if not unit:
            return
        known = self.contacts.get(unit, Contact())
        self.contacts[unit] = Contact(
            _joined(known.person, line["person"].text), _joined(known.phone, line["phone"].text)
        )

    def _wrong(self, code: Code, cell: Cell, value: str = "", *, hint: str = "") -> None:
        self.problems.append(Problem(code, cell.at, value, hint=hint, file=self._file))


def _joined(known: str, more: str) -> str:
    parts = [part for part in (*known.split("、"), " ".join(more.split())) if part]
    return "、".join(dict.fromkeys(parts))


def _plain(name: str) -> str:
    """A name without its number, worth and punctuation, to compare by."""
    first = re.sub(r"[（(][^）)]*分[）)]\s*$", "", NUMBERING.sub("", normalise(name).strip()))
    return re.sub(r"[\W_]+", "", first)
