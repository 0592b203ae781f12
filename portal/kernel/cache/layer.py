"""The layer before Flask: answers anonymous readers from memory, asks Flask for everything else.

Order is what keeps it honest. A hit compares the numbers of the page's tags, read at this moment, with those kept in
the page. A page is kept only if nothing at all was committed between the mark taken before it was rendered and the
one taken after its numbers were read, so the numbers are those from before.
"""

import logging
import os
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.http import parse_options_header
from werkzeug.wrappers import Request

from portal.kernel.accounts.session import COOKIE as SESSION
from portal.kernel.cache.generations import Generations, can_read
from portal.kernel.cache.shelf import Page, Shelf, Variant
from portal.kernel.cache.words import CARD, Card
from portal.kernel.clock import now
from portal.kernel.site.messages import COOKIE as SAY
from portal.kernel.site.preferences import COOKIE as PREFERENCES
from portal.kernel.site.preferences import Preferences
from portal.kernel.words import VERSIONS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("portal.cache")

TYPES = {"text/html", "application/atom+xml", "application/json", "application/geo+json", "application/ld+json"}
VARIES = {"cookie", "accept-encoding"}
LONGEST_QUERY = 200
LONGEST_KEY = 1000
LONGEST_COOKIES = 4000
PLACE = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_PREFIX",
)


def wrap(app: Flask) -> "WSGIApplication":
    """Return the app with finished pages before it: give this to the WSGI server, in a host too.

    Mount the portal first. `PORTAL_CACHE_BYTES` = 0 returns the app as it is. A hit costs some 10 µs on SQLite; each
    thread that answers holds one idle connection to the database.
    """
    return Layer(app) if app.config["PORTAL_CACHE_BYTES"] > 0 else app


class Layer:
    """A WSGI app around a Flask app. What it cannot decide it hands on; a fault of its own never becomes the reader's."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._inner = app.wsgi_app
        config = app.config
        self._roots = tuple(f"{config['PORTAL_URL_PREFIX']}/{key}/" for key in VERSIONS)
        self._personal = (SESSION, SAY, *config["PORTAL_CACHE_BYPASS"])
        self._alone = app.extensions["portal"].alone
        self._bridged = config["PORTAL_HOST_PERSON"] is not None
        self._generations: Generations | None = None
        self._left: list[Generations | None] = []
        self._begin()

    def _begin(self) -> None:
        """Start empty: at the start of a process, and in a child after a fork, which must not use its parent's lines."""
        self._pid = os.getpid()
        self._left.append(self._generations)
        self._generations = None
        self._readable = True
        self._beginning = threading.Lock()
        self.shelf = Shelf(self._app.config["PORTAL_CACHE_BYTES"])

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory if the page there is this reader's and still true, else let Flask answer."""
        key = self._key(environ)
        if key is None:
            return self._inner(environ, start_response)
        if os.getpid() != self._pid:
            self._begin()
        try:
            generations = self._generations or (self._connect() if self._readable else None)
            page = self._true(key, generations) if generations else None
            mark = generations.mark() if generations and page is None and environ["REQUEST_METHOD"] == "GET" else None
        except Exception:
            log.warning("the generations could not be read: pages are made afresh", exc_info=True)
            return self._inner(environ, start_response)
        if page is not None:
            return _leave(page, environ, start_response)
        if generations is None or mark is None:
            return self._inner(environ, start_response)
        return self._make(key, generations, mark, environ, start_response)

    def _key(self, environ: "WSGIEnvironment") -> Hashable | None:
        """Return under which key this reader's page stands; None where the page may be somebody's own."""
        query = environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
            or not environ.get("PATH_INFO", "").startswith(self._roots)
            or len(query) > LONGEST_QUERY
            or "HTTP_AUTHORIZATION" in environ
            or environ.get("REMOTE_USER")
            or self._app.config["PORTAL_MAINTENANCE"]
        ):
            return None
        cookies, chosen = environ.get("HTTP_COOKIE", ""), ""
        if cookies:
            if len(cookies) > LONGEST_COOKIES or any(name in cookies for name in self._personal):
                return None
            if self._bridged and _foreign(cookies):
                return None
            chosen = _chosen(cookies) if PREFERENCES in cookies else ""
        key = (*[environ.get(name, "") for name in PLACE], environ["PATH_INFO"], query, chosen)
        return key if sum(map(len, key)) <= LONGEST_KEY else None

    def _connect(self) -> Generations | None:
        with self._beginning, self._app.app_context():
            engine = self._app.extensions["sqlalchemy"].engine
            self._readable = can_read(engine)
            if self._generations is None and self._readable:
                self._generations = Generations(engine)
        return self._generations

    def _true(self, key: Hashable, generations: Generations) -> Page | None:
        page = self.shelf.get(key)
        if page is None:
            return None
        if page.numbers == generations.numbers(page.tags) and (page.until is None or now() < page.until):
            return page
        self.shelf.drop(key, page)
        return None

    def _make(
        self,
        key: Hashable,
        generations: Generations,
        mark: object,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
    ) -> Iterable[bytes]:
        card = environ[CARD] = Card()
        held = _Held(start_response)
        parts = self._inner(environ, held)
        if not card.tags or not held.may_stay():
            return held.release(parts)
        if not self._alone and _foreign(environ.get("HTTP_COOKIE", "")):
            return held.release(parts)
        try:
            body = b"".join(parts)
        finally:
            _close(parts)
        page = Page.of(body, held.headers, card.tags, card.until)
        try:
            numbers = generations.numbers(card.tags)
            if generations.mark() == mark and (card.until is None or now() < card.until):
                self.shelf.put(key, replace(page, numbers=numbers))
        except Exception:
            log.warning("the generations could not be read: the page is not kept", exc_info=True)
        return _leave(page, environ, start_response)


