"""What people say under the things of the demonstration, told through the public verbs with the clock turned back."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import yaml
from flask import current_app
from sqlalchemy.orm import Session

from portal.kernel import demo
from portal.kernel.authors import ShownAs
from portal.kernel.clock import clock, now
from portal.kernel.comments import actions
from portal.kernel.comments.models import KIND, Comment, Wrong
from portal.kernel.db import work
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.paths import STARTER


def content() -> Sequence[Mapping[str, Any]]:
    """Return what is said, under which thing."""
    found: Sequence[Mapping[str, Any]] = yaml.safe_load((STARTER / "demo_comments.yaml").read_text(encoding="utf-8"))
    return found


def tell(kind: str, subject_id: int, began_at: datetime, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let people say these things under one, each so many hours after it began, and moderators decide an hour later."""
    known: dict[str, int] = {}
    for row in rows:
        said_at = min(began_at + timedelta(hours=row["hours"]), now())
        with clock.standing_at(said_at), work() as db:
            known[row["key"]] = _said(db, kind, subject_id, row, known.get(row.get("to", ""))).id
        with clock.standing_at(min(said_at + timedelta(hours=1), now())), work() as db:
            _decided(db, db.get_one(Comment, known[row["key"]]), row)


def _said(db: Session, kind: str, subject_id: int, row: Mapping[str, Any], reply_to: int | None) -> Comment:
    by = demo.person(db, row["person"]) if "person" in row else None
    written = actions.Written(
        text=row["text"],
        name=by.name if by else row["name"],
        email=(by.email or "") if by else f"{row['key']}@primer.rs",
        shown_as=ShownAs.INITIALS if not by else ShownAs.NAME,
        quote=row.get("quote", ""),
        voice=row.get("voice", ""),
    )
    comment = actions.write(db, kind, subject_id, written, by=by, reply_to=reply_to)
    actions.confirm(db, comment)
    return comment


def _decided(db: Session, comment: Comment, row: Mapping[str, Any]) -> None:
    if row.get("waiting") or comment.is_official:
        return
    if "refused" not in row or row.get("later"):
        _decide(db, comment, Verdict.APPROVE)
    if row.get("later"):
        actions.report(db, comment, actions.Reported(wrong=Wrong.ADVERT, source="reader"), by=None)
    if "refused" in row:
        _decide(db, comment, Verdict.REFUSE, row["refused"])
    if row.get("withdrawn"):
        actions.withdraw(db, comment)


def _decide(db: Session, comment: Comment, verdict: Verdict, reason_key: str = "") -> None:
    item = item_of(db, KIND, comment.id)
    if item is not None and item.is_open:
        queue = current_app.extensions["portal"].queues[KIND]
        by = demo.person(db, "moderator")
        moderation.decide(db, queue, item.id, seen=item.version, verdict=verdict, by=by, reason_key=reason_key)
