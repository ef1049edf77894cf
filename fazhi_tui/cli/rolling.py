"""All assessments of a store at once, as a province sees its cities."""

from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.figures import ratio
from fazhi_tui.cli.handing_out import hand_out, handing_out_arguments, wants_values
from fazhi_tui.cli.parser import Arguments, Parser
from fazhi_tui.domain.points import exact_points

if TYPE_CHECKING:
    from fazhi_tui.store.rollup import Line, Ranked, Rollup

_BY = ("category", "area", "indicator", "distribution", "ranking")


def rollup_arguments(parser: Parser) -> None:
    parser.option(
        "--by",
        "|".join(_BY),
        "按单位类别、一级指标、三级指标，或者得分率分布、排名，缺省 ranking",
        choices=_BY,
    )
    handing_out_arguments(parser)
    parser.track()


def rollup(desk: Desk, args: Arguments) -> int:
    """Sums over everything that is listed."""
    from fazhi_tui.work.rollup import roll_up

    found = roll_up(desk.store, args.track, actor=desk.actor)
    if wants_values(desk, args):
        desk.json(_plain(found))
        return 0
    from fazhi_tui.exports.contents.province import province_sheet

    sheet = province_sheet(found, args.by or "ranking")
    hand_out(desk, sheet, args, f"{len(sheet.rows)} 行")
    return 0


def _plain(found: "Rollup") -> dict[str, object]:
    figures = ("full", "earned", "lost", "pending", "bonus", "penalty")
    lost = found.sum_of("lost")
    return {
        "track": found.track,
        "assessments": len(found.ranking),
        **{name: exact_points(found.sum_of(name)) for name in figures},
        "by_category": [
            {
                "category": item.category,
                "units": item.units,
                "lost": exact_points(item.lost),
                "share": ratio(Fraction(item.lost, lost) if lost else None),
            }
            for item in found.categories
        ],
        "by_area": [_line(line) for line in found.areas],
        "by_indicator": [
            {**_line(line), "losing": line.losing, "not_applicable": line.not_applicable}
            for line in found.indicators
        ],
        "distribution": [{"from": start, "count": count} for start, count in found.distribution],
        "ranking": [_ranked(item) for item in found.ranking],
    }


def _line(line: "Line") -> dict[str, object]:
    return {
        "set": line.set_id,
        "no": line.no,
        "name": line.name,
        "full": exact_points(line.full),
        "earned": exact_points(line.earned),
        "lost": exact_points(line.lost),
        "pending": exact_points(line.pending),
        "rate": ratio(line.rate),
        "items": line.items,
    }


def _ranked(item: "Ranked") -> dict[str, object]:
    return {
        "rank": item.rank,
        "name": item.name,
        "total": exact_points(item.total),
        "full": exact_points(item.sums.full),
        "rate": ratio(item.rate),
        "lost": exact_points(item.sums.lost),
        "pending": exact_points(item.sums.pending),
        "indicators": item.sums.indicators,
        "answered": item.sums.answered,
        "vetoes": item.sums.vetoes,
        "at": item.at,
    }
