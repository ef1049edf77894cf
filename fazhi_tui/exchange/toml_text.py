"""Values as TOML on one line."""

from decimal import Decimal
from typing import TypeAlias

from fazhi_tui.domain.points import plain_decimal

Value: TypeAlias = Decimal | str | bool | tuple["Value", ...] | dict[str, Decimal]


def show_value(value: Value) -> str:
    """A value of a key as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        inner = ", ".join(f"{quoted(key)} = {plain_decimal(of)}" for key, of in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(show_value(inner) for inner in value)}]"
    return plain_decimal(value) if isinstance(value, Decimal) else quoted(value)


def quoted(text: str) -> str:
    """A text as TOML on one line."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{plain}"'
