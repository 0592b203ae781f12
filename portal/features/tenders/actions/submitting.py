"""Submitting: one transaction whose moment decides. It ends with a receipt or with a signed refusal, never with nothing.

So the verbs here do not raise for a late, incomplete or unauthorised try: they return the `Attempt`, which stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.actions.applying import Held, hold, in_force, note
from portal.features.tenders.actions.opening import lock_of
from portal.features.tenders.models import Application, ApplicationState, Attempt, Call, Phase, Submission
from portal.features.tenders.notices.applications import tell
from portal.features.tenders.queries import applications as queries
from portal.features.tenders.refusals.applications import MandateNeeded, NothingSubmitted, WithdrawnTooLate
from portal.features.tenders.rules import receipts as telling
from portal.kernel import receipts, uploads
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.moments import moment_of
from portal.kernel.municipality.queries import facts
from portal.kernel.refusals import NotFound
from portal.kernel.uploads import Upload
from portal.kernel.words import shown_moment

REHEARSAL = "rehearsal"


@dataclass(frozen=True, kw_only=True)
class Try:
    """A try to submit: at which moment, when its request had arrived, what it brings, what speaks against it."""

    held: Held
    by: Person
    moment: datetime
    arrived: datetime
    change: int
    files: Sequence[dict[str, Any]]
    missing: Sequence[str]
    why: str


def submit(
    db: Session, application_id: int, *, by: Person, change: int, arrived: datetime | None = None, again: bool = False
) -> Submission | Attempt:
    """Submit what lies in an application; `again` submits the one in force once more, confirmed after a change.

    `change` is the number of the call's last change that the applicant has seen, `arrived` when the request came.
    In time means `moment < closes_at`, by the moment of this transaction. Raises `NotFound`, `NothingSubmitted`.
    """
    tried = _try(db, application_id, by=by, change=change, arrived=arrived, again=again)
    return _refused(db, tried) if tried.why else _accepted(db, tried)


def rehearse(db: Session, application_id: int, *, by: Person, change: int, arrived: datetime | None = None) -> Attempt:
    """Go the whole way of a submission, sign what would have come of it, and submit nothing. Raises `NotFound`."""
    tried = _try(db, application_id, by=by, change=change, arrived=arrived)
    tried.held.application.rehearsed_at = tried.moment
    return _attempt(db, tried, REHEARSAL, would_be=tried.why or "accepted")


def withdraw(db: Session, application_id: int, *, by: Person) -> Submission:
    """Take back the application in force until the deadline; its receipt stays, and one of the withdrawal comes to it.

    Raises `NotFound`, `NothingSubmitted`, `MandateNeeded`, `WithdrawnTooLate`.
    """
    moment, held = _held(db, application_id, by)
    found = in_force(db, held.application)
    if found is None:
        raise NothingSubmitted
    if not held.party.may_submit:
        raise MandateNeeded
    until = held.call.closes_at
    if until is None or moment >= until:
        raise WithdrawnTooLate(until=shown_moment(until or moment), now=shown_moment(moment))
    found.withdrawn_at = moment
    statement = {**_common(held, moment, "withdrawal"), "reference": found.reference, "submitted_at": found.at.isoformat()}
    found.withdrawal = receipts.sign(statement)
    held.application.state = ApplicationState.WITHDRAWN
    held.application.version += 1
    db.flush()
    note(db, held.call.id, queries.digest_of(found.withdrawal))
    tell(db, "withdrawn", held.call, held.application, moment=moment, more={"reference": found.reference})
    return found


def _held(db: Session, application_id: int, by: Person) -> tuple[datetime, Held]:
    """Take the call's turn, read the moment, then load what the others before have left. Raises `NotFound`."""
    call_id = db.scalar(select(Application.call_id).where(Application.id == application_id))
    if call_id is None:
        raise NotFound
    moment = moment_of(db, lock_of(call_id))
    return moment, hold(db, application_id, by=by)


