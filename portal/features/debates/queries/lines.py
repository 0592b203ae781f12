"""Passages of a draft as remarks need them: the one written on, and where its line stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates.models import Debate, Edition, EditionState, Passage, PassageKind
from portal.features.debates.refusals.remarks import NoSuchPassage, PassageGone


def present(db: Session, debate: Debate, line: int) -> Passage | None:
    """Return the passage of a line in the edition that is read now."""
    return db.scalar(select(Passage).where(Passage.edition_id == debate.edition_id, Passage.line == line))


def passage_to_remark_on(db: Session, debate: Debate, line: int | None) -> Passage | None:
    """Return the passage of a line in the present edition; None for the draft as a whole.

    Raises `NoSuchPassage`, and `PassageGone` where only an earlier edition has it.
    """
    if line is None:
        return None
    found = present(db, debate, line)
    if found is not None:
        return found
    known = select(Passage.id).join(Edition, Edition.id == Passage.edition_id)
    known = known.where(Edition.debate_id == debate.id, Edition.state == EditionState.PUBLISHED, Passage.line == line)
    raise NoSuchPassage if db.scalar(known.limit(1)) is None else PassageGone


@dataclass(frozen=True)
class Place:
    """A passage in a list: its line, what it is called, the line of its article."""

    line: int
    kind: PassageKind
    label: str
    label_en: str
    article: int | None
    heading: str
    text_key: str


def places(db: Session, debate: Debate) -> Mapping[int, Place]:
    """Return the passages of the present edition by line, in their order, without their texts; one query."""
    columns = (Passage.line, Passage.kind, Passage.label, Passage.label_en, Passage.article, Passage.heading, Passage.text_key)
    rows = db.execute(select(*columns).where(Passage.edition_id == debate.edition_id).order_by(Passage.place))
    return {row.line: Place(*row) for row in rows}


def articles(db: Session, debate: Debate) -> Sequence[Place]:
    """Return the articles and annexes of the present edition, for choices and paper forms."""
    wanted = {PassageKind.ARTICLE, PassageKind.ANNEX, PassageKind.PREAMBLE}
    return [place for place in places(db, debate).values() if place.kind in wanted]


def editions(db: Session, debate_id: int) -> Mapping[int, int]:
    """Return the number of each edition of a debate by its id."""
    return {id: number for id, number in db.execute(select(Edition.id, Edition.number).where(Edition.debate_id == debate_id))}  # noqa: C416
