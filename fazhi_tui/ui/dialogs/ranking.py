"""Which options a few words mean, best first, and what to mark in them: pure functions."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from fazhi_tui.ui.widgets.initials import Mark, excerpt, find, words_of
from fazhi_tui.ui.widgets.table import Marked


class Option(Struct, frozen=True):
    """One line of a list. `more` stands behind, dimmed; `searched` are further texts with names."""

    key: str
    text: str
    more: str = ""
    searched: tuple[tuple[str, str], ...] = ()


class Hit(Struct, frozen=True):
    """An option that has every word, what it shows, and how well it is meant."""

    option: Option
    text: Marked
    more: Marked
    rank: int


def hits(options: Iterable[Option], wanted: str) -> Sequence[Hit]:
    """The options that have every word of `wanted`, the best first, else in their order."""
    words = words_of(wanted)
    found = (hit for option in options if (hit := _hit(option, words)))
    return sorted(found, key=lambda hit: hit.rank)


def _hit(option: Option, words: Sequence[str]) -> Hit | None:
    rank, in_text, in_more = 0, set[int](), set[int]()
    elsewhere: tuple[str, str, Mark] | None = None
    for word in words:
        best = min(_places(option, word), key=lambda place: place[0], default=None)
        if best is None:
            return None
        order, name, text, mark = best
        rank += order
        if name == "text":
            in_text.update(mark.places)
        elif name == "more":
            in_more.update(mark.places)
        else:
            elsewhere = (name, text, mark)
    more = Marked(option.more, tuple(sorted(in_more)))
    if elsewhere:
        name, text, mark = elsewhere
        shown, places = excerpt(text, mark.places)
        lead = f"{name}："
        more = Marked(lead + shown, tuple(place + len(lead) for place in places))
    return Hit(option, Marked(option.text, tuple(sorted(in_text))), more, rank)


def _places(option: Option, word: str) -> Iterator[tuple[int, str, str, Mark]]:
    """Every text of an option that has a word, and how well it is meant by it."""
    fields = (("text", option.text), ("more", option.more), *option.searched)
    for order, (name, text) in enumerate(fields):
        mark = find(word, text)
        if mark and (order < 2 or mark.rank < 2):
            behind = 0 if order == 0 else 5 if order == 1 else 8
            yield mark.rank + behind, name, text, mark
