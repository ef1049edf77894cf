"""The sentence that covers a terminal too small to work in."""

from textual.strip import Strip
from textual.widget import Widget

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import strip, wrap


class TooSmall(Widget):
    """Covers everything until the terminal is large enough."""

    DEFAULT_CSS = "TooSmall { layer: cover; width: 100%; height: 100%; background: $look-ground; }"

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._needed = (width, height)

    def render_line(self, y: int) -> Strip:
        """The sentence, wrapped."""
        width, height = self._needed
        sentence = (
            f"窗口太小（{self.size.width}×{self.size.height}），请放大到至少 {width}×{height}。"
        )
        lines = wrap(sentence, self.size.width - 2)
        text = f" {lines[y]}" if y < len(lines) else ""
        return strip(((text, look.PENDING),), self.size.width, look.GROUND)
