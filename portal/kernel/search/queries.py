"""What a reader finds. Read only."""

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from portal.kernel.search.hits import MOST_COUNTED, Hit, Hits
from portal.kernel.search.models import Document
from portal.kernel.search.postgresql import PostgresqlIndex
from portal.kernel.search.query import Query, Term, telling_terms, telling_words, understand
from portal.kernel.search.sqlite import SqliteIndex
from portal.kernel.texts import excerpt, highlight
from portal.kernel.words import version

WINDOW = 2000
"""Best first is computed over so many of the newest hits: the cost is linear in them (performance.md 4.5)."""

LONGEST_ASKED, MOST_TERMS, RAREST = 2500, 24, 8
"""Of a text that is compared: the characters and words that are read, and how many of its rarest words count."""

COMMON = 300
"""A word that so many documents have is as common as any: only the newest of them are looked at."""

MOST_COMMON, CANDIDATES, LEAST_SHARED = 4, 50, 0.3
"""How many common words are looked for together, how many documents are compared, and what share is alike."""

SHADOWS = {"title_words", "title_stems", "words", "stems"}
_LAST = 2**62
_COMPARED = 20_000
_AFTER = re.compile(r"(?:(?P<score>-?[0-9]{1,6}(?:\.[0-9]{1,20})?(?:e-[0-9]{1,3})?)~)?(?P<id>[0-9]{1,18})", re.ASCII)


def find(
    db: Session, query: str, *, kind: str | None = None, newest: bool = False, after: str | None = None, limit: int = 20
) -> Hits:
    """Find what has every word of a query; best first among the newest 2,000 hits, or simply newest first.

    `after` is the `more` of the page before; one that was tampered with gives the first page. Never raises, whatever
    was typed; a query without words finds nothing. Cost: some milliseconds, also for common words.
    """
    wanted = understand(query)
    if wanted.is_empty:
        return Hits()
    index = _index(db, kind)
    condition = index.condition(wanted)
    score, before = _read(after)
    if newest:
        ids = index.newest(condition, before, limit + 1)
        more = str(ids[limit - 1]) if len(ids) > limit else ""
    else:
        floor = index.newest(condition, _LAST, 1, skip=WINDOW - 1)
        ranked = index.best(condition, floor[0] if floor else 0, (score, before), limit + 1)
        ids = [id for _, id in ranked]
        more = f"{ranked[limit - 1][0]!r}~{ids[limit - 1]}" if len(ids) > limit else ""
    return _page(db, ids[:limit], index.count(condition, MOST_COUNTED + 1), more, wanted)


def newest(db: Session, *, kind: str | None = None, after: str | None = None, limit: int = 20) -> Hits:
    """Return what was published last, without a query: the archive as one reads it from the top."""
    chosen = select(Document.id).where(Document.kind == kind) if kind else select(Document.id)
    below = chosen.where(Document.id < _read(after)[1]).order_by(Document.id.desc()).limit(limit + 1)
    ids = list(db.scalars(below))
    count = db.scalar(select(func.count()).select_from(chosen.limit(MOST_COUNTED + 1).subquery())) or 0
    return _page(db, ids[:limit], count, str(ids[limit - 1]) if len(ids) > limit else "", Query())


def similar(db: Session, kind: str | None, text: str, limit: int = 5) -> list[Hit]:
    """Return documents that share telling words with a text, the most alike first: for questions while typing.

    Of the text's words the eight rarest count, the rarer the more, in a title twice as much as in a text. What shares
    fewer than two of them (of a text of one word, that one), less than 0.3 of their weight, or half as much as the
    first, is not alike. Never raises. Cost: a look-up for each of at most 24 words, and the words of at most 100
    documents.
    """
    index = _index(db, kind)
    text = text[:LONGEST_ASKED]
    terms = telling_terms(text)[:MOST_TERMS]
    having = {term: index.newest(index.condition_shared([term]), _LAST, COMMON) for term in terms}
    rarest = sorted((term for term in terms if having[term]), key=lambda term: len(having[term]))[:RAREST]
    fewest = min(2, max(1, len(terms)))
    if len(rarest) < fewest:
        return []
    weights = {term: math.log(2 * COMMON / len(having[term])) for term in rarest}
    common = [term for term in rarest if len(having[term]) == COMMON][:MOST_COMMON]
    near = index.newest(index.condition_shared(common), _LAST, CANDIDATES) if len(common) > 1 else []
    shared: dict[int, float] = defaultdict(float)
    for term in rarest:
        for id in having[term]:
            shared[id] += weights[term]
    near += heapq.nlargest(CANDIDATES, shared, key=lambda id: (shared[id], id))
    return _shown(db, _alike(db, near, weights, fewest)[:limit], Query(words=telling_words(text)))


