"""The pages of public calls."""

from portal.features.tenders.views import collecting, desk, documents, parts, public, publication, questions
from portal.features.tenders.views.blueprint import pages

__all__ = ["collecting", "desk", "documents", "pages", "parts", "public", "publication", "questions"]
