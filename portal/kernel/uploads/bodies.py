"""What a request brings, read with patience: a line that breaks gives what came before."""

import hashlib
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from werkzeug.exceptions import HTTPException


class Body:
    """A stream of bytes of which `length` are announced (None = nobody said). `cut` once the line broke."""

    def __init__(self, stream: IO[bytes], length: int | None) -> None:
        self._stream = stream
        self.length, self.taken, self.cut = length, 0, False

    def read(self, wanted: int) -> bytes:
        """Return so many bytes; fewer only at the end or where the line broke."""
        found = bytearray()
        while len(found) < wanted:
            try:
                more = self._stream.read(wanted - len(found))
            except (OSError, ValueError, HTTPException):
                self.cut = True
                break
            if not more:
                self.cut = self.length is not None and self.taken < self.length
                break
            found += more
            self.taken += len(more)
        return bytes(found)


@dataclass
class Checksum:
    """What the sender says the whole body is, and what it turns out to be."""

    make: Callable[[], Any]
    said: bytes
    found: Any = field(init=False)

    def __post_init__(self) -> None:
        self.found = self.make()

    @property
    def is_right(self) -> bool:
        """Tell whether what came is what was sent."""
        return bool(self.found.digest() == self.said)


ALGORITHMS: dict[str, Callable[[], Any]] = {
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),  # what tus demands; it finds faults of the line, no forgers
    "sha256": hashlib.sha256,
}


def checksum(header: str) -> Checksum | None:
    """Read an `Upload-Checksum` header; None where there is none. Raises `ValueError` for what nobody can read."""
    if not header.strip():
        return None
    name, _, said = header.strip().partition(" ")
    if name not in ALGORITHMS:
        raise ValueError(f"no algorithm {name}")
    return Checksum(make=ALGORITHMS[name], said=b64decode(said.strip(), validate=True))


def metadata(header: str) -> dict[str, str]:
    """Read an `Upload-Metadata` header: keys with values in base64; empty is nothing. Raises `ValueError`."""
    found: dict[str, str] = {}
    for pair in header.split(",") if header.strip() else ():
        key, _, value = pair.strip().partition(" ")
        if not key or not key.isascii() or key in found:
            raise ValueError("a key is missing or stands twice")
        found[key] = b64decode(value.strip(), validate=True).decode("utf-8", "replace")
    return found
