"""Rules for one author: words before or after a moderator's look, whatever the section says, until a day and with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import last_day, local_date, now, start_of_day
from portal.kernel.codes import fingerprint
from portal.kernel.db import changed, touch
from portal.kernel.moderation import conflicts, figures
from portal.kernel.moderation.actions import ConflictOfInterest, NoReason, NotAppealable, OwnSubmission, SamePersonAgain
from portal.kernel.moderation.models import AuthorMode, AuthorRule, Item
from portal.kernel.moderation.queue import Queue
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.words import lazy

THING = "author_rule"
LONGEST = timedelta(days=366)
SHOWN = 100
"""So many rules the page of the staff shows, the newest first."""


class BadLastDay(Refusal):
    """A rule for an author ends by itself, and within a year."""

    sentence = lazy("The last day is today or later, and within a year: a rule for one author ends by itself.")


def _holds() -> Sequence[ColumnElement[bool]]:
    return AuthorRule.ended_at.is_(None), AuthorRule.until > now()


def key_of(person: Person) -> str:
    """Return the key under which what a person sends counts; empty, and nobody's, for who has no address."""
    return fingerprint(person.email) if person.email else ""


def rule_of(db: Session, author_key: str) -> AuthorRule | None:
    """Return the rule that holds for an author now. One seek of an index."""
    if not author_key:
        return None
    return db.scalars(select(AuthorRule).where(AuthorRule.author_key == author_key, *_holds())).first()


def listed(db: Session) -> Sequence[AuthorRule]:
    """Return the rules that hold, those whose author appealed first, then the newest."""
    appealed = AuthorRule.appealed_at.is_not(None) & AuthorRule.settled_at.is_(None)
    wanted = select(AuthorRule).where(*_holds()).order_by(appealed.desc(), AuthorRule.id.desc())
    return db.scalars(wanted.limit(SHOWN)).all()


@dataclass(frozen=True)
class Month:
    """What the public reads of a month's rules for single authors."""

    before: int = 0
    after: int = 0
    ended: int = 0
    appealed: int = 0
    lifted: int = 0


def of_month(db: Session, month: int) -> Month:
    """Count the rules that were made in a month, and what became of them. A month has few; one query."""
    rules = db.scalars(select(AuthorRule).where(AuthorRule.month == month)).all()
    lifted = [rule for rule in rules if rule.settled_at is not None and not rule.upheld]
    return Month(
        before=sum(rule.mode is AuthorMode.BEFORE for rule in rules),
        after=sum(rule.mode is AuthorMode.AFTER for rule in rules),
        ended=sum(rule.ended_at is not None for rule in rules) - len(lifted),
        appealed=sum(rule.appealed_at is not None for rule in rules),
        lifted=len(lifted),
    )


def lay_down(
    db: Session, queue: Queue, item_id: int, *, mode: AuthorMode, reason: str, until: date | None, by: Person
) -> AuthorRule:
    """Say of the author of an item when their words become public. A rule that holds already ends with it.

    The same rule a second time changes nothing.

    Raises `NotFound` where the kind knows no such rules, `OwnSubmission`, `ConflictOfInterest`, `NoReason`, `BadLastDay`.
    """
    item = db.get(Item, item_id)
    if item is None or item.kind != queue.kind or queue.tell is None or not item.author_key:
        raise NotFound
    if item.author_id == by.id or item.author_key == key_of(by):
        raise OwnSubmission
    if conflicts.barred(db, [item.id], by):
        raise ConflictOfInterest
    moment = now()
    if not reason.strip():
        raise NoReason(field="why")
    if until is None or not local_date(moment) <= until <= local_date(moment) + LONGEST:
        raise BadLastDay(field="until")
    earlier = rule_of(db, item.author_key)
    ends = start_of_day(until + timedelta(days=1))
    if earlier is not None:
        if (earlier.mode, earlier.reason, earlier.until) == (mode, reason.strip(), ends):
            return earlier
        _end(db, earlier, by)
    rule = AuthorRule(
        author_key=item.author_key, mode=mode, reason=reason.strip(), kind=item.kind, subject_id=item.subject_id,
        item_id=item.id, by_id=by.id, since=moment, until=ends,
        month=figures.month_of(moment),
    )  # fmt: skip
    db.add(rule)
    db.flush()
    audit.note(db, "moderation.author_rule", THING, rule.id, by=by.id, mode=mode, until=until.isoformat(), item=item.id)
    _tell(db, queue, rule, "author_rule")
    touch(db, figures.TAG)
    return rule


