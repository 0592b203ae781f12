"""Asks clamd whether bytes are harmful, by its INSTREAM protocol.

clamd must be set up with `AlertEncrypted yes` and `AlertExceedsMax yes`: without the second it says OK to what it did
not look into. What is locked, goes beyond its limits or is longer than it takes is unscannable, which is never clean.
One thing it passes in silence even so (1.4.6): of a part of an archive it unpacks as much as `MaxFileSize` and does not
tell of the rest. So what says to hold more than that is not shown to it at all.
"""

import socket
import struct
from contextlib import suppress
from enum import StrEnum
from time import monotonic

from portal.kernel.files import checks
from portal.kernel.files.checks import Content

TIMEOUT, LONGEST = 10, 240
A_SECOND = 10 * 1024 * 1024
"""So many bytes more give clamd another second."""
CHUNK = 64 * 1024
LONGEST_REPLY = 4096


LARGEST_INSIDE = 100 * 1024 * 1024
"""What clamd unpacks of one part where its `MaxFileSize` is as it comes; who lowers that lets harm pass."""
NOT_LOOKED_INTO = ("Heuristics.Encrypted.", "Heuristics.Limits.Exceeded")
TOO_LONG = "size limit exceeded"


class Verdict(StrEnum):
    """What the scanner can say of a file."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"


class ScannerError(Exception):
    """The scanner is away, slow, or says that it could not look: the file waits and is tried again."""


def look(content: Content, address: str) -> Verdict:
    """Return what clamd at `host:port` says of the content, shown in steps of 64 KB. Raises `ScannerError`.

    It takes as long as `patience` says; clamd itself ends the reading where its `StreamMaxLength` is.
    """
    if checks.largest_inside(content) > LARGEST_INSIDE:
        return Verdict.UNSCANNABLE
    reply = _ask(content, address)
    if reply.endswith(" OK"):
        return Verdict.CLEAN
    if reply.endswith(" FOUND"):
        unseen = any(name in reply for name in NOT_LOOKED_INTO)
        return Verdict.UNSCANNABLE if unseen else Verdict.INFECTED
    if TOO_LONG in reply:
        return Verdict.UNSCANNABLE
    raise ScannerError(f"clamd at {address} says: {reply or 'nothing'}")


def patience(size: int) -> float:
    """Return how many seconds the scanner has for so many bytes: less than the worker has for the job."""
    return min(TIMEOUT + size // A_SECOND, LONGEST)


def _ask(content: Content, address: str) -> str:
    host, _, port = address.rpartition(":")
    file = checks.stream_of(content)
    end, reply = monotonic() + patience(file.seek(0, 2)), b""
    file.seek(0)
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT) as line:
            line.sendall(b"zINSTREAM\0")
            with suppress(BrokenPipeError, ConnectionResetError):  # it stops listening where it is too long, and says so
                while chunk := file.read(CHUNK):
                    line.settimeout(max(0.01, end - monotonic()))
                    line.sendall(struct.pack("!L", len(chunk)) + chunk)
                line.sendall(struct.pack("!L", 0))
            while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
                line.settimeout(max(0.01, end - monotonic()))
                more = line.recv(LONGEST_REPLY)
                if not more:
                    break
                reply += more
    except (OSError, ValueError, OverflowError) as fault:
        raise ScannerError(f"clamd at {address} does not answer: {fault}") from fault
    if not reply.endswith(b"\0"):
        raise ScannerError(f"clamd at {address} broke off")
    return reply.rstrip(b"\0").decode("utf-8", "replace").strip()
