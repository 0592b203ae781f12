"""A load client: keep-alive connections on loopback, one request at a time on each, one epoll loop.

Written for this comparison because no other load generator is part of the installation. It costs about 30 µs of
processor time a request and shares the machine with the server: beyond some 15,000 requests a second it is itself
the limit, which makes ratios to fast pages look smaller than they are. Processor time per request is not touched.
"""

import re
import select
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def get(address: str, *headers: str) -> Callable[[], bytes]:
    """Return a maker of the same GET."""
    lines = [f"GET {address} HTTP/1.1", "Host: 127.0.0.1", *headers]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    return lambda: request


def post(address: str, body: bytes, kind: str, number: int) -> bytes:
    """Return a POST of our own pages, from one of ten million networks."""
    head = (
        f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
        f"X-Forwarded-For: {1 + number % 200}.{number // 200 % 250}.{number // 50_000 % 250}.1\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


@dataclass
class Run:
    """What one measurement saw."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    body: int = 0

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, part: float) -> float:
        """Milliseconds within which that part of the requests was answered."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0


class _Line:
    """One connection and the answer that is arriving on it; a new connection when the server ends the old one."""

    def __init__(self, port: int, poll: select.epoll) -> None:
        self._port, self._poll = port, poll
        self.got = b""
        self.began = 0.0
        self.connect()

    def connect(self) -> None:
        """Open a connection."""
        self.socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._poll.register(self.socket, select.EPOLLIN)

    def close(self) -> None:
        """Close the connection."""
        self._poll.unregister(self.socket)
        self.socket.close()

    def ask(self, request: bytes) -> None:
        """Send one request."""
        self.got, self.began = b"", perf_counter()
        self.socket.sendall(request)

    def answer(self) -> tuple[bytes, int, bool] | None:
        """Take what arrived; when the answer is whole, return its status, the length of its body, and if it was the last."""
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        self.got = self.got + part if self.got else part
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return None
        status, found = self.got[9:12], LENGTH.search(self.got, 0, end)
        length = int(found[1]) if found and status != b"304" else 0
        last = b"onnection: close" in self.got[:end]
        return (status, length, last) if len(self.got) >= end + 4 + length else None


def measure(port: int, request: Callable[[], bytes], *, seconds: float, connections: int, expect: bytes = b"200") -> Run:
    """Ask as fast as answers come, for so many seconds; an answer other than the expected one is a fault.

    A server that ends the connection with an answer is connected to anew, in the time of the next request.
    """
    run, poll, lines = Run(), select.epoll(), {}
    for _ in range(connections):
        line = _Line(port, poll)
        lines[line.socket.fileno()] = line
    began = perf_counter()
    end = began + seconds
    for line in lines.values():
        line.ask(request())
    while (moment := perf_counter()) < end and len(run.faults) < 20:
        for number, _ in poll.poll(0.5):
            line = lines[number]
            whole = line.answer()
            if whole is None:
                continue
            status, run.body, last = whole
            took = perf_counter() - line.began
            if status == expect:
                run.latencies.append(took)
            else:
                run.faults.append(line.got[:300].decode(errors="replace"))
            if last:
                line.close()
                del lines[number]
                line.connect()
                lines[line.socket.fileno()] = line
            line.ask(request())
    run.seconds = moment - began
    for line in lines.values():
        line.close()
    poll.close()
    return run


def middle(runs: list[Run], value: Callable[[Run], float]) -> float:
    """Return the median of one figure over some rounds."""
    return median(value(run) for run in runs)
