"""Rows marked to be dealt with together."""

from collections.abc import Collection, Iterable


class Marks:
    """The keys of the marked rows."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.keys

    def toggle(self, keys: Collection[str]) -> None:
        """Mark these, or unmark them if all of them are marked."""
        chosen = set(keys)
        if chosen <= self.keys:
            self.keys -= chosen
        else:
            self.keys |= chosen

    def among(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of `keys` that are marked, in their order."""
        return tuple(key for key in keys if key in self.keys) if self.keys else ()
