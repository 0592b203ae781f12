"""What a clerk does with an edition that is prepared: reads it in, corrects the split, deletes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete as erase
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.debates.actions.shared import load, load_edition
from portal.features.debates.models import DEBATE, Edition, EditionState, Passage, PassageKind, Proposal, Stage
from portal.features.debates.refusals.debates import (
    AlreadyOver,
    EditionWaits,
    EmptyPassage,
    NoPassages,
    NothingToJoin,
    NothingToSplit,
    TooManyPassages,
)
from portal.features.debates.rules import splitting
from portal.features.debates.rules.splitting import Piece
from portal.kernel import audit, files
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.files import Received
from portal.kernel.refusals import NotFound

SOURCE = "debate_source"
"""What the file is attached to that an edition was read from: for staff only."""
MOST_PASSAGES = 3000


@dataclass(frozen=True, kw_only=True)
class Read:
    """A draft as it was read: its pieces, what was left between the lines, the file it came from."""

    pieces: Sequence[Piece]
    asides: dict[str, Any]
    source: Received | None = None


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What the form says of one passage."""

    id: int
    kind: PassageKind
    number: str
    heading: str
    text: str
    plain_sr: str | None = None
    plain_en: str | None = None


def begin(db: Session, debate_id: int, read: Read, *, by: Person) -> Edition:
    """Begin a new edition with what was read. Raises `NotFound`, `AlreadyOver`, `EditionWaits` and what `fill` raises."""
    debate = load(db, debate_id, by=by)
    if debate.stage in {Stage.ADOPTED, Stage.ABANDONED}:
        raise AlreadyOver
    known = db.execute(
        select(Edition.number, Edition.state).where(Edition.debate_id == debate_id).order_by(Edition.number)
    ).all()
    if any(row.state is EditionState.PREPARING for row in known):
        raise EditionWaits
    number = known[-1].number + 1 if known else 1
    edition = Edition(debate_id=debate_id, number=number, made_at=now(), made_by_id=by.id, asides=read.asides)
    db.add(edition)
    db.flush()
    if read.source is not None:
        edition.source, edition.source_name = read.source.digest, read.source.name
        files.attach(db, read.source, kind=SOURCE, id=edition.id, by=by.id)
    _fill(db, edition, read.pieces)
    audit.note(db, "debates.begin_edition", DEBATE, debate_id, by=by.id, edition=edition.number, source=edition.source)
    return edition


def choose(db: Session, edition_id: int, read: Read, *, by: Person, seen: int) -> Edition:
    """Say which text of tracked changes holds: the edition is read again. Raises `NotFound`, `EditionPublished`, `Stale`."""
    edition = load_edition(db, edition_id, seen, by=by)
    _empty(db, edition.id)
    edition.asides = read.asides
    edition.asked_at = edition.compared_at = edition.mapped_at = None
    _fill(db, edition, read.pieces)
    _settle(db, edition, "choose_reading", by, reading=read.asides.get("chosen", ""))
    return edition


def _fill(db: Session, edition: Edition, pieces: Sequence[Piece]) -> None:
    """Raises `NoPassages`, `TooManyPassages`."""
    if not pieces:
        raise NoPassages
    if len(pieces) > MOST_PASSAGES:
        raise TooManyPassages(most=MOST_PASSAGES)
    made = [
        Passage(
            edition_id=edition.id,
            line=-place,
            place=place,
            kind=PassageKind(piece.kind),
            number=piece.number,
            heading=piece.heading,
            text=piece.text,
            text_key=splitting.text_key(piece.heading, piece.text),
        )
        for place, piece in enumerate(pieces, 1)
    ]
    splitting.name(made)
    db.add_all(made)
    db.flush()


def correct(db: Session, edition_id: int, said: Sequence[Correction], *, by: Person, seen: int) -> Edition:
    """Save what a clerk wrote into some passages.

    Raises `NotFound`, `EditionPublished`, `Stale`, and `EmptyPassage` for one without text and heading.
    """
    edition = load_edition(db, edition_id, seen, by=by)
    _write(_all(db, edition.id), said)
    _settle(db, edition, "correct", by)
    return edition


def _write(passages: Sequence[Passage], said: Sequence[Correction]) -> None:
    known = {each.id: each for each in passages}
    for one in said:
        passage = known.get(one.id)
        if passage is None:
            raise NotFound
        if not (one.text or one.heading):
            raise EmptyPassage(field=f"p{one.id}-text")
        passage.kind, passage.number, passage.heading, passage.text = one.kind, one.number, one.heading, one.text
        passage.text_key = splitting.text_key(one.heading, one.text)
        if one.plain_sr is not None and one.plain_en is not None:
            passage.plain_sr, passage.plain_en = one.plain_sr, one.plain_en
    splitting.name(passages)


def join(db: Session, edition_id: int, passage_id: int, *, by: Person, seen: int) -> Edition:
    """Join a passage with the one before it. Raises `NotFound`, `EditionPublished`, `Stale`, `NothingToJoin`."""
    edition = load_edition(db, edition_id, seen, by=by)
    passages = _all(db, edition_id)
    place = _place(passages, passage_id)
    if place == 0:
        raise NothingToJoin
    before, this = passages[place - 1], passages[place]
    added = " ".join(part for part in (this.number, this.heading) if part and this.kind is not PassageKind.PARAGRAPH)
    before.text = "\n".join(part for part in (before.text, added, this.text) if part)
    before.text_key = splitting.text_key(before.heading, before.text)
    _remove(db, passages, place)
    _settle(db, edition, "join", by)
    return edition


