"""What a picture is by its bytes, before anybody decodes it; everything but the picture itself is left out.

A camera writes its name, the place, a small copy of the picture, remarks and even a film beside the picture. `bare`
holds none of that: only it is stored, so that what was never kept can never leak. Cost is linear in the size.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack, unpack_from

PLAIN, PROGRESSIVE, WHOLE = 80, 40, 20
"""Millions of pixels that are taken, so that decoding needs less than 400 MB: a plain JPEG is made smaller while it is
decoded, a progressive one only when all of it was read, and PNG and WebP must stand in memory whole."""
MOST_PARTS = 20_000
MOST_SCANS = 40
"""A progressive JPEG has about ten; each costs a walk over the whole picture, whatever it holds."""
JPEG_START, PNG_START = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
FILL = re.compile(rb"\xff+")
END_OF_SCAN = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
SOF, IN_SCANS, DHT, EOI, SOS, DQT, DRI = (0xC0, 0xC1, 0xC2), 0xC2, 0xC4, 0xD9, 0xDA, 0xDB, 0xDD
JFIF, EXIF, ADOBE, REMARK = 0xE0, 0xE1, 0xEE, 0xFE
NEEDED = {*SOF, DHT, SOS, DQT, DRI}
BESIDE = {*range(0xE0, 0xF0), REMARK}
STRANGERS = (b"pk\3\4", b"pk\5\6", b"%pdf-", b"<!doctype", b"<html", b"<script", b"<svg", b"<?php", b"7z\xbc\xaf")


class NoPhotoError(Exception):
    """It is no picture of a kind we take."""


class HeicError(NoPhotoError):
    """It is a picture in Apple's format, which only some programs read."""


class BrokenError(Exception):
    """It begins as a picture and is none: cut off, garbled, or two things in one."""


class TooManyPixelsError(Exception):
    """It would fill the memory; `most` says how many millions of pixels are taken."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


@dataclass(frozen=True, kw_only=True)
class Anatomy:
    """A picture's kind, its size as stored, its bare bytes, and the block in which a camera says how it was held.

    `most` is how many millions of pixels such a picture may have.
    """

    kind: str
    most: int
    width: int
    height: int
    bare: bytes
    exif: bytes = b""


def read(content: bytes) -> Anatomy:
    """Return the anatomy of a JPEG, PNG or WebP picture. Raises the errors of this module, nothing else."""
    try:
        found = _read(content)
    except (struct.error, IndexError) as fault:
        raise BrokenError("cut off") from fault
    if found.width == 0 or found.height == 0:
        raise BrokenError("no size")
    if found.width * found.height > found.most * 1_000_000:
        raise TooManyPixelsError(found.most)
    return found


def _read(content: bytes) -> Anatomy:
    if content.startswith(JPEG_START):
        return _jpeg(content)
    if content.startswith(PNG_START):
        return _png(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    if content[4:8] == b"ftyp" and content[8:12] in {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}:
        raise HeicError
    raise NoPhotoError


def segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each part of a JPEG, a scan with its data; at the end EOI with what stands behind it."""
    place = 2
    for _ in range(MOST_PARTS):
        fill = FILL.match(content, place)
        if fill is None:
            raise BrokenError("no marker where one must be")
        place = fill.end() - 1
        code = content[place + 1]
        if code == EOI:
            yield code, content[place + 2 :]
            return
        if code not in NEEDED and code not in BESIDE:
            raise BrokenError(f"marker {code:02x}")
        end = place + 2 + unpack_from(">H", content, place + 2)[0]
        if end < place + 4 or end > len(content):
            raise BrokenError("a part that ends outside")
        if code == SOS:
            found = END_OF_SCAN.search(content, end)
            if found is None:
                raise BrokenError("cut off in a scan")
            end = found.start()
        yield code, content[place:end]
        place = end
    raise BrokenError("too many parts")


