"""What a logo file really is, judged by its first bytes and never by its name or the browser's Content-Type. SVG is not
taken, since it can contain scripts."""

import struct
from dataclasses import dataclass

LOGO_MOST = 200 * 1024
SIDE_MOST = 4000
"""Pixels on a side: a small file can decompress to a very large picture."""


@dataclass(frozen=True)
class Picture:
    """A picture's media type and its size in pixels."""

    kind: str
    width: int
    height: int

    def width_at(self, height: int) -> int:
        """Its width in pixels when scaled to `height`, at least 1."""
        return max(1, round(self.width * height / self.height))


def picture_of(data: bytes) -> Picture | None:
    """What `data` is, if it is a PNG, JPEG or WebP of 1 to SIDE_MOST pixels a side; None for anything else."""
    for read in (_png, _jpeg, _webp):
        try:
            found = read(data)
        except (struct.error, IndexError):
            continue
        if found is not None:
            return found if min(found.width, found.height) > 0 and max(found.width, found.height) <= SIDE_MOST else None
    return None


def _png(data: bytes) -> Picture | None:
    """PNG, third edition, 5.2 and 11.2.2: the signature, then IHDR."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR":
        return None
    return Picture("image/png", *struct.unpack(">II", data[16:24]))


def _jpeg(data: bytes) -> Picture | None:
    """ITU-T T.81, annex B: walk the segments up to the start of frame, which holds the size."""
    if data[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Picture("image/jpeg", width, height)
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


def _webp(data: bytes) -> Picture | None:
    """RFC 9649: RIFF, WEBP, then one of three kinds of first chunk."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return None
    kind, width, height = data[12:16], 0, 0
    if kind == b"VP8X":
        width, height = (1 + int.from_bytes(data[place : place + 3], "little") for place in (24, 27))
    elif kind == b"VP8L" and data[20] == 0x2F:
        bits = struct.unpack("<I", data[21:25])[0]
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", data[26:30]))
    return Picture("image/webp", width, height) if len(data) > 29 or kind == b"VP8L" else None
