"""Letters about a change to everybody who collected the documents, means to apply or has applied: batch by batch."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.models import CALL, Call, Change, ChangeKind
from portal.kernel import outbox
from portal.kernel.accounts.models import Person
from portal.kernel.jobs import enqueue
from portal.kernel.organisations.parties import people_of
from portal.kernel.outbox import Recipient

BATCH = 100


def tell(db: Session, change_id: int, after: int = 0) -> None:
    """Write to the next hundred, by their numbers, and promise the rest; with one key each nobody hears twice."""
    change = db.get(Change, change_id)
    if change is None or change.kind in {ChangeKind.PUBLISHED, ChangeKind.OPENED}:
        return
    call = db.get_one(Call, change.call_id)
    ids = sorted(id for id in _people(db, change) if id > after)
    batch = ids[:BATCH]
    for person in db.scalars(select(Person).where(Person.id.in_(batch)).order_by(Person.id)):
        if person.disabled_at is None and person.deleted_at is None:
            outbox.post(
                db,
                "tenders.changed",
                Recipient.of(person),
                about(call, change),
                about=(CALL, call.id),
                key=f"tenders.changed:{change.id}:{person.id}",
            )
    if len(ids) > BATCH:
        enqueue(db, "tenders.tell", {"change": change.id, "after": batch[-1]}, key=f"tenders.tell:{change.id}:{batch[-1]}")


def _people(db: Session, change: Change) -> set[int]:
    """Return who hears of it: who collected, meant or asked themselves, and all who act for a party of theirs now."""
    people, parties = queries.told_of(db, change.call_id, queries.asker_of(db, change.id))
    for party in sorted(parties):
        people.update(person.id for person in people_of(db, party))
    return people


def about(call: Call, change: Change) -> dict[str, object]:
    """Return what the letter about a change needs."""
    return {
        "id": call.id,
        "reference": call.reference,
        "title_sr": call.title_sr,
        "title_en": call.title_en,
        "number": change.number,
        "kind": change.kind.value,
        "said_sr": change.said_sr,
        "said_en": change.said_en,
        "asks_again": change.asks_again,
        "closes": call.closes_at.isoformat() if call.closes_at else "",
    }
