"""A pseudo terminal with the program running in it: bytes in, cells out."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte

PATIENCE = 10.0
INSTALLED = Path(sys.executable).with_name("fazhi")
PROGRAM = [str(INSTALLED)] if INSTALLED.exists() else [sys.executable, "-m", "fazhi_tui"]
WHERE = b"\x1b[6n"
"""Asks where the cursor is."""

UNKNOWN = re.compile(rb"\x1b\[[<=>][0-9;:]*[ -/]*[@-~]|\x1b\[\?[0-9;]*\$p|\x1bP[^\x1b]*\x1b\\")
"""What is asked of a terminal, and what the emulator would print instead of passing over."""


class Terminal:
    """A terminal with the program running in it."""

    def __init__(
        self,
        *argv: str,
        columns: int = 140,
        rows: int = 30,
        wide: bool = False,
        **more: str,
    ) -> None:
        """`wide`: it draws ambiguous characters two cells wide. `more` goes to the environment."""
        self._wide = wide
        ours, theirs = pty.openpty()
        self._fd = ours
        self.screen = pyte.Screen(columns, rows)
        self._said = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._text = pyte.Stream(self.screen)
        self._tell_size(columns, rows)
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **more}
        for name in ("COLUMNS", "LINES"):  # they would count more than the terminal's own size
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [*PROGRAM, *argv],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
            cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        os.close(theirs)

    @property
    def text(self) -> str:
        """The screen as a person reads it."""
        lines = (self.screen.buffer[y] for y in range(self.screen.lines))
        columns = range(self.screen.columns)
        return "\n".join("".join(line[x].data for x in columns) for line in lines)

    @property
    def said(self) -> str:
        """All that was written, as it was."""
        return self._said.decode(errors="replace")

    @property
    def cursor(self) -> tuple[int, int]:
        """The cursor's line and column."""
        return self.screen.cursor.y, self.screen.cursor.x

    @property
    def before_cursor(self) -> str:
        """What stands on the cursor's line to the left of it."""
        line = self.screen.buffer[self.screen.cursor.y]
        return "".join(line[x].data for x in range(self.screen.cursor.x))

    def type(self, data: bytes) -> None:
        """Send bytes at once."""
        os.write(self._fd, data)

    def type_slowly(self, text: str) -> None:
        """Send one byte at a time, so that characters arrive in pieces."""
        for byte in text.encode():
            os.write(self._fd, bytes([byte]))
            self._read(0.002)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self.screen.resize(rows, columns)
        self._tell_size(columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def wait(self, there: Callable[[], bool]) -> None:
        """Read until it is so."""
        end = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < end, self.text
            self._read(0.02)

    def wait_for(self, words: str) -> None:
        """Read until `words` can be seen."""
        self.wait(lambda: words in self.text)

    def settle(self, quiet: float = 0.3) -> None:
        """Read until nothing more comes for so many seconds."""
        said = -1
        while len(self._said) != said:
            said = len(self._said)
            end = time.monotonic() + quiet
            while time.monotonic() < end:
                self._read(0.02)

    def end(self) -> int:
        """Read until the program has ended; gives its exit code."""
        self.wait(lambda: self.process.poll() is not None)
        return self.process.returncode

    def close(self) -> None:
        """Kill what still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._fd)

    def _tell_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # the other side is closed
            time.sleep(seconds)
            return
        self._said += data
        if WHERE in data:
            os.write(self._fd, b"\x1b[1;3R" if self._wide else b"\x1b[1;2R")
        self._text.feed(self._decoder.decode(UNKNOWN.sub(b"", data)))
