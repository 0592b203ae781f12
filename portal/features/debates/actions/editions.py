"""Publishing an edition: from then on it never changes, and its digest stands in the audit chain."""

import hashlib
import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates.actions.shared import happened, load, load_edition, settle, tell_followers
from portal.features.debates.models import Debate, Edition, EditionState, EventKind, Passage, Proposal, Stage
from portal.features.debates.refusals.debates import AlreadyOver, ChoiceNeeded, NoPassages, NoteNeeded, NotMapped
from portal.features.debates.rules import splitting
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now


def publish(
    db: Session, edition_id: int, *, by: Person, seen: int | None = None, note_sr: str = "", note_en: str = ""
) -> Edition:
    """Make an edition the text that is read now: passages get their permanent numbers, continuing ones keep the old.

    A later edition says in a public note what is different. Raises `NotFound`, `EditionPublished`, `Stale`,
    `AlreadyOver`, `ChoiceNeeded`, `NoPassages`, `NotMapped`, `NoteNeeded`.
    """
    edition = load_edition(db, edition_id, seen, by=by)
    debate, moment = load(db, edition.debate_id, by=by), now()
    passages = list(db.scalars(select(Passage).where(Passage.edition_id == edition.id).order_by(Passage.place)))
    _check(debate, edition, passages, note_sr)
    _give_lines(db, debate, edition, passages)
    edition.state, edition.published_at = EditionState.PUBLISHED, moment
    edition.note_sr, edition.note_en = note_sr, note_en
    edition.digest = hashlib.sha256(canonical(edition, passages).encode()).hexdigest()
    edition.version += 1
    debate.edition_id = edition.id
    if debate.is_public:
        event = happened(db, debate, EventKind.EDITION, moment, by, details={"edition": edition.number})
        notes = {"note_sr": note_sr, "note_en": note_en}
        tell_followers(db, debate, "edition", str(event.id), number=edition.number, **notes)
    settle(db, debate, "publish_edition", by, edition=edition.number, digest=edition.digest)
    return edition


def _check(debate: Debate, edition: Edition, passages: Sequence[Passage], note_sr: str) -> None:
    if debate.stage in {Stage.ADOPTED, Stage.ABANDONED}:
        raise AlreadyOver
    if edition.waits_for_choice:
        raise ChoiceNeeded
    if not passages:
        raise NoPassages
    if edition.number > 1 and edition.mapped_at is None:
        raise NotMapped
    if edition.number > 1 and not note_sr:
        raise NoteNeeded(field="note_sr")


def _give_lines(db: Session, debate: Debate, edition: Edition, passages: Sequence[Passage]) -> None:
    """Lines of a prepared edition are negative, so no permanent one is ever held twice on the way."""
    wanted = select(Proposal).where(Proposal.edition_id == edition.id)
    proposals = {each.passage_id: each for each in db.scalars(wanted)} if edition.number > 1 else {}
    for passage in passages:
        proposal = proposals.get(passage.id)
        if proposal is not None and proposal.chosen_line is not None:
            passage.line = proposal.chosen_line
            continue
        debate.lines += 1
        passage.line = debate.lines
        passage.before_line = proposal.line if proposal is not None and proposal.how == "split" else None
    splitting.name(passages)
    db.flush()


def canonical(edition: Edition, passages: Sequence[Passage]) -> str:
    """Return the text of an edition as it is hashed: JSON of its passages in their order, the same for the same text."""
    rows = [[each.line, each.kind.value, each.number, each.heading, each.text] for each in passages]
    content = {"debate": edition.debate_id, "edition": edition.number, "passages": rows}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
