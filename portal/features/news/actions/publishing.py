"""What an editor does with the time of an item: publish, schedule, end, pin, take back, withdraw; and what time does."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.features.news.actions.shared import GRACE, ends_after, load, put_on_shelf, remind, seen_by_all, settle
from portal.features.news.models import KIND, Item, Shown, State
from portal.features.news.refusals import AlreadyPublic, NotComplete, NotPublic, PassedMoment, TooLateToTakeBack
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now


def release(
    db: Session,
    item_id: int,
    *,
    by: Person | None,
    seen: int | None = None,
    at: datetime | None = None,
    expires_at: datetime | None = None,
    pinned_until: datetime | None = None,
) -> Item:
    """Publish an item now, or `at` a later moment.

    One that was withdrawn comes back to its old place. Raises `NotFound`, `Stale`, `AlreadyPublic`, `NotComplete`,
    `PassedMoment`, `ExpiresTooEarly`.
    """
    item, moment = load(db, item_id, seen), now()
    if item.state not in {State.DRAFT, State.WITHDRAWN}:
        raise AlreadyPublic
    if not (item.lead_sr and item.body_sr):
        raise NotComplete
    if at is not None and at <= moment:
        raise PassedMoment(field="at_on")
    begins = at or (item.published_at if item.was_public(moment) and item.published_at else moment)
    ends_after(begins, expires_at, pinned_until)
    item.state, item.withdrawn_at, item.reason_sr, item.reason_en = State.RELEASED, None, "", ""
    item.expires_at, item.pinned_until = expires_at, pinned_until
    if not item.was_public(moment):
        item.first_at = begins
    put_on_shelf(db, item, begins)
    settle(db, item, "schedule" if at else "publish", by)
    return item


def import_released(db: Session, item: Item, at: datetime) -> None:
    """Publish what was imported, with the day that its source says; never a day to come."""
    moment = now()
    item.state, item.first_at = State.RELEASED, moment
    put_on_shelf(db, item, min(at, moment))
    settle(db, item, "publish", None)


def redate(
    db: Session,
    item_id: int,
    *,
    by: Person,
    seen: int,
    at: datetime | None = None,
    at_once: bool = False,
    expires_at: datetime | None = None,
    pinned_until: datetime | None = None,
) -> Item:
    """Change when a released item ends and until when it is pinned; of a scheduled one, also when it begins.

    One that is over comes back where its end is moved. Raises `NotFound`, `Stale`, `NotPublic`, `PassedMoment`,
    `ExpiresTooEarly`.
    """
    item, moment = load(db, item_id, seen), now()
    if item.state not in {State.RELEASED, State.EXPIRED} or item.published_at is None:
        raise NotPublic
    was = item.shown(moment)
    if at is not None and at <= moment and was is Shown.SCHEDULED:
        raise PassedMoment(field="at_on")
    begins = item.published_at if was is not Shown.SCHEDULED else moment if at_once else at or item.published_at
    unchanged = expires_at == item.expires_at
    ends_after(begins, None if unchanged and was is Shown.EXPIRED else expires_at, pinned_until)
    item.expires_at, item.pinned_until = expires_at, pinned_until
    if not (unchanged and was is Shown.EXPIRED):
        item.state = State.RELEASED
    if was is Shown.SCHEDULED:
        item.first_at = begins
    put_on_shelf(db, item, begins)
    settle(db, item, "redate", by)
    return item


def expire(db: Session, item_id: int, *, by: Person, seen: int) -> Item:
    """End a public item now. Raises `NotFound`, `Stale`, `NotPublic`."""
    item, moment = load(db, item_id, seen), now()
    if not item.is_public(moment):
        raise NotPublic
    item.expires_at, item.state, item.pinned_until = moment, State.EXPIRED, None
    settle(db, item, "end", by)
    return item


def may_be_taken_back(item: Item) -> bool:
    """Tell whether an item can become a draft again: it is scheduled, or was public for a few minutes only."""
    return item.state is State.RELEASED and item.first_at is not None and now() < item.first_at + GRACE


def take_back(db: Session, item_id: int, *, by: Person, seen: int) -> Item:
    """Make a draft again of what is scheduled or has just appeared.

    Raises `NotFound`, `Stale`, `NotPublic`, `TooLateToTakeBack`.
    """
    item = load(db, item_id, seen)
    if item.state is not State.RELEASED:
        raise NotPublic
    if not may_be_taken_back(item):
        raise TooLateToTakeBack
    item.state, item.published_at, item.first_at, item.shelf, item.year = State.DRAFT, None, None, 0, 0
    settle(db, item, "take_back", by)
    return item


def withdraw(db: Session, item_id: int, *, by: Person, seen: int, reason_sr: str, reason_en: str = "") -> Item:
    """Withdraw what the public has read; its page says so, when and why. Raises `NotFound`, `Stale`, `NotPublic`."""
    item, moment = load(db, item_id, seen), now()
    if item.state not in {State.RELEASED, State.EXPIRED} or not item.was_public(moment):
        raise NotPublic
    item.state, item.withdrawn_at, item.pinned_until = State.WITHDRAWN, moment, None
    item.reason_sr, item.reason_en = reason_sr, reason_en
    settle(db, item, "withdraw", by)
    return item


def turn(db: Session, item_id: int) -> None:
    """Follow time: what has just appeared is found by the search, what is over no more. May run twice without harm."""
    item, moment = db.get(Item, item_id, with_for_update=True, populate_existing=True), now()
    if item is None or item.state is not State.RELEASED:
        return
    shown = item.shown(moment)
    if shown is Shown.EXPIRED:
        item.state = State.EXPIRED
        db.flush()
    if shown is not Shown.SCHEDULED:
        audit.note(db, "news.expire" if shown is Shown.EXPIRED else "news.appear", KIND, item.id, by=None)
    remind(db, item)
    seen_by_all(db, item)
