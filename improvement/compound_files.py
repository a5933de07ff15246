"""The names of the streams in a compound file (the container of Outlook messages and of the old Office kinds)."""

import struct
from struct import unpack_from

_ENTRY = 128
_MOST_SECTORS = 4_096
_LAST_SECTOR = 0xFFFFFFFA


def stream_names(content: bytes) -> set[str]:
    """The names in its directory; none where the container is damaged. Reads at most 4,096 sectors of it."""
    try:
        shift = unpack_from("<H", content, 30)[0]
        if shift not in {9, 12}:
            return set()
        return set(_names(content, 1 << shift))
    except (struct.error, IndexError):
        return set()


def _names(content: bytes, size: int) -> list[str]:
    table = _sector_table(content, size)
    sector, names, seen = unpack_from("<I", content, 48)[0], list[str](), set[int]()
    while sector < _LAST_SECTOR and sector not in seen and len(seen) < _MOST_SECTORS:
        seen.add(sector)
        start = (sector + 1) * size
        names += filter(None, (_name(content, start + at) for at in range(0, size, _ENTRY)))
        sector = table[sector]
    return names


def _sector_table(content: bytes, size: int) -> list[int]:
    """Which sector follows which, as far as the header itself lists it: enough for any message of our size."""
    table: list[int] = []
    for sector in unpack_from("<109I", content, 76):
        if sector >= _LAST_SECTOR:
            break
        table += unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    return table


def _name(content: bytes, at: int) -> str:
    length = unpack_from("<H", content, at + 64)[0]
    if not 2 <= length <= 64:
        return ""
    return content[at : at + length - 2].decode("utf-16-le", errors="replace")
