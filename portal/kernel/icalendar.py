"""Events for people's calendars: iCalendar (RFC 5545), as much of it as meetings and deadlines need."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

MEDIA = "text/calendar"
LONGEST_LINE = 75
"""In octets, without the line's end (RFC 5545, 3.1)."""


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One event. `uid` is the same each time it is given out, so that a calendar moves it instead of doubling it.

    `changed` and `sequence` tell a calendar which of two wordings is the newer one; `is_cancelled` strikes it out there.
    """

    uid: str
    title: str
    begins: datetime
    ends: datetime
    changed: datetime
    url: str = ""
    place: str = ""
    text: str = ""
    sequence: int = 0
    is_cancelled: bool = False


def calendar(name: str, happenings: Iterable[Happening], *, product: str = "portal") -> bytes:
    """Return a calendar as a file: moments in UTC, lines folded between letters, never within one."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(product)}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for each in happenings:
        lines += _event(each)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(one: Happening) -> list[str]:
    named = (("LOCATION", one.place), ("DESCRIPTION", one.text))
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(one.uid)}",
        f"DTSTAMP:{moment(one.changed)}",
        f"DTSTART:{moment(one.begins)}",
        f"DTEND:{moment(one.ends)}",
        f"SUMMARY:{escaped(one.title)}",
        *(f"{key}:{escaped(value)}" for key, value in named if value),
        *([f"URL:{one.url}"] if one.url else []),
        f"SEQUENCE:{one.sequence}",
        f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}",
        "TRANSP:OPAQUE",
        "END:VEVENT",
    ]


def moment(at: datetime) -> str:
    """Write a moment in UTC."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Write a text so that commas, semicolons and line ends in it are its own (RFC 5545, 3.3.11)."""
    plain = "".join(sign for sign in text.replace("\r\n", "\n").replace("\r", "\n") if sign >= " " or sign in "\n\t")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """Return a line of at most 75 octets; what is longer goes on behind a blank in the next one."""
    parts, part = [], b""
    for sign in line:
        letter = sign.encode()
        if len(part) + len(letter) > LONGEST_LINE:
            parts.append(part)
            part = b" "
        part += letter
    return b"\r\n".join([*parts, part]) + b"\r\n"
