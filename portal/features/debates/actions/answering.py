"""What processors do: take over, draft, answer many at once, publish, take back, correct."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates.actions.outcomes import tell_outcome
from portal.features.debates.actions.remarks_shared import about, load, tag
from portal.features.debates.actions.shared import require_unit
from portal.features.debates.models import (
    REMARK,
    Debate,
    Disposition,
    Passage,
    Remark,
    Response,
    ResponseState,
    Said,
)
from portal.features.debates.refusals.remarks import (
    AnsweredAlready,
    NoReason,
    NoSuchPassage,
    NotAnswerable,
    NothingChosen,
    NothingToPublish,
    TooLateToTakeBack,
)
from portal.kernel import audit, outbox
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import changed, touch
from portal.kernel.follows.actions import followers
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Stale

TAKE_BACK_WITHIN = timedelta(minutes=10)
"""So long answers that were published together can be taken back: their letters come with the report only."""
MOST_TOGETHER = 500


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What the form of an answer says. An empty English reason leaves the one that is there as it is."""

    disposition: Disposition
    reason_sr: str
    reason_en: str = ""
    changed_line: int | None = None


def assign(db: Session, remark_ids: Iterable[int], processor: Person | None, *, by: Person) -> None:
    """Say who prepares the answers to some remarks; None gives them back. Raises `OtherUnit`."""
    for id in sorted(set(remark_ids)):
        remark = _load(db, id, by)
        require_unit(db, remark.debate, processor)
        remark.processor_id = processor.id if processor else None
        remark.version += 1
        audit.note(db, "debates.assign", REMARK, id, by=by.id, to=processor.id if processor else None)


def draft(db: Session, remark_ids: Iterable[int], answered: Answered, *, by: Person, seen: int | None = None) -> str:
    """Save one answer as the draft of one or many remarks and return the mark of what was answered together.

    `seen` is the version of the one draft that was edited, 0 where there was none. Raises `NothingChosen`, `NoReason`,
    `NoSuchPassage`, `OtherUnit`, `NotAnswerable`, `AnsweredAlready`, `Stale` for the slower one of two.
    """
    ids = sorted(set(remark_ids))[:MOST_TOGETHER]
    if not ids:
        raise NothingChosen
    remarks = [_load(db, id, by) for id in ids]
    _respect(db, answered, remarks)
    mark, moment = uuid.uuid4().hex if len(ids) > 1 else "", now()
    known = {one.remark_id: one for one in db.scalars(select(Response).where(Response.remark_id.in_(ids)))}
    for remark in remarks:
        if not remark.is_public:
            raise NotAnswerable(number=remark.number)
        found = known.get(remark.id)
        if found is not None and found.state is ResponseState.PUBLISHED:
            raise AnsweredAlready(number=remark.number)
        if seen is not None and seen != (found.version if found else 0):
            raise Stale(mine=answered.reason_sr, theirs=found.reason_sr if found else "")
        if found is None:
            found = Response(
                remark_id=remark.id, disposition=answered.disposition, reason_sr=answered.reason_sr, at=moment, by_id=by.id
            )
            db.add(found)
        else:
            found.version += 1
        _write(found, answered, by, mark)
        audit.note(db, "debates.draft_answer", REMARK, remark.id, by=by.id, disposition=answered.disposition)
    return mark


def publish(db: Session, remark_ids: Iterable[int], *, by: Person) -> int:
    """Publish the drafts of some remarks and return how many those were. Raises `NothingToPublish`.

    The first date of an answer is frozen here. Whoever remarked hears of it with the report, once for all remarks; of
    what was published after the report, at once.
    """
    moment, done = now(), 0
    wanted = select(Response).where(Response.remark_id.in_(sorted(set(remark_ids))), Response.state == ResponseState.DRAFT)
    for response in db.scalars(wanted.order_by(Response.remark_id)).all():
        remark = _load(db, response.remark_id, by)
        if not remark.is_public:
            raise NotAnswerable(number=remark.number)
        response.state, response.first_at, response.at = ResponseState.PUBLISHED, moment, moment
        response.version += 1
        remark.disposition, remark.answered_at = response.disposition, moment
        remark.version += 1
        _say(db, response, by)
        if remark.after_report:
            tell_outcome(db, remark, response)
        touch(db, tag(remark.debate_id))
        audit.note(db, "debates.answer", REMARK, remark.id, by=by.id, disposition=response.disposition)
        done += 1
    if not done:
        raise NothingToPublish
    return done


