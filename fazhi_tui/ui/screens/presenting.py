"""From the snapshot to plain values for the tree, the top line and the tables: pure functions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from fractions import Fraction
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from rich.style import Style

from fazhi_tui.domain.assessment import Entry, Evidence, State, Track
from fazhi_tui.domain.indicators import Indicator, Roster
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.policies import Row
from fazhi_tui.domain.scoring import IndicatorScore
from fazhi_tui.domain.slots import slots_of
from fazhi_tui.domain.tally import Sum, Tally
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import Part
from fazhi_tui.ui.widgets.indicator_tree import TreeRow
from fazhi_tui.ui.widgets.status_bar import Status
from fazhi_tui.wording.terms import GLYPHS, GUESSED, NOT_APPLICABLE, NUMERALS, TRACKS, Glyph

DONE = frozenset({"answered", "submitted", "accepted"})
"""The states of an item that needs no more filling in."""

_TONES: dict[Glyph, Style] = {
    "blank": look.PENDING,
    "draft": look.PENDING,
    "clean": look.GOOD,
    "losing": look.LOST,
    "returned": look.PENDING,
    "submitted": look.LABEL,
    "accepted": look.LABEL,
    "not_applicable": look.DIM,
    "none_occurred": look.DIM,
}


def glyph_of(score: IndicatorScore) -> Glyph:
    """Which mark stands before an indicator."""
    if score.not_applicable:
        return "not_applicable"
    match score.state:
        case "answered":
            if score.lost:
                return "losing"
            nothing = bool(score.clauses) and all(c.none_occurred for c in score.clauses)
            return "none_occurred" if nothing else "clean"
        case state:
            return state


class _Under(NamedTuple):
    """A group: its rows in the tally and in the tree, and how many of them are filled in."""

    rows: list[Row]
    shown: list[TreeRow]
    done: int


class TreeRows:
    """The rows of the tree; those of a group are made anew where the tally has others for it."""

    def __init__(self) -> None:
        self._known: dict[str, _Under] = {}

    def of(self, shown: Shown) -> list[TreeRow]:
        """The whole tree: areas, groups, indicators, as their order in the set."""
        tally = shown.snapshot.tally()
        areas = {part.no: part for part in tally.by_area}
        groups = {part.no: part for part in tally.by_group}
        rows: list[TreeRow] = []
        for area, in_area in groupby(tally.rows, attrgetter("indicator.area")):
            under = [
                self._under(groups[no], list(in_group))
                for no, in_group in groupby(in_area, attrgetter("indicator.group"))
            ]
            done, count = sum(each.done for each in under), sum(len(each.rows) for each in under)
            rows.append(_branch("a", 0, areas[area], done, count))
            rows += chain.from_iterable(each.shown for each in under)
        return rows

    def _under(self, group: Sum, rows: list[Row]) -> _Under:
        known = self._known.get(group.no)
        if known is None or known.rows != rows:
            done = sum(row.score.state in DONE for row in rows)
            shown = [_branch("g", 1, group, done, len(rows)), *map(_leaf, rows)]
            known = self._known[group.no] = _Under(rows, shown, done)
        return known


def _branch(kind: str, depth: int, part: Sum, done: int, count: int) -> TreeRow:
    points = minus(part.lost)
    return TreeRow(
        kind + part.no,
        depth,
        numeral(part.no) if depth == 0 else part.no,
        part.name,
        points,
        points,
        look.LOST if part.lost else look.DIM,
        "",
        f"{done}/{count}",
    )


def _leaf(row: Row) -> TreeRow:
    glyph, bonus = glyph_of(row.score), row.score.channel == "bonus"
    lost, pending = row.lost, row.pending
    if glyph == "not_applicable":
        long = brief = NOT_APPLICABLE
    elif bonus:
        long = brief = f"+{show_points(lost)}" if lost else "0"
    elif lost:
        brief = minus(lost)
        long = f"{brief} 待{show_points(pending)}" if pending else brief
    elif pending:
        long, brief = f"待定 {show_points(pending)}", f"待{show_points(pending)}"
    else:
        long = brief = "0"
    no, mark = row.indicator.no, GLYPHS[glyph][0]
    tone = look.LOST if lost and not bonus else _TONES[glyph]
    return TreeRow(no, 2, no, row.indicator.name, long, brief, tone, mark)


def tone_of(glyph: Glyph) -> Style:
    """The colour that goes with a mark."""
    return _TONES[glyph]


def sign_of(state: State) -> Part:
    """The mark of a state, in its colour."""
    glyph: Glyph = "clean" if state == "answered" else state
    return GLYPHS[glyph][0], _TONES[glyph]


def minus(points: Points) -> str:
    """A loss as it stands in lists: −0.50, or 0."""
    return f"−{show_points(points)}" if points else "0"


def percent(share: Fraction | None) -> str:
    """A share for people: 12.5%, or nothing."""
    if share is None:
        return ""
    tenths = (share * 2000 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}%"


def numeral(no: str) -> str:
    """一级指标 are numbered 一、二、… where the set gives a plain number."""
    if not no.isascii() or not no.isdigit() or not 0 < int(no) < 100:
        return no
    tens, ones = divmod(int(no), 10)
    head = "" if not tens else "十" if tens == 1 else NUMERALS[tens] + "十"
    return head + (NUMERALS[ones] if ones or not tens else "") + "、"


def status_of(shown: Shown, place: str = "") -> Status:
    """The top line at a place."""
    snapshot = shown.snapshot
    tally = snapshot.tally()
    demo = "示例分值" if snapshot.roster.set.demo else ""
    badge = "·".join(part for part in ("演示" if shown.practice else "", demo) if part)
    return Status(
        place=place,
        name=snapshot.head.name,
        unit=shown.unit or snapshot.roster.office,
        badge=badge,
        earned=show_points(tally.earned),
        lost=show_points(tally.lost),
        pending=show_points(tally.pending),
        full=show_points(tally.full, 0),
        progress=f"{tally.progress.answered}/{tally.progress.indicators}",
        saved=f"已存 {clock_time(snapshot.head.at)}",
    )


def clock_time(at: str) -> str:
    """A moment of the journal on this machine's clock: 10:32, or with its day if not today."""
    moment = datetime.fromisoformat(at).astimezone()
    today = datetime.now(moment.tzinfo).date()
    return f"{moment:%H:%M}" if moment.date() == today else f"{moment:%m-%d %H:%M}"


