"""The making of a questionnaire, step by step: each change is a step that can be undone and done again."""

import json
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.actions.shared import load, settle
from portal.features.surveys.models import Draft, Stage, Survey
from portal.features.surveys.refusals.preparing import NoMoreBuilding, NoStep, NotJson
from portal.features.surveys.rules.checked import sound
from portal.features.surveys.rules.editing import Change, as_text
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.refusals import Stale

MOST_STEPS = 200
BUILDING = frozenset({Stage.PREPARING, Stage.OPEN})
"""While it is open, the next version is made beside the one that people answer."""


def build(db: Session, survey_id: int, change: Change, *, by: Person, seen: int, mine: Any = "", what: str = "") -> Survey:
    """Change the questionnaire by a function of `rules/editing`; what was undone before is forgotten.

    `mine` is what the editor typed, `what` names the change in the audit log. Where the change changes nothing, no step
    is made. Raises `NotFound`, `Stale` with both texts, `NoMoreBuilding`, `FaultyQuestionnaire`, what the change raises.
    """
    survey = _loaded(db, survey_id, seen, mine)
    before = queries.draft(db, survey)
    document = sound(change(before), queries.kinds(db, survey.series_id))
    if document == before:
        return survey
    later = (Draft.step > survey.step) | (Draft.step <= survey.step - MOST_STEPS)
    db.execute(delete(Draft).where(Draft.survey_id == survey.id, later))
    survey.step += 1
    db.add(Draft(survey_id=survey.id, step=survey.step, document=document, made_at=now(), made_by_id=by.id))
    settle(db, survey, "build", by, what=what, step=survey.step)
    return survey


def undo(db: Session, survey_id: int, *, by: Person, seen: int) -> Survey:
    """Go back one step. Raises `NotFound`, `Stale`, `NoMoreBuilding`, `NoStep`."""
    return _go(db, survey_id, -1, by, seen)


def redo(db: Session, survey_id: int, *, by: Person, seen: int) -> Survey:
    """Do again what was undone last. Raises `NotFound`, `Stale`, `NoMoreBuilding`, `NoStep`."""
    return _go(db, survey_id, 1, by, seen)


def take_in(db: Session, survey_id: int, text: str, *, by: Person, seen: int) -> Survey:
    """Put the document of a file in the place of the whole questionnaire; undo brings the one before back.

    Raises `NotFound`, `Stale`, `NoMoreBuilding`, `NotJson`, `FaultyQuestionnaire`.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as fault:
        raise NotJson("document", line=fault.lineno, column=fault.colno) from None
    except (ValueError, RecursionError):
        raise NotJson("document", line=1, column=1) from None
    return build(db, survey_id, lambda _before: document, by=by, seen=seen, what="import")


def _go(db: Session, survey_id: int, by_step: int, by: Person, seen: int) -> Survey:
    survey = _loaded(db, survey_id, seen, "")
    there = db.scalar(select(Draft.step).where(Draft.survey_id == survey.id, Draft.step == survey.step + by_step))
    if there is None:
        raise NoStep
    survey.step = there
    settle(db, survey, "undo" if by_step < 0 else "redo", by, step=survey.step)
    return survey


def _loaded(db: Session, survey_id: int, seen: int, mine: Any) -> Survey:
    survey = load(db, survey_id)
    if survey.version != seen:
        raise Stale(mine=as_text(mine) if mine else "", theirs=as_text(queries.draft(db, survey)))
    if survey.stage not in BUILDING:
        raise NoMoreBuilding
    return survey
