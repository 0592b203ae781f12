"""What moderators want to know; read only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Subquery, case, func, select, text
from sqlalchemy.orm import Session, selectinload

from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.moderation import conflicts
from portal.kernel.moderation.actions import ConflictOfInterest, OwnSubmission
from portal.kernel.moderation.models import OPEN, Decision, Item, ItemState, Lease, Reason, Verdict
from portal.kernel.moderation.queue import Entry, Queue
from portal.kernel.words import LazyString

PAGE = 20


@dataclass(frozen=True)
class History:
    """What became of an author's earlier submissions, in one line."""

    approved: int
    refused: int
    waiting: int


@dataclass(frozen=True)
class Waiting:
    """An item as the desk shows it."""

    item: Item
    queue: Queue
    entry: Entry
    history: History
    holder: str
    mine: bool
    late: bool
    barred: str = ""
    alike: int = 0


def waiting(
    db: Session,
    queues: Mapping[str, Queue],
    person: Person,
    *,
    kind: str = "",
    after: tuple[int, int] | None = None,
    mine: bool = False,
    late: bool = False,
    alike: int | None = None,
    only: Sequence[int] = (),
    most: int = PAGE,
) -> tuple[list[Waiting], tuple[int, int] | None]:
    """Return a page of what waits, oldest first, and the key of the next page (None at the end).

    Keyset paging over one ascending index; a fixed number of queries a page, however many items there are.
    """
    wanted = select(Item).where(text(OPEN)).order_by(Item.rank, Item.id).options(selectinload(Item.decisions))
    mounted = Item.kind.concat("").in_(list(queues))  # not by the index of kinds: that would sort all that waits
    wanted = wanted.where(Item.kind == kind if kind else mounted)
    if only:
        wanted = wanted.where(Item.id.in_(only))
    if alike is not None:
        wanted = wanted.where(Item.alike == alike)
    if mine:
        wanted = wanted.join(Lease, Lease.item_id == Item.id).where(Lease.person_id == person.id, Lease.until > now())
    if late:
        wanted = wanted.where(Item.due_at < now())
    items = _after(db, wanted, after, most + 1)
    page, more = items[:most], len(items) > most
    found = _described(db, queues, person, page)
    return found, (page[-1].rank, page[-1].id) if more else None


def _after(db: Session, wanted: Select[Item], after: tuple[int, int] | None, most: int) -> Sequence[Item]:
    """Return what follows a key: the rest of its rank, then the ranks after it.

    Two statements at most, each a seek. As one comparison of pairs SQLite would seek the rank and then walk all of it.
    """
    if after is None:
        return db.scalars(wanted.limit(most)).all()
    rank, id = after
    found = list(db.scalars(wanted.where(Item.rank == rank, Item.id > id).limit(most)))
    if len(found) < most:
        found += db.scalars(wanted.where(Item.rank > rank).limit(most - len(found)))
    return found


def _described(db: Session, queues: Mapping[str, Queue], person: Person, page: Sequence[Item]) -> list[Waiting]:
    entries = {
        (kind, subject): entry
        for kind in {item.kind for item in page}
        for subject, entry in queues[kind].entries(db, [item.subject_id for item in page if item.kind == kind]).items()
    }
    leases = {
        item_id: (person_id, name)
        for item_id, person_id, name in db.execute(
            select(Lease.item_id, Lease.person_id, Person.name)
            .join(Person, Person.id == Lease.person_id)
            .where(Lease.item_id.in_([item.id for item in page]), Lease.until > now())
        )
    }
    histories = _histories(db, {item.author_key for item in page if item.author_key})
    moment = now()
    barred = conflicts.barred(db, [item.id for item in page], person)
    alike = _alike(db, {item.alike for item in page if item.alike})
    return [
        Waiting(
            item=item,
            queue=queues[item.kind],
            entry=entries[item.kind, item.subject_id],
            history=histories.get(item.author_key, History(0, 0, 0)),
            holder=leases.get(item.id, (0, ""))[1],
            mine=leases.get(item.id, (0, ""))[0] == person.id,
            late=item.due_at < moment,
            barred=str(_bar(item, person, item.id in barred) or ""),
            alike=alike.get(item.alike or 0, 0),
        )
        for item in page
        if (item.kind, item.subject_id) in entries
    ]


def _bar(item: Item, person: Person, is_theirs: bool) -> LazyString | None:
    if item.author_id == person.id:
        return OwnSubmission.sentence
    return ConflictOfInterest.sentence if is_theirs else None


def _alike(db: Session, families: set[int]) -> dict[int, int]:
    """Count what waits of families of texts nearly the same; by an index of its own, a thousand at most of each."""
    return {
        family: number
        for family in families
        if (number := db.scalar(select(func.count()).select_from(_of_family(family)))) and number > 1
    }


