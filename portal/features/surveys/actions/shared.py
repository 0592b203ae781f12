"""What several verbs of surveys need."""

from typing import Any

from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.models import SURVEY, Questionnaire, Stage, Survey
from portal.features.surveys.rules.questionnaire import digest_of
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import touch
from portal.kernel.refusals import NotFound, Stale


def load(db: Session, survey_id: int, seen: int | None = None, *, mine: str = "", theirs: str = "") -> Survey:
    """Load a survey for a change, so that nobody else changes it meanwhile. Raises `NotFound`, `Stale`."""
    found = db.get(Survey, survey_id, with_for_update={"of": Survey}, populate_existing=True)
    if found is None:
        raise NotFound
    if seen is not None and found.version != seen:
        raise Stale(mine=mine, theirs=theirs or found.title_sr)
    return found


def settle(db: Session, survey: Survey, act: str, by: Person | None, **details: Any) -> None:
    """End every verb on a survey: its version, its place on the desk, the pages, the audit line."""
    survey.version += 1
    survey.desk = queries.shelf_of(now())
    db.flush()
    audit.note(db, f"surveys.{act}", SURVEY, survey.id, by=by.id if by else None, **details)
    touched(db, survey)


def touched(db: Session, survey: Survey) -> None:
    """Have public pages made anew that show a survey."""
    if survey.stage in {Stage.OPEN, Stage.CLOSING, Stage.CLOSED}:
        touch(db, "surveys", f"survey.{survey.id}", "home")


def publish_version(db: Session, survey: Survey, document: dict[str, Any], by: Person | None) -> Questionnaire:
    """Make a checked document the version that people answer from now on; earlier ones stay for who began on them."""
    survey.number += 1
    made = Questionnaire(
        survey_id=survey.id,
        number=survey.number,
        document=document,
        digest=digest_of(document),
        made_at=now(),
        made_by_id=by.id if by else None,
    )
    db.add(made)
    db.flush()
    return made
