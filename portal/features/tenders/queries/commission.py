"""Who opens what: members of commissions, keys, openings, and which submissions count; read only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.models import (
    Application,
    ApplicationState,
    Call,
    CallKey,
    Check,
    Member,
    OpenedFile,
    Opening,
    Stage,
    Submission,
)
from portal.features.tenders.rules.enclosed import enclosed
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.uploads import Upload

ADVISED, NEEDED = 3, 2


def members(db: Session, call_id: int) -> Sequence[Member]:
    """Return who is in the commission of a call now, by number."""
    return [each for each in ever_members(db, call_id) if each.stays]


def ever_members(db: Session, call_id: int) -> Sequence[Member]:
    """Return everybody who is or was in it, by number."""
    return db.scalars(select(Member).where(Member.call_id == call_id).order_by(Member.number)).all()


def member_of(db: Session, call_id: int, person_id: int) -> Member | None:
    """Return a person's present place in a commission; the last one where the person has left; else nothing."""
    mine = [each for each in ever_members(db, call_id) if each.person_id == person_id]
    return next((each for each in mine if each.stays), mine[-1] if mine else None)


def calls_of(db: Session, person_id: int) -> Sequence[tuple[Member, Call]]:
    """Return the calls in whose commissions a person is now, changed last first; one query."""
    wanted = select(Member, Call).join(Call, Call.id == Member.call_id)
    mine = wanted.where(Member.person_id == person_id, Member.left_at.is_(None), Call.stage != Stage.CANCELLED)
    return [(row.Member, row.Call) for row in db.execute(mine.order_by(Call.desk.desc(), Call.id.desc()).limit(200))]


def nameable(db: Session, call_id: int) -> Sequence[Person]:
    """Return the people who can be named: with the role, able to sign in, and not in this commission."""
    inside = select(Member.person_id).where(Member.call_id == call_id, Member.left_at.is_(None))
    having = select(Grant.person_id).where(Grant.role == Role.COMMISSION)
    wanted = select(Person).where(Person.id.in_(having), Person.id.not_in(inside))
    able = wanted.where(Person.disabled_at.is_(None), Person.deleted_at.is_(None))
    return db.scalars(able.order_by(Person.found_by, Person.id)).all()


def keys_of(db: Session, call_id: int, envelope: int | None = None) -> Sequence[CallKey]:
    """Return the keys of a call, by envelope and generation."""
    wanted = select(CallKey).where(CallKey.call_id == call_id)
    if envelope is not None:
        wanted = wanted.where(CallKey.envelope == envelope)
    return db.scalars(wanted.order_by(CallKey.envelope, CallKey.generation)).all()


def key_for(db: Session, call_id: int, envelope: int) -> CallKey | None:
    """Return the key to which whatever comes now for an envelope is sealed: the newest one."""
    found = keys_of(db, call_id, envelope)
    return found[-1] if found else None


def opening_of(db: Session, call_id: int, envelope: int) -> Opening | None:
    """Return the opening of one envelope, if it was begun."""
    return db.scalar(select(Opening).where(Opening.call_id == call_id, Opening.envelope == envelope))


def openings(db: Session, call_id: int) -> Mapping[int, Opening]:
    """Return the openings of a call by envelope."""
    return {each.envelope: each for each in db.scalars(select(Opening).where(Opening.call_id == call_id))}


def counting(db: Session, call_id: int, envelope: int = 1) -> Sequence[Submission]:
    """Return the submissions that are opened, in the order in which they came: current ones, not withdrawn.

    The second envelope of an application that does not fulfil the conditions stays closed for ever.
    """
    wanted = (
        select(Submission)
        .join(Application, Application.current_id == Submission.id)
        .where(Application.call_id == call_id, Application.state != ApplicationState.WITHDRAWN)
        .where(Submission.withdrawn_at.is_(None))
    )
    if envelope > 1:
        refused = select(Check.application_id).where(~Check.is_eligible)
        wanted = wanted.where(Application.id.not_in(refused))
    return db.scalars(wanted.order_by(Submission.at, Submission.id)).all()


def keys_in_use(db: Session, call_id: int, envelope: int) -> Sequence[CallKey]:
    """Return the keys to which files that count are sealed."""
    wanted = [each.upload for one in counting(db, call_id, envelope) for each in enclosed(one, envelope)]
    used: set[str] = set()
    for start in range(0, len(wanted), 500):
        used |= set(db.scalars(select(Upload.recipient).where(Upload.id.in_(wanted[start : start + 500]))))
    return [each for each in keys_of(db, call_id, envelope) if each.recipient in used]


@dataclass(frozen=True)
class Progress:
    """How many submissions of how many are opened."""

    done: int
    total: int

    @property
    def is_over(self) -> bool:
        """Tell whether all are."""
        return self.done >= self.total


def progress(db: Session, opening: Opening) -> Progress:
    """Return how far an opening is: a submission is opened when each of its files in this envelope was looked at."""
    wanted = select(OpenedFile.submission_id, OpenedFile.upload_id).where(OpenedFile.opening_id == opening.id)
    looked = {(row.submission_id, row.upload_id) for row in db.execute(wanted)}
    found = submissions(db, opening.submissions)
    done = sum(all((one.id, each.upload) in looked for each in enclosed(one, opening.envelope)) for one in found)
    return Progress(done, len(found))


def submissions(db: Session, ids: Sequence[int]) -> Sequence[Submission]:
    """Return submissions by id, in the order in which they came."""
    found: list[Submission] = []
    for start in range(0, len(ids), 500):
        found += db.scalars(select(Submission).where(Submission.id.in_(ids[start : start + 500])))
    return sorted(found, key=lambda one: (one.at, one.id))


def opened_files(db: Session, opening_id: int) -> Mapping[int, list[OpenedFile]]:
    """Return what was found, by submission, in the order of the requirements."""
    wanted = select(OpenedFile).where(OpenedFile.opening_id == opening_id)
    found: dict[int, list[OpenedFile]] = {}
    for file in db.scalars(wanted.order_by(OpenedFile.requirement_id, OpenedFile.id)):
        found.setdefault(file.submission_id, []).append(file)
    return found
