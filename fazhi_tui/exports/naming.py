"""Names of files made of names that people gave, good under every system and on every USB stick."""

from fazhi_tui.domain.text import clean_line

_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
)
_MOST_BYTES = 230


def file_name(*parts: str, suffix: str = "") -> str:
    """`市城管局_第一轮_第1次.xlsx`: nothing in it leads out of a folder or is refused by Windows.

    Where it is too long, the longest part gives way.
    """
    clean = [clean_line(part).translate(_FORBIDDEN).strip(". ") for part in parts]
    clean = [part for part in clean if part]
    while len("_".join(clean).encode()) > _MOST_BYTES:
        longest = max(range(len(clean)), key=lambda place: len(clean[place]))
        clean[longest] = clean[longest][:-1].rstrip(". ")
    stem = "_".join(clean) or "_"
    if stem.partition(".")[0].upper() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem}{suffix}"
