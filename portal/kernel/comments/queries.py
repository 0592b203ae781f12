"""What people want to know of a discussion; `public()` alone decides what anybody may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, select, text, tuple_
from sqlalchemy.orm import Session, aliased

from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import local_date, now
from portal.kernel.comments.discussion import Subject, discussion
from portal.kernel.comments.models import SHOWN, Comment, Figure, Report, ReportState, Revision, State, Thread
from portal.kernel.comments.rules import closed_for_good, next_end, rules_of
from portal.kernel.municipality.models import Office, Unit
from portal.kernel.municipality.queries import facts, terms_of
from portal.kernel.paging import Page, Way, paged

PAGE = 20
NEWEST = Way(before=f"{2**61}.{2**61}")
"""The page that ends with the newest comments."""
BEFORE_IT = 3
"""So many comments are shown before the one that a link leads to."""

Answered = aliased(Comment)


def public() -> Any:
    """The one rule of what the public sees of comments: those that were published, in reading order.

    One that is no longer public keeps its row, without its words, so that the replies to it stay where they are. The
    words of a quotation are shown only as long as the comment they come from says them.
    """
    columns = (
        Comment.id,
        Comment.root_id,
        Comment.reply_to_id,
        Comment.state,
        Comment.shown_name,
        Comment.voice_sr,
        Comment.voice_en,
        Comment.written_at,
        Comment.edited_at,
        Comment.ended_at,
        Comment.redacted,
        Comment.quote,
        Comment.person_id,
        Comment.reason_sr,
        Comment.reason_en,
        Comment.version_key,
    )
    said = (Answered.state == State.PUBLISHED).label("answered_is_public")
    answered = (
        Answered.shown_name.label("answered_name"),
        Answered.voice_sr.label("answered_voice_sr"),
        Answered.voice_en.label("answered_voice_en"),
        Answered.public_text.label("answered_text"),
        said,
    )
    shown = case((Comment.state == State.PUBLISHED, Comment.public_text), else_="").label("public_text")
    return select(*columns, shown, *answered).outerjoin(Answered, Answered.id == Comment.reply_to_id).where(
        Comment.published_at.is_not(None)
    )


@dataclass(frozen=True)
class Said:
    """A comment as a page shows it. `quote` is empty where the other one no longer says it."""

    row: Row[Any]

    @property
    def quote(self) -> str:
        """The quotation, if it still stands in what it quotes."""
        stands = self.row.answered_is_public and self.row.quote in self.row.answered_text
        return str(self.row.quote) if stands else ""

    @property
    def is_reply(self) -> bool:
        """Tell whether it stands under another comment."""
        return bool(self.row.root_id != self.row.id)

    @property
    def answers_a_reply(self) -> bool:
        """Tell whether it must be said whom it answers, because that is not the comment it stands under."""
        return self.row.reply_to_id not in {None, self.row.root_id}

    @property
    def is_public(self) -> bool:
        """Tell whether its words may be read."""
        return bool(self.row.state == State.PUBLISHED)


@dataclass(frozen=True)
class Talk:
    """The discussion under a thing as its pages show it: a page of comments, how many there are, whether it is open."""

    kind: str
    address: str
    subject_id: int
    subject: Subject
    page: Page[Said]
    number: int
    is_open: bool
    thread: Thread | None
    changes_at: datetime | None


def thread_of(db: Session, kind: str, subject_id: int) -> Thread | None:
    """Return the discussion of a thing, if there is one yet."""
    return db.scalar(select(Thread).where(Thread.kind == kind, Thread.subject_id == subject_id))


def talk(db: Session, kind: str, subject_id: int, subject: Subject, way: Way | None = None) -> Talk:
    """Return a page of the discussion under a thing: four queries, however many comments there are."""
    thread, rules, moment = thread_of(db, kind, subject_id), rules_of(db, kind), now()
    page: Page[Said] = Page([])
    if thread is not None:
        found = public().where(Comment.thread_id == thread.id)
        page = paged(db, found, (Comment.root_id, Comment.id), way, most=PAGE).of(Said)
        page = replace(page, older="") if way == NEWEST else page
    return Talk(
        kind=kind,
        address=discussion(kind).address,
        subject_id=subject_id,
        subject=subject,
        page=page,
        number=counts(db, kind, [subject_id]).get(subject_id, 0) if thread else 0,
        is_open=not closed_for_good(rules, thread, subject, moment),
        thread=thread,
        changes_at=next_end(rules, thread, subject, moment),
    )


def counts(db: Session, kind: str, ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many public comments things have, for lists; one query, counted beforehand."""
    wanted = select(Thread.subject_id, Figure.number).join(Figure, Figure.thread_id == Thread.id)
    rows = db.execute(wanted.where(Thread.kind == kind, Thread.subject_id.in_(ids), Figure.number > 0))
    return {row.subject_id: row.number for row in rows}


