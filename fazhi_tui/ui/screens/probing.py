"""The office's looking closer from a place: spot checks, and scores from outside."""

from abc import abstractmethod
from secrets import token_hex
from typing import TYPE_CHECKING

from fazhi_tui.domain.outside import scores_of, sources
from fazhi_tui.domain.records import Sample
from fazhi_tui.domain.sampling import samples
from fazhi_tui.ui.messages import Shown
from fazhi_tui.ui.screens.base import Place
from fazhi_tui.ui.screens.sifting import speaks_for_a_unit
from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.table import Column, TableRow
from fazhi_tui.wording.terms import SAMPLED

if TYPE_CHECKING:
    from fazhi_tui.ui.dialogs.listing import ListingDialog

_NEW = "new"
_COMMANDS = frozenset({"sample", "outside", "outside_table"})


class Probing(Place):
    """A place where the office looks closer at one indicator or many."""

    @property
    @abstractmethod
    def current_no(self) -> str:
        """The number of the indicator under the cursor; "" where there is none."""

    def why_not(self, command: str) -> str:
        """All of it is the office's; one score needs its indicator."""
        if command in _COMMANDS and speaks_for_a_unit(self.now):
            return f"这由{self.now.snapshot.roster.office}办理。"
        if command == "outside" and self.current_no not in self.now.snapshot.roster.indicators:
            return "请先把光标移到一项指标上。"
        return super().why_not(command)

    # ------------------------------------------------------------ spot checks
    def action_sample(self) -> None:
        """Draw a sample, or go on with one."""
        from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option

        found = samples(self.now.snapshot.assessment)
        if not found:
            self._draw()
            return
        options = [Option(str(one.n), _named(one), _standing(one)) for one in reversed(found)]
        options.append(Option(_NEW, "再抽一次", "另取一个种子"))
        self.open(ChooserDialog("抽查", options, "哪一次"), self._choose_sample)

    def _choose_sample(self, key: str) -> None:
        if key == _NEW:
            self._draw()
        else:
            self._show_sample(int(key))

    def _draw(self) -> None:
        from fazhi_tui.ui.dialogs.probe import draw_form

        def drawn(_: bool) -> None:
            self._show_sample(samples(self.now.snapshot.assessment)[-1].n)

        self.open(draw_form(token_hex(8)), drawn)

    def _show_sample(self, n: int, item: str = "") -> None:
        """What was drawn; Enter enters what was found of it, and comes back to it."""
        self.open_list(
            lambda: _sample_dialog(self.now, self._sample(n), item), lambda key: self._check(n, key)
        )

    def _sample(self, n: int) -> Sample:
        return next(one for one in samples(self.now.snapshot.assessment) if one.n == n)

    def _check(self, n: int, item: str) -> None:
        from fazhi_tui.ui.dialogs.probe import check_form

        snapshot = self.now.snapshot
        form = check_form(snapshot.roster, snapshot.assessment, self._sample(n), item)
        self.open(form, lambda _: self._show_sample(n, item))

    # ------------------------------------------------------------ scores from outside
    def action_outside(self) -> None:
        """The score of the indicator under the cursor."""
        from fazhi_tui.ui.dialogs.probe import outside_form

        snapshot, no = self.now.snapshot, self.current_no
        source = _last_source(self.now)
        given = scores_of(snapshot.assessment, source).get(no) if source else None
        self.open(outside_form(snapshot.roster.indicators[no], source, given))

    def action_outside_table(self) -> None:
        """A table of scores."""
        from fazhi_tui.ui.dialogs.probe import outside_table_form

        self.open(outside_table_form(self.now.snapshot.roster, _last_source(self.now)))


def _last_source(shown: Shown) -> str:
    known = sources(shown.snapshot.assessment)
    return known[-1] if known else ""


def _named(sample: Sample) -> str:
    return f"第{sample.n}次　{SAMPLED[sample.of]} {sample.pool} 项中抽 {len(sample.drawn)} 项"


def _standing(sample: Sample) -> str:
    return f"已查 {len(sample.results)} 项"


def _sample_dialog(shown: Shown, sample: Sample, item: str) -> "ListingDialog":
    from fazhi_tui.ui.dialogs.listing import ListingDialog

    columns = (
        Column("编号", style=look.STRONG, most=20),
        Column("名称", stretch=2, least=10),
        Column("结果", least=8),
        Column("查到什么", stretch=2, least=8),
        Column("失分项", most=24, dispensable=1),
    )
    rows = [_row(shown, sample, item) for item in sample.drawn]
    foot = f"种子 {sample.seed}，{_standing(sample)}"
    keys = "↑↓ 移动 · Enter 记结果 · Esc/F12 返回"
    return ListingDialog(_named(sample), columns, rows, foot, keys, current=item)


def _row(shown: Shown, sample: Sample, item: str) -> TableRow:
    snapshot, result = shown.snapshot, sample.results.get(item)
    if sample.of == "evidence":
        evidence = snapshot.assessment.evidence.get(item)
        name = evidence.title if evidence else ""
    else:
        name = snapshot.roster.indicators[item].name
    word = ("未查", look.DIM)
    if result:
        word = ("没有问题", look.GOOD) if result.fine else ("有问题", look.LOST)
    note, finding = (result.note, result.finding) if result else ("", "")
    return TableRow(item, (item, name, word, note, finding), about=f"{item} {name}　{note}")
