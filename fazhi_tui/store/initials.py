"""The pinyin initials that Chinese names are found by, worked out by a program of its own.

The library knows many words and takes as long as sixteen starts of the interpreter and 57 MB. So it
is loaded by a second program, once for each set, and the outcome is kept with the set.
"""

import json
import subprocess
import sys
from collections.abc import Iterable

_PATIENCE = 60.0


def work_out(texts: Iterable[str]) -> dict[str, str]:
    """Each text's initials, a letter for a character; {} where they can't be worked out."""
    wanted = sorted(set(texts))
    if not wanted:
        return {}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "fazhi_tui.store.initials"],
            input=json.dumps(wanted).encode("ascii"),
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
        found = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}  # finding by the characters themselves works without them
    return {str(text): str(initials) for text, initials in found.items()}


def initials_of(text: str) -> str:
    """One sign for each character: the initial of a Chinese one, else the character itself."""
    from pypinyin import Style, pinyin

    return "".join(letters[0] for letters in pinyin(text, style=Style.FIRST_LETTER)).lower()


if __name__ == "__main__":
    names = json.loads(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps({name: initials_of(name) for name in names}))
