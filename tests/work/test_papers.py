"""Letters and cut-offs over a store: they go with no other change, and numbers are the store's."""

from decimal import Decimal
from pathlib import Path

import pytest

from fazhi_tui.domain.changes import FixCutOff, IssueLetters, NumberLetter, RecordFinding
from fazhi_tui.domain.figures import figures_of
from fazhi_tui.domain.papers import CutOff
from fazhi_tui.domain.problems import Code, Refused
from fazhi_tui.store.store import Store, open_store
from fazhi_tui.wording.shown import chinese_date
from fazhi_tui.work.deeds import what_was_done
from fazhi_tui.work.finalizing import cut_off_of, fix, still_as_fixed
from fazhi_tui.work.letters import Wish, draw_up
from fazhi_tui.work.opening import open_session
from fazhi_tui.work.session import Session
from tests.store.making import FINDING, NAME, a_session


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(str(tmp_path / "a.db"))


@pytest.fixture
def session(store: Store) -> Session:
    """A round where 司法局 lost something."""
    session = a_session(store)
    session.make(FINDING)
    session.make(RecordFinding("1", "b", level="轻", bearers=(("司法局", Decimal(1)),)))
    return session


def other(session: Session) -> Session:
    """The same assessment opened by another program."""
    return open_session(open_store(session.store.place), NAME, actor="李")


def letters(session: Session) -> IssueLetters:
    return IssueLetters(draw_up(session.snapshot, Wish("2025-07-01", units=("司法局",))))


def refused(session: Session, change: IssueLetters | FixCutOff | NumberLetter) -> Code:
    with pytest.raises(Refused) as caught:
        session.make(change)
    return caught.value.problems[0].code


def test_figures_never_go_with_what_another_wrote_meanwhile(session: Session) -> None:
    change = letters(session)
    head = session.snapshot.head
    cut_off = CutOff("submission", head.seq, head.hash, figures_of(session.snapshot.tally()))
    other(session).make(FINDING)
    assert refused(session, change) is Code.CHANGED_MEANWHILE
    other(session).make(FINDING)
    assert refused(session, FixCutOff(cut_off)) is Code.CHANGED_MEANWHILE
    session.make(letters(session))
    fix(session, "submission", "self")


def test_others_go_on_while_letters_go_out(session: Session) -> None:
    late = other(session)
    session.make(letters(session))
    late.make(FINDING)
    late.make(NumberLetter("司法局.1", "甲〔2025〕1号", "2025-07-02"))
    assert session.refresh()
    assert session.snapshot.assessment.letters["司法局.1"].number == "甲〔2025〕1号"


def test_two_who_sign_the_same_letter_see_each_other(session: Session) -> None:
    session.make(letters(session))
    late = other(session)
    session.make(NumberLetter("司法局.1", "甲〔2025〕1号", "2025-07-02"))
    signed = NumberLetter("司法局.1", "甲〔2025〕2号", "2025-07-02")
    assert refused(late, signed) in {Code.CHANGED_MEANWHILE, Code.LETTER_NUMBERED}


def test_a_number_is_the_stores(session: Session) -> None:
    session.make(letters(session))
    session.make(NumberLetter("司法局.1", "甲〔2025〕1号", "2025-07-02"))
    (row,) = session.store.letters(session.snapshot.head.id)
    assert (row.number, row.letter) == ("甲〔2025〕1号", "司法局.1")
    told = what_was_done(session.lines[-1].change, session.snapshot.roster)
    assert told == "函件 司法局.1 签发，文号 甲〔2025〕1号，日期 2025-07-02"


def test_a_cut_off_is_found_by_its_record(session: Session) -> None:
    before = session.snapshot
    _, cut_off = fix(session, "deliberation", "self")
    assert cut_off_of(session.snapshot, before) == cut_off
    assert cut_off_of(session.snapshot, session.snapshot) is None
    assert still_as_fixed(before, cut_off)
    session.make(FINDING)
    assert not still_as_fixed(session.snapshot, cut_off)


@pytest.mark.parametrize(
    ("day", "told"),
    [("2025-07-01", "2025年7月1日"), ("", ""), ("明天", "明天"), ("a-b-c", "a-b-c")],
)
def test_a_day_as_documents_write_it(day: str, told: str) -> None:
    assert chinese_date(day) == told
