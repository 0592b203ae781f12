"""Keeps the search in step with what the public may read of a call."""

from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.models import CALL, Call, Lot
from portal.features.tenders.models import Document as TenderDocument
from portal.kernel import search
from portal.kernel.refusals import NotFound
from portal.kernel.search.models import Document
from portal.kernel.texts import plain_words


def index(db: Session, call_id: int) -> None:
    """Put a call with its lots, documents and answers in the search. Raises `NotFound`."""
    call = db.get(Call, call_id)
    if call is None:
        raise NotFound
    if not call.is_public or call.published_at is None:
        search.remove(db, CALL, call.id)
        return
    documents, answers = queries.documents(db, call.id), queries.answers(db, call.id)
    named: list[Lot | TenderDocument] = [*call.lots, *documents]
    sr = [call.summary_sr, plain_words(call.text_sr), *(each.title_sr for each in named)]
    en = [call.summary_en, plain_words(call.text_en), *(each.title_en for each in named)]
    sr += [f"{each.public_text}\n{each.answer_sr}" for each in answers]
    search.put(
        db,
        Document(
            kind=CALL,
            subject_id=call.id,
            title=call.title_sr,
            text="\n\n".join(part for part in sr if part),
            title_en=call.title_en,
            text_en="\n\n".join(part for part in [*en, *(each.answer_en for each in answers)] if part),
            url_endpoint="portal.tenders.show",
            url_values={"call_id": call.id},
            published_at=call.published_at,
            unit=call.unit.key,
        ),
    )
