"""Addresses of databases, as they may be shown: the password never is."""

import re

_LOGIN = re.compile(r"(?<=://)([^:/?@]*):(.*)@", re.DOTALL)
_OPTION = re.compile(r"([?&](?:ssl)?password=)[^&]*", re.IGNORECASE)
_WORDS = re.compile(r"\s*(host|hostaddr|port|dbname|user|password|service)\s*=")
_PIECES = re.compile(r"[@:/?#&]")


def is_url(place: str) -> bool:
    """Whether a place is an address and not a file."""
    return "://" in place


def is_told_in_words(place: str) -> bool:
    """Whether a place is an address as a server's own tools take it, `host=… password=…`."""
    return _WORDS.match(place) is not None


def shown(place: str) -> str:
    """The place in as few words as tell it: a file's name, or a server and its database."""
    if not is_url(place):
        return place.replace("\\", "/").rpartition("/")[2]
    return masked(place).partition("://")[2].partition("?")[0].rpartition("@")[2]


def masked(place: str) -> str:
    """The place with `***` where a password stands; a file's path stays as it is."""
    if not is_url(place):
        return place
    return _OPTION.sub(r"\1***", _LOGIN.sub(r"\1:***@", place))


def told(place: str, text: str) -> str:
    """What an engine says about a place; "" where it might repeat a piece of the password.

    An address that is written wrongly is cut at the wrong places, and so may be what is said of it.
    """
    secrets = [found[-1] for found in _LOGIN.findall(place)]
    secrets += [found[0].partition("=")[2] for found in _OPTION.finditer(place)]
    pieces = [piece for secret in secrets for piece in _PIECES.split(secret)]
    if any(len(piece) > 1 and piece in text for piece in pieces):
        return ""
    return " ".join(text.split())
