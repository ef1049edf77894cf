"""A terminal too small to work in: said on every screen, also where a box lies on it."""

from typing import Any

from textual.geometry import Size
from textual.screen import Screen

LEAST_WIDTH, LEAST_HEIGHT = 60, 16


async def cover(screen: Screen[Any], size: Size) -> None:
    """Cover the screen with that sentence as long as it is too small."""
    small = size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT
    if small and not screen.query("TooSmall"):
        from fazhi_tui.ui.widgets.too_small import TooSmall

        await screen.mount(TooSmall(LEAST_WIDTH, LEAST_HEIGHT))
    elif not small:
        await screen.query("TooSmall").remove()
