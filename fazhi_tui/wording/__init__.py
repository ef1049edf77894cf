"""The Chinese that more than one room says: terms, and one sentence for each problem."""

from fazhi_tui.wording.problems import message, place, remedy, say
from fazhi_tui.wording.shown import shorten, visible
from fazhi_tui.wording.terms import (
    CHANNELS,
    GAP_STATES,
    GLYPHS,
    KINDS,
    NONE_OCCURRED,
    NOT_APPLICABLE,
    NOTHING,
    RECTIFIER,
    ROLES,
    STATES,
    TRACKS,
    UNNAMED_UNIT,
    VETO_EFFECTS,
    Glyph,
    kind_of,
    unit_name,
)

__all__ = [
    "CHANNELS",
    "GAP_STATES",
    "GLYPHS",
    "KINDS",
    "NONE_OCCURRED",
    "NOTHING",
    "NOT_APPLICABLE",
    "RECTIFIER",
    "ROLES",
    "STATES",
    "TRACKS",
    "UNNAMED_UNIT",
    "VETO_EFFECTS",
    "Glyph",
    "kind_of",
    "message",
    "place",
    "remedy",
    "say",
    "shorten",
    "unit_name",
    "visible",
]
