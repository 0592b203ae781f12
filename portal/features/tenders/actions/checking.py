"""Which applications fulfil the conditions: any member writes it, the chair confirms the whole."""

from sqlalchemy.orm import Session

from portal.features.tenders.actions.shared import load, settle
from portal.features.tenders.actions.stating import chair, voter
from portal.features.tenders.models import APPLICATION, Call, Check, Stage
from portal.features.tenders.queries import assessing
from portal.features.tenders.refusals.assessing import ChecksConfirmed, NotAllChecked, NotAssessed, ReasonForNo
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.refusals import NotFound, Stale


def check(db: Session, call_id: int, application_id: int, *, is_eligible: bool, reason: str, by: Person, seen: int) -> Check:
    """Say whether an application fulfils the conditions; where not, with the reason that its applicant reads.

    `seen` is the version of what was said before, nought where nothing was. After an accepted objection it is said
    again. Raises what `voter` raises, `NotFound`, `NotAssessed`, `ChecksConfirmed`, `ReasonForNo`, `Stale`.
    """
    call = load(db, call_id, by=None)
    voter(db, call, by, application_id)
    sheet = assessing.sheet(db, call)
    if application_id not in {one.id for one in sheet.applied}:
        raise NotFound
    if not sheet.may_be_checked(application_id):
        raise ChecksConfirmed if call.checked_at else NotAssessed
    if not is_eligible and not reason:
        raise ReasonForNo(field="reason")
    said = sheet.checks.get(application_id)
    if (said.version if said else 0) != seen:
        raise Stale(mine=reason, theirs=said.reason if said else "")
    if said is None:
        said = Check(application_id=application_id, at=now(), by_id=by.id, is_eligible=is_eligible, reason=reason)
        db.add(said)
    else:
        said.at, said.by_id, said.is_eligible, said.reason = now(), by.id, is_eligible, reason
        said.version += 1
    db.flush()
    audit.note(
        db, "tenders.check", APPLICATION, application_id, by=by.id, call=call_id, eligible=is_eligible, reason=reason
    )
    return said


def confirm_checks(db: Session, call_id: int, *, by: Person, seen: int) -> Call:
    """Confirm, as the chair, who fulfils the conditions: then points are given, and the second envelope can be opened.

    Raises what `chair` raises, `Stale`, `NotAssessed`, `ChecksConfirmed`, `NotAllChecked`.
    """
    call = load(db, call_id, seen, by=None)
    chair(db, call, by)
    if call.stage is not Stage.OPENED:
        raise NotAssessed
    if call.checked_at is not None:
        raise ChecksConfirmed
    sheet = assessing.sheet(db, call)
    if sheet.unchecked:
        raise NotAllChecked(names=", ".join(one.name_sr for one in sheet.unchecked))
    call.checked_at = now()
    settle(db, call, "confirm_checks", by, eligible=len(sheet.eligible), number=len(sheet.applied))
    return call
