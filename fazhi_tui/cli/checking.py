"""数据核验: what to look at before a round, or a unit's part of it, is handed in."""

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.handing_out import hand_out, handing_out_arguments, wants_values
from fazhi_tui.cli.moments import stamp_of
from fazhi_tui.cli.parser import Arguments, Parser
from fazhi_tui.domain.checking import Owed, Remark, checklist, evidence_account
from fazhi_tui.domain.problems import Severity


def verify_arguments(parser: Parser) -> None:
    parser.name()
    parser.option("--of", "单位", "只核验这个单位的")
    parser.flag("--evidence", "列印证材料的应交、已交、缺")
    handing_out_arguments(parser)
    parser.at()


def verify(desk: Desk, args: Arguments) -> int:
    """The checklist, 1 where anything is an error; or the account of evidence."""
    snapshot = desk.snapshot()
    unit = snapshot.roster.unit(args.of) if args.of else ""
    if args.evidence:
        return _evidence(desk, args, unit)
    remarks = checklist(snapshot.roster, snapshot.assessment, unit)
    errors = sum(remark.problem.severity is Severity.ERROR for remark in remarks)
    told = f"错误 {errors} 处，提醒 {len(remarks) - errors} 处"
    if wants_values(desk, args):
        desk.json([_plain(remark) for remark in remarks])
    else:
        from fazhi_tui.exports.contents.checks import check_list

        sheet = check_list(remarks, stamp_of(snapshot, "self"), unit)
        if hand_out(desk, sheet, args, told):
            desk.note(told)
    return 1 if errors else 0


def _evidence(desk: Desk, args: Arguments, unit: str) -> int:
    snapshot = desk.snapshot()
    owed = evidence_account(snapshot.roster, snapshot.assessment)
    heir = snapshot.roster.heir
    chosen = [item for item in owed if heir(unit) in {"", heir(item.unit)}]
    if wants_values(desk, args):
        desk.json([_account(item) for item in chosen])
        return 0
    from fazhi_tui.exports.contents.checks import evidence_list

    sheet = evidence_list(
        snapshot.roster, snapshot.assessment, chosen, stamp_of(snapshot, "self"), unit
    )
    hand_out(desk, sheet, args, f"{len(chosen)} 项指标")
    return 0


def _plain(remark: Remark) -> dict[str, str]:
    from fazhi_tui.wording import message, remedy

    return {
        "severity": str(remark.problem.severity),
        "code": str(remark.problem.code),
        "indicator": remark.indicator,
        "unit": remark.unit,
        "message": message(remark.problem),
        "remedy": remedy(remark.problem),
    }


def _account(item: Owed) -> dict[str, object]:
    return {
        "indicator": item.indicator,
        "unit": item.unit,
        "year": item.year,
        "asked": item.asked,
        "given": item.given,
        "lacking": item.lacking,
        "slots": [
            {"asked": slot.asked, "given": slot.given, "guessed": slot.guessed}
            for slot in item.slots
        ],
    }
