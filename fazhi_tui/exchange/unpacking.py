"""A zip from outside: its parts, unpacked within limits, and put together again to be read.

    parts = unpack(data, file)
    plain = pack(parts)

Readers go by the zip that is made here: they see the very bytes that were looked at, find nothing
packed that could grow, and no part that nobody reads (pictures, macros, themes).
"""

import io
import re
import struct
import zipfile
import zlib

from msgspec import Struct

from fazhi_tui.domain.problems import Code, Problem, Refused

LARGEST_UNPACKED = 80 * 1024 * 1024
"""The most bytes of all parts when unpacked."""

MOST_PARTS = 2000

_READ = re.compile(r"mimetype|(?!docProps/|xl/theme/).+\.(?:xml|rels)", re.IGNORECASE | re.DOTALL)
"""The parts that a reader of cells may want."""

_STORED, _DEFLATED = 0, 8
_UTF8, _NOT_BEFORE_1980 = 0x800, 33
_LOCAL, _LISTED, _END = (struct.Struct(f"<4s{rest}") for rest in ("5H3I2H", "6H3I5H2I", "4H2IH"))


class Parts(Struct, frozen=True):
    """The names of all parts, what is in those that are read, and their checksums."""

    names: tuple[str, ...]
    read: dict[str, bytes]
    sums: dict[str, int]


def unpack(data: bytes, file: str) -> Parts:
    """The parts of a zip, each exactly as long as it says. Raises `Refused`."""
    try:
        listed = _listed(data)
        size = sum([part.file_size for part in listed])
        if size > LARGEST_UNPACKED or len(listed) > MOST_PARTS:
            told, most = (f"{n // 1024 // 1024} MB" for n in (size, LARGEST_UNPACKED))
            raise Refused(Problem(Code.FILE_TOO_LARGE, value=told, wanted=most, file=file))
        wanted = [part for part in listed if _READ.fullmatch(part.filename)]
        return Parts(
            tuple([part.filename for part in listed]),
            {part.filename: _part(data, part) for part in wanted},
            {part.filename: part.CRC for part in wanted},
        )
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError) as wrong:
        raise Refused(Problem(Code.FILE_DAMAGED, file=file, value=file)) from wrong


def _listed(data: bytes) -> list[zipfile.ZipInfo]:
    """The directory. Raises `ValueError` where it isn't plain which one it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        listed = package.infolist()
    names = {part.filename.lower() for part in listed}
    if package.comment or len(names) < len(listed):
        raise ValueError("a second directory, or a name twice")
    return listed


def _part(data: bytes, part: zipfile.ZipInfo) -> bytes:
    """One part. Raises `ValueError` where it is not what the directory says."""
    if part.flag_bits & 1:
        raise ValueError("encrypted")
    head = part.header_offset
    lengths = struct.unpack_from("<HH", data, head + 26)
    start = head + 30 + sum(lengths)
    packed = data[start : start + part.compress_size]
    if part.compress_type == _STORED:
        unpacked = packed
    elif part.compress_type == _DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        unpacked = stream.decompress(packed, part.file_size + 1)
        if not stream.eof:
            raise ValueError("longer than it says")
    else:
        raise ValueError("packed in a way that is not read")
    if len(unpacked) != part.file_size or zlib.crc32(unpacked) != part.CRC:
        raise ValueError("damaged")
    return unpacked


def pack(parts: Parts) -> bytes:
    """What is read of a zip, as one in which nothing is packed."""
    bodies: list[bytes] = []
    entries: list[bytes] = []
    at = 0
    for name, content in parts.read.items():
        title, size = name.encode(), len(content)
        told = (_UTF8, _STORED, 0, _NOT_BEFORE_1980, parts.sums[name], size, size, len(title), 0)
        entries += (_LISTED.pack(b"PK\1\2", 20, 20, *told, 0, 0, 0, 0, at), title)
        bodies += (_LOCAL.pack(b"PK\3\4", 20, *told), title, content)
        at += _LOCAL.size + len(title) + size
    directory = b"".join(entries)
    many = len(entries) // 2
    end = _END.pack(b"PK\5\6", 0, 0, many, many, len(directory), at, 0)
    return b"".join((*bodies, directory, end))
