"""What several verbs of remarks need."""

from typing import Any

from sqlalchemy.orm import Session

from portal.features.debates.models import REMARK, Debate, Passage, Remark
from portal.kernel import outbox
from portal.kernel.codes import code_of
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound


def tag(debate_id: int) -> str:
    """Return the tag that all pages of a debate depend on."""
    return f"debate.{debate_id}"


def load(db: Session, remark_id: int) -> Remark:
    """Load a remark inside the writing transaction. Raises `NotFound`."""
    found = db.get(Remark, remark_id)
    if found is None:
        raise NotFound
    return found


def about(db: Session, remark: Remark) -> dict[str, Any]:
    """Return what a letter about a remark needs."""
    debate = db.get_one(Debate, remark.debate_id)
    passage = db.get(Passage, remark.passage_id) if remark.passage_id else None
    return {
        "id": remark.id,
        "code": code_of(REMARK, remark.id),
        "number": remark.number or 0,
        "debate": remark.debate_id,
        "title": debate.title_sr,
        "title_en": debate.title_en,
        "label": passage.label if passage else "",
        "label_en": passage.label_en if passage else "",
        "text": (remark.public_text or remark.text or remark.wording)[:500],
    }


def tell_author(db: Session, remark: Remark, kind: str, *, key: str | None = None, **data: object) -> None:
    """Write to the author of a remark; nobody, where there is no address."""
    if remark.author_email:
        to = Recipient(remark.author_email, remark.version_key, remark.person_id)
        outbox.post(db, f"debates.{kind}", to, {**about(db, remark), **data}, about=(REMARK, remark.id), key=key)
