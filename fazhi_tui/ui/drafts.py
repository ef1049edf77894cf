"""What was typed into a dialog and not saved: kept until it is, offered when the dialog reopens."""

from collections.abc import Mapping

Values = Mapping[str, str]


class Draft:
    """The one of one dialog."""

    def __init__(self, kept: dict[str, Values], key: str) -> None:
        self._kept = kept
        self._key = key

    @property
    def values(self) -> Values:
        """What was typed; empty if there is nothing."""
        return self._kept.get(self._key, {})

    def keep(self, values: Values) -> None:
        """Keep this for the next time."""
        self._kept[self._key] = values

    def drop(self) -> None:
        """It is saved, or not wanted any more."""
        self._kept.pop(self._key, None)
