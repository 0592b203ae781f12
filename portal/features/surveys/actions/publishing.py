"""The working group chooses tables and publishes them: frozen, with a digest in the audit chain."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.features.surveys.actions.shared import load, settle
from portal.features.surveys.models import Picked, Publication, Stage, Survey
from portal.features.surveys.queries import publication
from portal.features.surveys.queries.publication import Pair
from portal.features.surveys.refusals.publishing import NoReasonGiven, NotClosed, NothingPicked, TellsTooMuch
from portal.features.surveys.rules.questionnaire import Said, digest_of
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.texts import rich_text


def pick(db: Session, survey_id: int, chosen: Sequence[Pair], *, by: Person, seen: int) -> Survey:
    """Choose the tables that are to be published, in their order. Raises `NotFound`, `Stale`, `NothingPicked`."""
    survey = load(db, survey_id, seen)
    if not chosen:
        raise NothingPicked
    db.execute(delete(Picked).where(Picked.survey_id == survey.id))
    for place, (key, beside) in enumerate(dict.fromkeys(chosen)):
        db.add(Picked(survey_id=survey.id, code=key, by=beside, place=place))
    settle(db, survey, "pick", by, tables=len(chosen))
    return survey


def publish(db: Session, survey_id: int, text: Said, *, by: Person, seen: int, reason: Said | None = None) -> Publication:
    """Publish the chosen tables of a closed survey with a text; again is a correction, with its reason.

    What is published is frozen: its document has what the suppression left, and nothing computes it again. A correction
    without a text keeps the one before. Raises `NotFound`, `Stale`, `NotClosed`, `NothingPicked`, `NoReasonGiven`,
    `TellsTooMuch`.
    """
    survey = load(db, survey_id, seen)
    if survey.stage is not Stage.CLOSED:
        raise NotClosed
    chosen = [(each.code, each.by) for each in publication.picked(db, survey.id)]
    if not chosen:
        raise NothingPicked
    before = publication.newest(db, survey.id)
    why = reason or Said()
    if before is not None and not why.sr.strip():
        raise NoReasonGiven(field="reason_sr")
    together = publication.document(db, survey, [*chosen, *publication.told(db, survey.id)])
    if any(publication.takes_back(each.document, together) for each in publication.publications(db, survey.id)):
        raise TellsTooMuch
    document = publication.document(db, survey, chosen)
    made = Publication(
        survey_id=survey.id,
        number=before.number + 1 if before else 1,
        published_at=now(),
        published_by_id=by.id,
        document=document,
        digest=digest_of(document),
        text_sr=rich_text(text.sr) or (before.text_sr if before else ""),
        text_en=rich_text(text.en) or (before.text_en if before else ""),
        reason_sr=why.sr.strip() if before else "",
        reason_en=why.en.strip() if before else "",
    )
    db.add(made)
    survey.published_at = made.published_at
    settle(db, survey, "publish", by, number=made.number, digest=made.digest)
    return made