def take_back(db: Session, mark: str, *, by: Person) -> int:
    """Take back what was answered together; drafts at any time, published answers for some minutes.

    Returns how many answers those were. Raises `NothingToPublish` where nothing is left, `TooLateToTakeBack`.
    """
    found = db.scalars(select(Response).where(Response.together == mark).order_by(Response.remark_id)).all() if mark else []
    if not found:
        raise NothingToPublish
    if any(_is_settled(response, _load(db, response.remark_id, by)) for response in found):
        raise TooLateToTakeBack
    for response in found:
        remark = load(db, response.remark_id)
        remark.disposition = remark.answered_at = None
        remark.version += 1
        audit.note(db, "debates.take_back", REMARK, remark.id, by=by.id, disposition=response.disposition)
        for said in db.scalars(select(Said).where(Said.remark_id == remark.id)):
            db.delete(said)
        db.delete(response)
        touch(db, tag(remark.debate_id))
    return len(found)


def _is_settled(response: Response, remark: Remark) -> bool:
    """Tell whether an answer can only be corrected: ten minutes have passed, it was corrected, or letters about it went out."""
    if response.state is not ResponseState.PUBLISHED or response.first_at is None:
        return False
    corrected = response.first_at != response.at
    return corrected or remark.after_report or now() >= response.first_at + TAKE_BACK_WITHIN


def correct(db: Session, remark_id: int, answered: Answered, *, seen: int, by: Person) -> None:
    """Publish another wording of a published answer. The first date stays, and so does every wording.

    Serbian and English are each their own: an empty English field leaves the English reason as it was. Raises
    `NoReason`, `NoSuchPassage`, `NothingToPublish`, `Stale`.
    """
    remark = _load(db, remark_id, by)
    response = db.scalar(select(Response).where(Response.remark_id == remark_id))
    if response is None or response.state is not ResponseState.PUBLISHED:
        raise NothingToPublish
    _respect(db, answered, [remark])
    if not changed(db, Response, id=response.id, version=seen):
        raise Stale(mine=answered.reason_sr, theirs=response.reason_sr)
    _write(response, answered, by, "")
    remark.disposition = answered.disposition
    remark.version += 1
    _say(db, response, by)
    touch(db, tag(remark.debate_id))
    audit.note(db, "debates.correct_answer", REMARK, remark.id, by=by.id, disposition=answered.disposition)
    for follow in followers(db, REMARK, remark.id):
        data = {**about(db, remark), "unfollow": follow.token}
        to = Recipient(follow.email, follow.version_key, follow.person_id)
        outbox.post(db, "debates.corrected_answer", to, data, about=(REMARK, remark.id))


def _load(db: Session, remark_id: int, by: Person) -> Remark:
    """Load a remark for its processors. Raises `NotFound`, `OtherUnit`."""
    remark = load(db, remark_id)
    require_unit(db, remark.debate, by)
    return remark


def _respect(db: Session, answered: Answered, remarks: Sequence[Remark]) -> None:
    """Let an answer through that has a reason and names a passage of the present text. Raises what it does not."""
    if not answered.reason_sr.strip():
        raise NoReason(field="reason_sr")
    debates = {remark.debate_id for remark in remarks}
    if len(debates) != 1:
        raise NotFound
    if answered.changed_line is not None:
        edition = db.get_one(Debate, debates.pop()).edition_id
        here = select(Passage.id).where(Passage.edition_id == edition, Passage.line == answered.changed_line)
        if db.scalar(here) is None:
            raise NoSuchPassage(field="changed_line")


def _write(response: Response, answered: Answered, by: Person, mark: str) -> None:
    response.disposition, response.reason_sr = answered.disposition, answered.reason_sr
    response.reason_en = answered.reason_en or response.reason_en
    response.changed_line = answered.changed_line
    response.at, response.by_id = now(), by.id
    response.together = mark


def _say(db: Session, response: Response, by: Person) -> None:
    """Keep what is published: this wording is never edited."""
    db.add(
        Said(
            remark_id=response.remark_id,
            disposition=response.disposition,
            reason_sr=response.reason_sr,
            reason_en=response.reason_en,
            at=response.at,
            by_id=by.id,
            changed_line=response.changed_line,
        )
    )