def _try(
    db: Session, application_id: int, *, by: Person, change: int, arrived: datetime | None, again: bool = False
) -> Try:
    came = arrived or now()
    moment, held = _held(db, application_id, by)
    before = in_force(db, held.application)
    if again and before is None:
        raise NothingSubmitted
    files = list(before.manifest["files"]) if again and before else queries.manifest(db, held.application)
    missing = [each.title_sr for each in queries.missing(held.call, {int(file["requirement"]) for file in files})]
    return Try(
        held=held,
        by=by,
        moment=moment,
        arrived=came,
        change=max(0, min(change, held.call.change)),
        files=files,
        missing=missing,
        why=_why(held, moment, missing),
    )


def _why(held: Held, moment: datetime, missing: Sequence[str]) -> str:
    """Return what speaks against a submission at a moment; empty where nothing does."""
    if held.call.phase(moment) is Phase.CANCELLED:
        return "cancelled"
    if not held.call.takes_applications(moment):
        return "late"
    if not held.party.may_submit:
        return "mandate"
    return "incomplete" if missing else ""


def _accepted(db: Session, tried: Try) -> Submission:
    application, call = tried.held.application, tried.held.call
    for file in tried.files:
        uploads.freeze(db, db.get_one(Upload, file["upload"]))
    before = in_force(db, application)
    reference = telling.new_reference()
    receipt = receipts.sign(
        {**_statement(tried, "submission", reference), "replaces": before.reference if before else ""}
    )
    made = Submission(
        application_id=application.id,
        call_id=call.id,
        reference=reference,
        at=tried.moment,
        arrived_at=tried.arrived,
        by_id=tried.by.id,
        manifest={"files": list(tried.files)},
        root=telling.root_of(tried.files),
        receipt=receipt,
        change=tried.change,
    )
    db.add(made)
    db.flush()
    application.current_id, application.state = made.id, ApplicationState.SUBMITTED
    application.confirmed = tried.change
    application.version += 1
    db.flush()
    note(db, call.id, queries.digest_of(receipt))
    tell(db, "submitted", call, application, moment=tried.moment, more={"reference": reference, "root": made.root})
    return made


def _refused(db: Session, tried: Try) -> Attempt:
    made = _attempt(db, tried, tried.why)
    more = {"reference": made.reference, "why": tried.why, "missing": list(tried.missing)}
    tell(db, "refused", tried.held.call, tried.held.application, moment=tried.moment, more=more)
    return made


def _attempt(db: Session, tried: Try, why: str, **more: Any) -> Attempt:
    """Write down a try that is no submission, with its signed receipt."""
    reference, call = telling.new_reference(), tried.held.call
    kind = REHEARSAL if why == REHEARSAL else "refusal"
    statement = _statement(tried, kind, reference) | {"reason": tried.why, "missing": list(tried.missing), **more}
    if tried.why == "late" and call.closes_at is not None:
        statement["late_by_milliseconds"] = max(0, telling.milliseconds(tried.moment, call.closes_at))
    made = Attempt(
        call_id=call.id,
        application_id=tried.held.application.id,
        at=tried.moment,
        arrived_at=tried.arrived,
        by_id=tried.by.id,
        why=why,
        reference=reference,
        receipt=receipts.sign(statement),
    )
    db.add(made)
    db.flush()
    note(db, call.id, queries.digest_of(made.receipt))
    return made


def _statement(tried: Try, kind: str, reference: str) -> dict[str, Any]:
    call = tried.held.call
    return {
        **_common(tried.held, tried.moment, kind),
        "reference": reference,
        "arrived_at": tried.arrived.isoformat(),
        "change": tried.change,
        "files": telling.shown_files(tried.files, {each.id: each.title_sr for each in call.requirements}),
        "root": telling.root_of(tried.files),
    }


def _common(held: Held, moment: datetime, kind: str) -> dict[str, Any]:
    """Return what every receipt says: of what kind it is, whose, to which call, by which deadline, at what moment."""
    return {
        "kind": kind,
        "portal": facts()["name_sr"],
        "call": _call(held.call),
        "lot": held.application.lot,
        "party": held.party.name_sr,
        "moment": moment.isoformat(),
    }


def _call(call: Call) -> dict[str, Any]:
    closes = call.closes_at.isoformat() if call.closes_at else ""
    return {"reference": call.reference, "title": call.title_sr, "closes_at": closes}
