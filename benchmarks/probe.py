"""One start of one terminal program, measured: until ready, per key, at rest.

ready     start → first moment the screen's text matches
settled   start → last byte before the first silence after that: the complete paint
key       key written → last byte before a silence: the complete answer
"""

import fcntl
import os
import re
import select
import shutil
import signal
import statistics
import struct
import termios
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.keys import expand, key_bytes
from benchmarks.terminal import Terminal
from benchmarks.usage import cpu_ms, resident_kib

COLUMNS, ROWS = 120, 40
CURSOR_ASKED = re.compile(rb"\x1b\[\??6n")
UNTIMED = "~"
START_SILENCE, KEY_SILENCE = 0.15, 0.10
START_LIMIT, KEY_LIMIT, END_LIMIT = 30.0, 1.0, 5.0
# The environment of this shell would change what is measured.
LEFT_OUT = {
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPATH",
    "PYTHONUNBUFFERED",
    "STY",
    "TERM_PROGRAM",
    "TMUX",
    "VIRTUAL_ENV",
}


@dataclass(frozen=True)
class Program:
    """What is started, when it counts as ready, and which keys are pressed.

    A key after `~` is pressed but not timed.
    """

    name: str
    argv: Sequence[str]
    ready: str
    keys: str = "down*40"
    leave: str = "ctrl+q"


@dataclass(frozen=True)
class Sample:
    """What one start gave. Times in milliseconds, memory in MiB."""

    ready: float
    settled: float
    cpu_settled: float
    memory: float
    keys: Sequence[float]
    silent_keys: int
    cpu_per_key: float
    exit_code: int | None

    @property
    def key(self) -> float:
        """The median key of this run."""
        return statistics.median(self.keys) if self.keys else float("nan")


def environment(home: str) -> dict[str, str]:
    """This shell's environment made plain: a known terminal, UTF-8, a home of its own."""
    plain = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    own = {f"XDG_{part}_HOME": f"{home}/{part.lower()}" for part in ("CONFIG", "DATA", "CACHE")}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**plain, **own, **terminal, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "HOME": home}


class _Run:
    """A running program, its terminal, and when each of its outputs arrived."""

    def __init__(self, program: Program, home: str) -> None:
        env = environment(home)
        executable = shutil.which(program.argv[0], path=env.get("PATH"))
        if executable is None:
            raise SystemExit(f"no such program: {program.argv[0]}")
        self.terminal = Terminal(COLUMNS, ROWS)
        self.arrivals: list[float] = []
        self.unread: list[tuple[float, bytes]] = []
        self.ready = re.compile(program.ready)
        self.ready_at: float | None = None
        self.ended = False
        self.fd, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.began = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for stream in (0, 1, 2):
                    os.dup2(slave, stream)
                os.closerange(3, 256)
                os.chdir(home)
                os.execve(executable, list(program.argv), env)
            finally:
                os._exit(127)
        os.close(slave)

    def read(self, seconds: float) -> bool:
        """Take what comes within that time, answer its queries; whether anything came."""
        if self.ended:
            return False
        if not select.select([self.fd], [], [], max(0.0, seconds))[0]:
            return False
        at = time.perf_counter()
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # Linux says so when the other side has closed
            data = b""
        if not data:
            self.ended = True
            return False
        self.arrivals.append(at)
        self.unread.append((at, data))
        while CURSOR_ASKED.search(data) and self.unread:
            self.show()
        if answer := self.terminal.answers(data):
            os.write(self.fd, answer)
        return True

    def show(self) -> None:
        """Feed one unread output to the screen and look whether it is the ready one."""
        at, data = self.unread.pop(0)
        self.terminal.feed(data)
        if self.ready_at is None and self.ready.search(self.terminal.text()):
            self.ready_at = at

    def start(self) -> tuple[float, float]:
        """Wait until ready and then silent; both moments in ms since the start."""
        while time.perf_counter() < self.began + START_LIMIT and not self.ended:
            if self.read(0.02) or not self.arrivals:
                continue
            silence = time.perf_counter() - self.arrivals[-1]
            # The screen is made in silences only: emulating costs more than many a program.
            if silence >= 0.03 and self.unread:
                self.show()
            elif silence >= START_SILENCE and self.ready_at is not None:
                return (self.ready_at - self.began) * 1e3, (self.arrivals[-1] - self.began) * 1e3
        screen = self.terminal.text().rstrip()
        raise SystemExit(f"never ready ({self.ready.pattern!r}):\n{screen}")

    def press(self, name: str) -> float | None:
        """Press one key and wait for the complete answer, in ms; None if there was none."""
        self.read(0)
        if self.ended:
            return None
        at = time.perf_counter()
        os.write(self.fd, key_bytes(name, application_cursor=self.terminal.application_cursor))
        if not self.read(KEY_LIMIT):
            return None
        while time.perf_counter() < at + KEY_LIMIT and self.read(KEY_SILENCE):
            pass
        while self.unread:
            self.show()
        return (self.arrivals[-1] - at) * 1e3

    def leave(self, keys: str) -> int | None:
        """Ask it to leave by its own keys; the exit code, None if it had to be killed."""
        for name in expand(keys):
            self.press(name)
        end = time.perf_counter() + END_LIMIT
        while time.perf_counter() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                return os.waitstatus_to_exitcode(status)
            if not self.read(0.01):
                time.sleep(0.005)
        self.kill()
        return None

    def kill(self) -> None:
        """End it and what it started."""
        os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def probe(program: Program, home: str) -> Sample:
    """Start the program once, press its keys, leave it."""
    run = _Run(program, home)
    try:
        ready, settled = run.start()
    except SystemExit:
        run.kill()
        raise
    cpu, memory = cpu_ms(run.pid), resident_kib(run.pid) / 1024
    names = expand(program.keys)
    cpu_before = cpu_ms(run.pid)
    pressed = [(name, run.press(name.removeprefix(UNTIMED))) for name in names]
    cpu_keys = cpu_ms(run.pid) - cpu_before
    answers = [answer for name, answer in pressed if not name.startswith(UNTIMED)]
    return Sample(
        ready=ready,
        settled=settled,
        cpu_settled=cpu,
        memory=memory,
        keys=[answer for answer in answers if answer is not None],
        silent_keys=answers.count(None),
        cpu_per_key=cpu_keys / len(names) if names else 0.0,
        exit_code=run.leave(program.leave),
    )
