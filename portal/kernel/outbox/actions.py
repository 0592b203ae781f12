"""Verbs of the outbox."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel.clock import now
from portal.kernel.db import dialect_of, inserting, run
from portal.kernel.outbox.letters import Recipient
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.settings import setting


def post(
    db: Session,
    kind: str,
    to: Recipient,
    data: Mapping[str, Any],
    *,
    about: tuple[str, int] | None = None,
    key: str | None = None,
    at: datetime | None = None,
) -> None:
    """Write a letter in the transaction of the act; the worker sends it after `at` (now).

    `kind` names the writer that a feature or the kernel declares; `data` is what it needs, as JSON. With a key
    already known nothing is written. An empty address means a person who has none: nothing is written either.
    """
    if not to.email:
        return
    moment = now()
    batch, until = db.info.get("portal_letters_wait", ("", moment))
    row = {
        "kind": kind,
        "email": to.email,
        "version_key": to.version_key,
        "person_id": to.person_id,
        "data": dict(data),
        "message_id": _message_id(),
        "made_at": moment,
        "next_at": max(at or moment, until),
        "about_kind": about[0] if about else "",
        "about_id": about[1] if about else None,
        "key": key,
        "batch": batch,
        "state": NoticeState.WAITING,
        "tries": 0,
        "fault": "",
    }
    run(db, _writing(dialect_of(db)), row)


@cache
def _writing(dialect: str) -> Any:
    return inserting(dialect, Notice).on_conflict_do_nothing(index_elements=["key"])


@contextmanager
def waiting(db: Session, batch: str, until: datetime) -> Iterator[None]:
    """Let every letter that the block writes wait, so that `take_back` can stop it before it leaves."""
    db.info["portal_letters_wait"] = (batch, until)
    try:
        yield
    finally:
        db.info.pop("portal_letters_wait", None)


def take_back(db: Session, batch: str) -> None:
    """Stop the letters of a batch that still wait; their keys are free again for the letters that come instead."""
    theirs = update(Notice).where(Notice.batch == batch, Notice.state == NoticeState.WAITING)
    db.execute(theirs.values(state=NoticeState.CANCELLED, key=None))


def _message_id() -> str:
    """Return an id nobody else gives: under our own host, in ASCII, so that no filter takes the letter for forged."""
    host = urlsplit(str(setting("BASE_URL"))).hostname or "localhost"
    try:
        plain = host.encode("idna").decode()
    except UnicodeError:
        plain = "localhost"
    return f"<{uuid.uuid4().hex}@{f'[IPv6:{plain}]' if ':' in plain else plain}>"


def is_posted(db: Session, key: str) -> bool:
    """Tell whether a letter with this key was written already."""
    return db.scalar(select(Notice.id).where(Notice.key == key)) is not None


def cancel(db: Session, about_kind: str, about_id: int, kind: str) -> None:
    """Take back letters of one kind about one thing that have not left yet."""
    db.execute(
        update(Notice)
        .where(
            Notice.about_kind == about_kind,
            Notice.about_id == about_id,
            Notice.kind == kind,
            Notice.state == NoticeState.WAITING,
        )
        .values(state=NoticeState.CANCELLED)
    )


def resend(db: Session, notice: Notice, email: str) -> None:
    """Send one letter again, to a corrected address; its Message-ID stays."""
    notice.email, notice.state, notice.tries, notice.next_at, notice.fault = email, NoticeState.WAITING, 0, now(), ""


def redirect(db: Session, about_kind: str, about_id: int, email: str) -> int:
    """Send what waits or bounced about one thing to a corrected address; return how many letters that were."""
    result: Any = db.execute(
        update(Notice)
        .where(
            Notice.about_kind == about_kind,
            Notice.about_id == about_id,
            Notice.state.in_([NoticeState.WAITING, NoticeState.BOUNCED]),
        )
        .values(email=email, state=NoticeState.WAITING, tries=0, next_at=now(), fault="")
    )
    return int(result.rowcount)
