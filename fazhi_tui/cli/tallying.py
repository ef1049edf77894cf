"""What it adds up to: as tables for people, as values for programs."""

from typing import TYPE_CHECKING

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.handing_out import hand_out, handing_out_arguments, wants_values
from fazhi_tui.cli.parser import Arguments, Parser

if TYPE_CHECKING:
    from fazhi_tui.domain.outside import Difference
    from fazhi_tui.exports.sheet import Sheet
    from fazhi_tui.work.snapshot import Snapshot

_BY = ("unit", "area", "group", "indicator", "matrix", "differences")


def tally_arguments(parser: Parser) -> None:
    parser.name()
    parser.option(
        "--by",
        "|".join(_BY),
        "按单位、一级、二级、三级指标，单位×一级指标，或者自评、核定、外部评分的差异，缺省 unit",
        choices=_BY,
    )
    handing_out_arguments(parser)
    parser.track()
    parser.at()


def tally(desk: Desk, args: Arguments) -> int:
    """Totals, and who lost how much."""
    from fazhi_tui.cli.moments import day

    snapshot = desk.snapshot()
    today, by = day(snapshot.head, args), args.by or "unit"
    if wants_values(desk, args):
        from fazhi_tui.cli.figures import differences_json, tally_json

        figures = tally_json(snapshot, args.track, today, by)
        if by == "differences":
            figures |= differences_json(snapshot.assessment, _differences(snapshot))
        desk.json(figures)
        return 0
    sheet = _sheet(snapshot, args, today, by)
    if hand_out(desk, sheet, args, f"{len(sheet.rows)} 行"):
        desk.say(balance(snapshot, args))
    return 0


def balance(snapshot: "Snapshot", args: Arguments) -> str:
    """The line that shows that everything adds up."""
    from fazhi_tui.work.brief import balance_line

    return balance_line(snapshot.tally(args.track))


def _differences(snapshot: "Snapshot") -> "tuple[Difference, ...]":
    from fazhi_tui.domain.outside import differences

    own, verified = snapshot.scores("self"), snapshot.scores("verified")
    return differences(snapshot.roster, snapshot.assessment, own, verified)


def _sheet(snapshot: "Snapshot", args: Arguments, today: str, by: str) -> "Sheet":
    from fazhi_tui.cli.moments import stamp_of
    from fazhi_tui.exports.contents import losses

    track = args.track
    roster, sums = snapshot.roster, snapshot.tally(track)
    stamp = stamp_of(snapshot, track)
    if by == "unit":
        return losses.losses_by_unit(roster, sums, snapshot.gaps(track), stamp, today=today)
    if by == "differences":
        from fazhi_tui.domain.outside import sources
        from fazhi_tui.exports.contents.differences import differences

        given = sources(snapshot.assessment)
        return differences(roster, _differences(snapshot), given, stamp)
    makers = {
        "area": losses.losses_by_area,
        "group": losses.by_group,
        "indicator": losses.by_indicator,
        "matrix": losses.matrix,
    }
    return makers[by](roster, sums, stamp)
