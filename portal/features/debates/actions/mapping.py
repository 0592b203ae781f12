"""Where each passage of a new edition comes from: compared by the worker, confirmed by a clerk, undone before publication."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete as erase
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import queries
from portal.features.debates.actions.shared import load_edition
from portal.features.debates.models import DEBATE, Edition, Passage, Proposal
from portal.features.debates.refusals.debates import ChoiceNeeded, LineTaken, NotCompared
from portal.features.debates.rules.comparing import Past, pasts
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.jobs import enqueue
from portal.kernel.refusals import NotFound


def compare(db: Session, edition_id: int, *, by: Person, seen: int) -> Edition:
    """Order the comparison with the edition before: it takes seconds, so a worker does it.

    Raises `NotFound`, `EditionPublished`, `Stale`, `ChoiceNeeded`.
    """
    edition = load_edition(db, edition_id, seen, by=by)
    if edition.waits_for_choice:
        raise ChoiceNeeded
    if queries.published_before(db, edition) is None:
        raise NotFound
    db.execute(erase(Proposal).where(Proposal.edition_id == edition.id))
    edition.asked_at, edition.compared_at, edition.mapped_at, edition.mapped_by_id = now(), None, None, None
    _settle(db, edition, "compare", by)
    enqueue(db, "debates.align", {"edition": edition.id, "version": edition.version})
    return edition


def past_of(db: Session, edition_id: int) -> list[Past]:
    """Compare an edition with the one before it; writes nothing, so that nobody waits for it."""
    edition = db.get(Edition, edition_id)
    before = queries.published_before(db, edition) if edition is not None else None
    if before is None:
        return []
    return pasts(queries.text_of(db, before.id), queries.text_of(db, edition_id))


def propose(db: Session, edition_id: int, version: int, found: Sequence[Past]) -> bool:
    """Write down what the comparison found, unless the edition has changed meanwhile; tell whether it was written."""
    edition = db.get(Edition, edition_id, with_for_update=True, populate_existing=True)
    if edition is None or edition.is_published or edition.version != version or edition.asked_at is None:
        return False
    db.execute(erase(Proposal).where(Proposal.edition_id == edition_id))
    for past in found:
        db.add(Proposal(edition_id=edition_id, **vars(past)))
    _carry_explanations(db, edition, found)
    edition.compared_at = now()
    edition.version += 1
    db.flush()
    return True


def _carry_explanations(db: Session, edition: Edition, found: Sequence[Past]) -> None:
    """Let what was explained in plain words stand at the same article of the new edition, for the clerk to look at."""
    before = queries.published_before(db, edition)
    known = {row.line: row for row in queries.text_of(db, before.id) if row.plain_sr} if before is not None else {}
    for past in found:
        row = known.get(past.line) if past.line is not None else None
        passage = db.get(Passage, past.passage_id) if row is not None else None
        if row is not None and passage is not None and not passage.plain_sr:
            passage.plain_sr, passage.plain_en = row.plain_sr, row.plain_en


def confirm(db: Session, edition_id: int, chosen: Mapping[int, int | None], *, by: Person, seen: int) -> Edition:
    """Say of some passages which line each continues; None means that it is new.

    Raises `NotFound`, `EditionPublished`, `Stale`, `NotCompared`, `LineTaken`.
    """
    edition, proposals = _load(db, edition_id, seen, by)
    known = old_labels(db, edition)
    for passage_id, line in chosen.items():
        if passage_id not in proposals or (line is not None and line not in known):
            raise NotFound
        proposals[passage_id].chosen_line, proposals[passage_id].chosen_at = line, now()
    _refuse_doubles(proposals, known, chosen)
    _settle_mapping(db, edition, proposals, "confirm_past", by, number=len(chosen))
    return edition


def confirm_sure(db: Session, edition_id: int, *, by: Person, seen: int) -> Edition:
    """Confirm all that nobody has looked at and where the comparison is sure.

    Raises `NotFound`, `EditionPublished`, `Stale`, `NotCompared`, `LineTaken`.
    """
    _edition, proposals = _load(db, edition_id, seen, by)
    taken = {each.chosen_line for each in proposals.values() if each.chosen_at is not None}
    sure = {
        id: each.line
        for id, each in proposals.items()
        if each.chosen_at is None and each.is_sure and (each.line is None or each.line not in taken)
    }
    return confirm(db, edition_id, sure, by=by, seen=seen)


def take_back(db: Session, edition_id: int, passage_ids: Sequence[int] | None = None, *, by: Person, seen: int) -> Edition:
    """Undo what was confirmed, of some passages or of all. Raises `NotFound`, `EditionPublished`, `Stale`, `NotCompared`."""
    edition, proposals = _load(db, edition_id, seen, by)
    for id in proposals if passage_ids is None else passage_ids:
        if id not in proposals:
            raise NotFound
        proposals[id].chosen_line, proposals[id].chosen_at = None, None
    _settle_mapping(db, edition, proposals, "take_back_past", by)
    return edition


def old_labels(db: Session, edition: Edition) -> dict[int, str]:
    """Return the addresses of the passages of the edition before by their line, in its order."""
    before = queries.published_before(db, edition)
    if before is None:
        return {}
    wanted = select(Passage.line, Passage.label).where(Passage.edition_id == before.id).order_by(Passage.place)
    return {row.line: row.label for row in db.execute(wanted)}


def _load(db: Session, edition_id: int, seen: int, by: Person) -> tuple[Edition, dict[int, Proposal]]:
    edition = load_edition(db, edition_id, seen, by=by)
    if edition.compared_at is None:
        raise NotCompared
    found = db.scalars(select(Proposal).where(Proposal.edition_id == edition_id))
    return edition, {each.passage_id: each for each in found}


def _refuse_doubles(proposals: Mapping[int, Proposal], known: Mapping[int, str], chosen: Mapping[int, int | None]) -> None:
    holders: dict[int, int] = {}
    for id, each in proposals.items():
        if each.chosen_at is None or each.chosen_line is None:
            continue
        if each.chosen_line in holders:
            blamed = id if id in chosen else holders[each.chosen_line]
            raise LineTaken(field=f"past-{blamed}", label=known.get(each.chosen_line, ""))
        holders[each.chosen_line] = id


def _settle_mapping(
    db: Session, edition: Edition, proposals: Mapping[int, Proposal], act: str, by: Person, **details: Any
) -> None:
    done = bool(proposals) and all(each.chosen_at is not None for each in proposals.values())
    edition.mapped_at, edition.mapped_by_id = (now(), by.id) if done else (None, None)
    _settle(db, edition, act, by, **details)


def _settle(db: Session, edition: Edition, act: str, by: Person, **details: Any) -> None:
    edition.version += 1
    db.flush()
    audit.note(db, f"debates.{act}", DEBATE, edition.debate_id, by=by.id, edition=edition.number, **details)