def split(db: Session, edition_id: int, passage_id: int, *, by: Person, seen: int) -> Edition:
    """Split a passage where empty lines stand in it. Raises `NotFound`, `EditionPublished`, `Stale`, `NothingToSplit`."""
    edition = load_edition(db, edition_id, seen, by=by)
    passages = _all(db, edition_id)
    place = _place(passages, passage_id)
    this = passages[place]
    first, *more = splitting.parts(this.text)
    if not more:
        raise NothingToSplit(field=f"p{passage_id}-text")
    this.text, this.text_key = first, splitting.text_key(this.heading, first)
    kind = PassageKind.PARAGRAPH if this.kind in splitting.HEADS else this.kind
    _insert(db, edition, passages, place + 1, [_blank(edition, kind, part) for part in more], grown_out_of=this)
    _settle(db, edition, "split", by)
    return edition


def add(db: Session, edition_id: int, after_id: int, *, by: Person, seen: int) -> Edition:
    """Add a passage after another one, to be written. Raises `NotFound`, `EditionPublished`, `Stale`."""
    edition = load_edition(db, edition_id, seen, by=by)
    passages = _all(db, edition_id)
    place = _place(passages, after_id)
    _insert(db, edition, passages, place + 1, [_blank(edition, PassageKind.PARAGRAPH, "…")])
    _settle(db, edition, "add", by)
    return edition


def remove(db: Session, edition_id: int, passage_id: int, *, by: Person, seen: int) -> Edition:
    """Take a passage out of an edition that is prepared. Raises `NotFound`, `EditionPublished`, `Stale`, `NoPassages`."""
    edition = load_edition(db, edition_id, seen, by=by)
    passages = _all(db, edition_id)
    place = _place(passages, passage_id)
    if len(passages) == 1:
        raise NoPassages
    _remove(db, passages, place)
    _settle(db, edition, "remove", by)
    return edition


def discard(db: Session, edition_id: int, *, by: Person, seen: int) -> None:
    """Delete an edition that was never published, with its file. Raises `NotFound`, `EditionPublished`, `Stale`."""
    edition = load_edition(db, edition_id, seen, by=by)
    number, debate_id = edition.number, edition.debate_id
    _empty(db, edition.id)
    files.release_all(db, kind=SOURCE, id=edition.id, by=by.id)
    db.delete(edition)
    db.flush()
    audit.note(db, "debates.discard_edition", DEBATE, debate_id, by=by.id, edition=number)


def _empty(db: Session, edition_id: int) -> None:
    db.execute(erase(Proposal).where(Proposal.edition_id == edition_id))
    db.execute(erase(Passage).where(Passage.edition_id == edition_id))


def _all(db: Session, edition_id: int) -> list[Passage]:
    return list(db.scalars(select(Passage).where(Passage.edition_id == edition_id).order_by(Passage.place)))


def _place(passages: Sequence[Passage], passage_id: int) -> int:
    found = next((place for place, each in enumerate(passages) if each.id == passage_id), None)
    if found is None:
        raise NotFound
    return found


def _blank(edition: Edition, kind: PassageKind, text: str) -> Passage:
    return Passage(edition_id=edition.id, line=0, place=0, kind=kind, text=text, text_key=splitting.text_key("", text))


def _insert(
    db: Session,
    edition: Edition,
    passages: list[Passage],
    at: int,
    new: Sequence[Passage],
    *,
    grown_out_of: Passage | None = None,
) -> None:
    """Put passages in; those behind make room from the end on, since no place is held twice at any moment."""
    if len(passages) + len(new) > MOST_PASSAGES:
        raise TooManyPassages(most=MOST_PASSAGES)
    for passage in reversed(passages[at:]):
        passage.place += len(new)
        db.flush()
    lowest = db.scalar(select(func.min(Passage.line)).where(Passage.edition_id == edition.id)) or 0
    begins = passages[at - 1].place + 1
    for number, passage in enumerate(new):
        passage.place, passage.line = begins + number, lowest - 1 - number
        db.add(passage)
    passages[at:at] = new
    splitting.name(passages)
    db.flush()
    if edition.compared_at is None:
        return
    past = db.get(Proposal, grown_out_of.id) if grown_out_of is not None else None
    for passage in new:
        how = "added" if past is None else "split"
        db.add(Proposal(passage_id=passage.id, edition_id=edition.id, line=past.line if past else None, how=how))
    edition.mapped_at = None


def _remove(db: Session, passages: list[Passage], place: int) -> None:
    gone = passages.pop(place)
    db.execute(erase(Proposal).where(Proposal.passage_id == gone.id))
    db.delete(gone)
    splitting.name(passages)
    db.flush()


def _settle(db: Session, edition: Edition, act: str, by: Person, **details: Any) -> None:
    edition.version += 1
    db.flush()
    audit.note(db, f"debates.{act}", DEBATE, edition.debate_id, by=by.id, edition=edition.number, **details)
