"""The pages of surveys."""

from portal.features.surveys.views import answering, public
from portal.features.surveys.views.blueprint import pages

__all__ = ["answering", "pages", "public"]
