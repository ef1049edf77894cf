"""Indicators and their clauses, read from the tables of a set file."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from fazhi_tui.catalog.joints import read_joints
from fazhi_tui.catalog.levels import Levels, level_clause, worth_of
from fazhi_tui.catalog.names import Names, competent_of, lead_of, supporting_of
from fazhi_tui.catalog.reader import Table
from fazhi_tui.catalog.rules import KEYS, read_rule
from fazhi_tui.domain.indicators import Bearer, Channel, Clause, Duty, Group, Indicator, Role
from fazhi_tui.domain.problems import Code

_INDICATOR_KEYS = frozenset(
    {"no", "group", "name", "worth", "channel", "criterion", "judged_by", "evidence"}
    | {"lead", "competent", "supporting", "leader", "person", "may_exceed", "clause", "joint"}
)
_COMMON_KEYS = frozenset(
    {"id", "kind", "text", "problem", "count_unit", "cap", "bearer", "answered_by", "per"}
    | {"unit_cap", "recoverable"}
)
_CLAUSE_KEYS = {kind: _COMMON_KEYS | keys for kind, keys in KEYS.items()}
_ANY_CLAUSE_KEY = _COMMON_KEYS.union(*KEYS.values())

_CHANNELS: tuple[Channel, ...] = ("base", "bonus", "penalty")
_BEARERS: tuple[Bearer, ...] = ("lead", "competent", "named")
_ROLES: tuple[Role, ...] = ("lead", "competent", "supporting")


class PlacedClause(NamedTuple):
    """A clause that could be read, its table, and what it needs from its indicator."""

    table: Table
    value: Clause
    indicator: Indicator


class PlacedIndicator(NamedTuple):
    """An indicator and its table; `whole` if every clause of it could be read."""

    table: Table
    value: Indicator
    clauses: list[PlacedClause]
    whole: bool


def read_indicators(
    root: Table, names: Names, groups: dict[str, Group], levels: Levels
) -> Iterator[PlacedIndicator]:
    """The indicators of a set file, in order. `levels` are those of a set without points."""
    for ordinal, table in enumerate(root.tables("indicator")):
        yield _indicator(table, ordinal, names, groups, levels)


def _indicator(
    table: Table, ordinal: int, names: Names, groups: dict[str, Group], levels: Levels
) -> PlacedIndicator:
    table.only(_INDICATOR_KEYS)
    group = table.line("group", required=True)
    duty = Duty(
        lead_of(table, names),
        competent_of(table, names),
        supporting_of(table, names),
        table.line("leader"),
        table.line("person"),
    )
    clauses = [(inner, _clause(inner, names)) for inner in table.tables("clause")]
    readable = [(inner, clause) for inner, clause in clauses if clause is not None]
    indicator = Indicator(
        no=table.identifier("no"),
        ordinal=ordinal,
        group=group,
        area=groups[group].area if group in groups else "",
        name=table.line("name", required=True),
        worth=worth_of(table) if levels else table.worth("worth"),
        duty=duty,
        clauses=tuple(clause for _, clause in readable),
        channel=table.choice("channel", _CHANNELS, "base"),
        criterion=table.text("criterion"),
        judged_by=table.lines("judged_by"),
        evidence=table.lines("evidence"),
        may_exceed=table.flag("may_exceed"),
        joints=read_joints(table, clauses),
    )
    if levels and not clauses and indicator.channel == "base":
        indicator = replace(indicator, clauses=(level_clause(table, indicator, levels),))
    placed = [PlacedClause(inner, clause, indicator) for inner, clause in readable]
    return PlacedIndicator(table, indicator, placed, len(readable) == len(clauses))


def _clause(table: Table, names: Names) -> Clause | None:
    """The clause; None, with notes, if anything in it could not be read."""
    before = len(table.log.problems)
    kind = table.values.get("kind")
    table.only(
        _CLAUSE_KEYS.get(kind, _ANY_CLAUSE_KEY) if isinstance(kind, str) else _ANY_CLAUSE_KEY
    )
    clause = Clause(
        id=table.identifier("id"),
        text=table.text("text", required=True),
        rule=read_rule(table),
        problem=table.text("problem"),
        count_unit=table.line("count_unit"),
        cap=table.points("cap"),
        unit_cap=table.points("unit_cap"),
        bearer=table.choice("bearer", _BEARERS) if "bearer" in table else None,
        answered_by=_answered_by(table, names),
        per=table.choice("per", ("indicator", "unit"), "indicator"),
        recoverable=table.flag("recoverable", True),
    )
    return clause if len(table.log.problems) == before else None


def _answered_by(table: Table, names: Names) -> Role | tuple[str, ...]:
    """The role, or the units, that enter the figures of a clause."""
    value = table.values.get("answered_by")
    if isinstance(value, list):
        if not value:
            table.wrong(Code.EMPTY, "answered_by")
        return names.resolve_all(table, "answered_by", "fixed")
    if isinstance(value, str) and value not in _ROLES and value in names:
        hint = f'["{value}"]'
        table.log.add(Code.WRONG_TYPE, table.at("answered_by"), value, "list", hint)
        return "lead"
    return table.choice("answered_by", _ROLES, "lead")
