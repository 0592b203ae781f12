"""What several pages of questions need."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.features.questions.models import Question
from portal.kernel.codes import is_code
from portal.kernel.forms import SelectChoice
from portal.kernel.municipality import queries as municipality
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _

KIND = "question"


def the_public(db: Session, question_id: int) -> Question:
    """Return a public question. Raises `NotFound` for every other one."""
    found = queries.get_public(db, question_id)
    if found is None:
        raise NotFound
    return found


def the_own(db: Session, question_id: int, code: str) -> Question:
    """Return the question of somebody who knows its code. Raises `NotFound`."""
    found = db.get(Question, question_id)
    if found is None or not is_code(KIND, question_id, code):
        raise NotFound
    return found


def named(things: Iterable[Any], *, first: str = "", key: str = "key") -> list[SelectChoice]:
    """Return choices of a select from things with Serbian and English names."""
    choices = [SelectChoice(str(getattr(thing, key)), plainly(thing.name_sr, thing.name_en)) for thing in things]
    return [SelectChoice("", first), *choices] if first else choices


def fill_choices(db: Session, form: Any) -> None:
    """Give a question's form the offices that are open, the topics and the settlements."""
    offices = (office for office in municipality.offices(db, terms=False) if office.open)
    form.office.choices = named(offices, first=_("I do not know, the topic will find it"))
    form.topic.choices = named(municipality.topics(db), first=_("Choose a topic"))
    form.settlement.choices = named(municipality.settlements(db), first=_("Choose a settlement"), key="id")
