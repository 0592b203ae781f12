"""What surveys show on the desk and within other pages."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.rules.questionnaire import Questionnaire
from portal.kernel.accounts.models import Person


def preparing(db: Session, _person: Person) -> int:
    """How many surveys are being prepared."""
    return queries.in_preparation(db)


def outline(questionnaire: Questionnaire) -> Markup:
    """All words of a questionnaire in the version spoken now."""
    return Markup(render_template("portal/surveys/staff/_outline.html", questionnaire=questionnaire))
