"""A few lines of plain words in one style; data can't become markup in it."""

from rich.style import Style
from rich.text import Text
from textual.widgets import Static

from fazhi_tui.ui.widgets import look
from fazhi_tui.ui.widgets.cells import safe


class Words(Static):
    """Words that wrap."""

    DEFAULT_CSS = "Words { height: auto; background: transparent; }"

    def __init__(self, text: str = "", style: Style = look.PLAIN, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(_text(text, style), id=id)
        self._words_style = style

    def say(self, text: str, *, fixed: bool = False) -> None:
        """Other words; `fixed` if the height does not depend on them."""
        self.update(_text(text, self._words_style), layout=not fixed)


def _text(text: str, style: Style) -> Text:
    return Text("\n".join(map(safe, text.split("\n"))), style=style)
