"""Asks clamd whether bytes are harmful, by its INSTREAM protocol."""

import socket
import struct
from time import monotonic

TIMEOUT = 10
CHUNK = 64 * 1024
LONGEST_REPLY = 4096


class ScannerError(Exception):
    """The scanner is away, slow, or says that it could not look: the file waits and is tried again."""


def is_harmful(content: bytes, address: str) -> bool:
    """Tell whether clamd at `host:port` finds something in the content; at most about 10 s. Raises `ScannerError`."""
    reply = _ask(content, address)
    if reply.endswith("OK"):
        return False
    if reply.endswith("FOUND"):
        return True
    raise ScannerError(f"clamd at {address} says: {reply or 'nothing'}")


def _ask(content: bytes, address: str) -> str:
    host, _, port = address.rpartition(":")
    end, reply = monotonic() + TIMEOUT, b""
    try:
        with socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                line.settimeout(max(0.01, end - monotonic()))
                chunk = content[start : start + CHUNK]
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
