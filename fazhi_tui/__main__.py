"""`fazhi`, and `python -m fazhi_tui`: the way in."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line; gives the exit code: 0 done, 1 refused, 2 wrongly called."""
    from fazhi_tui.cli.program import run, tell_bug

    if argv is None:  # a process of its own
        from fazhi_tui.cli.quick import make_haste

        make_haste()
        sys.excepthook = tell_bug
        argv = sys.argv[1:]
    return run(argv)


if __name__ == "__main__":
    sys.exit(main())
