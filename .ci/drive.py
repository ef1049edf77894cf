"""Use the program once as a person would: in a real pseudo terminal, standard library only.

usage: drive.py [--keys KEYS] [--wait SECONDS] PROGRAM [ARGUMENT...]

It starts the program, waits for its name on the screen, presses some keys, presses Ctrl+Q and
wants exit code 0 and no traceback.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

TITLE = "法治自评"
SEQUENCE = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])"
)
KEYS = {
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "enter": b"\r",
    "esc": b"\x1b",
    "tab": b"\t",
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f7": b"\x1b[18~",
    "ctrl+q": b"\x11",
}


class Program:
    """A program in a pseudo terminal of its own, and all it has written."""

    def __init__(self, argv: list[str], columns: int = 120, rows: int = 40) -> None:
        self.written = b""
        self.ended = False
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execvp(argv[0], argv)
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, size)

    def text(self) -> str:
        """What was written, less the escape sequences."""
        return SEQUENCE.sub(b"", self.written).decode("utf-8", errors="replace")

    def read(self, seconds: float) -> bool:
        """Take what comes within that time; whether anything came."""
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.terminal, 1 << 16)
        except OSError:  # Linux says so when the other side has closed
            data = b""
        self.ended = not data
        self.written += data
        return bool(data)

    def wait_for(self, text: str, seconds: float) -> bool:
        """Read until the text has been written, the program has ended, or the time is over."""
        end = time.monotonic() + seconds
        while not self.ended and time.monotonic() < end:
            if self.read(0.2) and text in self.text():
                return True
        return text in self.text()

    def press(self, key: str) -> int:
        """Press one key and wait until the answer is painted; the number of bytes written."""
        before = len(self.written)
        os.write(self.terminal, KEYS.get(key) or key.encode())
        if self.read(2.0):
            while self.read(0.15):
                pass
        return len(self.written) - before

    def leave(self, seconds: float) -> int | None:
        """Wait for the end; the exit code, or None if it had to be killed."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if self.ended:
                time.sleep(0.02)
            else:
                self.read(0.05)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return None


def main() -> int:
    """Drive the program; 0 if it started, answered and left as it should."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keys", default="down down enter f5 down f6 down f2 down")
    parser.add_argument("--wait", type=float, default=30.0, help="seconds until the first screen")
    parser.add_argument("argv", nargs=argparse.REMAINDER)
    options = parser.parse_args()

    program = Program(options.argv)
    began = time.monotonic()
    shown = program.wait_for(TITLE, options.wait)
    after = time.monotonic() - began
    while program.read(0.3):  # the first screen is painted to its end before the first key
        pass
    answered = 0
    if shown:
        for key in options.keys.split():
            answered += bool(program.press(key))
        if not program.ended:
            program.press("ctrl+q")
    code = program.leave(10.0 if shown else 0.0)
    wrong = [
        complaint
        for complaint, holds in (
            (f"no {TITLE} within {options.wait:.0f} s", not shown),
            ("no key changed the screen", shown and not answered),
            ("ctrl+q did not end it", shown and code is None),
            (f"exit code {code}", code not in (0, None)),
            ("a traceback", "Traceback" in program.text()),
        )
        if holds
    ]
    if wrong:
        seen = re.sub(r"\s*\n\s*", "\n", re.sub(r" {3,}", "  ", program.text()))
        print(f"{seen[-4000:]}\ndrive: {', '.join(wrong)}", file=sys.stderr)
        return 1
    print(f"drive: shown after {after:.1f} s, {answered} keys answered, left with exit code 0")
    return 0


if __name__ == "__main__":
    sys.exit(main())
