"""The pages of surveys."""

from portal.features.surveys.views import answering, building, desk, public, trying
from portal.features.surveys.views.blueprint import pages

__all__ = ["answering", "building", "desk", "pages", "public", "trying"]
