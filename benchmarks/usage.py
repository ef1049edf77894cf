"""Memory and processor time of a process and all its descendants, from /proc."""

import os
from pathlib import Path

PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """The process, its session, and every descendant."""
    parent: dict[int, int] = {}
    mine = {root}
    for folder in PROC.iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_bytes().rsplit(b")", 1)[1].split()
        except OSError:  # it has ended meanwhile
            continue
        pid = int(folder.name)
        parent[pid] = int(fields[1])
        if int(fields[3]) == root:
            mine.add(pid)
    grew = True
    while grew:
        more = {pid for pid, above in parent.items() if above in mine} - mine
        mine |= more
        grew = bool(more)
    return sorted(mine)


def resident_kib(root: int) -> int:
    """Resident memory of the tree now."""
    pages = 0
    for pid in tree(root):
        try:
            pages += int((PROC / str(pid) / "statm").read_text().split()[1])
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def cpu_ms(root: int) -> float:
    """Processor time the tree has used so far."""
    total = 0
    for pid in tree(root):
        for task in (PROC / str(pid) / "task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except OSError:
                continue
    return total / 1e6