def other_track(track: Track) -> Track:
    """The track that is not this one."""
    return "verified" if track == "self" else "self"


def track_named(name: str) -> Track:
    """The track that people call so."""
    return "verified" if name == TRACKS["verified"] else "self"


def today() -> str:
    """This day, ISO, on this machine's clock."""
    return datetime.now(UTC).astimezone().date().isoformat()


def balance_line(tally: Tally) -> str:
    """得 62.85 + 失 12.65 + 待定 24.50 = 100 ✓"""
    sign = "✓" if tally.balanced else "✗ 账不平，请与维护人员联系"
    parts = f"得 {show_points(tally.earned)} + 失 {show_points(tally.lost)}"
    return f"{parts} + 待定 {show_points(tally.pending)} = {show_points(tally.full, 0)} {sign}"


def units_of(roster: Roster, no: str, entry: Entry) -> set[str]:
    """Every unit with a duty in an indicator, and who goes on for it."""
    duty = entry.duty or roster.indicators[no].duty
    units = {duty.lead, *roster.expand(duty.competent), *roster.expand(duty.supporting)}
    return units | {roster.heir(unit) for unit in units}


def wanted_view(indicator: Indicator, evidence: Sequence[Evidence]) -> tuple[tuple[str, str], ...]:
    """Each document asked for: whether it is there, and which it is."""
    lines = []
    for place, slot in enumerate(slots_of(indicator, evidence), 1):
        which = "、".join(slot.given) + (GUESSED if slot.guessed else "")
        told = f"{place} {slot.asked}" + (f"　{which}" if which else "")
        lines.append(("已交" if slot.given else "还缺", told))
    return tuple(lines)