class _Held:
    """A start_response that waits until it is known what becomes of the answer."""

    def __init__(self, start_response: "StartResponse") -> None:
        self._start = start_response
        self._said: tuple[Any, ...] | None = None
        self._released: Callable[[bytes], object] | None = None

    def __call__(self, status: str, headers: list[tuple[str, str]], fault: Any = None, /) -> Callable[[bytes], object]:
        if self._released is not None:
            return self._start(status, headers, fault)
        self._said = (status, headers, fault)
        return self._write

    def _write(self, data: bytes) -> object:
        if self._released is None:
            assert self._said is not None
            self._released = self._start(*self._said)
        return self._released(data)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers as the view sent them."""
        return list(self._said[1]) if self._said else []

    def may_stay(self) -> bool:
        """Tell whether the answer is one that every anonymous reader may get."""
        if self._said is None or self._released is not None or self._said[2] or not self._said[0].startswith("200 "):
            return False
        known: dict[str, str] = {}
        for name, value in self._said[1]:
            known[name.lower()] = f"{known[name.lower()]},{value}" if name.lower() in known else value
        kept = {word.strip().lower() for word in known.get("cache-control", "").split(",")}
        varies = {word.strip().lower() for word in known.get("vary", "").split(",") if word.strip()}
        return (
            "set-cookie" not in known
            and "content-encoding" not in known
            and not kept & {"no-store", "private"}
            and varies <= VARIES
            and parse_options_header(known.get("content-type", ""))[0] in TYPES
        )

    def release(self, parts: Iterable[bytes]) -> Iterable[bytes]:
        """Let the answer go as it is."""
        if self._said is None:
            return self._late(parts)
        if self._released is None:
            self._released = self._start(*self._said)
        return parts

    def _late(self, parts: Iterable[bytes]) -> Iterable[bytes]:
        """Serve an app that begins its answer only when its first bytes are asked for."""
        try:
            for part in parts:
                if self._released is None and self._said is not None:
                    self._released = self._start(*self._said)
                yield part
            if self._released is None and self._said is not None:
                self._released = self._start(*self._said)
        finally:
            _close(parts)


def _close(parts: Iterable[bytes]) -> None:
    close = getattr(parts, "close", None)
    if close is not None:
        close()


def _leave(page: Page, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    form = page.packed if _packs(environ.get("HTTP_ACCEPT_ENCODING", "")[:200]) else page.plain
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known and _knows(known, form):
        start_response("304 Not Modified", [*page.bare, ("ETag", form.etag)])
        return ()
    start_response("200 OK", form.headers.copy())
    return (form.body,) if environ["REQUEST_METHOD"] == "GET" else ()


def _knows(header: str, form: Variant) -> bool:
    """Tell whether a reader already has this form: `*`, or its ETag in the list, weak or strong."""
    return any(tag.strip().removeprefix("W/") in {form.etag, "*"} for tag in header[:2000].split(","))


@lru_cache(maxsize=500)
def _packs(header: str) -> bool:
    """Tell whether a reader takes gzip: named with a weight above nought, or meant by `*`."""
    weights = {}
    for part in header.lower().split(","):
        name, _, rest = part.partition(";")
        try:
            weights[name.strip()] = float(rest.strip().removeprefix("q=") or 1)
        except ValueError:
            weights[name.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


@lru_cache(maxsize=500)
def _chosen(cookies: str) -> str:
    """Return the one way to write the preferences in a Cookie header, read exactly as Flask reads it."""
    return Preferences.read(Request({"HTTP_COOKIE": cookies}).cookies.get(PREFERENCES, "")).cookie()


def _foreign(cookies: str) -> bool:
    """Tell whether a Cookie header carries anything but our preferences: a host's pages may look at it."""
    return any(part.partition("=")[0].strip() not in {PREFERENCES, ""} for part in cookies.split(";"))
