"""The units that a table names, each once however it is written, and the groups of them."""

import re

from msgspec import Struct, field

_BETWEEN = re.compile(r"[、,，;；/／\n\r\t]+|\s{1,}|(?<=[局委办院部])和(?=[市县区省各])")
_IN_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_NOT_IN_NAMES = re.compile(r"[./\\:?*|<>\"']")
_LABEL = re.compile(r"^(?:牵头|配合|责任|主管|协助)?(?:单位|部门)?[:：]")
_COURTS = re.compile(r"(?:法院|检察院)$")
_GROUP = re.compile(r"^(?:各|全体|所有|相关|有关|其他)|等$")
_PLACE = re.compile(r"^(?:市|县|区|省)(?=.{2})")


class UnitDraft(Struct):
    """A unit, the other ways it is written, and whether it may lose points."""

    name: str
    aliases: list[str] = field(default_factory=list)
    bears: bool = True


class UnitsDraft:
    """Units and groups in the order of their first appearance."""

    def __init__(self) -> None:
        self._units: dict[str, UnitDraft] = {}
        self._groups: dict[str, None] = {}

    def units(self) -> list[UnitDraft]:
        """Every unit; a table that names none gets none."""
        return list({id(unit): unit for unit in self._units.values()}.values())

    def groups(self) -> list[str]:
        """The names of groups."""
        return list(self._groups)

    def read(self, text: str, *, bearing: bool) -> tuple[list[str], list[str]]:
        """The units in a cell, and what can only stand among the supporting ones.

        Those are groups, whose members the table does not tell, and, where only units that may
        lose points can stand (`bearing`), courts.
        """
        units: list[str] = []
        aside: list[str] = []
        plain = _IN_BRACKETS.sub("", text)
        for piece in _BETWEEN.split(plain):
            name = _NOT_IN_NAMES.sub("", _LABEL.sub("", piece.strip())).strip("。 ")
            if not name:
                continue
            if _GROUP.search(name):
                self._groups.setdefault(name)
                aside.append(name)
                continue
            unit = self._unit(name)
            (units if unit.bears or not bearing else aside).append(unit.name)
        return list(dict.fromkeys(units)), list(dict.fromkeys(aside))

    def stand_in(self, name: str) -> str:
        """A unit that stands where none is named."""
        return self._unit(name).name

    def _unit(self, name: str) -> UnitDraft:
        key = _PLACE.sub("", name)
        unit = self._units.get(key)
        if unit is None:
            unit = self._units[key] = UnitDraft(name, bears=not _COURTS.search(name))
        elif name != unit.name and name not in unit.aliases:
            unit.aliases.append(name)
        return unit
