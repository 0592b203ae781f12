"""What units and those who dispatch do with a report."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems.actions.shared import (
    index,
    joined_to,
    load,
    move,
    require_unit,
    tell_all,
    tell_reporter,
    tell_staff,
)
from portal.features.problems.models import KIND, UPDATE, Competence, Event, EventKind, Problem, State
from portal.features.problems.refusals import NoAnswerYet, NoProof, NoText, NotJoinable, NotJoined, TooShort
from portal.features.problems.rules import clocks
from portal.kernel import files, photos, tickets
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import touch
from portal.kernel.follows.actions import follow, followers
from portal.kernel.follows.models import Follow
from portal.kernel.municipality.queries import promise
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound

RULES = "problem_rules"


def note(db: Session, problem: Problem, text: str, *, by: Person) -> Event:
    """Write something for colleagues; the public never sees it. Raises `NotYours`, `NoText`."""
    require_unit(db, problem, by)
    return move(db, problem, None, EventKind.NOTE, by=by, text=_something(text))


def ask_reporter(db: Session, problem: Problem, text: str, *, by: Person) -> Event:
    """Ask the reporter for more: both clocks stand still until the reply, or for as many days as the rules allow.

    Raises `NotYours`, `NoText`, `NoWayBack` for a reporter whom nobody can reach.
    """
    require_unit(db, problem, by)
    asked = _something(text)
    clocks.pause(db, problem, now())
    event = move(db, problem, State.IN_PROGRESS, EventKind.ASKED_REPORTER, by=by, text=asked)
    tell_reporter(db, problem, "asked", text=asked)
    return event


def say_news(
    db: Session, problem: Problem, text: str, *, by: Person | None, text_en: str = "", by_link: bool = False
) -> Event:
    """Say how things stand. It stops no clock. Raises `NotYours`, `NoText`, `NoWayBack`."""
    if by is not None:
        require_unit(db, problem, by)
    said = _something(text)
    to = State.IN_PROGRESS if problem.state in {State.ROUTED, State.ANSWERED} else None
    event = move(db, problem, to, EventKind.UPDATE, by=by, text=said, text_en=text_en, by_link=by_link, waits=by_link)
    if not event.waits:
        index(db, problem)
        tell_all(db, problem, "news", text=said, text_en=text_en)
    return event


def answer(
    db: Session,
    problem: Problem,
    text: str,
    *,
    by: Person | None,
    text_en: str = "",
    by_link: bool = False,
    why_late: str = "",
) -> Event:
    """Answer in substance: the first clock stops, for every report joined to this one too.

    A text shorter than the rule says nothing and is refused, so that no automatic sentence stops a clock. What comes
    by a link stops the clock at once and is shown after somebody of the municipality has read it. `why_late` stands in the
    monthly report beside an answer that came after its promise. Raises `NotYours`, `TooShort`, `NoWayBack`.
    """
    if by is not None:
        require_unit(db, problem, by)
    least = int(promise(db, RULES).rules["answer_length"])
    if len(text.strip()) < least:
        raise TooShort(field="text", least=least)
    moment = now()
    clocks.resume(db, problem, moment)
    clocks.answered(problem, moment)
    event = move(
        db,
        problem,
        State.ANSWERED,
        EventKind.ANSWERED,
        by=by,
        at=moment,
        text=text.strip(),
        text_en=text_en,
        by_link=by_link,
        waits=by_link,
        data={"why_late": why_late.strip()},
    )
    _settle_joined(db, problem, moment, by)
    if not event.waits:
        index(db, problem)
        tell_all(db, problem, "answered", text=text.strip(), text_en=text_en)
    return event


def resolve(
    db: Session, problem: Problem, text: str, *, by: Person | None, has_photo: bool, no_photo: str = "", by_link: bool = False
) -> Event:
    """Mark a report as resolved: an official answer and a proof are needed; the reporter is asked once.

    Joined reports are resolved with it. Raises `NotYours`, `NoAnswerYet`, `NoProof`, `NoWayBack`.
    """
    if by is not None:
        require_unit(db, problem, by)
    if problem.round.answered_at is None:
        raise NoAnswerYet
    if not has_photo and not no_photo.strip():
        raise NoProof(field="no_photo")
    moment = now()
    clocks.resume(db, problem, moment)
    clocks.resolved(problem, moment)
    if problem.state is not State.ANSWERED:
        move(db, problem, State.ANSWERED, EventKind.UPDATE, by=by, at=moment)
    event = move(
        db,
        problem,
        State.RESOLVED,
        EventKind.RESOLVED,
        by=by,
        at=moment,
        text=text.strip(),
        by_link=by_link,
        waits=by_link and bool(text.strip() or no_photo.strip() or has_photo),
        data={"no_photo": no_photo.strip()},
    )
    _settle_joined(db, problem, moment, by)
    problem.asked_whether_true_at = moment
    problem.confirmed_true = None
    tell_all(db, problem, "resolved", text="" if event.waits else text.strip())
    index(db, problem)
    return event


def hand_over(db: Session, problem: Problem, to: Competence, text: str, *, by: Person, reference: str = "") -> Event:
    """Say that somebody else is responsible, hand the report over, and tell the reporter where it went.

    It counts as answered and is listed apart. Raises `NotYours`, `NoWayBack`.
    """
    require_unit(db, problem, by)
    moment = now()
    clocks.answered(problem, moment)
    clocks.stop(problem, moment)
    problem.competence_id = to.id
    event = move(
        db,
        problem,
        State.NOT_COMPETENT,
        EventKind.NOT_COMPETENT,
        by=by,
        at=moment,
        text=text.strip(),
        data={"competence": to.id, "reference": reference.strip()},
    )
    index(db, problem)
    words = {"to_sr": to.name_sr, "to_en": to.name_en, "text": text.strip(), "their_reference": reference.strip()}
    tell_all(db, problem, "handed_over", **words)
    if to.email:
        tell_staff(db, [to.email], problem, "hand_over", description=problem.text, **words)
    return event


def refuse(db: Session, problem: Problem, *, by: Person | None, reason_sr: str, reason_en: str, **statement: object) -> Event:
    """Refuse a report with a reason: nobody works on it, nobody sees it. Raises `NoText`, `NoWayBack`."""
    _something(reason_sr)
    moment = now()
    clocks.stop(problem, moment)
    problem.hidden_at = moment
    event = move(db, problem, State.REFUSED, EventKind.REFUSED, by=by, at=moment, text=reason_sr, text_en=reason_en)
    index(db, problem)
    tell_reporter(db, problem, "refused", reason_sr=reason_sr, reason_en=reason_en, **statement)
    return event


def join(db: Session, problem: Problem, to: Problem, *, by: Person) -> Event:
    """Join a report to another of the same problem: its followers move, its clock stops with the other's.

    Its reporter hears of the other one as of their own: see `tell_all`. Both are counted: two reports, one problem.
    Raises `NotJoinable`, `NotYours`, `NoWayBack`.
    """
    require_unit(db, problem, by)
    if to.id == problem.id or to.joined_to_id is not None or to.state is State.REFUSED:
        raise NotJoinable(field="into")
    before = problem.state
    problem.joined_to_id = to.id
    to.same_count += 1 + problem.same_count
    for follower in followers(db, KIND, problem.id):
        person = Recipient(follower.email, follower.version_key, follower.person_id)
        follow(db, KIND, to.id, person, confirmed=True, via_id=problem.id)
    for other in joined_to(db, problem):
        other.joined_to_id = to.id
    event = move(db, problem, State.DUPLICATE, EventKind.JOINED, by=by, other_id=to.id, data={"before": str(before)})
    db.flush()
    _settle_joined(db, to, now(), by)
    index(db, problem)
    touch(db, f"problem.{to.id}")
    tell_reporter(db, problem, "joined", to=to.id, to_reference=to.reference)
    return event


def separate(db: Session, problem: Problem, *, by: Person) -> Event:
    """Take a join back: state, clocks and followers are those of before. Raises `NotJoined`, `NotYours`."""
    require_unit(db, problem, by)
    if problem.joined_to_id is None:
        raise NotJoined
    lead = load(db, problem.joined_to_id)
    joined = db.scalars(
        select(Event).where(Event.problem_id == problem.id, Event.kind == EventKind.JOINED).order_by(Event.id.desc()).limit(1)
    ).one()
    lead.same_count = max(0, lead.same_count - 1 - problem.same_count)
    for moved in db.scalars(select(Follow).where(Follow.kind == KIND, Follow.subject_id == lead.id, Follow.via_id == problem.id)):
        db.delete(moved)
    problem.joined_to_id = None
    event = move(db, problem, State(joined.data["before"]), EventKind.SEPARATED, by=by, other_id=lead.id)
    index(db, problem)
    touch(db, f"problem.{lead.id}")
    return event


def release(db: Session, event: Event, *, by: Person) -> None:
    """Let the public read what came by a link or from the reporter, and tell everybody who follows.

    Raises `NotFound` for what somebody has read before, `NotYours`.
    """
    problem = _waiting(db, event, by)
    event.waits = False
    db.flush()
    index(db, problem)
    touch(db, "problems", f"problem.{problem.id}")
    kind = {EventKind.ANSWERED: "answered", EventKind.UPDATE: "news"}.get(event.kind)
    if kind is not None:
        tell_all(db, problem, kind, text=event.text, text_en=event.text_en)


def keep_back(db: Session, event: Event, *, by: Person) -> Event:
    """Keep between colleagues what came by a link or from the reporter: words and photos become a note, its act stays.

    Raises `NotFound` for what somebody has read before, `NotYours`.
    """
    problem = _waiting(db, event, by)
    words = event.text or str(event.data.get("no_photo", ""))
    event.text, event.waits = "", False
    event.data = {**event.data, "no_photo": ""} if "no_photo" in event.data else event.data
    note = move(db, problem, None, EventKind.NOTE, by=by, text=words, data={"kept_back": event.id})
    for kept in (photos, files):
        kept.hand_over(db, kind=UPDATE, id=event.id, to_kind=UPDATE, to_id=note.id)
    return note


def _waiting(db: Session, event: Event, by: Person) -> Problem:
    problem = load(db, event.problem_id)
    db.refresh(event)
    if not event.waits:
        raise NotFound
    require_unit(db, problem, by)
    return problem


def _settle_joined(db: Session, problem: Problem, moment: datetime, by: Person | None) -> None:
    """Stop the clocks of joined reports with those of the report that stays, each once, and write it into their log."""
    for joined in joined_to(db, problem):
        if problem.round.answered_at is not None and joined.round.answered_at is None:
            clocks.answered(joined, moment)
            move(db, joined, None, EventKind.ANSWERED, by=by, at=moment, other_id=problem.id)
        if problem.round.resolved_at is not None and joined.round.resolved_at is None:
            clocks.resolved(joined, moment)
            move(db, joined, None, EventKind.RESOLVED, by=by, at=moment, other_id=problem.id)


def withdraw_links(db: Session, problem: Problem) -> None:
    """Make every link to a report useless."""
    tickets.revoke(db, "problems.unit", KIND, problem.id)


def _something(text: str) -> str:
    if not text.strip():
        raise NoText(field="text")
    return text.strip()


