"""Drives of other machines, as the system lists them."""

import pytest

from fazhi_tui.domain.problems import Code
from fazhi_tui.store import drives
from fazhi_tui.store.drives import is_network_drive
from fazhi_tui.store.store import Store
from fazhi_tui.work.doctor import examine

MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/office /mnt/office nfs4 rw 0 0
//nas/share /mnt/共享\\040盘 cifs rw 0 0
tmpfs /mnt/office/local tmpfs rw 0 0
broken
"""


@pytest.fixture(autouse=True)
def mounted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "_mounts", lambda: MOUNTS)


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/mnt/office/a.db", True),
        ("/mnt/office", True),
        ("/mnt/office2/a.db", False),
        ("/mnt/office/local/a.db", False),
        ("/mnt/共享 盘/a.db", True),
        ("/var/a.db", False),
    ],
)
def test_the_nearest_mount_decides(path: str, remote: bool) -> None:
    assert is_network_drive(path) is remote


def test_the_examination_tells_of_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    if not store.database.folder:
        assert all(finding.ok for finding in examine(store))
        return
    monkeypatch.setattr(drives, "_mounts", lambda: "x / nfs rw 0 0")
    (finding,) = [item for item in examine(store) if not item.ok]
    assert finding.problem is not None
    assert finding.problem.code is Code.NETWORK_DRIVE
