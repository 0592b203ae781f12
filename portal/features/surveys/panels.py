"""What surveys show on the desk and within other pages."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.actions import caring
from portal.features.surveys.queries.caring import asking
from portal.features.surveys.rules.questionnaire import Questionnaire
from portal.kernel.accounts.models import Person
from portal.kernel.site.links import absolute


def preparing(db: Session, _person: Person) -> int:
    """How many surveys are being prepared."""
    return queries.in_preparation(db)


def asks_after(db: Session, service: str, occasion: str) -> str:
    """Return where a person says how a service was; empty where nobody is asked."""
    survey = asking(db, service)
    return absolute("portal.surveys.after", token=caring.token_of(survey.id, occasion)) if survey else ""


def outline(questionnaire: Questionnaire) -> Markup:
    """All words of a questionnaire in the version spoken now."""
    return Markup(render_template("portal/surveys/staff/_outline.html", questionnaire=questionnaire))
