"""Whether a file lies on a drive of another machine, where locks can't be relied on."""

import os
import sys

from fazhi_tui.domain.problems import Code, Problem
from fazhi_tui.store.database import Database

_REMOTE = {
    "9p", "afs", "autofs", "ceph", "cifs", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.kio-fuse",
    "fuse.rclone", "fuse.sshfs", "fuse.vmhgfs-fuse", "glusterfs", "lustre", "nfs", "nfs4", "prl_fs",
    "smb3", "smbfs", "vboxsf", "vmhgfs", "webdav",
}  # fmt: skip
_DRIVE_REMOTE = 4
"""What Windows calls a network drive."""


_ASTRAY = 300
"""Seconds that two clocks may differ."""


def doubt_about(database: Database) -> Problem | None:
    """What there is to say about where a database lies, or about the clocks here and there."""
    if abs(database.ahead) > _ASTRAY:
        return Problem(Code.CLOCK_DIFFERS, value=str((abs(database.ahead) + 30) // 60))
    if database.folder and is_network_drive(database.place):
        return Problem(Code.NETWORK_DRIVE, value=database.place)
    return None


def is_network_drive(path: str) -> bool:
    """Whether a path is on a network drive, as far as the system tells."""
    if sys.platform == "win32":
        return _on_windows(path)
    return _mounted_as(os.path.realpath(path), _mounts()) in _REMOTE


def _mounts() -> str:
    try:
        with open("/proc/mounts", encoding="utf-8", errors="surrogateescape") as stream:
            return stream.read()
    except OSError:
        return ""


def _mounted_as(path: str, mounts: str) -> str:
    """The kind of file system of the longest mount point that a path lies under."""
    longest, kind = "", ""
    for line in mounts.splitlines():
        _, point, found, *_ = [*line.split(" "), "", "", ""]
        point = point.replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(longest):
            longest, kind = point, found
    return kind


def _on_windows(path: str) -> bool:
    import ctypes

    drive = os.path.splitdrive(os.path.abspath(path))[0]
    if drive.startswith("\\\\"):
        return True
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  only there on Windows
    return int(kernel.GetDriveTypeW(drive + "\\")) == _DRIVE_REMOTE
