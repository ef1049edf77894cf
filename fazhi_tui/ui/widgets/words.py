"""A few lines of plain words in one style; data can't become markup in it."""

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import block, safe


class Words(Widget):
    """Words that wrap; with `lines` in so many lines, and … where something was left off."""

    DEFAULT_CSS = "Words { height: auto; background: transparent; }"

    def __init__(
        self,
        text: str = "",
        style: Style = look.PLAIN,
        *,
        id: str | None = None,  # noqa: A002
        lines: int = 0,
    ) -> None:
        super().__init__(id=id)
        self._text = text
        self._style = style
        self._lines = lines
        if lines:
            self.styles.height = lines

    def say(self, text: str) -> None:
        """Other words."""
        if text != self._text:
            self._text = text
            self.refresh(layout=not self._lines)

    def render(self) -> Text:
        """The words in the colours of today."""
        painted = look.paint(look.ON_BOX, self._style)
        words = Style(color=painted.color, bold=painted.bold)
        if self._lines:
            shown = block(self._text, self.content_size.width, self._lines)
        else:
            shown = "\n".join(map(safe, self._text.split("\n")))
        return Text(shown, style=words)
