"""What happened to an assessment since the forms went out that units now send back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fazhi_tui.domain.assessment import Assessment
from fazhi_tui.domain.changes import (
    AcceptItem,
    Change,
    Restore,
    ReturnItem,
    TakeSections,
    touched,
)
from fazhi_tui.domain.fields import Field, Said, plain, value_of
from fazhi_tui.domain.section import EvidenceRow, Section


class Step(NamedTuple):
    """One line of the journal: its change, and the assessment before and after it."""

    seq: int
    change: Change
    before: Assessment
    after: Assessment


class Past:
    """The assessment as it was at each `base_seq`, and every step behind the first of them."""

    def __init__(self, bases: Mapping[int, Assessment], steps: Iterable[Step]) -> None:
        self._bases = bases
        self._by_indicator: dict[str, list[Step]] = defaultdict(list)
        self._of_evidence: list[Step] = []
        for step in steps:
            if isinstance(step.change, TakeSections):
                continue
            if isinstance(step.change, Restore) and step.change.taken:
                continue  # it undid the taking in of reports
            parts = touched(step.change)
            for no in parts.indicators:
                self._by_indicator[no].append(step)
            if parts.evidence:
                self._of_evidence.append(step)

    def base(self, section: Section) -> Assessment:
        """What the section's form was made from; blank where that is not known."""
        return self._bases.get(section.base_seq, _NOTHING)

    def _steps(self, field: Field, after: int) -> list[Step]:
        steps = self._of_evidence if field.is_evidence else self._by_indicator[field.indicator]
        return [step for step in steps if step.seq > after]

    def changed(self, field: Field, section: Section, said: Said) -> bool:
        """Whether somebody changed the field after the section's form went out: not back to what
        it was then, nor to what the section says too."""
        for step in reversed(self._steps(field, section.base_seq)):
            before, after = value_of(step.before, field), value_of(step.after, field)
            if plain(before) != plain(after):
                known = (plain(value_of(self.base(section), field)), plain(said))
                return plain(after) not in known
        return False

    def asked_since(self, field: Field, section: Section) -> tuple[str, ...]:
        """Which of the documents asked for somebody here said a piece of evidence is, after the
        section's form went out: a row that does not say so leaves it at that."""
        for step in reversed(self._steps(field, section.base_seq)):
            before, after = value_of(step.before, field), value_of(step.after, field)
            if not isinstance(after, EvidenceRow):
                return ()
            if not isinstance(before, EvidenceRow) or before.asked != after.asked:
                return after.asked
        return ()

    def reopened(self, field: Field, section: Section) -> bool:
        """Whether the office's last word on the item was to hand it back to the unit."""
        no, unit = field.indicator, field.unit
        for step in reversed(self._steps(field, section.base_seq)):
            change = step.change
            if isinstance(change, ReturnItem | AcceptItem):
                if (no, unit) in change.parts:
                    return isinstance(change, ReturnItem)
            elif step.before.entry(no).verified != step.after.entry(no).verified:
                return False
        mark = self.base(section).entry(no).mark(unit)
        return mark is not None and mark.state == "returned"


_NOTHING = Assessment()
