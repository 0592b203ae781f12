"""Fetches what lies elsewhere: the one place that opens a connection to an address somebody typed.

An address may be written by anybody who writes into a feed, so each is resolved first, and the connection goes to the
very number that was looked at: never into the municipality's own network, whatever a name or a redirect says.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from time import monotonic
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

REDIRECTS = 5
SECONDS, PATIENCE = 30, 10
PIECE = 64 * 1024
HOPS = {301, 302, 303, 307, 308}
AGENT = "opstinski-portal"


class FetchError(Exception):
    """It could not be fetched."""


class ForbiddenError(FetchError):
    """The address leads where nothing is fetched from: no web address, or inside a network of its own."""


class UnreachableError(FetchError):
    """Nobody answers there, or not with what was asked for."""


class TooLargeError(FetchError):
    """There is more than anybody waits for."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What came: its bytes, from where in the end, and what the server said about it."""

    content: bytes
    address: str
    kind: str = ""
    etag: str = ""
    modified: str = ""
    is_same: bool = False


Resolver = Callable[[str, int], Collection[str]]


def resolved(host: str, port: int) -> Collection[str]:
    """Return the numbers of a name, in the order in which they should be tried."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass(kw_only=True)
class Fetcher:
    """Fetches within bounds of place, size and time; `inside` are hosts of the own network that may be asked all the same.

    `seconds` are for everything that one fetcher fetches: an import ends, whoever is slow.
    """

    inside: Collection[str] = ()
    seconds: float = SECONDS
    resolve: Resolver = resolved
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        self._until = monotonic() + self.seconds

    def get(self, address: str, *, most: int, etag: str = "", modified: str = "") -> Fetched:
        """Return what lies at an address. Raises `ForbiddenError`, `UnreachableError`, `TooLargeError`."""
        asked = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        asked |= {name: text for name, text in (("If-None-Match", etag), ("If-Modified-Since", modified)) if text}
        for _ in range(REDIRECTS + 1):
            found = self._ask(address, asked, most)
            if isinstance(found, Fetched):
                return found
            address = urljoin(address, found)
        raise UnreachableError("it leads on and on")

    def _ask(self, address: str, asked: Mapping[str, str], most: int) -> Fetched | str:
        """Ask once; return what came, or where it leads."""
        scheme, host, port, path = _parts(address)
        connection = _connection(scheme, host, port, self._reach(host, port))
        try:
            connection.request("GET", path, headers=dict(asked))
            answer = connection.getresponse()
            if answer.status in HOPS and (place := answer.headers.get("Location")):
                return str(place)
            if answer.status == 304:
                return Fetched(content=b"", address=address, is_same=True)
            if answer.status != 200:
                raise UnreachableError(f"the answer is {answer.status}")
            return Fetched(
                content=self._read(answer, connection, most),
                address=address,
                kind=answer.headers.get("Content-Type", ""),
                etag=answer.headers.get("ETag", "")[:300],
                modified=answer.headers.get("Last-Modified", "")[:100],
            )
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise UnreachableError(str(fault)) from fault
        finally:
            connection.close()

    def _reach(self, host: str, port: int) -> socket.socket:
        """Open a connection to the first number of a name that answers; every number is looked at before any is asked."""
        try:
            numbers = self.resolve(host, port)
        except (OSError, UnicodeError) as fault:
            raise UnreachableError(str(fault)) from fault
        known = host in self.inside or f"{host}:{port}" in self.inside
        if not numbers or not (known or all(map(_is_public, numbers))):
            raise ForbiddenError(host)
        for number in numbers:
            with suppress(OSError):
                return socket.create_connection((number, port), timeout=self._left())
        raise UnreachableError("nobody answers")

    def _read(self, answer: http.client.HTTPResponse, connection: http.client.HTTPConnection, most: int) -> bytes:
        pieces, size = list[bytes](), 0
        while piece := answer.read1(PIECE):
            size += len(piece)
            if size > most:
                raise TooLargeError(str(most))
            pieces.append(piece)
            if connection.sock is not None:
                connection.sock.settimeout(self._left())
        return b"".join(pieces)

    def _left(self) -> float:
        left = self._until - monotonic()
        if left <= 0:
            raise UnreachableError("it takes too long")
        return min(left, PATIENCE)


def _parts(address: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path of a web address. Raises `ForbiddenError`."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode() if not (parts.hostname or "").isascii() else parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as fault:
        raise ForbiddenError(address) from fault
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None:
        raise ForbiddenError(address)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return parts.scheme, host, port, f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else path


def _is_public(number: str) -> bool:
    """Tell whether a number lies out in the world; a new address that wraps an old one is judged by that one too."""
    found = ip_address(number.partition("%")[0])
    wrapped: list[Any] = [found]
    if found.version == 6:
        wrapped += [inner for inner in (found.ipv4_mapped, found.sixtofour, found.teredo and found.teredo[1]) if inner]
        if int(found) >> 32 == 0x64FF9B << 64:
            wrapped.append(ip_address(int(found) & 0xFFFFFFFF))
    return all(each.is_global and not each.is_multicast for each in wrapped)


def _connection(scheme: str, host: str, port: int, line: socket.socket) -> http.client.HTTPConnection:
    """Return a connection that speaks over an open line; the name counts for the certificate, not for the way."""
    connection = http.client.HTTPConnection(host, port)
    if scheme == "https":
        try:
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        except OSError as fault:
            line.close()
            raise UnreachableError(str(fault)) from fault
        connection.default_port = 443
    connection.sock = line
    return connection
