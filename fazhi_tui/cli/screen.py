"""The commands that open a screen. The terminal's library is loaded here and nowhere else."""

import sys

from fazhi_tui.cli.desk import Desk
from fazhi_tui.cli.parser import Arguments, Misuse, Parser


def start_screen(desk: Desk, args: Arguments) -> int:
    """All rounds: open, new, demonstration, import."""
    del args
    return _run(desk, None)


def open_screen_arguments(parser: Parser) -> None:
    parser.name()


def open_screen(desk: Desk, args: Arguments) -> int:
    """The workbench of one round."""
    return _run(desk, desk.store.head(args.name).name)


def demo_arguments(parser: Parser) -> None:
    del parser


def demo(desk: Desk, args: Arguments) -> int:
    """A filled round in a store of its own, which is thrown away afterwards."""
    _needs_terminal()
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from fazhi_tui.shipped import sample_session
    from fazhi_tui.work.opening import import_file

    with TemporaryDirectory(prefix="fazhi-demo-") as folder:
        args.db = str(Path(folder) / "demo.db")
        head = import_file(desk.store, sample_session(), actor=desk.actor)
        try:
            return _run(desk, head.name)
        finally:
            desk.close()


def _run(desk: Desk, name: str | None) -> int:
    _needs_terminal()
    store, actor = desk.store, desk.actor
    from fazhi_tui.ui.app import run_app

    return run_app(store, name, actor)


def _needs_terminal() -> None:
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        raise Misuse("界面要在终端里打开，这里不是终端", refused=True)
