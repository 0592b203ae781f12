"""waitress, with a room for bodies that arrive: who finds no place there is heard to the end and gets a page that says so.

Heard, and not kept: a browser reads no answer before it has sent everything, and shows "connection reset" where the server
hangs up. So what is refused is read and forgotten, and the app makes the page, in the reader's version.
"""

import logging
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import WSGITask
from waitress.utilities import RequestEntityTooLarge

from portal.kernel.afterwards import AFTERWARDS
from portal.kernel.server.arriving import MEGABYTE, Place, Room
from portal.kernel.site.arrived import FULL, REFUSED, SLOW, TOO_LONG, NoRoom

log = logging.getLogger("portal.server")

HEARD = 1024 * MEGABYTE
"""A body longer than this is not even heard: the line is cut."""


class Forgotten:
    """Takes in what is left of a body and keeps nothing of it."""

    error = None

    def __init__(self, left: int) -> None:
        self._left = left

    def __len__(self) -> int:
        return 0

    @property
    def completed(self) -> bool:
        """Tell whether all of it went by."""
        return self._left <= 0

    def received(self, data: bytes) -> int:
        """Let bytes go by; return how many were of this body."""
        taken = min(len(data), self._left)
        self._left -= taken
        return taken

    def getfile(self) -> BytesIO:
        """Return an empty body."""
        return BytesIO()

    def getbuf(self) -> BytesIO:
        """Return what is closed at the end."""
        return BytesIO()


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request that comes in; its body has a place in the room, or is forgotten."""

    error: Any
    completed: bool
    chunked: bool
    expect_continue: bool
    body_rcv: Any

    def __init__(self, adj: Any, *, room: Room, sender: str) -> None:
        super().__init__(adj)
        self._room, self._sender = room, sender
        self._place: Place | None = None
        self.refused = ""

    def received(self, data: bytes) -> int:
        """Take in bytes; return how many belonged to this request."""
        if self.refused and self.headers_finished:
            return self._forget(data)
        was_head = not self.headers_finished
        taken: int = super().received(data)
        if was_head and self.headers_finished and self.body_rcv is not None:
            self._ask_for_a_place()
        elif self._place is not None:
            self._came(taken)
        return taken

    def close(self) -> None:
        """Let go of the body and of its place."""
        super().close()
        if self._place is not None:
            self._room.leave(self._place)

    def _ask_for_a_place(self) -> None:
        if isinstance(self.error, RequestEntityTooLarge):
            if self.content_length <= HEARD:
                self._refuse(TOO_LONG)
        elif self.error is None:
            self._place = self._room.enter(self._sender, self._needs(self.content_length), partial(self._refuse, SLOW))
            if self._place is None:
                self._refuse(FULL)

    def _came(self, taken: int) -> None:
        assert self._place is not None
        self._place.arrived += taken
        self._place.is_whole = self.completed
        needed = self._needs(self.body_bytes_received)
        if self.chunked and needed > self._place.size and not self._room.grow(self._place, needed + self._needs(MEGABYTE)):
            self.close()
            self.error = _Full()
            self.completed = True

    def _needs(self, length: int) -> int:
        """Return what a body takes: a form with files as much again while it is taken apart."""
        is_form = self.headers.get("CONTENT_TYPE", "").lower().startswith("multipart/")
        return 2 * length if is_form else length

    def _refuse(self, why: str) -> None:
        """Keep nothing of the body any more: the app is told why when all of it went by, or at once where nobody sends."""
        if self.completed and self.error is None:
            return
        self.close()
        if self.chunked:
            self.error, self.completed = _Full(), True
            return
        waits = self.expect_continue
        self.refused, self.error, self.expect_continue = why, None, False
        self.body_rcv = Forgotten(0 if waits else self.content_length - self.body_bytes_received)
        self.headers["CONTENT_LENGTH"] = "0"
        if waits:
            self.headers["CONNECTION"] = "close"
        self.completed = self.body_rcv.completed

    def _forget(self, data: bytes) -> int:
        taken: int = self.body_rcv.received(data)
        self.completed = self.body_rcv.completed
        return taken


class _Full(RequestEntityTooLarge):  # type: ignore[misc]
    """What a program hears that does not say how long its body is, where there is no place for more of it."""

    code = 503
    reason = "Service Unavailable"

    def __init__(self) -> None:
        super().__init__("Too much is being sent at this moment. Send it again in half a minute.")

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Return status, headers and body."""
        status, headers, body = super().to_response(ident)
        return status, [*headers, ("Retry-After", str(NoRoom.again))], body


class Task(WSGITask):  # type: ignore[misc]
    """A request that is answered; afterwards what its view left to be done."""

    def get_environment(self) -> dict[str, Any]:
        """Return what the app is told of the request."""
        known = self.environ is not None
        environ: dict[str, Any] = super().get_environment()
        if not known:
            environ[AFTERWARDS] = []
            if self.request.refused:
                environ[REFUSED] = self.request.refused
        return environ

    def service(self) -> None:
        """Answer, then do the rest: the answer is on its way meanwhile."""
        try:
            super().service()
        finally:
            acts: list[Callable[[], None]] = (self.environ or {}).get(AFTERWARDS, [])
            for act in acts:
                try:
                    act()
                except Exception:
                    log.exception("what was to be done after an answer failed")


class Channel(HTTPChannel):  # type: ignore[misc]
    """A line to a client, whose requests share the room of its server."""

    request: Parser | None
    task_class = Task

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        super().__init__(server, sock, addr, adj, map=map)
        self.parser_class = partial(Parser, room=server.arriving, sender=str(addr[0]))

    def handle_close(self) -> None:
        """Let go of what was still arriving."""
        request, self.request = self.request, None
        if request is not None:
            request.close()
        super().handle_close()


def give_room(server: Any, room: Room) -> None:
    """Let a server of waitress, or each of several, take requests through the room: before it runs."""
    servers = getattr(server, "map", None) or {0: server}
    for each in servers.values():
        if hasattr(each, "channel_class"):
            each.channel_class, each.arriving = Channel, room
