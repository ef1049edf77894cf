"""The tally as values for programs: points with three decimals, shares with four, as text."""

from collections.abc import Iterable
from fractions import Fraction

from fazhi_tui.domain.assessment import Assessment, Track
from fazhi_tui.domain.gaps import Gap
from fazhi_tui.domain.indicators import UNATTRIBUTED, Roster
from fazhi_tui.domain.outside import Difference, sources
from fazhi_tui.domain.points import exact_points, round_half_up
from fazhi_tui.domain.policies import Row
from fazhi_tui.domain.tally import Sum, Tally, UnitSum
from fazhi_tui.work.snapshot import Snapshot


def ratio(share: Fraction | None) -> str | None:
    """A share or rate with four decimals, halves upward."""
    if share is None:
        return None
    whole, rest = divmod(round_half_up(share * 10_000, 1), 10_000)
    return f"{whole}.{rest:04d}"


def tally_json(snapshot: Snapshot, track: Track, today: str, by: str) -> dict[str, object]:
    """Everything an assessment adds up to; with `by` the rows of that kind as well."""
    tally, head, chosen = snapshot.tally(track), snapshot.head, snapshot.roster.set
    figures: dict[str, object] = {
        "assessment": head.name,
        "seq": head.seq,
        "at": head.at,
        "set": {"id": chosen.id, "edition": chosen.edition, "sha256": head.set_sha256},
        "track": track,
        "full": exact_points(tally.full),
        "earned": exact_points(tally.earned),
        "lost": exact_points(tally.lost),
        "pending": exact_points(tally.pending),
        "low": exact_points(tally.low),
        "high": exact_points(tally.high),
        "bonus": exact_points(tally.bonus),
        "penalty": exact_points(tally.penalty),
        "bonus_pending": exact_points(tally.bonus_pending),
        "penalty_pending": exact_points(tally.penalty_pending),
        "total": exact_points(tally.total),
        "grade": tally.grade,
        "vetoes": [
            {
                "indicator": case.indicator,
                "effect": case.effect,
                "units": [named(unit) for unit, _ in case.bearers],
            }
            for case in tally.vetoes
        ],
        "not_applicable": [
            {"indicator": no, "unit": item.unit, "reason": item.reason}
            for no, item in tally.not_applicable
        ],
        "progress": {
            "indicators": tally.progress.indicators,
            "answered": tally.progress.answered,
            "submitted": tally.progress.submitted,
            "returned": tally.progress.returned,
            "accepted": tally.progress.accepted,
        },
        "by_area": [_sum(part) for part in tally.by_area],
        "by_unit": _by_unit(tally, snapshot.gaps(track), today),
        "unattributed": exact_points(tally.unattributed),
        "balanced": tally.balanced,
    }
    return figures | _rows(tally, by)


def named(unit: str) -> str:
    """A unit as people read it; only a loss without one needs a word for that."""
    if unit != UNATTRIBUTED:
        return unit
    from fazhi_tui.wording.terms import UNNAMED_UNIT

    return UNNAMED_UNIT


def meant(roster: Roster, name: str) -> str:
    """The unit that people mean, or the one that goes on for it. Raises `Refused`.

    So may the losses without a unit be asked for.
    """
    from fazhi_tui.wording.terms import UNNAMED_UNIT

    return UNATTRIBUTED if name == UNNAMED_UNIT else roster.heir(roster.unit(name))


def _rows(tally: Tally, by: str) -> dict[str, object]:
    """What `--by` adds."""
    if by == "matrix":
        cells = tally.matrix
        matrix = [
            {"unit": named(unit), "area": area, "lost": exact_points(lost)}
            for unit, area, lost in cells
        ]
        return {"matrix": matrix}
    if by == "group":
        return {"by_group": [_sum(part) for part in tally.by_group]}
    if by == "indicator":
        return {"by_indicator": [_indicator(row) for row in tally.rows]}
    return {}


def _sum(part: Sum) -> dict[str, object]:
    return {
        "no": part.no,
        "name": part.name,
        "worth": exact_points(part.worth),
        "earned": exact_points(part.earned),
        "lost": exact_points(part.lost),
        "pending": exact_points(part.pending),
    }


def _indicator(row: Row) -> dict[str, object]:
    return {
        "no": row.indicator.no,
        "name": row.indicator.name,
        "worth": exact_points(row.worth),
        "earned": exact_points(row.earned),
        "lost": exact_points(row.lost),
        "pending": exact_points(row.pending),
        "recoverable": exact_points(row.score.recoverable),
        "state": row.score.state,
        "postings": [
            {
                "unit": named(posting.unit),
                "clause": posting.clause,
                "finding": posting.finding or None,
                "lost": exact_points(posting.lost),
            }
            for posting in row.score.postings
        ],
    }


def _by_unit(tally: Tally, gaps: Iterable[Gap], today: str) -> list[dict[str, object]]:
    still_open: dict[str, list[Gap]] = {}
    for gap in gaps:
        if gap.open:
            still_open.setdefault(gap.unit, []).append(gap)
    return [_unit(account, still_open.get(account.unit, []), today) for account in tally.by_unit]


def _unit(account: UnitSum, gaps: list[Gap], today: str) -> dict[str, object]:
    return {
        "unit": account.unit,
        "lost": exact_points(account.lost),
        "share": ratio(account.share),
        "rate": ratio(account.rate),
        "bonus": exact_points(account.bonus),
        "penalty": exact_points(account.penalty),
        "indicators": account.indicators,
        "findings": account.findings,
        "by_default": exact_points(account.by_default),
        "open_gaps": len(gaps),
        "overdue": sum(gap.overdue(today) for gap in gaps),
    }


def differences_json(assessment: Assessment, found: Iterable[Difference]) -> dict[str, object]:
    """What `--by differences` adds: the scores of each indicator on which they differ."""
    given = sources(assessment)

    def plain(one: Difference) -> dict[str, object]:
        return {
            "no": one.no,
            "name": one.name,
            "worth": exact_points(one.worth),
            "self": exact_points(one.own),
            "verified": exact_points(one.verified),
            "difference": exact_points(one.above),
            "outside": {
                source: exact_points(points)
                for source, points in zip(given, one.outside, strict=True)
                if points is not None
            },
            "inflated": one.inflated,
        }

    return {"differences": [plain(one) for one in found]}