def _of_family(family: int) -> Subquery:
    return select(Item.id).where(text(OPEN), Item.alike == family).limit(1000).subquery()


AUTHORS_LAST = 50


def of_author(db: Session, queues: Mapping[str, Queue], item: Item) -> list[tuple[Item, Entry]]:
    """Return the last fifty items of the author of an item, the newest first, with what they say."""
    wanted = select(Item).where(Item.author_key == item.author_key, Item.kind.in_(list(queues)))
    if not item.author_key:
        wanted = wanted.where(Item.id == item.id)
    items = db.scalars(wanted.order_by(Item.id.desc()).limit(AUTHORS_LAST).options(selectinload(Item.decisions))).all()
    entries = {
        (kind, subject): entry
        for kind in {each.kind for each in items}
        for subject, entry in queues[kind].entries(db, [each.subject_id for each in items if each.kind == kind]).items()
    }
    return [(each, entries[each.kind, each.subject_id]) for each in items if (each.kind, each.subject_id) in entries]


def _histories(db: Session, authors: set[str]) -> dict[str, History]:
    counts: dict[str, dict[ItemState, int]] = {}
    for author, state, number in db.execute(
        select(Item.author_key, Item.state, func.count())
        .where(Item.author_key.in_(authors))
        .group_by(Item.author_key, Item.state)
    ):
        counts.setdefault(author, {})[state] = number
    return {
        author: History(
            approved=by.get(ItemState.APPROVED, 0) + by.get(ItemState.REDACTED, 0),
            refused=by.get(ItemState.REFUSED, 0),
            waiting=by.get(ItemState.PENDING, 0) + by.get(ItemState.APPEALED, 0),
        )
        for author, by in counts.items()
    }


def standing_of(db: Session, author_key: str, since: datetime) -> tuple[int, int]:
    """Return how many submissions of an author are public by a decision, and how many were refused since a moment."""
    public = Item.state.in_([ItemState.APPROVED, ItemState.REDACTED])
    refused = Item.state == ItemState.REFUSED
    wanted = select(func.count(case((public, 1))), func.count(case((refused & (Item.entered_at >= since), 1))))
    approved, recently = db.execute(wanted.where(Item.author_key == author_key)).one()
    return approved, recently


def item_of(db: Session, kind: str, subject_id: int) -> Item | None:
    """Return the latest item of a submission."""
    return db.scalars(
        select(Item).where(Item.kind == kind, Item.subject_id == subject_id).order_by(Item.id.desc()).limit(1)
    ).first()


def every_reason(db: Session) -> Sequence[Reason]:
    """Return all canned reasons, those offered no more too."""
    return db.scalars(select(Reason).order_by(Reason.place, Reason.id)).all()


def reasons(db: Session, verdict: Verdict | None = None) -> Sequence[Reason]:
    """Return the canned reasons in use."""
    wanted = select(Reason).where(Reason.retired_at.is_(None)).order_by(Reason.place, Reason.id)
    return db.scalars(wanted.where(Reason.verdict == verdict) if verdict else wanted).all()


@dataclass(frozen=True)
class Undoable:
    """A press of a moderator that can still be taken back: its batch, how many items it decided, and until when."""

    batch: str
    number: int
    until: datetime


def undoable(db: Session, person: Person) -> Undoable | None:
    """Return somebody's last press as long as it can be taken back."""
    undone = select(Decision.undoes_id).where(Decision.undoes_id.is_not(None))
    wanted = (
        select(Decision.batch, func.count(), func.max(Decision.undo_until))
        .where(Decision.by_id == person.id, Decision.undo_until > now(), Decision.id.not_in(undone))
        .group_by(Decision.batch)
        .order_by(func.max(Decision.id).desc())
        .limit(1)
    )
    found = db.execute(wanted).first()
    return Undoable(found[0], found[1], found[2]) if found and found[2] else None


def of_batch(db: Session, person: Person, batch: str) -> Sequence[tuple[str, int]]:
    """Return kind and id of the items that somebody decided with one press, in their order."""
    if not batch:
        return []
    wanted = select(Item.kind, Item.id).join(Decision, Decision.item_id == Item.id)
    rows = db.execute(wanted.where(Decision.by_id == person.id, Decision.batch == batch).order_by(Decision.id))
    return [(kind, id) for kind, id in rows]


def late_count(db: Session) -> int:
    """Return how many items wait longer than promised; counting stops at 1,000."""
    found = db.scalars(select(Item.id).where(text(OPEN), Item.due_at < now()).limit(1000)).all()
    return len(found)


def oldest(db: Session) -> datetime | None:
    """Return since when the longest waiting item waits."""
    return db.scalar(select(Item.entered_at).where(text(OPEN)).order_by(Item.rank, Item.id).limit(1))


def last_decision(db: Session, item: Item) -> Decision | None:
    """Return the latest decision on an item."""
    return item.standing[-1] if item.standing else None
