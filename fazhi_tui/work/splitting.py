"""Sending out: one file to fill in for each unit that answers anything.

Each file is written whole or not at all; what one unit's file suffers stops no other.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused
from fazhi_tui.domain.records import Contact, contact_of
from fazhi_tui.domain.section import Section, evidence_rows, parts_of
from fazhi_tui.exchange.fill_in import FORMAT, Identity
from fazhi_tui.exchange.instructions import Sender
from fazhi_tui.exchange.portion import Portion, portion_of, portions
from fazhi_tui.exports.naming import file_name
from fazhi_tui.exports.writing import save
from fazhi_tui.wording.moments import local
from fazhi_tui.work.folders import make_folder
from fazhi_tui.work.snapshot import Snapshot

Form: TypeAlias = Literal["xlsx", "toml"]


class SentOut(Struct, frozen=True):
    """What went out to a unit: numbers of indicators and clauses, and the file.

    `problem` says why there is none; then `file` is where it should have been.
    """

    unit: str
    indicators: int
    clauses: int
    answered: int
    returned: int
    file: str
    problem: Problem | None = None


def portions_of(snapshot: Snapshot, units: Iterable[str] = ()) -> Iterator[Portion]:
    """What goes out to these units and groups, or to all that answer. Raises `Refused`."""
    roster, head = snapshot.roster, snapshot.head
    parts = portions(roster, snapshot.assessment)
    chosen: list[str] = []
    for asked in units:
        names = roster.members((asked,)) if asked in roster.groups else {roster.unit(asked)}
        found = [unit for unit in parts if not names.isdisjoint({unit, roster.heir(unit)})]
        if not found:
            raise Refused(Problem(Code.ANSWERS_NOTHING, value=asked))
        chosen += found
    for unit in dict.fromkeys(chosen or parts):
        identity = Identity(
            FORMAT,
            head.id,
            head.name,
            roster.set.id,
            head.set_sha256,
            unit,
            head.seq,
            head.hash,
            next_report(snapshot, unit),
        )
        yield portion_of(roster, snapshot.assessment, parts[unit], identity)


def next_report(snapshot: Snapshot, unit: str) -> int:
    """第几次报送: one after the last that came in."""
    known = snapshot.assessment.taken.get(unit)
    return 1 + max((int(n) for n in known.reports), default=0) if known else 1


def split(
    snapshot: Snapshot,
    folder: Path,
    *,
    form: Form = "xlsx",
    units: Iterable[str] = (),
    replace: bool = False,
) -> Iterator[SentOut]:
    """Write the files one by one into `folder`, which is made; tell of each as it is done.

    A file that is there already stays, unless `replace`. Raises `Refused` where nothing can go out.
    """
    chosen = list(portions_of(snapshot, units))
    make_folder(folder)
    taken: set[str] = set()
    for portion in chosen:
        path = folder / _free_name(portion, form, taken)
        problem = None
        try:
            if path.exists() and not replace:
                raise Refused(Problem(Code.FILE_EXISTS, value=str(path), wanted="--replace"))
            save(_encoded(snapshot, portion, form), path)
        except Refused as refused:
            problem = refused.problems[0]
        yield SentOut(
            portion.identity.unit,
            portion.indicators,
            portion.clauses,
            portion.answered,
            portion.returned,
            str(path),
            problem,
        )


def sent_sentence(done: Sequence[SentOut], folder: Path) -> str:
    """How many went out, and where they are."""
    made = sum(sent.problem is None for sent in done)
    return f"写出 {made} 家单位的填报件，在 {folder}"


def sender_of(snapshot: Snapshot) -> Sender:
    """Whom the units answer to, and may ask."""
    office = snapshot.roster.office
    contact = contact_of(snapshot.assessment.records, office)
    deadline = snapshot.assessment.deadline
    return Sender(office, contact.person, contact.phone, local(deadline) if deadline else "")


def section_of(snapshot: Snapshot, identity: Identity) -> Section:
    """What a unit has said so far, as a report to go on from."""
    return Section(
        identity.assessment,
        identity.set_sha256,
        identity.unit,
        identity.seq,
        identity.head,
        identity.report,
        parts=parts_of(snapshot.assessment, identity.unit),
        evidence=evidence_rows(snapshot.assessment, identity.unit),
    )


def _encoded(snapshot: Snapshot, portion: Portion, form: Form) -> bytes:
    if form == "toml":
        from fazhi_tui.exchange.section_file import dump

        return dump(section_of(snapshot, portion.identity), portion).encode()
    from fazhi_tui.exchange.fill_in_book import fill_in_workbook

    roster, records, unit = snapshot.roster, snapshot.assessment.records, portion.identity.unit
    known = (contact_of(records, name) for name in (roster.heir(unit), unit))
    contact = next((one for one in known if one != Contact()), Contact())
    return fill_in_workbook(roster, portion, sender_of(snapshot), (contact.person, contact.phone))


def _free_name(portion: Portion, form: Form, taken: set[str]) -> str:
    """A name no other unit's file has, on a disk without upper and lower case too."""
    identity = portion.identity
    shown = portion.shown
    for unit in (shown, *(f"{shown}({n})" for n in range(2, len(taken) + 3))):
        name = file_name(unit, identity.name, f"第{identity.report}次", suffix=f".{form}")
        if name.casefold() not in taken:
            taken.add(name.casefold())
            return name
    raise AssertionError("one of more names than files is free")
