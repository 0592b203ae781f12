"""Once: a lost answer and a second press make one thing."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Once
from portal.kernel.clock import now
from portal.kernel.tickets import digest


def token() -> str:
    """Return a fresh token for a form that creates something."""
    return secrets.token_urlsafe(16)


def before(db: Session, form_token: str, *, within: timedelta | None = None) -> str | None:
    """Claim a form's token in the transaction of the act.

    Returns None the first time; afterwards the address the first press led to. On PostgreSQL a second press at the
    same moment waits for the first to end. A missing token claims nothing. A token that says the same each time, such
    as a fingerprint of what was sent, is claimed anew when it is older than `within`.
    """
    if not form_token:
        return None
    insert = postgresql_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    claimed = db.scalar(
        insert(Once)
        .values(token=digest(form_token), made_at=now(), address="")
        .on_conflict_do_nothing()
        .returning(Once.token)
    )
    if claimed is None and within is not None:
        old = update(Once).where(Once.token == digest(form_token), Once.made_at < now() - within)
        claimed = db.scalar(old.values(made_at=now(), address="").returning(Once.token))
    if claimed is not None:
        return None
    return db.scalar(select(Once.address).where(Once.token == digest(form_token))) or ""


def settle(db: Session, form_token: str, address: str) -> None:
    """Remember where the first press led to."""
    db.execute(update(Once).where(Once.token == digest(form_token)).values(address=address))
