"""A duties file: who answers for which indicator here, laid over a set that may be national.

A `[[duty]]` names its indicator; what it leaves out stays as it is, or as the set has it. A
`[[contact]]` says whom to ask at a unit. `set = "..."` at the top may tell the id of the set the
duties are made for.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from fazhi_tui.catalog.lines import located
from fazhi_tui.catalog.names import Names, competent_of, lead_of, supporting_of
from fazhi_tui.catalog.reader import Log, Table
from fazhi_tui.catalog.source import Values, parse
from fazhi_tui.domain.changes import AdoptDuties
from fazhi_tui.domain.indicators import Duty, Indicator, IndicatorSet, Roster
from fazhi_tui.domain.problems import Code, Problem, Refused, Severity
from fazhi_tui.domain.records import Contact
from fazhi_tui.domain.text import nearest

_ROOT_KEYS = frozenset({"set", "duty", "contact"})
_KEYS = frozenset({"indicator", "lead", "competent", "supporting", "leader", "person", "due"})
_CONTACT_KEYS = frozenset({"unit", "person", "phone"})


class LoadedDuties(NamedTuple):
    """The change that adopts them, unless there are errors, and the problems found."""

    change: AdoptDuties | None
    problems: list[Problem]


def load_duties(
    text: str,
    indicator_set: IndicatorSet,
    file: str = "",
    before: Mapping[str, Duty] = MappingProxyType({}),
) -> LoadedDuties:
    """The duties a text describes, all names canonical; with an error there are none.

    What it leaves out stays as `before`, by indicator, or as the set has it.
    """
    values = parse(text, file)
    if isinstance(values, Problem):
        return LoadedDuties(None, [values])
    log = Log(indicator_set.quantum)
    found = _read(values, indicator_set, before, log)
    contacts = _contacts(values, indicator_set, log)
    problems = located(log.problems, text, file)
    stopped = any(problem.severity is Severity.ERROR for problem in problems)
    return LoadedDuties(None if stopped else AdoptDuties(found, contacts=contacts), problems)


def is_duties(text: str) -> bool:
    """Whether a text is meant to be a duties file rather than a set."""
    values = parse(text, "")
    return not isinstance(values, Problem) and not values.keys().isdisjoint({"duty", "contact"})


def set_of(text: str) -> str:
    """The id of the set a duties file says it is made for; "" if it says none."""
    values = parse(text, "")
    return "" if isinstance(values, Problem) else Table(values, "", Log()).line("set")


def _read(
    values: Values, indicator_set: IndicatorSet, before: Mapping[str, Duty], log: Log
) -> dict[str, Duty]:
    root = Table(values, "", log)
    if "duty" not in root and "contact" not in root:
        log.add(Code.FOREIGN_FILE, "", " ".join(list(values)[:5]), "[duty]")
        return {}
    root.only(_ROOT_KEYS)
    made_for = root.line("set")
    if made_for not in {"", indicator_set.id}:
        log.warn(Code.UNKNOWN_SET, "set", made_for, indicator_set.id)
    names = Names(indicator_set.units, indicator_set.unit_groups)
    indicators = {indicator.no: indicator for indicator in indicator_set.indicators}
    duties: dict[str, Duty] = {}
    for table in root.tables("duty"):
        table.only(_KEYS)
        indicator = _indicator(table, indicators)
        if indicator is None:
            continue
        if indicator.no in duties:
            table.wrong(Code.DUPLICATE, "indicator", indicator.no)
        known = before.get(indicator.no, indicator.duty)
        duties[indicator.no] = _duty(table, names, known)
    return duties


def _indicator(table: Table, known: dict[str, Indicator]) -> Indicator | None:
    no = table.line("indicator", required=True)
    found = known.get(no)
    if no and found is None:
        span = f"{next(iter(known))}-{next(reversed(known))}"
        path = table.at("indicator")
        table.log.add(Code.UNKNOWN_INDICATOR, path, no, span, nearest(no, known))
    return found


def _duty(table: Table, names: Names, before: Duty) -> Duty:
    return Duty(
        lead=lead_of(table, names) if "lead" in table else before.lead,
        competent=competent_of(table, names) if "competent" in table else before.competent,
        supporting=supporting_of(table, names) if "supporting" in table else before.supporting,
        leader=table.line("leader") or before.leader,
        person=table.line("person") or before.person,
        due=table.line("due") or before.due,
    )


def _contacts(values: Values, indicator_set: IndicatorSet, log: Log) -> dict[str, Contact]:
    roster = Roster(indicator_set)
    contacts: dict[str, Contact] = {}
    for table in Table(values, "", log).tables("contact"):
        table.only(_CONTACT_KEYS)
        name = table.line("unit", required=True)
        try:
            unit = roster.unit(name, table.at("unit"))
        except Refused as refused:
            log.problems += refused.problems if name else ()
            continue
        if unit in contacts:
            table.wrong(Code.DUPLICATE, "unit", unit)
        contacts[unit] = Contact(table.line("person"), table.line("phone"))
    return contacts
