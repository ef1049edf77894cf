"""All commands of a place, to be found by a few letters."""

from fazhi_tui.ui.commands import commands_at
from fazhi_tui.ui.dialogs.chooser import ChooserDialog, Option


def palette(place: str) -> ChooserDialog:
    """Returns the id of the command chosen."""
    options = [
        Option(command.id, f"{command.name}　{command.key}".rstrip(), command.help)
        for command in commands_at(place)
        if command.id != "palette"
    ]
    return ChooserDialog("全部命令", options, "命令或拼音首字母")
