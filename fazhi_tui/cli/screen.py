"""The commands that open a screen. The terminal's library is loaded here and nowhere else."""

import os
import sys
from typing import TYPE_CHECKING

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser

if TYPE_CHECKING:
    from fazhi_tui.work.session import Session


def start_screen(desk: Desk, args: Arguments) -> int:
    """All rounds: open, new, demonstration, import."""
    _needs_terminal()
    desk.store.heads()  # what is damaged is told here, in words
    return _run(desk, None)


def open_screen_arguments(parser: Parser) -> None:
    parser.name()


def open_screen(desk: Desk, args: Arguments) -> int:
    """The workbench of one round."""
    del args
    session = desk.session()
    _needs_terminal()
    return _run(desk, session)


def demo_arguments(parser: Parser) -> None:
    del parser


def demo(desk: Desk, args: Arguments) -> int:
    """A filled round in a store of its own, which is thrown away afterwards."""
    _needs_terminal()
    from tempfile import TemporaryDirectory

    from fazhi_tui.work.opening import open_sample

    _leave_when_told()
    with TemporaryDirectory(prefix="fazhi-demo-") as folder:
        args.db = os.path.join(folder, "demo.db")
        session = open_sample(desk.store, actor=desk.actor)
        try:
            return _run(desk, session, practice=True)
        finally:
            desk.close()


def _leave_when_told() -> None:
    """End as usual where the system or a closed terminal ends the program: the folder goes too."""
    import signal

    def leave(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has not all of them
            signal.signal(getattr(signal, name), leave)


def _run(desk: Desk, session: "Session | None", *, practice: bool = False) -> int:
    from fazhi_tui.ui.app import run_app

    unit = desk.unit(session) if session else ""
    return run_app(desk.store, session, desk.actor, unit, practice=practice)


def _needs_terminal() -> None:
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        raise Misuse("界面要在终端里打开，这里不是终端", refused=True)
