"""Pages of questions: for everybody, for the asker, for the staff."""

from portal.features.questions.views import asker, intake, managing, public, staff
from portal.features.questions.views.blueprint import pages

__all__ = ["asker", "intake", "managing", "pages", "public", "staff"]