def _jpeg(content: bytes) -> Anatomy:
    kept, codes, exif, width, height = [content[:2]], [], b"", 0, 0
    for code, part in segments(content):
        codes.append(code)
        if code in SOF:
            height, width = unpack_from(">HH", part, 5)
        elif code == EXIF and part[4:10] == b"Exif\0\0" and not exif:
            exif = part[10:]
        elif code == EOI:
            _refuse_stranger(part)
        if code in NEEDED or (code == ADOBE and part[4:9] == b"Adobe"):
            kept.append(part)
    frames = [code for code in codes if code in SOF]
    if len(frames) != 1 or not 1 <= codes.count(SOS) <= MOST_SCANS or codes.index(SOS) < codes.index(frames[0]):
        raise BrokenError("not one frame with its scans")
    bare = b"".join([*kept, b"\xff\xd9"])
    most = PROGRESSIVE if frames[0] == IN_SCANS else PLAIN
    return Anatomy(kind="JPEG", most=most, width=width, height=height, bare=bare, exif=exif)


def _png(content: bytes) -> Anatomy:
    kept, exif, place, kind = [PNG_START], b"", 8, b""
    width, height = unpack_from(">LL", content, 16)
    for number in range(MOST_PARTS):
        size, kind = unpack_from(">L4s", content, place)
        end = place + 12 + size
        if zlib.crc32(content[place + 4 : end - 4]) != unpack_from(">L", content, end - 4)[0]:
            raise BrokenError("a part that was changed")
        if (kind == b"IHDR") != (number == 0):
            raise BrokenError("not one header at the begin")
        if kind in {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}:
            kept.append(content[place:end])
        elif kind == b"eXIf":
            exif = content[place + 8 : end - 4]
        place = end
        if kind == b"IEND":
            break
    else:
        raise BrokenError("too many parts")
    _refuse_stranger(content[place:])
    return Anatomy(kind="PNG", most=WHOLE, width=width, height=height, bare=b"".join(kept), exif=exif)


def _webp(content: bytes) -> Anatomy:
    end = 8 + unpack_from("<L", content, 4)[0]
    if end > len(content):
        raise BrokenError("cut off")
    parts = dict(_webp_parts(content, end))
    _refuse_stranger(content[end + end % 2 :])
    pictures = [kind for kind in (b"VP8 ", b"VP8L") if kind in parts]
    if len(pictures) != 1 or b"ANIM" in parts:
        raise BrokenError("not one picture")
    body = parts[pictures[0]]
    if pictures[0] == b"VP8 ":
        width, height = (side & 0x3FFF for side in unpack_from("<HH", body, 6))
    else:
        bits = unpack_from("<L", body, 1)[0]
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    kept: list[tuple[bytes, bytes]] = [(pictures[0], body)]
    if b"ALPH" in parts:
        canvas = b"\x10\0\0\0" + pack("<L", width - 1)[:3] + pack("<L", height - 1)[:3]
        kept = [(b"VP8X", canvas), (b"ALPH", parts[b"ALPH"]), *kept]
    inside = b"WEBP" + b"".join(kind + pack("<L", len(part)) + part + b"\0" * (len(part) % 2) for kind, part in kept)
    bare = b"RIFF" + pack("<L", len(inside)) + inside
    exif = parts.get(b"EXIF", b"").removeprefix(b"Exif\0\0")
    return Anatomy(kind="WEBP", most=WHOLE, width=width, height=height, bare=bare, exif=exif)


def _webp_parts(content: bytes, end: int) -> Iterator[tuple[bytes, bytes]]:
    place, seen = 12, set()
    for _ in range(MOST_PARTS):
        if place >= end:
            return
        kind, size = unpack_from("<4sL", content, place)
        if place + 8 + size > end or kind in seen:
            raise BrokenError("a part that ends outside, or comes twice")
        seen.add(kind)
        yield kind, content[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
    raise BrokenError("too many parts")


def _refuse_stranger(behind: bytes) -> None:
    """What cameras append (a second picture, a film, a note of theirs) is left out; a file of another kind is refused."""
    if behind.startswith(JPEG_START) or behind[4:8] == b"ftyp" or behind.endswith(b"SEFT"):
        return
    small = behind.lower()
    if any(stranger in small for stranger in STRANGERS) or behind.startswith((b"MZ", b"\x7fELF")):
        raise BrokenError("two things in one")
