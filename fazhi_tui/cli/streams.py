"""The way out: UTF-8 whatever the locale says, and no harm where nobody reads any more."""

import os
import sys
from io import TextIOWrapper
from typing import TextIO


def speak_utf8() -> None:
    """Whatever the locale says, what goes out is UTF-8 and a line ends with a line feed."""
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


def finish() -> None:
    """All that was put is on its way, or goes nowhere without a word."""
    _flush(sys.stdout)


def _put(text: str, end: str, stream: TextIO | None) -> None:
    try:
        print(text, end=end, file=stream)
    except BrokenPipeError:
        _silence(stream)


def _flush(stream: TextIO | None) -> None:
    try:
        if stream:  # None where the program was started without one
            stream.flush()
    except BrokenPipeError:
        _silence(stream)


def _silence(stream: TextIO | None) -> None:
    """The pipe is gone: what is still to come goes into nothing."""
    if stream:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)
