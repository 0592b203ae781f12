"""Verbs of following."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.kernel import outbox, tickets
from portal.kernel.clock import now
from portal.kernel.follows.models import Follow
from portal.kernel.outbox.letters import Recipient

CONFIRM_WITHIN = timedelta(days=7)
SEVERAL = "."
"""What stands between the tokens of a letter that gathers several things: one click leaves them all."""


def follow(db: Session, kind: str, subject_id: int, to: Recipient, *, confirmed: bool, via_id: int | None = None) -> Follow:
    """Follow a thing; a second time is the first. An unconfirmed address hears nothing until it is confirmed.

    `via_id` says through which merged thing a follower came, so that a merge can be undone.
    """
    found = db.scalar(select(Follow).where(Follow.kind == kind, Follow.subject_id == subject_id, Follow.email == to.email))
    if found is None:
        found = Follow(
            kind=kind,
            subject_id=subject_id,
            email=to.email,
            version_key=to.version_key,
            token=secrets.token_urlsafe(24),
            began_at=now(),
            person_id=to.person_id,
            via_id=via_id,
        )
        db.add(found)
    if confirmed and found.confirmed_at is None:
        found.confirmed_at = now()
    db.flush()
    return found


def join(
    db: Session,
    kind: str,
    subject_id: int,
    to: Recipient,
    *,
    confirmed: bool,
    ticket: str,
    letter: str,
    data: Mapping[str, object],
) -> Follow | None:
    """Follow a thing as one who counts, and return the follow if somebody new counts from now on; twice is once.

    A guest's address is not `confirmed`: a letter of that kind asks first, with `data` and the token of a ticket, one an
    hour at most; until then it neither counts nor hears anything.
    """
    joined = follow(db, kind, subject_id, to, confirmed=False)
    if joined.confirmed_at is not None:
        return None
    if confirmed:
        return confirm(db, joined.id)
    who = {"follow": joined.id}
    token = tickets.make(db, ticket, lasts=CONFIRM_WITHIN, subject_kind=kind, subject_id=subject_id, data=who)
    key = f"{letter}:{joined.id}:{now():%Y%m%d%H}"
    outbox.post(db, letter, to, {**data, "token": token}, about=(kind, subject_id), key=key)
    return None


def confirm(db: Session, follow_id: int) -> Follow | None:
    """Confirm a guest's address at one thing; return the follow if it had not been confirmed before."""
    joined = db.get(Follow, follow_id)
    if joined is None or joined.confirmed_at is not None:
        return None
    joined.confirmed_at = now()
    return joined


def unfollow(db: Session, token: str) -> bool:
    """Leave by the token of a letter, or by several; tell whether anybody left (a second press finds nobody: fine)."""
    found = db.scalars(select(Follow).where(Follow.token.in_(token.split(SEVERAL)[:100]))).all()
    for one in found:
        db.delete(one)
    return bool(found)


def followers(db: Session, kind: str, subject_id: int) -> Sequence[Follow]:
    """Return the confirmed followers of a thing."""
    return db.scalars(
        select(Follow).where(Follow.kind == kind, Follow.subject_id == subject_id, Follow.confirmed_at.is_not(None))
    ).all()


def forget(db: Session, email: str) -> None:
    """Forget an address everywhere."""
    db.execute(delete(Follow).where(Follow.email == email))


def move(db: Session, email: str, to: str, *, thing: tuple[str, int] | None = None) -> None:
    """Let letters about what an address follows, or about one thing, go to another one.

    What that one follows already is left out.
    """
    theirs = select(Follow.kind, Follow.subject_id).where(Follow.email == to)
    known = {(kind, subject_id) for kind, subject_id in db.execute(theirs)}
    if email == to:
        return
    wanted = select(Follow).where(Follow.email == email)
    if thing is not None:
        wanted = wanted.where(Follow.kind == thing[0], Follow.subject_id == thing[1])
    for found in db.scalars(wanted):
        if (found.kind, found.subject_id) in known:
            db.delete(found)
        else:
            found.email = to
