"""Keys with which other programs report by Open311: issued, revoked, used."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems import queries
from portal.features.problems.actions.reporting import Report, submit
from portal.features.problems.models import KIND, ApiKey, Problem
from portal.features.problems.refusals import KeyRevoked, NoContact, WrongKey
from portal.kernel import audit, once, photos
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import changed
from portal.kernel.municipality.actions import common
from portal.kernel.refusals import Stale
from portal.kernel.tickets import digest

SAME_WITHIN = timedelta(minutes=10)
SHOWN = 6


def issue(db: Session, *, name: str, contact: str, by: Person) -> tuple[ApiKey, str]:
    """Issue a key and return it with its secret, which is shown once and kept nowhere. Raises `NoName`, `NoContact`."""
    if not name.strip():
        raise common.NoName(field="name")
    if not contact.strip():
        raise NoContact(field="contact")
    secret = secrets.token_urlsafe(32)
    key = ApiKey(
        name=name.strip(), contact=contact.strip(), key_hash=digest(secret), beginning=secret[:SHOWN], made_at=now()
    )
    db.add(key)
    db.flush()
    audit.note(db, "problems.key.issue", "api_key", key.id, by=by.id)
    return key, secret


def revoke(db: Session, key_id: int, *, seen: int, by: Person) -> None:
    """End a key at once; reports sent with it stay. Raises `NotFound`, `KeyRevoked`, `Stale`."""
    key = common.loaded(db, ApiKey, key_id)
    if key.revoked_at is not None:
        raise KeyRevoked
    if not changed(db, ApiKey, id=key_id, version=seen, revoked_at=now()):
        raise Stale
    audit.note(db, "problems.key.revoke", "api_key", key_id, by=by.id)


def known(db: Session, secret: str) -> ApiKey | None:
    """Return the key behind a secret, if it is good."""
    wanted = select(ApiKey).where(ApiKey.key_hash == digest(secret), ApiKey.revoked_at.is_(None))
    return db.scalar(wanted) if secret else None


def submit_by_key(
    db: Session, key_id: int, report: Report, pictures: Sequence[photos.Received], *, content: str
) -> Problem:
    """Take a report from a program. The same content from the same key within ten minutes is the first report again.

    Raises `WrongKey` for a key revoked meanwhile, and what `submit` and `photos.attach` raise.
    """
    key = db.get(ApiKey, key_id, populate_existing=True)
    if key is None or key.revoked_at is not None:
        raise WrongKey
    key.last_used_at = now()
    token = f"open311:{key_id}:{content}"
    first = queries.by_reference(db, once.before(db, token, within=SAME_WITHIN) or "")
    if first is not None:
        return first
    problem = submit(db, report, by=None)
    for picture in pictures:
        photos.attach(db, picture, kind=KIND, id=problem.id, by=None)
    audit.note(db, "problems.by_key", KIND, problem.id, by=None, key=key_id)
    once.settle(db, token, problem.reference)
    return problem
