"""The right side of the workbench: one indicator, its clauses with input cells, what hangs on it.

Lines are laid out by `layout`; this file owns the cursor, typing a value in place, and messages.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset
from textual.message import Message

from fazhi_tui.ui.widgets.cells import cells, safe
from fazhi_tui.ui.widgets.detail_layout import DetailView, Kind, Layout, Stop, lay_out
from fazhi_tui.ui.widgets.pane import Pane

_TYPED = frozenset("0123456789./-０１２３４５６７８９．。／－无")
_LONGEST = 30
_NOT_TYPED = "这里只填数字、分子/分母或“无”；文字请按 F3 写在失分项里。"

After: TypeAlias = Callable[[], object]
"""What comes once a typed value is saved; it does not come if that is refused."""


class Detail(Pane):
    """One indicator. Up and Down go from clause to clause and on to findings and evidence."""

    DEFAULT_CSS = "Detail { width: 1fr; height: 1fr; }"

    class Entered(Message):
        """A value was typed, or chosen, for a clause of an indicator."""

        def __init__(self, no: str, clause: str, text: str) -> None:
            super().__init__()
            self.no = no
            self.clause = clause
            self.text = text

    class Dropped(Message):
        """A value was being typed and was given up."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Opened(Message):
        """The dialog behind a row is wanted, perhaps with a first character typed."""

        def __init__(self, kind: Kind, key: str, typed: str = "") -> None:
            super().__init__()
            self.kind = kind
            self.key = key
            self.typed = typed

    class Turned(Message):
        """Another indicator is wanted: the next (1) or the one before (-1)."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Left(Message):
        """The person goes back to the tree."""

    def __init__(self) -> None:
        super().__init__()
        self._view = DetailView()
        self._laid = Layout()
        self._stop = 0
        self._buffer: str | None = None
        self._trouble = ""
        self._sent = False
        self._queue: list[After | None] = []

    @property
    def current(self) -> Stop | None:
        """The row under the cursor."""
        stops = self._laid.stops
        return stops[self._stop] if self._stop < len(stops) else None

    @property
    def typing(self) -> bool:
        """Whether a value is being typed and not saved yet."""
        return self._buffer is not None

    @property
    def typed(self) -> tuple[str, str, str] | None:
        """What is half typed: the indicator, the key of the clause, the text."""
        if self._buffer and self.current:
            return self._view.key, self.current.key, self._buffer
        return None

    @property
    def clause_keys(self) -> list[str]:
        """The keys of the clauses, in order."""
        return [clause.key for clause in self._view.clauses]

    def entry_of(self, clause: str) -> str:
        """What stands in the cell of a clause."""
        return next((each.entry for each in self._view.clauses if each.key == clause), "")

    def show(self, view: DetailView) -> None:
        """Show an indicator; the cursor stays if it is the one shown before."""
        if view.key == self._view.key:
            self._keep_place(view)
        else:
            self._view, self._stop, self._top = view, 0, 0
            self._clear()
        if not self._sent:  # else the outcome comes next, and lays out once for both
            self.relay()

    def _keep_place(self, view: DetailView) -> None:
        """The cursor and what is typed stay with their row, wherever that stands now."""
        before, rows = self._view.rows, view.rows
        here = before[self._stop] if self._stop < len(before) else None
        entry = self.entry_of(here[1]) if here else ""
        self._view = view
        if here not in rows:
            self._stop = max(min(self._stop, len(rows) - 1), 0)
            if self.typing and not self._sent:  # somebody else has taken its row away
                self.post_message(self.Dropped(self._buffer or ""))
                self._clear()
            return
        self._stop = rows.index(here)
        now = self.entry_of(here[1])
        if self.typing and not self._sent and now != entry:
            told = f"别人刚把这里改成“{now or '未填'}”"
            self._trouble = f"{told}：按 Enter 存您填的，按 Esc 放弃。"

    def begin(self, typed: str = "", first_blank: bool = True) -> None:
        """Put the cursor on the first blank clause (or the first) and start typing there."""
        clauses = self._view.clauses
        blanks = [i for i, clause in enumerate(clauses) if not clause.answered]
        self._stop = blanks[0] if blanks and first_blank else 0
        self.relay()
        if typed:
            self._take(typed)

    def leave(self, after: After | None) -> None:
        """Have what is being typed saved, then `after`; where nothing is, `after` at once.

        Without `after`, one goes on to what is next to fill in.
        """
        if self._sent:  # it is being saved already
            self._queue.append(after)
        elif self._buffer and self.current:
            self._sent, self._queue = True, [after]
            key, text = self.current.key, self._buffer
            self.post_message(self.Entered(self._view.key, key, text))
        else:
            self._buffer, self._trouble = None, ""
            self.relay()
            if after:
                after()

    def saved(self, beyond: After) -> None:
        """The typed value is saved: what waited for that comes now; `beyond` the last clause."""
        waiting, self._queue = self._queue, []
        self._clear()
        if waiting != [None]:
            self.relay()
        for after in waiting:
            if after:
                after()
            elif not self.advance():
                beyond()

    def _clear(self) -> None:
        self._buffer, self._trouble, self._sent = None, "", False

    def drop(self) -> None:
        """Give up what is being typed, and tell."""
        if self._buffer:
            self.post_message(self.Dropped(self._buffer))
        self.give_up()

    def give_up(self) -> None:
        """What was typed is taken care of elsewhere; what waited for it does not come."""
        self._queue = []
        self._clear()
        self.relay()

    def advance(self) -> bool:
        """To the next clause; False if this was the last one."""
        self._clear()
        current = self.current
        more = bool(current) and self._stop + 1 < len(self._view.clauses)
        if more:
            self._stop += 1
        self.relay()
        return more

    def resume(self, clause: str, text: str, sentence: str) -> bool:
        """Type that value still, with a sentence under it; False if there is no such cell now."""
        keys = self.clause_keys
        if clause not in keys:
            self.drop()
            return False
        self._stop, self._buffer = keys.index(clause), text
        self._trouble, self._sent, self._queue = sentence, False, []
        self.relay()
        return True

    # ------------------------------------------------------------ keys and mouse
    def on_key(self, event: events.Key) -> None:
        """Move between rows, type a value, save it, go back."""
        handled = self._key_while_typing(event) if self.typing else self._key(event)
        if handled:
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take the digits of what is pasted, or of what an input method commits at once."""
        event.stop()
        self._take(event.text)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row; a second click opens it."""
        row = self.row_at(event.y)
        for stop in self._laid.stops:
            if row is not None and row in stop.rows:
                if stop != self.current or not self.has_focus:
                    self.leave(partial(self._stand, stop.kind, stop.key))
                elif not self.typing:
                    self._open()
                return

    def on_blur(self) -> None:
        """Typing is saved when one goes elsewhere, and goes on when one looks at other windows."""
        if self.typing and self.screen.focused:
            self.leave(self.relay)

    # ------------------------------------------------------------ inside
    def _key(self, event: events.Key) -> bool:
        match event.key:
            case "down":
                self._step(1)
            case "up":
                self._step(-1)
            case "pagedown" | "pageup":
                self.post_message(self.Turned(1 if event.key == "pagedown" else -1))
            case "home":
                self._step(-len(self._laid.stops))
            case "end":
                self._step(len(self._laid.stops))
            case "left" | "escape" | "tab" | "shift+tab":
                self.post_message(self.Left())
            case "right" if self._choices():
                self._choose(1)
            case "enter" | "right" | "space":
                self._open()
            case _:
                return self._take(event.character or "")
        return True

    def _key_while_typing(self, event: events.Key) -> bool:
        """What leaves the cell saves first; only Esc gives up."""
        after: After | None = None
        match event.key:
            case "left" | "right" if self._choices():
                self._choose(1 if event.key == "right" else -1)
                return True
            case "backspace":
                self._buffer, self._trouble = (self._buffer or "")[:-1], ""
                self.relay()
                return True
            case "ctrl+u" | "delete":
                self._buffer, self._trouble = "", ""
                self.relay()
                return True
            case "escape":
                self.drop()
                return True
            case "enter":
                pass
            case "down" | "up":
                by = 1 if event.key == "down" else -1
                after = partial(self._step, by)
            case "right":
                after = self.relay
            case "tab" | "shift+tab" | "left" | "home" | "end" | "pageup" | "pagedown":
                after = partial(self._key, event)
            case _:
                return self._take(event.character or "")
        self.leave(after)
        return True

    def _step(self, by: int) -> None:
        last = len(self._laid.stops) - 1
        target = max(0, min(self._stop + by, last))
        if target == self._stop:
            beyond = self._top + by * 3
            self.draw(self._lines, self._marked, beyond)
            return
        self._stop = target
        self.relay()

    def _choices(self) -> tuple[str, ...]:
        current = self.current
        if current is None or current.kind != "clause":
            return ()
        return self._view.clauses[self._stop].choices

    def _choose(self, by: int) -> None:
        choices = self._choices()
        shown = self._buffer if self._buffer is not None else self._view.clauses[self._stop].entry
        place = choices.index(shown) + by if shown in choices else (0 if by > 0 else -1)
        self._buffer = choices[place % len(choices)]
        self.relay()

    def _take(self, text: str) -> bool:
        """Take in typed or pasted text, all of it or nothing."""
        current = self.current
        text = text.strip()
        if not text or not text.isprintable() or current is None or current.kind != "clause":
            return False
        clause = self._view.clauses[self._stop]
        if text in clause.choices:
            self._buffer = text
        elif clause.choices:
            if text.isdecimal() and 0 < int(text) <= len(clause.choices):
                self._buffer = clause.choices[int(text) - 1]
        elif not _TYPED.issuperset(text):
            if not self.typing and len(text) == 1:
                return False  # a letter may be a command
            self._trouble = _NOT_TYPED
            self.relay()
            return True
        elif not clause.typed:
            self.post_message(self.Opened("clause", clause.key, text))
            return True
        elif len(self._buffer or "") + len(text) > _LONGEST:
            self._trouble = f"最多 {_LONGEST} 个字符。"
            self.relay()
            return True
        else:
            self._buffer = (self._buffer or "") + text
        self._trouble = ""
        self.relay()
        return True

    def _stand(self, kind: Kind, key: str) -> None:
        """Put the cursor on a row, wherever it stands now."""
        for place, stop in enumerate(self._laid.stops):
            if (stop.kind, stop.key) == (kind, key):
                self._stop = place
        self.relay()

    def _open(self) -> None:
        current = self.current
        if current is None:
            return
        clause = self._view.clauses[self._stop] if current.kind == "clause" else None
        if clause and clause.answered and clause.typed:
            if not self.advance():
                self.post_message(self.Turned(1))
        elif clause and clause.typed:
            self._buffer = ""
            self.relay()
        elif clause and clause.choices:
            self._choose(0 if clause.entry in clause.choices else 1)
        else:
            self.post_message(self.Opened(current.kind, current.key))

    def relay(self) -> None:
        """Lay the lines out anew and repaint those that differ."""
        if not self._width:
            return
        view = self._view
        fits = cell_len(safe(view.title)) + cells(view.figures) + 9 <= self._width
        self.entitle(view.title if fits else view.no, view.figures)
        heading = "" if fits else view.title
        self._laid = lay_out(
            view, self.inner_width, self._stop, self._buffer, self._trouble, heading=heading
        )
        current = self.current
        rows = current.rows if current else range(0)
        top = self.reach(rows) if current else 0
        if self._stop == 0:
            top = 0 if rows.stop <= self.inner_height else top
        self.draw(self._laid.lines, rows if self._lit else range(0), top)

    @property
    def cursor_screen_offset(self) -> Offset | None:
        """Where on the screen text is being typed now; an input method opens there."""
        if self._buffer is None:
            return None
        column, row = self._laid.field
        typed = min(cell_len(safe(self._buffer)), self._laid.room)
        here = Offset(column + 1 + typed, row - self._top + 1)
        return self.region.offset + here


__all__ = ["Detail", "DetailView"]
