"""The demonstration as people practise on it: in a store of its own, thrown away afterwards."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fazhi_tui.store.store import Store, open_store
from fazhi_tui.work.session import Session


class Practice:
    """At most one demonstration at a time."""

    def __init__(self, *, whole: bool = False) -> None:
        """`whole`: the program was opened to practise, so that nothing in it is kept."""
        self.whole = whole
        self._folder: TemporaryDirectory[str] | None = None
        self._store: Store | None = None

    @property
    def going_on(self) -> bool:
        """Whether what is open is thrown away afterwards."""
        return self.whole or self._folder is not None

    def begin(self, actor: str) -> Session:
        """The demonstration, untouched."""
        from fazhi_tui.work.opening import open_sample

        self.drop()
        self._folder = TemporaryDirectory(prefix="fazhi-demo-")
        self._store = open_store(str(Path(self._folder.name) / "demo.db"))
        return open_sample(self._store, actor=actor)

    def drop(self) -> None:
        """Throw it away; a file that is open can't be, on Windows."""
        if self._store:
            self._store.close()
            self._store = None
        if self._folder:
            self._folder.cleanup()
            self._folder = None
