"""Reads two things from what a camera wrote beside a picture: how it was held, and where. Never raises."""

import struct
from contextlib import suppress
from struct import unpack_from

TURN, PLACE = 0x0112, 0x8825
NORTH_OR_SOUTH, LATITUDE, EAST_OR_WEST, LONGITUDE = 1, 2, 3, 4
MOST_TAGS = 500
Position = tuple[float, float]


def read(block: bytes) -> tuple[int, Position | None]:
    """Return the turn (1 to 8, 1 where none is said) and the position as latitude and longitude, if there is one."""
    turn, position = 1, None
    with suppress(struct.error, KeyError):
        order = {b"II*\0": "<", b"MM\0*": ">"}[block[:4]]
        tags = _tags(block, order, unpack_from(f"{order}L", block, 4)[0])
        if TURN in tags:
            said = unpack_from(f"{order}H", block, tags[TURN])[0]
            turn = said if 1 <= said <= 8 else 1
        if PLACE in tags:
            position = _position(block, order, unpack_from(f"{order}L", block, tags[PLACE])[0])
    return turn, position


def _tags(block: bytes, order: str, place: int) -> dict[int, int]:
    """Return where the value of each tag of a directory stands, or where it says that it stands."""
    number = min(unpack_from(f"{order}H", block, place)[0], MOST_TAGS)
    starts = range(place + 2, place + 2 + 12 * number, 12)
    return {unpack_from(f"{order}H", block, start)[0]: start + 8 for start in starts}


def _position(block: bytes, order: str, place: int) -> Position | None:
    tags = _tags(block, order, place)
    north, east = (block[tags[tag] : tags[tag] + 1] for tag in (NORTH_OR_SOUTH, EAST_OR_WEST))
    latitude, longitude = (_degrees(block, order, tags[tag]) for tag in (LATITUDE, LONGITUDE))
    if latitude is None or longitude is None or latitude > 90 or longitude > 180 or latitude == longitude == 0:
        return None
    return round(-latitude if north == b"S" else latitude, 6), round(-longitude if east == b"W" else longitude, 6)


def _degrees(block: bytes, order: str, place: int) -> float | None:
    parts = unpack_from(f"{order}6L", block, unpack_from(f"{order}L", block, place)[0])
    if 0 in parts[1::2]:
        return None
    return float(parts[0] / parts[1] + parts[2] / parts[3] / 60 + parts[4] / parts[5] / 3600)
