"""One command, and the places where commands are given."""

from msgspec import Struct


class Command(Struct, frozen=True):
    """A command. `keys` in Textual's names, the first is shown; `label` stands in the key bar."""

    id: str
    keys: tuple[str, ...]
    name: str
    help: str
    places: tuple[str, ...]
    label: str = ""

    @property
    def key(self) -> str:
        """The key shown first, as people write it; "" where there is none but the palette."""
        return key_name(self.keys[0]) if self.keys else ""

    @property
    def all_keys(self) -> str:
        """Every way to give it; those without a key of their own stand in the palette."""
        return " ".join(map(key_name, self.keys or ("ctrl+p",)))


START, WORKBENCH, LOSSES, GAPS = "start", "workbench", "losses", "gaps"
OVERVIEW, UNITS, REVIEW, MERGE = "overview", "units", "review", "merge"
PLACES = {
    START: "自评轮次",
    WORKBENCH: "填报",
    OVERVIEW: "总览",
    LOSSES: "失分情况",
    GAPS: "整改清单",
    UNITS: "单位",
    REVIEW: "审核",
    MERGE: "合并",
}
OPENED = (WORKBENCH, OVERVIEW, LOSSES, GAPS, UNITS, REVIEW, MERGE)


def all_but(*places: str) -> tuple[str, ...]:
    """All places of an open assessment but these."""
    return tuple(place for place in OPENED if place not in places)


_KEY_NAMES = {
    "slash": "/",
    "enter": "Enter",
    "escape": "Esc",
    "delete": "Del",
    "space": "空格",
    "ctrl": "Ctrl",
}


def key_name(key: str) -> str:
    """A key as people write it: `ctrl+z` is Ctrl+Z, `f3` is F3."""
    return "+".join(_KEY_NAMES.get(part, part.upper()) for part in key.split("+"))
