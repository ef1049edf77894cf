"""What the app remembers beside assessments: what is half typed, and initials to find names by."""

from collections.abc import Callable

from textual import on, work

from fazhi_tui.domain.problems import Refused
from fazhi_tui.store.settings import Settings
from fazhi_tui.ui.drafts import Draft, Drafting, Drafts, drafts_folder, key_of
from fazhi_tui.ui.exchanging import ExchangingApp
from fazhi_tui.ui.messages import DraftWanted, InitialsWanted
from fazhi_tui.ui.practice import Practice
from fazhi_tui.ui.telling import sentences


class RememberingApp(ExchangingApp):
    """Drafts are those of one person; of practising nothing is kept."""

    _actor: str

    def __init__(self, settings: Settings | None, *, practice: bool) -> None:
        super().__init__(settings)
        self._practice = Practice(whole=practice)
        self._drafts = Drafts(drafts_folder())
        self._passing = Drafts(None)

    @on(DraftWanted)
    def give_draft(self, event: DraftWanted) -> None:
        """What was typed there in this assessment, by the same person, and not saved."""
        head = self._session.snapshot.head if self._session else None
        drafts = self._passing if self._practice.going_on else self._drafts
        key = key_of(head.id if head else "", self._actor, self._unit, event.dialog)
        event.take(Draft(drafts, key))

    def _keep_unfinished(self) -> None:
        """What is half typed survives the program, however it ends."""
        for screen in self.screen_stack:
            if isinstance(screen, Drafting):
                screen.keep_draft()

    @on(InitialsWanted)
    def bring_initials(self, event: InitialsWanted) -> None:
        """From the store, else worked out in the background and kept there."""
        from fazhi_tui.ui.learning import recall

        try:
            missing = recall(self._session, event.texts)
        except Refused:  # finding by the characters themselves works without them
            missing = []
        if missing:
            self._work_out(missing, event.then)
        else:
            event.then()

    @work(thread=True, exclusive=True, group="initials")
    def _work_out(self, missing: list[str], then: Callable[[], None]) -> None:
        from fazhi_tui.ui.learning import found_out

        self.call_from_thread(self._learnt, found_out(missing), then)

    def _learnt(self, found: dict[str, str], then: Callable[[], None]) -> None:
        from fazhi_tui.ui.learning import keep

        try:
            keep(self._session, found)
        except Refused as refused:
            self._tell(sentences(refused))
        then()
