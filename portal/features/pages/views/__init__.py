"""Standing pages, and the shelves of services, registers, documents and events."""

from portal.features.pages.views import shelves, standing
from portal.features.pages.views.blueprint import pages

__all__ = ["pages", "shelves", "standing"]
