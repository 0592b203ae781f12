"""The pages of surveys."""

from portal.features.surveys.views import answering, paper, public, statistics
from portal.features.surveys.views.blueprint import pages

__all__ = ["answering", "pages", "paper", "public", "statistics"]