def place_of(db: Session, comment: Comment) -> Way:
    """Return the page on which a comment stands, with a few before it; one query along the reading order."""
    here = tuple_(Comment.root_id, Comment.id) < tuple_(comment.root_id, comment.id)
    found = select(Comment.root_id, Comment.id).where(Comment.thread_id == comment.thread_id, text(SHOWN), here)
    rows = db.execute(found.order_by(Comment.root_id.desc(), Comment.id.desc()).limit(BEFORE_IT + 1)).all()
    return Way(after=f"{rows[-1].root_id}.{rows[-1].id}") if len(rows) > BEFORE_IT else Way()


def get_shown(db: Session, comment_id: int) -> Comment | None:
    """Return a comment that has a place in its discussion, be its words public or not."""
    found = db.get(Comment, comment_id)
    return found if found is not None and found.published_at is not None else None


def get_public(db: Session, comment_id: int) -> Comment | None:
    """Return a comment whose words anybody may read."""
    found = db.get(Comment, comment_id)
    return found if found is not None and found.is_public else None


def revisions(db: Session, comment: Comment) -> Sequence[Revision]:
    """Return what a comment said before, the oldest first."""
    return db.scalars(select(Revision).where(Revision.comment_id == comment.id).order_by(Revision.revision)).all()


def of_person(db: Session, person_id: int) -> Sequence[Comment]:
    """Return what a person wrote, newest first; at most 200."""
    return db.scalars(select(Comment).where(Comment.person_id == person_id).order_by(Comment.id.desc()).limit(200)).all()


def used(db: Session, kind: str, since: datetime, until: datetime) -> int:
    """Count the comments of a kind of thing that became public in a span: whether this way of talking is used."""
    wanted = select(func.count()).select_from(Comment).join(Thread, Thread.id == Comment.thread_id)
    span = Comment.published_at.between(since, until)
    return db.scalar(wanted.where(Thread.kind == kind, span, Comment.state == State.PUBLISHED)) or 0


def open_reports(db: Session, ids: Sequence[int]) -> Mapping[int, Sequence[Report]]:
    """Return the readers' reports of comments that nobody has decided on."""
    found: dict[int, list[Report]] = {}
    wanted = select(Report).where(Report.comment_id.in_(ids), Report.state == ReportState.OPEN).order_by(Report.id)
    for report in db.scalars(wanted):
        found.setdefault(report.comment_id, []).append(report)
    return found


@dataclass(frozen=True)
class Voice:
    """For whom somebody of the municipality may speak: an office, a unit, or all of it."""

    key: str
    name_sr: str
    name_en: str = ""


def voices(db: Session, person: Person) -> Sequence[Voice]:
    """Return for whom a person may speak today: their offices, also as deputy while the holder is away, and units."""
    day = local_date(now())
    held = {
        term.office_id
        for term in terms_of(db, person.id)
        if term.covers(day) and (term.person_id == person.id or term.absent_on(day))
    }
    scopes = {grant.scope for grant in person.grants if grant.role in {Role.CLERK, Role.OFFICIAL, Role.HEAD} and grant.scope}
    offices = db.scalars(select(Office).where(Office.id.in_(held) | Office.key.in_(scopes)).order_by(Office.place))
    found = [Voice(f"office.{office.key}", office.name_sr, office.name_en) for office in offices]
    units = db.scalars(select(Unit).where(Unit.key.in_(scopes)).order_by(Unit.place))
    found += [Voice(f"unit.{unit.key}", unit.name_sr, unit.name_en) for unit in units]
    if any(grant.role in {Role.EDITOR, Role.HEAD} for grant in person.grants):
        values = facts().values
        found.append(Voice("municipality", str(values.get("name_sr", "")), str(values.get("name_en", ""))))
    return found