def end(db: Session, queue: Queue, rule: AuthorRule, *, by: Person) -> None:
    """Let the rules of the section hold again for an author.

    Raises `OwnSubmission`, `ConflictOfInterest`, `Stale` where the rule is over already.
    """
    _is_anothers(db, rule, by)
    _end(db, rule, by)
    audit.note(db, "moderation.author_rule_end", THING, rule.id, by=by.id)
    _tell(db, queue, rule, "author_rule_over")
    touch(db, figures.TAG)


def appeal(db: Session, rule: AuthorRule, why: str) -> None:
    """Ask for another person's look at a rule, once and while it holds. Raises `NotAppealable`."""
    if not rule.may_be_appealed(now()):
        raise NotAppealable
    if not changed(db, AuthorRule, id=rule.id, version=rule.version, appeal_text=why, appealed_at=now()):
        raise NotAppealable
    audit.note(db, "moderation.author_rule_appeal", THING, rule.id, by=None)
    touch(db, figures.TAG)


def settle(db: Session, queue: Queue, rule: AuthorRule, *, upheld: bool, by: Person) -> None:
    """Decide on an author's appeal: the rule stays, or it ends now.

    Raises `SamePersonAgain` for who made the rule, `OwnSubmission`, `ConflictOfInterest`, `Stale`.
    """
    if rule.by_id == by.id:
        raise SamePersonAgain
    _is_anothers(db, rule, by)
    if rule.appealed_at is None or rule.settled_at is not None or not rule.holds(now()):
        raise Stale
    over = {} if upheld else {"ended_at": now(), "ended_by_id": by.id}
    settled = {"settled_at": now(), "settled_by_id": by.id, "upheld": upheld}
    if not changed(db, AuthorRule, id=rule.id, version=rule.version, **settled, **over):
        raise Stale
    audit.note(db, "moderation.author_rule_settle", THING, rule.id, by=by.id, upheld=upheld)
    _tell(db, queue, rule, "author_rule_upheld" if upheld else "author_rule_over")
    touch(db, figures.TAG)


def export(db: Session, author_key: str) -> Sequence[Mapping[str, Any]]:
    """Return every rule for an author, as JSON would take it; none for nobody, whose rules were forgotten."""
    if not author_key:
        return []
    rules = db.scalars(select(AuthorRule).where(AuthorRule.author_key == author_key).order_by(AuthorRule.id))
    return [
        {
            "mode": str(rule.mode),
            "reason": rule.reason,
            "since": rule.since.isoformat(),
            "until": rule.until.isoformat(),
            "ended_at": rule.ended_at and rule.ended_at.isoformat(),
            "appeal": rule.appeal_text,
            "upheld": rule.upheld,
        }
        for rule in rules
    ]


def forget(db: Session, author_key: str) -> None:
    """Take the author and all words out of their rules; that there were some stays in the public figures."""
    empty = {"author_key": "", "reason": "", "appeal_text": ""}
    db.execute(update(AuthorRule).where(AuthorRule.author_key == author_key).values(empty))


def _is_anothers(db: Session, rule: AuthorRule, by: Person) -> None:
    """Let nobody decide on a rule for themselves, nor on what concerns them."""
    if rule.author_key == key_of(by):
        raise OwnSubmission
    if conflicts.barred(db, [rule.item_id], by):
        raise ConflictOfInterest


def _end(db: Session, rule: AuthorRule, by: Person) -> None:
    if not rule.holds(now()):
        raise Stale
    if not changed(db, AuthorRule, id=rule.id, version=rule.version, ended_at=now(), ended_by_id=by.id):
        raise Stale


def _tell(db: Session, queue: Queue, rule: AuthorRule, what: str) -> None:
    if queue.tell is not None:
        day = last_day(rule.until).isoformat()
        queue.tell(db, rule.subject_id, what, {"mode": str(rule.mode), "why": rule.reason, "until": day, "rule": rule.id})
