"""Reads RSS and Atom, as WordPress and others write them, into entries of clean text; the only module that knows feedparser.

Whatever a feed says is taken for a claim: its dates may be wrong, its entries double, its HTML hostile.
"""

import hashlib
import io
import re
from calendar import timegm
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from portal.features.news.models import LONGEST_LEAD, LONGEST_TEXT, LONGEST_TITLE
from portal.kernel.texts import clean_line, excerpt, plain_words, rich_text
from portal.kernel.texts.links import leads_outside, safe_link

MOST_ENTRIES, MOST_PICTURES = 50, 5
LARGEST = 10 * 1024 * 1024
FIRST_DAY, LAST_DAY = datetime(1995, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_IMG = re.compile(r"<img\b[^<>]*+>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++))""", re.IGNORECASE)
_HREF = re.compile(r"""(<a\b[^<>]*?\shref\s*=\s*)(["'])([^"'<>]*)\2""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*+>?")
_TAIL = re.compile(r"\s*(?:\[(?:…|\.\.\.|&hellip;)\]|The post .{1,300} appeared first on .{1,200}\.?)\s*$", re.DOTALL)
_TAIL_PARAGRAPH = re.compile(r"<p>\s*The post\b.{0,1500}?\bappeared first on\b.{0,600}?</p>\s*$", re.DOTALL | re.IGNORECASE)


class NoFeedError(Exception):
    """What came is no feed."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A picture that an entry shows: where it lies, and what is said about it."""

    address: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class Story:
    """One entry of a feed, clean: what of it can become an item."""

    key: str
    link_key: str
    link: str
    title: str
    lead: str
    written: str
    at: datetime | None
    pictures: tuple[Seen, ...] = ()

    @property
    def digest(self) -> str:
        """The hash of its words: another one means that the source has changed them."""
        return hashed("\n".join((self.title, self.lead, self.written)))


def hashed(text: str) -> str:
    """Return the sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def stories(content: bytes, address: str) -> Sequence[Story]:
    """Return what a feed tells, newest fifty at most, each once. Raises `NoFeedError`.

    Cost: about a second for each megabyte.
    """
    import feedparser

    found: Any = feedparser.parse(
        io.BytesIO(content),
        response_headers={"content-location": address},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.get("version") and not found.entries:
        raise NoFeedError
    known: dict[str, Story] = {}
    for entry in found.entries[: 4 * MOST_ENTRIES]:
        story = _story(entry, str(found.feed.get("link") or address))
        if story is not None and not any(story.key == old.key or story.link_key == old.link_key for old in known.values()):
            known[story.key] = story
    ordered = sorted(known.values(), key=lambda one: one.at or FIRST_DAY, reverse=True)
    return ordered[:MOST_ENTRIES]


def _story(entry: Mapping[str, Any], base: str) -> Story | None:
    """Return an entry as a story; nothing of one without title or words."""
    link = _absolute(str(entry.get("link") or ""), base)
    summary = str(entry.get("summary") or "")
    html = max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default="") or summary
    place = link or base
    body = rich_text(_TAIL_PARAGRAPH.sub("", _with_whole_links(html[:LONGEST_TEXT], place)))[:LONGEST_TEXT]
    words = _TAIL.sub("", plain_words(body))
    title = _line(str(entry.get("title") or ""))[:LONGEST_TITLE] or excerpt(words, "", 80)
    name = str(entry.get("id") or "") or link
    if not (title and name and words):
        return None
    lead = excerpt(_TAIL.sub("", plain_words(rich_text(summary[:20_000]))) or words, "", 280)[:LONGEST_LEAD]
    return Story(
        key=hashed(name),
        link_key=hashed(_bare(link) or name),
        link=link,
        title=title,
        lead=lead,
        written=body,
        at=_day(entry),
        pictures=_pictures(entry, html[:LONGEST_TEXT], place),
    )


def _line(html: str) -> str:
    """Return a title as one line of plain text, however often it was escaped."""
    return clean_line(unescape(_TAG.sub("", unescape(html[:20_000]))))


def _absolute(address: str, base: str) -> str:
    """Return a safe whole web address, or nothing."""
    try:
        whole = urljoin(base, address.strip()) if address.strip() else ""
    except ValueError:
        return ""
    return whole if safe_link(whole) and leads_outside(whole) and len(whole) <= 2000 else ""


def _bare(link: str) -> str:
    """Return what of a link says which page it is: scheme, www and a last slash change from day to day."""
    parts = urlsplit(link)
    host = (parts.netloc.lower()).removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}" if host else ""


def _with_whole_links(html: str, base: str) -> str:
    """Let links of the text lead where they led at home; one that leads nowhere safe loses its address."""
    return _HREF.sub(lambda found: f'{found[1]}"{escape(_absolute(unescape(found[3]), base))}"', html)


def _day(entry: Mapping[str, Any]) -> datetime | None:
    """Return when an entry appeared, if it says so in a way that can be true."""
    for name in ("published_parsed", "updated_parsed"):
        parts = entry.get(name) if dict.__contains__(entry, name) else None  # else it warns
        if parts:
            try:
                moment = datetime.fromtimestamp(timegm(parts), UTC)
            except (ValueError, OverflowError, OSError, TypeError):
                continue
            if FIRST_DAY <= moment < LAST_DAY:
                return moment
    return None


def _pictures(entry: Mapping[str, Any], html: str, base: str) -> tuple[Seen, ...]:
    """Return the pictures of an entry, each once: those of its text, then those that the feed names beside it."""
    found: dict[str, Seen] = {}
    for tag in _IMG.findall(html):
        said = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}
        wide = said.get("width", "")
        tiny = wide.isdecimal() and int(wide[:9]) < 50
        address = "" if tiny else _absolute(said.get("src", ""), base)
        if address:
            found.setdefault(address, Seen(address=address, alt=clean_line(said.get("alt", ""))[:300]))
    beside = [(part.get("url"), part.get("type") or part.get("medium") or "") for part in entry.get("media_content") or ()]
    beside += [(part.get("href"), part.get("type") or "") for part in entry.get("enclosures") or ()]
    for url, kind in beside:
        address = _absolute(str(url or ""), base) if str(kind).startswith("image") else ""
        if address:
            found.setdefault(address, Seen(address=address, alt=""))
    return tuple(found.values())[:MOST_PICTURES]
