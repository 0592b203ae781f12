"""What minutes say: read once, when every file of an opening is opened, and frozen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.tenders.models import (
    OPENED_FILE,
    Application,
    Attempt,
    Call,
    GivenUp,
    Member,
    OpenedFile,
    Opening,
    Requirement,
    Submission,
)
from portal.features.tenders.queries import commission
from portal.kernel import files
from portal.kernel.organisations import parties

REHEARSAL = "rehearsal"
"""An attempt that was only a rehearsal is no try and stands in no minutes."""


def content_of(db: Session, call: Call, opening: Opening) -> dict[str, Any]:
    """Return the content of minutes as JSON: who, when, what was found, in the order of submission."""
    people = commission.ever_members(db, call.id)
    return {
        "call": {
            "id": call.id,
            "reference": call.reference,
            "title_sr": call.title_sr,
            "title_en": call.title_en,
            "unit_sr": call.unit.name_sr,
            "unit_en": call.unit.name_en,
            "sealed": call.is_sealed,
        },
        "envelope": opening.envelope,
        "envelopes": call.envelopes,
        "place_sr": call.opening_place_sr,
        "place_en": call.opening_place_en,
        "closes_at": _moment(call.closes_at),
        "opens_at": _moment(call.opens_at),
        "begun_at": _moment(opening.begun_at),
        "joined_at": _moment(opening.joined_at),
        "finished_at": _moment(opening.finished_at),
        "begun_by": _member(people, opening.begun_by_id),
        "joined_by": _member(people, opening.joined_by_id),
        "commission": [{**_said(each), "left": not each.stays} for each in people],
        "keys": _keys(db, call, opening),
        "applications": _applications(db, call, opening),
        "withdrawn": _withdrawn(db, call),
        "replaced": _replaced(db, call),
        "refused": _refused(db, call),
        "given_up": _given_up(db, opening, people),
    }


def published_part(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return of minutes what everybody reads: no file, no fingerprint, no reference by which a receipt is found."""
    kept = ("call", "envelope", "envelopes", "place_sr", "place_en", "closes_at", "begun_at", "joined_at")
    shown = ("number", "name_sr", "name_en", "lot", "at")
    found = {name: content[name] for name in (*kept, "begun_by", "joined_by")}
    return {**found, "applications": [{name: one[name] for name in shown} for one in content["applications"]]}


def _applications(db: Session, call: Call, opening: Opening) -> list[dict[str, Any]]:
    found = commission.submissions(db, opening.submissions)
    ids = [one.application_id for one in found]
    applications = {each.id: each for each in db.scalars(select(Application).where(Application.id.in_(ids)))}
    names = parties.names_of(db, [each.party for each in applications.values()])
    opened = commission.opened_files(db, opening.id)
    told = _Files(db, call, [file for each in opened.values() for file in each])
    first = _first_changes(db, call)
    asks = max((each.number for each in call.changes if each.asks_again), default=0)
    return [
        {
            "number": number,
            "application": one.application_id,
            "submission": one.id,
            **_applicant(applications[one.application_id], names),
            "reference": one.reference,
            "at": _moment(one.at),
            "arrived_at": _moment(one.arrived_at),
            "root": one.root,
            "confirmed": _confirmed(one, asks, first),
            "files": [told.line(file) for file in opened.get(one.id, [])],
        }
        for number, one in enumerate(found, 1)
    ]


def _applicant(one: Application, names: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    name_sr, name_en = names.get(one.party, ("", ""))
    return {"party": one.party, "name_sr": name_sr, "name_en": name_en, "lot": one.lot}


def _confirmed(one: Submission, asks: int, first: Mapping[int, int]) -> str:
    """Say whether the applicant has confirmed after the last change that asked for it, by handing in again."""
    if one.change < asks:
        return "no"
    return "yes" if first.get(one.application_id, one.change) < asks else "not_needed"


def _first_changes(db: Session, call: Call) -> Mapping[int, int]:
    """Return which change each applicant had before them when they handed in for the first time."""
    wanted = select(Submission.application_id, func.min(Submission.change)).where(Submission.call_id == call.id)
    return {row[0]: row[1] for row in db.execute(wanted.group_by(Submission.application_id))}


class _Files:
    """Tells of opened files: what they are for, and what the check has found of them."""

    def __init__(self, db: Session, call: Call, opened: Sequence[OpenedFile]) -> None:
        self.stored = files.of_many(db, OPENED_FILE, [each.id for each in opened])
        wanted = select(Requirement).where(Requirement.call_id == call.id)
        self.requirements = {each.id: each for each in db.scalars(wanted)}

    def line(self, file: OpenedFile) -> dict[str, Any]:
        asked = self.requirements.get(file.requirement_id)
        stored = next(iter(self.stored.get(file.id, [])), None)
        return {
            "id": file.id,
            "name": file.name,
            "requirement_sr": asked.title_sr if asked else "",
            "requirement_en": asked.title_en if asked else "",
            "size": file.size,
            "sha256": file.digest,
            "root": file.root,
            "fault": file.fault,
            "verdict": stored.state.value if stored else "",
        }


def _keys(db: Session, call: Call, opening: Opening) -> list[dict[str, Any]]:
    used = {key.id for key in commission.keys_in_use(db, call.id, opening.envelope)}
    return [
        {
            "generation": key.generation,
            "recipient": key.recipient,
            "holders": sorted(key.holders),
            "made_at": _moment(key.made_at),
            "used": key.id in used,
        }
        for key in commission.keys_of(db, call.id, opening.envelope)
    ]


def _withdrawn(db: Session, call: Call) -> list[str]:
    wanted = select(Submission.reference).where(Submission.call_id == call.id, Submission.withdrawn_at.is_not(None))
    return list(db.scalars(wanted.order_by(Submission.at, Submission.id)))


def _replaced(db: Session, call: Call) -> list[str]:
    wanted = (
        select(Submission.reference)
        .join(Application, Application.id == Submission.application_id)
        .where(Submission.call_id == call.id, Submission.withdrawn_at.is_(None))
        .where(Application.current_id.is_distinct_from(Submission.id))
    )
    return list(db.scalars(wanted.order_by(Submission.at, Submission.id)))


def _refused(db: Session, call: Call) -> list[dict[str, Any]]:
    wanted = select(Attempt).where(Attempt.call_id == call.id, Attempt.why != REHEARSAL)
    found = db.scalars(wanted.order_by(Attempt.at, Attempt.id))
    return [{"reference": one.reference, "at": _moment(one.at), "why": one.why} for one in found]


def _given_up(db: Session, opening: Opening, people: Sequence[Member]) -> list[dict[str, Any]]:
    """Return the openings of this envelope that came to nothing, with who began and who gave up; nobody where one lapsed."""
    wanted = select(GivenUp).where(GivenUp.call_id == opening.call_id, GivenUp.envelope == opening.envelope)
    return [
        {
            "begun_at": _moment(each.begun_at),
            "begun_by": _member(people, each.begun_by_id),
            "at": _moment(each.at),
            "by": _member(people, each.by_id) if each.by_id else None,
        }
        for each in db.scalars(wanted.order_by(GivenUp.id))
    ]


def _member(people: Sequence[Member], person_id: int | None) -> dict[str, Any]:
    found = [each for each in people if each.person_id == person_id]
    return _said(found[-1]) if found else {"number": 0, "name": "", "part": ""}


def _said(member: Member) -> dict[str, Any]:
    return {"number": member.number, "name": member.person.name, "part": member.part.value}


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
