"""The bare floor of Textual: one line of text, one key."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """Counts how often the arrow was pressed."""

    BINDINGS = [("down,escape", "more", "more"), ("ctrl+q", "quit", "quit")]
    n = 0

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("你好 hello 0")

    def action_more(self) -> None:
        """Repaint the line."""
        self.n += 1
        self.query_one(Static).update(f"你好 hello {self.n}")


if __name__ == "__main__":
    Hello().run()
