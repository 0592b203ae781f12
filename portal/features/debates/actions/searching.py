"""Keeps the search in step with what the public may read of a debate: itself, and each article of the text read now."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import queries
from portal.features.debates.models import DEBATE, Debate, Edition, Passage, PassageKind
from portal.kernel import search
from portal.kernel.refusals import NotFound
from portal.kernel.search.models import Document
from portal.kernel.texts import plain_words

ARTICLE = "debate_article"
TITLED = frozenset({PassageKind.ARTICLE, PassageKind.ANNEX, PassageKind.RATIONALE})


def index(db: Session, debate_id: int) -> None:
    """Put a debate and its articles in the search; an article is found under its permanent line. Raises `NotFound`."""
    debate = db.get(Debate, debate_id)
    if debate is None:
        raise NotFound
    if not debate.is_public or debate.announced_at is None:
        search.remove(db, DEBATE, debate.id)
        return
    search.put(
        db,
        Document(
            kind=DEBATE,
            subject_id=debate.id,
            title=debate.title_sr,
            text="\n\n".join(part for part in (debate.summary_sr, plain_words(debate.rationale_sr)) if part),
            title_en=debate.title_en,
            text_en="\n\n".join(part for part in (debate.summary_en, plain_words(debate.rationale_en)) if part),
            url_endpoint="portal.debates.show",
            url_values={"debate_id": debate.id},
            published_at=debate.announced_at,
            unit=debate.unit.key,
        ),
    )
    _articles(db, debate)


def _articles(db: Session, debate: Debate) -> None:
    if debate.edition_id is None or debate.announced_at is None:
        return
    rows = queries.text_of(db, debate.edition_id)
    earlier = select(Passage.id).join(Edition, Edition.id == Passage.edition_id)
    earlier = earlier.where(Edition.debate_id == debate.id, Edition.id != debate.edition_id, Passage.kind.in_(TITLED))
    for id in db.scalars(earlier):
        search.remove(db, ARTICLE, id)
    texts: dict[int, list[str]] = {}
    for row in rows:
        if row.article is not None:
            texts.setdefault(row.article, []).append(row.text)
    for row in rows:
        if row.kind not in TITLED:
            continue
        title = f"{row.label}. {row.heading}" if row.heading else row.label
        search.put(
            db,
            Document(
                kind=ARTICLE,
                subject_id=row.id,
                title=f"{title} – {debate.title_sr}",
                text="\n".join(texts.get(row.line, [])),
                url_endpoint="portal.debates.text",
                url_values={"debate_id": debate.id, "_anchor": f"l{row.line}"},
                published_at=debate.announced_at,
                unit=debate.unit.key,
            ),
        )
