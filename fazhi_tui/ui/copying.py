"""What is copied, as text that a spreadsheet takes in cells; and the ways to the clipboard.

The terminal is asked by its escape sequence, which works over a remote connection too. Not every
terminal listens, and none answers; so a program of the desktop is given the same text if there is
one here.
"""

import contextlib
import os
import re
import sys
from collections.abc import Iterable, Sequence

from msgspec import Struct

from fazhi_tui.wording.shown import harmless, like_formula

_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?")
_PATIENCE = 3.0


class Copy(Struct, frozen=True):
    """Something that can be copied: how it is called, and its text."""

    title: str
    text: str


def tabbed(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells with tabs between them; a number is one, and no text becomes a formula."""
    return "\n".join("\t".join(map(_cell, row)) for row in rows)


def _cell(text: str) -> str:
    plain = harmless(" ".join(text.split())).replace("\u2212", "-")
    if like_formula(plain) and not _NUMBER.fullmatch(plain):
        return f"'{plain}"
    return plain


def hand_to_desktop(text: str) -> None:
    """Give the text to the desktop's own program, if there is one; the terminal has it anyway."""
    import subprocess

    command = _command()
    if not command:
        return
    data = text.encode("utf-16" if command[0] == "clip" else "utf-8")
    nothing = subprocess.DEVNULL
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            command, input=data, stdout=nothing, stderr=nothing, timeout=_PATIENCE, check=True
        )


def _command() -> list[str]:
    """The program of this desktop; none on a machine one only reaches through a connection."""
    import shutil

    candidates: list[list[str]] = []
    if sys.platform == "win32":
        candidates = [["clip"]]
    elif sys.platform == "darwin":
        candidates = [["pbcopy"]]
    if os.environ.get("WAYLAND_DISPLAY"):
        candidates.append(["wl-copy"])
    if os.environ.get("DISPLAY"):
        candidates += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return next((command for command in candidates if shutil.which(command[0])), [])
