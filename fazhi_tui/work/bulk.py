"""One change for many: which of the chosen it can be made for, and why not for the others."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from fazhi_tui.domain.changes import Change
from fazhi_tui.domain.deciding import decide
from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.work.snapshot import Snapshot


class Sifted(Struct, frozen=True):
    """`possible` can be changed together; of each other the refusal says why it can't."""

    possible: tuple[str, ...]
    refused: tuple[tuple[str, Refused], ...]


def sift(
    snapshot: Snapshot,
    keys: Iterable[str],
    make: Callable[[tuple[str, ...]], Change],
    actor: str = "",
) -> Sifted:
    """Try `make` for each of `keys` alone, changing nothing."""
    possible: list[str] = []
    refused: list[tuple[str, Refused]] = []
    for key in dict.fromkeys(keys):
        try:
            decide(snapshot.roster, snapshot.assessment, make((key,)), actor)
        except Refused as why:
            refused.append((key, why))
        else:
            possible.append(key)
    return Sifted(tuple(possible), tuple(refused))


def people_of(snapshot: Snapshot, numbers: Iterable[str], lead: str) -> tuple[str, str]:
    """责任领导 and 责任人 of items that `lead` is to lead: they stay with their unit.

    Another lead has others. Raises `Refused` where they differ.
    """
    roster, assessment = snapshot.roster, snapshot.assessment
    unit = roster.unit(lead)
    duties = {no: assessment.duty(roster.indicator(no)) for no in numbers}
    people = {no: (d.leader, d.person) if d.lead == unit else ("", "") for no, d in duties.items()}
    first = next(iter(people))
    for no, other in people.items():
        if other != people[first]:
            told = " ".join(filter(None, (*people[first], *other)))
            raise Refused(Problem(Code.PEOPLE_DIFFER, no, told, first))
    return people[first]
