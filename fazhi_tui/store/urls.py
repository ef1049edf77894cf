"""Addresses of databases, as they may be shown: the password never is."""

import re

_LOGIN = r"(?s)(?<=://)([^:/?@]*):(.*)@"
_OPTION = r"(?i)([?&](?:ssl)?password=)[^&]*"
_WORDS = r"\s*(host|hostaddr|port|dbname|user|password|service)\s*="
_PIECES = r"[@:/?#&]"


def is_url(place: str) -> bool:
    """Whether a place is an address and not a file."""
    return "://" in place


def is_told_in_words(place: str) -> bool:
    """Whether a place is an address as a server's own tools take it, `host=… password=…`."""
    return re.match(_WORDS, place) is not None


def shown(place: str) -> str:
    """The place in as few words as tell it: a file's name, or a server and its database."""
    if not is_url(place):
        return place.replace("\\", "/").rpartition("/")[2]
    return masked(place).partition("://")[2].partition("?")[0].rpartition("@")[2]


def masked(place: str) -> str:
    """The place with `***` where a password stands; a file's path stays as it is."""
    if not is_url(place):
        return place
    return re.sub(_OPTION, r"\1***", re.sub(_LOGIN, r"\1:***@", place))


def told(place: str, text: str) -> str:
    """What an engine says about a place; "" where it might repeat a piece of the password.

    An address that is written wrongly is cut at the wrong places, and so may be what is said of it.
    """
    secrets = [found[-1] for found in re.findall(_LOGIN, place)]
    secrets += [found[0].partition("=")[2] for found in re.finditer(_OPTION, place)]
    pieces = [piece for secret in secrets for piece in re.split(_PIECES, secret)]
    if any(len(piece) > 1 and piece in text for piece in pieces):
        return ""
    return " ".join(text.split())
