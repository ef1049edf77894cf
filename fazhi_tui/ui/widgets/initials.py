"""Finding by a few letters: in the words themselves, in their pinyin initials, or letter by letter.

Initials are learnt from the store or from a program that works them out; until then the words
themselves are searched.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

_known: dict[str, str] = {}

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FAR = 12
"""The rank of letters that stand apart: behind everything that has the word as it is."""

_AROUND = 8
"""Characters shown before what was found in a long text."""


class Mark(Struct, frozen=True):
    """How well a word is found in a text (less is better), and the places of its letters there."""

    rank: int
    places: tuple[int, ...]


def learn(initials: Mapping[str, str]) -> None:
    """Take in the initials of texts, a letter for each character."""
    _known.update(initials)


def unknown(texts: Iterable[str]) -> list[str]:
    """The texts with Chinese in them whose initials are not known yet."""
    return [text for text in texts if text not in _known and not text.isascii()]


def words_of(wanted: str) -> list[str]:
    """What is searched for, word by word; full-width letters are as good as narrow ones."""
    return _folded(wanted).split()


def find(word: str, text: str) -> Mark | None:
    """Where a word stands in `text`: as it is, by initials, or its letters one after another."""
    plain = _folded(text)
    at = plain.find(word)
    if at >= 0:
        return Mark(min(at, 1), tuple(range(at, at + len(word))))
    initials = _known.get(text, "") if word.isascii() else ""
    at = initials.find(word)
    if at >= 0:
        return Mark(2, tuple(range(at, at + len(word))))
    if len(word) < 2:
        return None
    places = _scattered(word, plain) or _scattered(word, initials)
    return Mark(_FAR, places) if places else None


def excerpt(text: str, places: Sequence[int]) -> tuple[str, tuple[int, ...]]:
    """`text` from a little before the first of `places` on, and the places in that."""
    start = max(places[0] - _AROUND, 0) if places else 0
    lead = "…" if start else ""
    moved = (place - start + len(lead) for place in places)
    return lead + text[start:], tuple(moved)


def _scattered(word: str, text: str) -> tuple[int, ...]:
    """The places of the letters of `word` in `text`, in order and not too far apart."""
    places: list[int] = []
    at = -1
    for letter in word:
        at = text.find(letter, at + 1)
        if at < 0:
            return ()
        places.append(at)
    near = places[-1] - places[0] < 4 * len(word)
    return tuple(places) if near else ()


@lru_cache(8192)
def _folded(text: str) -> str:
    """`text` for comparing, with a character for each of its own."""
    narrow = text.translate(_NARROW)
    small = narrow.lower()
    return small if len(small) == len(text) else narrow
