"""Clauses of one indicator that count together: a common cap, or only the highest of them."""

from collections.abc import Iterator, Sequence

from fazhi_tui.catalog.reader import Table
from fazhi_tui.domain.indicators import Clause, Joint, Veto
from fazhi_tui.domain.problems import Code

_JOINT_KEYS = frozenset({"clauses", "cap", "best"})


def read_joints(table: Table, clauses: Sequence[tuple[Table, Clause | None]]) -> tuple[Joint, ...]:
    """The joints of an indicator. `clauses` are its clauses, None where one could not be read."""
    if "joint" not in table:
        return ()
    known = [str(inner.values.get("id", "")).strip() for inner, _ in clauses]
    vetoes = {clause.id for _, clause in clauses if clause and isinstance(clause.rule, Veto)}
    found: list[Joint] = []
    for inner in table.tables("joint"):
        inner.only(_JOINT_KEYS)
        cap = _cap(inner)
        names = tuple(_names(inner, known, vetoes))
        _check_nesting(inner, names, found)
        found.append(Joint(names, cap))
    return tuple(found)


def _cap(table: Table) -> int | None:
    """The common cap; None where only the highest counts. Exactly one of the two is stated."""
    best = table.flag("best")
    if best and "cap" in table:
        table.wrong(Code.PARTS_APART, "cap", "best", "cap")
    elif not best:
        table.need("cap")
    return None if best else table.points("cap")


def _names(table: Table, known: list[str], vetoes: set[str]) -> Iterator[str]:
    """The clauses a joint names, each once, none of them a veto."""
    table.need("clauses")
    seen: set[str] = set()
    for index, name in table.placed_lines("clauses"):
        spot = f"clauses[{index}]"
        if name not in known:
            table.wrong(Code.UNKNOWN_CLAUSE, spot, name, " ".join(known))
        elif name in seen:
            table.wrong(Code.DUPLICATE, spot, name)
        elif name in vetoes:
            table.wrong(Code.PARTS_APART, spot, 'kind = "veto"', "joint")
        else:
            yield name
        seen.add(name)
    if len(seen) == 1:
        table.wrong(Code.JOINT_OF_ONE, "clauses", len(seen))


def _check_nesting(table: Table, names: tuple[str, ...], before: Sequence[Joint]) -> None:
    """A clause may stand in two joints only where the later one holds the earlier one whole.

    Otherwise it would depend on the order of the joints what is lost.
    """
    chosen = set(names)
    for joint in before:
        common = chosen.intersection(joint.clauses)
        if common and not chosen > set(joint.clauses):
            name = min(common)
            table.wrong(Code.DUPLICATE, f"clauses[{names.index(name)}]", name)
