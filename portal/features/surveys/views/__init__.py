"""The pages of surveys."""

from portal.features.surveys.views import public
from portal.features.surveys.views.blueprint import pages

__all__ = ["pages", "public"]
