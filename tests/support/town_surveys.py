"""The surveys of the town: one that is over, the next one in preparation, one that is ready, one that people answer."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.actions import building, closing, opening, preparing
from portal.features.surveys.models import Survey
from portal.features.surveys.rules import editing
from portal.features.surveys.rules.questionnaire import Said
from portal.features.surveys.rules.starter import YEARLY
from portal.kernel import demo
from portal.kernel.clock import now
from portal.kernel.db import work

MONTH = timedelta(days=30)


def told() -> dict[str, int]:
    """Bring surveys to their states; return their numbers by key."""
    found = {}
    with work() as db:
        group = demo.person(db, "working-group")
        found["closed"] = preparing.from_starter(db, YEARLY, by=group).id
    _opens(found["closed"])
    with work() as db:
        closing.close(db, found["closed"], by=demo.person(db, "working-group"), seen=db.get_one(Survey, found["closed"]).version)
        closing.finish(db, found["closed"])
    with work() as db:
        group = demo.person(db, "working-group")
        found["preparing"] = preparing.clone(db, found["closed"], by=group).id
        _changes(db, found["preparing"])
        found["ready"] = preparing.clone(db, found["closed"], by=group).id
        found["empty"] = preparing.empty(db, Said(sr="Анкета о превозу", en="Survey on transport"), by=group).id
        found["open"] = preparing.clone(db, found["closed"], by=group).id
        _told(db, found["ready"])
    _opens(found["open"])
    with work() as db:
        _changes(db, found["open"])
    return found


def _told(db: Session, survey_id: int) -> None:
    survey = db.get_one(Survey, survey_id)
    same = {name: getattr(survey, name) for name in preparing.Told.__annotations__}
    told = preparing.Told(**{**same, "closes_at": now() + MONTH, "ballots": 40, "population": 9150})
    preparing.save(db, survey_id, told, by=demo.person(db, "working-group"), seen=survey.version)


def _opens(survey_id: int) -> None:
    with work() as db:
        _told(db, survey_id)
        opening.begin(db, survey_id, by=demo.person(db, "working-group"))
    with work() as db:
        opening.fill(db, survey_id)


def _changes(db: Session, survey_id: int) -> None:
    """Word a question anew and take one out."""
    survey = db.get_one(Survey, survey_id)
    words = {**editing.question(queries.draft(db, survey), "cares"), "title": {"sr": "Општина се стара о грађанима."}}

    def change(document: editing.Document) -> editing.Document:
        return editing.remove_question(editing.change_question(document, "cares", words), "influence")

    building.build(db, survey_id, change, by=demo.person(db, "working-group"), seen=survey.version)
