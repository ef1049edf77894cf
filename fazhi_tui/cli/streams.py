"""The way out: UTF-8 whatever the locale says, and no harm where nobody reads any more."""

import errno
import os
import sys
from io import TextIOWrapper
from typing import TextIO

_WINDOWS = os.name == "nt"
_failed: list[OSError] = []
"""Why standard output could not be written, where somebody would have read it."""


def speak_utf8() -> None:
    """Whatever the locale says, what goes out is UTF-8 and a line ends with a line feed."""
    _failed.clear()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def put(text: str, end: str = "\n") -> None:
    """Text to standard output. Whoever reads may have read enough: the work goes on."""
    _put(text, end, sys.stdout)


def put_aside(text: str, end: str = "\n") -> None:
    """Text to standard error, at once."""
    _put(text, end, sys.stderr)
    _flush(sys.stderr)


def finish() -> bool:
    """Send all that was put on its way; whether whoever reads on gets it whole."""
    _flush(sys.stdout)
    return not _failed


def _put(text: str, end: str, stream: TextIO | None) -> None:
    if stream is None:  # closed before the program began; `print` would take standard output
        return
    try:
        print(text, end=end, file=stream)
    except OSError as error:
        _give_up(stream, error)


def _flush(stream: TextIO | None) -> None:
    try:
        if stream:
            stream.flush()
    except OSError as error:
        _give_up(stream, error)


def _give_up(stream: TextIO | None, error: OSError) -> None:
    """Nobody reads any more, which is fine, or the disk is full, which has to be told."""
    gone = isinstance(error, BrokenPipeError) or (_WINDOWS and error.errno == errno.EINVAL)
    if not gone and stream is sys.stdout:
        _failed.append(error)
    _silence(stream)


def _silence(stream: TextIO | None) -> None:
    """What is still to come goes into nothing."""
    if stream:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
