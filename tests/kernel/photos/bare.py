"""Reads pictures byte by byte, knowing nothing of the portal or of Pillow: is there anything in them but the picture?"""

import struct


def markers(content: bytes) -> list[str]:
    """The markers of a JPEG outside its scans, and END with what stands behind it."""
    assert content[:2] == b"\xff\xd8"
    found, place = [], 2
    while True:
        assert content[place] == 0xFF, f"no marker at {place}"
        code = content[place + 1]
        if code == 0xD9:
            return [*found, "END" if place + 2 == len(content) else "END AND MORE"]
        found.append(f"{code:02X}")
        place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
        if code == 0xDA:
            while not (content[place] == 0xFF and content[place + 1] not in {0, *range(0xD0, 0xD8)}):
                place += 1


def chunks(content: bytes) -> list[bytes]:
    """The chunks of a PNG."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    found, place = [], 8
    while place < len(content):
        size, kind = struct.unpack(">L4s", content[place : place + 8])
        found.append(kind)
        place += 12 + size
    return found