def kinds(db: Session) -> list[str]:
    """Return the kinds of which there is something to find; one look-up in an index for each."""
    found: list[str] = []
    while kind := db.scalar(select(func.min(Document.kind)).where(Document.kind > (found[-1] if found else ""))):
        found.append(kind)
    return found


def _index(db: Session, kind: str | None) -> SqliteIndex | PostgresqlIndex:
    return (PostgresqlIndex if db.get_bind().dialect.name == "postgresql" else SqliteIndex)(db, kind)


def _read(after: str | None) -> tuple[float, int]:
    """Read where the page before ended; the beginning of all where that says nothing."""
    match = _AFTER.fullmatch(after or "")
    if match is None:
        return math.inf, _LAST
    return float(match["score"]) if match["score"] else math.inf, int(match["id"])


def _alike(db: Session, ids: Sequence[int], weights: Mapping[Term, float], fewest: int) -> list[int]:
    """Return those of some documents that share enough, the most alike first."""
    of_text = (func.substr(column, 1, _COMPARED) for column in (Document.words, Document.stems))
    rows = db.execute(
        select(Document.id, Document.title_words, Document.title_stems, *of_text).where(Document.id.in_(ids))
    )
    ranked: list[tuple[float, int]] = []
    for id, *written in rows:
        title_words, title_stems, words, stems = (frozenset(text.split()) for text in written)
        in_title = {term for term in weights if term.stem in title_stems or term.word in title_words}
        in_text = {term for term in weights if term.stem in stems or term.word in words} - in_title
        if len(in_title) + len(in_text) >= fewest:
            ranked.append((sum(weights[term] for term in in_title) + sum(weights[term] for term in in_text) / 2, id))
    ranked.sort(reverse=True)
    least = max(LEAST_SHARED * sum(weights.values()), ranked[0][0] / 2) if ranked else 0.0
    return [id for shared, id in ranked if shared >= least]


def _page(db: Session, ids: Sequence[int], count: int, more: str, query: Query) -> Hits:
    return Hits(
        hits=tuple(_shown(db, ids, query)),
        count=min(count, MOST_COUNTED),
        is_more_than_counted=count > MOST_COUNTED,
        more=more,
    )


def _shown(db: Session, ids: Iterable[int], query: Query) -> list[Hit]:
    """Load documents and mark in them what was meant, in the order of the ids."""
    ids = list(ids)
    columns = [column for column in Document.__table__.columns if column.key not in SHADOWS]
    rows = {row.id: row for row in db.execute(select(*columns).where(Document.id.in_(ids)))}
    return [_hit(rows[id], query.words) for id in ids if id in rows]


def _hit(row: Row[Any], words: str) -> Hit:
    english = version().key == "en"
    title_en, text_en = (row.title_en, row.text_en) if english else ("", "")
    title, piece = title_en or row.title, excerpt(text_en or row.text, words)
    return Hit(
        kind=row.kind,
        subject_id=row.subject_id,
        title=title,
        excerpt=piece,
        title_runs=highlight(title, words),
        excerpt_runs=highlight(piece, words),
        url_endpoint=row.url_endpoint,
        url_values=row.url_values,
        published_at=row.published_at,
        topic=row.topic,
        office=row.office,
        unit=row.unit,
        title_is_english=bool(title_en),
        excerpt_is_english=bool(text_en),
    )
