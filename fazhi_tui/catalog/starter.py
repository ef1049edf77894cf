"""The small commented set that an office starts its own from; it lies beside this file."""

from pathlib import Path

from fazhi_tui.domain.problems import Code, Problem, Refused

STARTER = Path(__file__).with_name("starter.toml")


def write_starter(path: Path) -> None:
    """Write the starter set to a file that is not there yet. Raises `Refused`."""
    write_new(path, STARTER.read_bytes())


def write_new(path: Path, data: bytes) -> None:
    """Write a set file that is not there yet, whole or not at all. Raises `Refused`."""
    name = str(path)
    unwritable = Refused(Problem(Code.FILE_UNWRITABLE, value=name, file=name))
    try:
        stream = path.open("xb")
    except FileExistsError:
        raise Refused(Problem(Code.FILE_EXISTS, value=name, file=name)) from None
    except (OSError, ValueError):
        raise unwritable from None
    try:
        with stream:
            stream.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise unwritable from None
