"""What a command works with: the store it asked for, its reader and the way out to him."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fazhi_tui.cli.parser import Arguments
from fazhi_tui.cli.streams import put, put_aside
from fazhi_tui.domain.problems import Problem

if TYPE_CHECKING:
    from fazhi_tui.domain.changes import Change
    from fazhi_tui.store.store import Store
    from fazhi_tui.work.session import Session
    from fazhi_tui.work.snapshot import Snapshot


class Desk:
    """One command's store, opened when first asked for, and its output."""

    def __init__(self, args: Arguments) -> None:
        self._args = args
        self._store: Store | None = None
        self.as_json: bool = args.json

    # ── the store ────────────────────────────────────────────────────────────────────────────

    @property
    def place(self) -> str:
        """Where the store asked for is. Raises `Refused`."""
        from fazhi_tui.store.places import store_path

        return store_path(self._args.db or "")

    @property
    def store(self) -> "Store":
        """The store asked for. Raises `Refused`."""
        if self._store is None:
            from fazhi_tui.store.store import open_store

            self._store = open_store(self.place)
            self._warn()
        return self._store

    def use(self, store: "Store") -> None:
        """Work with this store from now on."""
        self._store = store

    def _warn(self) -> None:
        from fazhi_tui.store.drives import doubt_about

        if problem := doubt_about(self.store.database):
            from fazhi_tui.wording import say

            self.warn(say(problem))

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()

    @property
    def actor(self) -> str:
        """Who does it: as told, else whoever is logged in."""
        if self._args.actor is not None:
            from fazhi_tui.domain.text import clean_line

            return clean_line(self._args.actor)
        from fazhi_tui.work.session import who_am_i

        return who_am_i()

    def unit(self, session: "Session") -> str:
        """The unit spoken for, by its canonical name; "" where none is. Raises `Refused`."""
        asked = self._args.unit
        return session.snapshot.roster.unit(asked) if asked else ""

    def session(self) -> "Session":
        """The assessment named, to work on. Raises `Refused`."""
        from fazhi_tui.work.opening import open_session

        return open_session(self.store, self._args.name, actor=self.actor)

    def snapshot(self) -> "Snapshot":
        """The assessment named, as it is or was at `--at`. Raises `Refused`."""
        from fazhi_tui.work.opening import snapshot_at

        return snapshot_at(self.store, self._args.name, getattr(self._args, "at", None) or "")

    def current(self) -> "Snapshot":
        """The assessment named, as it is now. Raises `Refused`."""
        from fazhi_tui.work.opening import snapshot_at

        return snapshot_at(self.store, self._args.name)

    # ── making a change ──────────────────────────────────────────────────────────────────────

    def make(self, session: "Session", change: "Change", told: str, *, given: str = "") -> int:
        """Make a change and tell it: `told` with `{id}` in it, and the loss before and after.

        `given` is the id told where the change gives out none. Raises `Refused`.
        """
        verified = getattr(change, "track", "") == "verified"  # then `--unit` is whom it is about
        made = session.make(change, "" if verified else self.unit(session))
        lost = (made.lost_before, made.lost_after)
        self.tell_made(made.seq, made.id or given, lost, told)
        return 0

    def tell_made(self, seq: int, given: str, lost: tuple[int, int], told: str) -> None:
        """What a change did, as a value or a line; a loss that stays as it was is not told."""
        from fazhi_tui.domain.points import exact_points, show_points

        before, after = lost
        if self.as_json:
            self.json(
                {
                    "seq": seq,
                    "id": given or None,
                    "lost_before": exact_points(before),
                    "lost_after": exact_points(after),
                }
            )
            return
        change = f"，失分 {show_points(before)} → {show_points(after)}" if before != after else ""
        told = told.replace("{id}", given) if given else told  # what people wrote may say {id} too
        self.say(f"{told}{change}（第{seq}条记录）")

    # ── the way out ──────────────────────────────────────────────────────────────────────────

    def say(self, text: str) -> None:
        """Lines for a person, nothing unseen in them."""
        if not text.isprintable():
            from fazhi_tui.wording import visible

            text = "\n".join(map(visible, text.split("\n")))
        put(text)

    def exactly(self, text: str) -> None:
        """A file's text, already made harmless, with its own marks and line ends."""
        put(text, end="")

    def json(self, value: object) -> None:
        """A value for a program."""
        from msgspec.json import encode

        try:
            text = encode(value).decode()
        except UnicodeEncodeError:  # a name of a file that no text can spell
            from json import dumps

            from msgspec import to_builtins

            text = dumps(to_builtins(value))
        put(text if text.isprintable() else "".join(map(_escaped, text)))

    def warn(self, sentence: str) -> None:
        """A sentence that stops nothing."""
        from fazhi_tui.wording import visible

        put_aside(f"提醒：{visible(sentence)}")

    def note(self, sentence: str) -> None:
        """A line beside the output, for whoever watches."""
        from fazhi_tui.wording import visible

        put_aside(visible(sentence))

    def complain(self, problems: Iterable[Problem]) -> None:
        """One sentence for each problem."""
        from fazhi_tui.wording import say

        for problem in problems:
            put_aside(say(problem))


def terminal_width() -> int | None:
    """The cells of the terminal; None where the output goes elsewhere."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _escaped(char: str) -> str:
    """A character that can't be seen as JSON writes it: no terminal acts on it."""
    if char.isprintable():
        return char
    units = char.encode("utf-16-be")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
