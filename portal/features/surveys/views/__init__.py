"""The pages of surveys."""

from portal.features.surveys.views import answering, building, desk, paper, public, publishing, statistics, texts, trying
from portal.features.surveys.views.blueprint import pages

__all__ = ["answering", "building", "desk", "pages", "paper", "public", "publishing", "statistics", "texts", "trying"]
