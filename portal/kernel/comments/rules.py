"""When words become public, and when nobody may write: the versioned rules of a section, for an author, at a moment."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.clock import ZONE, local_date, now
from portal.kernel.comments.discussion import Subject
from portal.kernel.comments.models import Thread
from portal.kernel.comments.refusals import Closed, ClosedAtNight, ElectionSilence
from portal.kernel.moderation.authors import rule_of
from portal.kernel.moderation.models import AuthorMode
from portal.kernel.moderation.queries import standing_of
from portal.kernel.municipality.models import Mode
from portal.kernel.municipality.queries import promise
from portal.kernel.words import shown_date

STARTER: Mapping[str, Any] = {
    "mode": Mode.TRUSTED.value,
    "trusted_after": 3,
    "clean_days": 90,
    "guests": True,
    "edit_minutes": 15,
    "comment_length": 2000,
    "comments_per_hour": 10,
    "open_days": 0,
    "closed_at_night": False,
    "night_from": "23:00",
    "night_until": "06:00",
    "silence_from": "",
    "silence_until": "",
}
"""The rules a section begins with (participation.md 3.3): from then on the administration makes new versions."""


def named(kind: str) -> str:
    """Return the name under which the rules of a section are kept among the promises."""
    return f"comments_{kind}"


def rules_of(db: Session, kind: str) -> Mapping[str, Any]:
    """Return the rules of a section that hold now."""
    return promise(db, named(kind)).rules


def _ends(rules: Mapping[str, Any], thread: Thread | None, subject: Subject) -> list[datetime]:
    """Return when a discussion closes by itself: on its day, with its thing, or by its age."""
    days = int(rules["open_days"])
    by_age = subject.began_at + timedelta(days=days) if days and subject.began_at else None
    return [end for end in (subject.closes_at, thread.closes_at if thread else None, by_age) if end is not None]


def closed_for_good(rules: Mapping[str, Any], thread: Thread | None, subject: Subject, moment: datetime) -> bool:
    """Tell whether a discussion is over: by hand, by its day, with its thing, by its age, or because none is taken."""
    by_hand = thread is not None and thread.closed_at is not None
    return by_hand or rules["mode"] == Mode.CLOSED or any(moment >= end for end in _ends(rules, thread, subject))


def next_end(rules: Mapping[str, Any], thread: Thread | None, subject: Subject, moment: datetime) -> datetime | None:
    """Return when a discussion that is open closes by itself; a page that shows it changes then."""
    return min((end for end in _ends(rules, thread, subject) if end > moment), default=None)


def respect_hours(rules: Mapping[str, Any], moment: datetime) -> None:
    """Raise `ElectionSilence` or `ClosedAtNight` where the rules say that nobody writes now."""
    if rules["silence_from"] and rules["silence_from"] <= local_date(moment).isoformat() <= rules["silence_until"]:
        raise ElectionSilence(day=shown_date(date.fromisoformat(rules["silence_until"])))
    if rules["closed_at_night"]:
        begins, ends = (time.fromisoformat(rules[rule]) for rule in ("night_from", "night_until"))
        clock = moment.astimezone(ZONE).time()
        if begins <= clock or clock < ends if begins > ends else begins <= clock < ends:
            raise ClosedAtNight(hour=rules["night_until"])


def respect(rules: Mapping[str, Any], thread: Thread | None, subject: Subject) -> None:
    """Raise `Closed`, `ElectionSilence` or `ClosedAtNight` where nobody may write now."""
    moment = now()
    if closed_for_good(rules, thread, subject, moment):
        raise Closed
    respect_hours(rules, moment)


def is_read_first(db: Session, rules: Mapping[str, Any], author_key: str) -> bool:
    """Tell whether a moderator reads an author's words before everybody does.

    With `trusted`: unless enough of what they sent was published and none of it refused in so many days. Only what was
    sent under a confirmed address was ever decided, so an unconfirmed one earns nothing. A rule for the author alone goes
    before that of the section. Two queries at most.
    """
    own = rule_of(db, author_key)
    if own is not None:
        return own.mode is AuthorMode.BEFORE
    if rules["mode"] != Mode.TRUSTED:
        return bool(rules["mode"] == Mode.BEFORE)
    approved, refused = standing_of(db, author_key, now() - timedelta(days=rules["clean_days"]))
    return approved < rules["trusted_after"] or refused > 0
