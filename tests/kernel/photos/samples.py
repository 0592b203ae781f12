"""Photos for tests, made here: honest ones with all that a camera writes beside them, and hostile ones."""

import io
import struct
import zlib

from PIL import Image, PngImagePlugin

WHERE = (43.674722, 21.541944)
OWNER = "Vlasnik Aparata 0601234567"
REMARK = b"<script>alert('remark')</script>"
RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 160, 60), (30, 60, 200), (255, 255, 255)


def corners(width=800, height=600) -> Image.Image:
    """A picture whose four quarters tell which way is up: red and green above, blue and white below."""
    image = Image.new("RGB", (width, height))
    half, middle = width // 2, height // 2
    for colour, place in ((RED, (0, 0)), (GREEN, (half, 0)), (BLUE, (0, middle)), (WHITE, (half, middle))):
        image.paste(colour, (*place, place[0] + width - half, place[1] + height - middle))
    return image


def exif(turn=1, where=WHERE) -> Image.Exif:
    """What a phone writes: maker, owner, how it was held, when and where."""
    found = Image.Exif()
    found[0x010F], found[0x0110], found[0x013B] = "Telefon", "T-1000", OWNER
    found[0x0112] = turn
    found[0x0132] = "2026:11:20 10:11:12"
    if where:
        latitude, longitude = where
        found.get_ifd(0x8825).update({
            1: "N" if latitude >= 0 else "S", 2: degrees(abs(latitude)),
            3: "E" if longitude >= 0 else "W", 4: degrees(abs(longitude)),
        })  # fmt: skip
    return found


def degrees(value):
    minutes = value % 1 * 60
    return (int(value), int(minutes), round(minutes % 1 * 60, 4))


def saved(image, kind="JPEG", **how) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def jpeg(image=None, turn=1, where=WHERE, **how) -> bytes:
    """A JPEG with everything a camera writes: EXIF with the place, a colour profile, a remark, a note behind it."""
    how = {"quality": 92, "exif": exif(turn, where), "comment": REMARK, "icc_profile": b"profile" * 20, **how}
    return saved(image or corners(), **how)


def png(image=None, **how) -> bytes:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", OWNER)
    told.add_text("Comment", REMARK.decode(), zip=True)
    return saved(image or corners(), "PNG", pnginfo=told, exif=exif(), **how)


def webp(image=None, **how) -> bytes:
    return saved(image or corners(), "WEBP", exif=exif(), xmp=b"<x:xmpmeta>" + OWNER.encode() + b"</x:xmpmeta>", **how)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))


def png_that_claims(width, height) -> bytes:
    """A few hundred bytes that say they are a huge picture."""
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


def jpeg_that_claims(width, height, frame=b"\xff\xc0") -> bytes:
    """A small honest JPEG, its size written over."""
    content = saved(corners(64, 64), progressive=frame == b"\xff\xc2")
    place = content.index(frame)
    return content[: place + 5] + struct.pack(">HH", height, width) + content[place + 9 :]


def webp_that_claims(width, height) -> bytes:
    content = bytearray(saved(corners(64, 64), "WEBP", lossless=True))
    place = content.index(b"VP8L") + 9
    struct.pack_into("<L", content, place, (width - 1) | (height - 1) << 14)
    return bytes(content)
