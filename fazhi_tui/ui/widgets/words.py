"""A few lines of plain words in one style; data can't become markup in it."""

from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import safe


class Words(Widget):
    """Words that wrap."""

    DEFAULT_CSS = "Words { height: auto; background: transparent; }"

    def __init__(self, text: str = "", style: Style = look.PLAIN, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text = text
        self._style = style

    def say(self, text: str, *, fixed: bool = False) -> None:
        """Other words; `fixed` if the height does not depend on them."""
        if text != self._text:
            self._text = text
            self.refresh(layout=not fixed)

    def render(self) -> Text:
        """The words in the colours of today."""
        painted = look.paint(look.ON_BOX, self._style)
        words = Style(color=painted.color, bold=painted.bold)
        return Text("\n".join(map(safe, self._text.split("\n"))), style=words)
