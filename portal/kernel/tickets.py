"""Links in letters: made, opened and used up. A link opens a page; only a POST acts."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Ticket
from portal.kernel.clock import now
from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class LinkSpent(Refusal):
    """The link was used, has expired, or never existed; all look alike."""

    status = 404
    sentence = lazy("This link has already been used or has expired. Ask for a new one.")


def digest(token: str) -> str:
    """Return what is stored of a secret: enough to recognise it, not enough to use it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def make(
    db: Session,
    purpose: str,
    *,
    lasts: timedelta,
    person_id: int | None = None,
    subject_kind: str = "",
    subject_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> str:
    """Write a ticket and return its secret, which is stored nowhere and goes into one letter."""
    token = secrets.token_urlsafe(24)
    moment = now()
    db.add(
        Ticket(
            token_hash=digest(token),
            purpose=purpose,
            made_at=moment,
            expires_at=moment + lasts,
            person_id=person_id,
            subject_kind=subject_kind,
            subject_id=subject_id,
            data=data or {},
        )
    )
    return token


def look(db: Session, purpose: str, token: str) -> Ticket:
    """Return the ticket behind a secret without using it up. Raises `LinkSpent`."""
    found = db.scalar(select(Ticket).where(Ticket.token_hash == digest(token), Ticket.purpose == purpose))
    if found is None or found.used_at or found.revoked_at or found.expires_at <= now():
        raise LinkSpent
    return found


def use(db: Session, purpose: str, token: str) -> Ticket:
    """Use a ticket up: of two presses at once, one gets it. Raises `LinkSpent`."""
    found = look(db, purpose, token)
    result: Any = db.execute(
        update(Ticket).where(Ticket.id == found.id, Ticket.used_at.is_(None)).values(used_at=now())
    )
    if result.rowcount != 1:
        raise LinkSpent
    return found


def revoke(db: Session, purpose: str, subject_kind: str, subject_id: int) -> None:
    """Take back every unused link of one purpose to one thing."""
    db.execute(
        update(Ticket)
        .where(
            Ticket.purpose == purpose,
            Ticket.subject_kind == subject_kind,
            Ticket.subject_id == subject_id,
            Ticket.used_at.is_(None),
        )
        .values(revoked_at=now())
    )
