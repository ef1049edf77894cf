"""Typing ahead: a key waits until the one before has had its effects, so none goes astray."""

from collections import deque
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import App
from textual.dom import DOMNode

Typed = events.Key | events.Paste

_MOVING = frozenset({"up", "down", "pageup", "pagedown", "home", "end"})
"""Keys that only move a cursor, unless something is being typed."""

_PATIENCE = 2.0
"""Seconds a key waits at most, for a place to stand that never comes. A busy machine is slow."""

_SLOW = 5.0
"""Seconds it waits for the key before it, on a machine that has much else to do."""


class OneByOne:
    """Gives keys and pastes to `give` one at a time.

    A key may open a dialog, save, or move the focus, all by messages. So a note follows it through
    the queues that it and its messages go through, and only then the next one is given; and not
    before the screen on top has something that takes keys.
    """

    def __init__(self, app: App[None], give: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._give = give
        self._held: deque[Typed] = deque()
        self._busy = False

    async def take(self, event: Typed) -> None:
        """Give it now, or keep it for later."""
        if not self._held and not self._busy and self._ready:
            await self._begin(event)
            return
        self._held.append(event)
        self._app.set_timer(_PATIENCE, self._lose_patience)

    async def go_on(self) -> None:
        """Something has got the focus: what is held may be given."""
        if self._held and not self._busy and self._ready:
            await self._begin(self._held.popleft())

    @property
    def _ready(self) -> bool:
        return self._app.focused is not None

    async def _begin(self, event: Typed) -> None:
        screen = self._app.screen
        target = self._app.focused or screen
        moving = isinstance(event, events.Key) and event.key in _MOVING
        if moving and not getattr(target, "typing", False):
            await self._give(event)
            await self.go_on()
            return
        self._busy = True
        await self._give(event)
        self._follow(deque([*target.ancestors_with_self, screen, self._app]))

    def _follow(self, route: deque[DOMNode], again: bool = True) -> None:
        """Queue up behind the key and what it asked for, in the place where `route` begins.

        A command runs in the app, at the end of the key's way, and asks by way of the screen.
        """

        async def passed() -> None:
            if not again:
                route.popleft()
            if route:
                self._follow(route, not again)
            else:
                await self._done()

        while not route[0].call_later(passed) and len(route) > 1:  # it has left the screen
            route.popleft()

    async def _done(self) -> None:
        self._busy = False
        await self.go_on()

    async def _lose_patience(self) -> None:
        if self._held and self._busy:  # the one before is still at work
            self._app.set_timer(_SLOW, self._give_up)
        else:
            await self._give_up()

    async def _give_up(self) -> None:
        if self._held:
            await self._begin(self._held.popleft())
