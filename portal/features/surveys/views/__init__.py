"""The pages of surveys."""

from portal.features.surveys.views import answering, building, desk, paper, public, trying
from portal.features.surveys.views.blueprint import pages

__all__ = ["answering", "building", "desk", "pages", "paper", "public", "trying"]
