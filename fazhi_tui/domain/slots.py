"""印证材料 asked for, one by one: which document gives which.

Somebody says so, or the titles tell; what is left goes by its place, and that is only a guess.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from fazhi_tui.domain.answering import refuse
from fazhi_tui.domain.assessment import Evidence
from fazhi_tui.domain.indicators import Indicator, Roster
from fazhi_tui.domain.problems import Code

_APART = re.compile(r"[\W_]+")
_LIKE = 50


class Slot(Struct, frozen=True):
    """One document asked for, and the evidence that gives it, by id; none: it is lacking.

    `guessed`: nobody said that it does and the titles don't tell, so somebody should look.
    """

    asked: str
    given: tuple[str, ...] = ()
    guessed: bool = False


def slots_of(indicator: Indicator, evidence: Sequence[Evidence]) -> tuple[Slot, ...]:
    """What an indicator asks for, in its order, filled from the evidence named under it."""
    asked = indicator.evidence
    named = [tuple(item.id for item in evidence if text in item.asked) for text in asked]
    open_ones = [place for place, given in enumerate(named) if not given]
    left = [item for item in evidence if not set(asked) & set(item.asked)]
    alike = _by_title(asked, open_ones, left)
    taken = set(alike.values())
    rest = (item.id for item in left if item.id not in taken)
    slots = []
    for place, text in enumerate(asked):
        if given := named[place] or tuple(filter(None, (alike.get(place),))):
            slots.append(Slot(text, given))
        else:
            guess = next(rest, "")
            slots.append(Slot(text, (guess,), True) if guess else Slot(text))
    return tuple(slots)


def _by_title(
    asked: Sequence[str], places: Iterable[int], left: Sequence[Evidence]
) -> dict[int, str]:
    """The places whose words the title of one document repeats, the most alike first."""
    likeness = [
        (-_likeness(asked[place], item.title), place, n)
        for place in places
        for n, item in enumerate(left)
    ]
    found: dict[int, str] = {}
    for minus, place, n in sorted(likeness):
        if -minus < _LIKE:
            break
        if place not in found and left[n].id not in found.values():
            found[place] = left[n].id
    return found


def _likeness(asked: str, title: str) -> int:
    """How much (of 100) of what is asked for a title says: by the pairs of characters in it."""
    wanted = _pairs(asked)
    return 100 * len(wanted & _pairs(title)) // len(wanted) if wanted else 0


@lru_cache(4096)
def _pairs(text: str) -> frozenset[str]:
    plain = plainly(text)
    return frozenset(map("".join, pairwise(plain)))


def plainly(text: str, joint: str = "") -> str:
    """A text to compare by: full and half width alike, without punctuation."""
    together = "".join(unicodedata.normalize("NFKC", text).split())
    return _APART.sub(joint, together).strip(joint or None)


def places_in(roster: Roster, numbers: Sequence[str]) -> dict[str, str]:
    """What some indicators ask for, by its place: `2` with one of them, `51/2` with several."""
    return {
        f"{no}/{at}" if len(numbers) > 1 else str(at): asked
        for no in numbers
        for at, asked in enumerate(roster.indicator(no).evidence, 1)
    }


def read_asked(
    roster: Roster, numbers: Sequence[str], typed: Iterable[str], had: Iterable[str] = ()
) -> tuple[str, ...]:
    """Which of the documents asked for are meant: by their words or places; a place without its
    indicator is the first one's. What it `had` and nobody asks for any more is left out. Raises
    `Refused`."""
    places = places_in(roster, numbers)
    known = {words: words for words in places.values()}
    known |= places | places_in(roster, numbers[:1])
    found: list[str] = []
    for text in filter(None, map(str.strip, typed)):
        words = known.get(text) or known.get(unicodedata.normalize("NFKC", text), "")
        if not words and text in had:
            continue
        if not words:
            refuse(Code.UNKNOWN_SLOT, numbers[0], text, " ".join(places))
        found.append(words)
    return tuple(dict.fromkeys(found))
