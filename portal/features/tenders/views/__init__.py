"""The pages of public calls."""

from portal.features.tenders.views import commission, desk, opening, public
from portal.features.tenders.views.blueprint import pages

__all__ = ["commission", "desk", "opening", "pages", "public"]
