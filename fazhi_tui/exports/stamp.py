"""What stands with every list: which assessment, up to which record, on which set, what totals."""

from collections.abc import Iterable

from msgspec import Struct

from fazhi_tui.domain.assessment import Track
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import Roster
from fazhi_tui.domain.points import Points, show_points
from fazhi_tui.domain.tally import Tally
from fazhi_tui.exports.cells import places_of
from fazhi_tui.wording import TRACKS, UNNAMED_UNIT
from fazhi_tui.wording.terms import VETO_EFFECTS, VETO_HAPPENED, point_word

SHOWN_HASH = 16
"""Digits of the set's hash that are printed; enough to tell any two sets apart."""


class Stamp(Struct, frozen=True):
    """The moment of an assessment that a list shows.

    `seq` is the last record it counts, `moment` when that was, as text; `head` the journal's hash
    there, `set_sha256` the hash of the adopted set; both may be unknown ("").
    """

    assessment: str
    seq: int
    moment: str
    track: Track
    set_sha256: str = ""
    head: str = ""


def subtitle(stamp: Stamp) -> str:
    """Whose figures of which moment."""
    return f"{TRACKS[stamp.track]}分　截至第{stamp.seq}条记录（{stamp.moment}）"


def notes(
    roster: Roster,
    tally: Tally,
    stamp: Stamp,
    gaps: Iterable[Gap] = (),
    lost: Points | None = None,
) -> tuple[str, ...]:
    """The lines under a list: totals, what stands in doubt, the set, the journal's hash.

    `gaps` are those listed; `lost` is what they should add up to, where that can be said.
    """
    lines = [_totals(roster, tally), _in_doubt(roster, tally), *_differing(roster, gaps, lost)]
    lines += [_set(roster, stamp), f"台账校验值：{stamp.head}。" if stamp.head else ""]
    return tuple(line for line in lines if line)


def has_channel(roster: Roster, channel: str) -> bool:
    """Whether the set has indicators of a channel beside the base points."""
    return any(indicator.channel == channel for indicator in roster.set.indicators)


def _show(roster: Roster, points: Points) -> str:
    """An amount with the word for what the set counts."""
    return f"{show_points(points, places_of(roster.set.quantum))}{point_word(roster.set)}"


def _totals(roster: Roster, tally: Tally) -> str:
    full, earned, lost, pending = (
        _show(roster, points) for points in (tally.full, tally.earned, tally.lost, tally.pending)
    )
    line = f"满分{full}：得{earned}，失{lost}，待定{pending}"
    if has_channel(roster, "bonus"):
        line += f"；加分{_show(roster, tally.bonus)}"
    if has_channel(roster, "penalty"):
        line += f"；减分{_show(roster, tally.penalty)}"
    if tally.total != tally.earned:
        line += f"；总分{_show(roster, tally.total)}"
    return f"{line}。"


def _in_doubt(roster: Roster, tally: Tally) -> str:
    """How much was booked by default, and how much on nobody yet."""
    parts = []
    base = [row.score for row in tally.rows if row.score.channel == "base"]
    booked = [p for score in base for p in score.postings if p.by_default]
    if booked:
        points = _show(roster, sum(account.by_default for account in tally.by_unit))
        parts.append(f"缺省记入{len(booked)}笔{points}")
    if tally.unattributed_findings:
        points = _show(roster, tally.unattributed)
        parts.append(f"{UNNAMED_UNIT}{tally.unattributed_findings}笔{points}")
    if tally.vetoes:
        cases = "、".join(
            f"第{case.indicator}项（{VETO_EFFECTS[case.effect]}）" for case in tally.vetoes
        )
        parts.append(f"{VETO_HAPPENED}：{cases}")
    return f"{'，'.join(parts)}。" if parts else ""


def _differing(roster: Roster, gaps: Iterable[Gap], lost: Points | None) -> list[str]:
    """Why the items of a list don't add up to the loss they stand for, where they don't."""
    listed = tuple(gaps)
    lines = []
    penalty = sum(gap.lost for gap in listed if gap.indicator.channel == "penalty")
    if penalty:
        lines.append(f"表内减分项{_show(roster, penalty)}，不在失分之内。")
    if lost is not None and sum(gap.lost for gap in listed) - penalty != lost:
        shown = _show(roster, lost)
        lines.append(f"表内按各项指标原分值列失分；不涉及项折算和一票否决后，失分为{shown}。")
    return lines


def _set(roster: Roster, stamp: Stamp) -> str:
    indicator_set = roster.set
    line = f"指标体系：{indicator_set.title}"
    if indicator_set.edition:
        line += f"，{indicator_set.edition}版"
    if stamp.set_sha256:
        line += f"，校验值{stamp.set_sha256[:SHOWN_HASH]}"
    if indicator_set.basis:
        return f"{line}。分值依据：{indicator_set.basis.rstrip('。')}。"
    return f"{line}。"
