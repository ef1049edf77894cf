"""Letters drawn up from an assessment as it is: to whom, about what, in which words."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import UNATTRIBUTED, Roster
from fazhi_tui.domain.papers import Letter, LetterKind, Matter
from fazhi_tui.domain.points import show_points
from fazhi_tui.domain.records import contact_of
from fazhi_tui.domain.text import read_date
from fazhi_tui.wording.matters import problem_of
from fazhi_tui.wording.shown import chinese_date
from fazhi_tui.wording.terms import LETTERS, point_word
from fazhi_tui.work.letter_words import OF_BEFORE, PARAGRAPHS, TITLE, Words, own_words, said
from fazhi_tui.work.snapshot import Snapshot

PATIENCE = 15
"""Days a unit is given where nothing is said."""

_EQUALS = frozenset({"党委", "党委部门", "人大", "政协", "监委", "司法", "司法机关"})
"""Classes of units that the office asks and does not tell."""

_MOST = 10
"""The matters told in the letter itself; all of them stand in its annex."""


_BLANK_CONTACT = "联系人：　　　　　　电话："


class Wish(Struct, frozen=True):
    """What is asked for: `units` (none: all that have something to mend), and how to say it.

    `day` is today (ISO); `due` "" is that many days later. `kind` None: a prompt first, then
    supervision.
    """

    day: str
    track: Track = "self"
    units: tuple[str, ...] = ()
    kind: LetterKind | None = None
    due: str = ""
    contact: str = ""
    with_points: bool = False
    words: Words | None = None


def draw_up(snapshot: Snapshot, wish: Wish) -> tuple[Letter, ...]:
    """A letter for each unit that has something to mend, in the set's order."""
    roster = snapshot.roster
    asked = [roster.heir(roster.unit(unit)) for unit in wish.units]
    gaps: dict[str, list[Gap]] = {unit: [] for unit in asked}
    for gap in snapshot.gaps(wish.track):
        unit = gap.rectifier
        if gap.open and unit != UNATTRIBUTED and (unit in gaps or not asked):
            gaps.setdefault(unit, []).append(gap)
    if not asked:
        gaps.pop(roster.office, None)
    if any(gaps.values()):
        gaps = {unit: found for unit, found in gaps.items() if found}
    ordered = sorted(gaps, key=roster.places.__getitem__)
    return tuple(_letter(snapshot, unit, gaps[unit], wish) for unit in ordered)


def _letter(snapshot: Snapshot, unit: str, gaps: Sequence[Gap], wish: Wish) -> Letter:
    due = read_date(wish.due) or _later(wish.day)
    told = _told_before(snapshot, unit)
    again = all(gap.id in told for gap in gaps)
    pressing = all(gap.id in told or gap.overdue(wish.day) for gap in gaps)
    kind = kind_for(snapshot.roster, unit, pressing, wish.kind)
    letter = Letter(
        unit=unit,
        kind=kind,
        title="",
        paragraphs=(),
        matters=tuple(_matter(gap, wish.day, due) for gap in gaps),
        day=wish.day,
        due=due,
        seq=snapshot.head.seq,
        head=snapshot.head.hash,
        track=wish.track,
        with_points=wish.with_points,
    )
    words = wish.words or own_words()
    values = _values(snapshot, letter, wish.contact)
    at_once = kind == "supervision" and not again and wish.words is None
    return replace(
        letter,
        title=said(words, kind, TITLE, values),
        paragraphs=tuple(
            said(words, "prompt" if at_once and part in OF_BEFORE else kind, part, values)
            for part in PARAGRAPHS
        ),
    )


def left_out(snapshot: Snapshot, wish: Wish, letters: Iterable[Letter]) -> tuple[str, ...]:
    """The units asked for that have nothing to mend, and so get no letter."""
    roster = snapshot.roster
    written = {letter.unit for letter in letters}
    asked = (roster.heir(roster.unit(unit)) for unit in wish.units)
    return tuple(unit for unit in dict.fromkeys(asked) if unit not in written)


def _told_before(snapshot: Snapshot, unit: str) -> set[str]:
    """The matters that a letter signed and not withdrawn has told the unit of."""
    return {
        matter.gap
        for letter in snapshot.assessment.letters.values()
        if letter.number and not letter.void and snapshot.roster.heir(letter.unit) == unit
        for matter in letter.matters
    }


def kind_for(
    roster: Roster, unit: str, pressing: bool, asked: LetterKind | None = None
) -> LetterKind:
    """How a unit is written to: as an equal, else prompted; supervised where all is `pressing`,
    being overdue or told again."""
    if roster.units[unit].category in _EQUALS:
        return "request"
    if asked:
        return asked
    return "supervision" if pressing else "prompt"


def _matter(gap: Gap, day: str, due: str) -> Matter:
    """A matter whose own day is past, or that has none yet, goes by the letter's."""
    return Matter(
        gap.id,
        gap.indicator.no,
        gap.indicator.name,
        problem_of(gap),
        gap.lost,
        gap.before_caps,
        gap.plan.measure,
        gap.plan.due if gap.plan.due >= day else due,
    )


def _later(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=PATIENCE)).isoformat()


# ── what the words are filled in with ────────────────────────────────────────────────────────


def _values(snapshot: Snapshot, letter: Letter, contact: str) -> dict[str, str]:
    chosen, word = snapshot.roster.set, point_word(snapshot.roster.set)
    told = contact or _office_contact(snapshot)
    lost = show_points(sum(matter.lost for matter in letter.matters))
    return {
        "单位": full_name(snapshot.roster, letter.unit),
        "称呼": "贵单位" if letter.kind == "request" else "你单位",
        "文种": LETTERS[letter.kind],
        "自评": snapshot.head.name,
        "体系": f"《{chosen.title}》",
        "截至": chinese_date(letter.day),
        "事项数": str(len(letter.matters)),
        "失分": f"，共失{lost}{word}" if letter.with_points else "",
        "事项": "\n".join(_told(letter, word)),
        "时限": chinese_date(letter.due),
        "办公室": full_name(snapshot.roster, snapshot.roster.office),
        "联系": f"联系人：{told}。" if told else _BLANK_CONTACT,
    }


def _office_contact(snapshot: Snapshot) -> str:
    """Whom to ask at the office, as far as it is kept."""
    known = contact_of(snapshot.assessment.records, snapshot.roster.office)
    return " ".join(filter(None, (known.person, known.phone)))


def _told(letter: Letter, word: str) -> Iterable[str]:
    matters = letter.matters
    for place, matter in enumerate(matters[:_MOST], 1):
        costs = letter.with_points and matter.lost  # 0.00 is left to the annex
        points = f"（失{show_points(matter.lost)}{word}）" if costs else ""
        problem = matter.problem.rstrip("。")
        yield f"{place}.{matter.name}（指标{matter.indicator}）：{problem}{points}。"
    if len(matters) > _MOST:
        yield f"其余{len(matters) - _MOST}个问题见附件。"


def full_name(roster: Roster, unit: str) -> str:
    """A unit as letters address it."""
    return roster.units[unit].full_name or unit
