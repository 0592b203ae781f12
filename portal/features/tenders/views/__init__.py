"""The pages of public calls."""

from portal.features.tenders.views import desk, public
from portal.features.tenders.views.blueprint import pages

__all__ = ["desk", "pages", "public"]
